"""Likeness of two texts: signatures by which like ones are looked up, and the comparison that decides. Pure.

Texts are compared by their words, without case and what is not read (the shell of a page). Four words in a row
are a shingle. The signature is a MinHash of the shingles (rensa): two texts agree at each of its places with
the probability of their likeness (Jaccard), so that a third of a text still agrees at a third of them. A lookup
only proposes; what decides is how much of the shorter text stands word by word in the longer one.

Across languages the actors and numbers of a text, in their order, stand for its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import LCSseq

CopyKind = Literal["same", "near", "shortened", "translation"]
KINDS: tuple[CopyKind, ...] = ("same", "near", "shortened", "translation")
METHOD = "shingles/1"
"""The name and version of the method below; to be raised with every change of what it answers."""

LONGEST = 200_000
"""Characters of a text that count: some 30,000 words. Of a longer one the rest is not looked at."""
LENGTH = 4
"""Words of a shingle."""
PLACES, PLACES_ABROAD = 24, 12
"""Places of a signature, of words and of actors and numbers."""
AGREEING = 2
"""At how many places two texts have to agree for a comparison."""
SEED = 20_261_123

SHORTEST, SHORTEST_SAME = 30, 8
"""Fewest different shingles of a text that may be nearly another, and words of one that may be the same."""
NEAR, SHORTENED = 0.6, 0.7
"""Least share of the shorter text that stands in the other one."""
AS_LONG, SHORTER = 0.7, 0.2
"""From which share of its length on a text is as long as the other, and below which it is only quoted there."""
LEAD, LEAD_SHARE = 0.25, 0.1
"""A text below half as long has at least this share of this first part of the longer one: agencies cut from the
end, while a page with many reports holds each of them somewhere."""
SPECIFIC, FEW_SPECIFIC = 0.75, 3
"""Least share of the names and numbers of one text that stand in the other, where there are that many: what is
filled into the same form with other names is another report."""

ABROAD, ABROAD_UNDATED = 0.7, 0.8
"""Least share of the shorter row of actors and numbers that stands in the other one in the same order; where
the days of both are not known."""
SHORTEST_ROW, DIFFERENT = 8, 5
"""Fewest actors and numbers of a text that may be translated, and how many of them are different."""
AS_LONG_ABROAD = 0.6
MOST_DAYS = 7
"""Days that may lie between a text and its translation."""
LONGEST_ROW = 1000

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?!\d)|\d+")
_STOP = re.compile(r"(?<=[.!?…])\s+|[\r\n]+")
_OPENS = re.compile(r"(?:^|[.!?:…\n\"„“«])[\s\"„“«(]*$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts are to each other, and the share of the shorter one that stands in the longer one."""

    kind: CopyKind
    score: float


class Words:
    """The words of a text as they are compared."""

    def __init__(self, text: str, skipped: Iterable[tuple[int, int]] = ()) -> None:
        self.text = _without(text[:LONGEST], skipped)

    @cached_property
    def words(self) -> list[str]:
        """The words in their order, as they are compared."""
        plain = unicodedata.normalize("NFKC", self.text).casefold().replace("ё", "е")
        return _WORD.findall(plain)

    @cached_property
    def rows(self) -> list[str]:
        """The shingles in their order."""
        words = self.words
        return [" ".join(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1)]

    @cached_property
    def shingles(self) -> frozenset[str]:
        """The different shingles."""
        return frozenset(self.rows)

    @cached_property
    def specific(self) -> frozenset[str]:
        """Names and numbers: words with figures, and those with a capital that begin no sentence."""
        found = set()
        for match in _WORD.finditer(self.text):
            word = match[0]
            if any(map(str.isdigit, word)) or (
                word[0].isupper() and not _OPENS.search(self.text, max(0, match.start() - 4), match.start())
            ):
                found.add(unicodedata.normalize("NFKC", word).casefold().replace("ё", "е"))
        return frozenset(found)


def _without(text: str, skipped: Iterable[tuple[int, int]]) -> str:
    """A text without what was not read; where it stood words part."""
    pieces, at = [], 0
    for start, end in sorted(skipped):
        pieces.append(text[at : max(at, start)])
        at = max(at, end)
    return "\n".join((*pieces, text[at:]))


def row_of(text: str, mentions: Iterable[tuple[int, int, str]]) -> list[str]:
    """Actors (start, end, id) and numbers of a text in their order; the same one twice in a row stands once."""
    found = [(start, end, actor) for start, end, actor in mentions if start < LONGEST]
    named = sorted({(start, end) for start, end, _ in found})
    at = 0
    for match in _NUMBER.finditer(text[:LONGEST]):
        while at < len(named) and named[at][1] <= match.start():
            at += 1
        if at == len(named) or named[at][0] >= match.end():
            number = re.sub(r"\D", "", match[0]).lstrip("0")
            found.append((match.start(), match.end(), f"#{number}"))
    items = [item for *_, item in sorted(found)]
    return [item for before, item in pairwise(["", *items]) if item != before][:LONGEST_ROW]


