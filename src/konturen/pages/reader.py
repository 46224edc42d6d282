"""The reader: a text as it was read, who is named in it, and beside each sentence what it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import ClassVar, TypeAlias, get_args

from konturen.desk.quoting import EVERY
from konturen.errors import QueryError
from konturen.ledger.notes import Note
from konturen.ledger.opened import Named, Stretch
from konturen.ledger.reader import Reader
from konturen.ledger.values import DocumentInfo, Query, RecordedFact
from konturen.pages.citing import MEDIA_TYPES, STYLES, Work, citation
from konturen.pages.laid_out import Block, LaidOut, Mark, Part, Piece, laid_out, pieces
from konturen.pages.lines import Line, lines
from konturen.pages.sharing import Share, shares, web_address
from konturen.records import ActorType, Document
from konturen.web.ask import Ask
from konturen.web.page import Download, Place

WORDS_PER_MINUTE = 238
"""How fast people read non-fiction silently, in English: M. Brysbaert, How many words do we read per minute? A
review and meta-analysis of reading rate, Journal of Memory and Language 109 (2019). Other languages have longer
or shorter words; the minutes are a help, no measure."""
KINDS: tuple[str, ...] = get_args(ActorType)
_Place: TypeAlias = tuple[int, int]
_AT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Where:
    """A place where the text was read; `address` is it where a link may lead there."""

    place: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that a sentence tells of an actor."""

    id: str
    actor: str
    name: str
    attribute: str
    value: str
    of: str | None
    when: str | None
    judgement: str


@dataclass(frozen=True, slots=True)
class Written:
    """A note: who wrote what and when, beside which words; `own` is whether the person who asks did."""

    id: int
    text: str
    by: str
    recorded: str
    start: int | None
    end: int | None
    words: str
    own: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its number in the text, or what stands between two (0); `here` is whether the words asked
    for begin in it. Its pieces, one after the other, are its words."""

    start: int
    end: int
    number: int
    here: bool
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]
    facts: tuple[Told, ...]
    notes: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, or what belongs to the page around the text, with why it does."""

    kind: str
    reason: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """A text. `minutes` are counted, `printed_minutes` those that its page says; `statements` those of the
    whole text; `marked` how often each kind of actor is named on
    this page, `marks` those of all `kinds` that are marked. `at` are the words asked for."""

    template: ClassVar[str] = "reader.html"
    document: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    genre: str | None
    language: str
    recorded: str
    places: tuple[Where, ...]
    words: int
    minutes: int
    printed_minutes: int | None
    statements: int
    page: int
    pages: int
    paragraphs: tuple[Paragraph, ...]
    marked: Mapping[str, int]
    marks: tuple[str, ...]
    kinds: tuple[str, ...]
    at: tuple[int, int] | None
    quotation: str | None
    saved: bool
    notes: tuple[Written, ...]
    shares: tuple[Share, ...]
    citations: Mapping[str, str]


def text(ask: Ask) -> ReaderPage:
    """A text, at the page of the words that are asked for."""
    with ask.reader() as reader:
        document = reader.document(ask.parts["document"])
        info = _info(reader, ask.parts["document"])
        at = _at(ask, document.text)
        laid = _laid_out(ask, reader, document, info.id)
        pages = max(len(laid.pages), 1)
        number = min(ask.number("page", laid.page_of(at[0]) if at else 1, 1), pages)
        blocks = laid.pages[number - 1] if laid.pages else ()
        beside = _Beside.of(ask, reader, document, blocks, at)
        quotation = document.text[at[0] : at[1]] if at else None
        whole = Stretch(info.id, 0, len(document.text))
        return ReaderPage(
            info.id,
            *(info.title, info.author, info.outlet, info.published, info.genre, info.language),
            info.recorded,
            tuple(Where(place, web_address(place)) for place in info.places),
            laid.words,
            max(ceil(laid.words / WORDS_PER_MINUTE), 1),
            info.reading_minutes,
            len(reader.stated_in(whole)),
            number,
            pages,
            beside.paragraphs(document.text, blocks),
            Counter(kind for _, _, kind in {(one.start, one.end, one.type) for one in beside.named}),
            beside.marks,
            KINDS,
            at,
            quotation,
            any(one.document == info.id for one in reader.saved(ask.person.name)),
            tuple(one for one in beside.notes if one.start is None),
            shares(info.title or info.id, quotation, _address(info)),
            {style: citation(_work(info, quotation), style, ask.words) for style in STYLES},
        )


def cited(ask: Ask) -> Download:
    """The citation of a text, or of the words asked for, as a file."""
    style = ask.choice("style", STYLES, "footnote")
    with ask.reader() as reader:
        whole = reader.text(ask.parts["document"])
        at = _at(ask, whole)
        work = _work(_info(reader, ask.parts["document"]), whole[at[0] : at[1]] if at else None)
    media_type, ending = MEDIA_TYPES[style]
    return Download(citation(work, style, ask.words).encode(), f"{work.key}.{ending}", media_type)


