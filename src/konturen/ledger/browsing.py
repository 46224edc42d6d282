"""What pages of the desk ask of a ledger beyond statements: lists, counts, and whether anything has changed."""

from __future__ import annotations

from collections.abc import Iterable

from konturen.ledger import changed, copies, notes, opened, said, schema, shelf
from konturen.ledger.calls import Calls
from konturen.ledger.changed import Changed, Stamp
from konturen.ledger.documents import WITH_GENRE, infos
from konturen.ledger.notes import Note
from konturen.ledger.opened import Named, Stretch
from konturen.ledger.outlets import Outlet, outlets
from konturen.ledger.recent import Recent, recent
from konturen.ledger.said import Around, Said
from konturen.ledger.shelf import Shelf, Wanted
from konturen.ledger.values import DocumentInfo


class Browsing(Calls):
    """Reads lists for pages."""

    def stamp(self) -> Stamp:
        """A value that changes whenever something is recorded: what was computed of a ledger holds as long."""
        if self._form < schema.SCHEMA_VERSION:
            return Stamp()
        with self._call() as connection:
            return changed.stamp(connection)

    def changed(self, then: Stamp) -> Changed:
        """What reads otherwise than at a stamp."""
        if self._form < schema.SCHEMA_VERSION:
            return Changed()
        with self._call() as connection:
            return changed.changed(connection, then)

    def notes(self, document: str) -> tuple[Note, ...]:
        """The standing notes beside a text, in the order of their places, those on the whole text first."""
        with self._call() as connection:
            return notes.of_document(connection, document) if self._form >= notes.FORM else ()

    def saved(self, person: str) -> tuple[Note, ...]:
        """The texts that a person keeps for later, those kept last first."""
        with self._call() as connection:
            return notes.of_person(connection, person, "saved") if self._form >= notes.FORM else ()

    def said(self, person: str, day: str, hour: str) -> Said:
        """What a person and others say of statements, and how many she judged since two instants."""
        with self._call() as connection:
            return said.said(connection, person, day, hour)

    def around(self, document: str, start: int, end: int) -> Around:
        """The sentences of a text before and after a place."""
        with self._call() as connection:
            return said.around(connection, document, start, end)

    def infos(self, documents: Iterable[str]) -> dict[str, DocumentInfo]:
        """What the ledger knows of these texts, by their ids; those that it does not hold are left out."""
        with self._call() as connection:
            return infos(connection, documents, self._form)

    def named_in(self, stretch: Stretch) -> tuple[Named, ...]:
        """Who is named in a stretch of a text, as all judgements and verdicts read it."""
        with self._call() as connection:
            out = self._review.rejected(connection)
            return opened.named(connection, self._identities(connection), self._names, stretch, out)

    def stated_in(self, stretch: Stretch) -> tuple[str, ...]:
        """The ids of the statements whose sentences begin in a stretch of a text, rejected ones with them."""
        with self._call() as connection:
            return opened.stated(connection, stretch)

    def standing(self) -> dict[str, str]:
        """For each text that is a copy of others the text that stands for it."""
        with self._call() as connection:
            return dict(copies.sources(connection)) if self._form >= WITH_GENRE else {}

    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets of the texts, those with most texts first."""
        with self._call() as connection:
            return outlets(connection)

    def recent(self, since: str) -> Recent:
        """What was recorded from an instant on."""
        with self._call() as connection:
            return recent(connection, since)

    def shelf(self, wanted: Wanted, limit: int, offset: int = 0) -> Shelf:
        """The texts that fit, those recorded last first, with what was found and judged in each."""
        with self._call() as connection:
            return shelf.shelf(connection, wanted, self._form, limit, offset)

    def outlet_names(self) -> tuple[str, ...]:
        """The outlets with most texts, in the order of their names."""
        with self._call() as connection:
            return shelf.names(connection)
