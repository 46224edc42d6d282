"""Attacks on the desk: garbage in every address, memory and time."""

from __future__ import annotations

import logging
import random
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import konturen.pages
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web import answering, routes, security
from konturen.web.app import application
from konturen.web.ask import LONGEST
from konturen.web.page import FORMS
from konturen.web.site import KEPT, OTHERWISE, Kept
from tests.web.desk import at, site_of

WORTHLESS = [
    "",
    "0",
    "-1",
    "1e9",
    "999999999",
    "1" * 5000,
    "\x00",
    "a\x00b",
    "\u202e",
    "\ufffe",
    "٣",
    "NaN",
    "' OR 1=1 --",
    "%",
    '"',
    "(" * 999,
    "()" * 500,
    "NOT " * 400,
    "a OR " * 399 + "b",
    "x" * LONGEST,
    "x" * (LONGEST + 1),
    "<script>",
    "=1+1",
    "//evil.example",
    "\\\\evil.example",
    "\r\nSet-Cookie: x=y",
    "{0}{page}",
    "%s%n",
    "9999",
    "9999-12-31",
    "0000",
    "0001-01-01",
    "00XX",
    "99XX",
    "9999-24",
    "2025-02-30",
    "../..",
    "../0001",
    "9999/..",
    "2025-01-01T00:00:00Z",
    "2999-01-01",
    "1-1",
    "0-999999999",
    "1-5",
]
"""Values that no page has asked for."""
_ASKED = re.compile(r"ask\.(?:one|many|number|choice|every|date)\(\s*\"(\w+)\"")


def parameters() -> list[str]:
    """The names of all values that any page asks for, and those of the desk itself."""
    folder = Path(konturen.pages.__file__).parent
    found = {name for file in folder.glob("*.py") for name in _ASKED.findall(file.read_text("utf-8"))}
    return sorted(found | {"a", "b", "as", "done", "known", "nobody_asks_for_it"})


def fuzzed(client: TestClient, path: str, given: list[tuple[str, str]]) -> None:
    """Ask for a page: it is shown, or it is said in words why not."""
    answer = client.get(path, params=given)
    assert answer.status_code in (200, 303, 400, 403, 404, 414), (path, given)
    assert answer.headers["cache-control"] == "no-store", path
    assert answer.headers["content-security-policy"] == security.POLICY
    if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code != 200:
        assert "<h1>" in answer.text, (path, given)


@pytest.mark.parametrize("place", routes.PLACES, ids=lambda place: place.path)
def test_no_value_breaks_a_page(client: TestClient, document: str, place: Any) -> None:
    """Worthless values of every name that any page knows, drawn at random, one to four at once, among them good
    ones: the page comes or words do."""
    drawn = random.Random(place.path)
    good = ["1", "2025", "2024/2026", "CONSULT", "planned", "state-rus", "state-kaz", document, *FORMS]
    names = parameters()
    for _ in range(30):
        given = [
            (drawn.choice(names), drawn.choice(good if drawn.random() < 0.4 else WORTHLESS))
            for _ in range(drawn.randint(1, 4))
        ]
        fuzzed(client, at(place.path, document), given)


@pytest.mark.parametrize("place", routes.PLACES, ids=lambda place: place.path)
def test_a_message_that_nobody_wrote_is_not_shown(client: TestClient, document: str, place: Any) -> None:
    """`done` with a word of which there is no message: the page comes without one."""
    for said in ("anything", "file", "россия", "x" * 3000, "merged\n", "__class__"):
        answer = client.get(at(place.path, document), params={"done": said, "a": "nobody"})
        assert answer.status_code in (200, 404)
        assert 'class="done"' not in answer.text


def test_a_message_of_ours_is_shown(client: TestClient) -> None:
    """As a form has it shown."""
    assert 'class="done"' in client.get("/actors?done=merged").text


