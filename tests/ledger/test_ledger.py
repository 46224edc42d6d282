"""The ledger: whole documents or nothing, nothing lost, nothing twice, and clear words when it cannot."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from konturen.errors import LedgerError, QueryError
from konturen.ledger import schema
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query
from konturen.records import Evidence
from tests import factory

WHEN = "2026-11-22T12:00:00+00:00"
LATER = "2026-11-23T12:00:00+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return open_ledger(str(path), create=True)


def rows(path: Path) -> dict[str, int]:
    """Number of rows of each table."""
    with sqlite3.connect(path) as connection:
        return {
            t: connection.execute(f"select count(*) from {t}").fetchone()[0] for t in schema.metadata.tables
        }


def test_what_is_recorded_is_read_back_as_it_was(ledger: Ledger) -> None:
    """A statement and a fact survive the database unchanged."""
    ledger.writer.record(factory.coded(), WHEN)
    assert [r.statement for r in ledger.reader.statements()] == [factory.statement()]
    assert [f.fact for f in ledger.reader.facts()] == [factory.fact()]


def test_one_ended_statements_survive(ledger: Ledger) -> None:
    """A plan without a target is read back without a target."""
    plan = factory.statement(target=None, mutual=False, status="planned")
    ledger.writer.record(factory.coded(statements=(plan,)), WHEN)
    assert ledger.reader.statements()[0].statement == plan


def test_original_bytes_are_kept(ledger: Ledger) -> None:
    """The bytes that were read come back byte for byte."""
    source = factory.document(content="\ufeffAm …".encode("utf-16"))
    receipt = ledger.writer.record(factory.coded(document=source), WHEN)
    assert ledger.reader.content(receipt.document_id) == source.content


def test_the_same_text_twice_changes_nothing(ledger: Ledger, path: Path) -> None:
    """A second recording of the same source leaves every table as it was and says so."""
    ledger.writer.record(factory.coded(), WHEN)
    before = rows(path)
    receipt = ledger.writer.record(factory.coded(), LATER)
    assert (receipt.new_document, receipt.new_place, receipt.statements) == (False, False, 0)
    assert rows(path) == before


def test_the_same_text_elsewhere_is_one_document_with_two_places(ledger: Ledger) -> None:
    """A copy adds its place and no statement."""
    ledger.writer.record(factory.coded(), WHEN)
    copy = replace(factory.document(), location="https://example.org/copy")
    receipt = ledger.writer.record(factory.coded(document=copy), LATER)
    assert receipt.new_place
    assert ledger.reader.documents()[0].places == ("a.txt", "https://example.org/copy")
    assert len(ledger.reader.statements()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"statements": (factory.statement(evidence=Evidence("Am 4. Mai", 0, 9)),)},
        {"statements": (factory.statement(source=replace(factory.end("Nordlicht"), start=0, end=9)),)},
        {"facts": (factory.fact(evidence=Evidence("Sie", 900, 903)),)},
        {"mentions": (replace(factory.mention(factory.TEXT, "Nordlicht"), surface="Südlicht"),)},
    ],
    ids=["evidence", "end", "fact", "mention"],
)
def test_a_value_that_does_not_point_to_its_words_is_refused(
    ledger: Ledger, path: Path, wrong: dict[str, object]
) -> None:
    """One wrong offset refuses the whole document and writes nothing."""
    with pytest.raises(LedgerError, match="do not stand where they say"):
        ledger.writer.record(factory.coded(**wrong), WHEN)
    assert rows(path)["documents"] == 0


def test_a_full_disk_leaves_the_ledger_as_it_was(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that runs out of room half-way leaves every table untouched and says what to do."""
    ledger.writer.record(factory.coded(), WHEN)
    before = rows(path)
    words = os.urandom(400_000).hex()
    big = factory.document(words, content=words.encode())
    from sqlalchemy import event

    @event.listens_for(ledger._engine, "connect")
    def _limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    with pytest.raises(LedgerError, match="disk is full; nothing was written"):
        ledger.writer.record(factory.coded(document=big, statements=(), facts=(), mentions=()), LATER)
    assert rows(path) == before