def keys(words: Words, row: Sequence[str]) -> list[int]:
    """Under which keys a text is looked up: one for each place of its signatures."""
    found = _signature(words.shingles, PLACES, 0) if words.shingles else []
    if _translatable(row):
        pairs = {" ".join(sorted(pair)) for pair in pairwise(row)}
        found += _signature(pairs, PLACES_ABROAD, PLACES)
    return found


def of_words(key: int) -> bool:
    """Whether a key is of words, not of actors and numbers."""
    return key >> 32 < PLACES


def _signature(shingles: Iterable[str], places: int, first: int) -> list[int]:
    # The library is loaded where texts are recorded, not by every command.
    from rensa import RMinHash

    minhash = RMinHash(places, SEED)
    minhash.update(sorted(shingles))
    return [(first + place) << 32 | int(value) for place, value in enumerate(minhash.digest())]


def _translatable(row: Sequence[str]) -> bool:
    return len(row) >= SHORTEST_ROW and len(set(row)) >= DIFFERENT


def compare(one: Words, other: Words) -> Likeness | None:
    """What two texts of one language are to each other; None where neither is a form of the other.

    The answer does not depend on their order.
    """
    if one.words == other.words:
        return Likeness("same", 1.0) if len(one.words) >= SHORTEST_SAME else None
    if min(len(one.shingles), len(other.shingles)) < SHORTEST:
        return None
    shorter, longer = sorted((one, other), key=lambda words: (len(words.words), words.words))
    length = len(shorter.words) / len(longer.words)
    score = share(shorter, longer)
    if length < SHORTER or score < (NEAR if length >= AS_LONG else SHORTENED):
        return None
    if length < 0.5 and not _holds_lead(shorter, longer):
        return None
    if not _as_specific(shorter, longer) or (length >= AS_LONG and not _as_specific(longer, shorter)):
        return None
    return Likeness("near" if length >= AS_LONG else "shortened", score)


def share(shorter: Words, longer: Words) -> float:
    """The share of the words of one text that stand in the other within four that stand there in a row."""
    held, at = 0, 0
    for start, row in enumerate(shorter.rows):
        if row in longer.shingles:
            held += start + LENGTH - max(at, start)
            at = start + LENGTH
    return round(held / len(shorter.words), 4) if shorter.words else 0.0


def sentence_in_both(one: Words, other: Words) -> str | None:
    """The longest sentence of one text that stands word by word in the other, in one line."""
    best = ""
    for piece in _STOP.split(one.text):
        words = Words(piece)
        if len(piece) > len(best) and words.rows and words.shingles <= other.shingles:
            best = piece
    return " ".join(best.split()) or None


def only_in(one: Words, other: Words) -> tuple[str, ...]:
    """Names and numbers of one text that do not stand in the other, in the order of the alphabet."""
    return tuple(sorted(one.specific - frozenset(other.words)))


def in_order(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The actors and numbers that two rows have in one order."""
    blocks = LCSseq.opcodes(one, other)
    return tuple(item for b in blocks if b.tag == "equal" for item in one[b.src_start : b.src_end])


def _holds_lead(shorter: Words, longer: Words) -> bool:
    lead = frozenset(longer.rows[: max(1, int(len(longer.rows) * LEAD))])
    return len(lead & shorter.shingles) >= LEAD_SHARE * len(lead)


def _as_specific(one: Words, other: Words) -> bool:
    if len(one.specific) < FEW_SPECIFIC:
        return True
    there = frozenset(other.words)
    return sum(word in there for word in one.specific) >= SPECIFIC * len(one.specific)


def compare_abroad(one: Sequence[str], other: Sequence[str], days: int | None) -> Likeness | None:
    """Whether one text may be the translation of another, by their actors and numbers; `days` lie between them.

    Only a suggestion: two reports on one event can name the same in the same order.
    """
    if not (_translatable(one) and _translatable(other)) or (days is not None and days > MOST_DAYS):
        return None
    shorter, longer = sorted((len(one), len(other)))
    if shorter < AS_LONG_ABROAD * longer:
        return None
    score = round(LCSseq.similarity(one, other) / shorter, 4)
    return Likeness("translation", score) if score >= (ABROAD if days is not None else ABROAD_UNDATED) else None
