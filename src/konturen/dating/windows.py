"""Rules for stretches and distances in units: "the last three years", "two weeks ago", "later this year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from konturen import dates
from konturen.dating.calendar import CALENDAR_YEARS, MAX_COUNT, Partial, at_unit, finished, moved, unit_value
from konturen.dating.grammar import Found, Rule, rule

_SUPERLATIVE = re.compile(r"\b(?:first|only|record|most|least|worst|best|\w{2,20}est)\b", re.IGNORECASE)


def window(found: Found) -> Partial | None:
    """ "in den letzten drei Jahren": from so many units ago to the document's day, in that unit."""
    offset, count, token, day = found.number("v"), found.number("n"), found.at("u"), found.context.day
    if token is None or day is None or offset not in (-1, 1):
        return None
    if count is None:
        # "the last fortnight" counts its weeks in the word itself.
        count = token.value if token.kind == "K" else 0
    elif found.match.start("n") < found.match.start("v") and token.text not in found.context.lexicon.plural:
        # "from 4 to 23 next month" counts no months.
        return None
    else:
        count *= max(1, token.value)
    if not 0 < count < MAX_COUNT:
        return None
    if token.kind == "Q":
        # Quarters are whole ones: "the next two quarters" begin with the coming one.
        ends = [unit_value(day, "Q", offset * number) for number in sorted((1, count), reverse=offset < 0)]
        if ends[0] is None or ends[1] is None:
            return None
        return finished(f"{ends[0].split('/')[0]}/{ends[1].split('/')[1]}", relative=True)
    far = moved(day, token.kind, offset * count)
    if far is None:
        return None
    # Days and weeks are whole ones: "the last three days" end yesterday.
    near = day if token.kind in "TQJZ" else day + timedelta(days=offset)
    first, last = sorted((at_unit(near, token.kind), at_unit(far, token.kind)))
    return finished(dates.interval(first, last), relative=True)


def ago(found: Found) -> Partial | None:
    """ "vor drei Tagen", "two years ago", "через неделю": as precise as the unit counted in.

    A number of weeks gives the day it points to, marked approximate; "half" and vague numbers give nothing.
    """
    token, day, cue = found.at("u"), found.context.day, found.at("c")
    if token is None or day is None or cue is None:
        return None
    count = found.number("n")
    language = found.context.lexicon.language
    if count is None:
        if language != "ru" or token.text in found.context.lexicon.plural:
            return None
        count = 1
    if not 0 < count < MAX_COUNT or (cue.kind == "<" and language != "de"):
        return None
    before = found.before()
    if cue.kind == "i" and before is not None and before.text in ("time", "mal", "once", "twice", "first"):
        return None
    # "the first woman in twenty years", "the worst storm in a decade" look back.
    if cue.kind == "i" and language == "en" and _SUPERLATIVE.search(found.context.text, 0, cue.start):
        return None
    far = moved(day, token.kind, count * max(1, token.value) * (1 if cue.kind in "il" else -1))
    if far is None:
        return None
    value = at_unit(far, token.kind)
    return finished(dates.approximate(value) if token.kind == "K" else value, relative=True)


def ago_in_parts(found: Found) -> Partial | None:
    """ "2 years and 21 days ago", "vor zwei Jahren und drei Monaten": as precise as the smallest unit."""
    far, cue = found.context.day, found.at("c")
    if cue is None or (cue.kind == "<" and found.context.lexicon.language != "de"):
        return None
    smallest = ""
    for number, unit in (("n", "u"), ("m", "w"), ("o", "x")):
        count, token = found.number(number), found.at(unit)
        if token is None:
            break
        if count is None and number == "n" and found.context.lexicon.language == "ru":
            # "год и три месяца назад"
            count = 1
        if far is None or count is None or not 0 < count < MAX_COUNT:
            return None
        far = moved(far, token.kind, count if cue.kind in "il" else -count)
        smallest = min(smallest or token.kind, token.kind, key="DKTJ".index)
    return None if far is None else finished(at_unit(far, smallest), relative=True)


def to_the_day(found: Found) -> Partial | None:
    """ "heute vor einem Jahr", "a year ago today": to the day."""
    token, cue, count, from_today = found.at("u"), found.at("c"), found.number("n"), found.number("g")
    day, language = found.context.day, found.context.lexicon.language
    if token is None or cue is None or count is None or day is None or from_today is None:
        return None
    if (
        not 0 < count < MAX_COUNT
        or (cue.kind == "<" and language != "de")
        or (cue.kind == "i" and language == "en")
    ):
        return None
    far = moved(day + timedelta(days=from_today), token.kind, count * (1 if cue.kind in "il" else -1))
    return None if far is None else finished(far.isoformat(), relative=True)


def rest(found: Found) -> Partial | None:
    """ "the rest of the week", "остаток года": from the document's day to the unit's end."""
    unit, day, offset = found.at("u"), found.context.day, found.number("v") or 0
    if unit is None or day is None or offset != 0:
        return None
    whole = unit_value(day, unit.kind, 0)
    last = None if whole is None else dates.latest(whole)
    return None if last is None else _stretch(day, last, "D")


