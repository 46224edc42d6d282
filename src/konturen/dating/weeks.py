"""Rules for days and weeks by their number or place: "first Monday of May", "week 31", "the week of 3 May"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from konturen import dates
from konturen.dating.calendar import CALENDAR_YEARS, Partial, finished, monday, shifted, weekday
from konturen.dating.grammar import Found, Rule, rule

THURSDAY = 3
ISO_LAST_WEEK_HOLDS = (12, 28)
"""Month and day that always lie in a year's last week (ISO 8601)."""


def nth(found: Found) -> Partial | None:
    """ "erster Montag im März 2014", "last day of October", "third last week of 2018"."""
    day, rank, token = found.context.day, found.at("o"), found.at("w")
    if rank is None or token is None:
        return None
    order = rank.value
    if rank.kind == "V" and order > -1:
        return None
    if found.at("l") is not None:
        order = -order if found.number("l") == -1 else 0
    year, month, offset = found.number("y"), found.number("m"), found.number("v") or 0
    relative = year is None
    if relative and day is None:
        return None
    if day is not None and year is None:
        if found.at("j") is not None:
            year = day.year + offset
        elif month is None:
            year, month = shifted(day.year, day.month, offset)
        else:
            nearest = Partial(None, month).resolved(day, found.context.lean)
            year = int((nearest.value or "0")[:4]) if nearest else None
    if year is None or order == 0:
        return None
    made = _nth(year, month, order, token.kind, token.value) if month else _of_year(year, order, token.kind)
    return None if made is None else finished(made, relative)


def _nth(year: int, month: int, order: int, kind: str, number: int) -> str | None:
    length = monthrange(year, month)[1]
    first = date(year, month, 1)
    if kind == "D":
        chosen = length + 1 + order if order < 0 else order
        return date(year, month, chosen).isoformat() if 1 <= chosen <= length else None
    # A week belongs to the month that holds its Thursday (the rule of ISO 8601 for years).
    wanted = number if kind == "W" else THURSDAY
    days = [n for n in range(1, length + 1) if (first + timedelta(days=n - 1)).weekday() == wanted]
    if not 1 <= abs(order) <= len(days):
        return None
    found = date(year, month, days[order if order < 0 else order - 1])
    return found.isoformat() if kind == "W" else _week(monday(found))


def _of_year(year: int, order: int, kind: str) -> str | None:
    """The week or day of a year, counted from its beginning or its end."""
    if year not in CALENDAR_YEARS:
        return None
    last = date(year, *ISO_LAST_WEEK_HOLDS).isocalendar().week
    if kind == "K":
        number = last + 1 + order if order < 0 else order
        return _week(date.fromisocalendar(year, number, 1)) if 1 <= number <= last else None
    day = date(year, 12, 31) + timedelta(days=order + 1) if order < 0 else date(year, 1, order % 32 or 1)
    return day.isoformat() if kind == "D" else None


def _week(first: date) -> str:
    return f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"


def numbered_week(found: Found) -> Partial | None:
    """ "KW 23", "week 31 of 2018", "23-я неделя 2018 года"; "week 3 of the trial" is none."""
    number, year, day, following = found.number("n"), found.number("y"), found.context.day, found.after()
    if found.text("k") in found.context.lexicon.plural:
        return None
    relative = year is None
    if relative:
        if day is None or (found.at("v") is None and following is not None and following.kind in "qiodX%"):
            return None
        before = found.before()
        if found.at("v") is None and before is not None and before.kind not in "ipndfbtUF&":
            return None
        year = day.year + (found.number("v") or 0)
        if found.at("v") is None and day.isocalendar().year != day.year:
            year = day.isocalendar().year
    value = None if year is None or not number else _of_year(year, number, "K")
    return None if value is None else finished(value, relative)


def week_of(found: Found) -> Partial | None:
    """ "the week of 3 May", "Woche ab dem 3. Mai": from Monday to Sunday."""
    token, number, day = found.at("p"), found.number("d"), found.context.day
    cue = found.at("c")
    if cue is not None and cue.kind == "B" and cue.text != "beginning":
        return None
    if token is not None and token.date is not None:
        whole = token.date.resolved(day, found.context.lean)
    else:
        whole = Partial(None, None, number).resolved(day, found.context.lean)
    if whole is None or whole.value is None or len(whole.value) != len("2014-05-03"):
        return None
    first = dates.earliest(whole.value)
    if first is None or first.year not in CALENDAR_YEARS:
        return None
    return finished(_week(monday(first)), whole.relative)


