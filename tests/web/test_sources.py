"""The page of sources."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page
from starlette.testclient import TestClient

from tests.web.desk import barriers


def test_outlets_stand_with_their_counts_in_html_json_and_csv(client: TestClient) -> None:
    """The page, its JSON and its CSV hold the same outlets and counts."""
    found = client.get("/sources", headers={"accept": "application/json"}).json()
    assert found["documents"] == sum(one["documents"] for one in found["outlets"]) == 3
    html = client.get("/sources").text
    rows = list(csv.DictReader(io.StringIO(client.get("/sources?as=csv").content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == [one["name"] or "" for one in found["outlets"]]
    assert all((one["name"] or "not named") in html for one in found["outlets"])


def test_sources_as_a_file_stands_by_itself(client: TestClient) -> None:
    """The HTML file names no other file and no address of the desk."""
    answer = client.get("/sources?as=file")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "href=" not in answer.text
    assert "src=" not in answer.text
    assert ".top" in answer.text


def test_sources_can_be_used_by_everybody(page: Page, address: str) -> None:
    """axe finds no serious barrier, and the language changes where one is."""
    page.goto(address + "sources")
    assert not barriers(page)
    page.get_by_role("button", name="Русский").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Источники"
    assert page.url == address + "sources"
