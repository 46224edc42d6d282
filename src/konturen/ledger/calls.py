"""How a reader calls its database: what it sees, under whose names, in which transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Self

from sqlalchemy import Connection, Engine

from konturen.ledger import clock, judgements, schema
from konturen.ledger.dialects import told
from konturen.ledger.identities import Identities
from konturen.ledger.reviewed import Review


class Calls:
    """Calls a ledger. Every call sees what is committed when it begins.

    `form` is the form of the ledger's tables; the first one knows no judgements. `names` gives the names under
    which merged and split actors are shown; without it, or where it answers None, the ledger's texts do.
    """

    def __init__(
        self,
        address: str,
        engine: Engine,
        form: int = schema.SCHEMA_VERSION,
        names: Callable[[str], str | None] | None = None,
    ) -> None:
        self._address = address
        self._engine = engine
        self._form = form
        self._judged = form >= 2
        self._review = Review(form >= 3)
        self._names = names
        self._known: str | None = None
        self._shared: Connection | None = None
        self._meant: Identities | None = None

    def named(self, names: Callable[[str], str | None] | None) -> Self:
        """The same reader with the names of a catalog: of the id of an actor, None where it has none."""
        one = copy(self)
        one._names = names
        return one

    def as_known(self, instant: str) -> Self:
        """A reader that answers as this one did at an instant (ISO 8601, UTC); a day means its end.

        Texts, statements, codings, judgements, actors and subscriptions recorded later are not there yet, what
        was withdrawn later still stands. What was removed on request stays removed. QueryError where this is no
        instant.
        """
        one = copy(self)
        one._known, one._shared, one._meant = clock.instant(instant), None, None
        return one

    @contextmanager
    def together(self) -> Iterator[Self]:
        """A reader all of whose calls see one state of the ledger, by one connection; in one thread."""
        with self._call() as connection:
            one = copy(self)
            one._shared = connection
            one._meant = self._identities(connection)
            yield one

    def _identities(self, connection: Connection) -> Identities:
        if self._meant is not None:
            return self._meant
        return Identities.of(judgements.load(connection)) if self._judged else Identities()

    @contextmanager
    def _call(self, older: bool = False, whole: bool = False) -> Iterator[Connection]:
        """One transaction for one call, so that all its parts see the same; `whole` sees every row."""
        if self._shared is not None and not older and not whole:
            with told(self._address):
                yield self._shared
            return
        with told(self._address), self._engine.connect() as connection:
            yield connection if whole else clock.seeing(connection, self._known, self._form, older)
