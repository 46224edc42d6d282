"""The dossiers of a pair and of an actor, and their files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk.relating import relation
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query
from konturen.pages.dossier_file import plain
from tests.web.desk import barriers

JSON = {"accept": "application/json"}


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def two(ledger: Ledger) -> tuple[str, str]:
    """Two actors of whom the samples say most."""
    counts: dict[tuple[str, str], int] = {}
    for record in ledger.reader.statements(Query(min_score=0.5)):
        s = record.statement
        if s.target and s.source.actor != s.target.actor:
            one, other = sorted((s.source.actor, s.target.actor))
            counts[one, other] = counts.get((one, other), 0) + 1
    return max(sorted(counts), key=lambda pair: counts[pair])


def test_every_statement_stands_in_one_part(client: TestClient, ledger: Ledger, two: tuple[str, str]) -> None:
    """The parts of a dossier hold each statement between the two exactly once."""
    a, b = two
    found = ask(client, f"/pair?a={a}&b={b}&min_score=0")
    listed = [line["id"] for section in found["sections"] for line in section["lines"]]
    records = ledger.reader.statements(Query(between=(frozenset({a}), frozenset({b}))))
    assert sorted(listed) == sorted(record.id for record in records)
    assert found["statements"] == sum(section["statements"] for section in found["sections"])


def test_the_parts_fit_what_stands_in_them(client: TestClient) -> None:
    """Plans are planned, absences denied, acts neither; criticism has its direction."""
    found = ask(client, "/network?n=60")
    statuses = {"plans": {"planned"}, "possible": {"possible"}, "absent": {"denied"}, "exceptions": {"denied"}}
    seen = set()
    for pair in found["pairs"]:
        page = ask(client, f"/pair?a={pair['source']}&b={pair['target']}&min_score=0")
        for section in page["sections"]:
            seen.add(section["name"])
            wanted = statuses.get(section["name"], {"happened", "ongoing"})
            assert {line["status"] for line in section["lines"]} <= wanted
            if section["name"] == "criticism_forth":
                assert {line["source"]["id"] for line in section["lines"]} == {page["a"][0]}
    assert {"acts", "plans"} <= seen


def test_the_figures_are_those_of_the_command(client: TestClient, ledger: Ledger, two: tuple[str, str]) -> None:
    """Tone and last contact are what `konturen relation` says at the same day."""
    found = ask(client, f"/pair?a={two[0]}&b={two[1]}&at=2026-01-01")
    wanted = relation(*two, ledger, "2026-01-01")
    assert found["figures"]["tone"] == wanted.tone
    assert found["figures"]["sources"] == wanted.sources


def test_a_filter_leaves_what_fits(client: TestClient, two: tuple[str, str]) -> None:
    """A time before all statements leaves none, and says so."""
    found = ask(client, f"/pair?a={two[0]}&b={two[1]}&until=1900")
    assert found["statements"] == 0
    assert client.get(f"/pair?a={two[0]}&b={two[1]}&until=1900").status_code == 200


def test_the_document_of_word_holds_every_sentence(client: TestClient, two: tuple[str, str]) -> None:
    """Whoever opens the DOCX reads each claim's sentence and its source."""
    address = f"/pair?a={two[0]}&b={two[1]}"
    found = ask(client, address)
    answer = client.get(f"{address}&as=docx")
    assert answer.headers["content-disposition"].endswith('.docx"')
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    for section in found["sections"]:
        for line in section["lines"]:
            assert "".join(piece["text"] for piece in line["pieces"]) in words
            assert (line["said"]["title"] or line["said"]["place"]) in words


def test_the_same_dossier_gives_the_same_document(client: TestClient, two: tuple[str, str]) -> None:
    """Two downloads have the same paragraphs: no clock stands in them."""
    address = f"/pair?a={two[0]}&b={two[1]}&as=docx"
    one, other = (Document(io.BytesIO(client.get(address).content)) for _ in range(2))
    assert [p.text for p in one.paragraphs] == [p.text for p in other.paragraphs]


def test_characters_that_no_document_can_hold_are_shown() -> None:
    """Control characters and halves of letters become a box, everything else stays."""
    assert plain("a\x00b\x1bc\ud800d\tе") == "a\ufffdb\ufffdc\ufffdd\tе"


def test_an_actor_is_known_by_name_and_id(client: TestClient, two: tuple[str, str]) -> None:
    """A name leads to the same page as the id; who stands with whom is what the pair's dossier says."""
    found = ask(client, f"/actor?id={two[0]}")
    assert ask(client, f"/actor?id={found['name']}")["id"] == two[0]
    other = next(one for one in found["counterparts"] if one["id"] == two[1])
    assert other["statements"] <= ask(client, f"/pair?a={two[0]}&b={two[1]}")["statements"]


@pytest.mark.parametrize(
    "address",
    [
        "/pair?a=Sweden",
        "/pair?a=Sweden&b=Sweden",
        "/pair?a=Sweden&b=Nobody+there",
        "/actor?id=",
        "/actor?id=Nobody+there",
        "/pair?a=Sweden&b=NATO&at=then",
        "/pair?a=Sweden&b=NATO&known=then",
    ],
)
def test_what_cannot_be_shown_is_said(client: TestClient, address: str) -> None:
    """Missing, equal and unknown actors and days that are none are answered in words."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 404
    assert answer.json()["error"]["what"]


def test_a_day_before_the_ledger_shows_nothing(client: TestClient) -> None:
    """As known before the first text was read, nobody was known."""
    answer = client.get("/sentences?known=2000-01-01", headers=JSON)
    assert answer.json()["statements"] == 0


def test_a_dossier_is_read_in_the_browser_and_from_its_file(
    page: Page, address: str, client: TestClient, two: tuple[str, str], tmp_path: Path
) -> None:
    """axe finds no serious barrier on both dossiers; the HTML file opens without any request."""
    for path in (f"pair?a={two[0]}&b={two[1]}", f"actor?id={two[0]}"):
        page.goto(address + path)
        assert not barriers(page)
    file = tmp_path / "dossier.html"
    file.write_bytes(client.get(f"/pair?a={two[0]}&b={two[1]}&as=file").content)
    text = file.read_text("utf-8")
    assert "href=" not in text
    assert "src=" not in text
    page.goto(file.as_uri())
    assert page.locator("article.line").count()


def test_what_scores_too_low_to_count_is_counted_aside(client: TestClient) -> None:
    """A dossier and its fainter statements are all that is told of the two; with no bound none is left out."""
    pair = "a=Schweden&b=Nato"
    page = client.get(f"/pair?{pair}", headers=JSON).json()
    whole = client.get(f"/pair?{pair}&min_score=0", headers=JSON).json()
    assert page["fainter"] > 0
    assert whole["fainter"] == 0
    assert page["statements"] + page["fainter"] == whole["statements"]
    actor = client.get("/actor?id=Schweden", headers=JSON).json()
    told = client.get("/sentences?a=Schweden", headers=JSON).json()
    assert actor["statements"] + actor["fainter"] == told["statements"]
    assert (
        "does not count" in client.get(f"/pair?{pair}").text
        or "do not count" in client.get(f"/pair?{pair}").text
    )