@pytest.mark.parametrize(
    "known",
    ["x", "0", "2999-01-01", "0001-01-01", "2025-13-01", "\x00", "9" * 1900, "2025-06-01T25:00:00Z", "-"],
)
def test_garbage_as_the_day_of_knowing_is_words(client: TestClient, known: str) -> None:
    """Every page with a day that is none says so or shows what was known then."""
    for path in ("/", "/matrix", "/sources", "/timeline", "/review", "/search?q=a"):
        answer = client.get(path, params={"known": known, "q": "a"})
        assert answer.status_code in (200, 404), path
        assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/texts/..%2f..%2fetc%2fpasswd",
        "/texts/%2e%2e",
        "/texts/%00",
        "/texts/%ff%fe",
        "/texts/%ed%a0%80",
        f"/texts/{'x' * 20_000}",
        "/texts/x%2Fcitation",
        "/texts/%0d%0aSet-Cookie:%20x=y",
        "/texts/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/texts/../citation",
        "/texts/%00/citation?style=ris",
        "/static/%00",
        "/static/" + "x" * 5000,
        "/static/%ff",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/../../web/app.py",
        "//evil.example/%2e%2e",
        "/\\evil.example",
        "/%5c%5cevil.example",
    ],
)
def test_no_part_of_a_path_leads_anywhere(client: TestClient, path: str) -> None:
    """404 with words: neither a file of the server nor a fault, and no link of the page leads to another host."""
    for method in ("GET", "HEAD"):
        answer = client.request(method, path)
        assert answer.status_code == 404
        assert not re.search(r'(?:href|action|src)="(?://|[/]*\\)', answer.text)
        assert "<script>alert" not in answer.text
        assert "set-cookie" not in answer.headers


def test_an_address_with_thousands_of_values_is_refused(client: TestClient) -> None:
    """Links of a page repeat what stands in its address: of more values than any page needs none is made."""
    for path in ("/timeline", "/matrix", "/no-such-page"):
        answer = client.get(f"{path}?{'x=1&' * (answering.MOST_VALUES + 1)}")
        assert answer.status_code == 414
        assert len(answer.content) < 20_000
    assert client.get(f"/matrix?{'x=1&' * answering.MOST_VALUES}").status_code == 200


def test_a_value_that_is_too_long_is_refused_in_words(client: TestClient) -> None:
    """By the pages that ask for it; and it is not said again."""
    much = "x" * 60_000
    for path, name in (("/search", "q"), ("/matrix", "a"), ("/sentences", "a"), ("/timeline", "since")):
        answer = client.get(path, params={name: much})
        assert answer.status_code == 404
        assert len(answer.content) < 20_000


def test_a_fault_of_ours_is_as_safe_as_a_page(
    ledger: Ledger, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It has the policy of safety, is not kept by browsers, says nothing of its inside, and writes one line to
    the log, whatever stands in the address."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("konturen.web.app.admitted", broken)
    app = application(site_of(ledger, pipeline))
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    with caplog.at_level(logging.ERROR, "konturen.web"):
        answer = client.get("/texts/a%0AFAKE%20LINE")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == security.POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert "inside" not in answer.text
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]


def test_many_addresses_do_not_fill_the_memory() -> None:
    """Of each kind of values only so many are kept, more of pages and fewer of large ones, and no kind makes another one go."""
    kept = Kept()
    made: list[Any] = []
    kept.of(("acts", 0.5), 1, lambda: made.append("acts"))
    for number in range(10 * KEPT):
        kept.of(("page", number), 1, lambda: b"x")
        kept.of(("listed", number), 1, lambda: b"x")
    kept.of(("acts", 0.5), 1, lambda: made.append("again"))
    assert made == ["acts"]
    assert {kind: len(values) for kind, values in kept._kinds.items()} == {
        "acts": 1,
        "page": OTHERWISE["page"],
        "listed": OTHERWISE["listed"],
    }


def test_what_is_large_is_kept_under_its_name(client: TestClient, ledger: Ledger, pipeline: Pipeline) -> None:
    """The kinds of which few are kept are those under which pages keep statements, names and sentences."""
    site = site_of(ledger, pipeline)
    desk = TestClient(application(site), base_url="http://127.0.0.1")
    first = ledger.reader.statements()[0]
    for path in (
        "/timeline",
        "/sentences",
        "/review",
        "/actors",
        f"/actor?id={first.statement.source.actor}",
        f"/texts/{first.document.id}",
    ):
        assert desk.get(path).status_code == 200
    assert set(OTHERWISE) <= set(site.kept._kinds)
    for score in range(20):
        assert desk.get(f"/timeline?min_score={score}").status_code == 200
    assert len(site.kept._kinds["acts"]) == OTHERWISE["acts"]
