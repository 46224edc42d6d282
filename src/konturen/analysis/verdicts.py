"""What persons say of what coders found: accepted, amended, rejected, and whether scores keep their promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from konturen.analysis.telling import KEPT
from konturen.tables import Table

State = Literal["accepted", "amended", "rejected", "unsure", "disputed"]
Dimension = Literal["all", "relation", "status", "language", "score"]
DIMENSIONS: tuple[Dimension, ...] = ("all", "relation", "status", "language", "score")
DECIDED: tuple[State, ...] = ("accepted", "amended", "rejected")
BANDS = 10
"""Bands of the score: each a tenth wide, the last one with 1."""
Z = 1.959964
"""Quantile of the normal distribution for 95 of 100."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A statement as the coder found it, before any amendment, and what persons say of it."""

    id: str
    coder: str
    relation: str
    status: str
    language: str
    score: float
    state: State


@dataclass(frozen=True, slots=True)
class Share:
    """How persons judged a coder's statements: all of them, or those of one `value` of a `dimension`.

    Shares are of the `decided` ones (accepted, amended or rejected); None where there are none. `low` and
    `high` are Wilson's interval (1927) of `accepted_share`, 95 of 100. `score` is the mean score of the decided
    ones: what the coder promised; `gap` is what was accepted as it was less that, below 0 where the coder is
    too sure. `unsure` nobody decides, `disputed` persons decide differently. Ids are the first ones.

    Persons choose what they judge: these shares are of what was judged, not of all that the coder found.
    """

    coder: str
    dimension: Dimension
    value: str
    decided: int
    accepted: int
    amended: int
    rejected: int
    unsure: int
    disputed: int
    accepted_share: float | None
    amended_share: float | None
    rejected_share: float | None
    low: float | None
    high: float | None
    score: float | None
    gap: float | None
    accepted_ids: tuple[str, ...]
    amended_ids: tuple[str, ...]
    rejected_ids: tuple[str, ...]
    disputed_ids: tuple[str, ...]


def shares(rated: Iterable[Rated]) -> Table[Share]:
    """How persons judged each coder: on the whole, by relation, status, language and band of the score."""
    groups: dict[tuple[str, int, str], list[Rated]] = {}
    for one in sorted(rated, key=lambda r: r.id):
        values = ("", one.relation, one.status, one.language, band(one.score))
        for number, value in enumerate(values):
            groups.setdefault((one.coder, number, value), []).append(one)
    return Table(Share, (_share(key, groups[key]) for key in sorted(groups)))


def band(score: float) -> str:
    """The band of a score, as its bounds."""
    number = min(int(score * BANDS + 1e-6), BANDS - 1)
    return f"{number / BANDS:.1f}-{(number + 1) / BANDS:.1f}"


def wilson(successes: int, count: int) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share, 95 of 100."""
    share, z = successes / count, Z * Z
    middle = (share + z / (2 * count)) / (1 + z / count)
    half = Z / (1 + z / count) * sqrt(share * (1 - share) / count + z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(key: tuple[str, int, str], found: list[Rated]) -> Share:
    states = Counter(one.state for one in found)
    decided = sum(states[state] for state in DECIDED)
    accepted, amended, rejected = (states[state] / decided if decided else None for state in DECIDED)
    low, high = wilson(states["accepted"], decided) if decided else (None, None)
    scores = [one.score for one in found if one.state in DECIDED]
    score = sum(scores) / decided if decided else None
    return Share(
        key[0],
        DIMENSIONS[key[1]],
        key[2],
        decided,
        states["accepted"],
        states["amended"],
        states["rejected"],
        states["unsure"],
        states["disputed"],
        accepted,
        amended,
        rejected,
        low,
        high,
        score,
        None if accepted is None or score is None else accepted - score,
        _ids(found, "accepted"),
        _ids(found, "amended"),
        _ids(found, "rejected"),
        _ids(found, "disputed"),
    )


def _ids(found: list[Rated], state: str) -> tuple[str, ...]:
    return tuple(one.id for one in found if one.state == state)[:KEPT]
