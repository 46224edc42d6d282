"""Mentions as they read after all judgements: counted, listed, and the names that actors have by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, false, func, null, or_, select, true, union_all

from konturen.ledger import schema
from konturen.ledger.checks import writable_text
from konturen.ledger.identities import PROVISIONAL, Identities
from konturen.ledger.rows import row_alternatives
from konturen.records import ActorType, Alternative

WITH_ALTERNATIVES = 2
"""The form of ledgers from which on mentions tell who else came into question."""
MOST = 10_000
"""How many ids stand in one condition; for more, rows are chosen after they were read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document names an actor, in characters of its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention as it was read: its place and the id of the actor that was seen there."""

    document: str
    start: int
    end: int
    actor: str


NONE_OUT: frozenset[Reading] = frozenset()


@dataclass(frozen=True, slots=True)
class UnknownActor:
    """An actor that texts name and nobody knows: how often, under which words, and where first."""

    id: str
    name: str
    type: str
    mentions: int
    documents: int
    surfaces: tuple[tuple[str, int], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class RecordedMention:
    """A mention as it stands in the ledger: the words, their place, how sure the coder was, why, and whom
    else it may mean."""

    document: str
    start: int
    end: int
    surface: str
    score: float
    reason: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(slots=True)
class Tally:
    """What mentions of an actor say of it; `own` are names and types under its very id."""

    mentions: int = 0
    documents: set[str] = field(default_factory=set)
    surfaces: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    own_names: Counter[str] = field(default_factory=Counter)
    own_types: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The name most used under its own id, else under any; of equals the first by letters."""
        return _most(self.own_names or self.names)

    @property
    def type(self) -> str:
        """The type most used, chosen like the name."""
        return _most(self.own_types or self.types)


