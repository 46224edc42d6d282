"""Values that are one in other words: numbers as people write them, dates of differing precision."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from konturen.contradictions.periods import moved, read

MAX_VALUE = 60
"""Characters of a number with its words."""
ROUGH = 0.05
"""Share by which a number may be off that is told as a rough one."""
APPROXIMATE_DAYS = 366
"""Days by which an approximate date may be off."""

_NUMBER = re.compile(r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?")
_ROUGH = re.compile(
    r"(?<!\w)(?:rund|etwa|circa|ca|ungefähr|knapp|fast|gut|über|mehr als|about|around|some|roughly|nearly|"
    r"almost|over|more than|approximately|около|примерно|почти|более|свыше|порядка)(?!\w)"
)
_SCALES = (
    (re.compile(r"(?<!\w)(?:milliarden?|mrd|billion|bn|млрд|миллиард\w*)(?!\w)"), 10**9),
    (re.compile(r"(?<!\w)(?:millionen|million|mio|m|млн|миллион\w*)(?!\w)"), 10**6),
    (re.compile(r"(?<!\w)(?:tausend|tsd|thousand|тыс|тысяч\w*)(?!\w)"), 10**3),
)
_POINT = {"en": ".", "de": ",", "ru": ","}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, and by how much it may be off for how it was written (5.4 million: 0.05 million)."""

    number: float
    off: float


def measure(text: str, language: str) -> Measure | None:
    """The number that a value tells, read as its language writes numbers; None where it tells none.

    One separator before three digits parts thousands ("1,200", "1.200", "1 200"), unless a word for millions
    follows: then it is read as the language writes decimals ("1,234 Millionen").
    """
    words = text[:MAX_VALUE].casefold()
    found = _NUMBER.search(words)
    if found is None:
        return None
    scale = next((by for pattern, by in _SCALES if pattern.search(words, found.end())), 1)
    digits = re.sub(r"[ '\u00a0\u202f]", "", found[0])
    marks = re.findall(r"[.,]", digits)
    thousands = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) is not None
    if len(marks) == 1 and (not thousands or (scale > 1 and marks[0] == _POINT.get(language, "."))):
        digits = digits.replace(",", ".")
    elif marks:
        tail = "" if thousands else digits[max(digits.rfind("."), digits.rfind(",")) :].replace(",", ".")
        digits = re.sub(r"[.,]", "", digits if thousands else digits[: len(digits) - len(tail)]) + tail
    number = float(digits) * scale
    decimals = len(digits.partition(".")[2])
    off = 0.5 * scale / 10**decimals if scale > 1 else 0.0
    return Measure(number, max(off, number * ROUGH if _ROUGH.search(words) else 0.0))


def number_classes(values: Sequence[Measure], tolerance: float) -> list[int]:
    """For each value the number of its class: the same number, within what they may be off."""
    classes = [0] * len(values)
    number, lead = 0, None
    for at in sorted(range(len(values)), key=lambda at: values[at].number):
        value = values[at]
        if lead is not None and value.number - lead.number > max(lead.off, value.off, tolerance * value.number):
            number += 1
            lead = None
        if lead is None or value.off < lead.off:
            lead = value
        classes[at] = number
    return classes


def date_classes(values: Sequence[str]) -> list[int | None]:
    """For each date the number of its class, None where it is no date; the most exact ones make the classes.

    A less exact date belongs to the first class that it may mean. Sorted once, each date looked up by halves.
    """
    spans: list[tuple[date, date] | None] = []
    for value in values:
        when = read(value)
        if when is None or when.earliest is None or when.latest is None:
            spans.append(None)
            continue
        wide = APPROXIMATE_DAYS if when.approximate else 0
        spans.append((moved(when.earliest, -wide), moved(when.latest, wide)))
    classes: list[int | None] = [None] * len(values)
    known: list[tuple[date, date, int]] = []
    exact = sorted((at for at, s in enumerate(spans) if s), key=lambda at: _length(spans[at]))
    for at in exact:
        span = spans[at]
        assert span is not None
        first, last = span
        place = bisect_left(known, (first, date.min, -1))
        if place > 0 and known[place - 1][1] >= first:
            classes[at] = known[place - 1][2]
        elif place < len(known) and known[place][0] <= last:
            classes[at] = known[place][2]
        else:
            classes[at] = len(known)
            insort(known, (first, last, len(known)))
    return classes


def _length(span: tuple[date, date] | None) -> timedelta:
    return span[1] - span[0] if span else timedelta.max
