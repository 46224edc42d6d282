"""Which statements and facts cannot both hold, read from `data/contradictions.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

MAX_SENTENCE = 2000
"""Characters of a sentence that are looked through for words."""
STEM, SHORTEST = 6, 4
"""Letters by which two words are compared, and those of the shortest word that tells anything."""


_LISTS = frozenset({"empty", "single", "small", "title"})
"""Lists of single words that are looked up, not searched for."""


@dataclass(frozen=True, slots=True)
class RelationRule:
    """What contradicts statements of a relation; see the data file. `direction` is never, act or None."""

    id: str
    whole: bool
    direction: str | None
    state: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """What contradicts facts of an attribute; `tolerance` is a share of the greater number."""

    id: str
    values: str
    changes: bool
    tolerance: float
    same_document: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules; `close` and `lag` are days."""

    close: int
    lag: int
    relations: Mapping[str, RelationRule]
    attributes: Mapping[str, AttributeRule]
    words: Mapping[str, re.Pattern[str]]
    singles: tuple[str, ...]
    titles: frozenset[str]
    small: frozenset[str]
    empty: frozenset[str]

    def says(self, what: str, text: str) -> bool:
        """Whether a sentence holds one of the words or phrases listed under a name."""
        return self.words[what].search(text[:MAX_SENTENCE].casefold()) is not None


@cache
def rules() -> Rules:
    """The rules that ship with the package."""
    raw = tomllib.loads(resources.files("konturen.data").joinpath("contradictions.toml").read_text("utf-8"))
    words: dict[str, list[str]] = raw["words"]
    return Rules(
        raw["periods"]["close"],
        raw["periods"]["lag"],
        {
            e["id"]: RelationRule(
                e["id"], e["denial"] == "whole", e.get("direction"), e.get("state", False), e["reason"]
            )
            for e in raw["relation"]
        },
        {
            e["id"]: AttributeRule(
                e["id"], e["values"], e["changes"], e.get("tolerance", 0.0), e["same_document"], e["reason"]
            )
            for e in raw["attribute"]
        },
        {name: _pattern(listed) for name, listed in words.items() if name not in _LISTS},
        tuple(words["single"]),
        frozenset(words["title"]),
        frozenset(words["small"]),
        frozenset(word[:STEM] for word in words["empty"]),
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Whole words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in ordered)})(?!\w)")


def stems(text: str, without: Iterable[str] = ()) -> frozenset[str]:
    """The beginnings of the words of a sentence that tell what it is about, names in `without` left out."""
    left_out = {word[:STEM] for name in without for word in _words(name)}
    found = {word[:STEM] for word in _words(text) if len(word) >= SHORTEST}
    return frozenset(found - left_out - rules().empty)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text[:MAX_SENTENCE].casefold())
