"""What Wikidata's classes and dates mean here; shared by entities and SPARQL results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from konturen.dates import is_valid
from konturen.imports.countries import alpha2
from konturen.imports.rows import Known

CLASSES = {
    "Q5": "person",
    **dict.fromkeys("Q6256 Q3624078 Q7275 Q3024240 Q15634554".split(), "state"),
    **dict.fromkeys(["Q7278"], "party"),
    **dict.fromkeys("Q245065 Q484652 Q4120211".split(), "igo"),
    **dict.fromkeys(
        "Q35749 Q11204 Q375928 Q637846 Q189445 Q37002670 Q192350 Q327333 Q41487 Q37726 Q772547 Q7188".split(),
        "institution",
    ),
    **dict.fromkeys("Q11032 Q1110794 Q1616075 Q2001305 Q192283 Q11033 Q1002697 Q14350".split(), "media"),
    **dict.fromkeys("Q49773 Q17149090".split(), "movement"),
    **dict.fromkeys(
        "Q43229 Q48204 Q163740 Q79913 Q4830453 Q783794 Q157031 Q155271 Q178790 Q7210356 Q848197".split(),
        "organisation",
    ),
}
"""Item of a class -> type. State: country, sovereign state, state, historical country, state with limited
recognition. Igo: intergovernmental, international, regional organisation. Institution: parliament, legislature,
lower and upper house, bi- and unicameral legislature, ministry, government agency, court, army, armed forces,
government. Media: newspaper, daily, television station and channel, news agency, mass medium, periodical, radio
station. Movement: social movement, armed organisation. Organisation: organisation, association, non-profit,
NGO, business, company, foundation, think tank, trade union, political organisation, parliamentary group."""
_RANK = ("person", "state", "party", "igo", "institution", "media", "movement", "organisation")
ITEM = re.compile(r"Q[1-9][0-9]{0,11}\Z")
_TIME = re.compile(r"\+?(-?[0-9]{4,16})-([0-9]{2})-([0-9]{2})T")
_JULIAN = "Q1985786"
_DAY, _MONTH, _YEAR, _DECADE, _CENTURY = 11, 10, 9, 8, 7


def type_of(classes: Iterable[str], parents: Mapping[str, list[str]]) -> str | None:
    """The type of an item of those classes; classes that are not known are looked up among `parents` (P279)."""
    seen: set[str] = set()
    front = list(classes)
    while front:
        found = {CLASSES[item] for item in front if item in CLASSES}
        if found:
            return min(found, key=_RANK.index)
        seen.update(front)
        front = [up for item in front for up in parents.get(item, ()) if up not in seen]
        front = list(dict.fromkeys(front))
    return None


def time(value: str, precision: int, calendar: str = "") -> str | None:
    """A date of Wikidata as EDTF with the precision that it has; None before our era or where it is none.

    Days of the Julian calendar are turned into Gregorian ones, as all other dates here are.
    """
    match = _TIME.match(value)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= year <= 9999:
        return None
    if precision >= _DAY:
        told = (
            _gregorian(year, month, day) if calendar.endswith(_JULIAN) else f"{year:04d}-{month:02d}-{day:02d}"
        )
    elif precision == _MONTH:
        told = f"{year:04d}-{month:02d}"
    elif precision == _YEAR:
        told = f"{year:04d}"
    elif precision == _DECADE:
        told = f"{year // 10:03d}X"
    elif precision == _CENTURY:
        told = f"{(year - 1) // 100:02d}XX"
    else:
        return None
    return told if told and is_valid(told) else None


def _gregorian(year: int, month: int, day: int) -> str | None:
    """The Gregorian date of a Julian one, by the day number that both share (Richards 2013, algorithm F)."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    shift = (14 - month) // 12
    years, months = year + 4800 - shift, month + 12 * shift - 3
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    try:
        return date.fromordinal(number - 1721425).isoformat()
    except (ValueError, OverflowError):
        return None


def countries(known: Known) -> dict[str, str]:
    """Item of a state -> its country code, for all states of which the catalog knows both."""
    codes: dict[str, str] = {}
    for (scheme, value), key in known.items():
        if scheme == "iso2":
            codes[key] = value
        elif scheme == "iso3":
            code = alpha2(value)
            if code is not None:
                codes.setdefault(key, code)
    return {
        value: codes[key] for (scheme, value), key in known.items() if scheme == "wikidata" and key in codes
    }


def is_abbreviation(text: str) -> bool:
    """Whether a name is written as abbreviations are: one short word with at least two capitals."""
    return len(text) <= 10 and " " not in text and sum(map(str.isupper, text)) >= 2
