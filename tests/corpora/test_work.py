"""What workers answer: documents and all that is coded of them, whatever stands beside them in a task."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from konturen import lines
from konturen.api import samples
from konturen.corpora import work
from konturen.corpora.columns import CODED, Row, document_of, document_row, schema
from konturen.corpora.items import Item
from konturen.pipeline import Pipeline
from konturen.settings import Settings

SETTINGS = Settings(threads=1)
GERMAN = "Der Präsident von Kasachstan traf am 3. Mai 2024 in Moskau den Präsidenten von Russland."
FRENCH = "Le président de la République a rencontré hier à Paris le premier ministre et ses conseillers."
PAGE = (
    "<html><head><title>Treffen</title></head><body><article><p>" + GERMAN + "</p></article></body></html>"
).encode()


@pytest.fixture(autouse=True)
def one_pipeline(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's own pipeline is that of the tests, so that the classifier is loaded once."""
    monkeypatch.setattr(work, "pipeline", lambda settings: pipeline)


def read(*items: Item) -> work.Read:
    """What a worker answers to items."""
    answer: work.Read = pickle.loads(work.read(pickle.dumps(items), SETTINGS))
    return answer


def code(*rows: Row) -> tuple[dict[str, list[Row]], work.Coding]:
    """What a worker answers to documents, by table."""
    answer: work.Coding = pickle.loads(work.code(work.packed("documents", rows), SETTINGS))
    found = zip(CODED, answer.tables, strict=True)
    return {name: work.unpacked(content).to_pylist() for name, content in found}, answer


def test_what_a_record_says_wins_over_what_the_text_says() -> None:
    """Title, author, outlet and day of the record stand in the document; what it leaves open is the page's own."""
    item = Item("a.jsonl#1", PAGE, "text/html", author="Ada", published="2024-05-04", outlet="Bote")
    (row,) = work.unpacked(read(item).documents).to_pylist()
    assert (row["document"], row["title"], row["author"]) == ("a.jsonl#1", "Treffen", "Ada")
    assert (row["published"], row["outlet"]) == ("2024-05-04", "Bote")
    assert GERMAN in row["text"]


def test_what_cannot_be_read_is_set_aside_and_the_rest_is_read() -> None:
    """A picture and an empty text are failures with their reason; other languages are counted; the rest is there."""
    good = Item("good", GERMAN.encode())
    answer = read(
        Item("picture", b"\x89PNG\r\n\x1a\n"), Item("empty", b""), good, Item("fr", FRENCH.encode()),
        Item("kk", GERMAN.encode(), language="kk"),
    )  # fmt: skip
    assert [(one.location, one.stage) for one in answer.failures] == [("picture", "read"), ("empty", "read")]
    assert all(one.reason for one in answer.failures)
    assert answer.not_coded == (("fr", 1), ("kk", 1))
    assert [row["document"] for row in work.unpacked(answer.documents).to_pylist()] == ["good"]


def test_a_document_comes_back_from_its_row(pipeline: Pipeline) -> None:
    """The row holds all of a document but when it was retrieved, the original bytes included."""
    for path in samples():
        document = replace(pipeline.read(str(path)), retrieved=None)
        row = work.unpacked(work.packed("documents", [document_row(document)])).to_pylist()[0]
        assert document_of(row) == document


def test_all_that_is_coded_stands_in_the_tables(pipeline: Pipeline) -> None:
    """Statements, facts, mentions and coverage of the samples are those of the pipeline, under their ids."""
    documents = [pipeline.read(str(path)) for path in samples()]
    found, answer = code(*map(document_row, documents))
    assert not answer.failures
    coded = [pipeline.code(document) for document in documents]
    said = [(s.id(c.document.id), s.evidence.text, s.score) for c in coded for s in c.statements]
    assert [(row["id"], row["evidence_text"], row["score"]) for row in found["statements"]] == said
    assert len(said) > 5
    assert [row["id"] for row in found["facts"]] == [f.id(c.document.id) for c in coded for f in c.facts]
    assert [(row["surface"], row["start"]) for row in found["mentions"]] == [
        (m.surface, m.span.start) for c in coded for m in c.mentions
    ]
    assert [row["sentences"] for row in found["coverage"]] == [c.coverage.sentences for c in coded]


def test_the_cut_of_a_task_changes_nothing(pipeline: Pipeline) -> None:
    """Documents coded one by one give the rows that they give together."""
    rows = [document_row(pipeline.read(str(path))) for path in samples()]
    together, _ = code(*rows)
    apart = [code(row)[0] for row in rows]
    for name in CODED:
        assert together[name] == [row for one in apart for row in one[name]]


def test_the_columns_are_the_fields_of_the_line_format(pipeline: Pipeline) -> None:
    """Each field of a statement's and a fact's line is a column, so that nothing is dropped on the way."""
    coded = next(c for c in (pipeline.code(pipeline.read(str(p))) for p in samples()) if c.facts)
    ends = {f"target_{name}" for name in lines.END_FIELDS} | {f"speaker_{name}" for name in lines.END_FIELDS}
    said = set(lines.flat(lines.statement_line(coded.statements[0]))) - {"kind"} | ends
    told = set(lines.flat(lines.fact_line(coded.facts[0]))) - {"kind"}
    assert said <= set(schema("statements").names)
    assert told <= set(schema("facts").names)
