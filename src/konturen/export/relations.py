"""Statements gathered by who stands how to whom: the level of relations, and the edges of aggregated graphs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from konturen.export.context import Context, Parts, days, rows

LONGEST = 5
"""Ids of statements that a relation names; `statements` counts all."""


class Between(NamedTuple):
    """One relation between two actors in one status, with what it stands on.

    `sources` are independent ones: copies of a text count once. `first` and `last` are the days that the dated
    statements reach from and to, None where none is dated, `last` also where one goes on (`open`). `ids` are at
    most five statements.
    """

    source: str
    source_name: str
    source_type: str
    target: str
    target_name: str
    target_type: str
    relation: str
    status: str
    statements: int
    sources: int
    first: date | None
    last: date | None
    open: bool
    dated: int
    confirmed: int
    score: float
    ids: tuple[str, ...]


class _Gathered:
    """What is counted of one relation while statements pass."""

    __slots__ = (
        "best",
        "confirmed",
        "dated",
        "first",
        "ids",
        "last",
        "open",
        "sources",
        "spells",
        "statements",
    )

    def __init__(self) -> None:
        self.statements = self.dated = self.confirmed = 0
        self.sources: set[int] = set()
        self.first: date | None = None
        self.last: date | None = None
        self.open = False
        self.best = 0.0
        self.ids: list[str] = []
        self.spells: set[tuple[date | None, date | None]] = set()


Key = tuple[str, str, str, str]


class Gatherer:
    """Gathers statements by source, target, relation and status; those of one actor only are counted aside.

    Memory grows with the relations and with the texts that each stands in, not with the sentences.
    """

    def __init__(self, context: Context, spells: bool = False) -> None:
        self._context = context
        self._spells = spells
        self._found: dict[Key, _Gathered] = {}
        self.actors: dict[str, tuple[str, str]] = {}

    def take(self, parts: Parts) -> Gatherer:
        """Gather all of them."""
        for row in rows(parts):
            self.actors.setdefault(row.source_actor, (row.source_name, row.source_type))
            if row.target_actor is None:
                self._context.left["one end only"] += 1
                continue
            self.actors.setdefault(row.target_actor, (row.target_name or "", row.target_type or "other"))
            key = (row.source_actor, row.target_actor, row.relation, row.status)
            found = self._found.get(key) or self._found.setdefault(key, _Gathered())
            found.statements += 1
            found.sources.add(hash(row.source_id))
            found.confirmed += row.judgement in ("accepted", "amended")
            found.best = max(found.best, row.score)
            if len(found.ids) < LONGEST:
                found.ids.append(row.id)
            first, last = days(row.when)
            if row.when is None:
                continue
            found.dated += 1
            found.open |= last is None
            found.first = min(filter(None, (found.first, first)), default=None)
            found.last = max(filter(None, (found.last, last)), default=None)
            if self._spells:
                found.spells.add((first, last))
        return self

    def relations(self) -> list[Between]:
        """The relations in the order of their ids."""
        found = []
        for key, one in sorted(self._found.items(), key=lambda item: item[0]):
            source, target, relation, status = key
            found.append(
                Between(
                    *(source, *self.actors[source], target, *self.actors[target], relation, status),
                    *(one.statements, len(one.sources), one.first, None if one.open else one.last, one.open),
                    *(one.dated, one.confirmed, one.best, tuple(one.ids)),
                )
            )
        return found

    def spells(self, one: Between) -> list[tuple[date | None, date | None]]:
        """When a relation is dated to: stretches of days that do not touch, in order; None is an open end."""
        key = (one.source, one.target, one.relation, one.status)
        spans = sorted(self._found[key].spells, key=lambda s: (s[0] or date.min, s[1] or date.max))
        joined: list[tuple[date | None, date | None]] = []
        for first, last in spans:
            if joined and (joined[-1][1] is None or (first or date.min) <= joined[-1][1]):
                before = joined[-1]
                end = None if before[1] is None or last is None else max(before[1], last)
                joined[-1] = (before[0], end)
            else:
                joined.append((first, last))
        return joined
