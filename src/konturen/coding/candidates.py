"""Which pairs of mentions a window offers to the classifier, and how each pair lies.

Training and inference share this module, so that the network sees at run time what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAPS = (3, 9, 19)
"""Upper bounds, in tokens, of the first three classes of distance between two mentions."""

SAME_SPAN = 8
ADJACENT = 9
ALONE = 11
PLACES = 12
"""Number of ways in which a pair can lie: two orders times four distances in one sentence (0 to 7), one span
for both ("both countries", 8), neighbouring sentences in either order (9, 10), one end only (11)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention by its tokens: half-open token range and number of its sentence in the window."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of mentions by index; `target` equal to the number of mentions means nobody.

    `sentence` is the window's sentence that would make the claim, the only one the pair may look at.
    """

    source: int
    target: int
    place: int
    sentence: int


def candidate_pairs(mentions: Sequence[Placed]) -> list[Pair]:
    """All ordered pairs within a sentence or between neighbouring ones, and every mention by itself."""
    pairs = []
    for i, a in enumerate(mentions):
        pairs.append(Pair(i, len(mentions), ALONE, a.sentence))
        for j, b in enumerate(mentions):
            if i != j and abs(a.sentence - b.sentence) <= 1:
                pairs.append(Pair(i, j, _place(a, b), max(a.sentence, b.sentence)))
    return pairs


def _place(a: Placed, b: Placed) -> int:
    if a.sentence != b.sentence:
        return ADJACENT + (a.sentence > b.sentence)
    if a.start < b.end and b.start < a.end:
        return SAME_SPAN
    forward = a.start < b.start
    gap = b.start - a.end if forward else a.start - b.end
    return sum(gap > bound for bound in GAPS) + (0 if forward else 4)
