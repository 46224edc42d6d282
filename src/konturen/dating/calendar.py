"""Dates that are not yet complete, and how a reference day completes them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from konturen import dates
from konturen.dating import feasts

Lean = Literal["past", "future"]
"""Which of two possible days is meant where the text leaves the year or week open."""

PIVOT = 50
"""Two-digit years below it belong to the 21st century: 49 is 2049, 50 is 1950."""


CALENDAR_YEARS = range(10, 9990)
"""Years that leave room to count weeks before and after them."""
YEAR_DAYS = 366
FEAST_OVER, FEAST_NEAR = 200, 45
"""Days after which a feast is over and done with, and days before the next one in which that one is meant."""
MAX_COUNT = 2000
"""Largest number of units that is counted back or forth."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A date whose year may be missing. `value` holds a finished EDTF value; then only `part` may still apply.

    `month` is 21 to 24 for a season. `weekday` alone (0 Monday) is a day of the week. `relative` tells that the
    document's day was needed. `feast` is an index of `feasts.feasts()`.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    value: str | None = None
    end: Partial | None = None
    feast: int | None = None
    relative: bool = False

    def checked(self) -> Partial | None:
        """Itself where the calendar has such a day, else None; the 29th of February passes without a year."""
        if self.month is not None and not (1 <= self.month <= 12 or 21 <= self.month <= 24):
            return None
        if self.day is not None and self.month is not None:
            year = self.year or 2000
            if not (1 <= year <= 9999 and 1 <= self.day <= monthrange(year, self.month)[1]):
                return None
        return self

    @property
    def open_year(self) -> bool:
        """Whether a year is still to be found."""
        return self.value is None and self.year is None and (self.weekday is None or self.day is not None)

    def resolved(self, day: date | None, lean: Lean) -> Partial | None:
        """With a finished value, or None where that takes a reference day and there is none."""
        if self.value is not None:
            return self
        if self.end is not None:
            first, last = self.resolved_start(day, lean), self.end.resolved(day, lean)
            if self.open_year and last is not None and last.year is not None and self.month and self.end.month:
                # "28/2-1/3": the year is that of the end, or the one before.
                first = replace(self, end=None, year=last.year - (self.month > self.end.month))
                first = first.resolved_start(day, lean)
            return None if first is None or last is None else span(first, last)
        return self.resolved_start(day, lean)

    def resolved_start(self, day: date | None, lean: Lean) -> Partial | None:
        """As `resolved`, for the beginning alone."""
        alone = replace(self, end=None)
        if alone.value is not None:
            return alone
        if alone.weekday is not None and alone.day is None:
            return (
                None if day is None else finished(weekday(day, alone.weekday, lean).isoformat(), relative=True)
            )
        if alone.year is None:
            if day is None:
                return None
            found = alone._nearest(day, lean)
            return None if found is None else replace(found, relative=True)
        text = alone._text()
        return replace(alone, value=text) if text is not None and dates.is_valid(text) else None

    def _text(self) -> str | None:
        if self.year is None:
            return None
        if self.feast is not None:
            return feasts.value(self.feast, self.year)
        parts = [f"{self.year:04d}"]
        parts += [f"{number:02d}" for number in (self.month, self.day) if number is not None]
        return "-".join(parts)

    def _nearest(self, day: date, lean: Lean) -> Partial | None:
        """In the year that makes it the last one begun before the day, or the first one not over after it."""
        if self.day is not None and self.month is None:
            return self._nearest_month(day, lean)
        # A weekday that goes with the day decides before the lean does: "Sunday, 10 February".
        fits = [
            made for made in self._candidates(day) if self.weekday is None or made[0].weekday() == self.weekday
        ]
        past = [made for made in fits if made[0] <= day]
        future = [made for made in fits if made[1] >= day]
        if self.weekday is not None:
            near = min(fits, key=lambda made: abs((made[0] - day).days), default=None)
            if near is not None and abs((near[0] - day).days) <= YEAR_DAYS:
                return near[2]
            # So far away, the weekday is a mistake rather than a year left unsaid.
            return replace(self, weekday=None)._nearest(day, lean)
        if lean == "past" and self.feast is not None and past and future:
            # News of the weeks before a feast speak of the one to come.
            since, until = (day - past[-1][1]).days, (future[0][0] - day).days
            if since > FEAST_OVER and until <= FEAST_NEAR:
                return future[0][2]
        if lean == "past":
            return past[-1][2] if past else None
        return future[0][2] if future else None

    def _candidates(self, day: date) -> list[tuple[date, date, Partial]]:
        """First day, last day and value in the years around the day; a leap day may be eight years away."""
        made: list[tuple[date, date, Partial]] = []
        for year in range(max(1, day.year - 8), min(9999, day.year + 9)):
            dated = replace(self, year=year)
            text = dated._text()
            if text is None or not dates.is_valid(text):
                continue
            when = dates.parse(text)
            if when.earliest is not None and when.latest is not None:
                made.append((when.earliest, when.latest, replace(dated, value=text)))
        return made

    def _nearest_month(self, day: date, lean: Lean) -> Partial | None:
        """A day without its month: the last one, or the next one; a weekday beside it decides first."""
        fits: list[date] = []
        for offset in range(-12, 13):
            year, month = shifted(day.year, day.month, offset)
            if self.day is None or not 1 <= year <= 9999 or not 1 <= self.day <= monthrange(year, month)[1]:
                continue
            made = date(year, month, self.day)
            if self.weekday is None or made.weekday() == self.weekday:
                fits.append(made)
        if self.weekday is not None:
            near = min(fits, key=lambda made: abs(made - day), default=None)
        elif lean == "past":
            near = max((made for made in fits if made <= day), default=None)
        else:
            near = min((made for made in fits if made >= day), default=None)
        return None if near is None else finished(near.isoformat(), relative=True)


