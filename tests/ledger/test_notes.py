"""Notes beside texts and texts kept for later, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from konturen.desk import noting
from konturen.errors import QueryError
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.notes import Place
from konturen.ledger.restoring import restore
from konturen.ledger.traces import Person
from tests import factory
from tests.ledger.world import LATER, WHEN


@pytest.fixture
def text(book: Ledger) -> str:
    """The id of a recorded text."""
    coded = factory.coded()
    book.writer.record(coded, WHEN)
    return coded.document.id


def test_a_note_stands_at_its_place_and_is_taken_back(book: Ledger, text: str) -> None:
    """Notes come in the order of places, those on the whole text first; a note taken back is gone."""
    late = noting.note(text, "later words", book, (5, 9), by="Ann")
    whole = noting.note(text, "the whole", book, by="Bob")
    early = noting.note(text, "first words", book, (0, 4), by="Ann")
    assert book.reader.notes(text) == (whole, early, late)
    noting.take_back(late.id, book, by="Ann")
    assert book.reader.notes(text) == (whole, early)


def test_the_same_note_twice_is_one(book: Ledger, text: str) -> None:
    """Writing again what stands changes nothing; after it was taken back it is new."""
    first = noting.note(text, "once", book, by="Ann")
    assert noting.note(text, " once ", book, by="Ann") == first
    assert noting.note(text, "once", book, by="Bob") != first
    noting.take_back(first.id, book, by="Ann")
    assert noting.note(text, "once", book, by="Ann").id != first.id


def test_only_who_wrote_a_note_takes_it_back(book: Ledger, text: str) -> None:
    """Another person's note, an unknown one and one that was taken back already are refused."""
    made = noting.note(text, "mine", book, by="Ann")
    for number, by in ((made.id, "Bob"), (made.id + 1, "Ann"), (-1, "Ann"), (2**70, "Ann")):
        with pytest.raises(QueryError, match="there is no note"):
            noting.take_back(number, book, by=by)
    noting.take_back(made.id, book, by="Ann")
    with pytest.raises(QueryError, match="taken back already"):
        noting.take_back(made.id, book, by="Ann")


def test_each_person_keeps_her_own_texts(book: Ledger, text: str) -> None:
    """A kept text is kept once and for one person; letting go what is not kept is nothing."""
    kept = noting.keep(text, book, by="Ann")
    assert noting.keep(text, book, by="Ann") == kept
    assert book.reader.saved("Ann") == (kept,)
    assert book.reader.saved("Bob") == ()
    assert book.reader.notes(text) == ()
    noting.let_go(text, book, by="Bob")
    noting.let_go(text, book, by="Ann")
    assert book.reader.saved("Ann") == ()


@pytest.mark.parametrize(
    ("document", "said", "place", "fault"),
    [
        ("0" * 16, "words", None, "no document"),
        (None, "  ", None, "says nothing"),
        (None, "words", (0, 10**6), "no such place"),
        (None, "words", (4, 4), "no such place"),
        (None, "words", (-1, 4), "no such place"),
        (None, "a\0b", None, "no file can hold"),
        (None, "x" * 10_001, None, "10001 characters"),
    ],
)
def test_a_note_that_cannot_stand_is_refused(
    book: Ledger, text: str, document: str | None, said: str, place: tuple[int, int] | None, fault: str
) -> None:
    """An unknown text, an empty note, a place outside the text: the error says which, and nothing is written."""
    with pytest.raises(QueryError, match=fault):
        noting.note(document or text, said, book, place, by="Ann")
    assert book.reader.notes(text) == ()


def test_notes_survive_a_backup_and_a_check(book: Ledger, text: str, tmp_path: Path) -> None:
    """A backup holds them, taken back ones among them, and the examination finds nothing wrong."""
    noting.take_back(noting.note(text, "gone", book, (0, 4), by="Ann").id, book, by="Ann")
    noting.note(text, "stays", book, by="Ann")
    noting.keep(text, book, by="Ann")
    book.reader.backup(tmp_path / "book.zip")
    restore(tmp_path / "book.zip", str(tmp_path / "other.sqlite"))
    with open_ledger(str(tmp_path / "other.sqlite")) as other:
        assert other.reader.notes(text) == book.reader.notes(text)
        assert other.reader.saved("Ann") == book.reader.saved("Ann")
        assert not list(other.reader.examine())


def test_notes_are_as_they_were_known(book: Ledger, text: str) -> None:
    """A reader of an earlier day sees no later note, and one that was taken back only later."""
    made = book.writer.annotate("note", Place(text), "Ann", "2026-01-02T00:00:00+00:00", "early")[0]
    book.writer.withdraw_note(made.id, "Ann", "2026-01-04T00:00:00+00:00")
    days = ("2026-01-01", "2026-01-03", "2026-01-05")
    assert [len(book.reader.as_known(day).notes(text)) for day in days] == [0, 1, 0]


def test_a_note_that_names_a_removed_person_goes(book: Ledger, text: str) -> None:
    """`forget` takes notes that name the person; what she wrote herself stays without her name."""
    noting.note(text, "ask Wanda Wirbel about it", book, by="Ann")
    noting.note(text, "unsure", book, by="Wanda Wirbel")
    book.writer.forget(Person(frozenset(), frozenset({"Wanda Wirbel"})), "Ann", LATER)
    assert [(note.text, note.by) for note in book.reader.notes(text)] == [("unsure", "removed")]


def test_a_stamp_changes_with_whatever_is_recorded(book: Ledger) -> None:
    """A text, a note and a judgement each give the ledger another stamp; reading does not."""
    stamps = [book.reader.stamp()]
    coded = factory.coded()
    book.writer.record(coded, WHEN)
    stamps.append(book.reader.stamp())
    noting.note(coded.document.id, "words", book, by="Ann")
    stamps.append(book.reader.stamp())
    book.writer.judge(Decision("same", "new:nordlicht", "new:morgenrot", "Ann"), WHEN)
    stamps.append(book.reader.stamp())
    assert len(set(stamps)) == 4
    assert book.reader.stamp() == stamps[-1]
