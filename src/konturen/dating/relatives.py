"""Rules for dates told from the document's own day: "yesterday", "last week", "two years ago"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from konturen import dates
from konturen.dating.calendar import Partial, finished, monday, moved, shifted, unit_value, weekday
from konturen.dating.grammar import Found, Rule, rule

MAX_COUNT = 2000
"""Largest number of units that is counted back or forth."""

PLURAL_ENDINGS = ("ие", "ые", "их", "ых", "эти")
"""Endings of Russian adjectives that make "these weeks" vague."""


def _made(day: date | None) -> Partial | None:
    return None if day is None else finished(day.isoformat(), relative=True)


def today(found: Found) -> Partial | None:
    """ "heute", "вчера"; a capital inside a sentence makes it a name ("Russia Today")."""
    token, day = found.at("g"), found.context.day
    if token is None or day is None:
        return None
    named = found.context.text[token.start].isupper() and found.before() is not None
    if named and found.context.lexicon.language != "ru":
        quoted = found.before()
        if quoted is not None and quoted.kind != "x":
            return None
    return _made(day + timedelta(days=token.value))


def daytime(found: Found) -> Partial | None:
    """ "this morning", "last night"."""
    offset, day = found.number("v"), found.context.day
    if day is None or offset not in (-1, 0) or found.context.lexicon.language != "en":
        return None
    return _made(day + timedelta(days=offset))


def day_of_week(found: Found) -> Partial | None:
    """A weekday by itself."""
    number = found.number("w")
    return None if number is None or found.context.day is None else Partial(weekday=number, relative=True)


def shifted_weekday(found: Found) -> Partial | None:
    """ "letzten Dienstag", "next Friday": the last one before, the first one after the day."""
    offset, number, day = found.number("v"), found.number("w"), found.context.day
    if offset is None or number is None or day is None:
        return None
    if offset == 0:
        this = monday(day) + timedelta(days=number)
        late = found.context.lean == "future" and this < day
        return _made(this + timedelta(weeks=1) if late else this)
    week_counted = found.context.lexicon.next_week
    if offset == -1 and week_counted:
        return _made(monday(day) + timedelta(days=number - 7))
    if offset < 0:
        back = (day.weekday() - number - 1) % 7 + 1
        return _made(day - timedelta(days=back + 7 * (-offset - 1)))
    which = found.at("v")
    if week_counted and which is not None and which.text == "next":
        return _made(monday(day) + timedelta(days=7 + number))
    return _made(weekday(day, number, "future") + timedelta(weeks=offset - 1))


def weekday_of_week(found: Found) -> Partial | None:
    """ "Mittwoch nächster Woche", "last week's Sunday"."""
    offset, number, day = found.number("v"), found.number("w"), found.context.day
    if offset is None or number is None or day is None:
        return None
    return _made(monday(day) + timedelta(days=number + 7 * offset))


def weekday_counted(found: Found) -> Partial | None:
    """ "Mittwoch vor zwei Wochen": that weekday of the week so far away."""
    number, count, day = found.number("w"), found.number("n"), found.context.day
    token = found.at("c")
    if number is None or count is None or day is None or token is None:
        return None
    sign = 1 if token.kind in "il" else -1
    return _made(monday(day) + timedelta(days=number + 7 * sign * count)) if count < MAX_COUNT else None


def unit(found: Found) -> Partial | None:
    """ "letzte Woche", "this year": a whole unit of the calendar. Plurals are vague and give nothing."""
    offset, token, day = found.number("v"), found.at("u"), found.context.day
    which, lexicon = found.at("v"), found.context.lexicon
    if offset is None or token is None or day is None or which is None:
        return None
    # "недели" is "of the week" and "weeks": the ending of the word before it tells them apart.
    if token.text in lexicon.plural and token.text != "недели":
        return None
    if lexicon.language == "ru" and which.text.endswith(PLURAL_ENDINGS) and token.kind != "E":
        return None
    value = unit_value(day, token.kind, offset)
    return None if value is None else finished(value, relative=True)


def weekend(found: Found) -> Partial | None:
    """ "am Wochenende": the last or the next one."""
    day, before = found.context.day, found.before()
    if day is None or before is None or before.kind not in "pindVz":
        return None
    past = found.context.lean == "past" and day.weekday() < 5
    value = unit_value(day, "E", -1 if past else 0)
    return None if value is None else finished(value, relative=True)


def window(found: Found) -> Partial | None:
    """ "in den letzten drei Jahren": from so many units ago to the document's day, in that unit."""
    offset, count, token, day = found.number("v"), found.number("n"), found.at("u"), found.context.day
    if offset not in (-1, 1) or count is None or token is None or day is None or not 0 < count < MAX_COUNT:
        return None
    far = moved(day, token.kind, offset * count)
    if far is None:
        return None
    # Days and weeks are whole ones: "the last three days" end yesterday.
    near = day if token.kind in "TQJZ" else day + timedelta(days=offset)
    first, last = sorted((_at_unit(near, token.kind), _at_unit(far, token.kind)))
    return finished(dates.interval(first, last), relative=True)


