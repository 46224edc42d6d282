"""From the mention head's tags to stretches of text: names, descriptions and pronouns that may be actors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from konturen.coding.classifier import Classifier, Encoded, Floats
from konturen.coding.windows import Window
from konturen.records import ActorType, MentionForm, Span, Tagged

OUTSIDE, BEGIN = 0, 1

LONGEST_ARTICLE = 4
"""Letters of the longest small word that cannot end a name: articles and prepositions."""

LONGEST_WORD = 100
"""Characters by which a mark is widened to whole words at most: a text may be one word of a million letters."""

PRONOUNS = frozenset(
    "er sie es ihn ihm ihr ihre ihrem ihren ihrer ihres sein seine seinem seinen seiner seines dieser diese "
    "dieses diesem diesen he she it they him her them his hers its their он она оно они его её ее их ему ей им "
    "него неё нее них нему ней ним ними".split()
)
"""Words that point back and are no description. Relative ones are none of them: what they mean stands before
them in the same sentence."""


def tagged(window: Window, encoded: Encoded, classifier: Classifier) -> Iterator[Tagged]:
    """What the head marks in the focus sentences of a window, as spans of the document."""
    for columns, is_name in ((slice(0, 3), True), (slice(3, 6), False)):
        for first, last, score in _joined(window, encoded, _runs(_softmax(encoded.tags[:, columns]))):
            start = encoded.tokens.offsets[first][0]
            end = encoded.tokens.offsets[last - 1][1]
            text_start, text_end = _whole_words(window, start, end)
            span = Span(text_start, text_end)
            home = next((s for s in window.sentences if s.span.contains(span)), None)
            if home is None or home.index < window.sentences[window.focus].index or span.start >= span.end:
                continue
            surface = home.text[span.start - home.span.start : span.end - home.span.start]
            if is_name and surface == surface.lower():
                continue  # names of actors are written with a capital in all three languages
            kinds = _softmax(encoded.tags[first:last, 6:].mean(0))
            best = int(kinds.argmax())
            yield Tagged(
                span,
                surface,
                _actor_type(classifier.types[best]),
                _form(surface, is_name),
                round(float(score), 4),
                classifier.types[best] == "place",
            )


def _joined(
    window: Window, encoded: Encoded, runs: Iterator[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """Runs, where an English genitive inside a name ("People's Movement") has parted one into two, as one."""
    held: tuple[int, int, float] | None = None
    for first, last, score in runs:
        begin = encoded.tokens.offsets[first][0]
        if held is not None and _genitive(window, encoded.tokens.offsets[held[1] - 1][1], begin):
            held = held[0], last, min(held[2], score)
            continue
        if held is not None:
            yield held
        held = first, last, score
    if held is not None:
        yield held


def _genitive(window: Window, end: int, begin: int) -> bool:
    """Whether the second of two marks begins with the s of a genitive whose apostrophe parts them."""
    if begin - end != 1:
        return False
    start = window.span.start + end
    home = next((s for s in window.sentences if s.span.start <= start < s.span.end), None)
    between = home.text[start - home.span.start : start - home.span.start + 3] if home else ""
    return between in ("'s ", "’s ")


def _actor_type(name: str) -> ActorType:
    known: dict[str, ActorType] = {
        "state": "state",
        "party": "party",
        "person": "person",
        "organisation": "organisation",
        "institution": "institution",
        "movement": "movement",
        "igo": "igo",
        "media": "media",
    }
    return known.get(name, "other")


def _form(surface: str, is_name: bool) -> MentionForm:
    if is_name:
        return "name"
    return "pronoun" if surface.lower() in PRONOUNS else "description"


def _runs(tags: Floats) -> Iterator[tuple[int, int, float]]:
    """Half-open token ranges of a mark (B, then I), with the least chance of their tokens to be within one."""
    best = tags.argmax(-1)
    first = None
    for number in range(len(best) + 1):
        tag = int(best[number]) if number < len(best) else OUTSIDE
        if first is not None and tag in (OUTSIDE, BEGIN):
            yield first, number, float(1 - tags[first:number, OUTSIDE].max())
            first = None
        if tag != OUTSIDE and first is None:
            first = number


def _whole_words(window: Window, start: int, end: int) -> tuple[int, int]:
    """Document offsets of a token range, widened to whole words and freed of marks around it."""
    base = window.span.start
    joined = {s.span.start: s for s in window.sentences}
    text = next((s for s in joined.values() if s.span.start <= base + start < s.span.end), None)
    if text is None:
        return base + start, base + end
    words, shift = text.text, text.span.start
    a, b = base + start - shift, min(len(words), base + end - shift)
    low, high = a - LONGEST_WORD, b + LONGEST_WORD
    while a > max(0, low) and words[a - 1].isalnum() and words[a].isalnum():
        a -= 1
    while b < min(len(words), high) and b > 0 and words[b].isalnum() and words[b - 1].isalnum():
        b += 1
    while a < b and not words[a].isalnum():
        a += 1
    b = a + len(_headed(words[a:b]))
    while b > a and not (words[b - 1].isalnum() or _belongs(words[a:b])):
        b -= 1
    return a + shift, b + shift


def _headed(words: str) -> str:
    """Words without a last one that is written small and short ("Aktivisten der"): an article, not a name."""
    kept, _, last = words.rpartition(" ")
    return _headed(kept.rstrip()) if kept and last.islower() and len(last) <= LONGEST_ARTICLE else words


def _belongs(name: str) -> bool:
    """Whether the last mark is part of a name: the stop of "U.S." or "Co.", a bracket opened inside."""
    if name.endswith("."):
        return len(name) > 1 and (name.count(".") > 1 or name[-3:-1].istitle())
    return name.endswith(")") and "(" in name


def _softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True))
