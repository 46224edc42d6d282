"""Rules for parts of dates, ranges and open intervals, over dates already found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from konturen import dates
from konturen.dating.calendar import Partial, finished, moved, span, unit_value
from konturen.dating.grammar import Found, Rule, rule


def _resolved(found: Found, group: str) -> Partial | None:
    token = found.at(group)
    if token is None or token.date is None:
        return None
    return token.date.resolved(found.context.day, found.context.lean)


def part(found: Found) -> Partial | None:
    """ "Anfang Mai 2014", "the late 1990s": a third of the date, its ends approximate."""
    which, whole = found.number("b"), _resolved(found, "p")
    if which is None or whole is None or whole.value is None:
        return None
    try:
        return finished(dates.third(whole.value, which), whole.relative)
    except dates.DateError:
        return None


def part_of_unit(found: Found) -> Partial | None:
    """ "bis Ende des Jahres", "в начале недели": a third of the unit that holds the document's day."""
    which, unit, day = found.number("b"), found.at("u"), found.context.day
    if which is None or unit is None or day is None or unit.text in found.context.lexicon.plural - {"недели"}:
        return None
    if found.at("q") is None and found.context.lexicon.language != "ru":
        return None
    value = unit_value(day, unit.kind, 0)
    return None if value is None else finished(dates.third(value, which), relative=True)


