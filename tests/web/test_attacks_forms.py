"""Attacks on the desk: forms of other sites, hosts that are none, bodies that lie or do not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web import receiving, routes, security
from konturen.web.app import MAX_FIELDS, application
from konturen.web.page import Action
from tests.web.desk import at, site_of

ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "Same-Origin"},
    {"sec-fetch-site": ""},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://[::1"},
    {"origin": "http://127.0.0.1.evil.example"},
    {"origin": "http://127.0.0.1:9"},
    {"origin": "http://user@127.0.0.1"},
    {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
]
"""What a browser says of a form that another site sends."""


@pytest.mark.parametrize("action", routes.ACTIONS, ids=lambda action: action.path)
def test_no_form_is_carried_out_for_another_site(
    client: TestClient, document: str, state: Callable[[], Any], action: Action
) -> None:
    """Each form of the desk answers 403 to whatever is not a page of the desk, and nothing is written."""
    before = state()
    for headers in ELSEWHERE:
        fields = {"address": "https://a.example/", "text": "x", "keep": "1", "name": "x", "type": "party"}
        answer = client.post(at(action.path, document), data=fields, headers=headers)
        assert answer.status_code == 403, headers
        assert "location" not in answer.headers
    assert state() == before


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_neither_is_the_one_that_changes_the_language(client: TestClient, headers: dict[str, str]) -> None:
    """It sets no cookie for another site."""
    answer = client.post("/language", data={"language": "de"}, headers=headers)
    assert (answer.status_code, dict(answer.cookies)) == (403, {})


@pytest.mark.parametrize(
    ("origin", "scheme", "heard"),
    [
        ("https://desk.example", "https", True),
        ("http://desk.example", "https", False),
        ("http://desk.example", "http", True),
        ("HTTPS://DESK.example", "https", True),
        ("https://desk.example/", "https", False),
        ("desk.example", "http", False),
        ("ftp://desk.example", "http", False),
    ],
)
def test_a_page_without_tls_cannot_send_a_form_to_a_desk_with_it(origin: str, scheme: str, heard: bool) -> None:
    """Of an old browser that says only the origin: a page that somebody on the way has made is another site."""
    from starlette.datastructures import Headers

    headers = Headers({"host": "desk.example", "origin": origin})
    assert (security.refusal("POST", headers, {"desk.example"}, scheme) is None) == heard


@pytest.mark.parametrize(
    "host",
    [
        "evil@127.0.0.1",
        "evil:x@127.0.0.1",
        "127.0.0.1/x",
        "127.0.0.1?x",
        "127.0.0.1#x",
        "127.0.0.1\\x",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:-1",
        "127.0.0.1:999999",
        "127.0.0.1 evil.example",
        "127.0.0.1,evil.example",
        "localhost.",
        "localhost.evil.example",
        "[::1",
        "[::1]x",
        "::1",
        "[::ffff:127.0.0.1]",
        "127.1",
        "0.0.0.0",
        "2130706433",
    ],
)
def test_a_host_is_a_name_and_a_port(client: TestClient, host: str) -> None:
    """What has anything else in it, or is another spelling of this machine, gets no page."""
    assert client.get("/sources", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST:8765", "[::1]:80", "[::1]", "localhost:65535"])
def test_our_own_names_are_heard(client: TestClient, host: str) -> None:
    """With or without a port, in any case, also the address of the sixth version."""
    assert client.get("/sources", headers={"host": host}).status_code == 200


def too_much(most: int) -> Iterator[bytes]:
    """A form of more bytes than these, a piece at a time: its length is not said."""
    yield b"text="
    for _ in range(most // 100_000 + 1):
        yield b"a" * 100_000


ACTOR = "/actors/one?id=party-own-"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("action", routes.ACTIONS, ids=lambda action: action.path)
def test_a_body_over_the_limit_is_refused_said_or_not(
    client: TestClient, document: str, state: Callable[[], Any], action: Action
) -> None:
    """413 for each form: by the length that is said before anything is read, else when it is reached; and no more
    is listened to."""
    path, before = at(action.path, document), state()
    said = client.post(path, content=b"a=1", headers={**FORM, "content-length": str(action.max_bytes + 1)})
    sent = client.post(path, content=too_much(action.max_bytes), headers=FORM)
    for answer in (said, sent):
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"
    assert state() == before


MULTIPART = {"content-type": "multipart/form-data; boundary=x"}
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
BROKEN: dict[str, tuple[dict[str, str], bytes]] = {
    "no boundary": ({"content-type": "multipart/form-data"}, PART + b"a\r\n--x--\r\n"),
    "empty boundary": ({"content-type": "multipart/form-data; boundary="}, PART + b"a\r\n--x--\r\n"),
    "long boundary": ({"content-type": f"multipart/form-data; boundary={'x' * 9000}"}, b"--"),
    "other boundary": (MULTIPART, b"--y\r\n\r\n"),
    "no name": (MULTIPART, b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
    "no disposition": (MULTIPART, b"--x\r\n\r\na\r\n--x--\r\n"),
    "bytes": (MULTIPART, bytes(range(256)) * 20),
    "many headers": (MULTIPART, b"--x\r\n" + b"A: b\r\n" * 9000 + b"\r\na\r\n--x--\r\n"),
    "long header": (MULTIPART, b"--x\r\nA: " + b"b" * 60_000 + b"\r\n\r\na\r\n--x--\r\n"),
    "many fields": (MULTIPART, (PART + b"a\r\n") * (MAX_FIELDS + 1) + b"--x--\r\n"),
    "many values": (FORM, b"a=1&" * 10_000),
    "half characters": (
        {"content-type": "multipart/form-data; boundary=x; charset=unicode_escape"},
        PART + b"\\ud800\r\n--x--\r\n",
    ),
    "slow encoding": (
        {"content-type": "multipart/form-data; boundary=x; charset=punycode"},
        PART + b"a" * 50_000 + b"\r\n--x--\r\n",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("path", ["/add/text", "/review", "/language", "/actors/add"])
def test_a_form_that_cannot_be_read_is_said_to_be_one(client: TestClient, path: str, name: str) -> None:
    """400 with words, or 413 where it is too long; never a fault of ours."""
    headers, body = BROKEN[name]
    answer = client.post(path, content=body, headers=headers)
    assert answer.status_code in (400, 413)
    assert "<h1>" in answer.text


def test_a_form_that_does_not_come_is_not_waited_for(
    ledger: Ledger, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends the beginning of a form and then nothing gets 408, and is let go of."""
    import anyio
    from starlette.types import Message

    monkeypatch.setattr(receiving, "NEXT", 0.01)
    answers: list[Message] = []

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        answers.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/review",
        "raw_path": b"/review",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    with ThreadPoolExecutor(1) as own:  # Chromium's driver keeps a loop of its own in the tests' thread.
        own.submit(anyio.run, application(site_of(ledger, pipeline)), scope, receive, send).result(60)
    assert answers[0]["status"] == 408
    assert (b"connection", b"close") in answers[0]["headers"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "FOO"])
