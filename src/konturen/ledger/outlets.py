"""Outlets of the texts, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from konturen.ledger import copies, schema

_D = schema.documents.c


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published texts: how many of them, how many of these are not copies of others, the first and last
    date of publication, the instant at which the last one was recorded. `name` is None where nobody knows."""

    name: str | None
    documents: int
    sources: int
    first: str | None
    last: str | None
    recorded: str


def outlets(connection: Connection) -> tuple[Outlet, ...]:
    """All outlets, those with most texts first."""
    counted = (func.count(), func.min(_D.published), func.max(_D.published), func.max(_D.recorded))
    rows = connection.execute(select(_D.outlet, *counted).group_by(_D.outlet)).all()
    copied = _copied(connection)
    found = [
        Outlet(name, count, count - copied[name], first, last, recorded)
        for name, count, first, last, recorded in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.documents, one.name or "")))


def _copied(connection: Connection) -> Counter[str | None]:
    """How many texts of each outlet are copies of a text recorded before."""
    standing = {text for text, source in copies.sources(connection).items() if text != source}
    found: Counter[str | None] = Counter()
    if standing:
        listed = sorted(standing)
        for at in range(0, len(listed), 500):
            part = listed[at : at + 500]
            wanted = select(_D.outlet, func.count()).where(_D.id.in_(part)).group_by(_D.outlet)
            found.update(dict(map(tuple, connection.execute(wanted))))
    return found
