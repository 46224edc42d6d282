"""Texts coded again: the last coder's findings are shown, nothing is lost, persons' words stay."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from konturen.desk import keeping
from konturen.desk.recoding import Recode
from konturen.desk.searching import search
from konturen.errors import LedgerError, QueryError
from konturen.ledger import clock, schema
from konturen.ledger.differences import Coding, compare
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query
from konturen.ledger.traces import Person
from konturen.records import Coded, Evidence
from tests import factory
from tests.ledger import victim, world
from tests.ledger.newer import Newer, newer
from tests.ledger.world import LATER, TEXTS, WHEN

OLD = factory.coded(coder="test/1 test/1")
NEW = replace(
    OLD,
    coder="test/2",
    statements=(
        factory.statement(coder="test/2", status="planned", score=0.5),
        factory.statement(coder="test/2", relation="SUPPORT", mutual=False, speaker=factory.end("Nordlicht")),
    ),
    mentions=OLD.mentions[:1],
)


def shown(ledger: Ledger, older: bool = False) -> list[tuple[str, str, str, float]]:
    """What a reader shows, in short."""
    found = ledger.reader.statements(Query(older=older))
    return sorted(
        (r.statement.relation, r.statement.status, r.statement.coder, r.statement.score) for r in found
    )


def test_the_last_coder_is_shown_and_the_former_stays(book: Ledger) -> None:
    """After a recoding readers and the search show what the new coder found; the old claims are still there."""
    book.writer.record(OLD, WHEN)
    difference = book.writer.recode(NEW, LATER)
    assert difference is not None
    assert difference.counts == {
        "statements": {"kept": 0, "new": 1, "changed": 1, "lost": 0},
        "facts": {"kept": 1, "new": 0, "changed": 0, "lost": 0},
        "mentions": {"kept": 1, "new": 0, "changed": 0, "lost": 1},
    }
    assert shown(book) == [("CONSULT", "planned", "test/2", 0.5), ("SUPPORT", "happened", "test/2", 0.9)]
    assert len(shown(book, older=True)) == 3
    assert [a.id for a in book.reader.actors()] == ["new:nordlicht"]
    assert len(book.reader.facts()) == 1
    (hit,) = search("relation:SUPPORT", book).hits
    assert {s.statement.status for s in hit.statements} == {"happened"}
    assert [r.recorded for r in hit.statements] == [LATER]
    assert search("status:happened relation:CONSULT", book).hits == ()
    assert list(keeping.check(book.address)) == []


def test_as_known_before_the_recoding_shows_the_former_state(book: Ledger) -> None:
    """The day before, the old coder's findings are shown, in the search, too."""
    book.writer.record(OLD, WHEN)
    before = world.seen(book.reader)
    book.writer.recode(NEW, LATER)
    assert world.seen(book.reader) != before
    assert world.seen(book.reader.as_known("2026-11-22")) == before
    assert [len(h.statements) for h in search("status:happened", book.as_known("2026-11-22")).hits] == [1]


def test_the_same_coder_changes_nothing(book: Ledger) -> None:
    """A text whose last coder is this one is not coded again, and a recoding by it writes nothing."""
    book.writer.record(OLD, WHEN)
    book.writer.recode(NEW, LATER)
    rows = world.counts(book)
    assert book.writer.recode(NEW, LATER) is None
    assert world.counts(book) == rows
    assert book.reader.due_recodings("test/2") == ((), 1)
    again = Recode(book, Newer("test/2"), apply=True)
    assert (list(again.run()), again.present, again.totals.texts) == ([], 1, 0)


def test_going_back_to_a_former_coder(book: Ledger) -> None:
    """An old coder's findings come back under its name and with its scores when it is the last one again."""
    book.writer.record(OLD, WHEN)
    before = shown(book)
    book.writer.recode(NEW, LATER)
    book.writer.recode(OLD, "2026-11-24T12:00:00+00:00")
    assert shown(book) == before
    assert len(book.reader.actors()) == 2


