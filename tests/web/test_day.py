"""A day at the desk, in Chromium: from an empty ledger to an exported matrix, without leaving the browser."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page

from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from tests.web.desk import barriers, served

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
KEYS = "araruaaraa"


@pytest.mark.skipif(not SEED.exists(), reason="the seed text lies beside the project")
def test_a_day(page: Page, pipeline: Pipeline, tmp_path: Path) -> None:
    """The seed is pasted and read, the pair is found, ten statements are judged by keyboard, two actors are
    merged, the matrix of two states is saved, and the language changes where one is."""
    with open_ledger(str(tmp_path / "day.sqlite"), create=True) as ledger, served(ledger, pipeline) as address:
        page.set_default_timeout(45_000)
        page.goto(address)
        page.get_by_label("Text", exact=True).fill(SEED.read_text("utf-8"))
        page.locator("form[action='/add/text'] button").click()
        page.wait_for_selector(".job-done")
        page.goto(address)
        assert len(ledger.reader.documents()) == 1

        page.locator("#find").fill("AMANAT")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        page.locator(".actor", has_text="AMANAT").first.click()
        page.wait_for_url("**/actor?*")
        page.locator("tbody th a", has_text="United Russia").first.click()
        page.wait_for_url("**/pair?*")
        assert "2005" in page.locator("main").inner_text()
        assert not barriers(page)

        page.goto(address + "review")
        for key in KEYS:
            before = page.locator("input[name=id]").first.get_attribute("value")
            page.keyboard.press(key)
            page.wait_for_function("old => document.querySelector('input[name=id]').value !== old", arg=before)
        assert len(ledger.reader.verdicts()) == len(KEYS)

        page.goto(address + "actors?who=unknown")
        page.locator("tbody a", has_text="Who is this?").first.click()
        page.get_by_label("Both are from now on").fill("AMANAT")
        page.get_by_role("button", name="Merge", exact=True).click()
        # Of two types it is asked first; then one says yes.
        if page.get_by_role("button", name="Yes").count():
            page.get_by_role("button", name="Yes").click()
        page.wait_for_selector(".done")
        assert ledger.reader.identities().touched

        page.goto(address + "matrix?a=Russland&b=Kasachstan")
        with page.expect_download() as saved:
            page.get_by_role("link", name="CSV").click()
        rows = list(csv.DictReader(saved.value.path().read_text("utf-8-sig").splitlines()))
        assert any(row["b"] == "AMANAT" and row["last_contact"] for row in rows)

        page.get_by_role("button", name="Русский").click()
        assert page.url.endswith("matrix?a=Russland&b=Kasachstan")
        assert page.get_by_role("heading", level=1).inner_text().startswith("Матрица")
