"""Names as strings: prepared for matching, folded, made ids of. Pure functions; nothing here knows the catalog.

- `prepare` makes spellings of one character sequence equal (NFC and NFD, apostrophes, soft hyphens, ё and е)
  and remembers the offsets of the text as it was given;
- `fold` drops case, diacritics and script (Лавров and Lavrov).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

MAX_CLUSTER = 8
"""Longest run of a letter and its marks that is composed; a longer one is no writing and costs too much."""

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "ʹ": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u2010": "-",
        "\u2011": "-",
        "ё": "е",
        "Ё": "Е",
        "ẞ": "ß",
    }
)
_VARIANT = re.compile(f"[{re.escape(''.join(map(chr, _PLAIN)))}]")
_LOOSE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]|\s{2,}")
_CLUSTER = re.compile(
    rf"(?P<drop>[\u00ad\u200b-\u200f\u2060\ufeff]+)|(?P<space>\s+)|.[\u0300-\u036f]{{0,{MAX_CLUSTER}}}",
    re.DOTALL,
)
_STRESSED = set("аеиоуыэюяАЕИОУЫЭЮЯ")
_ACUTE = "\u0301"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made ready for matching; `offsets[i]` is where its character i began in the text as given.

    `offsets` is None where the two run in step, which is nearly always.
    """

    text: str
    offsets: tuple[int, ...] | None

    def original(self, position: int) -> int:
        """The place in the text as given of a place in the prepared text."""
        return position if self.offsets is None else self.offsets[position]


def prepare(text: str) -> Prepared:
    """`text` composed (NFC), with plain apostrophes, spaces and hyphens, ё as е, without invisible
    characters."""
    if not _LOOSE.search(text):
        return Prepared(_translated(text), None)
    pieces: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        if cluster["drop"]:
            continue
        piece = " " if cluster["space"] else _compose(cluster[0])
        pieces.append(piece)
        offsets.extend([cluster.start()] * len(piece))
    offsets.append(len(text))
    return Prepared(_translated("".join(pieces)), tuple(offsets))


def _translated(text: str) -> str:
    """With the plain signs; to look whether there is anything to do is much faster than to translate."""
    return text.translate(_PLAIN) if _VARIANT.search(text) else text


def lowered(text: str) -> str:
    """`text` in small letters, every character in its place."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _compose(cluster: str) -> str:
    if len(cluster) == 1 or len(cluster) > MAX_CLUSTER:
        return cluster
    if cluster[0] in _STRESSED:  # Russian stress marks; й and ё are letters and carry other marks
        cluster = cluster.replace(_ACUTE, "")
    return unicodedata.normalize("NFC", cluster)


def plain(text: str) -> str:
    """The prepared form of a short string, offsets forgotten."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.replace("`", "'")
    return prepare(text).text


def is_word(char: str) -> bool:
    """Whether a character belongs to a word: letters, digits, marks, underscore."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


_NON_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` without case, diacritics, script and punctuation; words parted by one space."""
    return _NON_WORD.sub(" ", anyascii(unicodedata.normalize("NFC", text)).casefold()).strip()


MAX_SLUG = 120
"""Longest name in an id; of a longer one the beginning stands, and a hash that keeps it apart from others."""
_HASHED = 16


def slug(text: str) -> str:
    """`fold` with hyphens, for ids of provisional actors; bounded, because databases index ids."""
    made = fold(text).replace(" ", "-")
    if len(made) <= MAX_SLUG:
        return made
    digest = hashlib.sha256(made.encode()).hexdigest()[:_HASHED]
    return f"{made[: MAX_SLUG - _HASHED - 1]}-{digest}"
