"""What holds of every page of the desk."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import event
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.web import routes
from tests.web.desk import barriers, client_of
from tour import tour

WIRE = 250_000
"""Bytes that a page may have on the wire."""
TEAM = {"/account", "/people", "/audit"}
"""Pages that only a team's desk has."""


def bare(path: str) -> str:
    """An address without its query and place."""
    return path.partition("#")[0].partition("?")[0]


def test_the_tour_goes_through_every_page(ledger: Ledger) -> None:
    """Each address of the desk that shows a page stands in the tour: what examines the tour examines all."""
    seen = {bare(path) for _, path in tour(ledger)}
    shown = {place.path for place in routes.PLACES} - TEAM
    missing = {path for path in shown if "{" not in path} - seen
    assert missing <= {"/jobs"}
    assert any(path.startswith("/texts/") for path in seen)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_can_be_used_by_everybody(page: Page, address: str, ledger: Ledger, width: int) -> None:
    """In Russian, whose words are the longest, axe finds no serious barrier anywhere, nothing is wider than a
    telephone, and each page has one heading of the first rank and a title of its own."""
    page.context.add_cookies([{"name": "konturen_language", "value": "ru", "url": address}])
    page.set_viewport_size({"width": width, "height": 800})
    titles = []
    for name, path in tour(ledger):
        page.goto(address.rstrip("/") + path)
        assert not barriers(page), name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.locator("h1").count() == 1, name
        titles.append(page.title())
    assert all(title.endswith("Konturen") and len(title) > 11 for title in titles)


def test_no_page_is_heavy(client: TestClient, ledger: Ledger) -> None:
    """Each page with its style and scripts stays below 250 kB, even uncompressed."""
    files = sum(len(client.get(f"/static/{name}").content) for name in ("desk.css", "desk.js", "reader.js"))
    for name, path in tour(ledger):
        assert (
            len(client.get(bare(path) + "?" + path.partition("?")[2].partition("#")[0]).content) + files < WIRE
        ), name


def test_a_page_reads_by_one_connection(client: TestClient, ledger: Ledger) -> None:
    """No page, in no form, holds one connection while it asks by another: on a file that somebody writes to the
    second one would wait for the writer, and the writer for the first."""
    held, most = threading.local(), [0]

    def taken(*_: Any) -> None:
        held.count = getattr(held, "count", 0) + 1
        most[0] = max(most[0], held.count)

    def given_back(*_: Any) -> None:
        held.count -= 1

    event.listen(ledger.reader._engine, "checkout", taken)
    event.listen(ledger.reader._engine, "checkin", given_back)
    asked = 0
    for name, path in tour(ledger):
        address, _, query = path.partition("#")[0].partition("?")
        for more in ("", "as=csv", "as=docx", "as=file", "known=2026-11-20"):
            most[0] = 0
            client.get(f"{address}?{query}&{more}")
            assert most[0] <= 1, (name, more)
            asked += most[0]
    assert asked > 20


def test_an_empty_desk_says_how_to_begin(pipeline: Pipeline, tmp_path: Path) -> None:
    """Every page of a ledger without a text says that nothing was read, and leads to where the first is added."""
    with open_ledger(str(tmp_path / "empty.sqlite"), create=True) as ledger:
        client = client_of(ledger, pipeline)
        for name, path in tour(ledger):
            page = client.get(path, headers={"accept-language": "de"}).text
            assert "Noch ist nichts gelesen worden." in page, name
            assert name == "inbox" or 'href="/">Den ersten Text hinzufügen' in page, name


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/pair?a=Atlantis&b=Schweden", "Kein gelesener Text nennt „Atlantis“."),
        ("/actor", "Es fehlt ein Akteur."),
        ("/matrix?sort=x", "„x“ ist bei „sort“ nicht möglich."),
        ("/matrix?n=x", "„n“ muss eine Zahl von 2 bis"),
        ("/timeline?since=x", "„x“ ist kein Datum."),
        ("/texts/0123456789abcdef", "Diesen Text gibt es hier nicht."),
        ("/people", "Dieser Schreibtisch hat keine Konten."),
        ("/matrix?a=Atlantis&b=Schweden", "„Atlantis“ ist weder in den Texten noch im Verzeichnis bekannt."),
    ],
)
def test_common_errors_speak_the_language_of_the_desk(client: TestClient, path: str, said: str) -> None:
    """What persons meet often is said in German at a German desk, without a command line."""
    page = client.get(path, headers={"accept-language": "de"})
    assert page.status_code == 404
    assert said in page.text
    assert "konturen actors" not in page.text
