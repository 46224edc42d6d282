"""Acts between two sides in the order of their days, and the months, quarters and years that they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, EPOCH, HAPPENED, OPEN, PLANNED, POSSIBLE, UNDATED, Acts, Flags
from konturen.analysis.counting import LEVEL, RESAMPLES, Days, Reals, acting, between, tones, with_ends
from konturen.analysis.relations import Side
from konturen.codebook import Codebook

By = Literal["month", "quarter", "year"]
MONTHS: dict[By, int] = {"month": 1, "quarter": 3, "year": 12}
KEPT = 20
"""Most ids of statements that a row carries; the count is told beside them."""
Places = NDArray[np.intp]
Sides = tuple[Side, Side]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The acts between two sides that have a day, by day and id: the order of reading does not matter.

    `tone` is that of each act's relation, 0 where it takes no side; `source` numbers the independent sources as
    they come.
    """

    acts: Acts
    tone: Reals
    source: Places

    def __len__(self) -> int:
        return len(self.acts)

    @property
    def day(self) -> Days:
        """The day of each act."""
        return self.acts.day.astype(np.int64)

    def where(self, rows: NDArray[np.bool_] | Places) -> Told:
        """The acts that a mask chooses; sources are numbered anew."""
        kept = self.acts.where(rows)
        return Told(kept, self.tone[rows], numbered(self.source[rows]))


@dataclass(frozen=True, slots=True)
class Untold:
    """What stands between two sides and counts in no tone: acts without a day, and what is no act."""

    undated: int
    planned: int
    possible: int
    denied: int


def told(acts: Acts, codebook: Codebook, sides: Sides) -> tuple[Told, Untold]:
    """The dated acts between two sides, whichever acts, and how many statements of other kinds there are."""
    own = acts.where(between(acts, sides[0].ids, sides[1].ids) & with_ends(acts))
    rest = Untold(
        int((acting(own) & (own.day == UNDATED)).sum()),
        *(int((own.status == status).sum()) for status in (PLANNED, POSSIBLE, DENIED)),
    )
    own = own.where(acting(own) & (own.day != UNDATED))
    own = own.where(np.lexsort((own.ids, own.day)))
    return Told(own, tones(own, codebook), numbered(own.origin)), rest


def numbered(values: NDArray[np.generic]) -> Places:
    """Numbers of values in the order in which they come: they do not hang on what else is read."""
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    place = np.empty(len(first), np.intp)
    place[np.argsort(first)] = np.arange(len(first))
    return place[inverse]


def voices(tone: Reals, source: Places) -> Reals:
    """What each source says: the mean of its acts, in the order of the sources' numbers."""
    own = numbered(source)
    return np.asarray(np.bincount(own, tone) / np.maximum(np.bincount(own), 1), np.float64)


def mean_of(
    tone: Reals, source: Places, least: int, seed: int
) -> tuple[float | None, float | None, float | None]:
    """The mean of the sources' tones, each one voice, and its interval; None where too few speak."""
    side = tone != 0
    said = voices(tone[side], source[side])
    if not len(said):
        return None, None, None
    if len(said) < least:
        return float(said.mean()), None, None
    drawn = redrawn(said[:, None], seed)[:, 0] / len(said)
    low, high = np.percentile(drawn, LEVEL)
    return float(said.mean()), float(low), float(high)


def redrawn(values: Reals, seed: int) -> Reals:
    """The sums of columns over sources that are drawn anew with replacement (Efron 1979), `RESAMPLES` times.

    Sources that say the same are drawn as one lot: the same distribution, and fast for very many sources.
    """
    lots, counts = np.unique(np.round(values, 9), axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(values), counts / len(values), RESAMPLES)
    return np.asarray(drawn @ lots, np.float64)


def bins(days: Days, by: By) -> Days:
    """The number of the month, quarter or year of each day, counted from 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // MONTHS[by]


def coarse(acts: Acts, by: By) -> Flags:
    """Which acts have a date too wide for one month, quarter or year: nobody says when they happened.

    What goes on, and what has no end, counts for its beginning.
    """
    ends = (acts.status == HAPPENED) & (acts.first != UNDATED) & (acts.last != OPEN) & (acts.last > acts.first)
    last = np.where(ends, acts.last, 0).astype(np.int64)
    first = np.where(ends, acts.first, 0).astype(np.int64)
    found: Flags = ends & (bins(first, by) != bins(last, by))
    return found


def period_of(number: int, by: By) -> tuple[str, date, date]:
    """A month, quarter or year in EDTF, with its first and last day."""
    first = _month(number * MONTHS[by])
    after = (np.datetime64("1970-01", "M") + (number + 1) * MONTHS[by]).astype("datetime64[D]")
    last = date.fromordinal(EPOCH.toordinal() + int(after.astype(np.int64)) - 1)
    if by == "year":
        return f"{first.year:04}", first, last
    month = f"{first.year:04}-{first.month:02}"
    return (month if by == "month" else f"{month}/{last.year:04}-{last.month:02}"), first, last


def _month(number: int) -> date:
    return date(1970 + number // 12, number % 12 + 1, 1)


def kept(ids: NDArray[np.bytes_]) -> tuple[str, ...]:
    """The first ids, as many as a row carries."""
    return tuple(one.decode() for one in ids[:KEPT])
