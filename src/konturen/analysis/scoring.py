"""How good probabilities were: Brier score, logarithmic loss, skill with an interval, calibration, AUC.

Brier score: the mean squared difference of probability and outcome (Brier 1950), 0 is best. Skill: 1 minus its
ratio to that of the base rate (Murphy 1973); 0 is no better than the base rate, below 0 worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from konturen.acts import Flags
from konturen.analysis.counting import LEVEL, Reals, rounded
from konturen.tables import Table

RESAMPLES, AT_ONCE, DENSE = 400, 4_000_000, 100
"""How often actors are drawn anew for an interval, how many weights are held at once, and how many cells a pair
may cost where sums are products of matrices."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with probabilities from `low` to `high`: `pairs` of them (an estimate where others were sampled),
    their mean `probability`, and the `share` that came true with its interval (Wilson 1927, 95 of 100)."""

    low: float
    high: float
    pairs: int
    contacts: int
    probability: float
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """Probabilities with what became of them: `base` the base rate that was known before, `outcome` 0 or 1,
    `weight` how many pairs a row stands for, `low` and `high` the two actors as numbers."""

    probability: Reals
    base: Reals
    outcome: Reals
    weight: Reals
    low: NDArray[np.int64]
    high: NDArray[np.int64]

    def where(self, rows: Flags) -> Tried:
        """Some of the rows."""
        names = ("probability", "base", "outcome", "weight", "low", "high")
        return Tried(*(getattr(self, name)[rows] for name in names))

    @staticmethod
    def together(parts: list[Tried]) -> Tried:
        """All rows of several."""
        names = ("probability", "base", "outcome", "weight", "low", "high")
        return Tried(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def brier(tried: Tried, base: bool = False) -> float:
    """The Brier score of the probabilities, or of the base rate."""
    said = tried.base if base else tried.probability
    return float(tried.weight @ (said - tried.outcome) ** 2 / tried.weight.sum())


def log_loss(tried: Tried, base: bool = False) -> float:
    """The mean negative logarithm (natural) of the probability given to what came true."""
    said = np.clip(tried.base if base else tried.probability, 1e-12, 1 - 1e-12)
    loss = -np.where(tried.outcome > 0, np.log(said), np.log1p(-said))
    return float(tried.weight @ loss / tried.weight.sum())


def skill(tried: Tried) -> float | None:
    """The Brier skill score beside the base rate; None where the base rate was never wrong."""
    of_base = brier(tried, base=True)
    return 1 - brier(tried) / of_base if of_base > 0 else None


def skill_interval(tried: Tried, seed: int) -> tuple[float, float] | None:
    """The percentile interval (95 of 100) of the skill where actors are drawn anew, with all their pairs.

    Pairs that share an actor are no independent cases; drawing actors keeps them together (Snijders and
    Borgatti 1999). Shocks that hit all actors of a year are not in it.
    """
    if skill(tried) is None:
        return None
    actors, places = np.unique(np.r_[tried.low, tried.high], return_inverse=True)
    ends = places[: len(tried.low)], places[len(tried.low) :]
    lost = tried.weight * (tried.probability - tried.outcome) ** 2
    lost_by_base = tried.weight * (tried.base - tried.outcome) ** 2
    of_model, of_base = _drawn_sums(len(actors), ends, (lost, lost_by_base), seed)
    kept = of_base > 0
    values = 1 - of_model[kept] / of_base[kept]
    if not len(values):
        return None
    below, above = np.percentile(values, LEVEL)
    return rounded(below), rounded(above)


def _drawn_sums(
    count: int, ends: tuple[NDArray[np.int64], NDArray[np.int64]], columns: tuple[Reals, Reals], seed: int
) -> tuple[Reals, Reals]:
    """For each draw of actors the sum of columns over pairs, a pair as often as its actors meet."""
    generator, even, size = np.random.default_rng(seed), np.full(count, 1 / count), len(ends[0])
    sums = np.zeros((2, RESAMPLES))
    if count * count <= DENSE * size:
        drawn = generator.multinomial(count, even, RESAMPLES).astype(np.float64)
        # A block of rows of the matrix of pairs at once: sums are products of matrices.
        step = max(1, AT_ONCE // count)
        for start in range(0, count, step):
            inside = (ends[0] >= start) & (ends[0] < start + step)
            place = (ends[0][inside] - start) * count + ends[1][inside]
            rows = min(step, count - start)
            for number, column in enumerate(columns):
                block = np.bincount(place, column[inside], rows * count).reshape(rows, count)
                sums[number] += ((drawn @ block.T) * drawn[:, start : start + step]).sum(1)
        return sums[0], sums[1]
    chunk = max(1, AT_ONCE // max(size, count))
    for start in range(0, RESAMPLES, chunk):
        drawn = generator.multinomial(count, even, min(chunk, RESAMPLES - start)).astype(np.float64)
        times = drawn[:, ends[0]] * drawn[:, ends[1]]
        for number, column in enumerate(columns):
            sums[number, start : start + chunk] = times @ column
    return sums[0], sums[1]


def auc(tried: Tried) -> float | None:
    """The chance that a pair that came true was given more than one that did not (ties count half); None where
    one kind lacks."""
    order = np.argsort(tried.probability, kind="stable")
    said, true = tried.probability[order], tried.outcome[order] > 0
    weight = tried.weight[order]
    new = np.r_[True, said[1:] != said[:-1]][: len(said)]
    group = np.cumsum(new) - 1
    groups = int(group[-1]) + 1 if len(group) else 0
    came = np.bincount(group, np.where(true, weight, 0), groups)
    not_ = np.bincount(group, np.where(true, 0, weight), groups)
    if not came.sum() or not not_.sum():
        return None
    below = np.cumsum(not_) - not_
    return float(came @ (below + not_ / 2) / (came.sum() * not_.sum()))


def calibration(tried: Tried, bins: int = BINS) -> Table[Bin]:
    """Pairs in bins of about the same number by their probability; equal probabilities share a bin."""
    if not len(tried.probability):
        return Table(Bin, ())
    order = np.argsort(tried.probability, kind="stable")
    said, weight, true = (
        column[order] for column in (tried.probability, tried.weight, tried.outcome * tried.weight)
    )
    passed = np.cumsum(weight) - weight / 2
    place = np.minimum((passed / weight.sum() * bins).astype(np.int64), bins - 1)
    first = np.r_[True, said[1:] != said[:-1]]
    place = place[np.maximum.accumulate(np.where(first, np.arange(len(said)), 0))]
    rows = []
    for number in np.unique(place):
        inside = place == number
        pairs, contacts = float(weight[inside].sum()), float(true[inside].sum())
        low, high = wilson(contacts, pairs)
        rows.append(
            Bin(
                low=rounded(said[inside][0]),
                high=rounded(said[inside][-1]),
                pairs=round(pairs),
                contacts=round(contacts),
                probability=rounded(weight[inside] @ said[inside] / pairs),
                share=rounded(contacts / pairs),
                share_low=low,
                share_high=high,
            )
        )
    return Table(Bin, rows)


def wilson(true: float, total: float) -> tuple[float, float]:
    """The interval of a share (Wilson 1927), 95 of 100."""
    z = 1.959964
    share = true / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return rounded(max(0.0, middle - half)), rounded(min(1.0, middle + half))
