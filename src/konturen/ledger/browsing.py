"""What pages of the desk ask of a ledger beyond statements: lists, counts, and whether anything has changed."""

from __future__ import annotations

from sqlalchemy import func, select

from konturen.ledger import schema
from konturen.ledger.calls import Calls
from konturen.ledger.outlets import Outlet, outlets

Stamp = tuple[int, ...]
_NUMBERED = (
    schema.passages,
    schema.verdicts,
    schema.judgements,
    schema.actor_rows,
    schema.recodings,
    schema.removals,
    schema.subscriptions,
    schema.fetches,
)
"""Tables whose rows are numbered in the order of writing: one of them grows with everything that is shown."""


class Browsing(Calls):
    """Reads lists for pages."""

    def stamp(self) -> Stamp:
        """A value that changes whenever something is recorded: what was computed of a ledger holds as long."""
        if self._form < schema.SCHEMA_VERSION:
            return ()
        wanted = (select(func.max(table.c.id)).scalar_subquery() for table in _NUMBERED)
        with self._call() as connection:
            return tuple(number or 0 for number in connection.execute(select(*wanted)).one())

    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets of the texts, those with most texts first."""
        with self._call() as connection:
            return outlets(connection)
