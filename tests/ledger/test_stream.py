"""What exports read part by part is what readers read, as rows and as Arrow columns, on both databases."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from konturen.errors import LedgerError, QueryError
from konturen.flat import Flat
from konturen.ledger import arrow
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.stream import flat, records, stream
from konturen.ledger.values import Query
from konturen.ledger.verdicts import Ruling
from konturen.tables import arrow_schema
from tests import factory
from tests.ledger.conftest import Fresh
from tests.ledger.test_matrix import IDS, _judge, _ledger
from tests.small import BERG, LABOUR, RIGHT, WHEN, fill, text


def listed(book: Ledger, min_score: float = 0.0) -> list[Flat]:
    """The rows of what `statements` lists."""
    return [flat(r) for r in book.reader.statements(Query(min_score=min_score))]


def rows(book: Ledger, min_score: float = 0.0, size: int = 1000) -> list[Flat]:
    """The rows of the stream."""
    return [row for part in stream(book.reader, min_score, size) for row in part]


def columns(book: Ledger, min_score: float = 0.0, size: int = 1000) -> list[Flat]:
    """The rows of the stream of columns."""
    found = []
    for batch in arrow.batches(book.reader, min_score, size):
        assert batch.schema.equals(arrow_schema(Flat))
        for line in batch.to_pylist():
            lists = {name: tuple(value) for name, value in line.items() if isinstance(value, list)}
            found.append(Flat(**line | lists))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_parts_are_the_statements(fresh: Fresh, seed: int) -> None:
    """On random ledgers, before and after verdicts, merges and splits, whatever the size of a part."""
    book, chance = _ledger(fresh, seed), random.Random(seed)
    assert len(rows(book)) == 25
    for r in chance.sample(book.reader.statements(), 12):
        word = chance.choice(("accept", "reject", "unsure", "amend"))
        amended = {"relation": "AGREE", "target": chance.choice(IDS)} if word == "amend" else None
        try:
            book.writer.rule([Ruling("statement", r.id, word, "Ann", None, amended)], WHEN)  # type: ignore[arg-type]
        except QueryError:
            continue  # an actor would stand at both ends
    for change in (lambda: None, lambda: _judge(book, seed)):
        change()
        for least in (0.0, 0.95):
            assert rows(book, least) == columns(book, least) == listed(book, least)
    for size in (1, 4, 100):
        assert len(list(stream(book.reader, 0.0, size))) <= -(-25 // size)
        assert rows(book, size=size) == columns(book, size=size) == listed(book)


def test_parts_of_a_past_day_and_of_a_new_coding(book: Ledger) -> None:
    """As known before a text was coded again they are the old coding's, afterwards the new one's."""
    coded = replace(text(LABOUR, RIGHT), coder="first/1")
    fill(book, coded, text(LABOUR, BERG, number=2))
    again = replace(
        coded, coder="second/1", statements=(replace(coded.statements[0], relation="AGREE", coder="second/1"),)
    )
    book.writer.recode(again, "2026-11-25T12:00:00+00:00")
    past = book.as_known("2026-11-23")
    assert rows(past) == columns(past) == listed(past)
    assert {row.relation for row in rows(past)} == {"CONSULT"}
    assert rows(book) == columns(book)
    assert sorted(rows(book)) == sorted(listed(book))
    assert {row.relation for row in rows(book)} == {"AGREE", "CONSULT"}


def test_records_are_statements_and_facts_text_by_text(fresh: Fresh) -> None:
    """Every part holds those of its texts, statements first; all parts hold all that readers list."""
    book = fresh()
    for coded in (text(LABOUR, RIGHT, number=n) for n in range(3)):
        said = coded.statements[0]
        fact = factory.fact(document=said.document, actor=said.source, evidence=said.evidence)
        fill(book, replace(coded, facts=(fact,)))
    for least in (0.0, 0.95):
        parts = list(records(book.reader, least, 2))
        assert [len({one.document.id for one in part}) for part in parts if part] in ([2, 1], [])
        found = {one.id for part in parts for one in part}
        facts = {f.id for f in book.reader.facts() if f.fact.score >= least}
        assert found == facts | {r.id for r in book.reader.statements(Query(min_score=least))}
    assert len(found) < 6


def test_columns_without_the_driver_are_the_same(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the driver of Arrow is not installed the columns are made of rows."""
    fill(book, text(LABOUR, RIGHT), text(LABOUR, BERG, number=2))
    found = columns(book)
    assert len(found) == 2
    monkeypatch.setattr(arrow, "_fast", lambda _: False)
    assert columns(book) == found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger's file whose name an address would have to escape."""
    path = tmp_path / "a b#c?d%20ü.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        fill(ledger, text(LABOUR, RIGHT))
    return path


WRITE = """
import sqlite3, sys
writer = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE meta SET value = value")
print("ready", flush=True)
writer.execute("COMMIT")
"""


def waiting(file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[subprocess.Popen[str]], list[bool]]:
    """Let a writer, who then waits to commit, come between the two processes of a reader, once; the writer, and
    whether the reader got in each time."""
    begun, writers, tried = arrow._Process.reads, list[subprocess.Popen[str]](), list[bool]()

    def late(self: Any, until: float) -> bool:
        if not writers:
            words = [sys.executable, "-c", WRITE, str(file)]
            writers.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
            assert writers[0].stdout is not None
            assert writers[0].stdout.readline() == "ready\n"
            time.sleep(0.3)
        tried.append(begun(self, until))
        return tried[-1]

    monkeypatch.setattr(arrow._Process, "reads", late)
    return writers, tried


def test_a_writer_goes_first_and_columns_come_after(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits to write keeps the second connection out until done; then the columns come."""
    writers, tried = waiting(file, monkeypatch)
    with open_ledger(str(file)) as ledger:
        assert columns(ledger) == listed(ledger)
    assert tried[0] is False
    assert tried[-1] is True
    writers[0].communicate(timeout=20)
    assert writers[0].returncode == 0


def test_a_ledger_that_stays_locked_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error says that the ledger cannot be read, instead of waiting for ever."""
    monkeypatch.setattr(arrow, "BUSY_SECONDS", 0)
    writers, _ = waiting(file, monkeypatch)
    with open_ledger(str(file)) as ledger, pytest.raises(LedgerError, match="locked"):
        columns(ledger)
    writers[0].communicate(timeout=20)
    assert writers[0].returncode == 0
