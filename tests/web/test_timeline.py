"""The timeline: in the order of time, drawn and listed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.acts import UNDATED
from konturen.codebook import built_in
from konturen.dates import sort_key
from konturen.pages.bars import bars
from tests.made import acts as made
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_newest_comes_first_and_what_has_no_date_last(client: TestClient) -> None:
    """Through all pages dates fall, and behind the first undated statement nothing has a date."""
    whens, page, pages = [], 1, 1
    while page <= pages:
        found = ask(client, f"/timeline?page={page}&min_score=0")
        whens += [stretch["when"] for stretch in found["stretches"] for _ in stretch["lines"]]
        page, pages = page + 1, found["pages"]
    dated = [when for when in whens if when]
    assert dated
    assert whens == dated + [None] * (len(whens) - len(dated))
    firsts = [sort_key(when)[0] for when in dated if not when.startswith("..")]
    assert firsts == sorted(firsts, reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_the_bars_count_every_dated_statement_once(seed: int) -> None:
    """Whatever the statements, the bars together hold just those that have a date."""
    acts = made(seed)
    found = bars(acts, built_in())
    assert sum(bar.all for bar in found) == int((acts.first != UNDATED).sum())
    assert [bar.period for bar in found] == sorted(bar.period for bar in found)


def test_what_is_known_by_the_year_is_not_put_into_a_month() -> None:
    """One statement of a whole year makes the bars yearly."""
    acts = made(1).where(np.arange(2))
    acts.first[:], acts.last[:] = 18_000, 18_000
    assert len(bars(acts, built_in())[0].period) == len("2019-04")
    acts.last[1] = 18_364
    assert len(bars(acts, built_in())[0].period) == len("2019")


def test_a_bar_opens_the_sentences_of_its_time(page: Page, address: str) -> None:
    """axe finds no serious barrier; a bar leads to the statements of its year, drawn also without a page."""
    page.goto(address + "timeline")
    assert not barriers(page)
    page.locator(".drawing a").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentences?*since=*")
    assert page.locator("article.line").count()


def test_the_drawing_stands_by_itself(client: TestClient) -> None:
    """The SVG file has neither links nor styles, and its words are of the language."""
    drawing = client.get("/timeline?as=svg", headers={"accept-language": "de"}).text
    assert drawing.startswith("<svg")
    assert "href" not in drawing
    assert "Zusammenarbeit" in drawing
