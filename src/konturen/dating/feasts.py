"""Feasts: which words name them (`data/feasts.toml`), and on which day of a year they fall.

A rule of the data file is a calendar's name and numbers:

    fixed MONTH DAY            easter OFFSET    orthodox OFFSET    advent OFFSET (from its fourth Sunday)
    nth N WEEKDAY MONTH        (N below 0: from the month's end; 0 Monday)
    last_friday MONTH          (of an Islamic month)
    islamic MONTH DAY          hebrew MONTH DAY (Tishri is 7)      chinese OFFSET (from New Year's day)
    hindu MONTH TITHI HOUR     (Chaitra is 0; the day at whose hour, local time, that lunar day runs)
    turn DEGREES               (of the sun: the beginning of an astronomical season)
    sun SIGN                   star SIGN NUMBER (the moon's station while the sun is in the sign)
    israel MONTH DAY           fast MONTH DAY (Jewish days that give way to the Sabbath)
    parsi                      New Year of 365 days
    no_sunday MONTH DAY        workday MONTH DAY (moved to the next Saturday, or workday)

Two more numbers may follow: days to add, and length in days (0: to the month's end). A Jewish or Islamic day is
the civil day that follows the evening on which it begins.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise, product

from konturen.dating import sky

WEEK = 7
OLDEST, NEWEST = 1583, 2199
"""Years for which feasts are computed: before, the western calendar was another one."""
HEBREW_EPOCH = -1373427
HINDU_OFFSET = 5.5 / 24
"""Indian standard time, as a part of a day."""
CHINESE_OFFSET = 8 / 24
PARSI_NEW_YEAR = date(2018, 8, 17).toordinal()
HALF_DAY, LUNAR_MONTH = 0.5, 29.53
LUNAR_DAY, SIGN, STATION = 12.0, 30.0, 360 / 27
"""Degrees between moon and sun in a lunar day, of a sign, and of one of the moon's stations."""
MONDAYS_MOVED = 2004
"""Since that year the day of Israel's independence gives way to the Sabbath before it, too."""


@dataclass(frozen=True, slots=True)
class Feast:
    """The calendar it goes by, the numbers of its rule, days to add, and its length in days."""

    calendar: str
    numbers: tuple[int, ...]
    shift: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class FeastName:
    """The words of a name, and its feast's index; `capital`: only with a capital, or opening the text."""

    words: tuple[str, ...]
    feast: int
    capital: bool


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gauss's rule in the form of the "anonymous" algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches (Meeus's Julian rule), in the western calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    julian_lag = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=julian_lag)


def _nth(year: int, numbers: tuple[int, ...]) -> date:
    count, weekday, month = numbers
    if count < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % WEEK + WEEK * (-count - 1))
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (count - 1))


def _advent(year: int, numbers: tuple[int, ...]) -> date:
    eve = date(year, 12, 24)
    return eve - timedelta(days=(eve.weekday() + 1) % WEEK - numbers[0])


@cache
def _islamic_months() -> tuple[int, ...]:
    """The day on which each month of the table begins (calendar of Umm al-Qura)."""
    table = _data()["islamic"]
    day = date.fromisoformat(table["first_day"]).toordinal()
    starts = [day]
    for year in table["long_months"].split():
        for month in range(12):
            day += 29 + (int(year, 16) >> (11 - month) & 1)
            starts.append(day)
    return tuple(starts)


def _islamic(year: int, numbers: tuple[int, ...]) -> date | None:
    starts = _islamic_months()
    month, day = numbers
    begin = date(year, 1, 1).toordinal()
    for start in starts[month - 1 :: 12]:
        if start + day - 1 >= begin:
            found = date.fromordinal(start + day - 1)
            return found if found.year == year else None
    return None


def _last_friday(year: int, numbers: tuple[int, ...]) -> date | None:
    """The last Friday of an Islamic month."""
    after = _islamic(year, (numbers[0] % 12 + 1, 1))
    return after and after - timedelta(days=(after.weekday() - 5) % WEEK + 1)


def _hebrew_new_year(year: int) -> int:
    def elapsed(number: int) -> int:
        months = (235 * number - 234) // 19
        day = 29 * months + (12084 + 13753 * months) // 25920
        return day + (3 * (day + 1) % 7 < 3)

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return HEBREW_EPOCH + this + delay


