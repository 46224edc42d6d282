"""Rules for single dates: days, months, seasons, quarters, years, decades, centuries, written out."""

from __future__ import annotations

from dataclasses import replace

from konturen.dating.calendar import Partial, finished, full_year
from konturen.dating.grammar import Found, Rule, rule

SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
"""First month of each season."""
QUARTER_MONTHS, HALF_MONTHS = 3, 6
YEAR_CUES = "iFUf~b&<>-(,tp/"
"""Kinds of tokens that, before four digits, speak for a year."""
SURE_YEARS = range(1500, 2101)
"""Four digits that are read as a year without the word "year"."""
ROUND = 100
"""Multiples of it are taken for amounts where a noun follows at once."""


def _year(found: Found) -> int | None:
    """The year of group y, or the one that groups v and j ("last year") give."""
    if "v" in found.match.groupdict() and found.at("v") is not None:
        offset = found.number("v")
        return None if found.context.day is None or offset is None else found.context.day.year + offset
    return found.number("y")


def _relative(found: Found) -> bool:
    return "v" in found.match.groupdict() and found.at("v") is not None


def _without_day(found: Found) -> bool:
    """Whether the words name a year by the document's day and there is none."""
    return _relative(found) and found.context.day is None


def day(found: Found) -> Partial | None:
    """A day of a month, with or without its year."""
    if _without_day(found):
        return None
    number, month = found.number("d"), found.number("m")
    weekday = found.number("wd") if "wd" in found.match.groupdict() else None
    return Partial(_year(found), month, number, weekday, relative=_relative(found)).checked()


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
    if _without_day(found):
        return None
    return Partial(_year(found), found.number("m"), relative=_relative(found))


def bare_month(found: Found) -> Partial | None:
    """A month without a year; weak words (May, March) only after a preposition of time."""
    token, before, following = found.at("m"), found.before(), found.after()
    if token is None:
        return None
    timed = before is not None and before.kind in "iFfbBpq~U>VOtdn<-/&" and before.text != "by"
    if token.kind == "m":
        allowed = before is not None and before.kind in "iFfbB~tpU><" and before.text not in ("by", "to", "for")
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


def season(found: Found) -> Partial | None:
    """A season with its year."""
    if _without_day(found):
        return None
    return Partial(_year(found), found.number("s"), relative=_relative(found))


def winter_span(found: Found) -> Partial | None:
    """ "Winter 2022/23": the season that begins in the first of the two years."""
    years = found.at("p")
    if years is None or years.date is None or years.date.end is None or years.date.month is not None:
        return None
    return Partial(years.date.year, found.number("s"))


def bare_season(found: Found) -> Partial | None:
    """ "im Sommer", "весной": the season nearest to the document's day."""
    token, before = found.at("s"), found.before()
    if token is None:
        return None
    if found.alone:
        return Partial(None, token.value)
    language = found.context.lexicon.language
    if language == "ru":
        return Partial(None, token.value) if token.kind == "S" or (before and before.kind in "UfB") else None
    if before is None or before.kind not in "ipdB" or (before.kind == "d" and found.before(2) is None):
        return None
    second = found.before(2)
    if before.kind == "d" and (second is None or second.kind not in "iFUBp<>q"):
        return None
    return Partial(None, token.value) if before.kind != "p" or before.text in ("im", "zum", "during") else None


def division(found: Found) -> Partial | None:
    """A quarter or half of a year, as the interval of its months."""
    number, unit = found.number("o"), found.at("q")
    if number is None or unit is None or _without_day(found):
        return None
    length = QUARTER_MONTHS if unit.kind == "Q" else HALF_MONTHS
    if not 1 <= number <= 12 // length:
        return None
    year, relative = _year(found), _relative(found)
    if year is None:
        if unit.kind == "h" or found.context.day is None:
            return None
        year, relative = found.context.day.year, True
    first = (number - 1) * length + 1
    return finished(f"{year:04d}-{first:02d}/{year:04d}-{first + length - 1:02d}", relative)


