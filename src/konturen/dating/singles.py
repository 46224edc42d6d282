"""Rules for single days and months, with or without their year."""

from __future__ import annotations

from dataclasses import replace

from konturen.dating.calendar import Partial, full_year
from konturen.dating.grammar import Found, Rule, rule

SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
"""First month of each season."""
"""Four digits that are read as a year without the word "year"."""


def told_year(found: Found) -> int | None:
    """The year of group y, or the one that groups v and j ("last year") give."""
    if "v" in found.match.groupdict() and found.at("v") is not None:
        offset = found.number("v")
        return None if found.context.day is None or offset is None else found.context.day.year + offset
    return found.number("y")


def by_turn(found: Found) -> bool:
    return "v" in found.match.groupdict() and found.at("v") is not None


def without_day(found: Found) -> bool:
    """Whether the words name a year by the document's day and there is none."""
    return by_turn(found) and found.context.day is None


def day(found: Found) -> Partial | None:
    """A day of a month, with or without its year."""
    if without_day(found):
        return None
    number, month = found.number("d"), found.number("m")
    weekday = found.number("wd") if "wd" in found.match.groupdict() else None
    return Partial(told_year(found), month, number, weekday, relative=by_turn(found)).checked()


def month_first(found: Found) -> Partial | None:
    """ "September 25, 2025"; not "in May 20 soldiers"."""
    following = found.after()
    if found.at("y") is None and following is not None:
        if found.context.lexicon.counted.match(following.text) or following.kind in "XC%":
            return None
        if found.context.lexicon.language != "en" and following.kind in "oN":
            return None
    return day(found)


def month(found: Found) -> Partial | None:
    """A month with its year."""
    if without_day(found):
        return None
    return Partial(told_year(found), found.number("m"), relative=by_turn(found))


def bare_month(found: Found) -> Partial | None:
    """A month without a year; weak words (May, March) only after a preposition of time."""
    token, before, following = found.at("m"), found.before(), found.after()
    if token is None:
        return None
    timed = before is not None and before.kind in "iFfbBpq~U>VOtdn<-/&" and before.text != "by"
    if token.kind == "m":
        allowed = before is not None and before.kind in "iFfbB~tpU><" and before.text not in ("by", "to", "for")
        # "from March to May", "Jan-Feb": the other month vouches for it.
        second, third = found.before(2), found.after(1)
        allowed |= before is not None and before.kind == "q" and second is not None and second.kind in "BO"
        allowed |= before is not None and before.kind in "t-&" and second is not None and second.kind in "Mm"
        allowed |= following is not None and following.kind in "t-" and third is not None and third.kind in "Mm"
        owned = found.context.text[token.end : token.end + 2] in ("'s", "’s")
        return Partial(None, token.value) if (allowed and not owned) or found.alone else None
    if following is not None and not timed and following.kind == "o":
        capital = found.context.text[following.start].isupper()
        if capital and found.context.lexicon.language != "ru":
            return None
    return Partial(None, token.value)


def month_by_turn(found: Found) -> Partial | None:
    """ "letzten September", "next spring": counted from the document's day, "this" being in its year."""
    offset, number, day = found.number("v"), found.number("m"), found.context.day
    if offset is None or number is None or day is None:
        return None
    first = SEASON_MONTHS.get(number, number)
    if offset < 0:
        year = day.year + offset + (first < day.month)
    elif offset > 0:
        year = day.year + offset - (first > day.month)
    else:
        # In January and February the winter at hand began in the year before.
        year = day.year - (first == 12 and day.month < 3 and number > 12)
    return Partial(year, number, relative=True)


def month_after_next(found: Found) -> Partial | None:
    """ "March after next": of the year after the next March."""
    day, following = found.context.day, found.after()
    if day is None or found.number("v") != 1 or (following is not None and following.kind not in ".,)"):
        return None
    nearest = Partial(None, found.number("m")).resolved(day, "future")
    return (
        None
        if nearest is None or nearest.year is None
        else Partial(nearest.year + 1, nearest.month, relative=True)
    )


def days_of_month(found: Found) -> Partial | None:
    """ "May 3-5, 2024"."""
    first, last = found.number("d"), found.number("e")
    start = day(found)
    if first is None or last is None or start is None or last <= first:
        return None
    end = replace(start, day=last, weekday=None).checked()
    return None if end is None else replace(start, weekday=None, end=end)


def year_of_two_digits(found: Found) -> Partial | None:
    """ "14. April 15", "31-Oct-74": two digits for a year, at the end of what is said."""
    number, following = found.number("z"), found.after()
    token = found.at("z")
    if number is None or token is None or (following is not None and following.kind not in ".,)"):
        return None
    if len(token.text) != 2:
        return None
    return Partial(full_year(token.text), found.number("m"), found.number("d")).checked()


def month_of_two_digits(found: Found) -> Partial | None:
    """ "August 99", "April of 87": two digits that can be no day, at the end of what is said."""
    token, following = found.at("z"), found.after()
    if token is None or len(token.text) != 2 or not token.text.isdigit():
        return None
    if following is not None and following.kind not in ".,)":
        return None
    return Partial(full_year(token.text), found.number("m"))


def ordinals(found: Found) -> Partial | None:
    """ "am siebten vierten", "Donnerstag, den 27. zwölften": day and month as ordinals, in German only."""
    number = found.number("d") or found.number("n")
    if found.context.lexicon.language != "de" or number is None:
        return None
    return Partial(found.number("y"), found.number("m"), number, found.number("wd")).checked()


def written(found: Found) -> Partial | None:
    """A finished date of the lexer, with the weekday before it."""
    token = found.at("p")
    return None if token is None else token.date


