"""From the scores of one window to claims: which pairs stand how, in which status, when, and who says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from konturen.coding.candidates import Pair, Placed, candidate_pairs
from konturen.coding.classifier import Calibration, Classifier, Encoded, Floats, Scores
from konturen.coding.windows import Window
from konturen.records import Dated, Mention, Sentence, Span, Status

MUTUAL = 0.5
"""Probability from which a claim holds in both directions."""

BESIDE = 3
"""Characters between an actor and the date that belongs to it: a quotation mark, a blank, a bracket."""

LASTING = frozenset({"COOPERATE", "ALLIED_WITH"})
AGREEMENT = re.compile(
    r"\b(?:\w*(?:vereinbarung|abkommen|vertrag|verträge)\w*|agreements?|treaty|treaties|pacts?|memorand\w+"
    r"|соглашени\w+|договор\w*|меморандум\w*)\b",
    re.IGNORECASE,
)
"""In a list of partners each with its period ("agreements with A since 2011 and B since 2016") the period is
that of the agreement the list hangs on, so a lasting tie read there is AGREE."""

POINTED = 0.5
"""Probability from which a speaker or a date that the network points to is taken."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim between mentions, before it becomes a statement; `target` None is one-ended."""

    sentence: Sentence
    relation: str
    status: Status
    mutual: bool
    source: Mention
    target: Mention | None
    speaker: Mention | None
    dated: Dated | None
    cue: Span
    score: float


def claims(
    window: Window,
    encoded: Encoded,
    mentions: Sequence[Mention],
    dates: Sequence[Dated],
    classifier: Classifier,
) -> list[Claim]:
    """The claims of a window's focus sentences; `mentions` and `dates` may reach beyond the window."""
    inside = [m for m in mentions if window.span.contains(m.span)]
    placed = [_placed(window, m.span) for m in inside]
    kept = [(m, p) for m, p in zip(inside, placed, strict=True) if p is not None]
    if not kept:
        return []
    inside, places = [m for m, _ in kept], [p for _, p in kept]
    pairs = [p for p in candidate_pairs(places) if p.sentence >= window.focus and _sensible(p, inside)]
    if not pairs:
        return []
    marked = [d for d in dates if window.span.contains(d.span)]
    ranges = [window.token_range(d.span) for d in marked]
    scores = classifier.score(
        encoded, places, ranges, pairs, [_sentence_range(window, s) for s in window.sentences]
    )
    language = window.sentences[window.focus].language
    calibration = classifier.calibration.get(language) or classifier.calibration["all"]
    return _Reading(window, inside, marked, classifier, calibration).claims(pairs, scores)


def _sentence_range(window: Window, sentence: Sentence) -> tuple[int, int]:
    start, end = window.token_range(sentence.span)
    return (start, end) if start < end else (0, len(window.tokens.ids))


def _placed(window: Window, span: Span) -> Placed | None:
    home = next((n for n, s in enumerate(window.sentences) if s.span.contains(span)), None)
    start, end = window.token_range(span)
    return None if home is None or start == end else Placed(start, end, home)