def part_in_word(found: Found) -> Partial | None:
    """ "Jahresende": value 31 is the third part of a year, 12 the first part of a month."""
    code, day = found.number("j"), found.context.day
    if code is None or day is None:
        return None
    year = found.number("y")
    value = str(year) if year else unit_value(day, "J" if code % 10 == 1 else "T", 0)
    return None if value is None else finished(dates.third(value, code // 10), relative=year is None)


def counted_from(found: Found) -> Partial | None:
    """ "two days before Christmas", "ein Jahr nach dem 3. Mai 2014": a count of units from a date."""
    count, unit, cue, whole = found.number("n"), found.at("u"), found.at("c"), _resolved(found, "p")
    if count is None or unit is None or cue is None or whole is None or whole.value is None:
        return None
    start = dates.earliest(whole.value)
    if start is None or start != dates.latest(whole.value):
        return None
    far = moved(start, unit.kind, -count if cue.kind == "<" else count)
    return None if far is None else finished(far.isoformat(), whole.relative)


def about(found: Found) -> Partial | None:
    """ "um 1900", "around 2010": the date, approximate."""
    whole = _resolved(found, "p")
    return (
        None
        if whole is None or whole.value is None
        else finished(dates.approximate(whole.value), whole.relative)
    )


def between(found: Found) -> Partial | None:
    """ "von Mai bis Juli 2020", "2005–2010", "zwischen dem 3. und dem 5. Mai": year and month pass over."""
    first, last, link = found.at("a"), found.at("z"), found.at("c")
    if first is None or last is None or link is None or first.date is None or last.date is None:
        return None
    lead = found.at("lead")
    led = lead is not None and lead.kind == "b"
    if (link.kind == "&") != led or first.date.end is not None or last.date.end is not None:
        return None
    if link.kind == "/" and first.date.day is None:
        return None
    if link.text == "by":
        return None
    return _range(first.date, last.date, found)


def day_range(found: Found) -> Partial | None:
    """ "3.–5. Mai 2024", "с 13 по 15 июля": the first day takes month and year of the second."""
    number, last, link = found.number("a"), found.at("z"), found.at("c")
    if number is None or last is None or link is None or last.date is None:
        return None
    lead = found.at("lead")
    if link.kind == "&" and (lead is None or lead.kind != "b"):
        return None
    end = last.date
    if end.day is None or end.end is not None or end.month is None:
        return None
    month, year = end.month, end.year
    if number >= end.day:
        return None
    start = Partial(year, month, number).checked()
    return None if start is None else _range(start, end, found)


def month_first_range(found: Found) -> Partial | None:
    """ "May 3-5, 2024"."""
    first, number, year = found.at("a"), found.number("d"), found.number("y")
    if first is None or first.date is None or number is None:
        return None
    start = first.date
    if start.day is None or start.month is None or start.end is not None or number <= start.day:
        return None
    if start.year is not None and year is not None:
        return None
    following = found.after()
    if year is None and following is not None and found.context.lexicon.counted.match(following.text):
        return None
    start = replace(start, year=year if year is not None else start.year)
    end = replace(start, day=number).checked()
    return None if end is None else _range(start, end, found)


def _range(first: Partial, last: Partial, found: Found) -> Partial | None:
    context = found.context
    if first.weekday is not None and last.weekday is not None:
        begin = first.resolved(context.day, context.lean)
        if begin is None or begin.value is None:
            return None
        start = dates.earliest(begin.value)
        if start is None:
            return None
        end = start + timedelta(days=(last.weekday - start.weekday()) % 7)
        return span(begin, finished(end.isoformat(), relative=True))
    if first.open_year and last.year is not None:
        late = first.month is not None and last.month is not None and first.month > last.month
        first = replace(first, year=last.year - late)
    elif last.open_year and first.year is not None:
        early = first.month is not None and last.month is not None and first.month > last.month
        last = replace(last, year=first.year + early)
    elif first.open_year and last.open_year:
        end_found = last.resolved(context.day, context.lean)
        if end_found is None or end_found.year is None:
            return None
        late = first.month is not None and last.month is not None and first.month > last.month
        first = replace(first, year=end_found.year - late, relative=True)
        last = end_found
    begin, close = first.resolved(context.day, context.lean), last.resolved(context.day, context.lean)
    return None if begin is None or close is None else span(begin, close)


def open_end(found: Found) -> Partial | None:
    """ "seit 2005", "ab 2027", "after 2014": from the date on."""
    cue, whole = found.at("c"), _resolved(found, "p")
    if cue is None or whole is None or whole.value is None:
        return None
    if cue.kind == "f":
        tail = found.at("tail") if "tail" in found.match.groupdict() else None
        russian = found.context.lexicon.language == "ru" and cue.text in ("с", "со")
        if not russian and tail is None:
            return None
        if tail is not None and tail.text not in ("on", "onwards", "onward", "an"):
            return None
    return _opened(whole, dates.since)


def open_start(found: Found) -> Partial | None:
    """ "bis April 2016", "until", "before 2014": up to the date."""
    whole = _resolved(found, "p")
    return None if whole is None else _opened(whole, dates.until)


def _opened(whole: Partial, make: object) -> Partial | None:
    if whole.value is None or not callable(make):
        return None
    try:
        return finished(str(make(whole.value)), whole.relative)
    except dates.DateError:
        return None


def lead_in(found: Found) -> Partial | None:
    """A date with the preposition, article and word "year" that belong to it."""
    token = found.at("p")
    return None if token is None else token.date


PARTS: tuple[Rule, ...] = (
    rule("B", r"(?P<b>B) [-]? [dqipJ]{0,3} (?P<p>P)", part),
    rule("B", r"(?P<b>B) (?P<q>[qd]{1,2})? (?P<u>[JTKHQ])", part_of_unit),
    rule("j", r"(?P<j>j) (?P<y>Y)?", part_in_word),
)
RANGES: tuple[Rule, ...] = (
    rule("fbP", r"(?P<lead>[fb])? [pind]{0,2} J? (?P<a>P) (?P<c>[tU&/-]) [dpin]{0,2} (?P<z>P) J?", between),
    rule("fbNO", r"(?P<lead>[fb])? d? (?P<a>[NO]) \.? (?P<c>[tU&/-]) [dpin]{0,2} (?P<z>P)", day_range),
    rule("P", r"(?P<a>P) (?P<c>[tU-]) d? (?P<d>[NO]) (?:,?(?P<y>Y))?", month_first_range),
    rule("CNAX", r"(?P<n>[CNAX]) (?P<u>[DKTJ]) (?P<c>[<>fp]) d? (?P<p>P)", counted_from),
    rule("~", r"~ [pid]{0,2} J? (?P<p>P)", about),
)
OPEN: tuple[Rule, ...] = (
    rule("F", r"(?P<c>F) [pindf~]{0,3} J? (?P<p>P) J?", open_end),
    rule("f", r"(?P<c>f) [pid~]{0,2} J? (?P<p>P) J? (?P<tail>n)?", open_end),
    rule(">", r"(?P<c>>) [dpi~]{0,2} J? (?P<p>P)", open_end),
    rule("U", r"U [pind~]{0,3} J? (?P<p>P) J?", open_start),
    rule("<", r"< [d~]{0,2} J? (?P<p>P)", open_start),
    rule("pin", r"[pin]{1,2} d? J? (?P<p>P) J?", lead_in),
    rule("J", r"J (?P<p>P)", lead_in),
    rule("P", r"(?P<p>P) J", lead_in),
)
