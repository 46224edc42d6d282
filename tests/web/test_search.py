"""The search in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk.searching import search
from konturen.ledger.ledger import Ledger
from konturen.pages.search import stretches
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, q: str, **more: str) -> Any:
    """The answers as JSON."""
    answer = client.get("/search", params={"q": q, **more}, headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def test_the_answers_are_those_of_the_command(client: TestClient, ledger: Ledger) -> None:
    """The same sentences in the same order, with the same words marked, as `konturen search` finds."""
    wanted = search("Schweden OR Sweden OR Швеция", ledger, 30)
    found = ask(client, "Schweden OR Sweden OR Швеция")
    assert wanted.hits
    assert [(hit["said"]["document"], hit["start"]) for hit in found["hits"]] == [
        (hit.document.id, hit.start) for hit in wanted.hits
    ]
    marked = ["".join(p["text"] for p in hit["stretches"] if p["found"]) for hit in found["hits"]]
    assert marked == ["".join(hit.text[a:b] for a, b in hit.marks) for hit in wanted.hits]


def test_a_search_that_cannot_be_read_says_where(client: TestClient) -> None:
    """An unbalanced quotation is answered on the page with its place, and is kept in the field."""
    found = ask(client, 'Moskau "offen')
    assert found["fault"]
    assert found["position"] == 7
    html = client.get("/search", params={"q": 'Moskau "offen'}).text
    assert 'role="alert"' in html
    assert 'value="Moskau &#34;offen"' in html


@pytest.mark.parametrize("q", ["", "zzzzzzqqq", "actor:Nobody-at-all x", "relation:NONE x", "x" * 1999])
def test_nothing_found_is_an_answer(client: TestClient, q: str) -> None:
    """Empty, unfound and unknown give a page without hits, never a fault of ours."""
    assert ask(client, q)["hits"] == []


def test_a_search_longer_than_any_is_refused(client: TestClient) -> None:
    """More characters than an address may have are answered in words."""
    assert client.get("/search", params={"q": "x" * 5000}, headers=JSON).status_code == 404


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_stretches_are_the_text(text: str, ends: list[tuple[int, int]]) -> None:
    """Whatever is marked, the stretches one after the other are the sentence."""
    marks = [(min(pair), max(pair)) for pair in ends if max(pair) <= len(text)]
    assert "".join(part.text for part in stretches(text, marks)) == text


def test_a_search_is_made_by_keyboard(page: Page, address: str) -> None:
    """A slash leads to the field on every page; the found words are marked; axe finds no serious barrier."""
    page.goto(address + "sources")
    page.keyboard.press("/")
    page.keyboard.type("NATO")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=NATO")
    assert page.locator("mark").count()
    assert not barriers(page)