def sooner_or_later(found: Found) -> Partial | None:
    """ "earlier this year", "later in the week": the unit up to the document's day, or from it on.

    In another unit ("earlier last week") it is its first or last third.
    """
    side, unit, day, offset = found.number("s"), found.at("u"), found.context.day, found.number("v") or 0
    if side is None or unit is None or day is None or unit.text in found.context.lexicon.plural:
        return None
    whole = unit_value(day, unit.kind, offset)
    if whole is None:
        return None
    if offset != 0:
        return finished(dates.third(whole, 1 if side < 0 else 3), relative=True)
    first, last = dates.earliest(whole), dates.latest(whole)
    if first is None or last is None:
        return None
    grain = "T" if unit.kind in "JQ" else "D"
    if side < 0:
        # What the day's own news call "earlier this week" was not on that day.
        return _stretch(first, max(first, day - timedelta(days=grain == "D")), grain)
    return _stretch(day, last, grain)


def _stretch(first: date, last: date, kind: str) -> Partial:
    ends = at_unit(first, kind), at_unit(last, kind)
    return finished(ends[0] if ends[0] == ends[1] else dates.interval(*ends), relative=True)


def opening_units(found: Found) -> Partial | None:
    """ "the first six months of 2020", "die letzten zwei Wochen im Mai 2014": units at a longer one's end."""
    token, side, count, unit = found.at("p"), found.number("o"), found.number("n"), found.at("u")
    if token is None or token.date is None or count is None or unit is None or side not in (1, -1):
        return None
    if (found.at("o") or token).kind == "V" and side == 1:
        return None
    whole = token.date.resolved(found.context.day, found.context.lean)
    if whole is None or whole.value is None or not 0 < count < MAX_COUNT:
        return None
    if len(whole.value) != (7 if unit.kind in "DK" and len(whole.value) == 7 else 4):
        return None
    first, last = dates.earliest(whole.value), dates.latest(whole.value)
    if first is None or last is None or first.year not in CALENDAR_YEARS:
        return None
    if unit.kind == "K" and len(whole.value) == len("2014"):
        # Weeks of a year are those of ISO 8601, as in "the first week of 2021".
        edge = date(first.year, 1, 4) if side == 1 else date(first.year, 12, 28)
        edge -= timedelta(days=edge.weekday())
        monday = edge if side == 1 else edge - timedelta(weeks=count - 1)
        made = _stretch(monday, monday + timedelta(days=7 * count - 1), "D")
        return finished(made.value or "", whole.relative)
    end = moved(first if side == 1 else last + timedelta(days=1), unit.kind, side * count)
    if end is None:
        return None
    ends = (first, end - timedelta(days=1)) if side == 1 else (end, last)
    if not first <= ends[0] <= ends[1] <= last:
        return None
    made = _stretch(ends[0], ends[1], unit.kind)
    return finished(made.value or "", whole.relative)


_NOT_OF_A_DATE = r"(?![qidp]{0,3} J? (?:Y|VJ|[Mm](?!\w)))"
_PART = r"(?P<n>[CNAX])(?P<u>[DKTJ]),?&?(?P<m>[CNAX])(?P<w>[DKTJ])(?:,?&?(?P<o>[CNAX])(?P<x>[DKTJ]))?"

WINDOWS: tuple[Rule, ...] = (
    rule("V", rf"(?P<v>V) (?P<n>[CNAk]) q? (?P<u>[DKTQJZ]) {_NOT_OF_A_DATE}", window),
    rule("CN", rf"(?P<n>[CN]) (?P<v>V) (?P<u>[DKTQJZ]) {_NOT_OF_A_DATE}", window),
    rule("V", r"(?P<v>V) (?P<u>K)", window),
    rule("CNAX", r"A?? (?P<n>[CNAX]) q? (?P<u>[DKTQJZ]) (?P<c>[al])", ago),
    rule("DKTQJZ", r"(?P<u>[DKTQJZ]) (?P<c>a)", ago),
    rule("<i", r"(?P<c>[<i]) A?? (?P<n>[CNAX]) q? (?P<u>[DKTQJZ])", ago),
    rule("i", r"(?P<c>i) (?P<u>[DKTQJZ])", ago),
    rule("CNAX", rf"{_PART} (?P<c>[al])", ago_in_parts),
    rule("<i", rf"(?P<c>[<i]) {_PART}", ago_in_parts),
    rule("KTJ", r"(?P<u>[KTJ])&(?P<m>[CNX])(?P<w>[DKT])(?P<c>a)", ago_in_parts),
    rule("G", r"(?P<g>G) (?P<c>[<i]) (?P<n>[CNA]) (?P<u>[DKTJ])", to_the_day),
    rule("CNA", r"(?P<n>[CNA]) (?P<u>[DKTJ]) (?P<c>a) (?P<g>G)", to_the_day),
    rule("R", r"R [qd]{0,2} (?P<v>V)? (?P<u>[KTQJ])", rest),
    rule("1", r"(?P<s>1) [ipdn]{0,2} (?P<v>V) (?P<u>[KTQJZ])", sooner_or_later),
    rule("1", r"(?P<s>1) i d (?P<u>[KTQJZ])", sooner_or_later),
)
OPENING: tuple[Rule, ...] = (
    rule("OV", r"(?P<o>[OV]) (?P<n>[CN]) (?P<u>[DKTQ]) [pqid]{0,3} J? (?P<p>P)", opening_units),
)
