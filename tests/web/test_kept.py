"""Pages that only count are kept while nothing is recorded, and never longer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from starlette.testclient import TestClient

from konturen.desk import columns, noting, reviewing
from konturen.ledger.changed import Stamp
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web import moments, routes
from konturen.web.app import application
from konturen.web.moments import Moments
from konturen.web.site import Kept
from tests.web.desk import site_of

JSON = {"accept": "application/json"}


def test_a_verdict_is_seen_at_once_and_a_note_changes_no_count(client: TestClient, ledger: Ledger) -> None:
    """A rejected statement is gone from a page that was kept; a note leaves the page as it was made."""
    before = client.get("/timeline?min_score=0", headers=JSON).json()
    noting.note(ledger.reader.documents()[0].id, "seen", ledger, by="Ann")
    assert client.get("/timeline?min_score=0", headers=JSON).json() == before
    reviewing.judge(before["stretches"][0]["lines"][0]["id"], reviewing.Saying("reject", by="Ann"), ledger)
    after = client.get("/timeline?min_score=0", headers=JSON).json()
    assert after["statements"] == before["statements"] - 1


def test_a_feed_that_is_followed_changes_the_stamp_of_pages_about_feeds_only(ledger: Ledger) -> None:
    """What is told is the same stamp before and after; the whole stamp is another one."""
    before = ledger.reader.stamp()
    ledger.writer.follow([("feed", "https://example.org/feed", None)], "Ann", "2026-01-01T00:00:00+00:00")
    after = ledger.reader.stamp()
    assert (after == before, after.told == before.told) == (False, True)
    assert [place.path for place in routes.PLACES if place.feeds] == ["/changes"]


def test_while_statements_are_read_a_page_says_so_and_comes_by_itself(
    ledger: Ledger, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else has the columns read: after a moment 503 with when to ask again; the inbox is there meanwhile;
    when they are read, the page is."""
    monkeypatch.setattr(columns, "PATIENCE", 0.05)
    site = site_of(ledger, pipeline)
    client = TestClient(application(site), base_url="http://127.0.0.1")
    with site.columns._lock:
        answer = client.get("/matrix")
        assert (answer.status_code, answer.headers["refresh"], answer.headers["retry-after"]) == (503, "3", "3")
        assert "being read" in answer.text
        assert client.get("/").status_code == 200
    assert client.get("/matrix").status_code == 200


def test_what_many_ask_for_at_once_is_made_once() -> None:
    """The others wait for it and get the same; a fault is that of the first alone, and the next makes it."""
    kept, begun, go, made = Kept(), Event(), Event(), []

    def make() -> object:
        begun.set()
        assert go.wait(30)
        made.append(object())
        if len(made) == 1:
            raise ValueError
        return made[-1]

    with ThreadPoolExecutor(4) as many:
        first = many.submit(kept.of, ("page", 1), 0, make)
        assert begun.wait(30)
        others = [many.submit(kept.of, ("page", 1), 0, make) for _ in range(3)]
        go.set()
        with pytest.raises(ValueError, match=r"^$"):
            first.result(30)
        assert [one.result(30) for one in others] == [made[1]] * 3
    assert len(made) == 2


def test_a_team_sees_what_others_did_a_little_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the ledger does for half a minute, but not for whoever has recorded something since; on one's own
    machine none does."""
    clock = [100.0]
    monkeypatch.setattr(moments, "monotonic", lambda: clock[0])
    looks, seen = Moments(), iter(range(9))

    def shown(person: str | None) -> int | None:
        clock[0] += 1
        return looks.of(person, lambda: Stamp(notes=next(seen))).stamp.notes

    assert [shown("Ann"), shown("Bob"), shown(None), shown("Ann")] == [0, 0, 1, 1]
    looks.acted("Bob")
    assert [shown("Ann"), shown("Bob"), shown("Bob"), shown("Ann")] == [1, 2, 2, 1]
    clock[0] += moments.LAG
    assert [shown("Ann"), shown("Bob")] == [3, 3]
