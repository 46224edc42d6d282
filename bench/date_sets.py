"""The two public sets of date expressions as items with EDTF values; used by `bench/dates.py`.

Formats: SOURCE.md of `date_duckling` and `date_recognizers`.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from konturen import dates

DUCKLING_DAY = "2013-02-12"
LANGUAGES = {"English": "en", "German": "de"}
READ_FILES = (
    "DateExtractor",
    "DateParser",
    "DatePeriodExtractor",
    "DatePeriodParser",
    "DateTimeModel",
    "Holiday",
    "Merged",
)
OTHER_MODES = re.compile(
    r"Experimental|ComplexCalendar|ExtendedTypes|TasksMode|CalendarMode|SplitDate|SkipFromTo"
)


@dataclass(frozen=True)
class Item:
    """One phrase: the values that are right (none: nothing may be tagged) and a group for the report."""

    language: str
    text: str
    published: str | None
    values: tuple[frozenset[str], ...]
    group: str
    near: tuple[frozenset[str], ...] = ()
    """Values that are right under "unit" only: see `_near_duckling`."""


# --- duckling -------------------------------------------------------------------------------------------------

_WINDOW = re.compile(
    r"\b(?:last|past|next|upcoming|letzt\w*|vergangen\w*|n\u00e4chst\w*|kommend\w*|последни\w|следующи\w) "
    r"(?:\d+|two|three|few|couple|zwei|drei|paar|дв\w|три)\b|\b(?:2|two) upcoming\b",
    re.IGNORECASE,
)
"""Windows of several units, where the two sets contradict each other: Duckling takes whole units without the
present one (the last two years of 2013 are 2011 and 2012), Recognizers counts from the day (November 2014 to
November 2016), and Duckling's "upcoming two weeks" is the second week alone."""

_STAMP = re.compile(r"\((-?\d+), *(\d+), *(\d+), *(\d+), *(\d+), *([\d.]+)\)")


