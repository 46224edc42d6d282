"""Where a person stands in what the ledger holds: in ids, names, JSON and the original bytes of texts."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from konturen.names.text import fold, plain

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1251", "koi8-r", "cp866")
"""How original bytes are read that may hold a name: the others only where they are no UTF-8."""
MOST_NAMES, MOST_WORDS = 2000, 25
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
"""How addresses write the letters that German has of its own."""
_BETWEEN = r"[\W_]{1,3}"
"""What may stand between two words of a name: a space, a line's end, the hyphen of an address."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to look for: ids that mean her, her names in all forms, and texts (ids) that are known to name her.

    Names of one word are too common to be looked for in texts of others: there her ids tell.
    """

    ids: frozenset[str]
    names: frozenset[str]
    documents: frozenset[str] = frozenset()


class Traces:
    """Finds a person's ids and full names, whatever their case, order of words and the signs between them."""

    def __init__(self, person: Person) -> None:
        lists = {tuple(words) for name in person.names for words in _readings(name)}
        wanted = sorted(lists, key=lambda words: (-len(words), words))[:MOST_NAMES]
        self._keys = frozenset(max(words, key=len) for words in wanted)
        self._names = _either(_BETWEEN.join(map(re.escape, words)) for words in wanted)
        ids = sorted(plain(key).casefold() for key in person.ids)
        self._ids_plain = tuple(ids)
        self._ids = _either(map(re.escape, ids), tail=r"(?![\w-])")

    def __contains__(self, text: object) -> bool:
        """Whether a text names her."""
        if not isinstance(text, str) or not text:
            return False
        return self._stands_in(text) or ("%" in text and self._stands_in(unquote(text)))

    def _stands_in(self, text: str) -> bool:
        folded = plain(text).casefold()
        if any(key in folded for key in self._ids_plain) and self._ids.search(folded):
            return True
        return any(key in folded for key in self._keys) and self._names.search(folded) is not None

    def in_bytes(self, packed: bytes) -> bool:
        """Whether the original bytes of a text (zlib-compressed) name her; those that cannot be read do not."""
        try:
            content = zlib.decompress(packed)
        except zlib.error:
            return False
        for encoding in ENCODINGS:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if text in self or ("&" in text and html.unescape(text) in self):
                return True
            if encoding == "utf-8":
                return False
        return False

    def without(self, stored: str, identity: str | None) -> str | None:
        """A stored JSON list or object without the parts that name her; None where nothing sensible remains.

        `identity` is the field of an object that says whose it is.
        """
        try:
            value = json.loads(stored)
        except (ValueError, RecursionError):
            return None
        if isinstance(value, list):
            return json.dumps(self._kept(value), ensure_ascii=False) if self._kept(value) else None
        if not isinstance(value, dict) or (identity and self._names_her(value.get(identity))):
            return None
        kept: dict[str, Any] = {}
        for key, part in value.items():
            if isinstance(part, list):
                kept[key] = self._kept(part)
            elif isinstance(part, dict):
                kept[key] = {k: v for k, v in part.items() if not self._names_her(v)}
            elif not self._names_her(part):
                kept[key] = part
        return json.dumps(kept, ensure_ascii=False)

    def _kept(self, values: list[Any]) -> list[Any]:
        return [value for value in values if not self._names_her(value)]

    def _names_her(self, value: object) -> bool:
        return json.dumps(value, ensure_ascii=False) in self


def _readings(name: str) -> list[list[str]]:
    """The words of a full name in both orders, also in plain Latin letters; none for one word."""
    found = []
    written = plain(name).casefold()
    for spelling in (written, fold(name), written.translate(_GERMAN)):
        words = [word for word in re.split(r"[\W_]+", spelling) if word]
        if 2 <= len(words) <= MOST_WORDS:
            found += [words, [words[-1], *words[:-1]]]
    return found


def _either(patterns: Iterable[str], tail: str = r"(?!\w)") -> re.Pattern[str]:
    """One of the patterns as whole words; of no patterns nothing."""
    joined = "|".join(patterns)
    return re.compile(rf"(?<!\w)(?:{joined}){tail}" if joined else r"(?!)")
