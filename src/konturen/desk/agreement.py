"""How far people agree who judged the same things: Cohen's kappa for two, Krippendorff's alpha for many.

Both compare the agreement found with the one that chance would bring: 1 is full agreement, 0 no more than
chance, below 0 less. Categories are names without order (nominal). Where chance alone brings full agreement,
because everybody said one and the same, both are undefined: None, with the reason, and not 1.

Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement
20(1), 37-46. Krippendorff, K. (2011): Computing Krippendorff's alpha-reliability. University of Pennsylvania.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

Ratings: TypeAlias = Mapping[str, Mapping[str, str]]
"""What each person said of each thing, a category by thing by person; what she did not judge is missing."""

NOTHING_SHARED = "they judged nothing in common"
NO_VARIANCE = "all said one and the same, so chance cannot be told from agreement"


@dataclass(frozen=True, slots=True)
class Kappa:
    """The agreement of two persons on the things that both judged.

    `table` counts these by what the first and what the second said, all categories of either in their order;
    `observed` is the share in which both said the same. `kappa` None has a `reason`.
    """

    one: str
    other: str
    shared: int
    observed: float | None
    kappa: float | None
    reason: str | None
    table: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Alpha:
    """The agreement of all: `units` things that at least two persons judged, `values` verdicts on them.

    `alpha` None has a `reason`.
    """

    units: int
    values: int
    alpha: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far persons agree: `people` with the number of things each judged, every two of them, and all."""

    people: tuple[tuple[str, int], ...]
    pairs: tuple[Kappa, ...]
    alpha: Alpha


def agreement(ratings: Ratings) -> Agreement:
    """The agreement of all persons and of every two, those without shared things among them."""
    people = sorted(ratings)
    units: dict[str, list[str]] = {}
    for person in people:
        for thing, category in ratings[person].items():
            units.setdefault(thing, []).append(category)
    pairs = tuple(kappa(one, other, ratings[one], ratings[other]) for one, other in combinations(people, 2))
    return Agreement(tuple((p, len(ratings[p])) for p in people), pairs, alpha(units.values()))


def kappa(one: str, other: str, first: Mapping[str, str], second: Mapping[str, str]) -> Kappa:
    """Cohen's kappa of two persons, of what both judged."""
    counted = Counter((first[thing], second[thing]) for thing in first.keys() & second.keys())
    total = counted.total()
    if not total:
        return Kappa(one, other, 0, None, None, NOTHING_SHARED, ())
    categories = sorted({category for pair in counted for category in pair})
    table = tuple((a, b, counted[a, b]) for a in categories for b in categories)
    rows = Counter[str]()
    columns = Counter[str]()
    for a, b, count in table:
        rows[a] += count
        columns[b] += count
    observed = Fraction(sum(counted[c, c] for c in categories), total)
    expected = Fraction(sum(rows[c] * columns[c] for c in categories), total * total)
    if expected == 1:
        return Kappa(one, other, total, float(observed), None, NO_VARIANCE, table)
    value = float((observed - expected) / (1 - expected))
    return Kappa(one, other, total, float(observed), value, None, table)


def alpha(units: Iterable[Sequence[str]]) -> Alpha:
    """Krippendorff's alpha for nominal data: of each thing the categories that persons gave it, however many.

    Things that fewer than two persons judged do not count.
    """
    number = values = 0
    agreeing = Fraction(0)
    totals = Counter[str]()
    for unit in units:
        if len(unit) < 2:
            continue
        number += 1
        values += len(unit)
        counted = Counter(unit)
        totals += counted
        agreeing += Fraction(sum(n * (n - 1) for n in counted.values()), len(unit) - 1)
    if not number:
        return Alpha(0, 0, None, NOTHING_SHARED)
    # 1 - observed disagreement / expected disagreement, both as shares of pairs of values.
    by_chance = Fraction(sum(n * (n - 1) for n in totals.values()), values - 1)
    if by_chance == values:
        return Alpha(number, values, None, NO_VARIANCE)
    return Alpha(number, values, float(1 - (values - agreeing) / (values - by_chance)), None)
