"""A text laid out for reading: its paragraphs, their sentences, the pages of a long one, and what is marked.

Everything is offsets: the parts of a text, one after the other, are the text, and so are the pieces of a part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from konturen.reading.blocks import blocks
from konturen.reading.sentences import split
from konturen.records import Document

PAGE = 30_000
"""Characters of a page, about; a text that is longer has several, and no paragraph is torn that fits on one."""
PART_COST = 80
"""Characters that a sentence counts for beside its own: its number, its link and what is marked."""
HEADING = 120
"""Most characters of a heading."""
_ENDS = ".!?…:;,"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
Kind = Literal["text", "heading", "shell"]
MarkKind = Literal["actor", "when", "asked", "note"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: a sentence with its number in the text, or what stands between two (0)."""

    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or what belongs to the page around the text (`shell`), with why it does."""

    kind: Kind
    parts: tuple[Part, ...]
    reason: str | None = None

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.parts[-1].end


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch is: an actor named, a date, the words asked for, words with a note."""

    start: int
    end: int
    kind: MarkKind
    type: str = ""
    actor: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked alike. `type` is the kind of the actor that the shortest name over them means, and
    `actors` are all that are named here, that one first; `begins` is whether its name begins here."""

    text: str
    type: str = ""
    actors: tuple[tuple[str, str], ...] = ()
    begins: bool = False
    when: bool = False
    asked: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of a text, each its paragraphs, and how many words it has without what stands around it: one
    page for most texts, none for an empty one."""

    pages: tuple[tuple[Block, ...], ...]
    words: int

    def page_of(self, offset: int) -> int:
        """The page, from 1, on which a character of the text stands."""
        return max(bisect_right([page[0].start for page in self.pages], offset), 1)


def laid_out(document: Document) -> LaidOut:
    """A text as it is shown."""
    found = list(_blocks(document))
    own = (block for block in found if block.kind != "shell")
    words = sum(len(_WORD.findall(document.text, block.start, block.end)) for block in own)
    return LaidOut(tuple(_pages(found)), words)


def pieces(text: str, parts: Sequence[Part], marks: Iterable[Mark]) -> list[tuple[Piece, ...]]:
    """Each of some parts, one behind the other, in pieces. Marks may lie over each other and over several
    parts; each border of one is a border of pieces."""
    starts = [part.start for part in parts]
    own: list[list[Mark]] = [[] for _ in parts]
    for mark in marks:
        first = max(bisect_right(starts, mark.start) - 1, 0)
        for at in range(first, bisect_left(starts, mark.end)):
            if mark.end > parts[at].start and mark.start < parts[at].end:
                own[at].append(mark)
    return [_pieces(text, part, here) for part, here in zip(parts, own, strict=True)]


def _pieces(text: str, part: Part, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    borders = {part.start, part.end}
    for mark in marks:
        borders |= {max(mark.start, part.start), min(mark.end, part.end)}
    return tuple(_piece(text, start, end, marks) for start, end in pairwise(sorted(borders)))


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    here = [mark for mark in marks if mark.start <= start and end <= mark.end]
    kinds = {mark.kind for mark in here}
    named = sorted((mark for mark in here if mark.kind == "actor"), key=lambda one: one.end - one.start)
    return Piece(
        text[start:end],
        named[0].type if named else "",
        tuple(dict.fromkeys((mark.actor, mark.name) for mark in named)),
        bool(named) and named[0].start == start,
        "when" in kinds,
        "asked" in kinds,
        "note" in kinds,
    )


def _blocks(document: Document) -> Iterator[Block]:
    """The blocks of a text; what stands behind one belongs to it, so that they are the whole text."""
    text = document.text
    found: list[tuple[int, int, str | None]] = sorted(
        [
            *((block.start, block.end, None) for block in blocks(document)),
            *((one.span.start, one.span.end, one.reason) for one in document.shell),
        ],
        key=lambda one: one[:2],
    )
    begins: list[tuple[int, str | None]] = []
    for start, end, reason in found:
        if end > start and (not begins or start > begins[-1][0]):
            begins.append((start, reason))
    # Blanks above the first paragraph are its own.
    begins[:1] = [(0, begins[0][1] if begins else None)]
    sentences = [Part(one.span.start, one.span.end, one.index + 1) for one in split(document)]
    starts = [one.start for one in sentences]
    borders = [*begins, (len(text), None)]
    for (start, reason), (end, _) in pairwise(borders):
        if start == end:
            continue
        own = sentences[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
        yield Block(
            "shell" if reason else "heading" if _is_heading(text[start:end], own) else "text",
            (Part(start, end),) if reason else tuple(_filled(start, end, own)),
            reason,
        )


def _is_heading(words: str, sentences: Sequence[Part]) -> bool:
    said = words.strip()
    short = len(said) <= HEADING and len(sentences) == 1 and "\n" not in said
    return short and said[-1] not in _ENDS and said[:1].isalnum()


def _filled(start: int, end: int, sentences: Iterable[Part]) -> Iterator[Part]:
    """Sentences with what stands between them."""
    for one in sentences:
        if one.start > start:
            yield Part(start, one.start)
        yield replace(one, end=min(one.end, end))
        start = min(one.end, end)
    if start < end:
        yield Part(start, end)


def _pages(found: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    page: list[Block] = []
    size = 0
    for block in _torn(found):
        cost = block.end - block.start + PART_COST * len(block.parts)
        if page and size + cost > PAGE:
            yield tuple(page)
            page, size = [], 0
        page.append(block)
        size += cost
    if page:
        yield tuple(page)


def _torn(found: Iterable[Block]) -> Iterator[Block]:
    """The same blocks; one that is too long for a page in several, torn between sentences where it can be."""
    for block in found:
        if block.end - block.start + PART_COST * len(block.parts) <= PAGE:
            yield block
            continue
        held: list[Part] = []
        size = 0
        for part in (shorter for one in block.parts for shorter in _shortened(one)):
            cost = part.end - part.start + PART_COST
            if held and size + cost > PAGE:
                yield replace(block, parts=tuple(held))
                held, size = [], 0
            held.append(part)
            size += cost
        yield replace(block, parts=tuple(held))


def _shortened(part: Part) -> Iterator[Part]:
    most = PAGE - PART_COST
    for start in range(part.start, part.end, most):
        yield Part(start, min(start + most, part.end), part.number if start == part.start else 0)
