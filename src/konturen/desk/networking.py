"""The actors of a ledger as a network: the Python twin of `konturen network`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from konturen.actors.catalog import Catalog
from konturen.acts import NOBODY, UNDATED, Acts, Party, day_number
from konturen.analysis import distance as ways
from konturen.analysis import network as webs
from konturen.analysis.distance import Distance, Reached
from konturen.analysis.network_values import Figures, Filter, Network
from konturen.analysis.relations import Side
from konturen.analysis.telling import MONTHS, By, bins, period_of
from konturen.desk.analysing import Held, Material, apart, days, material, span_of
from konturen.desk.roster import find
from konturen.errors import QueryError
from konturen.records import ActorType
from konturen.settings import Settings
from konturen.tables import Table

Level = Literal["actor", "state"]
MOST_DAYS = 400
"""Rows that a series has at most."""
APART = frozenset({"igo", "media"})
"""Types of actors that stand for no state, wherever their seat is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which network: its level, and what counts; an empty tuple leaves a condition open.

    On the level "state" every actor whose country the catalog knows is its state, but for intergovernmental
    organisations and media; what is told between two actors of one country then makes no pair. `tracks`,
    `types` (of actors), `countries` (names of states) and `relations` hold of both ends and of each act, each
    list means any of it. `within` are days before the date: older acts that are over do not count.
    `least_sources` are the independent sources that a pair needs, `least_tone` how far from 0 its tone must be
    so that it counts as cooperative or hostile.
    """

    level: Level = "actor"
    tracks: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    within: int | None = None
    least_sources: int = 1
    least_tone: float = 0.0


ALL = Choice()


def network(
    ledger: Held, at: str | None = None, choice: Choice = ALL, settings: Settings | None = None
) -> Network:
    """The network at the end of a date (EDTF); without one at the last day the ledger knows.

    QueryError where a track, type, relation, level or country is none; DateError where `at` is no date.
    """
    chosen = material(ledger, settings)
    acts, wanted = _asked(chosen, choice)
    return webs.snapshot(acts, chosen.codebook, _day(acts, at), wanted)


def distance(
    a: str,
    b: str,
    ledger: Held,
    at: str | None = None,
    choice: Choice = ALL,
    settings: Settings | None = None,
) -> Distance:
    """How many cooperative pairs a shortest way from `a` to `b` has, and one such way, strongest first.

    Errors as for `network`, and QueryError where a name fits nobody or several actors, or both are the same.
    """
    chosen = material(ledger, settings)
    acts, wanted = _asked(chosen, choice)
    sides = apart((_side(chosen, a, choice.level), _side(chosen, b, choice.level)))
    return ways.distance(acts, chosen.codebook, sides, _day(acts, at), wanted)


def reach(
    name: str, ledger: Held, at: str | None = None, choice: Choice = ALL, settings: Settings | None = None
) -> Table[Reached]:
    """All whom ways of cooperation lead to from one actor, the nearest first; errors as for `distance`."""
    chosen = material(ledger, settings)
    acts, wanted = _asked(chosen, choice)
    return ways.reach(acts, chosen.codebook, _side(chosen, name, choice.level), _day(acts, at), wanted)


def series(
    ledger: Held,
    period: str | None = None,
    by: By = "year",
    choice: Choice = ALL,
    settings: Settings | None = None,
) -> Table[Figures]:
    """The figures of the network at the end of each month, quarter or year of a period (EDTF), and at its end;
    without one from the first act to the last day the ledger knows.

    Errors as for `network`; QueryError where these are more than `MOST_DAYS` days.
    """
    if by not in MONTHS:
        raise QueryError(f"by: there is no {by!r}.", hint=f"Choose one of: {', '.join(MONTHS)}.")
    chosen = material(ledger, settings)
    acts, wanted = _asked(chosen, choice)
    span = days("--series", period) if period else span_of(acts)
    if span is None:
        return Table(Figures, ())
    first, last = bins(np.array(span, np.int64), by).tolist()
    if last - first >= MOST_DAYS:
        what = f"--series: {last - first + 1} {by}s are too many."
        raise QueryError(what, hint=f"Ask for at most {MOST_DAYS}: a shorter period, or by year.")
    ends = (day_number(period_of(n, by)[2]) for n in range(first, last + 1))
    return webs.figures(acts, chosen.codebook, [min(end, span[1]) for end in ends], wanted)


def _day(acts: Acts, at: str | None) -> int:
    if at is not None:
        return days("--at", at)[1]
    span = span_of(acts)
    return UNDATED if span is None else span[1]


def _side(chosen: Material, name: str, level: Level) -> Side:
    """An actor of the network by a name; on the level of states its state."""
    if level == "actor":
        return chosen.side(name)
    key = chosen.reader.identities().representative(find(name, chosen.catalog, chosen.ledger))
    state = _state_of(key, chosen.catalog)
    return Side(chosen.catalog.name(state, "en") if state in chosen.catalog else name, frozenset({state}))


def _asked(chosen: Material, choice: Choice) -> tuple[Acts, Filter]:
    """The statements of a ledger on the level asked for, and what is to be let through."""
    if choice.level not in get_args(Level):
        raise _none("level", choice.level, get_args(Level))
    book = chosen.codebook
    tracks = _known("track", choice.tracks, book.tracks)
    types = _known("type", choice.types, get_args(ActorType))
    relations = _known("relation", [name.upper() for name in choice.relations], book.relations)
    wanted = Filter(tracks, types, None, relations, choice.within, choice.least_sources, choice.least_tone)
    ids = {key for name in choice.countries for key in _country(chosen, name)}
    acts = chosen.acts()
    if choice.level == "state":
        # Types and countries are those of the actors themselves, not of their states.
        rows = webs.allowed(acts, replace(wanted, actors=frozenset(ids) if choice.countries else None))
        return _folded(acts.where(rows), chosen.catalog), replace(wanted, types=None)
    return acts, replace(wanted, actors=frozenset(ids) if choice.countries else None)


def _known(option: str, values: Iterable[str], there: Iterable[str]) -> frozenset[str] | None:
    wanted, known = list(values), list(there)
    for value in wanted:
        if value not in known:
            raise _none(option, value, known)
    return frozenset(wanted) if wanted else None


def _none(option: str, value: str, known: Iterable[str]) -> QueryError:
    return QueryError(f"--{option}: there is no {value!r}.", hint=f"Choose one of: {', '.join(known)}.")


def _country(chosen: Material, name: str) -> frozenset[str]:
    """The actors of a country; QueryError where the name is no state's."""
    key = chosen.reader.identities().representative(find(name, chosen.catalog, chosen.ledger))
    if key not in chosen.catalog or chosen.catalog.type_of(key) != "state":
        raise QueryError(f"--country: {name!r} is no state.", hint="Name a state, as Kazakhstan.")
    return chosen.country(name).ids


def _state_of(key: str, catalog: Catalog) -> str:
    """The state of an actor's country; the actor itself where there is none."""
    if key not in catalog or catalog.type_of(key) in APART:
        return key
    return catalog.states().get(catalog.country_of(key) or "", key)


def _folded(acts: Acts, catalog: Catalog) -> Acts:
    """The same statements between the states of the actors."""
    actors, number = list(acts.actors), dict(acts.number_of())
    into = np.arange(len(actors) + 1)
    into[-1] = NOBODY
    for place, actor in enumerate(acts.actors):
        key = _state_of(actor.id, catalog)
        if key not in number:
            number[key] = len(actors)
            actors.append(Party(key, catalog.name(key, "en"), catalog.type_of(key)))
        into[place] = number[key]
    source, target = (into[column].astype(np.int32) for column in (acts.source, acts.target))
    return replace(acts, source=source, target=target, actors=tuple(actors))
