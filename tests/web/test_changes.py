"""Changes: what texts that came say anew, beside all that was told before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.analysis.news import news
from konturen.codebook import built_in
from konturen.desk import reviewing
from konturen.desk.judging import Reason, merge
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str = "/changes") -> Any:
    """The page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_text_that_came_is_new_with_all_that_it_says(client: TestClient, ledger: Ledger) -> None:
    """The samples were read just now: all their statements between two actors are counted once, by pairs."""
    page = ask(client)
    assert page["documents"] == 3
    assert page["statements"] == len([r for r in ledger.reader.statements() if r.statement.score >= 0.5])
    ids = [frozenset({one["news"]["a"], one["news"]["b"]}) for one in page["pairs"]]
    assert len(ids) == len(set(ids))
    assert all(one["news"]["first"] and not one["news"]["turn"] for one in page["pairs"])
    assert all(line["id"] in one["news"]["ids"] for one in page["pairs"] for line in one["lines"])


def test_nothing_is_new_after_the_last_text(client: TestClient) -> None:
    """From tomorrow on there is nothing, and the page says so; a date that is none is named."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    page = ask(client, f"/changes?since={tomorrow}")
    assert (page["documents"], page["statements"], page["pairs"]) == (0, 0, [])
    assert "Nothing new was read" in client.get(f"/changes?since={tomorrow}").text
    assert client.get("/changes?since=yesterday", headers=JSON).status_code == 404


def test_what_is_new_of_an_actor_is_hers(client: TestClient) -> None:
    """With an actor only pairs of which she is one end are shown."""
    pairs = ask(client, "/changes?a=Australia")["pairs"]
    assert pairs
    assert all("state-aus" in (one["news"]["a"], one["news"]["b"]) for one in pairs)


def test_a_turn_comes_first(ledger: Ledger, pipeline: Pipeline) -> None:
    """Where all before was conflict and the new sentence is cooperation, the pair has turned; a relation that
    was told before is not new."""
    first = pipeline.read_bytes("a.txt", b"Poland accused Hungary. Poland condemned Hungary in June 2024.")
    later = pipeline.read_bytes("b.txt", b"Poland signed an agreement with Hungary. Poland accused Malta.")
    for document in (first, later):
        pipeline.keep(ledger, document)
    acts = ledger.reader.acts()
    fresh = np.array([one.id == later.id for one in acts.origins])[acts.document]
    listed, count = news(acts, fresh, built_in())
    rows = list(listed)
    assert count == len(rows)
    turned = [row for row in rows if row.turn]
    assert rows[0] in turned
    assert {turned[0].a, turned[0].b} == {"state-pol", "state-hun"}
    assert turned[0].before == 2
    assert turned[0].tone is not None
    assert turned[0].tone_before is not None
    assert turned[0].tone > 0 > turned[0].tone_before
    assert turned[0].relations == ("AGREE",)
    assert [row.first for row in rows if "state-mlt" in (row.a, row.b)] == [True]


def test_what_persons_said_and_decided_is_told(client: TestClient, ledger: Ledger) -> None:
    """Verdicts are counted by person and word, a merge is listed, and one that was taken back says so."""
    id = ledger.reader.statements()[0].id
    reviewing.judge(id, reviewing.Saying("accept", by="Ann <b>"), ledger)
    done = merge("state-aus", "state-usa", ledger, Reason(by="Ann <b>", sure=True))
    page = ask(client)
    assert page["spoken"] == [{"by": "Ann <b>", "kind": "statement", "verdict": "accept", "count": 1}]
    assert [(one["kind"], one["withdrawn"]) for one in page["decided"]] == [("same", None)]
    ledger.writer.withdraw(done.id, "Bob", "2099-01-01T00:00:00+00:00")
    assert ask(client)["decided"][0]["withdrawn_by"] == "Bob"
    assert "<b>" not in client.get("/changes").text


@pytest.mark.parametrize("width", [1280, 390])
def test_changes_can_be_used_by_everybody(page: Page, address: str, width: int) -> None:
    """axe finds no serious barrier, and nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "changes")
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
