"""What the rules for facts read: a sentence with its actors and dates, and the words of `data/facts.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from konturen.records import Attribute, Dated, Mention

DERIVED = frozenset({"adjective", "demonym"})
"""Forms that are about an actor's people and things, not about the actor itself."""

REACH = 90
"""Characters between a value and an actor beyond which they are not bound."""

CUE_REACH = 45
"""Characters between a cue and its date, or between a cue and the group right after it."""

_BREAK = re.compile(
    r"[;:!?]|(?<!\b[A-Z])\. |\b(?:"
    r"while|whereas|which|that|während|wobei|nachdem|dass|когда|который|которая|что|тогда как)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value before it becomes a fact."""

    attribute: Attribute
    mention: Mention
    value: str
    of: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A sentence with its actors and dates; all offsets here and below are of the sentence."""

    text: str
    base: int
    mentions: tuple[Mention, ...]
    dates: tuple[Dated, ...]

    def at(self, mention: Mention | Dated) -> tuple[int, int]:
        return mention.span.start - self.base, mention.span.end - self.base

    def named(self, types: frozenset[str]) -> list[Mention]:
        """Actors of these kinds that are meant themselves: no adjectives, no parts of compounds."""
        return [
            m
            for m in self.mentions
            if m.type in types
            and m.form not in DERIVED
            and not re.match(r"-\w", self.text[self.at(m)[1] :])
            and m.surface[:1].isalnum()
        ]

    def before(self, at: int, types: frozenset[str], reach: int = REACH) -> Mention | None:
        """The nearest of them that ends before `at` in the same clause."""
        near = [m for m in self.named(types) if 0 <= at - self.at(m)[1] <= reach]
        return near[-1] if near and not _BREAK.search(self.text[self.at(near[-1])[1] : at]) else None

    def after(self, at: int, types: frozenset[str], reach: int = CUE_REACH) -> Mention | None:
        """The nearest of them that begins after `at` in the same clause."""
        near = [m for m in self.named(types) if 0 <= self.at(m)[0] - at <= reach]
        return near[0] if near and not _BREAK.search(self.text[at : self.at(near[0])[0]]) else None

    def date(self, start: int, end: int, reach: int = CUE_REACH) -> str | None:
        """The day, month or year nearest to this stretch; no period, none beyond a break of the clause."""
        best: tuple[int, str] | None = None
        for dated in self.dates:
            low, high = self.at(dated)
            gap = max(0, low - end, start - high)
            if gap > reach or "/" in dated.value:
                continue
            between = self.text[min(high, end) : max(low, start)] if gap else ""
            if re.search(r"[;:()]|,\s", between):
                continue
            if best is None or gap < best[0]:
                best = gap, dated.value
        return best[1] if best else None

    def period(self, start: int, end: int) -> str | None:
        """The period ("2016/..", "1990/1994") that stands in or right at this stretch."""
        for dated in self.dates:
            low, high = self.at(dated)
            close = low <= end + 3 and high >= start - 3 and self.text[high : high + 1] != ")"
            if "/" in dated.value and close:
                return dated.value
        return None


def _any_of(patterns: Sequence[str], case: bool) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|(?=\W))(?:{'|'.join(patterns)})(?!\w)", 0 if case else re.IGNORECASE)


@cache
def _raw() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("konturen.data").joinpath("facts.toml").read_text("utf-8"))


@cache
def words_of() -> dict[str, re.Pattern[str]]:
    """The patterns by section and key ("seats.change")."""
    found = {
        f"{section}.{key}": _any_of(patterns, section == "office" and key in ("title", "modifier"))
        for section, keys in _raw().items()
        for key, patterns in keys.items()
        if isinstance(patterns, list) and key not in ("between", "group_first")
    }
    found |= {f"phrase.{key}": re.compile(str(one)) for key, one in _raw()["phrase"].items()}
    found["status.between"] = re.compile("|".join(_raw()["status"]["between"]), re.IGNORECASE)
    found["membership.group_first"] = re.compile("|".join(_raw()["membership"]["group_first"]), re.IGNORECASE)
    return found


@cache
def numbers() -> dict[str, str]:
    """Number words, with their digits."""
    return {word: str(number) for word, number in _raw()["seats"]["number"].items()}


@cache
def seat_pattern() -> re.Pattern[str]:
    """A number of seats: `value` (of `whole`), or `part` of `of`."""
    seats = _raw()["seats"]
    unit, whole = "|".join(seats["unit"]), "|".join(seats["whole"])
    number = rf"(?:\d{{1,4}}(?!\d|[.,]\d)|{'|'.join(numbers())})"
    return re.compile(
        rf"(?<![\w.,-])(?:(?P<part>{number})\s+(?:{whole})\s+(?P<of>\d{{1,4}})\s+(?:\w+\s+)?(?:{unit})"
        rf"|(?P<value>{number})\s+(?:{unit})(?:(?:\s+\w+){{0,3}}?\s+(?:{whole})\s+(?:\w+\s+)?(?P<whole>\d{{1,4}}))?)(?!\w)",
        re.IGNORECASE,
    )


@cache
def population_pattern() -> re.Pattern[str]:
    """A number of inhabitants: `value` before its unit, or `plain` after the noun."""
    words = _raw()["population"]
    before, unit, scale, noun = ("|".join(words[key]) for key in ("before", "unit", "scale", "noun"))
    number = rf"\d{{1,3}}(?:[.,\u00a0 ]\d{{1,3}})*(?!\d)(?:\s(?:{scale}))?"
    return re.compile(
        rf"(?<!\w)(?:(?:{before})\s+(?P<value>{number})\s+(?:{unit})|(?:{noun})[^.;:\d]{{0,60}}?\s(?P<plain>{number}))(?!\w)",
        re.IGNORECASE,
    )
