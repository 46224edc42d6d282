"""Rules for dates told from the document's own day: "yesterday", "last week", "two years ago"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from konturen.dating.calendar import MAX_COUNT, Partial, finished, monday, shifted, unit_value, weekday
from konturen.dating.grammar import Found, Rule, rule
from konturen.dating.lexer import Token

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


def weekday_alone(found: Found) -> Partial | None:
    """An abbreviated weekday that is all there is, as in a table."""
    return day_of_week(found) if found.alone else None


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
    if offset == -1 and week_counted and not found.text("v").endswith("past"):
        return _made(monday(day) + timedelta(days=number - 7))
    if offset < 0:
        back = (day.weekday() - number - 1) % 7 + 1
        return _made(day - timedelta(days=back + 7 * (-offset - 1)))
    which = found.at("v")
    if week_counted and which is not None and which.text == "next":
        return _made(monday(day) + timedelta(days=7 + number))
    return _made(weekday(day, number, "future") + timedelta(weeks=offset - 1))


def weekday_after_next(found: Found) -> Partial | None:
    """ "Friday after next", "Mittwoch nach dem nächsten": a week after the next one."""
    number, day, following = found.number("w"), found.context.day, found.after()
    if (
        number is None
        or day is None
        or found.number("v") != 1
        or (following is not None and following.kind == "o")
    ):
        return None
    return _made(weekday(day, number, "future") + timedelta(weeks=1))


def unit_after_next(found: Found) -> Partial | None:
    """ "the week after next", "im Jahr nach dem nächsten"; not "the year after next Friday"."""
    unit, day, following = found.at("u"), found.context.day, found.after()
    if unit is None or day is None or found.number("v") != 1:
        return None
    if following is not None and following.kind in "oDKTQJHZEWM":
        return None
    value = unit_value(day, unit.kind, 2)
    return None if value is None else finished(value, relative=True)


def weekdays_counted(found: Found) -> Partial | None:
    """ "two Sundays from now", "3 Fridays ago"."""
    number, count, day, cue = found.number("w"), found.number("n"), found.context.day, found.at("c")
    if number is None or count is None or day is None or cue is None or not 0 < count < MAX_COUNT:
        return None
    forth = cue.kind == "l"
    near = weekday(day, number, "future") if forth else weekday(day - timedelta(days=1), number, "past")
    return _made(near + timedelta(weeks=(count - 1) * (1 if forth else -1)))


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
    if (token.text in lexicon.plural and token.text != "недели") or token.value:
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


def _scheduled(found: Found, cue: Token) -> bool:
    """Whether "for the 27th" ends the sentence."""
    return (
        cue.text == "for"
        and found.text("d")[0].isdigit()
        and (found.after() is None or found.after_kinds == ".")
    )


def day_of_month(found: Found) -> Partial | None:
    """ "am 15.", "on the 15th", "20th of last month": a day of the month without the month's name."""
    number, day, cue = found.number("d"), found.context.day, found.at("cue")
    if number is None or day is None:
        return None
    # "for the first time", "für den zweiten Flug", "в седьмом" count something else.
    if cue is not None and cue.text not in ("am", "zum", "on") and not _scheduled(found, cue):
        return None
    if "v" not in found.match.groupdict():
        following = found.after()
        if following is not None and following.kind not in ".,x)Ut-&" and found.at("wd") is None:
            word = found.context.text[following.start]
            spelled = cue is not None and not found.text("d")[:1].isdigit()
            if word.isupper() or found.context.lexicon.language != "de" or spelled:
                return None
        weekday = found.number("wd") if "wd" in found.match.groupdict() else None
        return Partial(None, None, number, weekday, relative=True)
    year, month = shifted(day.year, day.month, found.number("v") or 0)
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return _made(date(year, month, number))


def weekday_and_number(found: Found) -> Partial | None:
    """ "Monday 21.": only at the end of what is said, and only where the weekday confirms the number."""
    following, number, day = found.after(), found.number("d"), found.context.day
    if (following is not None and following.kind not in ".,)x") or number is None or number > 31 or day is None:
        return None
    made = Partial(None, None, number, found.number("wd"), relative=True).resolved(day, found.context.lean)
    return made if made is not None and found.context.lexicon.language == "en" else None


RELATIVES: tuple[Rule, ...] = (
    rule("G", r"(?P<g>G) z?", today),
    rule("g", r"(?P<g>g) [WDz]", today),
    rule("V", r"(?P<v>V) z", daytime),
    rule("W", r"(?P<w>W) z?", day_of_week),
    rule("V", r"(?P<v>V) (?P<w>[Ww]) z?", shifted_weekday),
    rule("W", r"(?P<w>W) ,? [ipdqfn]{0,3} (?P<v>V) K", weekday_of_week),
    rule("V", r"(?P<v>V) K [-ipdqn]{0,2} (?P<w>W)", weekday_of_week),
    rule("W", r"(?P<w>W) (?P<c>[i<]) (?P<n>[CNA]) K", weekday_counted),
    rule("W", r"(?P<w>W) (?P<n>[CNA]) K (?P<c>[al])", weekday_counted),
    rule("W", r"(?P<w>W) > d? (?P<v>V)", weekday_after_next),
    rule("KTQJE", r"(?P<u>[KTQJE]) > d? (?P<v>V)", unit_after_next),
    rule("CN", r"(?P<n>[CN]) (?P<w>[W@]) (?P<c>[al])", weekdays_counted),
    rule("w", r"(?P<w>w) \.?", weekday_alone),
    rule("V", r"(?P<v>V) (?P<u>[KTQJEHZ])", unit),
    rule("E", r"E", weekend),
    rule("dNO", r"d? (?P<d>[NO]) D? [qdpi]{1,3} (?P<v>V) T", day_of_month),
    rule("pnd", r"p (?P<d>N) \. (?!M|[&U/,-][dp]{0,2}[NO])", day_of_month),
    rule("np", r"(?P<cue>[np]) d? (?P<d>O) (?![&U/,t-][dp]{0,2}[NO])", day_of_month),
    rule("Ww", r"(?P<wd>[Ww]) [,.]? d? (?P<d>[O])", day_of_month),
    rule("Ww", r"(?P<wd>[Ww]) [,.]? d? (?P<d>N) \.", day_of_month),
    rule("W", r"(?P<wd>W) d? (?P<d>[NC])", weekday_and_number),
)
