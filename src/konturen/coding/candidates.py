"""Which pairs of mentions a window offers to the classifier, and how each pair lies.

Training and inference share this module, so that the network sees at run time what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

from konturen.records import ActorType, MentionForm

GAPS = (3, 9, 19)
"""Upper bounds, in tokens, of the first three classes of distance between two mentions."""

SAME_SPAN = 8
ADJACENT = 9
ALONE = 11
NEAR = 40
"""Mentions between two others from which on these are no pair."""
PLACES = 12
"""Number of ways in which a pair can lie: two orders times four distances in one sentence (0 to 7), one span
for both ("both countries", 8), neighbouring sentences in either order (9, 10), one end only (11)."""

ACTOR_TYPES: tuple[ActorType, ...] = get_args(ActorType)
"""The types in their order, by which the trained network knows them: one more goes to the end."""
_FORMS: tuple[tuple[MentionForm, ...], ...] = (
    ("name", "abbreviation"),
    ("adjective",),
    ("demonym",),
    ("capital",),
    ("description", "office"),
    ("pronoun",),
)
_KINDS = {
    (kind, form): ACTOR_TYPES.index(kind) * len(_FORMS) + number
    for kind, (number, forms) in product(ACTOR_TYPES, enumerate(_FORMS))
    for form in forms
}
UNKNOWN_KIND = len(ACTOR_TYPES) * len(_FORMS)
"""The kind of a mention of which only the place is known."""
KINDS = UNKNOWN_KIND + 1
"""Number of kinds: a mention's type and form together, and unknown."""

_RANKS = (1, 2, 3, 5, 8)
"""Upper bounds of the classes of how many mentions lie between a reference and what it points to."""
_FAR = 2
"""Sentences between the two from which on it makes no difference how many."""
LAGS = 1 + (len(_RANKS) + 1) * (_FAR + 1)
"""Number of ways in which an antecedent can lie; 0 stands for a mention that does not stand before."""


def kind_number(kind: ActorType, form: MentionForm) -> int:
    """The number of a mention's kind."""
    return _KINDS[kind, form]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention by its tokens: half-open token range, number of its sentence in the window, kind."""

    start: int
    end: int
    sentence: int
    kind: int = UNKNOWN_KIND


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
    """All ordered pairs within a sentence or between neighbouring ones, and every mention by itself.

    Mentions with `NEAR` others or more between them are no pair: in a list of hundreds
    nobody acts on everybody.
    """
    pairs = []
    for i, a in enumerate(mentions):
        pairs.append(Pair(i, len(mentions), ALONE, a.sentence))
        for j in range(max(0, i - NEAR), min(len(mentions), i + NEAR + 1)):
            b = mentions[j]
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


def antecedent_lags(mentions: Sequence[Placed]) -> list[list[int]]:
    """For each mention how each other one lies before it; 0 where it does not. In the order of the text."""
    return [[_lag(i, j, mentions) for j in range(len(mentions))] for i in range(len(mentions))]


def _lag(i: int, j: int, mentions: Sequence[Placed]) -> int:
    if j >= i or mentions[j].end > mentions[i].start:
        return 0
    rank = sum(i - j > bound for bound in _RANKS)
    far = min(_FAR, mentions[i].sentence - mentions[j].sentence)
    return 1 + far * (len(_RANKS) + 1) + rank