def duckling(folder: Path, left_out: Counter[tuple[str, str]]) -> Iterator[Item]:
    """Phrases of Duckling's corpora with the expected value as EDTF."""
    with (folder / "duckling_time_corpus.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            value = _of_duckling(row["expected"])
            if value.startswith("!"):
                left_out[row["lang"], value[1:]] += 1
                continue
            group = "feast" if "Holiday" in row["expected"] else _group(value)
            group = "window" if _WINDOW.search(row["phrase"]) else group
            near = frozenset(_near_duckling(value, row["phrase"], row["expected"]))
            yield Item(
                row["lang"], row["phrase"], DUCKLING_DAY, (_variants(value, row["phrase"]),), group, (near,)
            )


_JEWISH = re.compile(
    r'"(?:yom|jom|rosh|rosch|purim|shushan|pass|pess|shavu|schaw|suk|suc|laub|hanuk|chanuk|tu b|lag|she?mini|schmini'
    r"|simchat|tisha|holocaust)",
    re.IGNORECASE,
)
_PARTS_OF = (
    (1, re.compile(r"\b(?:beginning|start|anfang|beginn|нача)", re.IGNORECASE)),
    (2, re.compile(r"\b(?:mid|middle|mitte|середин)", re.IGNORECASE)),
    (3, re.compile(r"\b(?:end|late|ende|кон[еец])", re.IGNORECASE)),
)


def _near_duckling(value: str, phrase: str, expected: str) -> Iterator[str]:
    """The same day or stretch by another convention, where the set's is not ours.

    Jewish feasts: the set gives the day on whose evening they begin, we the day itself. Early, middle and late
    parts: the set has its own bounds ("beginning of the year": three months), we thirds. Windows of whole units
    ("the last two years" of 2013: 2011/2012), where ours reach to the document's day (2011/2013).
    """
    if "Holiday" in expected and _JEWISH.search(expected):
        first, *last = [date.fromisoformat(end) for end in value.split("/")]
        for later in (0, 1):
            ends = [first + timedelta(days=1), *(end + timedelta(days=later) for end in last)]
            yield "/".join(end.isoformat() for end in ends)
    part = next((number for number, words in _PARTS_OF if words.search(phrase)), None)
    if part is not None and "/" in value:
        yield from _own_part(value, part)
    counted = re.search(r"\b(?:\d+|two|three|zwei|drei|paar|дв[ае]|три)\b", phrase)
    if counted and _WINDOW.search(phrase) and "upcoming" not in phrase and "/" in value:
        yield from _own_window(value)


def _own_part(value: str, part: int) -> Iterator[str]:
    start = value.split("/")[0]
    if len(start) == len("2013-01"):
        yield dates.third(start[:4], part)
    elif len(start) == len("2013-01-01"):
        yield dates.third(start[:7], part)
        day = date.fromisoformat(start)
        monday = day - timedelta(days=day.weekday())
        yield dates.third(f"{monday}/{monday + timedelta(days=6)}", part)


def _own_window(value: str) -> Iterator[str]:
    """The window counted from the set's day, to which the whole units of the set must lie next."""
    today = date.fromisoformat(DUCKLING_DAY)
    start, end = value.split("/")
    if len(start) == len("2013"):
        yield f"{start}/{today.year}" if end < str(today.year) else f"{today.year}/{end}"
    elif len(start) == len("2013-01"):
        month = DUCKLING_DAY[:7]
        yield f"{start}/{month}" if end < month else f"{month}/{end}"
    else:
        days = date.fromisoformat(end) - date.fromisoformat(start)
        yield f"{today - timedelta(days=1) - days}/{today - timedelta(days=1)}"
        yield f"{today + timedelta(days=1)}/{today + timedelta(days=1) + days}"


def _of_duckling(expected: str) -> str:
    stamps = [[int(float(part)) for part in stamp] for stamp in _STAMP.findall(expected)]
    head = expected.split()[0]
    grain = re.search(r"\)\s+(\w+)", expected)
    if not stamps or grain is None:
        return "!expression not of the form datetime(...)"
    if grain[1] in ("Hour", "Minute", "Second", "NoGrain"):
        return "!time of day"
    if stamps[0][0] < 1:
        return "!before our era"
    start = _day(stamps[0])
    if "Open" in head:
        if "Before" in expected:
            return f"../{_cut(start - timedelta(days=1), 'Day')}"
        return f"{_cut(start, grain[1])}/.."
    if len(stamps) == 2:
        end = _day(stamps[1]) - timedelta(days=1)
        if (start, grain[1]) == (end, "Day"):
            return start.isoformat()
        unit = "Day" if grain[1] == "Week" else grain[1]
        return f"{_cut(start, unit)}/{_cut(end, unit)}"
    return _span(start, grain[1])


def _day(stamp: list[int]) -> date:
    return date(stamp[0], max(stamp[1], 1), max(stamp[2], 1))


def _cut(day: date, grain: str) -> str:
    return day.isoformat()[: {"Year": 4, "Month": 7}.get(grain, 10)]


def _span(start: date, grain: str) -> str:
    if grain == "Week":
        return f"{start}/{start + timedelta(days=6)}"
    if grain == "Quarter":
        return f"{start.year:04d}-{start.month:02d}/{start.year:04d}-{start.month + 2:02d}"
    return _cut(start, grain)


_SEASONS = {
    (3, 20): 21,
    (3, 21): 21,
    (3, 1): 21,
    (6, 1): 22,
    (6, 21): 22,
    (9, 23): 23,
    (9, 1): 23,
    (12, 21): 24,
    (12, 1): 24,
}


def _variants(value: str, phrase: str) -> frozenset[str]:
    """The value, and the season where the set writes a season as an interval of days."""
    made = {value}
    if re.search(
        r"season|summer|winter|spring|autumn|fall|sommer|herbst|früh|лет|весн|осен|зим", phrase, re.IGNORECASE
    ):
        first = date.fromisoformat(value[:10]) if re.fullmatch(r"[\d-]{10}/[\d-]{10}", value) else None
        season = _SEASONS.get((first.month, first.day)) if first is not None else None
        if first is not None and season is not None:
            made.add(f"{first.year}-{season}")
    if value.startswith("../") and len(value) == 13:
        end = date.fromisoformat(value[3:])
        if end + timedelta(days=1) == (end + timedelta(days=1)).replace(day=1):
            made.add(f"../{end.isoformat()[:7]}")
            made.add(f"../{end.isoformat()}~")
    return frozenset(made)


def _group(value: str) -> str:
    return "interval" if "/" in value else {4: "year", 7: "month", 10: "day"}.get(len(value), "other")


# --- recognizers ----------------------------------------------------------------------------------------------


def recognizers(folder: Path, left_out: Counter[tuple[str, str]]) -> Iterator[Item]:
    """Sentences of Recognizers-Text with every value as EDTF."""
    seen: set[tuple[str, str, str | None]] = set()
    for path in sorted(folder.glob("*/*.json.gz")):
        language = LANGUAGES.get(path.parent.name)
        stem = path.name.removesuffix(".json.gz")
        if (
            language is None
            or not stem.startswith(READ_FILES)
            or "Extractor" in stem
            or OTHER_MODES.search(stem)
        ):
            reason = "extractor, other mode or file of times, durations, sets (no calendar value)"
            with gzip.open(path, "rt", encoding="utf-8-sig") as stream:
                left_out[language or path.parent.name, reason] += len(json.load(stream))
            continue
        with gzip.open(path, "rt", encoding="utf-8-sig") as stream:
            cases = json.load(stream)
        for case in cases:
            published = (case.get("Context") or {}).get("ReferenceDateTime", "")[:10] or None
            key = (language, case["Input"], published)
            if key in seen:
                left_out[language, "the same sentence and day once more"] += 1
                continue
            seen.add(key)
            made = _of_case(case, stem)
            if isinstance(made, str):
                left_out[language, made] += 1
                continue
            values, group = made
            yield Item(language, case["Input"], published, values, group)


def _of_case(case: dict[str, Any], stem: str) -> tuple[tuple[frozenset[str], ...], str] | str:
    results = case.get("Results") or []
    if not results:
        return (), "nothing to tag"
    values: list[frozenset[str]] = []
    group = "day"
    for result in results:
        kind = (result.get("TypeName") or result.get("Type") or "").removeprefix("datetimeV2.")
        if kind not in ("date", "daterange"):
            return f"{kind or 'no kind'}: a time of day, duration, recurring set or range with clock times"
        group = "feast" if stem.startswith("Holiday") else "interval" if kind == "daterange" else group
        found = frozenset(_readings(result))
        if not found:
            return "no calendar value (vague, undefined or by an ordinal week)"
        values.append(found)
    return tuple(values), group


def _readings(result: dict[str, Any]) -> Iterator[str]:
    value = result.get("Value") or result.get("Resolution") or {}
    modifier = str(value.get("Mod", "")) if isinstance(value, dict) else ""
    readings = value.get("values") or [
        {"timex": value.get("Timex", ""), **(value.get(name) or {})}
        for name in ("FutureResolution", "PastResolution")
        if value.get(name)
    ]
    for reading in readings:
        made = _of_reading(reading, reading.get("Mod", modifier), result["Text"])
        if made is not None:
            yield from made


def _of_reading(reading: dict[str, Any], modifier: str, text: str) -> Iterator[str] | None:
    timex = reading.get("timex") or ""
    single = reading.get("value") or reading.get("date")
    start = reading.get("start") or reading.get("startDate")
    end = reading.get("end") or reading.get("endDate")
    if single and _is_day(single):
        return iter([str(single)])
    if start and not end and _is_day(start):
        return _open(str(start), after=True)
    if end and not start and _is_day(end):
        return _open(str(end), after=False)
    if (
        modifier in PART_OF
        and re.fullmatch(r"\d{4}(?:-\d\d)?|X{4}-\d\d|\d{4}-W\d\d", timex)
        and start
        and end
        and _is_day(start)
    ):
        return _parts(date.fromisoformat(str(start)[:10]), timex, PART_OF[modifier])
    if start and end and _is_day(start) and _is_day(end):
        return _closed(date.fromisoformat(str(start)[:10]), str(end), timex, text)
    return None


PART_OF = {"start": 1, "mid": 2, "end": 3}
"""The set's marks for early, mid and late, to which this product gives a third of the unit (`dates.third`)."""


def _parts(start: date, timex: str, part: int) -> Iterator[str]:
    if "W" in timex:
        monday = start - timedelta(days=start.weekday())
        yield dates.third(f"{monday}/{monday + timedelta(days=6)}", part)
    else:
        yield dates.third(start.isoformat()[: 4 if len(timex) == 4 else 7], part)


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))) and not str(value).startswith("0001")


