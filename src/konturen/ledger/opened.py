"""What stands in a stretch of a text: who is named there, and which claims have their sentences there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from konturen.ledger import schema
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import Reading, shown_names


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of a text from `start` to `end`."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names an actor, and whom that place reads as."""

    start: int
    end: int
    actor: str
    name: str
    type: str


def named(
    connection: Connection,
    identities: Identities,
    names: Callable[[str], str | None] | None,
    stretch: Stretch,
    out: frozenset[Reading],
) -> tuple[Named, ...]:
    """The mentions that touch a stretch, in their order; those left `out` are not among them."""
    m = schema.mentions.c
    wanted = select(m.start, m.end, m.actor, m.surface, m.name, m.type).where(
        m.document_id == stretch.document, m.start < stretch.end, m.end > stretch.start
    )
    rows = [
        (start, end, identities.resolve(stored, stretch.document, surface), name, type_)
        for start, end, stored, surface, name, type_ in connection.execute(
            wanted.order_by(m.start, m.end.desc(), m.actor)
        )
        if Reading(stretch.document, start, end, stored) not in out
    ]
    gathered = {actor for _, _, actor, _, _ in rows if identities.gathers(actor)}
    shown = shown_names(connection, identities, gathered, names)
    return tuple(
        Named(start, end, who, *shown.get(who, (name, type_))) for start, end, who, name, type_ in rows
    )


def stated(connection: Connection, stretch: Stretch) -> tuple[str, ...]:
    """The ids of the statements whose sentences begin in a stretch, in the order of these."""
    return _claims(connection, schema.statements, stretch)


def told(connection: Connection, stretch: Stretch) -> tuple[str, ...]:
    """The ids of the facts whose sentences begin in a stretch, in the order of these."""
    return _claims(connection, schema.facts, stretch)


def _claims(connection: Connection, table: Table, stretch: Stretch) -> tuple[str, ...]:
    own = table.c
    wanted = select(own.id).where(
        own.document_id == stretch.document,
        own.evidence_start >= stretch.start,
        own.evidence_start < stretch.end,
    )
    return tuple(connection.execute(wanted.order_by(own.evidence_start, own.id)).scalars())
