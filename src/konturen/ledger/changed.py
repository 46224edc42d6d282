"""What was recorded since a ledger had a stamp: which texts, statements and actors read otherwise now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Column, Connection, func, select

from konturen.ledger import schema


@dataclass(frozen=True, slots=True)
class Stamp:
    """Changes whenever something is recorded. `recorded` is the instant of the last text, the others are the
    largest numbers of the tables of their names."""

    recorded: str | None = None
    passages: int | None = None
    verdicts: int | None = None
    judgements: int | None = None
    actor_rows: int | None = None
    recodings: int | None = None
    removals: int | None = None
    subscriptions: int | None = None
    fetches: int | None = None
    notes: int | None = None

    @property
    def told(self) -> Stamp:
        """The same without what changes no statement, actor or text: feeds that were asked, and notes."""
        return replace(self, subscriptions=None, fetches=None, notes=None)


@dataclass(frozen=True, slots=True)
class Changed:
    """Texts that came or were coded again, statements on which something was said, actors that were decided on,
    and whether something was said of `copies`; `everything` where what was held before is no use."""

    documents: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    copies: bool = False
    everything: bool = False


def stamp(connection: Connection) -> Stamp:
    """The stamp of a ledger as it is."""
    last = select(func.max(schema.documents.c.recorded)).scalar_subquery()
    numbered = [schema.metadata.tables[f.name] for f in fields(Stamp) if f.name != "recorded"]
    wanted = (select(func.max(table.c.id)).scalar_subquery() for table in numbered)
    return Stamp(*connection.execute(select(last, *wanted)).one())


def changed(connection: Connection, then: Stamp) -> Changed:
    """What reads otherwise than at a stamp."""
    now = stamp(connection)
    if now == then:
        return Changed()
    if now.removals != then.removals:
        return Changed(everything=True)
    p, v, j, r = schema.passages.c, schema.verdicts.c, schema.judgements.c, schema.recodings.c
    # By the numbers of their sentences: clocks of several machines may differ, and who has none says nothing.
    texts = _values(connection, select(p.document_id).distinct().where(_later(p.id, then.passages)))
    texts |= _values(connection, select(r.document_id).where(_later(r.id, then.recodings)))
    said = select(v.subject).where(v.kind == "statement", _later(v.id, then.verdicts))
    ends = (_values(connection, select(end).where(_later(j.id, then.judgements))) for end in (j.left, j.right))
    copied = select(v.id).where(v.kind == "copies", _later(v.id, then.verdicts)).limit(1)
    return Changed(
        frozenset(texts),
        frozenset(_values(connection, said)),
        frozenset[str]().union(*ends),
        bool(_values(connection, copied)),
    )


def _later(column: Column[Any], number: int | None) -> Any:
    return column > (number or 0)


def _values(connection: Connection, wanted: Any) -> set[str]:
    found: Iterable[str] = connection.execute(wanted).scalars()
    return set(found)