def finished(value: str, relative: bool = False) -> Partial:
    """A partial date that holds a finished EDTF value."""
    return Partial(value=value, relative=relative)


def span(first: Partial, last: Partial) -> Partial | None:
    """The interval of two finished dates, or None where the second is over before the first begins."""
    if first.value is None or last.value is None:
        return None
    try:
        value = dates.interval(first.value, last.value)
    except dates.DateError:
        return None
    return finished(value, first.relative or last.relative)


def full_year(digits: str) -> int:
    """The year meant by four or two digits."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number < PIVOT else 1900)


def shifted(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months away."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def moved(day: date, unit: str, count: int) -> date | None:
    """The day so many units (kinds D, K, T, Q, h, J, Z) away, or None outside the calendar."""
    try:
        if unit in "DK":
            return day + timedelta(days=count * (7 if unit == "K" else 1))
        months = {"T": 1, "Q": 3, "h": 6, "J": 12, "Z": 120, "H": 1200}[unit] * count
        year, month = shifted(day.year, day.month, months)
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def monday(day: date) -> date:
    """Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weekday(day: date, number: int, lean: Lean) -> date:
    """The nearest such weekday: the day itself or before it, or (leaning to the future) after it."""
    if lean == "past":
        return day - timedelta(days=(day.weekday() - number) % 7)
    return day + timedelta(days=(number - day.weekday() - 1) % 7 + 1)


def unit_value(day: date, unit: str, offset: int) -> str | None:
    """The calendar unit (kinds D, K, E, T, Q, h, J, Z, H) that lies `offset` units from that of the day,
    as EDTF.
    """
    if unit in "KE":
        first = monday(day) + timedelta(weeks=offset) + timedelta(days=5 if unit == "E" else 0)
        return f"{first.isoformat()}/{(first + timedelta(days=1 if unit == 'E' else 6)).isoformat()}"
    if unit == "D":
        return (day + timedelta(days=offset)).isoformat()
    if unit == "T":
        year, month = shifted(day.year, day.month, offset)
        return f"{year:04d}-{month:02d}"
    if unit in "Qh":
        length = 3 if unit == "Q" else 6
        year, month = shifted(day.year, (day.month - 1) // length * length + 1, offset * length)
        return f"{year:04d}-{month:02d}/{year:04d}-{month + length - 1:02d}"
    if unit == "J":
        return f"{day.year + offset:04d}"
    if unit == "Z":
        return f"{day.year // 10 + offset:03d}X"
    return f"{day.year // 100 + offset:02d}XX"


def at_unit(day: date, kind: str) -> str:
    """The day in the precision of a unit (kinds D, K, T, Q, h, J, Z, H)."""
    if kind in "JZH":
        return f"{day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}" if kind in "TQh" else day.isoformat()