def named_year(found: Found) -> Partial | None:
    """Four digits beside the word "year"."""
    year = found.number("y")
    return None if year is None else Partial(year)


def year_of_russian(found: Found) -> Partial | None:
    """ "2014 году": the word behind the number means a year in Russian only."""
    return named_year(found) if found.context.lexicon.language == "ru" else None


def bare_year(found: Found) -> Partial | None:
    """Four digits by themselves, where nothing tells that they count or number something."""
    token, before, following = found.at("y"), found.before(), found.after()
    if token is None:
        return None
    lexicon, text = found.context.lexicon, found.context.text
    if before is not None and before.text.lower() in lexicon.not_years:
        return None
    if before is not None and before.kind in "XxPYN" and before.text not in ("«", "„", '"', "“"):
        return None
    cue = (
        before is not None
        and before.kind in YEAR_CUES
        and before.text not in ("für", "for", "auf", "um", "at", "за")
    )
    if token.value not in SURE_YEARS and not (cue and before is not None and before.kind in "iF~fbU(<>"):
        return None
    if following is None or following.kind in ".,)-x(":
        return Partial(token.value)
    if following.kind in "XYNDKTQ" or (following.kind == "J" and lexicon.language != "ru"):
        return None
    word = text[following.start : following.end]
    if lexicon.counted.match(word):
        return None
    noun = word[:1].isupper() if lexicon.language == "de" else following.kind == "o"
    if token.value % ROUND == 0 and noun and not (before is not None and before.kind == "i"):
        return None
    if before is not None and before.kind == "o" and text[before.start].isupper() and lexicon.language == "en":
        # "Agenda 2030 calls", "Horizon 2020 funds": a name and its number; "the Summit 2014" is lost with them.
        return None
    return Partial(token.value)


def decade(found: Found) -> Partial | None:
    """ "1990s", "90er Jahre", "девяностые годы"."""
    token, before = found.at("e"), found.before()
    if token is None:
        return None
    whole = token.text[:4].isdigit()
    led = before is not None and before.kind in "dB" and before.text not in ("ein", "eine")
    quoted = found.context.text[token.start - 1 : token.start + 1][:1] in ("'", "’")
    if not whole and found.at("j") is None and not led and not quoted:
        return None
    if (
        not whole
        and found.context.lexicon.language == "ru"
        and found.at("j") is None
        and not token.text[0].isdigit()
    ):
        return None
    return finished(f"{token.value // 10:03d}X")


def century(found: Found) -> Partial | None:
    """ "im 19. Jahrhundert": 18XX."""
    number = found.number("o")
    if number is None or not 1 <= number <= 30:
        return None
    return finished(f"{number - 1:02d}XX")


