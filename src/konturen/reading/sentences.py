"""Sentences of a document, by own rules for German, English and Russian.

Public splitters break political prose at ordinals, initials and abbreviated months (figures in
`shared/field.md`, part D). The rules here look at one stop at a time: which word stands before it, what closes
after it, and how the next word begins. Every step looks a bounded distance around the stop, so the time is
linear in the length of the text whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from konturen.reading.blocks import blocks
from konturen.reading.stops import Words, ends_sentence, words_of
from konturen.records import Document, Sentence, Span

_STOP = re.compile(r"[.!?…‽。！？]+")
_CLOSERS = frozenset("\"'”“’‘»«›‹)]}")
_FOOTNOTE = re.compile(r"(?:\[[^\[\]\s]{1,12}\]|[¹²³⁰-⁹])+")
_GAP_CLOSER = re.compile(r"[ \u00a0\u202f]([»”)\]])(?=[\s.,;:!?]|$)")
MAX_BRACKET = 600
"""Characters after which an opening bracket without a partner no longer holds a sentence together."""


def split(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document in reading order, none of them touching its shell.

    `document.text[s.span.start:s.span.end] == s.text` for every sentence; `paragraph` counts the blocks (a
    paragraph, a heading, a list item) that hold at least one sentence. The language is the document's.
    Stretches without a letter or digit are no sentences.
    """
    words = words_of(document.language)
    found: list[Sentence] = []
    paragraph = 0
    for block in blocks(document):
        before = len(found)
        for span in _spans(document.text, block, words):
            text = span.of(document.text)
            found.append(Sentence(span, text, len(found), paragraph, document.language))
        paragraph += len(found) > before
    return tuple(found)


def _spans(text: str, block: Span, words: Words) -> Iterator[Span]:
    """Trimmed sentence spans of one block; a stretch without letters is joined to the one before it."""
    held: Span | None = None
    for start, end in _pieces(text, block, words):
        piece = _trimmed(text, start, end)
        if piece is None:
            continue
        if any(character.isalnum() for character in piece.of(text)):
            if held is not None:
                yield held
            held = piece
        elif held is not None:
            held = Span(held.start, piece.end)
    if held is not None:
        yield held


def _pieces(text: str, block: Span, words: Words) -> Iterator[tuple[int, int]]:
    enclosed = _enclosed(text, block)
    start = block.start
    position = block.start
    while (stop := _STOP.search(text, position, block.end)) is not None:
        close = _after_closers(text, stop.end(), block.end)
        position = max(stop.end(), close)
        if close >= block.end:
            break
        hold = enclosed.get(stop.start())
        if hold is not None and close <= hold and not _opens(text, start, hold, enclosed):
            continue
        if ends_sentence(text, (start, stop.start(), stop.end(), close, block.end), words):
            yield start, close
            start = close
    yield start, block.end


def _opens(text: str, start: int, hold: int, enclosed: dict[int, int]) -> bool:
    """Whether the bracket that closes at `hold` is the first thing of the sentence that began at `start`."""
    while start < len(text) and text[start].isspace():
        start += 1
    return enclosed.get(start) == hold


def _after_closers(text: str, position: int, end: int) -> int:
    """Where quotation marks, brackets and footnote marks that belong to the stop are over."""
    first = position
    while position < end and text[position] in _CLOSERS:
        if text[position] in "«»\"“‘'" and position + 1 < end and text[position + 1].isalnum():
            break
        position += 1
    note = _FOOTNOTE.match(text, position, end)
    # "[" is no closer, so a footnote mark may follow the stop or the closing quotation mark.
    position = note.end() if note else position
    gap = _GAP_CLOSER.match(text, position, end)
    if gap is not None and position == first:
        position = gap.end()
    return position


def _enclosed(text: str, block: Span) -> dict[int, int]:
    """For every stop inside round brackets, and for the brackets, where the outermost pair around it closes."""
    inside: dict[int, int] = {}
    position = block.start
    while (opening := text.find("(", position, block.end)) >= 0:
        depth = 0
        closing = -1
        for index in range(opening, min(opening + MAX_BRACKET, block.end)):
            if text[index] == "(":
                depth += 1
            elif text[index] == ")":
                depth -= 1
                if depth == 0:
                    closing = index
                    break
        if closing < 0:
            # Everything up to the limit was looked at in vain: go on behind it, so that a megabyte of opening
            # brackets costs one pass.
            position = opening + MAX_BRACKET
            continue
        inside[opening] = closing
        for stop in _STOP.finditer(text, opening, closing):
            inside[stop.start()] = closing
        position = closing + 1
    return inside


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
