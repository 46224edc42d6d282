"""Statements and facts as a reader gets them: their ends by all judgements, their words as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import Connection

from konturen.ledger.identities import Identities
from konturen.ledger.mentions import shown_names
from konturen.ledger.values import Query, Recorded, RecordedFact
from konturen.records import ActorType, End

Names: TypeAlias = Callable[[str], str | None]
_Shown: TypeAlias = Mapping[str, tuple[str, ActorType]]


def shown_statements(
    connection: Connection,
    identities: Identities,
    names: Names | None,
    query: Query,
    found: Sequence[Recorded],
) -> tuple[Recorded, ...]:
    """Of the statements found those whose ends read as the query wants, with these ends."""
    read = [
        (
            r,
            _read(identities, r.statement.source, r.document.id),
            _read(identities, r.statement.target, r.document.id),
            _read(identities, r.statement.speaker, r.document.id),
        )
        for r in found
    ]
    wanted = _sides(identities, query)
    read = [row for row in read if _fits(wanted, row[1], row[2])]
    if identities.plain:
        return tuple(row[0] for row in read)
    shown = _names(connection, identities, names, (key for row in read for key in row[1:]))
    return tuple(
        replace(
            r,
            statement=replace(
                r.statement,
                source=_end(r.statement.source, source, shown),
                target=r.statement.target and _end(r.statement.target, target, shown),
                speaker=r.statement.speaker and _end(r.statement.speaker, speaker, shown),
            ),
        )
        for r, source, target, speaker in read
    )


def shown_facts(
    connection: Connection,
    identities: Identities,
    names: Names | None,
    actors: frozenset[str] | None,
    found: Sequence[RecordedFact],
) -> tuple[RecordedFact, ...]:
    """Of the facts found those whose actor reads as one of `actors`, with this actor."""
    wanted = None if actors is None else frozenset(map(identities.representative, actors))
    read = [(r, _read(identities, r.fact.actor, r.document.id)) for r in found]
    read = [(r, actor) for r, actor in read if wanted is None or actor in wanted]
    if identities.plain:
        return tuple(r for r, _ in read)
    shown = _names(connection, identities, names, (actor for _, actor in read))
    return tuple(replace(r, fact=replace(r.fact, actor=_end(r.fact.actor, a, shown))) for r, a in read)


_Sides: TypeAlias = tuple[frozenset[str] | None, tuple[frozenset[str], frozenset[str]] | None]


def _sides(identities: Identities, query: Query) -> _Sides:
    """The actors of a query as they are shown."""

    def side(ids: frozenset[str]) -> frozenset[str]:
        return frozenset(map(identities.representative, ids))

    any_end = None if query.actors is None else side(query.actors)
    return any_end, query.between and (side(query.between[0]), side(query.between[1]))


def _fits(wanted: _Sides, source: str | None, target: str | None) -> bool:
    """Whether two ends are the wanted ones."""
    any_end, between = wanted
    if any_end is not None and source not in any_end and target not in any_end:
        return False
    if between is None:
        return True
    a, b = between
    return (source in a and target in b) or (source in b and target in a)


def _read(identities: Identities, end: End | None, document: str) -> str | None:
    return identities.resolve(end.actor, document, end.surface) if end else None


def _names(
    connection: Connection, identities: Identities, names: Names | None, actors: Iterable[str | None]
) -> _Shown:
    """The names of those actors that were merged or split; all others keep what the coder wrote."""
    changed = {actor for actor in actors if actor is not None and identities.gathers(actor)}
    return shown_names(connection, identities, changed, names)


def _end(end: End, actor: str | None, shown: _Shown) -> End:
    if actor is None or (actor == end.actor and actor not in shown):
        return end
    name, type_ = shown[actor]
    return replace(end, actor=actor, name=name, type=type_)
