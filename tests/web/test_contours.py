"""Contours: what may come, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """The page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(ledger: Ledger, pipeline: Pipeline, day: str, text: str) -> None:
    """Read a text of a day."""
    page = f"<html><head><meta property='article:published_time' content='{day}'></head><body><article><p>{text}</p></article></body></html>"
    pipeline.keep(ledger, pipeline.read_bytes(f"{day}.html", page.encode(), "text/html"))


def times(page: Any, a: str, b: str) -> dict[str, str]:
    """When each plan between two actors is due, by its relation."""
    return {
        one["plan"]["relation"]: group["time"]
        for group in page["groups"]
        for one in group["plans"]
        if {one["plan"]["source"], one["plan"]["target"]} == {a, b}
    }


def test_a_plan_is_open_kept_or_overdue(client: TestClient, ledger: Ledger, pipeline: Pipeline) -> None:
    """Seen before its date it is to come, afterwards open with its date past; a later report makes it kept, with
    the sentence that says so."""
    told(ledger, pipeline, "2024-01-10", "Poland and Hungary will sign an agreement in March 2024.")
    pair = ("state-pol", "state-hun")
    assert times(ask(client, "/contours?a=Poland&b=Hungary&at=2024-02-01"), *pair) == {"AGREE": "soon"}
    assert times(ask(client, "/contours?a=Poland&b=Hungary&at=2025-02-01"), *pair) == {"AGREE": "overdue"}
    told(ledger, pipeline, "2024-03-20", "Poland and Hungary signed an agreement on 15 March 2024.")
    page = ask(client, "/contours?a=Poland&b=Hungary&at=2025-02-01")
    assert times(page, *pair) == {"AGREE": "kept"}
    by = page["groups"][0]["plans"][0]["by"]
    assert "signed an agreement" in "".join(piece["text"] for piece in by["pieces"])


def test_plans_have_their_sentences(client: TestClient) -> None:
    """Every plan that is shown stands in a sentence of a text; the CSV holds the same ones."""
    page = ask(client, "/contours")
    plans = [one for group in page["groups"] for one in group["plans"]]
    assert plans
    assert all(one["lines"] and one["lines"][0]["id"] in one["plan"]["ids"] for one in plans)
    assert sum(group["count"] for group in page["groups"]) == page["plans"]
    rows = client.get("/contours?as=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == len(plans) + 1
    assert all(line["status"] == "possible" for line in page["possible"])


def test_counterparts_without_contact_say_why_in_every_language(client: TestClient) -> None:
    """Between two sides gaps come with reasons in the language of the desk."""
    for language, words in (("de", "gleiche Familie: "), ("ru", "одно семейство: ")):
        client.cookies.set("konturen_language", language)
        page = ask(client, "/contours?a=Deutschland&b=Schweden")
        reasons = [reason for gap in page["gaps"] for reason in gap["reasons"]]
        assert not [one for one in reasons if "same family" in one or "others across" in one]
        assert any(one.startswith(words) for one in reasons)
    assert ask(client, "/contours")["gaps"] == []


def test_contours_of_nobody_are_refused(client: TestClient) -> None:
    """A name that means nobody is an error in words."""
    answer = client.get("/contours?a=Nobody+At+All", headers=JSON)
    assert answer.status_code == 404
    assert answer.json()["error"]["what"] == "No text that was read mentions “Nobody At All”."


@pytest.mark.parametrize("path", ["contours", "contours?a=Deutschland&b=Schweden"])
@pytest.mark.parametrize("width", [1280, 390])
def test_contours_can_be_used_by_everybody(page: Page, address: str, path: str, width: int) -> None:
    """axe finds no serious barrier, and nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