def weekday_from(found: Found) -> Partial | None:
    """ "the Monday after Easter", "dritter Dienstag nach Weihnachten 2014"."""
    token, whole, cue = found.at("w"), found.at("p"), found.at("c")
    if token is None or whole is None or token.date is None or whole.date is None or cue is None:
        return None
    number, order = token.date.weekday, found.number("o") or 1
    if (
        number is None
        or token.date.day is not None
        or (whole.date.weekday is not None and whole.date.day is None)
    ):
        return None
    start = whole.date.resolved(found.context.day, found.context.lean)
    if start is None or start.value is None:
        return None
    first, last = dates.earliest(start.value), dates.latest(start.value)
    if first is None or last is None or first.year not in CALENDAR_YEARS or last.year not in CALENDAR_YEARS:
        return None
    if cue.kind == ">":
        made = weekday(last, number, "future") + timedelta(weeks=order - 1)
    else:
        made = weekday(first - timedelta(days=1), number, "past") - timedelta(weeks=order - 1)
    return finished(made.isoformat(), start.relative)


def days_of_week(found: Found) -> Partial | None:
    """ "next week between Wednesday and Friday"."""
    week, lead, link = found.at("p"), found.at("lead"), found.at("c")
    first, last = found.at("a"), found.at("z")
    if week is None or lead is None or link is None or first is None or last is None:
        return None
    if week.date is None or (link.kind == "&") != (lead.kind == "b"):
        return None
    numbers = [end.date.weekday if end.date is not None else end.value for end in (first, last)]
    value = week.date.value or ""
    if numbers[0] is None or numbers[1] is None or numbers[0] >= numbers[1] or "/" not in value:
        return None
    start, end = dates.earliest(value), dates.latest(value)
    if start is None or end is None or end - start != timedelta(days=6):
        return None
    ends = [(start + timedelta(days=number)).isoformat() for number in numbers if number is not None]
    return finished("/".join(ends), week.date.relative)


_IN_MONTH = r"[ipdq]{0,3} (?:(?P<m>[Mmr])(?:\.?q?(?P<y>Y)J?)?|(?P<v>V)?T)"
_IN_YEAR = r"[ipdq]{0,3} (?:J?(?P<y>Y)J?|(?P<v>V)?(?P<j>J))"

WEEKS: tuple[Rule, ...] = (
    rule("OV", rf"(?P<o>[OV]) (?P<l>V)? (?P<w>[WDK]) {_IN_MONTH}", nth),
    rule("ON", rf"(?P<o>N) \. (?P<l>V)? (?P<w>[WDK]) {_IN_MONTH}", nth),
    rule("OV", rf"(?P<o>[OV]) (?P<l>V)? (?P<w>[DK]) {_IN_YEAR}", nth),
    rule("K", r"(?P<k>K) (?P<n>[NOX]) (?:[,ipdq]{0,3}J?(?P<y>Y)J?|[ipdq]{0,2}(?P<v>V)J)?", numbered_week),
    rule(
        "NO", r"(?P<n>O|N(?=\.)) \.? (?P<k>K) (?:[ipdq]{0,3}J?(?P<y>Y)J?|[ipdq]{0,2}(?P<v>V)J)", numbered_week
    ),
)
WEEK_OF: tuple[Rule, ...] = (
    rule("K", r"K (?P<c>[qfFB]) [nd]{0,2} (?P<p>P)", week_of),
    rule("K", r"K q d (?P<d>O)", week_of),
    rule(
        "P", r"(?P<p>P) (?P<lead>[fb]) [pd]{0,2} (?P<a>[Pw]) (?P<c>[tU&]) [pd]{0,2} (?P<z>[Pw])", days_of_week
    ),
    rule("OP", r"(?P<o>O)? (?P<w>P) (?P<c>[<>]) d? (?P<p>P)", weekday_from),
)