def ago(found: Found) -> Partial | None:
    """ "vor drei Tagen", "two years ago", "через неделю": as precise as the unit counted in.

    A number of weeks gives the day it points to, marked approximate; "half" and vague numbers give nothing.
    """
    token, day, cue = found.at("u"), found.context.day, found.at("c")
    if token is None or day is None or cue is None:
        return None
    count = found.number("n") if "n" in found.match.groupdict() else None
    language = found.context.lexicon.language
    if count is None:
        if language != "ru" or token.text in found.context.lexicon.plural:
            return None
        count = 1
    if not 0 < count < MAX_COUNT:
        return None
    if cue.kind == "<" and language != "de":
        return None
    before = found.before()
    if cue.kind == "i" and before is not None and before.text in ("time", "mal", "once", "twice", "first"):
        return None
    far = moved(day, token.kind, count if cue.kind in "il" else -count)
    if far is None:
        return None
    value = _at_unit(far, token.kind)
    return finished(dates.approximate(value) if token.kind == "K" else value, relative=True)


def _at_unit(day: date, kind: str) -> str:
    """The day in the precision of the unit."""
    if kind in "JZH":
        return f"{day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}" if kind in "TQh" else day.isoformat()


def nth(found: Found) -> Partial | None:
    """ "erster Montag im März 2014", "last day of October"."""
    year, month = found.number("y"), found.number("m")
    order, token, rank = found.number("o"), found.at("w"), found.at("o")
    relative = False
    if month is None or (found.match.groupdict().get("y") is None and year is None):
        day = found.context.day
        if day is None:
            return None
        relative = True
        if month is None:
            offset = found.number("v") or 0
            year, month = shifted(day.year, day.month, offset)
        else:
            nearest = Partial(None, month).resolved(day, found.context.lean)
            year = int((nearest.value or "0")[:4]) if nearest else None
    if year is None or order is None or token is None or rank is None:
        return None
    made = _nth(year, month, (-1 if rank.kind == "V" else order), token.kind, token.value)
    return None if made is None else finished(made, relative)


def _nth(year: int, month: int, order: int, kind: str, number: int) -> str | None:
    length = monthrange(year, month)[1]
    first = date(year, month, 1)
    if kind == "D":
        chosen = length if order < 0 else order
        return date(year, month, chosen).isoformat() if 1 <= chosen <= length else None
    # A week belongs to the month that holds its Thursday (the rule of ISO 8601 for years).
    wanted = number if kind == "W" else 3
    days = [n for n in range(1, length + 1) if (first + timedelta(days=n - 1)).weekday() == wanted]
    if order > len(days):
        return None
    found = date(year, month, days[-1 if order < 0 else order - 1])
    if kind == "W":
        return found.isoformat()
    return f"{(found - timedelta(days=3)).isoformat()}/{(found + timedelta(days=3)).isoformat()}"


def day_of_month(found: Found) -> Partial | None:
    """ "am 15.", "on the 15th", "20th of last month": a day of the month without the month's name."""
    number, day = found.number("d"), found.context.day
    if number is None or day is None:
        return None
    if "v" not in found.match.groupdict():
        following = found.after()
        if following is not None and following.kind not in ".,x)":
            word = found.context.text[following.start]
            if word.isupper() or found.context.lexicon.language != "de":
                return None
        weekday = found.number("wd") if "wd" in found.match.groupdict() else None
        return Partial(None, None, number, weekday, relative=True)
    year, month = shifted(day.year, day.month, found.number("v") or 0)
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return _made(date(year, month, number))


_IN_MONTH = r"[ipdq]{0,3} (?:(?P<m>[Mmr])(?:\.?q?(?P<y>Y)J?)?|(?P<v>V)?T)"

RELATIVES: tuple[Rule, ...] = (
    rule("G", r"(?P<g>G) z?", today),
    rule("g", r"(?P<g>g) [WDz]", today),
    rule("V", r"(?P<v>V) z", daytime),
    rule("W", r"(?P<w>W) z?", day_of_week),
    rule("V", r"(?P<v>V) (?P<w>[Ww]) z?", shifted_weekday),
    rule("W", r"(?P<w>W) ,? [ipdqfn]{0,3} (?P<v>V) K", weekday_of_week),
    rule("V", r"(?P<v>V) K [ipdqn]{0,2} (?P<w>W)", weekday_of_week),
    rule("W", r"(?P<w>W) (?P<c>[i<]) (?P<n>[CNA]) K", weekday_counted),
    rule("W", r"(?P<w>W) (?P<n>[CNA]) K (?P<c>[al])", weekday_counted),
    rule("V", r"(?P<v>V) (?P<u>[KTQJEHZ])", unit),
    rule("E", r"E", weekend),
    rule("V", r"(?P<v>V) (?P<n>[CNAk]) (?P<u>[DKTQJZ])", window),
    rule("CNAX", r"(?P<n>[CNAX]) (?P<u>[DKTQJZ]) (?P<c>[al])", ago),
    rule("DKTQJZ", r"(?P<u>[DKTQJZ]) (?P<c>a)", ago),
    rule("<i", r"(?P<c>[<i]) (?P<n>[CNAX]) (?P<u>[DKTQJZ])", ago),
    rule("i", r"(?P<c>i) (?P<u>[DKTQJZ])", ago),
    rule("OV", rf"(?P<o>[OV]) (?P<w>[WDK]) {_IN_MONTH}", nth),
    rule("dNO", r"d? (?P<d>[NO]) D? [qdpi]{1,3} (?P<v>V) T", day_of_month),
    rule("pnd", r"p (?P<d>N) \. (?!M)", day_of_month),
    rule("np", r"[np] d? (?P<d>O)", day_of_month),
    rule("Ww", r"(?P<wd>[Ww]) [,.]? d? (?P<d>[O])", day_of_month),
    rule("Ww", r"(?P<wd>[Ww]) [,.]? d? (?P<d>N) \.", day_of_month),
)