def _info(reader: Reader, document: str) -> DocumentInfo:
    return reader.infos([document])[document]


def _laid_out(ask: Ask, reader: Reader, document: Document, id: str) -> LaidOut:
    """The pages of a text: offsets only, kept as long as no text is removed."""
    stamp = reader.stamp()
    return ask.site.kept.of(("laid out", id), stamp.removals, lambda: laid_out(document))


def _at(ask: Ask, whole: str) -> tuple[int, int] | None:
    """The words asked for; QueryError where the text has no such place."""
    said = ask.one("at")
    if not said:
        return None
    found = _AT.fullmatch(said)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 <= start < end <= len(whole):
        raise QueryError(f"the text has no place {said[:30]!r}.", ask.path, "Open it without a place.")
    return start, end


def _address(info: DocumentInfo) -> str | None:
    """The first place on the web where a text was read."""
    return next((found for place in info.places if (found := web_address(place))), None)


def _work(info: DocumentInfo, quotation: str | None) -> Work:
    return Work(
        info.id,
        *(info.title, info.author, info.outlet, info.published, info.language, info.genre),
        _address(info),
        info.recorded[:10],
        quotation,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a page of a text, and what is marked in it."""

    named: Sequence[Named]
    lines: Sequence[Line]
    facts: Sequence[tuple[int, Told]]
    notes: Sequence[Written]
    marks: tuple[str, ...]
    all_marks: Sequence[Mark]
    at: _Place | None

    @classmethod
    def of(
        cls, ask: Ask, reader: Reader, document: Document, blocks: Sequence[Block], at: _Place | None
    ) -> _Beside:
        """All of it, of the stretch that the page shows."""
        id = ask.parts["document"]
        stretch = Stretch(id, blocks[0].start, blocks[-1].end) if blocks else Stretch(id, 0, 0)
        named = reader.named_in(stretch)
        ids = frozenset(reader.stated_in(stretch))
        records = reader.statements(Query(ids=ids, judgement=EVERY)) if ids else ()
        shown = lines(ask, records)
        facts = [(one.fact.evidence.start, _told(ask, one)) for one in reader.facts_in(stretch, EVERY)]
        notes = [_written(one, document.text, ask.person.name) for one in reader.notes(id)]
        wanted = ask.every("mark", (*KINDS, "none"))
        marks = tuple(kind for kind in KINDS if not wanted or kind in wanted)
        found = [
            *(
                Mark(one.start, one.end, "actor", one.type, one.actor, ask.called(one.actor, one.name))
                for one in named
                if one.type in marks
            ),
            *_dates(shown),
            *(Mark(one.start, one.end, "note") for one in notes if one.start is not None and one.end),
            *([Mark(*at, "asked")] if at else []),
        ]
        return cls(named, shown, facts, notes, marks, sorted(found, key=lambda one: one.start), at)

    def paragraphs(self, whole: str, blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
        """The paragraphs of the page with their sentences."""
        parts = [part for block in blocks for part in block.parts]
        passages = iter(
            self._passage(part, own)
            for part, own in zip(parts, pieces(whole, parts, self.all_marks), strict=True)
        )
        return tuple(
            Paragraph(block.kind, block.reason, tuple(islice(passages, len(block.parts)))) for block in blocks
        )

    def _passage(self, part: Part, own: tuple[Piece, ...]) -> Passage:
        def mine(start: int | None) -> bool:
            return start is not None and part.start <= start < part.end

        return Passage(
            part.start,
            part.end,
            part.number,
            self.at is not None and mine(self.at[0]),
            own,
            tuple(one for one in self.lines if mine(one.start)),
            tuple(one for start, one in self.facts if mine(start)),
            tuple(one for one in self.notes if mine(one.start)),
        )


def _dates(shown: Iterable[Line]) -> list[Mark]:
    """Where the dates of statements stand in their sentences."""
    found = []
    for one in shown:
        at = one.start
        for piece in one.pieces:
            if piece.role == "when":
                found.append(Mark(at, at + len(piece.text), "when"))
            at += len(piece.text)
    return found


def _told(ask: Ask, one: RecordedFact) -> Told:
    fact = one.fact
    name = ask.called(fact.actor.actor, fact.actor.name)
    state = one.judgement.state
    return Told(one.id, fact.actor.actor, name, fact.attribute, fact.value, fact.of, fact.when, state)


def _written(note: Note, whole: str, person: str) -> Written:
    words = whole[note.start : note.end] if note.start is not None else ""
    own = note.by == person
    return Written(note.id, note.text or "", note.by, note.recorded, note.start, note.end, words, own)


PLACES = (Place("/texts/{document}", text), Place("/texts/{document}/citation", cited))