def feast(found: Found) -> Partial | None:
    """Feasts with a fixed day, or counted from Easter Sunday (values from -60 to 60)."""
    token = found.at("f")
    if token is None:
        return None
    if found.context.day is not None and _relative(found):
        year: int | None = _year(found)
    else:
        year = found.number("y")
    if _without_day(found):
        return None
    if abs(token.value) <= 60:
        return Partial(year, feast=token.value, relative=_relative(found))
    return Partial(year, token.value // 100, token.value % 100, relative=_relative(found))


def written(found: Found) -> Partial | None:
    """A finished date of the lexer, with the weekday before it."""
    token = found.at("p")
    return None if token is None else token.date


def day_and_month(found: Found) -> Partial | None:
    """ "am 3.10.", "on 2/15": day and month in digits, where the words around them speak for a date."""
    token, before, following = found.at("u"), found.before(), found.after()
    if token is None:
        return None
    if following is not None and (
        following.kind in "XNY%" or found.context.lexicon.counted.match(following.text)
    ):
        return None
    led = before is not None and before.kind in "npdUFft-/&W,"
    wrong = before is not None and before.text in (
        "um",
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
    if token.kind == "v" and found.context.lexicon.language != "en" and not wrong:
        return token.date
    return token.date if (led and not wrong) or found.alone else None


_LEAD = r"(?:(?P<wd>[Ww])\.?,?[dnp]{0,2})?"
_OF_YEAR = r"(?:\.?,?[pqi]?d?(?P<y>Y)J?|,?[qi]?d?(?P<v>V)J)"
_END_YEAR = r"(?:\.?,?[pqi]?d?(?P<y>Y)J?|,?[qi]?d?(?P<v>V)J)?"

SINGLES: tuple[Rule, ...] = (
    rule("WwdNO", rf"{_LEAD} d? (?P<d>[NO]) \.? [qd]? (?P<m>[Mmr]) {_END_YEAR}", day),
    rule(
        "WwMmr",
        rf"{_LEAD} (?P<m>[Mmr]) \.? d? (?P<d>[NO]) (?![NX:/%c]|\.[NX]) (?:,?(?P<y>Y)|,?q?d?(?P<v>V)J)?",
        month_first,
    ),
    rule("Mmr", rf"(?P<m>[Mmr]) {_OF_YEAR}", month),
    rule("V", r"(?P<v>V) J [ipn]? d? (?P<m>[Mm]) (?P<y>Y)?", month),
    rule("Mmr", r"(?P<m>[Mmr]) \.? (?P<d>[NO]) [tU-] d? (?P<e>[NO]) ,? q? (?P<y>Y)", days_of_month),
    rule("V", r"(?P<v>V) (?P<m>[MmSs])", month_by_turn),
    rule("NO", r"(?P<d>[NO]) \.? [-/] (?P<m>[Mmr]) \.? [-/] (?P<y>Y)", day),
    rule("Y", r"(?P<y>Y) [-/] (?P<m>[Mmr]) [-/] (?P<d>N)", day),
    rule("Mmr", r"(?P<m>[Mmr]) [-/] (?P<d>[NO]) (?:[-/](?P<y>Y))?", month_first),
    rule("NO", r"(?P<d>[NO]) \.? [-/]? q? (?P<m>[Mmr]) \.? [-/]? (?P<z>[NX])", year_of_two_digits),
    rule("WN", rf"{_LEAD} (?P<d>N) \. (?P<m>N) \. (?P<y>Y)", day),
    rule("Mm", r"(?P<m>[Mm])", bare_month),
    rule("Ss", rf"(?P<s>[Ss]) (?P<gap>[pid]{{0,2}}) {_OF_YEAR}", season),
    rule("V", r"(?P<v>V) J [ipn]? d? (?P<s>[Ss]) (?P<y>Y)?", season),
    rule("Ss", r"(?P<s>[Ss]) [pid]{0,2} (?P<p>P) J?", winter_span),
    rule("Ss", r"(?P<s>[Ss])", bare_season),
    rule("ONI", rf"(?P<o>[ONI]) \.? (?P<q>[Qh]) [pid]{{0,2}} {_END_YEAR}", division),
    rule("Q", rf"(?P<q>Q) (?P<o>[NI]) {_END_YEAR}", division),
    rule("J", r"J q? (?P<y>Y)", named_year),
    rule("Y", r"(?P<y>Y) J", year_of_russian),
    rule("Y", r"(?P<y>Y)", bare_year),
    rule("e", r"(?P<e>e) (?P<j>J)?", decade),
    rule("OIN", r"(?P<o>[OI]) \.? H", century),
    rule("N", r"(?P<o>N) \.? H", century),
    rule("y", rf"(?P<f>y) {_END_YEAR}", feast),
    rule("V", r"(?P<v>V) (?P<f>y) (?P<y>Y)?", feast),
    rule("Ww", r"[Ww] \.? ,? [dnp]{0,2} (?P<p>P)", written),
    rule("Wwuv", r"(?:[Ww]\.?,?[dnp]{0,2})? (?P<u>[uv])", day_and_month),
)
