"""Dates with the precision that the text gives, as EDTF (ISO 8601-2:2019, levels 0 and 1, a subset).

    2014        a year                2014-05      a month            2014-05-03   a day
    2014-21     a season (21 spring, 22 summer, 23 autumn, 24 winter)
    201X        a decade              19XX         a century (1900 to 1999)
    2014~       approximate           2014?        uncertain          2014%        both
    2005/2010   from .. to            2005/..      since              ../2016-04   until

Three conventions of this product, where EDTF leaves the choice:
- A quarter or half of a year is the interval of its months (2018-10/2018-12): level 0, read by every consumer.
- "Early", "mid" and "late" are intervals with approximate ends (early 2020 is 2020-01~/2020-04~): `third`.
- Seasons are those of the northern hemisphere, in whole months; winter 2014 is December 2014 to February 2015.
Years run from 1 to 9999. An undated value stays None and sorts last.

The libraries `edtf` 5.0.2 and `undate` 0.8.0 were looked at: the second refuses seasons (measured, `field.md`
part D), the first carries a parser generator and an English date reader for what is one short grammar here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from konturen.errors import KonturenError

Grain = Literal["day", "month", "season", "year", "decade", "century"]
SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24

_POINT = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}))?(?:-([0-9]{2}))?([~?%]?)\Z")
_SEASON_START = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}
WEEK_DAYS = 7
UNDATED_KEY = (date.max, date.max)


class DateError(KonturenError):
    """A value that is not a date of the EDTF subset."""


@dataclass(frozen=True, slots=True)
class Point:
    """One end of an interval, or a date by itself. `month` is 21 to 24 for a season."""

    year: int
    grain: Grain
    month: int | None = None
    day: int | None = None
    qualifier: str = ""

    def __str__(self) -> str:
        digits = f"{self.year:04d}"
        if self.grain == "decade":
            digits = digits[:3] + "X"
        elif self.grain == "century":
            digits = digits[:2] + "XX"
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return digits + month + day + self.qualifier

    @property
    def earliest(self) -> date:
        """First day that the point may mean."""
        if self.grain in ("year", "decade", "century"):
            return date(max(self.year, 1), 1, 1)
        if self.grain == "season":
            return date(self.year, _SEASON_START[self.month or SPRING], 1)
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Last day that the point may mean."""
        if self.grain == "day":
            return self.earliest
        span = {"year": 0, "decade": 9, "century": 99}
        if self.grain in span:
            return date(min(self.year + span[self.grain], 9999), 12, 31)
        if self.grain == "season" and self.month == WINTER:
            if self.year == 9999:
                return date.max
            return date(self.year + 1, 3, 1) - timedelta(days=1)
        last = _SEASON_START[self.month] + 2 if self.grain == "season" and self.month else self.month or 12
        return date(self.year, last, monthrange(self.year, last)[1])


@dataclass(frozen=True, slots=True)
class When:
    """A date or an interval; an end that is None is open ("..")."""

    start: Point | None
    end: Point | None
    interval: bool = False

    def __str__(self) -> str:
        if not self.interval:
            return str(self.start)
        return f"{self.start or '..'}/{self.end or '..'}"

    @property
    def earliest(self) -> date | None:
        """First day, or None where the beginning is open."""
        return None if self.start is None else self.start.earliest

    @property
    def latest(self) -> date | None:
        """Last day, or None where the end is open."""
        return None if self.end is None else self.end.latest

    @property
    def approximate(self) -> bool:
        """Whether any end is marked approximate or uncertain."""
        return any(point is not None and point.qualifier != "" for point in (self.start, self.end))


def parse(value: str) -> When:
    """The date that an EDTF string means.

    Raises DateError where the string is not of the subset, names a day that does not exist, or ends before it
    begins.
    """
    if "/" not in value:
        point = _point(value, value)
        return When(point, point)
    first, _, second = value.partition("/")
    start = None if first == ".." else _point(first, value)
    end = None if second == ".." else _point(second, value)
    if start is None and end is None:
        raise DateError("an interval without either end says nothing", value, "Leave the date empty instead.")
    if start is not None and end is not None and start.earliest > end.latest:
        raise DateError("an interval ends before it begins", value, "Write the earlier date first.")
    return When(start, end, interval=True)


def is_valid(value: str) -> bool:
    """Whether `parse` accepts the string."""
    try:
        parse(value)
    except DateError:
        return False
    return True


def earliest(value: str) -> date | None:
    """First day of an EDTF value; None where its beginning is open. Raises DateError."""
    return parse(value).earliest


