"""Turning points of a tone over time: binary segmentation with a penalty, and how sure each point is.

Method: one observation for each source and day (the mean of what it tells of that day); each source weighs 1 in
all, so that one that tells much does not outweigh the others. Binary segmentation (Scott and Knott 1974;
Vostrikova 1981) on the weighted sum of squares, best split first; a split is kept where it lowers the sum of
squares by more than `3 * variance * log(sources)` (the factor of Zhang and Siegmund's modified criterion, 2007;
with Yao's 2, 1988, about 1 in 9 made histories without a change showed a turn, with 3 about 1 in 25), the
variance being half the mean squared difference of neighbours (von Neumann 1941), at least 1 point of the
scale. On each side at least the codebook's `least_sources` must be nearer to its tone than to the other
side's. Each point is then placed anew between its neighbours (Bai 1997). Binary segmentation looks at one split
at a time: two changes that cancel out can hide each other.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from konturen.acts import day_of
from konturen.analysis.counting import LEVEL, Days, Reals
from konturen.analysis.telling import Places, Told, kept, numbered, voices
from konturen.codebook import Codebook
from konturen.tables import Table

MOST = 20
"""Most turning points of a history."""
LEAST_VARIANCE = 1.0
"""Squared points of the scale: sources that say quite the same do not make every small step a turn."""
TRIED = 50
"""Splits of a part that are looked at, best first, until the sources bear one out."""
DRAWS, LEAST_DRAWS, VALUES = 1000, 100, 2_000_000
"""How often is drawn for a point, how often where there are very many observations, values at once."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A day from which on the sources tell another tone.

    `until` is the last day told of before, `since` the first one after; the turn lies between them. `low` and
    `high` hold 95 of 100 such first days where the sources are drawn anew, and `sure` is the share of these
    draws in which there is a turn in the same direction that passes the penalty. `p` is the share of orders by
    chance (Phipson and Smyth 2010) that would part the observations between the neighbouring turns as well.
    `before` and `after` are the tones on its sides up to the neighbouring turns. `ids` are statements that made
    it: those after it whose tone is nearer to `after`, the earliest first; `statements` is their number.
    """

    until: date
    since: date
    low: date
    high: date
    sure: float
    p: float
    draws: int
    before: float
    after: float
    change: float
    sources_before: int
    sources_after: int
    statements: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Observations by day: what a source says of a day, with its weight."""

    day: Days
    tone: Reals
    weight: Reals
    source: Places

    def part(self, low: int, high: int) -> _Seen:
        """Those between two places."""
        rows = slice(low, high)
        return _Seen(self.day[rows], self.tone[rows], self.weight[rows], numbered(self.source[rows]))


def turning_points(own: Told, codebook: Codebook, seed: int) -> Table[Turn]:
    """The turning points of acts in the order of their days; none where too few sources tell of acts."""
    own = own.where(own.tone != 0)
    seen, least = _observed(own), codebook.scale.least_sources
    if len(seen.day) < 2 or seen.source.max() + 1 < 2 * least:
        return Table(Turn, ())
    penalty = _penalty(seen)
    places = _placed(seen, _found(seen, penalty, least), penalty, least)
    edges = [0, *places, len(seen.day)]
    generator = np.random.default_rng(seed)
    rows = [
        _turn(own, seen.part(low, high), at - low, (penalty, least), generator)
        for low, at, high in zip(edges, edges[1:], edges[2:], strict=False)
    ]
    return Table(Turn, rows)


def _observed(own: Told) -> _Seen:
    sources = int(own.source.max()) + 1 if len(own) else 1
    key, inverse = np.unique(own.day * sources + own.source, return_inverse=True)
    tone = np.bincount(inverse, own.tone) / np.maximum(np.bincount(inverse), 1)
    day, source = key // sources, (key % sources).astype(np.intp)
    return _Seen(day, tone, 1 / np.bincount(source)[source] if len(source) else tone, source)


def _penalty(seen: _Seen) -> float:
    step, weight = np.diff(seen.tone), np.minimum(seen.weight[1:], seen.weight[:-1])
    variance = float((weight * step**2).sum() / weight.sum() / 2)
    return 3 * max(variance, LEAST_VARIANCE) * float(np.log(seen.source.max() + 1))


def _splits(seen: _Seen, least: int) -> Places:
    """The places at which observations can be parted: between two days, with enough sources on both sides."""
    count = len(seen.day)
    first, last = np.zeros(count, bool), np.zeros(count, bool)
    first[np.unique(seen.source, return_index=True)[1]] = True
    last[count - 1 - np.unique(seen.source[::-1], return_index=True)[1]] = True
    before, after = np.cumsum(first), np.cumsum(last[::-1])[::-1]
    apart = seen.day[1:] != seen.day[:-1]
    return np.flatnonzero(apart & (before[:-1] >= least) & (after[1:] >= least)) + 1


def _gains(tone: Reals, weight: Reals, splits: Places) -> tuple[Reals, Reals]:
    """By how much each split lowers the weighted sum of squares, and the change of tone there.

    Observations lie along the last axis.
    """
    mass, moment = np.cumsum(weight, -1), np.cumsum(weight * tone, -1)
    left, right = mass[..., splits - 1], mass[..., -1:] - mass[..., splits - 1]
    whole, part = moment[..., -1:], moment[..., splits - 1]
    # A side from which no source was drawn has a mass of nothing but rounding.
    there = (left > 1e-9) & (right > 1e-9)
    change = np.where(there, (whole - part) / np.where(there, right, 1) - part / np.where(there, left, 1), 0.0)
    return left * right / np.maximum(left + right, 1e-9) * change**2, change


