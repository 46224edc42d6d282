"""Two sides by track: how they stand on each, and at which pace that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from konturen.acts import UNDATED, Acts, Flags
from konturen.analysis.counting import LEVEL, Reals, acting, between, events, resampled, rounded, tones
from konturen.analysis.relations import SEED, Side, relation
from konturen.codebook import Codebook
from konturen.tables import Table

YEAR = 365.25
"""Days of a year."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast tone changes over a period, in points of tone a year: above 0 the sides draw near, below 0
    apart.

    The slope of a straight line through the acts of the period (weighted least squares; each independent source
    weighs the same, its acts share that), and what holds 95 of 100 slopes where the sources are drawn anew.
    """

    slope: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TrackRow:
    """Two sides on one track: the figures of `relations.Relation` at the end of a period, and the pace over it.

    `acts` are the different acts of the period, `undated` those without any date, which do not count; `pace`
    with its interval is None below the codebook's `least_sources`, and where all acts are of one day.
    """

    track: str
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    pace: float | None
    pace_low: float | None
    pace_high: float | None
    acts: int
    intensity: float
    agreements: int
    last_contact: date | None
    sources: int
    planned: int
    possible: int
    denied: int
    undated: int
    ids: tuple[str, ...]


def tracks(
    acts: Acts, codebook: Codebook, sides: tuple[Side, Side], period: tuple[int, int], seed: int = SEED
) -> Table[TrackRow]:
    """The tracks on which statements join the two sides, in the order of the codebook."""
    own = acts.where(between(acts, sides[0].ids, sides[1].ids))
    rows = []
    for name in [*codebook.tracks, *(name for name in own.tracks if name not in codebook.tracks)]:
        if name not in own.tracks:
            continue
        on_it = own.where(own.track == own.tracks.index(name))
        found = relation(on_it, codebook, sides, period[1], seed)
        if not found.statements:
            continue
        within = on_it.where(_within(on_it, period))
        slope = pace(within, codebook, seed)
        rows.append(
            TrackRow(
                track=name,
                tone=found.tone,
                tone_low=found.tone_low,
                tone_high=found.tone_high,
                pace=slope.slope if slope else None,
                pace_low=slope.low if slope else None,
                pace_high=slope.high if slope else None,
                acts=len(np.unique(events(within))),
                intensity=found.intensity,
                agreements=len(found.agreements),
                last_contact=found.last_contact,
                sources=found.sources,
                planned=found.planned,
                possible=found.possible,
                denied=found.denied,
                undated=found.undated,
                ids=found.ids,
            )
        )
    return Table(TrackRow, rows)


def _within(acts: Acts, period: tuple[int, int]) -> Flags:
    """The acts of a period by the day for which they count."""
    day = acts.day
    found: Flags = acting(acts) & (day != UNDATED) & (day >= period[0]) & (day <= period[1])
    return found


def pace(acts: Acts, codebook: Codebook, seed: int = SEED) -> Pace | None:
    """The pace of acts that all have a day; None where there are too few sources or days to say it."""
    tone = tones(acts, codebook)
    toned = acts.where(tone != 0)
    tone = tone[tone != 0]
    _, source = np.unique(toned.origin, return_inverse=True)
    count = int(source.max()) + 1 if len(source) else 0
    if count < codebook.scale.least_sources or len(np.unique(toned.day)) < 2:
        return None
    # From the middle of the period, so that the sums stay small.
    years = (toned.day - np.median(toned.day)) / YEAR
    weight = 1 / np.bincount(source)[source]
    columns = (np.ones_like(years), years, tone, years**2, years * tone)
    terms: Reals = np.column_stack([np.bincount(source, weight * column, count) for column in columns])
    slope = float(_slopes(terms.sum(0)[None])[0])
    drawn = _slopes(resampled(terms, seed))
    low, high = np.nanpercentile(drawn, LEVEL) if np.isfinite(drawn).any() else (slope, slope)
    return Pace(rounded(slope), rounded(low), rounded(high))


def _slopes(sums: Reals) -> Reals:
    """The slopes of weighted least squares from the sums of weight, x, y, x squared and x times y."""
    weight, x, y, xx, xy = sums.T
    spread = weight * xx - x * x
    # Draws that hit one day only have no slope.
    flat = spread <= 1e-9 * np.maximum(weight * xx, 1e-9)
    found: Reals = np.where(flat, np.nan, (weight * xy - x * y) / np.where(flat, 1, spread))
    return found