def _hebrew(year: int, numbers: tuple[int, ...]) -> date | None:
    """Months count from Nisan (1) as in the Bible; Adar (12) is its second one in leap years."""
    month, day = numbers
    jewish = year + 3760 + (month in (7, 8, 9))
    start, following = _hebrew_new_year(jewish), _hebrew_new_year(jewish + 1)
    length = following - start
    leap = length > 380
    kislev, heshvan = 29 + (length % 10 != 3), 29 + (length % 10 == 5)
    lengths = [30, heshvan, kislev, 29, 30, *([30] if leap else []), 29, 30, 29, 30, 29, 30, 29]
    index = month - 7 if month in (7, 8, 9, 10, 11) else month - 7 + leap if month == 12 else month + 5 + leap
    found = date.fromordinal(start + sum(lengths[:index]) + day - 1)
    return found if found.year == year else None


def _israel(year: int, numbers: tuple[int, ...]) -> date | None:
    """A day of the state of Israel, which gives way to the Sabbath and the evening after it."""
    day = _hebrew(year, numbers)
    if day is None or (day.weekday() == 0 and year < MONDAYS_MOVED):
        return day
    return day + timedelta(days={0: 1, 4: -1, 5: -2}.get(day.weekday(), 0))


def _fast(year: int, numbers: tuple[int, ...]) -> date | None:
    """A fast that falls on a Sabbath is kept the day after."""
    day = _hebrew(year, numbers)
    return day and day + timedelta(days=day.weekday() == 5)


def _no_sunday(year: int, numbers: tuple[int, ...]) -> date:
    day = date(year, numbers[0], numbers[1])
    return day - timedelta(days=day.weekday() == 6)


def _workday(year: int, numbers: tuple[int, ...]) -> date:
    day = date(year, numbers[0], numbers[1])
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _chinese(year: int, numbers: tuple[int, ...]) -> date:
    """The new moon between 21 January and 20 February, in Beijing."""
    begin = date(year, 1, 21)
    moon = sky.new_moon(begin.toordinal() + HALF_DAY)
    if date.fromordinal(int(moon + CHINESE_OFFSET)) < begin:
        moon = sky.new_moon(moon + LUNAR_MONTH)
    return date.fromordinal(int(moon + CHINESE_OFFSET)) + timedelta(days=numbers[0])


