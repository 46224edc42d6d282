"""Structural balance: triads of three signed pairs, and what chance would give.

A triad is balanced where the product of its signs is positive: three friends, or two friends with a common
enemy (Heider 1946; Cartwright and Harary 1956). The weak form lets three enemies stand, too (Davis 1967).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from konturen.analysis.counting import LEVEL, PLACES, Days, Reals, rounded
from konturen.analysis.ties import Ties, triangles

SHUFFLED = 50_000
"""Triads up to which signs are shuffled for an interval; above it follows from the exact moments."""
SHUFFLES = 1000
SPREAD = 1.959964
"""Standard errors on each side of an interval that holds 95 of 100 values."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Triads by their signs, all pairs of which take a side.

    `balanced` is the share of +++ and +--, `weakly` that of all but ++-; None without triads. `chance` is the
    balanced share to expect where the same number of negative signs falls on the same pairs by chance (exact),
    `chance_low` and `chance_high` hold 95 of 100 such networks: drawn `draws` times, or by the normal
    approximation of the exact variance where there are very many triads (`draws` is 0).
    """

    positive_3: int
    positive_2: int
    positive_1: int
    positive_0: int
    triads: int
    balanced: float | None
    weakly: float | None
    chance: float | None
    chance_low: float | None
    chance_high: float | None
    draws: int


@dataclass(frozen=True, slots=True, eq=False)
class Triads:
    """The census, and the strongest triads that are not balanced: the numbers of their three pairs in rows."""

    balance: Balance
    unbalanced: NDArray[np.int64]


def triads(ties: Ties, seed: int, most: int = 1000) -> Triads:
    """Count the triads of pairs that take a side, and keep the strongest unbalanced ones.

    A triad is as strong as its weakest pair; equal ones go by the numbers of their nodes.
    """
    places = np.flatnonzero(ties.sign != 0)
    signed = ties.where(places)
    census, at_pair = np.zeros(4, np.int64), np.zeros(len(signed), np.int64)
    kept: list[Days] = []
    strongest = np.empty((0, 3), np.int64)
    listed = 0
    for sides in triangles(signed):
        rows = np.column_stack(sides)
        positive = (signed.sign[rows] > 0).sum(1)
        census += np.bincount(positive, minlength=4)
        at_pair += np.bincount(rows.ravel(), minlength=len(signed))
        strongest = _strongest(signed, np.vstack([strongest, rows[positive % 2 == 0]]), most)
        listed += len(rows)
        kept = [*kept, rows] if listed <= SHUFFLED else []
    every = np.vstack(kept) if kept else np.empty((0, 3), np.int64)
    found = _balance(signed, census, at_pair, every, seed)
    return Triads(found, places[strongest])


def _strongest(ties: Ties, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    rows = np.sort(rows, axis=1)
    weakest = ties.weight[rows].min(1)
    if len(rows) > most:
        least = np.partition(weakest, len(rows) - most)[len(rows) - most]
        rows, weakest = rows[weakest >= least], weakest[weakest >= least]
    return rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], -weakest))][:most]


def _balance(ties: Ties, census: Days, at_pair: Days, every: NDArray[np.int64], seed: int) -> Balance:
    none, one, two, three = (int(count) for count in census)
    total = int(census.sum())
    if not total:
        return Balance(0, 0, 0, 0, 0, None, None, None, None, None, 0)
    mean, deviation = chance(ties.sign, total, at_pair)
    draws = SHUFFLES if len(every) else 0
    if draws:
        low, high = np.percentile(_shuffled(ties.sign, every, seed), LEVEL)
    else:
        low, high = np.clip([mean - SPREAD * deviation, mean + SPREAD * deviation], 0, 1)
    return Balance(
        three, two, one, none, total, rounded((three + one) / total), rounded(1 - two / total),
        rounded(mean), rounded(low), rounded(high), draws,
    )  # fmt: skip


def _shuffled(sign: Days, rows: NDArray[np.int64], seed: int) -> Reals:
    """The balanced share of the same triads under shuffled signs.

    Only pairs of triads are drawn: first how many of them are negative, then which.
    """
    generator = np.random.default_rng(seed)
    places, own = np.unique(rows, return_inverse=True)
    own = own.reshape(rows.shape)
    negative = int((sign < 0).sum())
    shares = np.empty(SHUFFLES)
    for number, count in enumerate(
        generator.hypergeometric(negative, len(sign) - negative, len(places), SHUFFLES)
    ):
        drawn = np.ones(len(places), np.int8)
        drawn[generator.permutation(len(places))[:count]] = -1
        shares[number] = (drawn[own].prod(1) > 0).mean()
    return shares


def chance(sign: Days, total: int, at_pair: Days) -> tuple[float, float]:
    """Mean and standard deviation of the balanced share under all orders of the signs, exactly.

    Two different triads share one pair at most: the product of their signs is one of four pairs or of six.
    """
    positive, negative = int((sign > 0).sum()), int((sign < 0).sum())
    three, four, six = (_product(positive, negative, size) for size in (3, 4, 6))
    together = int((at_pair * (at_pair - 1) // 2).sum())
    apart = total * (total - 1) // 2 - together
    second = total + 2 * together * four + 2 * apart * six
    variance = max(second / total**2 - three**2, 0.0)
    return round((1 + three) / 2, PLACES), float(np.sqrt(variance)) / 2


def _product(positive: int, negative: int, size: int) -> float:
    """What the product of so many different signs is on average, where signs are drawn without being put
    back."""
    ways = comb(positive + negative, size)
    if not ways:
        return 0.0
    found = sum(
        (-1) ** minus * comb(negative, minus) * comb(positive, size - minus) for minus in range(size + 1)
    )
    return float(found / ways)
