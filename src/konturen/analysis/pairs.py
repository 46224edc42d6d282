"""How all pairs of actors stand to each other at a date: one row a pair, counted at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, PLANNED, POSSIBLE, Acts
from konturen.analysis.counting import (
    PLACES,
    Days,
    Reals,
    contacts,
    ends_of,
    events,
    known,
    pair_numbers,
    tones,
    weights,
    with_ends,
)
from konturen.codebook import Codebook
from konturen.tables import Table

SPREAD = 1.96
"""Standard errors on each side of an interval that holds 95 of 100 values."""


@dataclass(frozen=True, slots=True)
class PairRelation:
    """How two actors stand to each other at a day; `source` and `target` are their ids, that of the smaller id
    first, whoever acts.

    The columns mean what those of `relations.Relation` do. `tone_low` and `tone_high` are the linear limit of
    drawing the sources anew (the standard error of a ratio of sums over sources): drawing takes too long for
    all pairs.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    intensity: float
    last_contact: date | None
    source_acts: int
    target_acts: int
    mutual_acts: int
    statements: int
    sources: int
    accord: float | None
    planned: int
    possible: int
    denied: int


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """All pairs that statements name, as columns; pairs in no order that means anything.

    `pair` numbers the pair of each statement of `acts`, `weight` is that statement's as an act. `first` and
    `second` number the actors of each pair, that of the smaller id first; `rank` is the place of each actor by
    its id. `columns` hold those of `PairRelation` but its ends; `last_contact` as days that may be none.
    """

    acts: Acts
    pair: Days
    weight: Reals
    rank: Days
    first: Days
    second: Days
    columns: dict[str, NDArray[Any]]


def counted(acts: Acts, codebook: Codebook, at: int) -> Counted:
    """Count all pairs as they stand at a day (a number of `konturen.acts`)."""
    acts = acts.where(with_ends(acts) & known(acts, at))
    # Pairs are ordered by the ids of their actors, not by the order in which statements came.
    rank = np.empty(len(acts.actors), np.int64)
    rank[sorted(range(len(acts.actors)), key=lambda number: acts.actors[number].id)] = np.arange(len(rank))
    keys, pair = np.unique(pair_numbers(acts), return_inverse=True)
    weight = weights(acts, codebook, at)
    if not len(keys):
        return Counted(acts, pair, weight, rank, keys, keys, {})
    one, other = ends_of(keys, acts)
    swapped = rank[one] > rank[other]
    first, second = np.where(swapped, other, one), np.where(swapped, one, other)
    found = _tone(acts, codebook, pair, weight, len(keys)) | _directions(acts, pair, weight, first)
    columns: dict[str, Any] = {
        "last_contact": _last(acts, codebook, pair, weight, len(keys)),
        "statements": np.bincount(pair, minlength=len(keys)),
        "sources": _distinct(pair, acts.origin, len(keys)),
        "planned": np.bincount(pair[acts.status == PLANNED], minlength=len(keys)),
        "possible": np.bincount(pair[acts.status == POSSIBLE], minlength=len(keys)),
        "denied": np.bincount(pair[acts.status == DENIED], minlength=len(keys)),
    } | found
    return Counted(acts, pair, weight, rank, first, second, columns)


def relation_table(acts: Acts, codebook: Codebook, at: int) -> Table[PairRelation]:
    """All pairs that statements name, the most intense first."""
    found = counted(acts, codebook, at)
    if not len(found.first):
        return Table(PairRelation, ())
    ids, names = ([getattr(actor, name) for actor in acts.actors] for name in ("id", "name"))
    columns = found.columns | {
        "source": of_actors(ids, found.first),
        "target": of_actors(ids, found.second),
        "source_name": of_actors(names, found.first),
        "target_name": of_actors(names, found.second),
    }
    rank = found.rank
    order = np.lexsort((rank[found.second], rank[found.first], -columns["intensity"]))
    return Table.of_columns(PairRelation, {name: plain(values[order]) for name, values in columns.items()})


