"""A team's desk in a real browser, and as a process behind a proxy."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Page

from konturen.accounts.accounts import Accounts, open_accounts
from konturen.accounts.passwords import Passwords
from konturen.accounts.store import opened
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.web.serving import Serving, team_accounts
from konturen.web.team import Team
from tests.accounts.team import CONSOLE, filled, password
from tests.web.desk import barriers, served


@pytest.fixture
def team(ledger: Ledger) -> Iterator[Accounts]:
    """The team of the sample texts' desk."""
    store = opened(ledger.address, create=True)
    yield filled(Accounts(store, hashes=Passwords(PasswordHasher(1, 8, 1))))
    store.close()


@pytest.fixture
def at(ledger: Ledger, pipeline: Pipeline, team: Accounts) -> Iterator[str]:
    """The address of that desk."""
    with served(ledger, pipeline, team=Team(team)) as address:
        yield address


def enter(page: Page, name: str) -> None:
    """Sign in on the page that is shown."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password(name))
    page.get_by_role("button", name="Sign in").click()


def test_a_working_day(page: Page, at: str, ledger: Ledger) -> None:
    """Sign in on the way to review, judge a statement under one's own name, sign out; the back button shows nothing."""
    page.goto(f"{at}review")
    assert "/sign-in?next=%2Freview" in page.url
    enter(page, "Cora")
    page.wait_for_url("**/review")
    sentence = page.locator(".suggestion blockquote").inner_text()
    page.keyboard.press("a")
    page.wait_for_url("**after=*")
    (said,) = ledger.reader.verdicts()
    assert (said.verdict.by, said.verdict.verdict) == ("Cora", "accept")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?done=signed_out")
    for _ in range(2):
        page.go_back()
        assert "/sign-in" in page.url
        assert sentence not in page.content()
        assert page.locator(".suggestion").count() == 0


def test_a_reader_is_shown_no_form_that_she_may_not_send(page: Page, at: str) -> None:
    """In review she sees the suggestion without its buttons."""
    page.goto(f"{at}review")
    enter(page, "Rena")
    page.wait_for_url("**/review")
    assert page.locator(".suggestion").count() == 1
    assert page.locator("form[method=post]:not([action='/language']):not([action='/sign-out'])").count() == 0


def test_an_admin_adds_a_person_who_changes_her_password(page: Page, at: str) -> None:
    """With the forms as they are shown, and with words about a wrong password."""
    page.goto(f"{at}people")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill("not hers at all")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").inner_text() == "Name and password do not fit."
    enter(page, "Ada")
    page.wait_for_url("**/people")
    form = page.locator("form[action='/people/add']")
    form.get_by_label("Name").fill("Zoe")
    form.get_by_label("New password").fill("ein Satz für Zoe allein")
    form.get_by_label("Once more").fill("ein Satz für Zoe allein")
    form.get_by_role("button").click()
    page.wait_for_url("**done=person_made")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Name").fill("Zoe")
    page.get_by_label("Password").fill("ein Satz für Zoe allein")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{at}account")
    page.get_by_label("Present password").fill("ein Satz für Zoe allein")
    page.get_by_label("New password").fill("und nun ein anderer Satz")
    page.get_by_label("Once more").fill("und nun ein anderer Satz")
    page.get_by_role("button", name="Change the password").click()
    page.wait_for_url("**/sign-in?done=password_changed_own")


def test_the_pages_of_a_team_have_no_serious_barriers(page: Page, at: str) -> None:
    """Axe finds none on the sign-in page, the account, the people and the audit, wide and narrow."""
    page.goto(f"{at}sign-in")
    assert barriers(page) == []
    enter(page, "Ada")
    page.wait_for_url(at)
    for path in ("account", "people", "audit"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(at + path)
            assert barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize(
    "asked",
    [
        Serving("0.0.0.0"),
        Serving("192.0.2.1"),
        Serving(names=("desk.example",)),
        Serving(https=True),
        Serving("0.0.0.0", team=True),
        Serving("192.0.2.1", team=True),
        Serving(names=("desk.example",), team=True),
    ],
    ids=str,
)
def test_no_desk_is_served_to_strangers_or_in_the_clear(asked: Serving) -> None:
    """Without sign-in on this machine alone; with it on others only behind TLS."""
    with pytest.raises(QueryError):
        asked.check()


def test_a_desk_answers_to_its_own_names_only() -> None:
    """An address that means every one of this machine's is no name of it."""
    asked = Serving("0.0.0.0", names=("Desk.Example",), team=True, https=True)
    asked.check()
    assert asked.hosts() == {"127.0.0.1", "localhost", "::1", "desk.example"}


def test_a_team_without_an_admin_is_not_served(ledger: Ledger) -> None:
    """It is told how to make one."""
    for _ in range(2):
        with pytest.raises(QueryError, match="konturen people add NAME --role admin"):
            team_accounts(ledger)
        with open_accounts(ledger.address, create=True):
            pass
    with open_accounts(ledger.address) as accounts:
        accounts.add("Cora", "coder", password("Cora"), CONSOLE)
        with pytest.raises(QueryError, match="no admin"):
            team_accounts(ledger)
        accounts.add("Ada", "admin", password("Ada"), CONSOLE)
    team_accounts(ledger).close()


def test_behind_a_proxy_the_persons_own_address_counts(tmp_path: Path) -> None:
    """The command serves a team over TLS that a proxy ends, and believes what the proxy says of the sender."""
    path = str(tmp_path / "team.sqlite")
    with open_ledger(path, create=True), open_accounts(path, create=True) as accounts:
        accounts.add("Ada", "admin", password("Ada"), CONSOLE)
    command = (sys.executable, "-m", "konturen", "serve", "--ledger", path, "--port", "0")
    more = ("--team", "--https", "--name", "desk.example")
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            found = re.search(r":(\d+)/", line)
            assert found, line
            port = int(found[1])
            head = {"Host": "desk.example", "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
            body = urlencode({"name": "Ada", "password": password("Ada")})
            form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://desk.example"}
            assert _asked(port, "POST", "/sign-in", form | {"Host": "desk.example"}, body)[0] == 421
            status, headers, _ = _asked(port, "POST", "/sign-in", head | form, body)
            assert status == 303
            cookie = str(headers["set-cookie"]).split(";")[0]
            json_ = {"Cookie": cookie, "Accept": "application/json"}
            _, _, told = _asked(port, "GET", "/audit", head | json_)
            assert json.loads(told)["entries"][0]["address"] == "203.0.113.5"
            assert _asked(port, "GET", "/audit", head | json_ | {"Host": "evil.example"})[0] == 421
        finally:
            process.terminate()


def _asked(
    port: int, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, answer.headers, read
