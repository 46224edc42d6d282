"""Rules for parts of dates, ranges and open intervals, over dates already found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from konturen import dates
from konturen.dating.calendar import MAX_COUNT, Partial, finished, moved, span, unit_value
from konturen.dating.grammar import Found, Rule, rule

LONG_PAST, SOON = 200, 120
"""Days after which a date without its year is not what "until March" means, and in which the next one is."""


def _resolved(found: Found, group: str, ahead: bool = False) -> Partial | None:
    """The date of a group; `ahead`: after "until", where a date without its year lies ahead if it is near."""
    token, day = found.at(group), found.context.day
    if token is None or token.date is None:
        return None
    made = token.date.resolved(day, found.context.lean)
    if not ahead or day is None or token.date.value is not None or made is None or made.value is None:
        return made
    following = token.date.resolved(day, "future")
    last = dates.latest(made.value)
    first = None if following is None or following.value is None else dates.earliest(following.value)
    if last is None or first is None:
        return made
    return following if (day - last).days > LONG_PAST and (first - day).days <= SOON else made


def part(found: Found) -> Partial | None:
    """ "Anfang Mai 2014", "the late 1990s": a third of the date, its ends approximate."""
    first = found.before()
    lead = found.before(2) if first is not None and first.kind in "dp" else first
    which, gap = found.number("b"), found.match["gap"]
    whole = _resolved(found, "p", ahead=lead is not None and lead.kind == "U")
    if which is None or whole is None or whole.value is None:
        return None
    # "Talks start next week", "it will end in 2030": verbs, unless "of" or a preposition tells a noun.
    before, verbal = found.before(), found.text("b") in ("start", "end", "beginning")
    if (
        verbal
        and "q" not in gap
        and not (gap in ("", "-") and before is not None and before.kind in "ipnUFtfb<>")
    ):
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
    if unit is None or cue is None or whole is None or whole.value is None:
        return None
    if count is None:
        # "the day after Christmas"
        count = 1 if unit.text not in found.context.lexicon.plural else 0
    first, last = dates.earliest(whole.value), dates.latest(whole.value)
    start = first if cue.kind == "<" else last
    if start is None or not 0 < count < MAX_COUNT or (first != last and (unit.kind != "D" or count > 1)):
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
    if link.kind == "p" and link.text != "auf":
        return None
    # "last week - Monday" is no range.
    if last.date.weekday is not None and last.date.day is None and "/" in (first.date.value or ""):
        return None
    if (link.kind == "&") != led or first.date.end is not None or last.date.end is not None:
        return None
    if link.kind == "/" and first.date.day is None:
        return None
    if link.text == "by":
        return None
    return _range(first.date, last.date, found)


def _numbers(value: str) -> tuple[int, int, int]:
    year, month, day = value.split("-")
    return int(year), int(month), int(day)


def day_range(found: Found) -> Partial | None:
    """ "3.–5. Mai 2024", "с 13 по 15 июля": the first day takes month and year of the second."""
    number, last, link = found.number("a"), found.at("z"), found.at("c")
    if number is None or last is None or link is None or last.date is None:
        return None
    lead = found.at("lead")
    end = last.date
    if end.value is not None and end.relative and len(end.value) == len("2014-05-03"):
        # "4 till 23 of this month"
        end = Partial(*_numbers(end.value), relative=True)
    if end.day is None or end.end is not None or end.month is None:
        return None
    # "am 18. und 19. Juni" are two days in a row; "am 3. und 19. Juni" are no interval.
    if link.kind in "&," and (lead is None or lead.kind != "b") and number != end.day - 1:
        return None
    month, year = end.month, end.year
    if number > end.day and link.kind != "&":
        # "from the twenty-seventh to the third of April"
        month, year = (end.month - 2) % 12 + 1, end.year and end.year - (end.month == 1)
    elif number >= end.day:
        return None
    start = Partial(year, month, number).checked()
    return None if start is None else _range(start, end, found)


def days_in_month(found: Found) -> Partial | None:
    """ "from 4 to 22 this month", "im November zwischen dem 19. und 20.": the month stands beside the days."""
    first, last, token, link = found.number("a"), found.number("z"), found.at("p"), found.at("c")
    if first is None or last is None or token is None or token.date is None or link is None or first >= last:
        return None
    lead, following = found.at("lead"), found.after()
    if (link.kind == "&") != (lead is not None and lead.kind == "b"):
        return None
    if (
        found.match.start("p") < found.match.start("a")
        and following is not None
        and following.kind not in ".,)o"
    ):
        return None
    if following is not None and following.kind == "o" and not _verb_after(found):
        return None
    month = token.date.resolved(found.context.day, found.context.lean)
    if month is None or month.value is None or len(month.value) != len("2014-05"):
        return None
    year, number = int(month.value[:4]), int(month.value[5:])
    ends = [Partial(year, number, day).checked() for day in (first, last)]
    if ends[0] is None or ends[1] is None:
        return None
    made = replace(ends[0], end=ends[1]).resolved(None, "past")
    return None if made is None else replace(made, relative=month.relative)


def _verb_after(found: Found) -> bool:
    """Whether the word behind the days can be no noun: only German tells, by its capitals."""
    following = found.after()
    if following is None or found.context.lexicon.language != "de":
        return False
    return not found.context.text[following.start].isupper()


def days_alone(found: Found) -> Partial | None:
    """ "vom 4. bis zum 23.": of the month nearest to the document's day."""
    first, last, day, following = found.number("a"), found.number("z"), found.context.day, found.after()
    if first is None or last is None or day is None or first >= last:
        return None
    if following is not None and (
        following.kind not in "o.,)" or found.context.text[following.start].isupper()
    ):
        return None
    start = Partial(None, None, first).resolved(day, found.context.lean)
    if start is None or start.value is None:
        return None
    end = Partial(int(start.value[:4]), int(start.value[5:7]), last).checked()
    close = None if end is None else end.resolved(day, found.context.lean)
    return None if close is None else span(start, close)