def _hindu_month(instant: float) -> int | None:
    """The lunar month (from new moon to new moon), or None in a leap month."""
    age = sky.elongation(instant) / sky.SYNODIC_SPEED
    begin = sky.new_moon(instant - age)
    end = sky.new_moon(begin + LUNAR_MONTH)
    signs = [int(sky.sidereal(sky.sun(moon), moon) // SIGN) for moon in (begin, end)]
    return None if signs[0] == signs[1] else (signs[0] + 1) % 12


def _hindu(year: int, numbers: tuple[int, ...]) -> date | None:
    month, tithi, hour = numbers
    for spring in (year - 1, year):
        begin = date(spring, 3, 8).toordinal() + int(month * 30.44 + tithi * 0.98) - 2
        passed = False
        for day in range(begin, begin + 45):
            instant = day + hour / 24 - HINDU_OFFSET
            running = int(sky.elongation(instant) // LUNAR_DAY) + 1
            # A lunar day may begin and end between two such hours: then it is the day before the next one.
            if running == tithi or (running == tithi % 30 + 1 and passed):
                moment = instant - (tithi == 30 and running == 1)
                if _hindu_month(moment) == month:
                    found = date.fromordinal(day - (running != tithi))
                    if found.year == year:
                        return found
                    break
            passed = running == (tithi - 2) % 30 + 1
    return None


def _sun(year: int, numbers: tuple[int, ...]) -> date | None:
    """The day whose sunset sees the sun in a sign that it entered since the last one."""
    for day in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()):
        signs = [
            int(sky.sidereal(sky.sun(i), i) // SIGN)
            for i in (day - 1 + 18 / 24 - HINDU_OFFSET, day + 18 / 24 - HINDU_OFFSET)
        ]
        if signs[0] != signs[1] == numbers[0]:
            return date.fromordinal(day)
    return None


def _star(year: int, numbers: tuple[int, ...]) -> date | None:
    for day in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()):
        for hour in (6, 18):
            instant = day + hour / 24 - HINDU_OFFSET
            if int(sky.sidereal(sky.sun(instant), instant) // SIGN) != numbers[0]:
                continue
            if int(sky.sidereal(sky.moon(instant), instant) // STATION) == numbers[1]:
                return date.fromordinal(day)
    return None


def _turn(year: int, numbers: tuple[int, ...]) -> date | None:
    """The day (central European time) on which the sun reaches a longitude: 0 spring, 90 summer."""
    begin = date(year, 3, 18).toordinal() + int(numbers[0] * 1.014)
    for day in range(begin, begin + 10):
        midnight = day + 1 - 1 / 24
        if (sky.sun(midnight) - numbers[0]) % 360 < 180:
            return date.fromordinal(day)
    return None


def _parsi(year: int, numbers: tuple[int, ...]) -> date:
    del numbers
    guess = date(year, 8, 17).toordinal()
    return date.fromordinal(guess - (guess - PARSI_NEW_YEAR + 182) % 365 + 182)


CALENDARS: dict[str, tuple[int, Callable[[int, tuple[int, ...]], date | None]]] = {
    "fixed": (2, lambda year, numbers: date(year, numbers[0], numbers[1])),
    "easter": (1, lambda year, numbers: easter(year) + timedelta(days=numbers[0])),
    "orthodox": (1, lambda year, numbers: orthodox_easter(year) + timedelta(days=numbers[0])),
    "advent": (1, _advent),
    "nth": (3, _nth),
    "islamic": (2, _islamic),
    "last_friday": (1, _last_friday),
    "hebrew": (2, _hebrew),
    "chinese": (1, _chinese),
    "hindu": (3, _hindu),
    "sun": (1, _sun),
    "turn": (1, _turn),
    "star": (2, _star),
    "israel": (2, _israel),
    "fast": (2, _fast),
    "no_sunday": (2, _no_sunday),
    "workday": (2, _workday),
    "parsi": (0, _parsi),
}
"""How many numbers each calendar's rule has, and the day that it gives."""


@cache
def value(index: int, year: int) -> str | None:
    """The day or days of a feast in a year as EDTF, or None where the calendar cannot tell."""
    feast = feasts()[index]
    if not OLDEST <= year <= NEWEST:
        return None
    day = CALENDARS[feast.calendar][1](year, feast.numbers)
    if day is None:
        return None
    day += timedelta(days=feast.shift)
    if feast.length == 0:
        starts = _islamic_months()
        following = starts[bisect_right(starts, day.toordinal())]
        return f"{day.isoformat()}/{date.fromordinal(following - 1).isoformat()}"
    if feast.length == 1:
        return day.isoformat()
    return f"{day.isoformat()}/{(day + timedelta(days=feast.length - 1)).isoformat()}"


@cache
def _data() -> dict[str, dict[str, str]]:
    text = (resources.files("konturen") / "data" / "feasts.toml").read_text("utf-8")
    data: dict[str, dict[str, str]] = tomllib.loads(text)
    return data


def _rules() -> Iterator[tuple[str, dict[str, str]]]:
    return ((key, row) for key, row in _data().items() if key != "islamic")


@cache
def feasts() -> tuple[Feast, ...]:
    """All feasts, in the order of the data file."""
    made = []
    for _, row in _rules():
        calendar, *rest = row["rule"].split()
        count = CALENDARS[calendar][0]
        numbers = tuple(int(number) for number in rest)
        shift, length = (*numbers[count:], *(0, 1)[len(numbers) - count :])
        made.append(Feast(calendar, numbers[:count], shift, length))
    return tuple(made)


@cache
def names(language: str) -> dict[str, tuple[FeastName, ...]]:
    """The names of a language by their first word, longest first."""
    by_word: dict[str, list[FeastName]] = {}
    for index, (_, row) in enumerate(_rules()):
        for pattern in ", ".join(row[key] for key in (language, "all") if key in row).split(", "):
            for words in _spelled(pattern.removeprefix("!")):
                name = FeastName(words, index, pattern.startswith("!"))
                by_word.setdefault(words[0], []).append(name)
    return {word: tuple(sorted(found, key=lambda n: -len(n.words))) for word, found in by_word.items()}


def _spelled(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every name of a pattern: "a/b c?" has a or b, then perhaps c."""
    if not pattern.strip():
        return
    choices = [
        [*word.removesuffix("?").split("/"), *([""] if word.endswith("?") else [])]
        for word in pattern.lower().replace("'/", "/").replace("' ", " ").split()
    ]
    for chosen in product(*choices):
        yield tuple(word for word in chosen if word)


_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+){0,3}")
_GAP = re.compile(r"[\s.'’\-\u2010\u2013]{1,3}\Z")


def find(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Where feasts are named: start, end, and the feast's index; the longest name at each place."""
    known = names(language)
    words = [(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in _WORD.finditer(text)]
    position = 0
    for index, (start, _, word) in enumerate(words):
        if start < position or word not in known:
            continue
        for name in known[word]:
            span = words[index : index + len(name.words)]
            if tuple(item[2] for item in span) != name.words:
                continue
            if name.capital and start and not text[start].isupper():
                continue
            if all(_GAP.match(text[a[1] : b[0]]) for a, b in pairwise(span)):
                yield start, span[-1][1], name.feast
                position = span[-1][1]
                break
