"""Who belongs to whom at a date: roles of an actor, their history, and the way up to its party or state.

Nothing is carried over from one date to another: a tie that does not hold at the date asked for says nothing.
A tie without dates holds always; without a date asked for, ties without an end hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from konturen.actors.catalog import Actor, Catalog
from konturen.actors.ties import Tie, bounds

Level = Literal["party", "state"]

LONGEST_CHAIN = 6
"""Ties that a way up may have."""
_UP: Mapping[Level, frozenset[str]] = {
    "party": frozenset({"leads", "member_of", "youth_wing_of", "part_of"}),
    "state": frozenset({"leads", "governs", "part_of", "seats_in", "member_of", "youth_wing_of"}),
}
"""The relations that a way up may go."""
_STRENGTH: Mapping[str, int] = {
    "leads": 0,
    "governs": 1,
    "part_of": 2,
    "youth_wing_of": 3,
    "member_of": 4,
    "seats_in": 5,
}
_WORDS: Mapping[str, str] = {
    "leads": "leads",
    "member_of": "member of",
    "part_of": "part of",
    "youth_wing_of": "youth wing of",
    "governs": "governs",
    "seats_in": "seats in",
    "succeeds": "succeeds",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A tie with the actor that has it: `holder` `tie.relation` `tie.actor`."""

    holder: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The party or state that an actor stands for at a date.

    `actor` is its id, `chain` the ties that lead there, `reason` the same in words. `others` are further
    actors of that level to which ways as short lead at that date: nothing is decided by silence.
    """

    actor: str
    chain: tuple[Role, ...]
    reason: str
    others: tuple[str, ...] = ()


def roles_at(catalog: Catalog, actor_id: str, date: str | None) -> tuple[Role, ...]:
    """The roles that an actor has at a date (EDTF or ISO; None is now), in the catalog's order.

    Nothing for an actor that nobody knows. Raises DateError for what is no date.
    """
    known = catalog.get(actor_id)
    return tuple(Role(known.id, tie) for tie in known.ties if tie.holds(date)) if known else ()


def tie_history(catalog: Catalog, actor_id: str) -> tuple[Role, ...]:
    """All ties of an actor and to it, of all times: by first day, those without a beginning first."""
    known = catalog.get(actor_id)
    own = [Role(known.id, tie) for tie in known.ties] if known else []
    holders = catalog.derived("holders", lambda: _holders(catalog)).get(actor_id, ())
    others = [
        Role(holder, tie)
        for holder in holders
        if holder != actor_id
        for tie in catalog[holder].ties
        if tie.actor == actor_id
    ]
    return tuple(sorted([*own, *others], key=_begin))


def _holders(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Who has a tie to each actor."""
    index: dict[str, dict[str, None]] = {}
    for holder, target in catalog.arrows():
        index.setdefault(target, {})[holder] = None
    return {target: tuple(holders) for target, holders in index.items()}


def _begin(role: Role) -> tuple[str, str]:
    tie = role.tie
    since = bounds(tie.since)[0].isoformat() if tie.since else ""
    return since, bounds(tie.until)[1].isoformat() if tie.until else "9999-12-31"


def roll_up(catalog: Catalog, actor_id: str, level: Level, date: str | None) -> RolledUp | None:
    """The party or the state that an actor stands for at a date (EDTF or ISO; None is now), or None.

    An actor of that level stands for itself. To a party: by leading it or belonging to it, or to a youth wing
    or part of it. To a state: by ties that end at it; else by ties that end at one of its institutions; else
    by the actor's own country; else by the country of what it belongs to. The shortest way counts; of equally
    short ones that whose ties are the strongest (who leads one party and belongs to another stands for the
    first), then the one that began last, then the catalog's order. Raises DateError for what is no date.
    """
    start = catalog.get(actor_id)
    if start is None:
        return None
    if start.type == level:
        return RolledUp(start.id, (), f"is itself a {level}")
    ways = _ways(catalog, start, level, date)
    above = {key: way for key, way in ways.items() if way}
    reached = _best(catalog, {key: key for key in above if catalog.type_of(key) == level}, ways)
    if reached or level == "party":
        return reached
    own = [key for key in above if catalog.type_of(key) == "institution"]
    rest = [key for key in above if catalog.type_of(key) not in ("igo", "person")]
    return (
        _best(catalog, _countries(catalog, own), ways)
        or _best(catalog, _countries(catalog, [start.id]), ways)
        or _best(catalog, _countries(catalog, rest), ways)
    )


def _countries(catalog: Catalog, keys: Iterable[str]) -> dict[str, str]:
    """The state of the country of each actor that has one."""
    states = catalog.states()
    return {key: states[code] for key in keys if (code := catalog.country_of(key)) in states and code}


def _ways(catalog: Catalog, start: Actor, level: Level, date: str | None) -> dict[str, tuple[Role, ...]]:
    """The shortest and then strongest way from an actor to each that stands above it at a date.

    Each actor is reached once, so that ties in a circle cannot lead on for ever.
    """
    allowed = _UP[level]
    ways: dict[str, tuple[Role, ...]] = {start.id: ()}
    edge = [start.id]
    for _ in range(LONGEST_CHAIN):
        reached: dict[str, tuple[Role, ...]] = {}
        for key in edge:
            for role in roles_at(catalog, key, date):
                other = role.tie.actor
                if role.tie.relation in allowed and other not in ways and other in catalog:
                    way = (*ways[key], role)
                    if other not in reached or _order(way) < _order(reached[other]):
                        reached[other] = way
        ways |= reached
        edge = [key for key in reached if catalog.type_of(key) != level]
    return ways


def _order(way: tuple[Role, ...]) -> tuple[object, ...]:
    """What puts the better of two ways first: shorter, stronger ties, begun later."""
    ranks = tuple(_STRENGTH[role.tie.relation] for role in way)
    begun = tuple(-bounds(role.tie.since)[0].toordinal() if role.tie.since else 0 for role in way)
    return len(way), ranks, begun


def _best(catalog: Catalog, ends: Mapping[str, str], ways: Mapping[str, tuple[Role, ...]]) -> RolledUp | None:
    """The best of several ends (each with what it stands for), or None where there is none."""
    if not ends:
        return None
    best = min(ends, key=lambda key: _order(ways[key]))
    actor, way = ends[best], ways[best]
    near = [ends[key] for key in ends if len(ways[key]) == len(way)]
    others = tuple(dict.fromkeys(key for key in near if key != actor))
    parts = [_told(catalog, role) for role in way]
    if best != actor:
        parts.append(f"country of {catalog.name(best, 'en')}")
    reason = ", ".join(parts)
    if others:
        reason += f"; at that date also {', '.join(catalog.name(key, 'en') for key in others)}"
    return RolledUp(actor, way, reason, others)


def _told(catalog: Catalog, role: Role) -> str:
    """A tie in words: "member of AMANAT since 2022 (Party Facts 3748)"."""
    tie = role.tie
    named = tie.relation in ("leads", "member_of")
    title = (tie.title.get("en") or next(iter(tie.title.values()), "")) if named else ""
    told = f"{_WORDS[tie.relation]} {catalog.name(tie.actor, 'en')}{f' as {title}' if title else ''}"
    if tie.since and tie.until:
        told += f" from {tie.since} to {tie.until}"
    elif tie.since or tie.until:
        told += f" since {tie.since}" if tie.since else f" until {tie.until}"
    return f"{told} ({tie.source})" if tie.source else told