def test_what_a_person_holds_stays_in_sight(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that a person has accepted is shown though the last coder lost it; no other one is."""
    book.writer.record(OLD, WHEN)
    (kept,) = book.reader.statements()
    book.writer.recode(NEW, LATER)
    monkeypatch.setattr(clock, "held", lambda _: frozenset({kept.id}))
    assert [r.statement for r in book.reader.statements() if r.id == kept.id] == [kept.statement]
    assert len(book.reader.statements()) == 3
    assert len(book.reader.coding(OLD.document.id).statements) == 2


def test_a_text_that_is_not_there_or_a_coding_without_a_name_is_refused(book: Ledger) -> None:
    """QueryError, and nothing is written; a value that does not stand where it says is a LedgerError."""
    with pytest.raises(QueryError, match="holds no document"):
        book.writer.recode(NEW, LATER)
    with pytest.raises(QueryError, match="holds no document"):
        Recode(book, Newer(), document="nope")
    book.writer.record(OLD, WHEN)
    with pytest.raises(QueryError, match="does not say its coder"):
        book.writer.recode(replace(NEW, coder=""), LATER)
    wrong = factory.statement(evidence=Evidence("not there", 0, 9))
    with pytest.raises(LedgerError, match="do not stand where they say"):
        book.writer.recode(replace(NEW, statements=(wrong,)), LATER)
    assert world.counts(book)["recodings"] == 0


def test_first_the_difference_then_the_change(book: Ledger) -> None:
    """Without apply nothing is written; with it the very differences that were shown are made, text by text."""
    for coded in TEXTS:
        book.writer.record(coded, WHEN)
    rows, before = world.counts(book), world.seen(book.reader)
    preview = Recode(book, Newer())
    first = list(preview.run())
    assert (world.counts(book), world.seen(book.reader)) == (rows, before)
    again = Recode(book, Newer(), apply=True)
    assert list(again.run()) == first
    assert again.totals == preview.totals
    for text in TEXTS:
        wanted = newer(text, "test/2", "test/2")
        assert book.reader.coding(text.document.id) == Coding.of(
            replace(
                wanted,
                statements=tuple(replace(s, document=text.document.location) for s in wanted.statements),
                facts=tuple(replace(f, document=text.document.location) for f in wanted.facts),
            )
        )
    assert all(world.counts(book)[table] >= number for table, number in rows.items())
    assert list(keeping.check(book.address)) == []


def test_an_interrupted_recoding_goes_on(book: Ledger) -> None:
    """What was interrupted after one text codes only the others the next time."""
    for coded in TEXTS:
        book.writer.record(coded, WHEN)
    with pytest.raises(KeyboardInterrupt):
        list(Recode(book, Newer(stop_after=1), apply=True).run())
    rest = Newer()
    again = Recode(book, rest, apply=True)
    list(again.run())
    assert (rest.coded, again.present) == (2, 1)
    assert world.counts(book)["recodings"] == 3


def test_judgements_stay_and_those_without_a_sentence_are_named(book: Ledger) -> None:
    """A split by words that no text is read as any more is named as having lost its sentence; others are not."""
    book.writer.record(OLD, WHEN)
    kept = book.writer.judge(Decision("means", "new:nordlicht", "new:n", "Ann", None, None, "Nordlicht"), WHEN)
    lost = book.writer.judge(Decision("means", "new:morgenrot", "new:m", "Ann", None, None, "Morgenrot"), WHEN)
    never = book.writer.judge(Decision("means", "new:morgenrot", "new:x", "Ann", None, None, "Nowhere"), WHEN)

    class One(Newer):
        def code(self, document: object, progress: object = None, ledger: object = None) -> Coded:
            return NEW

    for apply in (False, True):
        again = Recode(book, One(), apply=apply)
        assert again.lost() == ()
        list(again.run())
        assert again.lost() == (lost,)
    assert Recode(book, One()).lost() == (lost,)
    assert [s.judgement for s in book.reader.judgements() if s.stands] == [kept, lost, never]


def test_older_ledgers_tell_their_coder_by_their_claims(book: Ledger) -> None:
    """A text recorded before coders were noted is known by its statements; without any it is coded again."""
    book.writer.record(replace(OLD, coder=""), WHEN)
    bare = factory.coded(document=factory.document("Nichts."), statements=(), facts=(), mentions=())
    book.writer.record(bare, WHEN)
    outdated, present = book.reader.due_recodings("test/1 facts/9")
    assert ([o.document for o in outdated], present) == ([bare.document.id], 1)
    assert len(book.reader.due_recodings("test/2 test/1")[0]) == 2


def test_a_difference_names_what_is_said_otherwise() -> None:
    """Claims of one pair in one sentence are one that has changed, with the fields; others are new or lost."""
    difference = compare(Coding.of(OLD), Coding.of(NEW))
    changed, new = sorted(difference.statements, key=lambda c: c.kind)
    assert (changed.kind, changed.fields) == ("changed", ("status",))
    assert (new.kind, new.old) == ("new", None)
    assert not compare(Coding.of(OLD), Coding.of(replace(OLD, coder="other")))
    back = compare(Coding.of(NEW), Coding.of(OLD))
    assert sorted(c.kind for c in back.statements) == ["changed", "lost"]


def test_a_removed_person_leaves_no_trace_of_recodings(book: Ledger) -> None:
    """With her texts go their recodings, and the ledger is sound."""
    book.writer.record(TEXTS[0], WHEN)
    book.writer.record(TEXTS[1], WHEN)
    for text in TEXTS[:2]:
        book.writer.recode(newer(text, 5, "test/2"), LATER)
    book.writer.forget(Person(frozenset({"new:ada"}), frozenset()), "Kim", LATER)
    with book._engine.connect() as connection:
        texts = set(
            connection.execute(
                schema.recodings.select().with_only_columns(schema.recodings.c.document_id)
            ).scalars()
        )
        mentioned = set(
            connection.execute(
                schema.mentions.select().with_only_columns(schema.mentions.c.document_id)
            ).scalars()
        )
    assert texts == {TEXTS[1].document.id}
    assert mentioned == {TEXTS[1].document.id}
    assert list(keeping.check(book.address)) == []


def test_check_finds_what_is_hurt(book: Ledger) -> None:
    """Codings of a recoding that is not there, and counts that are none, are named."""
    book.writer.record(OLD, WHEN)
    book.writer.recode(NEW, LATER)
    stray = {"claim_id": OLD.statements[0].id(OLD.document.id), "coder": "x", "score": 0.5, "recorded": WHEN}
    engine = book._engine.execution_options(konturen_writes="konturen")
    with engine.begin() as connection:
        connection.execute(insert(schema.codings).values(stray | {"recoding_id": 77}))
        connection.execute(update(schema.recodings).values(counts='{"a": {"b": "many"}}'))
    said = [str(hurt) for hurt in keeping.check(book.address)]
    assert any("recoding_id is not in recodings" in line for line in said)
    assert any("recodings 1: its counts are no numbers" in line for line in said)


def test_backups_hold_recodings(book: Ledger, tmp_path: Path) -> None:
    """A backup restored and backed up again is the same file, and the new ledger answers the same searches."""
    for number, coded in enumerate(TEXTS):
        book.writer.record(coded, f"2026-11-22T12:00:0{number}+00:00")
    list(Recode(book, Newer(), apply=True).run())
    book.reader.backup(tmp_path / "one.zip")
    keeping.restore(tmp_path / "one.zip", str(tmp_path / "new.sqlite"))
    with open_ledger(str(tmp_path / "new.sqlite")) as other:
        other.reader.backup(tmp_path / "two.zip")
        assert [h.text for h in search("met", other).hits] == [h.text for h in search("met", book).hits]
        assert world.seen(other.reader) == world.seen(book.reader)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_killed_while_recoding(tmp_path: Path) -> None:
    """Wherever the process dies each text is coded again wholly or not at all, and the next run ends the work."""
    template = tmp_path / "template.sqlite"
    with open_ledger(str(template), create=True) as ledger:
        for coded in TEXTS:
            ledger.writer.record(coded, WHEN)
    path = tmp_path / "ledger.sqlite"

    def work(say: victim.Say) -> None:
        with open_ledger(str(path)) as ledger:
            for text in Recode(ledger, Newer(), apply=True).run():
                say(text.document)

    path.write_bytes(template.read_bytes())
    total = victim.steps(work)
    with open_ledger(str(path)) as ledger:
        whole = [ledger.reader.coding(text.document.id) for text in TEXTS]
    for at in range(1, total, max(total // 20, 1)):
        for file in tmp_path.glob("ledger.sqlite*"):
            file.unlink()
        path.write_bytes(template.read_bytes())
        said = victim.die(work, at).said
        with open_ledger(str(path)) as ledger:
            assert len(said) <= world.counts(ledger)["recodings"] <= len(said) + 1
            list(Recode(ledger, Newer(), apply=True).run())
            assert [ledger.reader.coding(text.document.id) for text in TEXTS] == whole
            assert world.counts(ledger)["recodings"] == 3
        assert list(keeping.check(str(path))) == []


def test_counts_are_written_down(book: Ledger) -> None:
    """The row of a recoding says its coder and how much has changed."""
    book.writer.record(OLD, WHEN)
    difference = book.writer.recode(NEW, LATER)
    with book._engine.connect() as connection:
        row = connection.execute(schema.recodings.select()).one()
    assert difference is not None
    assert (row.coder, json.loads(row.counts), row.recorded) == ("test/2", difference.counts, LATER)
