"""Statements as told of parties or states: each end stands for the one that it belonged to at that time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from konturen.actors.catalog import Catalog
from konturen.actors.roles import Level, RolledUp, roll_up
from konturen.dates import DateError
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, RecordedFact
from konturen.records import End


class Rolled:
    """A ledger's reader whose ends are rolled up to a level at the date of each statement.

    The date is when it happened, else when the text was published; a text without either is read by the roles
    of now. An end that belonged to nobody of that level stays as it is: nothing is lost and nothing guessed.
    """

    def __init__(self, reader: Reader, catalog: Catalog, level: Level) -> None:
        self._reader = reader
        self._catalog = catalog
        self._level = level
        self._known: dict[tuple[str, str | None], RolledUp | None] = {}

    def statements(self, query: Query | None = None) -> tuple[Recorded, ...]:
        """Statements that fit a query after their ends were rolled up."""
        wanted = query or Query()
        found = self._reader.statements(replace(wanted, actors=None, between=None))
        return tuple(r for r in map(self._rolled, found) if _fits(r, wanted))

    def facts(
        self, actors: frozenset[str] | None = None, *, newest: int | None = None
    ) -> tuple[RecordedFact, ...]:
        """Facts as they are: what is said of a member is not said of her party."""
        return self._reader.facts(actors, newest=newest)

    def count_facts(self, actors: frozenset[str]) -> int:
        """How many there are."""
        return self._reader.count_facts(actors)

    def _rolled(self, record: Recorded) -> Recorded:
        statement = record.statement
        date = statement.when or record.document.published
        source = self._end(statement.source, date)
        target = self._end(statement.target, date) if statement.target else None
        return replace(record, statement=replace(statement, source=source, target=target))

    def _end(self, end: End, date: str | None) -> End:
        up = self._up(end.actor, date)
        if up is None or up.actor == end.actor:
            return end
        name = self._catalog.name(up.actor, "en")
        return replace(end, actor=up.actor, name=name, type=self._catalog.type_of(up.actor))

    def _up(self, actor: str, date: str | None) -> RolledUp | None:
        """Whom an actor stands for at a date, computed once."""
        asked = actor, date
        if asked not in self._known:
            try:
                self._known[asked] = roll_up(self._catalog, actor, self._level, date)
            except DateError:  # a text's own date may be anything
                self._known[asked] = roll_up(self._catalog, actor, self._level, None)
        return self._known[asked]


def _fits(record: Recorded, query: Query) -> bool:
    ends = _ids(end for end in (record.statement.source, record.statement.target))
    if query.actors is not None and not ends & query.actors:
        return False
    if query.between is None:
        return True
    one, other = query.between
    source, target = record.statement.source.actor, record.statement.target
    to = target.actor if target else None
    return (source in one and to in other) or (source in other and to in one)


def _ids(ends: Iterable[End | None]) -> frozenset[str]:
    return frozenset(end.actor for end in ends if end)
