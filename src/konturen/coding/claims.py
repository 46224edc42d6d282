"""From the scores of one window to claims: which pairs stand how, in which status, when, and who says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from konturen.coding.candidates import Pair, candidate_pairs
from konturen.coding.classifier import Calibration, Classifier, Details, Encoded, Floats, Scene
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

SEEN, LISTED = 0.05, 0.5
"""Least chance of a tie at one of its places at which a list is believed, and the score that it then has."""

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
    """The claims of a window's focus sentences; `mentions` and `dates` lie in the window."""
    kept = [(m, p) for m in mentions if (p := window.placed(m)) is not None]
    if not kept:
        return []
    inside, places = [m for m, _ in kept], [p for _, p in kept]
    pairs = [p for p in candidate_pairs(places) if p.sentence >= window.focus and _sensible(p, inside)]
    if not pairs:
        return []
    language = window.sentences[window.focus].language
    calibration = classifier.calibration.get(language) or classifier.calibration["all"]
    return _Reading(window, inside, dates, classifier, calibration).claims(
        window.scene(encoded, places, dates), pairs
    )


def _sensible(pair: Pair, mentions: Sequence[Mention]) -> bool:
    """Whether a pair could make a statement: two actors that are not one and the same."""
    if pair.target == len(mentions):
        return True
    a, b = mentions[pair.source].actor, mentions[pair.target].actor
    return a is None or a != b


@dataclass(frozen=True, slots=True)
class _Said:
    """A relation that the network claims, how surely, and the word at which it looked."""

    relation: str
    score: float
    cue: Span


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the scores of one window are read against."""

    window: Window
    mentions: Sequence[Mention]
    dates: Sequence[Dated]
    classifier: Classifier
    calibration: Calibration

    def claims(self, scene: Scene, pairs: Sequence[Pair]) -> list[Claim]:
        listed = self._all_listed(pairs)
        scores = self.classifier.score(scene, pairs, spared=listed)
        chance = _sigmoid(self.calibration.slope * scores.claim + self.calibration.offset)
        self._raise_listed([listed.get(n) for n in scores.pairs.tolist()], chance)
        rows, relations = np.nonzero(chance >= self.calibration.threshold)
        if not len(rows):
            return []
        where = {(pairs[n].source, pairs[n].target): row for row, n in enumerate(scores.pairs)}
        details = self.classifier.details(scene, scores.vectors[rows, relations])
        found: list[Claim] = []
        for number, (row, relation) in enumerate(zip(rows, relations, strict=True)):
            pair = pairs[scores.pairs[row]]
            back = where.get((pair.target, pair.source))
            if back is not None and chance[back, relation] > chance[row, relation]:
                continue  # the other direction says it louder, and says it alone
            said = _Said(
                self.classifier.relations[relation],
                float(chance[row, relation]),
                self._cue(scores.attention[row, relation]),
            )
            found.append(self._claim(pair, said, details, number))
        return _loudest(found)

    def _all_listed(self, pairs: Sequence[Pair]) -> dict[int, int]:
        """The pairs of two like actors between which a list gives an agreement with its period.

        Each with the end that all of the list hangs on: the one without a period of its own.
        """
        found: dict[int, int] = {}
        if not any("/" in date.value for date in self.dates):
            return found
        for number, pair in enumerate(pairs):
            ends = [n for n in (pair.source, pair.target) if n < len(self.mentions)]
            hubs = [n for n in ends if self._period_behind(n) is None]
            alike = len({self.mentions[n].type for n in ends}) == 1
            if len(ends) == 2 and len(hubs) == 1 and alike and self._listed(pair):
                found[number] = hubs[0]
        return found

    def _raise_listed(self, hubs: Sequence[int | None], chance: Floats) -> None:
        """Make sure of the agreements of a list, where the network sees a tie at one of its places at all.

        `hubs` holds for each row of the chances what its list hangs on, None where it is in none.
        """
        ties = [n for n, name in enumerate(self.classifier.relations) if name == "AGREE" or name in LASTING]
        rows = {row: hub for row, hub in enumerate(hubs) if hub is not None and ties}
        seen = {hub for row, hub in rows.items() if chance[row, ties].max() >= SEEN}
        for row in (row for row, hub in rows.items() if hub in seen):
            best = max(ties, key=lambda n: float(chance[row, n]))
            chance[row, best] = max(float(chance[row, best]), LISTED)

    def _listed(self, pair: Pair) -> Dated | None:
        """The period beside an end of the pair, where an agreement is named before it in the sentence."""
        beside = self._beside(pair)
        if beside is None:
            return None
        sentence = self.window.sentences[pair.sentence]
        return beside if AGREEMENT.search(sentence.text[: beside.span.start - sentence.span.start]) else None

    def _claim(self, pair: Pair, said: _Said, details: Details, number: int) -> Claim:
        alone = pair.target == len(self.mentions)
        mutual = not alone and float(_sigmoid(details.mutual[number])) >= MUTUAL
        speaker = _pointed(details.speaker[number])
        date = _pointed(details.date[number])
        sentence = self.window.sentences[pair.sentence]
        relation = said.relation
        listed = self._listed(pair) if relation == "AGREE" or relation in LASTING else None
        relation = "AGREE" if listed else relation
        beside = listed or (self._beside(pair) if date is None else None)
        return Claim(
            sentence=sentence,
            relation=relation,
            status=_asked(sentence, _status(self.classifier.statuses[int(details.status[number].argmax())])),
            mutual=mutual,
            source=self.mentions[pair.source],
            target=None if alone else self.mentions[pair.target],
            speaker=None if speaker is None else self.mentions[speaker],
            dated=beside if date is None or listed else self.dates[date],
            cue=said.cue,
            score=round(said.score, 4),
        )

    def _beside(self, pair: Pair) -> Dated | None:
        """The period right behind the target, or else the source ("with A since 2011, B since 2016")."""
        ends = [n for n in (pair.target, pair.source) if n < len(self.mentions)]
        return next((date for n in ends if (date := self._period_behind(n))), None)

    def _period_behind(self, mention: int) -> Dated | None:
        """The period right behind a mention, but for marks."""
        stop = self.mentions[mention].span.end
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


_OPEN_QUESTION = re.compile(
    r"^\W*(?!(?:w(?:er|en|em|essen|as|ann|o\w*|ie|arum|eshalb|elche\w*)|wh\w+|how|кто|кого|кому|кем|что|чего|чему|где"
    r"|куда|откуда|когда|почему|зачем|как\w*|сколько|чь\w+|чей)\b).*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""A question that yes or no answers; one that asks who, when or why takes the act for granted."""


def _asked(sentence: Sentence, status: Status) -> Status:
    """The status of what a sentence says, which a question that yes or no answers leaves open."""
    return "possible" if status == "happened" and _OPEN_QUESTION.match(sentence.text) else status


def _pointed(logits: Floats) -> int | None:
    """The place a pointer chooses, None where it is the last one (nothing) or not sure enough."""
    chances = np.exp(logits - logits.max())
    best = int(chances.argmax())
    sure = float(chances[best] / chances.sum()) >= POINTED
    return best if sure and best < len(logits) - 1 else None


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))
