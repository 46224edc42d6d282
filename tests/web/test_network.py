"""The network: drawn on the server, walked by keyboard, the same as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk.relating import pairs
from konturen.ledger.ledger import Ledger
from konturen.web import svg
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_pairs_are_those_of_the_analysis(client: TestClient, ledger: Ledger) -> None:
    """Tone, sources and counts of each drawn pair are what `konturen pairs` says of it."""
    wanted = {(one.source, one.target): one for one in pairs(ledger).table}
    found = ask(client, "/network?n=60")
    assert found["pairs"]
    for pair in found["pairs"]:
        one = wanted[pair["source"], pair["target"]]
        assert (pair["tone"], pair["sources"], pair["statements"]) == (one.tone, one.sources, one.statements)


def test_the_network_around_an_actor_holds_her_and_her_neighbours(client: TestClient) -> None:
    """Whoever is drawn is the actor or somebody to whom she stands."""
    actor = ask(client, "/network")["nodes"][0]["id"]
    found = ask(client, f"/network?a={actor}")
    assert [one["id"] for one in found["a"]] == [actor]
    near = {
        end
        for pair in found["pairs"]
        if actor in (pair["source"], pair["target"])
        for end in (pair["source"], pair["target"])
    }
    assert {one["id"] for one in found["nodes"]} <= near | {actor} | {
        one["id"] for one in found["nodes"] if not one["degree"]
    }


def test_the_drawing_is_the_same_each_time_and_stands_by_itself(client: TestClient) -> None:
    """The same network gives the same drawing; the file has no link, no style and every actor's point."""
    first, second = (client.get("/network?as=svg").text for _ in range(2))
    assert first == second
    assert "href" not in first
    assert "style=" not in first
    assert first.count("<circle") == len(ask(client, "/network")["nodes"])


def test_the_table_holds_the_pairs(client: TestClient) -> None:
    """CSV and page hold the same pairs in the same order."""
    rows = list(csv.DictReader(io.StringIO(client.get("/network?as=csv").content.decode("utf-8-sig"))))
    assert [(row["source"], row["target"]) for row in rows] == [
        (one["source"], one["target"]) for one in ask(client, "/network")["pairs"]
    ]


@pytest.mark.parametrize("query", ["a=Nobody+at+all", "n=1", "n=500", "track=moon", "at=tomorrow"])
def test_what_cannot_be_drawn_is_said(client: TestClient, query: str) -> None:
    """Unknown actors, tracks, days and sizes are answered in words."""
    assert client.get(f"/network?{query}", headers=JSON).status_code == 404


def test_hostile_words_are_words_in_a_drawing() -> None:
    """Marks, quotes and characters that XML cannot hold stay what they are: text."""
    drawn = svg.label(1, 2, "<script>&\"'\x00\x1b", title='"><script>')
    assert "<script>" not in drawn
    assert "\x00" not in drawn
    assert "\x1b" not in drawn


def test_an_edge_is_reached_by_keyboard_and_opens_its_sentences(page: Page, address: str) -> None:
    """Tab to an actor, an arrow key to her pair, Enter to the sentences; axe finds no serious barrier."""
    page.goto(address + "network")
    assert not barriers(page)
    page.locator(".node").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('edge')")
    assert page.locator(".edge.near").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentences**")
    assert page.locator("article.line").count()
