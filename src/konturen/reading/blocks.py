"""Blocks of running text: paragraphs, headings and list items, outside a page's shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from konturen.records import Document, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|\Z)")
_BULLET = re.compile(r"\s*[•‣▪◦●■□▸►∙·*]\s")
_DASH = re.compile(r"\s*[-–—]\s+")
_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|[a-zA-Zа-яА-Я]\)|\(\d{1,3}\)|#{1,6})\s")
_ENDED = re.compile(r"[.!?…:;][\"'”“’»«)\]]*(?:\[\w{1,4}\])*\s*\Z")
_WORD = re.compile(r"\s*(\S{1,60})")


def _words(text: str) -> frozenset[str]:
    """Words parted by blanks."""
    return frozenset(text.split())


_UNFINISHED = _words(
    "der die das dem den des ein eine einen einem einer und oder am im in an auf aus bei mit von "
    "vom zu zum zur für dass als wie sowie über unter nach vor seit bis durch gegen um the a an "
    "of and or in on at to for with by from that which who as than is are was were has have had "
    "not и или а но в во на с со к ко о об от до из за по у для что который которая которые не "
    "при под над"
)
WRAP_LIMIT = 140
"""Longest line, in characters, that can come from wrapping text to a width; longer lines are paragraphs."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def blocks(document: Document) -> Iterator[Span]:
    """Stretches that hold whole sentences: no blank line, list item or shell lies inside one."""
    for start, end in _free(document):
        run: list[_Line] = []
        for line in _lines(document.text, start, end):
            if not line.blank:
                run.append(line)
            elif run:
                yield from _of_run(run)
                run = []
        if run:
            yield from _of_run(run)


def _free(document: Document) -> Iterator[tuple[int, int]]:
    """The stretches between the shell's spans."""
    position = 0
    for span in sorted(skipped.span for skipped in document.shell):
        if span.start > position:
            yield position, span.start
        position = max(position, span.end)
    if position < len(document.text):
        yield position, len(document.text)


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    position = start
    while position < end:
        match = _LINE.match(text, position, end)
        stop = match.end() if match is not None and match.end() > position else end
        yield _Line(position, stop, text[position:stop].rstrip())
        position = stop


def _of_run(run: list[_Line]) -> Iterator[Span]:
    """Blocks of lines that follow each other without a blank one."""
    width = max(len(line.text) for line in run)
    first = 0
    for index in range(1, len(run)):
        if _breaks(run[first], run[index - 1], run[index], width):
            yield Span(run[first].start, run[index - 1].end)
            first = index
    yield Span(run[first].start, run[-1].end)


def _breaks(first: _Line, above: _Line, below: _Line, width: int) -> bool:
    """Whether a new block begins with the line `below`; `first` is the first line of the present one."""
    if _BULLET.match(below.text):
        return True
    ended = _ENDED.search(above.text[-30:]) is not None
    if _NUMBER.match(below.text) and (ended or _NUMBER.match(first.text)):
        return True
    if _DASH.match(below.text) and (ended or _DASH.match(first.text)):
        return True
    word = _WORD.match(below.text)
    if word is None:
        return False
    opening = word.group(1).lstrip("\"'„“”«»‚‘’([—–-")[:1]
    if opening.islower() or (not ended and _goes_on(above.text)):
        return False
    # In wrapped text a line ends where the next word did not fit; a line that had room ended on purpose.
    return width > WRAP_LIMIT or len(above.text) + 1 + len(word.group(1)) <= width


def _goes_on(text: str) -> bool:
    """Whether a line stops in the middle of a phrase."""
    tail = text[-40:].split()
    return text[-1:] in ",-–—(„«" or (bool(tail) and tail[-1].lower() in _UNFINISHED)