def until_now(found: Found) -> Partial | None:
    """ "between January and now", "с 2010 года по настоящее время": up to the document's day."""
    token, day, lead, link = found.at("a"), found.context.day, found.at("lead"), found.at("c")
    start = None if token is None or token.date is None else token.date.resolved(day, "past")
    if start is None or start.value is None or link is None:
        return None
    if (link.kind == "&") != (lead is not None and lead.kind == "b"):
        return None
    if day is None:
        return _opened(start, dates.since)
    return span(start, finished(day.isoformat(), relative=True))


def from_now(found: Found) -> Partial | None:
    """ "between now and November 15th": from the document's day on."""
    token, day, lead, link = found.at("z"), found.context.day, found.at("lead"), found.at("c")
    if token is None or token.date is None or day is None or lead is None or link is None:
        return None
    if (link.kind == "&") != (lead.kind == "b"):
        return None
    end = token.date.resolved(day, "future")
    return None if end is None else span(finished(day.isoformat(), relative=True), end)


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
    if last.weekday is not None and last.day is None and first.value is not None and len(first.value) == 10:
        # "from next Monday to Friday"
        start = dates.earliest(first.value)
        later = None if start is None else start + timedelta(days=(last.weekday - start.weekday()) % 7)
        return None if later is None else span(first, finished(later.isoformat(), relative=True))
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
    token = found.at("p")
    if cue.kind == "f" and token is not None and token.date is not None and token.date.end is not None:
        # "с 14.10. - 15.10.2018"
        return whole
    if cue.kind == ">" and "/" in whole.value and (last := dates.latest(whole.value)) is not None:
        whole = replace(whole, value=f"{last.isoformat()}{'~' * whole.value.endswith('~')}")
    return _opened(whole, dates.since)


def begun(found: Found) -> Partial | None:
    """ "beginning January 7th": from the date on."""
    whole = _resolved(found, "p")
    return None if whole is None or found.text("b") != "beginning" else _opened(whole, dates.since)


def open_start(found: Found) -> Partial | None:
    """ "bis April 2016", "until", "before 2014": up to the date."""
    whole = _resolved(found, "p", ahead=found.match.group().startswith("U"))
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
    rule("B", r"(?P<b>B) (?P<gap>-?[dqipJ~]{0,3}) (?P<p>P)", part),
    rule("B", r"(?P<b>B) (?P<q>[qd]{1,2})? (?P<u>[JTKHQ])", part_of_unit),
    rule("j", r"(?P<j>j) (?P<y>Y)?", part_in_word),
)
_DAYS = r"(?P<lead>[fb])? d? (?P<a>[NO]) \.? (?P<c>[tU&-]) [dp]{0,2} (?P<z>[NO]) \.?"
RANGES: tuple[Rule, ...] = (
    rule("fbP", r"(?P<lead>[fb])? [pind]{0,2} J? (?P<a>P) (?P<c>[tU&/-]) [dpin]{0,2} (?P<z>P) J?", between),
    rule("fbNOdp", r"(?P<lead>[fb])? [dp]? (?P<a>[NO]) \.? (?P<c>[tU&/-]) [dpin]{0,2} (?P<z>P)", day_range),
    rule("fbP", r"(?P<lead>[fb])? [pind]{0,2} J? (?P<a>P) J? (?P<c>[tU&-]) [dp]{0,2} L", until_now),
    rule("fb", r"(?P<lead>[fb]) L (?P<c>[tU&]) [dp]{0,2} (?P<z>P)", from_now),
    rule("f", r"(?P<lead>f) [pd]{0,2} (?P<a>P) (?P<c>p) d? (?P<z>P)", between),
    rule("fbNO", rf"{_DAYS} [qip]{{0,2}} (?P<p>P)", days_in_month),
    rule("P", rf"(?P<p>P) (?=[fb]) {_DAYS}", days_in_month),
    rule("f", r"f d? (?P<a>N) \. U [dp]{0,2} (?P<z>N) \.", days_alone),
    rule("P", r"(?P<a>P) (?P<c>[tU-]) d? (?P<d>[NO]) (?:,?(?P<y>Y))?", month_first_range),
    rule("CNAX", r"(?P<n>[CNAX]) (?P<u>[DKTJ]) (?P<c>[<>f]) d? (?P<p>P)", counted_from),
    rule("D", r"(?P<u>D) (?P<c>[<>]) d? (?P<p>P)", counted_from),
    rule("~", r"~ [pid]{0,2} J? (?P<p>P)", about),
)
OPEN: tuple[Rule, ...] = (
    rule("F", r"(?P<c>F) [pindf~]{0,3} J? (?P<p>P) J?", open_end),
    rule("f", r"(?P<c>f) [pid~]{0,2} J? (?P<p>P) J? (?P<tail>n)?", open_end),
    rule(">", r"(?P<c>>) [dpi~]{0,2} J? (?P<p>P)", open_end),
    rule("B", r"(?P<b>B) n? (?P<p>P)", begun),
    rule("U", r"U [pind~]{0,3} J? (?P<p>P) J?", open_start),
    rule("<", r"< [d~]{0,2} J? (?P<p>P)", open_start),
    rule("pin", r"[pin]{1,2} d? J? (?P<p>P) J?", lead_in),
    rule("J", r"J (?P<p>P)", lead_in),
    rule("P", r"(?P<p>P) J", lead_in),
)