def of_actors(values: list[str], numbers: Days) -> NDArray[np.object_]:
    """What the actors of these numbers have, by the list of all."""
    return np.array(values, object)[numbers]


def plain(values: NDArray[Any]) -> list[Any]:
    """A column as plain values, None where a number is none."""
    if values.dtype.kind == "f":
        values = values.round(PLACES) + 0.0
    days = values.dtype.kind == "M"  # a day that is no day becomes None
    plain: list[Any] = (values.astype(object) if days else values).tolist()
    return [None if value != value else value for value in plain] if values.dtype.kind == "f" else plain


def _voices(acts: Acts, codebook: Codebook, pair: Days, weight: Reals) -> tuple[Days, Reals, Reals]:
    """Of each source of each pair the pair, its weight and its tone; see `counting.voices`."""
    tone = tones(acts, codebook)
    rows = np.flatnonzero((weight > 0) & (tone != 0))
    rows = rows[np.lexsort((acts.origin[rows], pair[rows]))]
    if not len(rows):
        return rows, np.zeros(0), np.zeros(0)
    own, origin = pair[rows], acts.origin[rows]
    begins = np.flatnonzero(np.r_[True, (own[1:] != own[:-1]) | (origin[1:] != origin[:-1])])
    total = np.add.reduceat(weight[rows], begins)
    said = np.add.reduceat(weight[rows] * tone[rows], begins) / total
    return own[begins], np.maximum.reduceat(weight[rows], begins), said


def _tone(acts: Acts, codebook: Codebook, pair: Days, weight: Reals, count: int) -> dict[str, Reals]:
    own, heavy, said = _voices(acts, codebook, pair, weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.bincount(own, heavy, count)
        tone = np.bincount(own, heavy * said, count) / total
        off = heavy * (said - tone[own]) / total[own]
        sources = np.bincount(own, minlength=count)
        error = np.sqrt(np.bincount(own, off**2, count) * sources / (sources - 1))
        error[sources < codebook.scale.least_sources] = np.nan
        same = np.bincount(own, np.sign(said) == np.sign(tone[own]), count) / sources
        same[sources < 2] = np.nan
    return {
        "tone": tone,
        "tone_low": np.maximum(tone - SPREAD * error, -10),
        "tone_high": np.minimum(tone + SPREAD * error, 10),
        "accord": same,
    }


def _directions(acts: Acts, pair: Days, weight: Reals, first: Days) -> dict[str, Any]:
    """The different acts of each pair by who acts, and their weight."""
    rows = np.flatnonzero(weight > 0)
    event = events(acts.where(rows))
    numbers, begin, number = np.unique(event, return_index=True, return_inverse=True)
    heavy = np.zeros(len(numbers))
    np.maximum.at(heavy, number, weight[rows])
    rows = rows[begin]
    own, count = pair[rows], len(first)
    mutual = acts.mutual[rows]
    forward = ~mutual & (acts.source[rows] == first[own])
    return {
        "intensity": np.bincount(own, heavy, count),
        "source_acts": np.bincount(own[forward], minlength=count),
        "target_acts": np.bincount(own[~mutual & ~forward], minlength=count),
        "mutual_acts": np.bincount(own[mutual], minlength=count),
    }


def _last(acts: Acts, codebook: Codebook, pair: Days, weight: Reals, count: int) -> NDArray[np.datetime64]:
    """The day of the last contact of each pair."""
    rows = contacts(acts, codebook) & (weight > 0)
    day = np.full(count, np.iinfo(np.int64).min)  # what numpy reads as no day
    np.maximum.at(day, pair[rows], acts.day[rows].astype(np.int64))
    return day.astype("datetime64[D]")


def _distinct(pair: Days, other: NDArray[np.int32], count: int) -> Days:
    """How many different values each pair has."""
    width = int(other.max()) + 1
    found: Days = np.bincount(np.unique(pair * width + other) // width, minlength=count)
    return found