def test_other_methods_do_nothing(
    client: TestClient, document: str, state: Callable[[], Any], method: str
) -> None:
    """405 (or 404 in the folder of files) for every address, and nothing is written."""
    before = state()
    paths = {at(one.path, document) for one in (*routes.PLACES, *routes.ACTIONS)} | {"/language"}
    for path in sorted(paths):
        assert client.request(method, path).status_code == 405, path
    assert client.request(method, "/static/desk.css").status_code == 405
    assert state() == before


def test_a_form_is_no_address_and_an_address_no_form(client: TestClient, document: str) -> None:
    """No form is carried out by opening its address, with HEAD neither."""
    shown = {place.path for place in routes.PLACES}
    for action in routes.ACTIONS:
        if action.path not in shown:
            for method in ("GET", "HEAD"):
                path = f"{at(action.path, document)}?keep=1&name=x"
                assert client.request(method, path).status_code == 405, action.path


def test_an_actor_of_a_form_never_leads_to_another_host(client: TestClient) -> None:
    """Where one goes after a form is an address of the desk, whatever its fields hold, in one header."""
    hostile = [
        "//evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "x\r\nSet-Cookie: a=b",
        "#",
        "?done=x",
    ]
    for value in hostile:
        fields = {"id": value, "order": value, "a": value, "b": value, "document": value}
        answer = client.post("/review/skip", data=fields)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/review?")
        assert "set-cookie" not in answer.headers
        assert "\n" not in answer.headers["location"]
        name = f"Name {value}"
        made = client.post("/actors/add", data={"name": name, "type": "party", "sure": "1"})
        assert made.headers.get("location", ACTOR).startswith(ACTOR)