def range_with_year(found: Found) -> Partial | None:
    """ "5/1-5/7, 2020": two days in digits, and their year behind them."""
    token, year = found.at("u"), found.number("y")
    if (
        token is None
        or token.date is None
        or token.date.end is None
        or token.date.end.month is None
        or year is None
    ):
        return None
    end = replace(token.date.end, year=year)
    late = token.date.month is not None and token.date.month > token.date.end.month
    return replace(token.date, year=year - late, end=end)


def day_and_month(found: Found) -> Partial | None:
    """ "am 3.10.", "on 2/15": day and month in digits, where the words around them speak for a date."""
    token, before, following = found.at("u"), found.before(), found.after()
    if token is None:
        return None
    if following is not None and (
        following.kind in "XNY%" or found.context.lexicon.counted.match(following.text)
    ):
        return None
    led = before is not None and before.kind in "npdUFftb-/&W,"
    wrong = before is not None and before.text in (
        "um",
        "zu",
        "auf",
        "für",
        "в",
        "во",
        "на",
        "at",
        "for",
        "to",
        "за",
        "by",
        ",",
    )
    # "für 28.10.": the closing stop alone makes it a date.
    wrong_stop = wrong and before is not None and before.text != "für"
    if token.kind == "v" and found.context.lexicon.language != "en" and not wrong_stop:
        return token.date
    second = found.before(2)
    linked = before is not None and before.text in ("to", "-") and second is not None and second.kind in "uvP"
    return token.date if (led and not wrong) or linked or found.alone else None


_LEAD = r"(?:(?P<wd>[Ww])\.?,?[dnp]{0,2})?"
OF_YEAR = r"(?:\.?,?[pqi]?d?(?P<y>Y)J?|,?[qi]?d?(?P<v>V)J)"
END_YEAR = r"(?:\.?,?[pqi]?d?(?P<y>Y)J?|,?[qi]?d?(?P<v>V)J)?"

SINGLES: tuple[Rule, ...] = (
    rule("WwdNO", rf"{_LEAD} d? (?P<d>[NO]) \.? [qd]? (?P<m>[Mmr]) {END_YEAR}", day),
    rule(
        "WwMmr",
        rf"{_LEAD} (?P<m>[Mmr]) \.? d? (?P<d>[NO]) (?![NX:/%c]|\.[NX]) (?:,?q?(?P<y>Y)|,?q?d?(?P<v>V)J)?",
        month_first,
    ),
    rule("Mmr", rf"(?P<m>[Mmr]) {OF_YEAR}", month),
    rule("V", r"(?P<v>V) J [ipn]? d? (?P<m>[Mm]) (?P<y>Y)?", month),
    rule("Mmr", r"(?P<m>[Mmr]) [-/] (?P<y>Y)", month),
    rule("Y", r"(?P<y>Y) q? (?P<m>M) (?!\.?,?[NO])", month),
    rule("Y", r"(?P<y>Y) (?P<m>m) (?![^.,)])", month),
    rule("u", r"(?P<u>u) ,? (?P<y>Y)", range_with_year),
    rule("Mm", r"(?P<m>[Mm]) q? (?P<z>X)", month_of_two_digits),
    rule("Mm", r"(?P<m>[Mm]) , (?P<d>O)", day),
    rule("Mm", r"(?P<m>[Mm]) > d? (?P<v>V)", month_after_next),
    rule("WwC", rf"{_LEAD} d? (?P<d>C) [qd]? (?P<m>[Mmr]) ,? (?P<y>Y)", day),
    rule("WwMm", rf"{_LEAD} (?P<m>[Mmr]) d? (?P<d>C) ,? (?P<y>Y)", day),
    rule("Mm", r"(?P<m>[Mm]) (?P<d>C) (?!.)", day),
    rule(
        "WwpOdN", r"(?:(?P<wd>[Ww]),?[pd]{0,2}|[pd]{1,2}) (?:(?P<d>O)|(?P<n>N)\.) (?P<m>O) (?P<y>Y)?", ordinals
    ),
    rule("WwpOd", r"(?:(?P<wd>[Ww]),?[pd]{0,2}|[pd]{1,2}) (?P<d>O) (?P<m>N) \. (?P<y>Y)?", ordinals),
    rule("Mmr", r"(?P<m>[Mmr]) \.? (?P<d>[NO]) [tU-] d? (?P<e>[NO]) ,? q? (?P<y>Y)", days_of_month),
    rule("V", r"(?P<v>V) (?P<m>[MmSs])", month_by_turn),
    rule("NO", r"(?P<d>[NO]) \.? [-/] (?P<m>[Mmr]) \.? [-/] (?P<y>Y)", day),
    rule("Y", r"(?P<y>Y) [-/] (?P<m>[Mmr]) [-/] (?P<d>N)", day),
    rule("Mmr", r"(?P<m>[Mmr]) [-/] (?P<d>[NO]) (?:[-/](?P<y>Y))?", month_first),
    rule("WwNO", rf"{_LEAD} (?P<d>[NO]) \.? [-/]? q? (?P<m>[Mmr]) \.? [-/q]? (?P<z>[NX])", year_of_two_digits),
    rule("WN", rf"{_LEAD} (?P<d>N) \. (?P<m>N) \. (?P<y>Y)", day),
    rule("Mm", r"(?P<m>[Mm])", bare_month),
    rule("Ww", r"[Ww] \.? ,? [dnp]{0,2} (?P<p>P)", written),
    rule("Wwuv", r"(?:[Ww]\.?,?[dnp]{0,2})? (?P<u>[uv])", day_and_month),
)
