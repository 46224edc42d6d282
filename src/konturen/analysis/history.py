"""The tone between two sides by month, quarter or year, as independent sources say it, and where it turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from konturen.acts import Acts
from konturen.analysis.counting import events
from konturen.analysis.relations import SEED
from konturen.analysis.telling import By, Sides, Told, bins, coarse, kept, mean_of, period_of, told
from konturen.analysis.turning import Turn, turning_points
from konturen.codebook import Codebook
from konturen.tables import Table


@dataclass(frozen=True, slots=True)
class Stretch:
    """One month, quarter or year between two sides; `period` is EDTF, `first` and `last` its days.

    `tone` runs from -10 to 10 (the codebook's scale): the mean of the independent sources, each the mean of its
    acts of that time that take a side; None where there are none. `tone_low` and `tone_high` hold 95 of 100
    values where the sources are drawn anew, None below the codebook's `least_sources`. `acts` counts different
    acts, also those that take no side; `cooperation` and `conflict` the statements of either sign. `ids` are
    those of the first statements, `statements` their whole number.
    """

    period: str
    first: date
    last: date
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    acts: int
    cooperation: int
    conflict: int
    statements: int
    sources: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """How two sides stood to each other from their first dated act to the last.

    `series` has a row for every month, quarter or year of that time, also for those of which nothing is told.
    An act that goes on counts for the time of its beginning. `coarse` statements tell acts whose date is wider
    than one row ("2014" by month), `undated` ones have no date at all; neither counts. `planned`, `possible`
    and `denied` statements are no acts.
    """

    a: str
    b: str
    by: By
    series: Table[Stretch]
    turns: Table[Turn]
    statements: int
    sources: int
    coarse: int
    undated: int
    planned: int
    possible: int
    denied: int


def history(acts: Acts, codebook: Codebook, sides: Sides, by: By = "year", seed: int = SEED) -> History:
    """The history of two sides; statements between others change nothing."""
    own, rest = told(acts, codebook, sides)
    wide = coarse(own.acts, by)
    own = own.where(~wide)
    return History(
        a=sides[0].name,
        b=sides[1].name,
        by=by,
        series=Table(Stretch, _series(own, codebook, by, seed)),
        turns=turning_points(own, codebook, seed),
        statements=len(own),
        sources=len(np.unique(own.source)),
        coarse=int(wide.sum()),
        undated=rest.undated,
        planned=rest.planned,
        possible=rest.possible,
        denied=rest.denied,
    )


def _series(own: Told, codebook: Codebook, by: By, seed: int) -> list[Stretch]:
    if not len(own):
        return []
    number = bins(own.day, by)
    first, last = int(number[0]), int(number[-1])
    # Rows are in the order of their days: each bin is one slice.
    edges = np.searchsorted(number, np.arange(first, last + 2))
    event = events(own.acts)
    return [
        _stretch(own, event, slice(int(edges[n - first]), int(edges[n - first + 1])), (n, by), (codebook, seed))
        for n in range(first, last + 1)
    ]


def _stretch(
    own: Told, event: NDArray[np.int64], rows: slice, at: tuple[int, By], drawing: tuple[Codebook, int]
) -> Stretch:
    period, first, last = period_of(*at)
    if rows.start == rows.stop:
        return Stretch(period, first, last, None, None, None, 0, 0, 0, 0, 0, ())
    tone, source = own.tone[rows], own.source[rows]
    mean, low, high = mean_of(tone, source, drawing[0].scale.least_sources, drawing[1])
    return Stretch(
        period,
        first,
        last,
        mean,
        low,
        high,
        acts=len(np.unique(event[rows])),
        cooperation=int((tone > 0).sum()),
        conflict=int((tone < 0).sum()),
        statements=len(tone),
        sources=len(np.unique(source)),
        ids=kept(own.acts.ids[rows]),
    )
