"""The examination names every row that is hurt, and a sound ledger has none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from konturen.desk import keeping
from konturen.errors import LedgerError
from konturen.ledger.dialects import writing
from konturen.ledger.identities import Decision
from konturen.ledger.integrity import Hurt
from konturen.ledger.ledger import Ledger, open_ledger
from tests import factory
from tests.ledger.conftest import Fresh
from tests.ledger.test_archive import fill
from tests.ledger.world import WHEN


def hurt(ledger: Ledger) -> list[Hurt]:
    """All that is wrong."""
    return list(keeping.check(ledger.address))


def do(ledger: Ledger, *statements: str) -> None:
    """Change rows past the writer; foreign keys are not looked at."""
    with writing(ledger._engine).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            if not sqlite:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.exec_driver_sql(statement)


def test_a_sound_ledger_has_nothing_hurt(book: Ledger) -> None:
    """Texts, places, judgements, withdrawals, own actors and odd characters are all right."""
    assert hurt(book) == []
    fill(book)
    assert hurt(book) == []


HARM = {
    "text": ("UPDATE documents SET text = text || 'x'", "documents", "not the one that its id"),
    "hash": ("UPDATE documents SET sha256 = 'x'", "documents", "not those of its SHA-256"),
    "packing": ("UPDATE documents SET content = '\\x6162'", "documents", "cannot be unpacked"),
    "coverage": ("UPDATE documents SET coverage = '[]'", "documents", "coverage is no report"),
    "skipped": (
        'UPDATE documents SET coverage = \'{"skipped": [[0, 9999, "x"]]}\'',
        "documents",
        "places outside the text",
    ),
    "instant": ("UPDATE places SET recorded = 'noon'", "places", "no instant"),
    "evidence": ("UPDATE statements SET evidence_start = 1", "statements", "evidence does not stand"),
    "surface": (
        "UPDATE statements SET source_surface = 'Süd'",
        "statements",
        "words of its source do not stand",
    ),
    "half end": ("UPDATE statements SET target_start = NULL", "statements", "target is incomplete"),
    "claim": ("UPDATE statements SET target_actor = 'new:other'", "statements", "id is not the hash"),
    "direction": ("UPDATE statements SET mutual = NOT mutual", "statements", "id is not the hash"),
    "date": ("UPDATE statements SET \"when\" = '2024-13'", "statements", "'2024-13' is no date"),
    "relation": ("UPDATE statements SET relation = 'HUG'", "statements", "no relation 'HUG'"),
    "status": ("UPDATE statements SET status = 'true'", "statements", "no status 'true'"),
    "track": ("UPDATE statements SET track = 'rail'", "statements", "no track 'rail'"),
    "fact": ("UPDATE facts SET value = '13'", "facts", "id is not the hash"),
    "attribute": ("UPDATE facts SET attribute = 'size'", "facts", "no attribute 'size'"),
    "fact words": ("UPDATE facts SET actor_end = actor_end + 1", "facts", "words of its actor do not stand"),
    "mention": ("UPDATE mentions SET surface = 'Süd'", "mentions", "words do not stand"),
    "alternatives": ("UPDATE mentions SET alternatives = '7'", "mentions", "no list of actors"),
    "coding": ("UPDATE codings SET claim_id = claim_id || 'x'", "codings", "a claim that is not there"),
    "uncoded": ("DELETE FROM codings", "statements", "no coder stands for it"),
    "document": ("UPDATE places SET document_id = 'x'", "places", "document_id is not in documents"),
    "withdrawn": ("UPDATE judgements SET withdraws = 99 WHERE id = 2", "judgements", "withdraws is not in"),
    "withdrawal": ("UPDATE judgements SET withdraws = 2 WHERE id = 3", "judgements", "takes one back"),
    "line": ("UPDATE actor_rows SET actor = 'own:q' WHERE id = 1", "actor_rows", "not one of its actor"),
    "no line": ('UPDATE actor_rows SET "row" = NULL WHERE id = 1', "actor_rows", "it holds no line"),
}


@pytest.mark.parametrize("name", HARM)
def test_each_harm_is_named(fresh: Fresh, name: str) -> None:
    """A row that was changed past the writer is found, with table, id and words."""
    statement, table, words = HARM[name]
    ledger = fresh()
    ledger.writer.record(factory.coded(), WHEN)
    first = ledger.writer.judge(Decision("same", "new:nordlicht", "new:morgenrot", "Ann"), WHEN)
    ledger.writer.withdraw(first.id, "Ann", WHEN)
    ledger.writer.judge(Decision("different", "new:nordlicht", "new:morgenrot", "Bea"), WHEN)
    ledger.writer.add_actors([{"id": "own:x"}], "file", "Ann", WHEN)
    if ledger._engine.dialect.name == "sqlite":
        statement = statement.replace("'\\x6162'", "x'6162'")
    do(ledger, statement)
    found = hurt(ledger)
    assert any(one.table == table and one.row and words in one.what for one in found), found


def test_types_that_sqlite_lets_through_are_named(tmp_path: Path) -> None:
    """SQLite stores a text in a column of numbers: the examination says so."""
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
        do(ledger, "UPDATE mentions SET score = 'high'", "UPDATE documents SET title = x'00ff'")
        found = {(one.table, one.what) for one in hurt(ledger)}
    assert found == {("mentions", "score is str, not float"), ("documents", "title is bytes, not str")}


def damaged(path: Path, where: Callable[[bytes], int], junk: bytes) -> None:
    """Overwrite a stretch of a file."""
    data = bytearray(path.read_bytes())
    at = where(bytes(data))
    data[at : at + len(junk)] = junk
    path.write_bytes(data)


def many(path: Path) -> None:
    """A ledger of some pages."""
    with open_ledger(str(path), create=True) as ledger:
        for number in range(40):
            text = f"{factory.TEXT} Nummer {number}. " + "Füllung. " * 300
            ledger.writer.record(factory.coded(document=factory.document(text, location=f"{number}.txt")), WHEN)


@pytest.mark.parametrize(("sign", "words"), [(b"x", "id is the hash of"), (b"\xa5", "row cannot be read")])
def test_a_flipped_letter_in_the_file_is_named(tmp_path: Path, sign: bytes, words: str) -> None:
    """A damage that the database does not notice changes a hash or is no text any more: the text is named."""
    path = tmp_path / "a.sqlite"
    many(path)
    damaged(path, lambda data: data.index(b"Nummer 17"), sign * 3)
    found = list(keeping.check(str(path)))
    assert [one.table for one in found] == ["documents"]
    assert words in found[0].what


def test_a_damaged_page_is_named_and_the_rest_examined(tmp_path: Path) -> None:
    """Where a page cannot be read, the file's fault and the rows that are lost are named."""
    path = tmp_path / "a.sqlite"
    many(path)
    connection = sqlite3.connect(path)
    page = connection.execute("select rootpage from sqlite_master where name = 'statements'").fetchone()[0]
    connection.close()
    damaged(path, lambda _: (page - 1) * 4096, b"\xa5" * 4096)
    found = list(keeping.check(str(path)))
    assert any(one.table == "file" for one in found)
    assert any(one.table == "statements" and "cannot be read" in one.what for one in found)
    assert not any(one.table in ("documents", "mentions", "facts") and one.row for one in found)
    with open_ledger(str(path)) as ledger, pytest.raises(LedgerError, match="the ledger is damaged"):
        ledger.reader.statements()


def test_a_cut_file_is_said_at_once(tmp_path: Path) -> None:
    """A file that lost its end is refused when it is opened, and the examination names the file."""
    path = tmp_path / "a.sqlite"
    many(path)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(LedgerError, match=r"damaged"):
        open_ledger(str(path))
    assert [one.table for one in keeping.check(str(path))][:1] == ["file"]


def test_what_is_no_ledger_is_an_error(tmp_path: Path) -> None:
    """Nothing to examine is told as such, not as a fault of a ledger."""
    with pytest.raises(LedgerError, match="there is no ledger here"):
        list(keeping.check(str(tmp_path / "none.sqlite")))
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(LedgerError, match="no ledger"):
        list(keeping.check(str(tmp_path / "a.txt")))
