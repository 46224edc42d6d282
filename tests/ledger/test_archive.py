"""Backups: the same bytes from both databases, everything back, and nothing of a damaged one."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, Text, select

from konturen.errors import LedgerError
from konturen.ledger import archive, archive_form, schema
from konturen.ledger.dialects import writing
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.restoring import restore
from konturen.ledger.verdicts import Ruling
from tests import factory
from tests.ledger.world import LATER, TEXTS, WHEN, counts, seen

SchemaOf = Callable[[str], str]


def own(key: str, name: str) -> dict[str, object]:
    """A line about a person."""
    return {"id": key, "type": "person", "names": [{"text": name, "language": "ru", "kind": "short"}]}


def fill(ledger: Ledger) -> None:
    """Texts, places, judgements with a withdrawal, own actors with a withdrawal, odd characters."""
    for coded in (*TEXTS, factory.coded()):
        ledger.writer.record(coded, WHEN)
    odd = factory.document(
        'Ä\u2028Ω \U0001f600 \x85 \\ " жаңа',
        location="ö b.txt",
        content=b"\x00\xff\n",
        title="ß",
        sha256=sha256(b"\x00\xff\n").hexdigest(),
    )
    ledger.writer.record(factory.coded(document=odd, statements=(), facts=(), mentions=()), LATER)
    one = ledger.writer.judge(Decision("same", "new:ada", "new:bob", "Ann", "wegen\nZeile"), WHEN)
    ledger.writer.judge(Decision("different", "new:ada", "new:cem", "Bea"), WHEN)
    ledger.writer.withdraw(one.id, "Bea", LATER)
    ledger.writer.add_actors([own("own:x", "Хан Ч."), own("own:y", "Ypsilon")], "a file", "Ann", WHEN)
    ledger.writer.withdraw_actors("Ann", LATER, ids=[2])
    claim = ledger.reader.statements()[0]
    pair = "+".join(text.document.id for text in TEXTS[:2])
    amended = Ruling(
        "statement", claim.id, "amend", "Ann", "wegen\u2028Zeile", {"target": "new:cem", "when": ""}
    )
    said = ledger.writer.rule([amended, Ruling("copies", pair, "unsure", "Bea")], WHEN)
    ledger.writer.withdraw_verdict(said[1][0].id, "Ann", LATER)


def backup(ledger: Ledger, path: Path) -> bytes:
    """The bytes of a backup."""
    ledger.reader.backup(path, overwrite=True)
    return path.read_bytes()


@pytest.fixture
def full(book: Ledger) -> Ledger:
    """A filled ledger."""
    fill(book)
    return book


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a filled SQLite ledger."""
    with open_ledger(str(tmp_path / "was.sqlite"), create=True) as ledger:
        fill(ledger)
        ledger.reader.backup(tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def test_all_comes_back_in_either_database(full: Ledger, schema_of: SchemaOf, tmp_path: Path) -> None:
    """Restored into a SQLite file or a PostgreSQL schema, a ledger reads the same and backs up to the same bytes."""
    first = backup(full, tmp_path / "first.zip")
    for address in (str(tmp_path / "new.sqlite"), schema_of("archive_back")):
        restore(tmp_path / "first.zip", address)
        with open_ledger(address) as again:
            assert counts(again) == counts(full)
            assert seen(again.reader) == seen(full.reader)
            assert again.reader.judgements() == full.reader.judgements()
            assert again.reader.actor_rows(withdrawn=True) == full.reader.actor_rows(withdrawn=True)
            assert backup(again, tmp_path / "again.zip") == first


def test_a_backup_there_and_back_is_the_same(saved: Path, schema_of: SchemaOf, tmp_path: Path) -> None:
    """SQLite to PostgreSQL to SQLite: three backups of identical bytes."""
    address = schema_of("archive_round")
    restore(saved, address)
    with open_ledger(address) as ledger:
        assert backup(ledger, tmp_path / "2.zip") == saved.read_bytes()
    restore(tmp_path / "2.zip", str(tmp_path / "3.sqlite"))
    with open_ledger(str(tmp_path / "3.sqlite")) as ledger:
        assert backup(ledger, tmp_path / "3.zip") == saved.read_bytes()


def test_a_restored_ledger_goes_on_counting(saved: Path, schema_of: SchemaOf, tmp_path: Path) -> None:
    """The next judgement and the next import get new numbers, in both databases."""
    for address in (str(tmp_path / "new.sqlite"), schema_of("archive_count")):
        restore(saved, address)
        with open_ledger(address) as ledger:
            assert ledger.writer.judge(Decision("different", "new:bob", "new:cem", "Cy"), LATER).id == 4
            ledger.writer.add_actors([{"id": "own:z"}], "a file", "Ann", LATER)
            assert [row.id for row in ledger.reader.actor_rows()][-1] == 4


def test_the_form_is_open(saved: Path) -> None:
    """Every file is JSON lines that name the columns; the original bytes stand in them as base64."""
    import base64

    with zipfile.ZipFile(saved) as zip_:
        manifest = json.loads(zip_.read("manifest.json"))
        assert [f["name"] for f in manifest["files"]] == [
            archive_form.file_of(t) for t in archive_form.tables()
        ]
        documents = [json.loads(line) for line in zip_.read("tables/documents.jsonl").splitlines()]
        assert b"\x00\xff\n" in {base64.b64decode(row["content"]) for row in documents}
        assert [row["id"] for row in documents] == sorted(row["id"] for row in documents)
        assert {info.date_time for info in zip_.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert zip_.testzip() is None


def test_every_column_can_be_written() -> None:
    """No table has a column of a type that the form does not know."""
    for table in archive_form.tables():
        for column in table.columns:
            assert column.type.python_type in (str, int, float, bool, bytes), f"{table.name}.{column.name}"


def test_derived_tables_stay_out_and_are_filled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with the mark is in no backup, and its own function fills it after the restore."""
    held = Table("words", schema.metadata, Column("id", Integer, primary_key=True), Column("word", Text))
    held.info[schema.DERIVED] = lambda connection: connection.execute(held.insert(), {"word": "filled"})
    try:
        with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
            with writing(ledger._engine).begin() as connection:
                connection.execute(held.insert(), {"word": "old"})
            ledger.reader.backup(tmp_path / "a.zip")
        assert "tables/words.jsonl" not in zipfile.ZipFile(tmp_path / "a.zip").namelist()
        restore(tmp_path / "a.zip", str(tmp_path / "b.sqlite"))
        with open_ledger(str(tmp_path / "b.sqlite")) as ledger, ledger._engine.connect() as connection:
            assert list(connection.execute(select(held.c.word)).scalars()) == ["filled"]
    finally:
        schema.metadata.remove(held)


def test_only_an_empty_ledger_is_restored_into(saved: Path, book: Ledger) -> None:
    """A ledger with any row is refused and stays as it was; an empty one is taken."""
    restore(saved, book.address)
    before = seen(book.reader)
    with pytest.raises(LedgerError, match="not empty"):
        restore(saved, book.address)
    assert seen(book.reader) == before


def test_a_file_is_only_overwritten_when_asked(saved: Path, book: Ledger, tmp_path: Path) -> None:
    """An existing backup stays unless --overwrite is given, and a file that is no backup stays in any case."""
    before = saved.read_bytes()
    with pytest.raises(LedgerError, match="--overwrite"):
        book.reader.backup(saved)
    assert saved.read_bytes() == before
    other = tmp_path / "letter.txt"
    other.write_text("Dear")
    with pytest.raises(LedgerError, match="no backup"):
        book.reader.backup(other, overwrite=True)
    assert other.read_text() == "Dear"
    with pytest.raises(LedgerError, match="folder"):
        book.reader.backup(tmp_path, overwrite=True)


def test_a_disk_that_is_full_leaves_no_half_backup(
    full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room, an older backup stays whole, nothing lies beside it, and the words say why."""
    path = tmp_path / "b" / "saved.zip"
    path.parent.mkdir()
    before = backup(full, path)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.os, "fsync", no_room)
    with pytest.raises(LedgerError, match=r"No space left.*nothing was"):
        full.reader.backup(path, overwrite=True)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_row_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A backup of a hurt ledger is refused with table and key, and no file is left."""
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
        with writing(ledger._engine).begin() as connection:
            connection.exec_driver_sql("UPDATE statements SET evidence_start = 'x'")
        with pytest.raises(LedgerError, match=r"of statements cannot be backed up.*evidence_start is str"):
            ledger.reader.backup(tmp_path / "a.zip")
    assert not list(tmp_path.glob("*a.zip*"))


def test_pipes_and_missing_folders_are_told_at_once(book: Ledger, tmp_path: Path) -> None:
    """A pipe is neither read from nor overwritten, which would wait for ever; a missing folder is named."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(LedgerError, match="no backup"):
        book.reader.backup(pipe, True)
    with pytest.raises(LedgerError, match="no file"):
        restore(pipe, str(tmp_path / "new.sqlite"))
    with pytest.raises(LedgerError, match="no such folder"):
        book.reader.backup(tmp_path / "none" / "a.zip")
