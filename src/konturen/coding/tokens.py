"""Pieces of a window's text with their places, as the encoder reads them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from konturen.errors import CoderError

_HALVES = re.compile("[\ud800-\udfff]")

START, STOP, MASK_TOKEN = 0, 2, "<mask>"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Piece ids with start and stop marks, and the characters each piece covers (the marks cover none)."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of tokens that overlap characters start to end; empty where none does."""
        first, last = len(self.ids), 0
        for number, (begin, stop) in enumerate(self.offsets):
            if begin < end and start < stop:
                first, last = min(first, number), number + 1
        return (first, last) if first < last else (0, 0)


def load_tokenizer(path: Path) -> Tokenizer:
    """The Unigram tokenizer from a JSON file, gzipped or plain; CoderError where it cannot be read."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return Tokenizer.from_str(raw.decode("utf-8"))
    except Exception as error:  # the tokenizer's library raises bare exceptions for damaged files
        raise CoderError(
            f"the tokenizer cannot be read ({error}).", str(path), "Install konturen again."
        ) from error


def tokenise(tokenizer: Tokenizer, text: str) -> Tokens:
    """Pieces of a text; leading blanks are no part of a piece, halves of characters read as unknown ones."""
    encoded = tokenizer.encode(_HALVES.sub("\ufffd", text), add_special_tokens=False)
    offsets = [_trimmed(text, start, end) for start, end in encoded.offsets]
    return Tokens((START, *encoded.ids, STOP), ((0, 0), *offsets, (0, 0)))


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
