"""What every format is given beside the statements, and where it notes what it had to leave out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeAlias, TypeVar

from konturen.dates import DateError, parse
from konturen.flat import Flat

Parts: TypeAlias = Iterable[list[Flat]]
"""Statements as a ledger streams them."""
P = TypeVar("P", bound=Sized)

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that spreadsheets take for a formula: such a text cell gets an apostrophe before it."""

_BREAKS = re.compile(r"[\t\r\n\x00-\x1f\x7f\u0085\u2028\u2029]+")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Context:
    """Name and version of the codebook, and functions of ids: an actor's country (ISO 3166-1 alpha-2) and
    Wikidata id, and a text's words. `left` counts what a format left out, by the reason; `read` and `written`
    the statements."""

    codebook: str = "konturen-plover"
    version: str = "1"
    country: Callable[[str], str | None] = lambda _: None
    wikidata: Callable[[str], str | None] = lambda _: None
    text: Callable[[str], str] = lambda _: ""
    level: str = "statement"
    bom: bool = False
    left: Counter[str] = field(default_factory=Counter)
    read: int = 0
    written: int = 0

    def counted(self, parts: Iterable[P]) -> Iterator[P]:
        """The same parts, counted as they pass."""
        for part in parts:
            self.read += len(part)
            yield part


def rows(parts: Parts) -> Iterator[Flat]:
    """One statement after the other."""
    for part in parts:
        yield from part


def harmless(value: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{value}" if value.startswith(FORMULA) else value


def one_line(value: object) -> str:
    """A value as a cell of a table of tabs: no tab, no line break; nothing where there is none."""
    if value is None or isinstance(value, (int, float)):
        return "" if value is None else str(value)
    return harmless(_BREAKS.sub(" ", str(value)).strip())


def visible(value: str) -> str:
    """A text without the characters that XML 1.0 cannot hold; U+FFFD stands for each."""
    return _NO_XML.sub("\ufffd", value)


@lru_cache(maxsize=65_536)
def days(when: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that an EDTF value reaches; None where there is none or it is open."""
    if when is None:
        return None, None
    try:
        value = parse(when)
    except DateError:
        return None, None
    return value.earliest, value.latest


def iso(day: date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return None if day is None else day.isoformat()