def _open(day: str, after: bool) -> Iterator[str]:
    """Open intervals in every precision that names the same day: our values keep the precision of the words."""
    for length in (4, 7, 10):
        for shift in (-1, 0, 1):
            moved = (date.fromisoformat(day) + timedelta(days=shift)).isoformat()
            edge = _is_edge(moved, length, after) or _is_edge(day, length, True)
            if length == 10 or edge:
                yield f"{moved[:length]}/.." if after else f"../{moved[:length]}"


def _is_edge(day: str, length: int, first: bool) -> bool:
    """Whether a day is the first or last of its month or year."""
    given = date.fromisoformat(day)
    other = given + timedelta(days=-1 if first else 1)
    return given.isoformat()[:length] != other.isoformat()[:length]


def _closed(start: date, end: str, timex: str, text: str) -> Iterator[str]:
    """A range, whose end the set excludes for whole units and includes for two named days."""
    excluded = date.fromisoformat(end)
    last = excluded - timedelta(days=1)
    days = (excluded - start).days
    if re.fullmatch(r"\d{4}|X{4}-\d\d|\d{4}-\d\d|\d{4}-(?:SP|SU|FA|WI)|X{4}-(?:SP|SU|FA|WI)", timex):
        season = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}.get(timex[-2:])
        yield (
            f"{start.year}-{season}"
            if season
            else (start.isoformat()[:4] if len(timex) == 4 else start.isoformat()[:7])
        )
        return
    if re.search(r"W\d\d|WXX", timex):
        yield f"{start}/{last}"
        return
    if start.day == excluded.day == 1 and start.month == excluded.month == 1 and days > 366:
        if excluded.year - start.year == 10 and start.year % 10 == 0:
            yield f"{start.year // 10:03d}X"
        if excluded.year - start.year == 100 and start.year % 100 == 0:
            yield f"{start.year // 100:02d}XX"
        yield f"{start.year}/{excluded.year}"
        yield f"{start.year}/{last.year}"
        return
    if start.day == excluded.day == 1 and days >= 28:
        yield f"{start.isoformat()[:7]}/{last.isoformat()[:7]}"
        yield f"{start.isoformat()[:7]}/{excluded.isoformat()[:7]}"
    # The set names the first day of the last unit where the text names the unit ("2015 to Feb 2018", "week 31 to 35").
    if re.search(r"\bweek \d+ (?:to|and) week", text, re.IGNORECASE):
        yield f"{start}/{excluded + timedelta(days=6)}"
    if re.search(r"q\d.*q\d", text, re.IGNORECASE):
        yield f"{start.isoformat()[:7]}/{excluded.year}-{excluded.month + 2:02d}"
    for first in _cuts(start):
        for second in _cuts(excluded):
            yield f"{first}/{second}"
    # "the next two days" counts units and excludes the end; "from 4 to 23" names both days.
    week = days == 7 and re.search(r"\bweek\b", text, re.IGNORECASE)
    counted = (week or re.search(r"P\d+D\)", timex)) and re.search(
        r"\b(?:days?|tagen?|weeks?)\b", text, re.IGNORECASE
    )
    if not counted and re.search(r"P\d+[WMY]\)|P1D\)", timex) is None:
        return
    yield f"{start}/{last}"


def _cuts(day: date) -> list[str]:
    """The day, and its month and year where it opens them."""
    text = day.isoformat()
    return [text, *([text[:7]] if day.day == 1 else []), *([text[:4]] if text.endswith("-01-01") else [])]
