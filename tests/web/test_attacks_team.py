"""Attacks on a team's desk: floods of attempts, senders that lie about themselves."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher

from konturen.accounts import attempts
from konturen.accounts.accounts import Accounts
from konturen.accounts.passwords import Passwords
from konturen.accounts.store import opened
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from konturen.web.team import Team
from tests.accounts.team import filled, password
from tests.web.desk import client_of, served

MANY = 60
"""More attempts at once than the server has threads for pages."""
HEAD = "{} /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    """A team beside an empty ledger."""
    path = str(tmp_path / "team.sqlite")
    open_ledger(path, create=True).close()
    store = opened(path, create=True)
    yield filled(Accounts(store, hashes=Passwords(PasswordHasher(1, 8, 1))))
    store.close()


def test_a_flood_of_attempts_keeps_nobody_from_the_pages(
    accounts: Accounts, tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While more people sign in than there are threads, and each waits for the hash, a page is shown."""
    go = Event()
    monkeypatch.setattr(attempts, "BY_ADDRESS", 10 * MANY)
    monkeypatch.setattr(Passwords, "fits", lambda *_: not go.wait(60))
    with open_ledger(str(tmp_path / "team.sqlite")) as ledger, ExitStack() as stack:
        parts = urlsplit(stack.enter_context(served(ledger, pipeline, team=Team(accounts))))
        stack.callback(go.set)

        def sent(method: str, body: str = "") -> socket.socket:
            made = stack.enter_context(socket.create_connection((parts.hostname, parts.port), 30))
            form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            made.sendall(f"{HEAD.format(method)}{form if body else ''}\r\n{body}".encode())
            return made

        for number in range(MANY):
            sent("POST", f"name=n{number}&password=x")
        assert sent("GET").recv(20).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"]
)
def test_a_sender_cannot_say_who_she_is(
    accounts: Accounts, tmp_path: Path, pipeline: Pipeline, header: str
) -> None:
    """Attempts count for the address from which they come, whatever a header says."""
    with open_ledger(str(tmp_path / "team.sqlite")) as ledger:
        client = client_of(ledger, pipeline, team=Team(accounts))
        for number in range(attempts.BY_ADDRESS):
            fields = {"name": f"n{number}", "password": "wrong"}
            told = client.post("/sign-in", data=fields, headers={header: f"for=192.0.2.{number}"})
            assert told.status_code == 401
        fields = {"name": "Cora", "password": password("Cora")}
        assert client.post("/sign-in", data=fields, headers={header: "192.0.2.99"}).status_code == 429


def test_a_sign_in_form_over_the_limit_is_refused(
    accounts: Accounts, tmp_path: Path, pipeline: Pipeline
) -> None:
    """413, with nobody signed in and no attempt counted."""
    with open_ledger(str(tmp_path / "team.sqlite")) as ledger:
        client = client_of(ledger, pipeline, team=Team(accounts))
        for _ in range(attempts.BY_BOTH + 1):
            told = client.post("/sign-in", data={"name": "Cora", "password": "x" * 20_000})
            assert (told.status_code, dict(told.cookies)) == (413, {})
        entered = client.post("/sign-in", data={"name": "Cora", "password": password("Cora")})
        assert entered.status_code == 303
