"""The matrix: a cell says what its sentences say."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk import gapping
from konturen.ledger.ledger import Ledger
from tests.web.desk import barriers

JSON = {"accept": "application/json"}
TWO = "/matrix?a=Sweden,Finland&b=NATO,Turkey"


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_cells_are_those_of_the_analysis(client: TestClient, ledger: Ledger) -> None:
    """State, tone, sources and last contact of each cell are what `konturen matrix` says."""
    found = ask(client, TWO)
    wanted = {(cell.a, cell.b): cell for cell in gapping.matrix("Sweden,Finland", "NATO,Turkey", ledger).table}
    assert wanted
    for head, line in zip(found["rows"], found["cells"], strict=True):
        for column, square in zip(found["columns"], line, strict=True):
            cell = wanted[head["id"], column["id"]]
            assert (square["state"], square["tone"], square["sources"]) == (cell.state, cell.tone, cell.sources)
            assert square["last"] == (cell.last_contact.isoformat() if cell.last_contact else None)


def test_those_most_spoken_of_stand_against_each_other(client: TestClient) -> None:
    """Without a choice rows and columns are the same actors, the diagonal is empty, cells mirror each other."""
    found = ask(client, "/matrix?n=6")
    assert found["rows"] == found["columns"]
    assert len(found["rows"]) == 6
    cells = found["cells"]
    assert all(cells[i][i] is None for i in range(6))
    assert all(cells[i][j] == cells[j][i] for i in range(6) for j in range(6) if i != j)


def test_a_cell_opens_what_it_counts(client: TestClient) -> None:
    """Behind a cell with acts stand at least as many statements."""
    found = ask(client, "/matrix")
    for head, line in zip(found["rows"], found["cells"], strict=True):
        for column, square in zip(found["columns"], line, strict=True):
            if square and square["acts"]:
                behind = ask(client, f"/sentences?a={head['id']}&b={column['id']}")
                assert behind["statements"] >= square["acts"]
                return
    pytest.fail("no cell has an act")


def test_names_order_the_rows(client: TestClient) -> None:
    """Ordered by name the names come as a dictionary has them."""
    names = [head["name"].casefold() for head in ask(client, "/matrix?sort=name")["rows"]]
    assert names == sorted(names)


def test_csv_and_svg_hold_the_same_cells(client: TestClient) -> None:
    """Each cell but the diagonal is a row of the table; the drawing names every actor and runs no script."""
    found = ask(client, "/matrix?n=5")
    rows = list(csv.DictReader(io.StringIO(client.get("/matrix?n=5&as=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 20
    drawing = client.get("/matrix?n=5&as=svg").text
    assert drawing.startswith("<svg")
    assert all(head["name"][:6] in drawing for head in found["rows"])
    assert "style=" not in drawing
    assert client.get("/matrix?n=5&as=png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "query", ["a=Nobodyland&b=Sweden", "a=Sweden&b=Sweden", "at=soon", "kind=planet", "n=1000", "sort=luck"]
)
def test_what_cannot_be_shown_is_said(client: TestClient, query: str) -> None:
    """Unknown states, equal sides, dates and kinds that are none: an error with words, no fault of ours."""
    answer = client.get(f"/matrix?{query}", headers=JSON)
    assert answer.status_code == 404
    assert answer.json()["error"]["what"]


def test_the_matrix_can_be_used_by_everybody(page: Page, address: str) -> None:
    """axe finds no serious barrier; a cell leads to its sentences by keyboard."""
    page.goto(address + "matrix")
    assert not barriers(page)
    page.locator(".matrix .cell a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentences**")
    assert page.locator("article.line").count()