def test_a_failure_between_two_tables_leaves_nothing(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption after the document's row and before its statements rolls the document back."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("konturen.ledger.recodings.write", stop)
    with pytest.raises(KeyboardInterrupt):
        ledger.writer.record(factory.coded(), WHEN)
    assert sum(rows(path).values()) == rows(path)["meta"]


def test_a_ledger_of_a_newer_version_is_refused(ledger: Ledger, path: Path) -> None:
    """A ledger of a form that this version does not know is not touched; the message says to upgrade."""
    with sqlite3.connect(path) as connection:
        connection.execute("update meta set value = '99' where key = 'schema'")
    with pytest.raises(LedgerError, match=r"newer Konturen.*pip install --upgrade"):
        open_ledger(str(path))


def test_a_missing_ledger_is_not_created_by_reading(path: Path) -> None:
    """Opening without create leaves no file behind."""
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(str(path))
    assert not path.exists()


def test_an_empty_file_is_no_ledger(path: Path) -> None:
    """An empty file is refused when it is to be read."""
    path.touch()
    with pytest.raises(LedgerError, match="no ledger"):
        open_ledger(str(path))


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    """A folder is named as such."""
    with pytest.raises(LedgerError, match="folder"):
        open_ledger(str(tmp_path), create=True)


def test_a_pipe_is_no_ledger(tmp_path: Path) -> None:
    """What is no file is refused before it is read: a pipe would never answer."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LedgerError, match="this is no file"):
        open_ledger(str(tmp_path / "pipe"))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """The message names the folder that has to be created."""
    with pytest.raises(LedgerError, match="gone"):
        open_ledger(str(tmp_path / "gone" / "ledger.sqlite"), create=True)


def test_a_text_file_is_no_ledger_and_stays_as_it_is(path: Path) -> None:
    """A file of another kind is refused and not written to."""
    path.write_text("Dear diary", "utf-8")
    with pytest.raises(LedgerError, match="no ledger"):
        open_ledger(str(path), create=True)
    assert path.read_text("utf-8") == "Dear diary"


def test_another_programs_database_is_no_ledger(path: Path) -> None:
    """A SQLite file of somebody else is refused and gets no tables of ours."""
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (name text)")
    with pytest.raises(LedgerError, match="no ledger"):
        open_ledger(str(path), create=True)
    with sqlite3.connect(path) as connection:
        assert [r[0] for r in connection.execute("select name from sqlite_master")] == ["recipes"]


def test_a_damaged_ledger_is_named(ledger: Ledger, path: Path) -> None:
    """A ledger whose pages are overwritten is refused with advice."""
    ledger.writer.record(factory.coded(), WHEN)
    ledger.close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(LedgerError, match=r"damaged|no ledger"):
        open_ledger(str(path))


def test_a_locked_ledger_says_who_to_wait_for(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program writes, the writer gives up with advice after its patience."""
    monkeypatch.setattr("konturen.ledger.sqlite.BUSY_SECONDS", 0.1)
    waiting = open_ledger(str(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin exclusive")
    try:
        with pytest.raises(LedgerError, match="another program is writing"):
            waiting.writer.record(factory.coded(), WHEN)
    finally:
        other.close()


def test_a_read_only_ledger_can_be_read_and_not_written(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading works; asking for the writer is refused before anything is coded."""
    ledger.writer.record(factory.coded(), WHEN)
    monkeypatch.setattr("konturen.ledger.sqlite.os.access", lambda *_: False)
    assert len(ledger.reader.statements()) == 1
    with pytest.raises(LedgerError, match="read-only"):
        _ = ledger.writer


def test_addresses_of_other_databases_are_refused() -> None:
    """An address that this version cannot open is named by its scheme."""
    with pytest.raises(LedgerError, match="postgresql"):
        open_ledger("postgresql://localhost/k")


def test_pairs_are_found_in_either_order(ledger: Ledger) -> None:
    """The pair B, A holds the statements of the pair A, B."""
    ledger.writer.record(factory.coded(), WHEN)
    a, b = frozenset({"new:nordlicht"}), frozenset({"new:morgenrot"})
    assert (
        ledger.reader.statements(Query(between=(b, a))) == ledger.reader.statements(Query(between=(a, b))) != ()
    )


def test_unknown_documents_are_named(ledger: Ledger) -> None:
    """Asking for a text that is not there is a QueryError, not an empty text."""
    with pytest.raises(QueryError, match="no document"):
        ledger.reader.text("0" * 16)


def test_actors_are_counted_by_mentions(ledger: Ledger) -> None:
    """Each mentioned actor is listed once with its counts."""
    ledger.writer.record(factory.coded(), WHEN)
    assert {(a.id, a.mentions, a.documents) for a in ledger.reader.actors()} == {
        ("new:nordlicht", 1, 1),
        ("new:morgenrot", 1, 1),
    }