def holding(column: ColumnElement[Any], ids: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a column holds one of these ids; true for all rows where they are too many to ask."""
    chosen = sorted(key for key in ids if writable_text(key))
    if not chosen:
        return false()
    return column.in_(chosen) if len(chosen) <= MOST else true()


def tallies(
    connection: Connection,
    identities: Identities,
    condition: ColumnElement[bool] | None = None,
    out: frozenset[Reading] = NONE_OUT,
) -> dict[str, Tally]:
    """The mentions that fit a condition, but for those left `out`, counted by the actor that they read as."""
    m = schema.mentions.c
    key = (m.actor, m.document_id, m.surface, m.name, m.type)
    wanted = select(*key, func.count()).group_by(*key)
    less = _grouped(connection, out)
    return _count(connection, identities, wanted if condition is None else wanted.where(condition), less)


def mentioned(
    connection: Connection, identities: Identities, ids: Iterable[str], out: frozenset[Reading] = NONE_OUT
) -> frozenset[str]:
    """Of these ids those as which some mention reads, without counting all that there are."""
    wanted = frozenset(key for key in ids if writable_text(key))
    m = schema.mentions.c
    if identities.plain and not out:
        one = select(m.actor).limit(1)
        return frozenset(key for key in wanted if connection.execute(one.where(m.actor == key)).first())
    found = tallies(connection, identities, holding(m.actor, identities.all_sources(wanted)), out)
    return wanted & found.keys()


def _grouped(connection: Connection, out: frozenset[Reading]) -> Counter[tuple[str, ...]]:
    """The readings left out, counted like the rows of `tallies`."""
    m = schema.mentions.c
    found: Counter[tuple[str, ...]] = Counter()
    documents = sorted({reading.document for reading in out})
    columns = (m.start, m.end, m.actor, m.document_id, m.surface, m.name, m.type)
    for at in range(0, len(documents), MOST):
        wanted = select(*columns).where(m.document_id.in_(documents[at : at + MOST]))
        for start, end, *key in connection.execute(wanted):
            if Reading(key[1], start, end, key[0]) in out:
                found[tuple(key)] += 1
    return found


def shown_names(
    connection: Connection,
    identities: Identities,
    actors: Iterable[str],
    names: Callable[[str], str | None] | None,
) -> dict[str, tuple[str, ActorType]]:
    """Name and type under which representatives are shown: the caller's name, else the one most used for it."""
    wanted = set(actors)
    if not wanted:
        return {}
    sources = {key for actor in wanted for key in identities.sources(actor)}
    found = tallies(connection, identities, holding(schema.mentions.c.actor, sources))
    if wanted - found.keys():
        # Ends that no mention stands for: nothing that the coder writes, but the ledger takes it.
        found = _count(connection, identities, _ends(sources)) | found
    shown = {}
    for actor in sorted(wanted & found.keys()):
        name = names(actor) if names else None
        shown[actor] = (name or found[actor].name, cast(ActorType, found[actor].type))
    return shown


def unknown(
    connection: Connection,
    identities: Identities,
    limit: int,
    known: Callable[[str], bool],
    places: int,
    out: frozenset[Reading] = NONE_OUT,
) -> tuple[UnknownActor, ...]:
    """The provisional actors of which nobody knows any id (`known`), most mentioned first, at most `limit`."""
    condition: ColumnElement[bool] = schema.mentions.c.actor.startswith(PROVISIONAL, autoescape=True)
    if not identities.plain:
        condition = or_(condition, holding(schema.mentions.c.actor, identities.touched))
    found = sorted(
        (
            (actor, tally)
            for actor, tally in tallies(connection, identities, condition, out).items()
            if actor.startswith(PROVISIONAL)
        ),
        key=lambda pair: (-pair[1].mentions, pair[0]),
    )
    chosen: dict[str, Tally] = {}
    for actor, tally in found:
        if len(chosen) >= limit:
            break
        if not any(map(known, identities.merged(actor))):
            chosen[actor] = tally
    where = _places(connection, identities, chosen, places, out)
    return tuple(
        UnknownActor(
            actor,
            tally.name,
            tally.type,
            tally.mentions,
            len(tally.documents),
            tuple(sorted(tally.surfaces.items(), key=lambda item: (-item[1], item[0]))),
            tuple(where.get(actor, ())),
        )
        for actor, tally in chosen.items()
    )


def mentions_of(
    connection: Connection,
    identities: Identities,
    actor: str,
    limit: int,
    form: int,
    out: frozenset[Reading] = NONE_OUT,
) -> tuple[RecordedMention, ...]:
    """The mentions that read as an actor, but those left `out`, in the order of recording, at most `limit`."""
    m = schema.mentions.c
    others = m.alternatives if form >= WITH_ALTERNATIVES else null()
    columns = (m.actor, m.document_id, m.start, m.end, m.surface, m.score, m.reason, others)
    wanted = _in_order(select(*columns), identities.sources(actor))
    shown = identities.representative(actor)
    found: list[RecordedMention] = []
    for stored, document, start, end, surface, score, reason, others_stored in connection.execute(wanted):
        if len(found) >= limit:
            break
        if out and Reading(document, start, end, stored) in out:
            continue
        if identities.resolve(stored, document, surface) == shown:
            rest = row_alternatives(others_stored)
            found.append(RecordedMention(document, start, end, surface, score, reason, rest))
    return tuple(found)


def _places(
    connection: Connection,
    identities: Identities,
    actors: Iterable[str],
    most: int,
    out: frozenset[Reading],
) -> dict[str, list[Place]]:
    """The first places of each of these representatives."""
    found: dict[str, list[Place]] = {actor: [] for actor in actors}
    if not found or most < 1:
        return found
    m = schema.mentions.c
    sources = {key for actor in found for key in identities.sources(actor)}
    wanted = _in_order(select(m.actor, m.document_id, m.start, m.end, m.surface), sources)
    for stored, document, start, end, surface in connection.execute(wanted):
        if out and Reading(document, start, end, stored) in out:
            continue
        places = found.get(identities.resolve(stored, document, surface))
        if places is not None and len(places) < most:
            places.append(Place(document, start, end))
    return found


def _in_order(wanted: Select[Any], actors: Iterable[str]) -> Select[Any]:
    """Mentions stored under these ids, by the recording of their texts and their place in them."""
    m, d = schema.mentions.c, schema.documents.c
    wanted = wanted.join(schema.documents, d.id == m.document_id).where(holding(m.actor, actors))
    return wanted.order_by(d.recorded, m.document_id, m.start, m.end, m.actor)


def _ends(actors: Iterable[str]) -> Any:
    """The ends of statements and facts that are stored under these ids, as rows like those of mentions."""
    ids = frozenset(actors)
    parts = []
    for table, end in (
        (schema.statements, "source"),
        (schema.statements, "target"),
        (schema.statements, "speaker"),
        (schema.facts, "actor"),
    ):
        actor = table.c[f"{end}_actor"]
        columns: Sequence[ColumnElement[Any]] = (
            actor.label("actor"),
            table.c.document_id.label("document_id"),
            table.c[f"{end}_surface"].label("surface"),
            table.c[f"{end}_name"].label("name"),
            table.c[f"{end}_type"].label("type"),
        )
        parts.append(select(*columns).where(actor.is_not(None), holding(actor, ids)))
    ends = union_all(*parts).subquery()
    return select(*ends.c, func.count()).group_by(*ends.c)


def _count(
    connection: Connection,
    identities: Identities,
    wanted: Select[Any],
    less: Mapping[tuple[str, ...], int] | None = None,
) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    plain = identities.plain
    for stored, document, surface, name, type_, number in connection.execute(wanted):
        if less:
            number -= less.get((stored, document, surface, name, type_), 0)
            if number < 1:
                continue
        actor = stored if plain else identities.resolve(stored, document, surface)
        tally = found.get(actor)
        if tally is None:
            tally = found[actor] = Tally()
        tally.mentions += number
        tally.documents.add(document)
        tally.surfaces[surface] += number
        tally.names[name] += number
        tally.types[type_] += number
        if actor == stored:
            tally.own_names[name] += number
            tally.own_types[type_] += number
    return found


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda key: (-counted[key], key))