def _sensible(pair: Pair, mentions: Sequence[Mention]) -> bool:
    """Whether a pair could make a statement: two actors that are not one and the same."""
    if pair.target == len(mentions):
        return True
    a, b = mentions[pair.source].actor, mentions[pair.target].actor
    return a is None or a != b


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the scores of one window are read against."""

    window: Window
    mentions: Sequence[Mention]
    dates: Sequence[Dated]
    classifier: Classifier
    calibration: Calibration

    def claims(self, pairs: Sequence[Pair], scores: Scores) -> list[Claim]:
        chance = _sigmoid(self.calibration.slope * scores.claim + self.calibration.offset)
        where = {(p.source, p.target): n for n, p in enumerate(pairs)}
        found: list[Claim] = []
        for row, relation in zip(*np.nonzero(chance >= self.calibration.threshold), strict=True):
            pair = pairs[row]
            back = where.get((pair.target, pair.source))
            mutual = back is not None and float(_sigmoid(scores.mutual[row, relation])) >= MUTUAL
            if back is not None and chance[back, relation] > chance[row, relation]:
                continue  # the other direction says it louder, and says it alone
            claim = self._claim(pair, scores, (int(row), int(relation)), float(chance[row, relation]), mutual)
            found.append(claim)
        return _loudest(found)

    def _claim(self, pair: Pair, scores: Scores, at: tuple[int, int], chance: float, mutual: bool) -> Claim:
        alone = pair.target == len(self.mentions)
        speaker = _pointed(scores.speaker[at])
        date = _pointed(scores.date[at])
        beside = self._beside(pair) if date is None else None
        sentence = self.window.sentences[pair.sentence]
        relation = self.classifier.relations[at[1]]
        if relation in LASTING and beside:
            before = sentence.text[: beside.span.start - sentence.span.start]
            relation = "AGREE" if AGREEMENT.search(before) else relation
        return Claim(
            sentence=sentence,
            relation=relation,
            status=_status(self.classifier.statuses[int(scores.status[at].argmax())]),
            mutual=mutual and not alone,
            source=self.mentions[pair.source],
            target=None if alone else self.mentions[pair.target],
            speaker=None if speaker is None else self.mentions[speaker],
            dated=beside if date is None else self.dates[date],
            cue=self._cue(scores.attention[at]),
            score=round(chance, 4),
        )

    def _beside(self, pair: Pair) -> Dated | None:
        """The period right behind the target, or else the source ("with A since 2011, B since 2016")."""
        for end in (pair.target, pair.source):
            if end == len(self.mentions):
                continue
            stop = self.mentions[end].span.end
            for date in (d for d in self.dates if "/" in d.value):
                between = _between(self.window, stop, date.span.start)
                if between is not None and len(between) <= BESIDE and not any(c.isalnum() for c in between):
                    return date
        return None

    def _cue(self, attention: Floats) -> Span:
        """The whole word at which the network looked most."""
        start, end = self.window.tokens.offsets[int(attention.argmax())]
        base = self.window.span.start
        home = next((s for s in self.window.sentences if s.span.start <= base + start < s.span.end), None)
        if home is None:
            return Span(base + start, base + end)
        a, b = base + start - home.span.start, min(len(home.text), base + end - home.span.start)
        while a > 0 and home.text[a - 1].isalnum():
            a -= 1
        while b < len(home.text) and home.text[b].isalnum():
            b += 1
        return Span(home.span.start + a, home.span.start + b)


def _between(window: Window, start: int, end: int) -> str | None:
    """The text between two places of one sentence; None where they do not lie so."""
    home = next((s for s in window.sentences if s.span.start <= start <= end <= s.span.end), None)
    return None if home is None else home.text[start - home.span.start : end - home.span.start]


def _loudest(found: Sequence[Claim]) -> list[Claim]:
    """One claim of a relation between two actors in a sentence, the surest; two only if they act on each other.

    Several mentions of one actor, by name and by pronoun, carry the same claim in versions that differ.
    """
    kept: dict[tuple[object, ...], list[Claim]] = {}
    for claim in sorted(found, key=lambda c: -c.score):
        ends = sorted((_who(claim.source), _who(claim.target)))
        before = kept.setdefault((claim.sentence.index, claim.relation, *ends), [])
        back = len(before) == 1 and _who(before[0].source) == _who(claim.target) != _who(claim.source)
        if not before or (back and not (claim.mutual or before[0].mutual)):
            before.append(claim)
    return [claim for claims_of_pair in kept.values() for claim in claims_of_pair]


def _who(mention: Mention | None) -> str:
    """The actor of an end, or its place where nobody knows the actor."""
    if mention is None:
        return ""
    return mention.actor or f"@{mention.span.start}-{mention.span.end}"


def _status(name: str) -> Status:
    known: dict[str, Status] = {
        "ongoing": "ongoing",
        "planned": "planned",
        "possible": "possible",
        "denied": "denied",
    }
    return known.get(name, "happened")


def _pointed(logits: Floats) -> int | None:
    """The place a pointer chooses, None where it is the last one (nothing) or not sure enough."""
    chances = np.exp(logits - logits.max())
    best = int(chances.argmax())
    sure = float(chances[best] / chances.sum()) >= POINTED
    return best if sure and best < len(logits) - 1 else None


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))
