"""The verbs as functions: what they return and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen import api
from konturen.errors import QueryError, SourceError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.settings import Settings
from tests import factory

WHEN = "2026-11-22T12:00:00+00:00"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with one document of the factory."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as opened:
        opened.writer.record(factory.coded(), WHEN)
        yield opened


@pytest.fixture(autouse=True)
def loaded(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines share the loaded model and catalog."""
    monkeypatch.setattr(Pipeline, "coder", pipeline.coder)
    monkeypatch.setattr(Pipeline, "catalog", pipeline.catalog)


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A German text in a file."""
    path = tmp_path / "a.txt"
    path.write_text(factory.TEXT * 3, "utf-8")
    return str(path)


def test_read_and_code_are_the_stages_of_the_pipeline(source: str) -> None:
    """`code` codes what `read` reads."""
    document = api.read(source)
    coded = api.code(source)
    assert coded.document.text == document.text
    assert coded.coverage.sentences > 0


def test_standard_input_is_read_from_the_stream_given() -> None:
    """`-` reads the stream that the caller passes."""
    assert api.read("-", stdin=io.BytesIO((factory.TEXT * 3).encode())).text == factory.TEXT * 3


def test_standard_input_without_a_stream_is_refused() -> None:
    """There is nothing to read then, and the message says so."""
    with pytest.raises(SourceError, match="no standard input"):
        api.read("-")


def test_add_tells_what_it_did(source: str, ledger: Ledger) -> None:
    """New at first, known the second time."""
    assert api.add(source, ledger).new_document
    assert not api.add(source, ledger).new_document


def test_actors_are_found_by_name() -> None:
    """The catalog's best hit for a state's name is the state."""
    assert api.actors("Kasachstan")[0].actor.type == "state"


def test_the_mentioned_are_listed(ledger: Ledger) -> None:
    """Those whom the ledger's texts name."""
    assert {a.id for a in api.mentioned(ledger)} == {"new:nordlicht", "new:morgenrot"}


def test_relations_are_the_pairs(ledger: Ledger) -> None:
    """One pair, found from either end."""
    assert [(r.a, r.b) for r in api.relations(ledger)] == [("Morgenrot", "Nordlicht")]
    assert api.relations(ledger, actor="Nordlicht") == api.relations(ledger, actor="new:morgenrot")


@pytest.mark.parametrize("a", ["Nordlicht", "nordlicht", " NORDLICHT ", "new:nordlicht"])
def test_show_takes_names_and_ids(ledger: Ledger, a: str) -> None:
    """Case and blanks do not matter; ids work as they are."""
    assert api.show(a, "Morgenrot", ledger).statements == 1


def test_show_refuses_one_actor_twice(ledger: Ledger) -> None:
    """A pair is two actors."""
    with pytest.raises(QueryError, match=r"same actor.*two different"):
        api.show("Nordlicht", "new:nordlicht", ledger)


@pytest.mark.parametrize(
    ("name", "hint"), [("Nord", "Did you mean: new:nordlicht"), ("Xyzzy", "konturen actors")]
)
def test_a_name_that_fits_nothing_comes_with_help(ledger: Ledger, name: str, hint: str) -> None:
    """The nearest actors where there are some, else how to list them."""
    with pytest.raises(QueryError, match=hint):
        api.show(name, "Morgenrot", ledger)


def test_a_score_hides_and_does_not_delete(ledger: Ledger) -> None:
    """Below the score a statement is not shown; it is still there."""
    assert api.relations(ledger, Settings(min_score=0.95)) == ()
    assert len(api.relations(ledger)) == 1


def test_export_as_json_lines_holds_statements_and_facts(ledger: Ledger) -> None:
    """One object a line, with the id and where it was said."""
    lines = [json.loads(line) for line in api.export(ledger, "jsonl")]
    assert [line["kind"] for line in lines] == ["statement", "fact"]
    assert all(line["document_id"] == factory.document().id and line["recorded"] == WHEN for line in lines)


def test_export_as_csv_is_read_back(ledger: Ledger) -> None:
    """The table has one row a statement and fact, and the sentence in it is verbatim."""
    rows = list(csv.DictReader(io.StringIO("".join(api.export(ledger)))))
    assert [row["evidence_text"] for row in rows] == [factory.FIRST, factory.TEXT[len(factory.FIRST) + 1 :]]


def test_unknown_formats_are_refused_with_the_known_ones(ledger: Ledger) -> None:
    """The message lists what there is."""
    with pytest.raises(QueryError, match="csv, jsonl"):
        api.export(ledger, "xml")


def test_the_demo_reads_a_text_in_each_language_and_cleans_up() -> None:
    """Three samples in three languages; the ledger's folder is gone afterwards."""
    with api.demo() as book:
        place = Path(book.address)
        assert {d.language for d in book.reader.documents()} == {"de", "en", "ru"}
    assert not place.parent.exists()
