"""When a text was published, from the lines and prefixes that newspapers and agencies put before it.

Dates become EDTF days. A date without its year (as most agencies write it) is recognised as a dateline but
gives no date: a missing value is missing.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from konturen.reading.wordlists import wordlists


@dataclass(frozen=True, slots=True)
class Dateline:
    """The length in characters of an agency's prefix ("MOSCOW, Sept 25, 2025 (AP) - "), its EDTF day, and the
    agency where it names a known one."""

    length: int
    published: str | None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line with a date: its EDTF day, where the date is full, and the words before it with their comma."""

    published: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class _Patterns:
    date: re.Pattern[str]
    alone: re.Pattern[str]
    prefix: re.Pattern[str]
    agencies: frozenset[str]
    months: dict[str, int]


_WEEKDAY = (
    r"(?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|"
    r"\w{2,9}tag|\w{3,6}day|mittwoch|sonnabend|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
    r"\.?,?\s+)?(?:den\s+)?"
)
_TIME = (
    r"(?i:\s*[,|·–—-]?\s*(?:um |at |в )?\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"(?:\s*(?:uhr|h|am|pm|a\.m\.|p\.m\.))?(?:\s*(?:[a-z]{2,4}|мск|\([a-zа-я]{2,5}\)))?)?"
)
_PLACE_WORD = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’.-]*"
_TOWN = rf"{_PLACE_WORD}(?:[ /-](?:am |an der |ob der |на )?{_PLACE_WORD}){{0,3}}"
_DASH = r"\s*(?:--|[-–—])\s+"
_AFTER = re.compile(r"(?P<agency>[^\W\d_][\w-]+(?: [^\W\d_][\w-]+)?)[./]")
"""Russian agencies name themselves after the dash: "МОСКВА, 3 мая - РИА Новости."."""
_CREDIT = re.compile(r"(?:[(/](?P<bracketed>[^()/\n]{2,30})[)/]\.?|\n\s*(?P<alone>[^\s()][^()\n]{1,29}))\Z")


def day(text: str) -> str | None:
    """The EDTF day of a date in words or figures, where it is complete and exists; else None."""
    patterns = _patterns()
    match = patterns.date.fullmatch(text.strip())
    return _edtf(match, patterns.months) if match else None


def dated_line(text: str) -> DatedLine | None:
    """What a line gives that is nothing but a date, with a place and a time at most; else None."""
    patterns = _patterns()
    match = patterns.alone.fullmatch(text.strip())
    if match is None:
        return None
    return DatedLine(_edtf(match, patterns.months), match["place"])


def agency_prefix(text: str) -> Dateline | None:
    """The dateline that opens a paragraph: a place with a date or with a known agency, then a dash."""
    patterns = _patterns()
    match = patterns.prefix.match(text)
    if match is None:
        return None
    agencies = [match["country"], match["agency"], match["agency2"]]
    named = [agency.strip(" ()") for agency in agencies if agency]
    known = next((agency for agency in named if agency.casefold() in patterns.agencies), None)
    after = _AFTER.match(text, match.end())
    if after and after["agency"].casefold() in patterns.agencies:
        known = known or after["agency"]
    if known is None and match["when"] is None:
        return None
    return Dateline(match.end(), day(match["when"]) if match["when"] else None, known)


def agency_credit(text: str) -> str | None:
    """The agency that is named at the end of a text, in brackets or alone on its last line: "(dpa)"."""
    found = _CREDIT.search(text[-200:].rstrip())
    agency = (found["bracketed"] or found["alone"]).strip() if found else ""
    return agency if agency.casefold() in _patterns().agencies else None


def date_pattern() -> str:
    """The pattern of a date with or without its year, without groups, for use within other patterns."""
    return re.sub(r"\(\?P<\w+>", "(?:", _date())


def time_pattern() -> str:
    """The pattern of an optional time of day after a date."""
    return _TIME


def _date() -> str:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    written = rf"(?P<d1>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{names})\b\.?,?(?:\s+(?P<y1>\d{{4}}))?"
    american = rf"(?P<m2>{names})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?(?!\d)"
    figures = r"(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>\d{4})"
    iso = r"(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})"
    return rf"(?i:{_WEEKDAY}(?:{figures}|{iso}|{written}|{american})(?:\s*(?:года|год|г\.))?)"


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    date = _date()
    place = rf"(?P<place>{_TOWN}(?:\s\([^()\d]{{2,30}}\))?,?\s+)??"
    plain = date_pattern()
    country = r"(?P<country>\s\([^()\d]{2,30}\))?"
    agency = r"(?:[/(](?P<agency>[^()/\n]{2,40})[/)]\.?)"
    # The agency may stand before or after the date, or alone.
    prefix = (
        rf"{_TOWN}(?:,\s{_TOWN})?{country}[,.]?\s*{agency}?,?\s*(?:(?P<when>{plain}),?\s*)?"
        rf"(?:[/(](?P<agency2>[^()/\n]{{2,40}})[/)]\.?)?(?:\.?{_DASH})"
    )
    return _Patterns(
        date=re.compile(date),
        alone=re.compile(rf"{place}(?:\d{{1,2}}[:.]\d{{2}},?\s+(?:\|\s+)?)?{date}{_TIME}\.?"),
        prefix=re.compile(prefix),
        agencies=frozenset(wordlists()["agencies"]),
        months=_months(),
    )


def _months() -> dict[str, int]:
    """The number of each month by all its names, across languages (no name means two months)."""
    lists = wordlists(by_language=True)
    numbered: dict[str, int] = {}
    for key, names in lists.items():
        if key.startswith("months."):
            for number, variants in enumerate(names, start=1):
                numbered.update(dict.fromkeys(variants.split("|"), number))
    return numbered


def _edtf(match: re.Match[str], months: dict[str, int]) -> str | None:
    for index in "1234":
        written = match[f"d{index}"], match[f"m{index}"], match[f"y{index}"]
        if written[0] is None:
            continue
        if written[2] is None:
            return None
        month = months.get(written[1].casefold()) or int(written[1])
        try:
            return datetime.date(int(written[2]), month, int(written[0])).isoformat()
        except ValueError:
            return None
    return None