def latest(value: str) -> date | None:
    """Last day of an EDTF value; None where its end is open. Raises DateError."""
    return parse(value).latest


def sort_key(value: str | None) -> tuple[date, date]:
    """Key that puts dates in time order: by first day, then by last day; undated last.

    An open beginning sorts before all dates, an open end after all that begin on the same day. Of two that
    begin on one day the more exact one comes first. Raises DateError.
    """
    if value is None:
        return UNDATED_KEY
    when = parse(value)
    return (when.earliest or date.min, when.latest or date.max)


def precedes(first: str, second: str) -> bool:
    """Whether the first value is over before the second begins; False where they may overlap."""
    end, start = latest(first), earliest(second)
    return end is not None and start is not None and end < start


def overlaps(first: str, second: str) -> bool:
    """Whether some day may belong to both values."""
    return not precedes(first, second) and not precedes(second, first)


def interval(start: str, end: str) -> str:
    """The interval from the beginning of one value to the end of the other. Raises DateError."""
    a, b = parse(start), parse(end)
    return str(parse(f"{a.start or '..'}/{b.end or '..'}"))


def since(value: str) -> str:
    """The open interval that begins with a value. Raises DateError where the value's own beginning is open."""
    return str(parse(f"{parse(value).start or '..'}/.."))


def until(value: str) -> str:
    """The open interval that ends with a value. Raises DateError where the value's own end is open."""
    return str(parse(f"../{parse(value).end or '..'}"))


def third(value: str, part: int) -> str:
    """Early (1), mid (2) or late (3) part of a value, as an interval with approximate ends.

    A century gives years, a decade years, a year months, anything shorter days; one or two days stay as they
    are. A month is parted after its 10th and 20th day, a week is Monday to Wednesday, to Friday, to Sunday.
    Source of the thirds: EDTF level 2 has quadrimesters (37 to 39) for a year; the rest follows by analogy.
    """
    when = parse(value)
    first, last = when.start, when.end
    if first is None or last is None or part not in (1, 2, 3):
        raise DateError("only a closed date has an early, middle or late part", value, "Name both ends.")
    grain = first.grain
    if grain in ("decade", "century"):
        years = {"decade": ((0, 3), (4, 6), (7, 9)), "century": ((0, 33), (34, 66), (67, 99))}[grain][part - 1]
        return f"{first.year + years[0]:04d}~/{first.year + years[1]:04d}~"
    if grain == "year" and not when.interval:
        low, high = ((1, 4), (5, 8), (9, 12))[part - 1]
        return f"{first.year:04d}-{low:02d}~/{first.year:04d}-{high:02d}~"
    days = (last.latest - first.earliest).days + 1
    if days < 3:
        return value
    if grain == "month" and not when.interval:
        bounds = ((0, 9), (10, 19), (20, days - 1))[part - 1]
    elif days == WEEK_DAYS:
        bounds = ((0, 2), (2, 4), (4, 6))[part - 1]
    else:
        bounds = (days * (part - 1) // 3, days * part // 3 - 1)
    begin, end = (first.earliest + timedelta(days=bound) for bound in bounds)
    return f"{begin.isoformat()}~/{end.isoformat()}~"


def approximate(value: str) -> str:
    """The same value with every end marked approximate. Raises DateError."""
    when = parse(value)
    marked = [None if p is None else f"{str(p).rstrip('~?%')}~" for p in (when.start, when.end)]
    return f"{marked[0] or '..'}/{marked[1] or '..'}" if when.interval else str(marked[0])


def _point(text: str, whole: str) -> Point:
    match = _POINT.match(text)
    if match is None:
        raise DateError(
            "not a date",
            whole,
            "Write a year (2014), month (2014-05), day (2014-05-03) or interval (2005/2010).",
        )
    year, month, day, qualifier = match.groups()
    grain: Grain = "century" if year.endswith("XX") else "decade" if year.endswith("X") else "year"
    number = int(year.replace("X", "0"))
    if grain != "year" and month is not None:
        raise DateError("a decade or century has no months", whole, "Write the year in full.")
    if number < 1 and grain == "year":
        raise DateError("years run from 0001 to 9999", whole, "Leave the date empty.")
    if month is None:
        return Point(number, grain, qualifier=qualifier)
    if SPRING <= int(month) <= WINTER and day is None:
        return Point(number, "season", int(month), None, qualifier)
    try:
        date(number, int(month), int(day or 1))
    except ValueError as problem:
        raise DateError("no such day.", whole, "Check month and day.") from problem
    return Point(number, "day" if day else "month", int(month), int(day) if day else None, qualifier)
