"""Two periods between two sides: the difference of tone with its interval, and what came and went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from konturen.acts import HAPPENED, ONGOING, OPEN, UNDATED, Acts, Flags, day_of
from konturen.analysis.counting import LEVEL, events, toward
from konturen.analysis.relations import SEED
from konturen.analysis.telling import Sides, Told, kept, mean_of, redrawn, told
from konturen.codebook import Codebook
from konturen.tables import Table

EVER = (-(2**40), 2**40)
"""Before the first and after the last day there is."""
Period = tuple[int, int]
"""First and last day, as numbers of `konturen.acts`; or one of `EVER`."""


@dataclass(frozen=True, slots=True)
class InPeriod:
    """One of the periods; None as `first` or `last` has no bound. Tone and counts as in `history.Stretch`."""

    first: date | None
    last: date | None
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    acts: int
    statements: int
    sources: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A relation in one direction in both periods: how many different acts and sources, and what became of it.

    `source` and `target` name the sides, `mutual` says that the order carries no meaning; `became` is `came`,
    `went` or `stayed`.
    """

    source: str
    target: str
    mutual: bool
    relation: str
    tone: int
    became: str
    acts_before: int
    acts_after: int
    sources_before: int
    sources_after: int
    ids_before: tuple[str, ...]
    ids_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods between two sides.

    `difference` is the tone of the second less that of the first; `low` and `high` hold 95 of 100 values where
    the sources are drawn anew, one that tells of both periods for both at once; None where either period has
    fewer than the codebook's `least_sources`. `share` is the share of draws in which the difference has the
    same sign. `straddling` statements tell acts whose date is not wholly in one period, though part of it is.
    """

    a: str
    b: str
    before: InPeriod
    after: InPeriod
    difference: float | None
    low: float | None
    high: float | None
    share: float | None
    changes: Table[Change]
    straddling: int
    undated: int


def compare(
    acts: Acts, codebook: Codebook, sides: Sides, periods: tuple[Period, Period], seed: int = SEED
) -> Comparison:
    """Compare two periods. What happened counts where its whole date lies in a period; what goes on counts in
    each period that it reaches into, as far as its text can know (until its publication, where that is
    known)."""
    own, rest = told(acts, codebook, sides)
    within = tuple(_within(own.acts, period) for period in periods)
    before, after = (_side(own.where(rows), codebook, p, seed) for rows, p in zip(within, periods, strict=True))
    difference = None if before.tone is None or after.tone is None else after.tone - before.tone
    low, high, share = _interval(own, (within[0], within[1]), difference, codebook, seed)
    straddling = np.zeros(len(own), bool)
    for first, last in periods:
        straddling |= (own.acts.first <= last) & (own.acts.last >= first) & (own.acts.first != UNDATED)
    return Comparison(
        a=sides[0].name,
        b=sides[1].name,
        before=before,
        after=after,
        difference=difference,
        low=low,
        high=high,
        share=share,
        changes=Table(Change, _changes(own, codebook, sides, (within[0], within[1]))),
        straddling=int((straddling & ~within[0] & ~within[1]).sum()),
        undated=rest.undated,
    )


def before_and_after(day: int) -> tuple[Period, Period]:
    """All that was before a day, and all from that day on."""
    return (EVER[0], day - 1), (day, EVER[1])


def _within(acts: Acts, period: Period) -> Flags:
    first, last = period
    day = acts.day.astype(np.int64)
    dated = (acts.first != UNDATED) & (acts.last != OPEN) & (acts.last >= acts.first)
    end = np.where(dated, acts.last.astype(np.int64), day)
    happened = (acts.status == HAPPENED) & (day >= first) & (end <= last)
    published = acts.published.astype(np.int64)
    # A text without a date of publication says that it goes on, not until when: it is taken at its word.
    unknown = np.where(acts.last == OPEN, np.int64(OPEN), day)
    told_until = np.where(published == UNDATED, unknown, np.maximum(published, day))
    until = np.where(acts.last == OPEN, told_until, np.minimum(np.maximum(end, day), told_until))
    found: Flags = happened | ((acts.status == ONGOING) & (day <= last) & (until >= first))
    return found


def _side(own: Told, codebook: Codebook, period: Period, seed: int) -> InPeriod:
    tone, low, high = mean_of(own.tone, own.source, codebook.scale.least_sources, seed)
    first, last = (None if bound in EVER else day_of(bound) for bound in period)
    count = len(np.unique(events(own.acts)))
    return InPeriod(
        first, last, tone, low, high, count, len(own), len(np.unique(own.source)), kept(own.acts.ids)
    )


def _interval(
    own: Told, within: tuple[Flags, Flags], difference: float | None, codebook: Codebook, seed: int
) -> tuple[float | None, float | None, float | None]:
    if difference is None:
        return None, None, None
    count = int(own.source.max()) + 1
    columns = []
    for rows in within:
        chosen = rows & (own.tone != 0)
        number = np.bincount(own.source[chosen], minlength=count)
        total = np.bincount(own.source[chosen], own.tone[chosen], count)
        columns += [total / np.maximum(number, 1), (number > 0).astype(np.float64)]
    speaks = np.column_stack(columns)
    if min(speaks[:, 1].sum(), speaks[:, 3].sum()) < codebook.scale.least_sources:
        return None, None, None
    drawn = redrawn(speaks[(speaks[:, 1] + speaks[:, 3]) > 0], seed)
    drawn = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
    values = drawn[:, 2] / drawn[:, 3] - drawn[:, 0] / drawn[:, 1]
    low, high = np.percentile(values, LEVEL)
    return float(low), float(high), float((np.sign(values) == np.sign(difference)).mean())


def _changes(own: Told, codebook: Codebook, sides: Sides, within: tuple[Flags, Flags]) -> list[Change]:
    forward = toward(own.acts, sides[0].ids, sides[1].ids)
    event, rows = events(own.acts), list[Change]()
    either = within[0] | within[1]
    ways = (
        (sides[0].name, sides[1].name, False, forward & ~own.acts.mutual),
        (sides[1].name, sides[0].name, False, ~forward & ~own.acts.mutual),
        (sides[0].name, sides[1].name, True, own.acts.mutual),
    )
    for source, target, mutual, way in ways:
        for number in np.unique(own.acts.relation[way & either]):
            here = way & (own.acts.relation == number)
            then, now = here & within[0], here & within[1]
            name = own.acts.relations[number]
            known = codebook.relations.get(name)
            became = "stayed" if then.any() and now.any() else "came" if now.any() else "went"
            rows.append(
                Change(
                    source,
                    target,
                    mutual,
                    name,
                    known.tone if known else 0,
                    became,
                    _count(event[then]),
                    _count(event[now]),
                    _count(own.source[then]),
                    _count(own.source[now]),
                    kept(own.acts.ids[then]),
                    kept(own.acts.ids[now]),
                )
            )
    order = {"came": 0, "went": 1, "stayed": 2}
    return sorted(rows, key=lambda c: (order[c.became], c.mutual, c.source, c.relation))


def _count(values: NDArray[np.generic]) -> int:
    return len(np.unique(values))
