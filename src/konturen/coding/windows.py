"""Windows: neighbouring sentences that the encoder reads in one pass, with what stands before as context.

Every sentence is in the focus of at least one window. A sentence longer than a window is read in overlapping
pieces; no character is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from konturen.coding.candidates import Placed, kind_number
from konturen.coding.classifier import LONGEST, Encoded, Scene
from konturen.coding.tokens import Tokens, split_ranges
from konturen.records import Dated, Document, Mention, Sentence, Span, Tagged

T = TypeVar("T", bound=Mention | Dated | Tagged)

FOCUS = 900
"""Characters of focus sentences a window aims at: about 210 tokens, seven sentences of news, as in training."""

CONTEXT = 160
"""Characters of earlier sentences a window carries at most."""

PIECE = 1200
OVERLAP = 300
"""Characters of a piece of an overlong sentence, and how far neighbouring pieces overlap."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the document as tokens, with its sentences; those before `focus` are context only."""

    span: Span
    tokens: Tokens
    sentences: tuple[Sentence, ...]
    focus: int

    def token_range(self, span: Span) -> tuple[int, int]:
        """Tokens that cover a span of the document; empty where it lies outside."""
        return self.tokens.covering(span.start - self.span.start, span.end - self.span.start)

    def placed(self, mark: Mention | Tagged) -> Placed | None:
        """A mark by its tokens; None where no sentence of the window holds it."""
        home = next((n for n, s in enumerate(self.sentences) if s.span.contains(mark.span)), None)
        start, end = self.token_range(mark.span)
        return (
            None
            if home is None or start == end
            else Placed(start, end, home, kind_number(mark.type, mark.form))
        )

    def scene(self, encoded: Encoded, placed: Sequence[Placed], dates: Sequence[Dated] = ()) -> Scene:
        """What stands in the window, for the classifier's heads."""
        ranges = [self.token_range(date.span) for date in dates]
        return Scene(encoded, placed, ranges, [self.token_range(s.span) for s in self.sentences])


class Inside(Generic[T]):
    """Values with spans, to be asked for those that lie in a window; a document has many of both."""

    def __init__(self, values: Iterable[T]) -> None:
        self._values: list[T] = sorted(values, key=lambda value: value.span.start)
        self._starts: list[int] = [value.span.start for value in self._values]

    def of(self, span: Span) -> list[T]:
        """The values within a span, in the order of the text."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [value for value in self._values[first:last] if span.contains(value.span)]


def windows(
    document: Document, sentences: Sequence[Sentence], tokenise: Callable[[str], Tokens]
) -> list[Window]:
    """Cut a document's sentences into windows, in order."""
    found: list[Window] = []
    for first, last in split_ranges([len(s.text) for s in sentences], FOCUS):
        begin = first
        room = CONTEXT
        while begin > 0 and len(sentences[begin - 1].text) <= room:
            begin -= 1
            room -= len(sentences[begin].text)
        found += _windows(document, sentences, (begin, first, last), tokenise)
    return found


def _windows(
    document: Document,
    sentences: Sequence[Sentence],
    bounds: tuple[int, int, int],
    tokenise: Callable[[str], Tokens],
) -> list[Window]:
    """The window from sentence `begin`, focus at `first`, up to `last`; cut where it is too long to read."""
    begin, first, last = bounds
    span = Span(sentences[begin].span.start, sentences[last - 1].span.end)
    if span.end - span.start > PIECE + CONTEXT:
        if last - first > 1:
            middle = (first + last) // 2
            return [
                *_windows(document, sentences, (begin, first, middle), tokenise),
                *_windows(document, sentences, (middle, middle, last), tokenise),
            ]
        if begin == first:
            return _pieces(document, sentences[first], tokenise)
    tokens = tokenise(span.of(document.text))
    if len(tokens.ids) <= LONGEST:
        return [Window(span, tokens, tuple(sentences[begin:last]), first - begin)]
    if begin < first:
        return _windows(document, sentences, (first, first, last), tokenise)
    if last - first > 1:
        middle = (first + last) // 2
        left = _windows(document, sentences, (first, first, middle), tokenise)
        return [*left, *_windows(document, sentences, (middle, middle, last), tokenise)]
    return _pieces(document, sentences[first], tokenise)


def _pieces(document: Document, sentence: Sentence, tokenise: Callable[[str], Tokens]) -> list[Window]:
    """Overlapping windows over one overlong sentence; halved until the encoder can read them."""
    found, size, start = [], PIECE, sentence.span.start
    while start < sentence.span.end:
        span = Span(start, min(sentence.span.end, start + size))
        tokens = tokenise(span.of(document.text))
        if len(tokens.ids) > LONGEST:
            size //= 2
            continue
        found.append(Window(span, tokens, (sentence,), 0))
        if span.end == sentence.span.end:
            break
        start = span.end - min(OVERLAP, size // 4)
    return found
