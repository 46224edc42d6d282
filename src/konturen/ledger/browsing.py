"""What pages of the desk ask of a ledger beyond statements: lists, counts, and whether anything has changed."""

from __future__ import annotations

from sqlalchemy import func, select

from konturen.ledger import copies, notes, schema
from konturen.ledger.calls import Calls
from konturen.ledger.documents import WITH_GENRE
from konturen.ledger.notes import Note
from konturen.ledger.outlets import Outlet, outlets

Stamp = tuple[object, ...]
_NUMBERED = (
    schema.passages,
    schema.verdicts,
    schema.judgements,
    schema.actor_rows,
    schema.recodings,
    schema.removals,
    schema.subscriptions,
    schema.fetches,
    schema.notes,
)
"""Tables whose rows are numbered in the order of writing: one of them grows with everything that is shown."""


class Browsing(Calls):
    """Reads lists for pages."""

    def stamp(self) -> Stamp:
        """A value that changes whenever something is recorded: what was computed of a ledger holds as long."""
        if self._form < schema.SCHEMA_VERSION:
            return ()
        last = select(func.max(schema.documents.c.recorded)).scalar_subquery()
        wanted = (select(func.max(table.c.id)).scalar_subquery() for table in _NUMBERED)
        with self._call() as connection:
            return tuple(connection.execute(select(last, *wanted)).one())

    def notes(self, document: str) -> tuple[Note, ...]:
        """The standing notes beside a text, in the order of their places, those on the whole text first."""
        with self._call() as connection:
            return notes.of_document(connection, document) if self._form >= notes.FORM else ()

    def notes_by(self, person: str) -> tuple[Note, ...]:
        """The standing notes of a person, the newest first."""
        with self._call() as connection:
            return notes.of_person(connection, person, "note") if self._form >= notes.FORM else ()

    def saved(self, person: str) -> tuple[Note, ...]:
        """The texts that a person keeps for later, those kept last first."""
        with self._call() as connection:
            return notes.of_person(connection, person, "saved") if self._form >= notes.FORM else ()

    def standing(self) -> dict[str, str]:
        """For each text that is a copy of others the text that stands for it."""
        with self._call() as connection:
            return dict(copies.sources(connection)) if self._form >= WITH_GENRE else {}

    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets of the texts, those with most texts first."""
        with self._call() as connection:
            return outlets(connection)
