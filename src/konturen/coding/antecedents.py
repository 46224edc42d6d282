"""Which earlier mention of its window a pronoun or description points back to, by the antecedent head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from konturen.coding.classifier import Classifier, Encoded, Floats
from konturen.coding.windows import Window
from konturen.records import Mention, Span, Tagged

CLEAR = 0.6
"""Probability from which the head's choice is taken; below it the rules decide."""


def antecedents(
    window: Window, encoded: Encoded, marks: Sequence[Mention | Tagged], classifier: Classifier
) -> dict[Span, tuple[Span, float]]:
    """The antecedents of the pointing words (tags) in a window's focus sentences, with the head's probability.

    `marks` are the names found and the pointing words, in the order of the text.
    """
    kept = [(m, p) for m in marks if (p := window.placed(m)) is not None]
    if len(kept) <= 1:
        return {}
    inside = [m for m, _ in kept]
    chances = classifier.antecedents(window.scene(encoded, [p for _, p in kept]))
    found = {}
    for number, (mark, place) in enumerate(kept):
        if isinstance(mark, Tagged) and place.sentence >= window.focus:
            best, score = _likeliest(chances[number], inside[:number])
            if best is not None and score >= CLEAR:
                found[mark.span] = best.span, score
    return found


def _likeliest(chances: Floats, before: Sequence[Mention | Tagged]) -> tuple[Mention | Tagged | None, float]:
    """The last mention of the likeliest actor: the head spreads its certainty over all places that name it."""
    sums: dict[str, float] = defaultdict(float)
    last: dict[str, Mention | Tagged] = {}
    for chance, mark in zip(chances, before, strict=False):
        key = mark.actor if isinstance(mark, Mention) and mark.actor else f"@{mark.span.start}"
        sums[key] += float(chance)
        last[key] = mark
    best = max(sums, key=lambda key: sums[key], default=None)
    return (None, 0.0) if best is None else (last[best], sums[best])
