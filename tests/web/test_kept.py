"""Pages that only count are kept while nothing is recorded, and never longer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from konturen.desk import columns, noting, reviewing
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web import routes
from konturen.web.app import application
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
