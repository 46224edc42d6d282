"""The embedded coder: sentences and mentions in, statements and facts out. Pure but for the loaded weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from konturen.codebook import Codebook
from konturen.coding.antecedents import antecedents
from konturen.coding.candidates import NEAR
from konturen.coding.claims import Claim, claims
from konturen.coding.classifier import Classifier, Encoded
from konturen.coding.tagging import tagged
from konturen.coding.windows import Inside, Window, windows
from konturen.records import Dated, Document, End, Evidence, Mention, Sentence, Span, Statement, Tagged

Told = Callable[[int], None]
"""Told up to which sentence, counted from 1, a pass over a document has come."""
KEPT_WINDOWS = 512
"""Encoder states held in memory between the passes over a document; further windows are read again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document after the first pass: its windows and what the mention head marked in them."""

    document: Document
    windows: tuple[Window, ...]
    tagged: tuple[Tagged, ...]
    states: Mapping[int, Encoded] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """The statements of a document, and what was seen but refused, as (reason, count)."""

    statements: tuple[Statement, ...]
    refused: tuple[tuple[str, int], ...]


class Coder:
    """The classifier with a codebook; `name` identifies both and is kept with every statement."""

    def __init__(self, classifier: Classifier, codebook: Codebook) -> None:
        self._classifier = classifier
        self._codebook = codebook
        self.name = classifier.name

    def read(self, document: Document, sentences: Sequence[Sentence], told: Told = lambda _: None) -> Reading:
        """First pass: encode the windows and mark what may be an actor."""
        cut = windows(document, sentences, self._classifier.tokens)
        states: dict[int, Encoded] = {}
        marks: dict[tuple[int, int, str], Tagged] = {}
        for number, window in enumerate(cut):
            encoded = self._classifier.encode(window.tokens)
            if number < KEPT_WINDOWS:
                states[number] = encoded
            for mark in tagged(window, encoded, self._classifier):
                marks.setdefault((mark.span.start, mark.span.end, mark.form), mark)
            told(window.sentences[-1].index + 1)
        ordered = tuple(sorted(marks.values(), key=lambda m: (m.span, m.form)))
        return Reading(document, tuple(cut), ordered, states)

    def antecedents(
        self, reading: Reading, names: Sequence[Mention], pointing: Sequence[Tagged]
    ) -> Mapping[Span, tuple[Span, float]]:
        """Which of the names or earlier words each pointing word means, with the score, where that is clear."""
        marks: Inside[Mention | Tagged] = Inside([*names, *pointing])
        found: dict[Span, tuple[Span, float]] = {}
        for number, window in enumerate(reading.windows):
            near = marks.of(window.span)
            if any(isinstance(m, Tagged) for m in near):
                encoded = reading.states.get(number) or self._classifier.encode(window.tokens)
                found |= antecedents(window, encoded, near, self._classifier)
        return found

    def code(
        self,
        reading: Reading,
        mentions: Sequence[Mention],
        dates: Sequence[Dated],
        special: Mapping[str, str],
        told: Told = lambda _: None,
    ) -> Result:
        """Second pass: statements between the mentions. `special` gives kinds that tracks know beyond types."""
        found: dict[str, Statement] = {}
        actors = Inside(mentions)
        refused = Counter(_unpaired(reading, actors))
        identity = reading.document.id
        for claim in self._claims(reading, actors, Inside(dates), told):
            statement = self._statement(reading.document, claim, special)
            if isinstance(statement, str):
                refused[statement] += 1
                continue
            key = statement.id(identity)
            if key not in found or found[key].score < statement.score:
                found[key] = statement
        ordered = sorted(
            found.values(),
            key=lambda s: (s.evidence.start, s.source.start, s.relation, s.status, s.id(identity)),
        )
        return Result(tuple(ordered), tuple(sorted(refused.items())))

    def _claims(
        self, reading: Reading, actors: Inside[Mention], dates: Inside[Dated], told: Told
    ) -> Iterator[Claim]:
        for number, window in enumerate(reading.windows):
            told(window.sentences[-1].index + 1)
            near = actors.of(window.span)
            if not near:
                continue
            encoded = reading.states.get(number) or self._classifier.encode(window.tokens)
            yield from claims(window, encoded, near, dates.of(window.span), self._classifier)

    def _statement(self, document: Document, claim: Claim, special: Mapping[str, str]) -> Statement | str:
        """The statement of a claim, or the reason why it makes none."""
        source = _end(claim.source)
        target = _end(claim.target) if claim.target else None
        if source is None or (claim.target and target is None):
            return "an end points back to nobody"
        if target and target.actor == source.actor:
            return "both ends are one actor"
        if not self._codebook.relations[claim.relation].fits(source.type, target.type if target else None):
            return "the ends do not fit the relation"
        speaker = _end(claim.speaker) if claim.speaker else None
        kinds = [special.get(end.actor, end.type) for end in (source, target) if end]
        span = claim.sentence.span
        return Statement(
            document=document.location,
            relation=claim.relation,
            status=claim.status,
            mutual=claim.mutual,
            source=source,
            target=target,
            when=claim.dated.value if claim.dated else None,
            when_text=claim.dated.surface if claim.dated else None,
            track=self._codebook.track(kinds[0], kinds[1] if len(kinds) > 1 else None),
            speaker=speaker,
            evidence=Evidence(claim.sentence.text, span.start, span.end),
            cue=claim.cue.of(document.text) or None,
            score=claim.score,
            coder=self.name,
        )


def _unpaired(reading: Reading, actors: Inside[Mention]) -> dict[str, int]:
    """What the windows keep from being paired: ends in different pieces of a sentence, ends of a long list."""
    pieces = Counter(w.sentences[0].index for w in reading.windows if w.sentences[0].span.end > w.span.end)
    lists = sum(len(actors.of(window.span)) > NEAR for window in reading.windows)
    told = {
        "long sentences were read in pieces, whose actors are not paired": len(pieces),
        "stretches have so many actors that distant ones are not paired": lists,
    }
    return {reason: count for reason, count in told.items() if count}


def _end(mention: Mention) -> End | None:
    """A mention as an end; None where nobody knows whom it means."""
    if mention.actor is None or mention.name is None:
        return None
    return End(mention.name, mention.actor, mention.type, mention.surface, mention.span.start, mention.span.end)
