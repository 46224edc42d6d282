"""Ledgers of the first form: backed up, brought to today's, or left as they were."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from konturen.desk.searching import search
from konturen.errors import LedgerError
from konturen.ledger import migrations, schema
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import open_ledger
from konturen.records import Alternative
from tests import factory
from tests.ledger.world import WHEN

NEW = set(schema.metadata.tables) - {
    "meta",
    "documents",
    "places",
    "statements",
    "facts",
    "codings",
    "mentions",
}
DDL_1 = """
CREATE TABLE meta ("key" VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE documents (id VARCHAR NOT NULL, language VARCHAR NOT NULL, media_type VARCHAR NOT NULL, title TEXT,
  author TEXT, outlet TEXT, published VARCHAR, reading_minutes INTEGER, sha256 VARCHAR NOT NULL,
  content BLOB NOT NULL, text TEXT NOT NULL, coverage TEXT NOT NULL, recorded VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE codings (claim_id VARCHAR NOT NULL, coder VARCHAR NOT NULL, score FLOAT NOT NULL, cue TEXT,
  recorded VARCHAR NOT NULL, PRIMARY KEY (claim_id, coder));
CREATE TABLE places (document_id VARCHAR NOT NULL, location TEXT NOT NULL, retrieved VARCHAR,
  recorded VARCHAR NOT NULL, PRIMARY KEY (document_id, location),
  FOREIGN KEY(document_id) REFERENCES documents (id));
CREATE TABLE statements (id VARCHAR NOT NULL, document_id VARCHAR NOT NULL, relation VARCHAR NOT NULL,
  status VARCHAR NOT NULL, mutual BOOLEAN NOT NULL, source_actor VARCHAR NOT NULL, source_name VARCHAR NOT NULL,
  source_type VARCHAR NOT NULL, source_surface VARCHAR NOT NULL, source_start INTEGER NOT NULL,
  source_end INTEGER NOT NULL, target_actor VARCHAR, target_name VARCHAR, target_type VARCHAR,
  target_surface VARCHAR, target_start INTEGER, target_end INTEGER, "when" VARCHAR, when_text TEXT,
  track VARCHAR NOT NULL, speaker_actor VARCHAR, speaker_name VARCHAR, speaker_type VARCHAR,
  speaker_surface VARCHAR, speaker_start INTEGER, speaker_end INTEGER, evidence_start INTEGER NOT NULL,
  evidence_end INTEGER NOT NULL, evidence_text TEXT NOT NULL, recorded VARCHAR NOT NULL, PRIMARY KEY (id),
  FOREIGN KEY(document_id) REFERENCES documents (id));
CREATE INDEX statements_by_source ON statements (source_actor, target_actor);
CREATE INDEX statements_by_target ON statements (target_actor, source_actor);
CREATE INDEX statements_by_document ON statements (document_id);
CREATE TABLE facts (id VARCHAR NOT NULL, document_id VARCHAR NOT NULL, actor_actor VARCHAR NOT NULL,
  actor_name VARCHAR NOT NULL, actor_type VARCHAR NOT NULL, actor_surface VARCHAR NOT NULL,
  actor_start INTEGER NOT NULL, actor_end INTEGER NOT NULL, attribute VARCHAR NOT NULL, value TEXT NOT NULL,
  "of" TEXT, "when" VARCHAR, evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL,
  evidence_text TEXT NOT NULL, recorded VARCHAR NOT NULL, PRIMARY KEY (id),
  FOREIGN KEY(document_id) REFERENCES documents (id));
CREATE INDEX facts_by_actor ON facts (actor_actor);
CREATE TABLE mentions (document_id VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  actor VARCHAR NOT NULL, name TEXT NOT NULL, surface TEXT NOT NULL, type VARCHAR NOT NULL, form VARCHAR NOT NULL,
  score FLOAT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (document_id, start, "end", actor),
  FOREIGN KEY(document_id) REFERENCES documents (id));
CREATE INDEX mentions_by_actor ON mentions (actor);
INSERT INTO meta VALUES ('schema', '1');
"""
"""What version 0.1.0 wrote."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of the first form with one text."""
    filled = tmp_path / "filled.sqlite"
    with open_ledger(str(filled), create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
    path = tmp_path / "old" / "my ledger.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.executescript(DDL_1)
        connection.execute("attach ? as filled", (str(filled),))
        for table in schema.metadata.sorted_tables:
            if table.name not in {*NEW, "meta"}:
                held = connection.execute(f"select * from {table.name}").description
                columns = ", ".join(f'"{name}"' for name, *_ in held)
                connection.execute(f"insert into {table.name} select {columns} from filled.{table.name}")
    connection.close()
    return path


def structure(path: Path) -> dict[str, object]:
    """All tables with their columns, keys and indexes, as the database tells them."""
    with open_ledger(str(path)) as ledger:
        seen = inspect(ledger._engine)
        return {
            table: (
                [{k: str(v) for k, v in column.items()} for column in seen.get_columns(table)],
                seen.get_pk_constraint(table),
                sorted(map(str, seen.get_foreign_keys(table))),
                sorted(map(str, seen.get_indexes(table))),
                sorted(map(str, seen.get_unique_constraints(table))),
            )
            for table in seen.get_table_names()
        }


def form(path: Path) -> tuple[str, set[str]]:
    """The form that a file says it has, and its tables."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        said = connection.execute("select value from meta where key = 'schema'").fetchone()[0]
        return said, {
            row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")
        }
    finally:
        connection.close()


def test_migrations_make_what_create_all_makes(old: Path, tmp_path: Path) -> None:
    """A migrated ledger has exactly the tables, columns, keys and indexes of a new one."""
    new = tmp_path / "new.sqlite"
    open_ledger(str(new), create=True).close()
    assert structure(old) == structure(new)
    assert [m.form for m in migrations.MIGRATIONS] == list(range(2, schema.SCHEMA_VERSION + 1))


def test_an_old_ledger_is_backed_up_and_migrated(old: Path) -> None:
    """All that it held is read as before, judgements can be written, and the backup is the old ledger."""
    with open_ledger(str(old)) as ledger:
        assert [r.statement for r in ledger.reader.statements()] == [factory.statement()]
        ledger.writer.judge(Decision("same", "new:nordlicht", "new:morgenrot", "Ann"), WHEN)
        assert len(ledger.reader.actors()) == 1
    backup = old.with_name("my ledger.sqlite.form-1.bak")
    assert form(old)[0] == str(schema.SCHEMA_VERSION)
    assert (form(backup)[0], form(backup)[1] & NEW) == ("1", set())
    with sqlite3.connect(backup) as connection:
        assert connection.execute("select count(*) from statements").fetchone() == (1,)
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert sorted(p.name for p in old.parent.iterdir()) == [old.name, backup.name]


def test_opening_again_makes_no_second_backup(old: Path) -> None:
    """A ledger of today's form is opened as it is."""
    open_ledger(str(old)).close()
    open_ledger(str(old)).close()
    assert len(list(old.parent.glob("*.bak"))) == 1


def test_an_existing_backup_is_not_overwritten(old: Path) -> None:
    """A file that bears the backup's name stays, and the backup gets a number."""
    taken = old.with_name("my ledger.sqlite.form-1.bak")
    taken.write_text("mine", "utf-8")
    open_ledger(str(old)).close()
    assert taken.read_text("utf-8") == "mine"
    assert form(old.with_name("my ledger.sqlite.form-1.2.bak"))[0] == "1"


def test_a_crash_in_between_leaves_the_old_form(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption after the tables were made takes them back; the next opening migrates."""

    def crash(connection: Connection) -> None:
        migrations._judgements(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.Migration(2, "crash", crash),))
    with pytest.raises(KeyboardInterrupt):
        open_ledger(str(old))
    assert form(old)[0] == "1"
    assert not form(old)[1] & NEW
    monkeypatch.undo()
    open_ledger(str(old)).close()
    assert form(old)[0] == str(schema.SCHEMA_VERSION)


def test_without_a_backup_nothing_is_changed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the backup fails the ledger stays as it is, no half copy stays behind, and the message says so."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("konturen.ledger.sqlite._to_disk", full)
    before = old.read_bytes()
    with pytest.raises(LedgerError, match=r"cannot be backed up .*No space left.*nothing was changed"):
        open_ledger(str(old))
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


def test_a_read_only_old_ledger_can_still_be_read(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads as it is, without judgements and own actors, and nothing can be written to it."""
    monkeypatch.setattr("konturen.ledger.sqlite.os.access", lambda *_: False)
    before = old.read_bytes()
    with open_ledger(str(old)) as ledger:
        reader = ledger.reader.named({}.get)
        assert [r.statement for r in reader.statements()] == [factory.statement()]
        assert len(reader.facts()) == 1
        assert len(reader.actors()) == len(reader.unknown(5, lambda _: False)) == 2
        assert len(reader.mentions_of("new:nordlicht")) == 1
        assert (reader.judgements(), reader.actor_rows(), reader.identities().plain) == ((), (), True)
        with pytest.raises(LedgerError, match="read-only"):
            _ = ledger.writer
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


def test_of_many_who_open_at_once_one_migrates(old: Path) -> None:
    """Four programs that open an old ledger together all find today's form, and there is one backup."""
    gate, found = threading.Barrier(4), []

    def open_it() -> None:
        gate.wait()
        with open_ledger(str(old)) as ledger:
            found.append((ledger.form, len(ledger.reader.statements()), ledger.reader.judgements()))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(schema.SCHEMA_VERSION, 1, ())] * 4
    assert len(list(old.parent.glob("*.bak"))) == 1


@pytest.mark.parametrize("said", ["0", "-1", "one", "", "²"])
def test_a_ledger_that_does_not_say_its_form_is_refused(old: Path, said: str) -> None:
    """A form that is no number above zero is a fault, not an old form."""
    with sqlite3.connect(old) as connection:
        connection.execute("update meta set value = ?", (said,))
    connection.close()
    with pytest.raises(LedgerError, match="does not say its version"):
        open_ledger(str(old))
    assert not list(old.parent.glob("*.bak"))


def test_a_form_of_many_digits_is_newer(old: Path) -> None:
    """A number of 10,000 digits is a newer form, not a crash."""
    with sqlite3.connect(old) as connection:
        connection.execute("update meta set value = ?", ("9" * 10_000,))
    connection.close()
    with pytest.raises(LedgerError, match="newer Konturen"):
        open_ledger(str(old))


def test_a_mention_keeps_who_else_came_into_question(tmp_path: Path) -> None:
    """The alternatives of a mention come back as they were given; those of the first form have none."""
    others = (Alternative("state-pol", "Polen", 0.3, "its country is not in the text"),)
    coded = factory.coded()
    mentions = tuple(replace(m, alternatives=others) for m in coded.mentions)
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        ledger.writer.record(replace(coded, mentions=mentions), WHEN)
        known = next(m for m in mentions if m.actor)
        assert {m.alternatives for m in ledger.reader.mentions_of(str(known.actor))} == {others}


def test_the_texts_of_an_old_ledger_are_searched(old: Path) -> None:
    """The migration fills the index: a word of an old text is found, with its statement."""
    with open_ledger(str(old)) as ledger:
        hits = search("Parteien", ledger).hits
        assert [(hit.text, len(hit.statements)) for hit in hits] == [(factory.FIRST, 1)]
