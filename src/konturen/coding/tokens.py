"""Pieces of a window's text with their places, as the encoder reads them."""

from __future__ import annotations

import lzma
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from konturen.errors import CoderError

_HALVES = re.compile("[\ud800-\udfff]")

_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|(?<=[^\\W\\d_])-\r?\n(?=[a-zäöüßа-яё])"
)
"""Soft hyphens, zero-width characters and marks of direction; the hyphen of a word cut at the end of a line."""
_CRY = re.compile(r"(?<!\w)[A-ZÄÖÜА-ЯЁ]{2,}(?:[\s,;:–-]+[A-ZÄÖÜА-ЯЁ]{2,}){2,}(?!\w)")
"""Three words in capitals and more: a headline or a shout, no abbreviation."""

START, STOP, MASK_TOKEN = 0, 2, "<mask>"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Piece ids with start and stop marks, and the characters each piece covers (the marks cover none)."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of tokens that overlap characters start to end; empty where none does."""
        inner = (1, len(self.offsets) - 1)  # the marks at both ends cover nothing
        first = bisect_right(self.offsets, start, *inner, key=lambda offset: offset[1])
        last = bisect_left(self.offsets, end, *inner, key=lambda offset: offset[0])
        return (first, last) if first < last else (0, 0)


def load_tokenizer(path: Path) -> Tokenizer:
    """The Unigram tokenizer from a JSON file, packed by xz or plain; CoderError where it cannot be read."""
    try:
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        return Tokenizer.from_str(raw.decode("utf-8"))
    except Exception as error:  # the tokenizer's library raises bare exceptions for damaged files
        raise CoderError(
            f"the tokenizer cannot be read ({error}).", str(path), "Install konturen again."
        ) from error


def tokenise(tokenizer: Tokenizer, text: str) -> Tokens:
    """Pieces of a text; leading blanks are no part of a piece, halves of characters read as unknown ones.

    The encoder sees the words as a reader does: without invisible characters and hyphens of line breaks, and
    cries in capitals as names are written. The offsets are those of the text as it stands.
    """
    seen, places = _seen(text)
    encoded = tokenizer.encode(_HALVES.sub("\ufffd", _CRY.sub(_calm, seen)), add_special_tokens=False)
    offsets = [
        _trimmed(text, places[start], places[end - 1] + 1) if start < end else (places[start], places[start])
        for start, end in encoded.offsets
    ]
    return Tokens((START, *encoded.ids, STOP), ((0, 0), *offsets, (0, 0)))


def _seen(text: str) -> tuple[str, Sequence[int]]:
    """A text without what nobody sees, and where each character left stood; one place more for the end."""
    if not _UNSEEN.search(text):
        return text, range(len(text) + 1)
    gone = {n for match in _UNSEEN.finditer(text) for n in range(*match.span())}
    places = [n for n in range(len(text)) if n not in gone]
    return "".join(text[n] for n in places), [*places, len(text)]


def _calm(match: re.Match[str]) -> str:
    """Words in capitals with only their first letters so; as they are where that changes their length."""
    calm = match[0].title()
    return calm if len(calm) == len(match[0]) else match[0]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def split_ranges(lengths: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Pack neighbouring items into half-open ranges whose lengths add up to at most `limit` where possible."""
    ranges, first, total = [], 0, 0
    for number, length in enumerate(lengths):
        if number > first and total + length > limit:
            ranges.append((first, number))
            first, total = number, 0
        total += length
    if first < len(lengths):
        ranges.append((first, len(lengths)))
    return ranges
