"""Notes beside texts, and texts kept for later: each person's own, taken back by further rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.checks import LARGEST
from konturen.ledger.checks import person as checked_person
from konturen.ledger.checks import words as checked_words

FORM = 4
"""The form of ledgers from which on there are notes."""
NoteKind = Literal["note", "saved"]
KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
_TABLE = schema.notes
_N = _TABLE.c
_BACK = _TABLE.alias("back")
_STANDS = _N.withdraws.is_(None) & ~exists().where(_BACK.c.withdraws == _N.id)
_SHOWN = (_N.id, _N.kind, _N.document_id, _N.start, _N.end, _N.text, _N.by, _N.recorded)


class Place(NamedTuple):
    """A text, and the words in it from `start` to `end`; the whole text where these are None."""

    document: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote beside a text (`kind` is note), or that she keeps it for later (saved: no words)."""

    id: int
    kind: NoteKind
    document: str
    start: int | None
    end: int | None
    text: str | None
    by: str
    recorded: str


def add(
    connection: Connection, kind: NoteKind, place: Place, by: str, recorded: str, words: str | None = None
) -> tuple[Note, bool]:
    """Write a note, or keep a text; with whether it is new: what stands already stays as it is."""
    checked_person(by)
    if kind not in KINDS:
        raise QueryError(f"there is no kind of note {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")
    said = checked_words((words or "").strip(), "the note") if kind == "note" else None
    if kind == "note" and not said:
        raise QueryError("the note says nothing.", hint="Write something.")
    _checked(connection, place)
    values = {
        "kind": kind,
        "document_id": place.document,
        "start": place.start if kind == "note" else None,
        "end": place.end if kind == "note" else None,
        "text": said,
        "by": by,
    }
    same = (_TABLE.c[name].is_not_distinct_from(value) for name, value in values.items())
    known = _read(connection, *same)
    if known:
        return known[0], False
    made = connection.execute(insert(_TABLE).values(**values, recorded=recorded)).inserted_primary_key
    assert made is not None  # the database gives each row its number
    return _read(connection, _N.id == made[0])[0], True


def withdraw(connection: Connection, id: int, by: str, recorded: str) -> Note:
    """Take a note of one's own back; it."""
    checked_person(by)
    standing = _read(connection, _N.id == id, _N.by == by) if 0 < id <= LARGEST else ()
    if not standing:
        raise QueryError(f"there is no note {id} of {by}.", hint="Perhaps it was taken back already.")
    note = standing[0]
    row = {"kind": note.kind, "document_id": note.document, "by": by, "recorded": recorded, "withdraws": id}
    connection.execute(insert(_TABLE).values(row))
    return note


def of_document(connection: Connection, document: str) -> tuple[Note, ...]:
    """The standing notes beside a text, in the order of their places, those on the whole text first."""
    found = _read(connection, _N.document_id == document, _N.kind == "note")
    return tuple(sorted(found, key=lambda note: (note.start is not None, note.start or 0, note.id)))


def of_person(connection: Connection, person: str, kind: NoteKind) -> tuple[Note, ...]:
    """What stands of a person, the newest first."""
    return tuple(reversed(_read(connection, _N.by == person, _N.kind == kind)))


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Note, ...]:
    rows = connection.execute(select(*_SHOWN).where(_STANDS, *conditions).order_by(_N.id))
    return tuple(Note(*row) for row in rows)


def _checked(connection: Connection, place: Place) -> None:
    """QueryError where a text, or the place in it, is not there."""
    d = schema.documents.c
    length: Any = connection.execute(select(func.length(d.text)).where(d.id == place.document)).scalar()
    if length is None:
        raise QueryError(f"the ledger holds no document {place.document[:40]}.")
    start, end = place.start, place.end
    if start is None and end is None:
        return
    if start is None or end is None or not 0 <= start < end <= length:
        raise QueryError("there is no such place in the text.", place.document, "Choose words of the text.")
