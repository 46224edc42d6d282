"""A statement as every page shows it: who, what, whom, how, when, according to whom, with the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from konturen.codebook import Codebook, built_in
from konturen.ledger.values import DocumentInfo, Recorded
from konturen.records import End
from konturen.web.ask import Ask

Tone = Literal["cooperation", "conflict", "neutral"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and what it is there: an end of the statement, its date, or nothing.

    The pieces of a sentence, one after the other, are the sentence.
    """

    text: str
    role: Literal["source", "target", "speaker", "when", ""] = ""


@dataclass(frozen=True, slots=True)
class Who:
    """An actor of a statement: the id, the name in the language of the desk, what the sentence calls her."""

    id: str
    name: str
    type: str
    surface: str


@dataclass(frozen=True, slots=True)
class Said:
    """Where a sentence stands: enough to find and cite it. `source` is the text that stands for its copies."""

    document: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    genre: str | None
    language: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement. `amended` is whether it reads as persons amended it; `recorded` is an instant."""

    id: str
    source: Who
    target: Who | None
    relation: str
    tone: Tone
    status: str
    mutual: bool
    track: str
    when: str | None
    speaker: Who | None
    pieces: tuple[Piece, ...]
    start: int
    end: int
    cue: str | None
    score: float
    judgement: str
    amended: bool
    recorded: str
    said: Said


def lines(ask: Ask, records: Iterable[Recorded]) -> tuple[Line, ...]:
    """Statements as lines, in their order."""
    return tuple(line(ask, one) for one in records)


def line(ask: Ask, record: Recorded) -> Line:
    """A statement as a line, its actors under the names of the desk's language."""
    s = record.statement

    def who(end: End | None) -> Who | None:
        return Who(end.actor, ask.called(end.actor, end.name), end.type, end.surface) if end else None

    source = who(s.source)
    assert source is not None
    return Line(
        record.id,
        source,
        who(s.target),
        s.relation,
        tone(built_in(), s.relation),
        s.status,
        s.mutual,
        s.track,
        s.when,
        who(s.speaker),
        pieces(record),
        s.evidence.start,
        s.evidence.end,
        s.cue,
        s.score,
        record.judgement.state,
        record.original is not None,
        record.recorded,
        said(record.document),
    )


def tone(codebook: Codebook, relation: str) -> Tone:
    """Whether a relation is cooperation, conflict or neither."""
    kind = codebook.relations[relation].kind if relation in codebook.relations else ""
    return "cooperation" if kind == "cooperation" else "conflict" if kind == "conflict" else "neutral"


def said(info: DocumentInfo) -> Said:
    """Where something stands, from what the ledger knows of the text."""
    place = info.places[0] if info.places else info.id
    return Said(
        info.id,
        info.title,
        info.outlet,
        info.author,
        info.published,
        info.genre,
        info.language,
        info.source,
        place,
    )


def pieces(record: Recorded) -> tuple[Piece, ...]:
    """The sentence in pieces, its ends marked where they stand in it; of overlapping ones the first counts."""
    s, text = record.statement, record.statement.evidence.text
    begin = s.evidence.start
    marks: list[tuple[int, int, Literal["source", "target", "speaker", "when"]]] = []
    marks.append((s.source.start - begin, s.source.end - begin, "source"))
    if s.target:
        marks.append((s.target.start - begin, s.target.end - begin, "target"))
    if s.speaker:
        marks.append((s.speaker.start - begin, s.speaker.end - begin, "speaker"))
    if s.when_text and (at := text.find(s.when_text)) >= 0:
        marks.append((at, at + len(s.when_text), "when"))
    found: list[Piece] = []
    done = 0
    for start, end, kind in sorted(marks):
        if start < done or end > len(text):
            continue
        found += [Piece(text[done:start]), Piece(text[start:end], kind)]
        done = end
    return tuple(piece for piece in [*found, Piece(text[done:])] if piece.text)