def _best(seen: _Seen, least: int) -> tuple[float, int] | None:
    splits = _splits(seen, least)
    if not len(splits):
        return None
    gain, _ = _gains(seen.tone, seen.weight, splits)
    for at in np.argsort(-gain, kind="stable")[:TRIED]:
        if _borne_out(seen, int(splits[at]), least):
            return float(gain[at]), int(splits[at])
    return None


def _borne_out(seen: _Seen, at: int, least: int) -> bool:
    """Whether enough sources on each side are themselves nearer to its tone than to the other side's: one far
    off must not draw a side with it whose others say what was said before."""
    sides = [(seen.tone[rows], seen.weight[rows], seen.source[rows]) for rows in (slice(at), slice(at, None))]
    means = [float(np.average(tone, weights=weight)) for tone, weight, _ in sides]
    for (tone, _, source), own, other in zip(sides, means, reversed(means), strict=True):
        said = voices(tone, source)
        if int((np.abs(said - own) < np.abs(said - other)).sum()) < least:
            return False
    return True


def _found(seen: _Seen, penalty: float, least: int) -> list[int]:
    """Binary segmentation, the best split of all parts first."""
    heap: list[tuple[float, int, int, int]] = []

    def look(low: int, high: int) -> None:
        best = _best(seen.part(low, high), least)
        if best and best[0] > penalty:
            heapq.heappush(heap, (-best[0], low + best[1], low, high))

    look(0, len(seen.day))
    places: list[int] = []
    while heap and len(places) < MOST:
        _, at, low, high = heapq.heappop(heap)
        places.append(at)
        look(low, at)
        look(at, high)
    return sorted(places)


def _placed(seen: _Seen, places: list[int], penalty: float, least: int) -> list[int]:
    """The points placed anew between their neighbours; those that do not pass the penalty there are dropped."""
    kept_, low = list[int](), 0
    for number in range(len(places)):
        high = places[number + 1] if number + 1 < len(places) else len(seen.day)
        best = _best(seen.part(low, high), least)
        if best and best[0] > penalty:
            low += best[1]
            kept_.append(low)
    return kept_


def _turn(own: Told, seen: _Seen, at: int, limits: tuple[float, int], generator: np.random.Generator) -> Turn:
    splits = _splits(seen, limits[1])
    gain, change = _gains(seen.tone, seen.weight, np.array([at]))
    direction, draws = float(np.sign(change[0])), _draws(len(seen.day))
    p = _by_chance(seen, splits, float(gain[0]), draws, generator)
    sure, days = _drawn_anew(seen, splits, (limits[0], direction), draws, generator)
    low, high = np.percentile(days, LEVEL, method="nearest") if len(days) else (seen.day[at], seen.day[at])
    before = float(np.average(seen.tone[:at], weights=seen.weight[:at]))
    after = float(np.average(seen.tone[at:], weights=seen.weight[at:]))
    rows = (own.day >= seen.day[at]) & (own.day <= seen.day[-1])
    rows &= np.abs(own.tone - after) < np.abs(own.tone - before)
    return Turn(
        until=_date(seen.day[at - 1]),
        since=_date(seen.day[at]),
        low=_date(low),
        high=_date(high),
        sure=sure,
        p=p,
        draws=draws,
        before=before,
        after=after,
        change=after - before,
        sources_before=len(np.unique(seen.source[:at])),
        sources_after=len(np.unique(seen.source[at:])),
        statements=int(rows.sum()),
        ids=kept(own.acts.ids[rows]),
    )


def _date(number: int | np.integer) -> date:
    found = day_of(int(number))
    if found is None:
        raise ValueError("no day")
    return found


def _draws(observations: int) -> int:
    return max(LEAST_DRAWS, min(DRAWS, 10 * VALUES // observations))


def _chunks(draws: int, observations: int) -> list[int]:
    size = max(1, VALUES // observations)
    return [min(size, draws - done) for done in range(0, draws, size)]


def _by_chance(seen: _Seen, splits: Places, gain: float, draws: int, generator: np.random.Generator) -> float:
    """The share of random orders of the observations that can be parted at least as well."""
    count, as_good = len(seen.day), 0
    for size in _chunks(draws, count):
        order = generator.permuted(np.tile(np.arange(count), (size, 1)), axis=1)
        gains, _ = _gains(seen.tone[order], seen.weight[order], splits)
        as_good += int((gains.max(1) >= gain * (1 - 1e-9)).sum())
    return (1 + as_good) / (1 + draws)


def _drawn_anew(
    seen: _Seen, splits: Places, wanted: tuple[float, float], draws: int, generator: np.random.Generator
) -> tuple[float, NDArray[np.int64]]:
    """The share of draws of sources (Efron 1979) in which the turn is there, and the days of these."""
    sources = int(seen.source.max()) + 1
    even, days = np.full(sources, 1 / sources), list[Days]()
    for size in _chunks(draws, len(seen.day)):
        weight = generator.multinomial(sources, even, size)[:, seen.source] * seen.weight
        gains, change = _gains(np.broadcast_to(seen.tone, weight.shape), weight, splits)
        best = gains.argmax(1)
        line = np.arange(size)
        there = (gains[line, best] > wanted[0]) & (np.sign(change[line, best]) == wanted[1])
        days.append(seen.day[splits[best[there]]])
    found = np.concatenate(days)
    return len(found) / draws, found
