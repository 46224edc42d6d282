"""Tracks: interstate beside inter-party beside youth, each with its figures and its sentences."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_statement_stands_on_one_track(client: TestClient, ledger: Ledger) -> None:
    """The tracks of the whole ledger hold all statements of some certainty, each once."""
    counts = Counter(r.statement.track for r in ledger.reader.statements() if r.statement.score >= 0.5)
    page = ask(client, "/tracks")
    assert {one["track"]: one["statements"] for one in page["tracks"]} == counts
    assert all(one["acts"] <= one["statements"] for one in page["tracks"])


def test_between_two_states_each_track_has_its_figures(client: TestClient) -> None:
    """Of two states also what their parties and persons do counts; the sentences behind a track are as many."""
    page = ask(client, "/tracks?a=Schweden&b=Türkei")
    assert page["tracks"]
    for one in page["tracks"]:
        assert one["figures"]["track"] == one["track"]
        address = f"/sentences?a=Schweden&b=Türkei&whole=1&track={one['track']}&min_score=50"
        assert ask(client, address)["statements"] == one["statements"]


def test_two_sides_that_are_one_are_refused(client: TestClient) -> None:
    """A state and its party are one side of the tracks; a period that is none is named."""
    assert client.get("/tracks?a=Schweden&b=Schweden", headers=JSON).status_code == 404
    assert client.get("/tracks?a=Schweden&b=Türkei&period=soon", headers=JSON).status_code == 404


def test_tracks_are_a_table(client: TestClient) -> None:
    """One row a track, with the figures of the page."""
    page = ask(client, "/tracks?a=Schweden&b=Türkei")
    rows = client.get("/tracks?a=Schweden&b=Türkei&as=csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == [one["track"] for one in page["tracks"]]


@pytest.mark.parametrize("path", ["tracks", "tracks?a=Schweden&b=Türkei"])
@pytest.mark.parametrize("width", [1280, 390])
def test_tracks_can_be_used_by_everybody(page: Page, address: str, path: str, width: int) -> None:
    """axe finds no serious barrier, nothing is wider than the window, and a bar leads to its sentences."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".track h2 a").first.click()
    page.wait_for_url("**/sentences?*")
    assert page.locator("article.line").count() > 0
