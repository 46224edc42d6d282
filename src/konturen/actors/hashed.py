"""Numbers by text in eight bytes an entry: an index of a million forms that a dict would need 200 MB for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_NUMBER_BITS = 24
"""Bits of a number; the other 40 of an entry are those of the text's hash."""
_HASH = (1 << (64 - _NUMBER_BITS)) - 1


class Hashed:
    """Numbers below 2 ** 24, each under some texts. The texts are not held, only 40 bits of their hashes."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._entries = array("Q", sorted({_base(text) | number for text, number in entries}))

    def get(self, text: str) -> Iterator[int]:
        """The numbers of a text, and once in a long while one of another text: whoever asks makes sure."""
        base = _base(text)
        place = bisect_left(self._entries, base)
        while place < len(self._entries) and self._entries[place] >> _NUMBER_BITS == base >> _NUMBER_BITS:
            yield self._entries[place] & ((1 << _NUMBER_BITS) - 1)
            place += 1


def _base(text: str) -> int:
    return (hash(text) & _HASH) << _NUMBER_BITS
