"""What counts as an act, how much at a date, and between whom: the ground of every analysis.

Only what happened or goes on is an act. An act weighs 1 on its day and half after each half-life of the
codebook's scale; what still goes on weighs 1. One with no date counts for the day on which its text was
published; where that is unknown, too, it does not count, and is told as undated. An independent source has one
voice, however many sentences or copies it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from konturen.acts import HAPPENED, NOBODY, ONGOING, OPEN, UNDATED, Acts, Flags
from konturen.codebook import Codebook

Reals = NDArray[np.float64]
Days = NDArray[np.int64]
RESAMPLES, CHUNK = 1000, 100
"""How often sources are drawn anew for an interval, and how often at once."""
PLACES = 6
"""Decimal places of figures."""
LEVEL = (2.5, 97.5)
"""Percentiles of an interval: 95 of 100."""


def acting(acts: Acts) -> Flags:
    """Which statements tell an act."""
    found: Flags = (acts.status == HAPPENED) | (acts.status == ONGOING)
    return found


def known(acts: Acts, at: int) -> Flags:
    """What is told of a time until a day: acts until then, and other statements of texts published until
    then."""
    published = acts.published
    told = ~acting(acts) & ((published == UNDATED) | (published <= at))
    found: Flags = told | (acting(acts) & ((acts.day == UNDATED) | (acts.day <= at)))
    return found


def with_ends(acts: Acts) -> Flags:
    """Which statements have two ends that are two actors."""
    found: Flags = (acts.target != NOBODY) & (acts.source != acts.target)
    return found


def pair_numbers(acts: Acts) -> Days:
    """A number for the two ends of each statement, whichever acts; with one end alone it is a number, too."""
    low, high = np.minimum(acts.source, acts.target), np.maximum(acts.source, acts.target)
    found: Days = low.astype(np.int64) * (len(acts.actors) + 1) + high
    return found


def ends_of(pairs: Days, acts: Acts) -> tuple[Days, Days]:
    """The numbers of the two actors of each pair, by `pair_numbers`."""
    low, high = np.divmod(pairs, len(acts.actors) + 1)
    return low, high


def between(acts: Acts, a: frozenset[str], b: frozenset[str]) -> Flags:
    """Which statements have one end in each of two sets of actors, whichever acts."""
    return toward(acts, a, b) | toward(acts, b, a)


def toward(acts: Acts, a: frozenset[str], b: frozenset[str]) -> Flags:
    """Which statements have an actor of `a` as their source and one of `b` as their target."""
    # The last place stands for nobody: number -1.
    one, other = (np.array([actor.id in side for actor in acts.actors] + [False]) for side in (a, b))
    found: Flags = one[acts.source] & other[acts.target]
    return found


def distinct(numbers: NDArray[np.integer[Any]]) -> int:
    """How many different numbers there are; those of columns are small, so they are counted by their places."""
    return int(np.count_nonzero(np.bincount(numbers))) if len(numbers) else 0


def tones(acts: Acts, codebook: Codebook) -> Reals:
    """The tone of each statement's relation; 0 where it takes no side or the codebook does not know it."""
    return _of_relations(acts, {key: float(r.tone) for key, r in codebook.relations.items()})


def contacts(acts: Acts, codebook: Codebook) -> Flags:
    """Which statements tell of a contact that took place or goes on."""
    return _of_relations(acts, dict.fromkeys(codebook.scale.contact, 1.0)).astype(bool) & acting(acts)


def _of_relations(acts: Acts, values: dict[str, float]) -> Reals:
    table = np.array([values.get(name, 0.0) for name in acts.relations] or [0.0])
    found: Reals = table[acts.relation]
    return found


