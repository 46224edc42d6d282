"""A user's own actors in the ledger: added import by import, taken back by further rows, never changed."""

from __future__ import annotations

from typing import Any

import pytest

from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from tests.ledger import world
from tests.ledger.world import LATER, WHEN

ROWS: list[dict[str, Any]] = [
    {"id": "party-x", "type": "party", "names": [{"text": "Жаңа адамдар", "language": "kk", "kind": "native"}]},
    {"id": "party-y", "country": "KZ"},
]


def test_rows_come_back_as_they_were_added(book: Ledger) -> None:
    """Lines are read in the order of recording, with origin, person and instant."""
    batch = book.writer.add_actors(ROWS, "file.csv", "Ann", WHEN)
    found = book.reader.actor_rows()
    assert [dict(r.row) for r in found] == ROWS
    assert {(r.batch, r.origin, r.by, r.recorded, r.stands) for r in found} == {
        (batch, "file.csv", "Ann", WHEN, True)
    }
    assert [r.actor for r in found] == ["party-x", "party-y"]


def test_a_second_line_completes_and_overwrites_nothing(book: Ledger) -> None:
    """A later line about the same actor is a further row."""
    book.writer.add_actors(ROWS, "file.csv", "Ann", WHEN)
    book.writer.add_actors([{"id": "party-x", "country": "RU"}], "by hand", "Ben", LATER)
    assert [r.row.get("country") for r in book.reader.actor_rows()] == [None, "KZ", "RU"]


def test_one_undo_takes_a_whole_import_back(book: Ledger) -> None:
    """Withdrawing a batch leaves all other rows standing, deletes nothing, and tells who and when."""
    kept = book.writer.add_actors(ROWS[:1], "by hand", "Ann", WHEN)
    before = book.reader.actor_rows()
    batch = book.writer.add_actors([{"id": f"a{i}"} for i in range(1000)], "dump", "Ann", WHEN)
    rows = world.counts(book)["actor_rows"]
    assert book.writer.withdraw_actors("Ben", LATER, batch=batch) == 1000
    assert book.reader.actor_rows() == before
    assert world.counts(book)["actor_rows"] == rows + 1000
    everything = book.reader.actor_rows(withdrawn=True)
    assert len(everything) == 1001
    assert {(r.withdrawn_by, r.withdrawn) for r in everything if r.batch == batch} == {("Ben", LATER)}
    assert batch != kept
    assert book.writer.add_actors(ROWS, "again", "Ann", LATER) not in (kept, batch)


def test_rows_can_be_withdrawn_one_by_one_and_once(book: Ledger) -> None:
    """Some rows by their ids; what is left of the batch afterwards; nothing twice."""
    batch = book.writer.add_actors([*ROWS, {"id": "z"}], "file.csv", "Ann", WHEN)
    first = book.reader.actor_rows()[0].id
    assert book.writer.withdraw_actors("Ben", LATER, ids=[first, first]) == 1
    with pytest.raises(QueryError, match="withdrawn already, by Ben"):
        book.writer.withdraw_actors("Ann", LATER, ids=[first + 1, first])
    assert len(book.reader.actor_rows()) == 2
    assert book.writer.withdraw_actors("Ann", LATER, batch=batch) == 2
    with pytest.raises(QueryError, match=f"import {batch} no actor is left"):
        book.writer.withdraw_actors("Ann", LATER, batch=batch)
    assert book.reader.actor_rows() == ()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"ids": [99]}, "no actor row 99"),
        ({"ids": [2**70]}, "no actor row"),
        ({"ids": []}, "no rows"),
        ({"batch": 99}, "import 99"),
        ({"batch": 2**70}, "import"),
        ({}, "either rows or one batch"),
        ({"ids": [1], "batch": 1}, "either rows or one batch"),
    ],
)
def test_withdrawals_of_nothing_are_refused(book: Ledger, how: dict[str, Any], words: str) -> None:
    """What is not there cannot be taken back."""
    book.writer.add_actors(ROWS, "file.csv", "Ann", WHEN)
    with pytest.raises(QueryError, match=words):
        book.writer.withdraw_actors("Ann", LATER, **how)
    assert len(book.reader.actor_rows()) == 2


circle: dict[str, Any] = {"id": "a"}
circle["self"] = circle
deep: Any = []
for _ in range(200):
    deep = [deep]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"type": "party"}, "line 2, field id: an actor's id is missing"),
        ({"id": 7}, "line 2, field id"),
        ({"id": "x" * 201}, "201 characters"),
        ({"id": "a\x00b"}, "control characters"),
        ({"id": "a\u0085b"}, "control characters"),
        ({"id": "\ud800"}, "control characters"),
        ({"id": "a", "note": "\udfff"}, "line 2: it holds halves of characters"),
        ({"id": "a", "x": float("nan")}, "line 2: this cannot be written as JSON"),
        ({"id": "a", "x": {1, 2}}, "line 2: this cannot be written as JSON"),
        (circle, "line 2: this cannot be written as JSON"),
        ({"id": "a", "x": deep}, "more than 20 levels"),
        (["id", "a"], "no JSON object"),
    ],
)
def test_one_wrong_line_refuses_the_import(book: Ledger, row: Any, words: str) -> None:
    """The line is named and nothing of the import is written."""
    with pytest.raises(QueryError, match=words):
        book.writer.add_actors([ROWS[0], row], "file.csv", "Ann", WHEN)
    assert book.reader.actor_rows(withdrawn=True) == ()


def test_texts_with_nuls_and_marks_are_kept(book: Ledger) -> None:
    """Whatever JSON can hold comes back unchanged: NULs, right-to-left marks, 5,000 letters."""
    row = {"id": "a", "names": ["\0", "\u202eabc", "ж" * 5000, "\U0001f600"]}
    book.writer.add_actors([row], "file.csv", "Ann", WHEN)
    assert dict(book.reader.actor_rows()[0].row) == row


@pytest.mark.parametrize(
    ("rows", "origin", "by"), [([], "f", "Ann"), (ROWS, " ", "Ann"), (ROWS, "f", ""), (ROWS, "\ud800", "Ann")]
)
def test_imports_without_rows_origin_or_person_are_refused(
    book: Ledger, rows: list[dict[str, Any]], origin: str, by: str
) -> None:
    """Each value keeps its origin and its person, so both have to be given."""
    with pytest.raises(QueryError):
        book.writer.add_actors(rows, origin, by, WHEN)
    assert book.reader.actor_rows() == ()
