"""Texts and names that mean harm: nothing of them runs, on no page and in no form of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk import noting, reviewing
from konturen.desk.roster import add
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.web.page import FORMS
from tests.web.desk import client_of, served
from tour import tour

SCRIPT = "<script>document.title='taken'</script>"
PICTURE = '"><img src=x onerror="document.title=\'taken\'">'
FORMULA = '=HYPERLINK("http://evil.example","x")'
TURNED = "\u202egnp.exe"
NAME = f"Evil{SCRIPT}{PICTURE}"
PAGE = """<html><head><title>{title}</title>
<meta name="author" content="{author}"><meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="2024-05-06"></head><body><article>
<p>{evil} accused Poland of {script} on 5 May 2024. Poland signed an agreement with {evil} in 2023.
{evil} and Poland will sign a treaty {picture} in 2031. Poland denied contacts with {evil}.</p>
</article></body></html>"""


def escaped(text: str) -> str:
    """Text as HTML holds it: so that reading the page gives the harmful text itself."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@pytest.fixture(scope="module")
def harmful(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger in which all that comes from outside means harm."""
    path = tmp_path_factory.mktemp("harmful") / "h.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        row = {
            "id": "party-own-evil",
            "type": "party",
            "names": [
                {"text": "Evil Party", "language": "en", "kind": "abbreviation"},
                {"text": NAME, "language": "en", "kind": "short"},
                {"text": FORMULA, "language": "de", "kind": "short"},
                {"text": NAME, "language": "ru", "kind": "short"},
            ],
            "ties": [],
        }
        add(row, ledger, by=FORMULA)
        text = PAGE.format(
            title=escaped(FORMULA + SCRIPT),
            author=escaped(PICTURE),
            outlet=escaped("=1+1" + SCRIPT),
            evil="Evil Party",
            script=escaped(SCRIPT),
            picture=escaped(PICTURE + TURNED),
        )
        place = f"../../{SCRIPT}{FORMULA}.html"
        document = pipeline.read_bytes(place, text.encode(), "text/html")
        pipeline.keep(ledger, document)
        noting.note(document.id, SCRIPT + PICTURE, ledger, by=SCRIPT)
        said = ledger.reader.statements()[0]
        reviewing.judge(said.id, reviewing.Saying("accept", note=SCRIPT, by=SCRIPT), ledger)
        yield ledger


@pytest.fixture(scope="module")
def reached(harmful: Ledger, pipeline: Pipeline) -> tuple[TestClient, tuple[tuple[str, str], ...]]:
    """The desk of that ledger, and an address of every page."""
    return client_of(harmful, pipeline), tour(harmful)


def test_the_ledger_holds_what_means_harm(harmful: Ledger) -> None:
    """The names and sentences came in as they are: what follows is about them."""
    records = harmful.reader.statements()
    assert any(
        "party-own-evil" in (r.statement.source.actor, r.statement.target.actor)
        for r in records
        if r.statement.target
    )
    assert any(SCRIPT in r.statement.evidence.text for r in records)
    assert SCRIPT in (records[0].document.title or "")
    assert SCRIPT in (records[0].document.outlet or "")


@pytest.mark.parametrize("form", ["page", "print", "file"])
def test_no_page_holds_it_as_markup(reached: tuple[TestClient, tuple[tuple[str, str], ...]], form: str) -> None:
    """On every page, however it is had, neither script nor picture stands as an element."""
    client, pages = reached
    shown = 0
    for name, path in pages:
        answer = client.get(f"{path.partition('#')[0]}{'&' if '?' in path else '?'}as={form}")
        assert answer.status_code == 200, name
        assert "<script>document" not in answer.text, name
        assert "<img src=x" not in answer.text, name
        shown += "&lt;script&gt;document" in answer.text
    assert shown > len(pages) // 3


def test_no_cell_of_a_table_is_a_formula(reached: tuple[TestClient, tuple[tuple[str, str], ...]]) -> None:
    """In every CSV a cell that a spreadsheet would compute begins with an apostrophe."""
    client, pages = reached
    tables = 0
    for name, path in pages:
        answer = client.get(f"{path.partition('#')[0]}{'&' if '?' in path else '?'}as=csv")
        if answer.status_code != 200:
            assert answer.status_code == 404, name
            continue
        tables += 1
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
            assert not [cell for cell in row if (cell[:1] in "=@\t\r" and cell) or cell[:2] in ("+H", "-H")], (
                name
            )
    assert tables > 8


def test_no_drawing_holds_a_script(reached: tuple[TestClient, tuple[tuple[str, str], ...]]) -> None:
    """Every SVG is well-formed and made of shapes, text and links only."""
    client, pages = reached
    allowed = {
        "svg",
        "g",
        "rect",
        "line",
        "circle",
        "path",
        "text",
        "tspan",
        "title",
        "desc",
        "a",
        "style",
        "polygon",
        "polyline",
        "pattern",
        "defs",
    }
    drawings = 0
    for name, path in pages:
        answer = client.get(f"{path.partition('#')[0]}{'&' if '?' in path else '?'}as=svg")
        if answer.status_code != 200:
            continue
        drawings += 1
        for element in ElementTree.fromstring(answer.text).iter():
            assert element.tag.rpartition("}")[2] in allowed, name
            assert not [key for key in element.attrib if key.lower().startswith("on")], name
            assert not [v for v in element.attrib.values() if "javascript:" in v.lower()], name
    assert drawings >= 4


def test_names_of_files_lead_nowhere(reached: tuple[TestClient, tuple[tuple[str, str], ...]]) -> None:
    """Every file that is sent is an attachment whose name is letters, digits, dots and dashes."""
    client, pages = reached
    for name, path in pages:
        for form in FORMS[3:]:
            answer = client.get(f"{path.partition('#')[0]}{'&' if '?' in path else '?'}as={form}")
            if answer.status_code == 200:
                kept = answer.headers["content-disposition"].partition("filename=")[2].strip('"')
                assert answer.headers["content-disposition"].startswith("attachment"), name
                assert kept.replace("-", "").replace(".", "").replace("_", "").isalnum(), name
                assert ".." not in kept


def test_json_is_json(reached: tuple[TestClient, tuple[tuple[str, str], ...]]) -> None:
    """Every page is also JSON at its address, sent as such, with the harmful text as text."""
    client, pages = reached
    for name, path in pages:
        answer = client.get(path.partition("#")[0], headers={"accept": "application/json"})
        assert answer.headers["content-type"] == "application/json", name
        assert json.loads(answer.text)["page"], name


def test_nothing_of_it_runs_in_a_browser(page: Page, harmful: Ledger, pipeline: Pipeline) -> None:
    """Through every page in three languages: no script of the text runs, no other host is asked, the policy of
    safety has nothing to stop."""
    with served(harmful, pipeline) as address:
        for language in ("de", "en", "ru"):
            page.context.add_cookies([{"name": "konturen_language", "value": language, "url": address}])
            for name, path in tour(harmful):
                page.goto(address.rstrip("/") + path)
                assert page.title() != "taken", name
                assert page.locator("img[src=x]").count() == 0, name


def test_a_drawing_that_is_opened_by_itself_runs_nothing(
    page: Page, reached: tuple[TestClient, tuple[tuple[str, str], ...]], tmp_path: Path
) -> None:
    """An SVG and an HTML file that were saved are opened from disk: nothing runs, nobody is asked."""
    client, pages = reached
    for name, path in pages:
        for form, ending in (("svg", "svg"), ("file", "html")):
            answer = client.get(f"{path.partition('#')[0]}{'&' if '?' in path else '?'}as={form}")
            if answer.status_code == 200:
                file = tmp_path / f"{name}.{ending}"
                file.write_bytes(answer.content)
                page.goto(file.as_uri())
                assert page.title() != "taken", name