def weights(acts: Acts, codebook: Codebook, at: int) -> Reals:
    """How much each statement weighs as an act at a day: 0 where it is none, lies later or has no date."""
    day = acts.day.astype(np.int64)
    lasting = (acts.status == ONGOING) & (acts.first != UNDATED)
    until = np.where(lasting, np.minimum(acts.last.astype(np.int64), at), day)
    counts = acting(acts) & (day != UNDATED) & (day <= at)
    age = np.where(counts, at - np.maximum(until, day), 0)
    found: Reals = np.where(counts, 0.5 ** (age / codebook.scale.half_life_days), 0.0)
    return found


def holding(acts: Acts, codebook: Codebook, at: int) -> Flags:
    """Which statements tell an agreement that is in force at a day: its period holds the day, or it is told as
    going on, without a date, by a text that was published before."""
    agreed = _of_relations(acts, dict.fromkeys(codebook.scale.agreements, 1.0)).astype(bool) & acting(acts)
    long = (acts.last == OPEN) | (acts.last > acts.first)
    covered = (acts.first != UNDATED) & long & (acts.first <= at) & (acts.last >= at)
    published = acts.published
    undated = (acts.first == UNDATED) & (acts.last == UNDATED) & (acts.status == ONGOING)
    found: Flags = agreed & (covered | (undated & (published != UNDATED) & (published <= at)))
    return found


def events(acts: Acts) -> NDArray[np.int64]:
    """The number of the event that each statement tells: the same ends, relation and day are one event, whoever
    tells it; what is mutual has no direction."""
    low, high = np.minimum(acts.source, acts.target), np.maximum(acts.source, acts.target)
    one = np.where(acts.mutual, low, acts.source)
    other = np.where(acts.mutual, high, acts.target)
    order = np.lexsort((acts.mutual, acts.relation, acts.day, other, one))
    columns = [column[order] for column in (one, other, acts.day, acts.relation, acts.mutual)]
    new = np.zeros(len(acts), bool)
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    numbers = np.empty(len(acts), np.int64)
    numbers[order] = np.cumsum(new)
    return numbers


def rounded(value: float | np.float64) -> float:
    """A figure without the noise of its last places, so that the order of sums does not show."""
    return round(float(value), PLACES) + 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """What each independent source says: its weight (that of its newest act) and its tone (the mean of its acts
    by their weight)."""

    weight: Reals
    tone: Reals

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def mean(self) -> float | None:
        """The tone of all, by weight; None where nobody says anything."""
        return rounded(self.weight @ self.tone / self.weight.sum()) if len(self) else None


def voices(acts: Acts, codebook: Codebook, at: int) -> Voices:
    """The sources that tell acts which take a side, at a day."""
    weight, tone = weights(acts, codebook, at), tones(acts, codebook)
    chosen = (weight > 0) & (tone != 0)
    weight, tone = weight[chosen], tone[chosen]
    _, source = np.unique(acts.origin[chosen], return_inverse=True)
    count = int(source.max()) + 1 if len(source) else 0
    newest = np.zeros(count)
    np.maximum.at(newest, source, weight)
    total = np.bincount(source, weight, count)
    return Voices(newest, np.bincount(source, weight * tone, count) / np.where(total > 0, total, 1))


def interval(numerator: Reals, denominator: Reals, seed: int) -> tuple[float, float]:
    """The percentile bootstrap interval (Efron 1979) of a ratio of sums over sources, which are drawn anew."""
    drawn = resampled(np.column_stack([numerator, denominator]), seed)
    ratio = drawn[:, 0] / np.where(drawn[:, 1] == 0, np.nan, drawn[:, 1])
    low, high = np.nanpercentile(ratio, LEVEL)
    return rounded(low), rounded(high)


def resampled(values: Reals, seed: int) -> Reals:
    """The sums of columns over rows that are drawn anew with replacement, `RESAMPLES` times.

    The order of the rows does not matter: they are drawn in that of their values.
    """
    generator, count = np.random.default_rng(seed), len(values)
    values = values[np.lexsort(values.T)]
    even = np.full(count, 1 / count)
    return np.concatenate(
        [generator.multinomial(count, even, CHUNK) @ values for _ in range(RESAMPLES // CHUNK)]
    )
