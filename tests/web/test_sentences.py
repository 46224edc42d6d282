"""The page of sentences: every figure opens what it stands on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.ledger.acts import span
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query
from konturen.pages.sentences import within
from tests.made import acts as made
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def test_all_statements_stand_there_once(client: TestClient, ledger: Ledger) -> None:
    """Without a filter every statement of the ledger is listed, with what it stands on."""
    records = ledger.reader.statements()
    found = ask(client, "/sentences")
    assert found["statements"] == len(records)
    assert {line["id"] for line in found["lines"]} <= {one.id for one in records}
    assert len(found["lines"]) == min(50, len(records))
    assert found["documents"] == len({one.document.id for one in records})


def test_the_pieces_of_a_sentence_are_the_sentence(client: TestClient, ledger: Ledger) -> None:
    """Marking the ends of a statement changes no letter of its evidence."""
    evidence = {one.id: one.statement.evidence.text for one in ledger.reader.statements()}
    for line in ask(client, "/sentences")["lines"]:
        assert "".join(piece["text"] for piece in line["pieces"]) == evidence[line["id"]]


def test_filters_say_what_the_ledger_says(client: TestClient, ledger: Ledger) -> None:
    """Each filter leaves just those statements that fit it."""
    records = ledger.reader.statements()
    one = records[0].statement
    for name, value, fits in (
        ("relation", one.relation, lambda s: s.relation == one.relation),
        ("status", one.status, lambda s: s.status == one.status),
        ("track", one.track, lambda s: s.track == one.track),
        ("a", one.source.actor, lambda s: one.source.actor in (s.source.actor, s.target and s.target.actor)),
        ("document", records[0].document.id, lambda s: s.document == one.document),
    ):
        wanted = [r for r in records if fits(r.statement)]
        assert ask(client, f"/sentences?{name}={value}")["statements"] == len(wanted), name


def test_two_sides_are_what_stands_between_them(client: TestClient, ledger: Ledger) -> None:
    """With a and b the page holds what the ledger holds between them, whichever way round."""
    one = next(r.statement for r in ledger.reader.statements() if r.statement.target)
    assert one.target
    a, b = one.source.actor, one.target.actor
    wanted = len(ledger.reader.statements(Query(between=(frozenset({a}), frozenset({b})))))
    assert ask(client, f"/sentences?a={a}&b={b}")["statements"] == wanted
    assert ask(client, f"/sentences?a={b}&b={a}")["statements"] == wanted


@pytest.mark.parametrize(
    ("when", "since", "until", "there"),
    [
        ("2025-09-25", "2025-09", "2025-10", True),
        ("2025-09-25", "2025-10", "", False),
        ("2025-09-25", "", "2025-08", False),
        ("2005/..", "2020", "", True),
        ("2014-21", "2014-06", "", False),
        ("2014-21", "2014-05", "", True),
        ("../2016", "2017", "", False),
        (None, "2017", "", False),
        (None, "", "", True),
    ],
)
def test_a_time_holds_what_may_have_happened_in_it(
    when: str | None, since: str, until: str, there: bool
) -> None:
    """Open, seasonal and missing dates are compared by what they may mean, never as text."""
    first, last = span(when)
    days = replace(made(1, 1, 2, 1), first=np.array([first], np.int32), last=np.array([last], np.int32))
    assert within(days, since, until).tolist() == [there]


def test_csv_holds_the_lines_of_the_page(client: TestClient) -> None:
    """The table has the same statements in the same order."""
    rows = list(csv.DictReader(io.StringIO(client.get("/sentences?as=csv").content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [line["id"] for line in ask(client, "/sentences")["lines"]]


@pytest.mark.parametrize(
    "query",
    ["relation=NONE", "status=maybe", "since=yesterday", "page=99", "page=x", "track=moon", "a=nobody-at-all"],
)
def test_a_wrong_filter_is_named(client: TestClient, query: str) -> None:
    """What cannot be understood is answered by an error that names the field or the value."""
    answer = client.get(f"/sentences?{query}", headers=JSON)
    assert answer.status_code == 404
    value = query.split("=")[1]
    assert value in answer.text or query.split("=")[0] in answer.text


def test_the_page_can_be_used_by_everybody(page: Page, address: str) -> None:
    """axe finds no serious barrier; choosing a relation shows its sentences."""
    page.goto(address + "sentences")
    assert not barriers(page)
    before = page.locator("article.line").count()
    page.get_by_label("Status").select_option("planned")
    page.wait_for_url("**status=planned**")
    assert 0 < page.locator("article.line").count() < before
