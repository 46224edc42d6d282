"""Rules for seasons, quarters, years, decades, centuries and feasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from konturen import dates
from konturen.dating.calendar import Partial, finished
from konturen.dating.grammar import Found, Rule, rule
from konturen.dating.singles import END_YEAR, OF_YEAR, by_turn, told_year, without_day

QUARTER_MONTHS, HALF_MONTHS = 3, 6
YEAR_CUES = "iFUf~b&<>-(,tp/"
"""Kinds of tokens that, before four digits, speak for a year."""
SURE_YEARS = range(1500, 2101)
NAME_LIKE = frozenset({"ramadan", "ramazan", "pascha", "holi", "christmas", "easter", "рамадан"})
"""Feasts that are also names of persons, or parts of the names of markets and islands."""
ROUND = 100
"""Multiples of it are taken for amounts where a noun follows at once."""


def quarter_code(found: Found) -> Partial | None:
    """ "in Q3", "H1 of last year": without a year, that of the document."""
    code, day, before = found.number("q"), found.context.day, found.before()
    if code is None:
        return None
    year, relative = told_year(found), found.at("y") is None
    if year is None and not by_turn(found):
        if day is None or not (found.alone or (before is not None and before.kind in "ipnUF<>~fbB")):
            return None
        year = day.year
    if year is None:
        return None
    return _division(year, code // 10, code % 10, relative)


def quarter_of_turn(found: Found) -> Partial | None:
    """ "next year's first quarter"."""
    year, code, unit = told_year(found), found.number("q"), found.at("u")
    if year is None:
        return None
    if code is not None:
        return _division(year, code // 10, code % 10, True)
    order = found.number("o")
    if unit is None or order is None:
        return None
    return _division(year, order, QUARTER_MONTHS if unit.kind == "Q" else HALF_MONTHS, True)


def _division(year: int, number: int, length: int, relative: bool) -> Partial | None:
    first = (number - 1) * length + 1
    if not 1 <= first <= 12:
        return None
    return finished(f"{year:04d}-{first:02d}/{year:04d}-{first + length - 1:02d}", relative)


def season(found: Found) -> Partial | None:
    """A season with its year."""
    if without_day(found):
        return None
    return Partial(told_year(found), found.number("s"), relative=by_turn(found))


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
    language, following = found.context.lexicon.language, found.after()
    if language == "en" and following is not None:
        # "the fall of Kabul", "the Winter Olympics"
        named = following.kind == "o" and found.context.text[following.start].isupper()
        if following.kind == "q" or (named and found.context.text[token.start].isupper()):
            return None
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
    if number is None or unit is None or without_day(found):
        return None
    length = QUARTER_MONTHS if unit.kind == "Q" else HALF_MONTHS
    year, relative = told_year(found), by_turn(found)
    if year is None:
        if unit.kind == "h" or found.context.day is None:
            return None
        year, relative = found.context.day.year, True
    return _division(year, number, length, relative)


def named_year(found: Found) -> Partial | None:
    """Four digits beside the word "year"."""
    year = found.number("y")
    return None if year is None else Partial(year)


def year_of_russian(found: Found) -> Partial | None:
    """ "2014 году": the word behind the number means a year in Russian only."""
    if found.context.lexicon.language != "ru" or found.text("j") == "лет":
        return None
    return named_year(found)


def bare_year(found: Found) -> Partial | None:
    """Four digits by themselves, where nothing tells that they count or number something."""
    token, before, following = found.at("y"), found.before(), found.after()
    if token is None:
        return None
    lexicon, text = found.context.lexicon, found.context.text
    if before is not None and before.text.lower() in lexicon.not_years:
        return None
    second = found.before(2)
    number = second is not None and second.kind in "XNP" and before is not None and second.end == before.start
    if number and before is not None and before.kind == "-" and before.end == token.start:
        # "82-2100", "133-03-2020": a piece of a longer number.
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
    if following.text == "лет":
        return None
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
    led = before is not None and before.kind in "dBi" and before.text not in ("ein", "eine", "через")
    led = led and (
        before is None or before.kind != "i" or not token.text[:2].isdigit() or not token.text.isalnum()
    )
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
    """A feast with or without its year; "last Easter", "next Ramadan": the nearest one back or forth."""
    token, day, before = found.at("f"), found.context.day, found.before()
    if token is None:
        return None
    text = found.context.text
    # "Tariq Ramadan", "Enver Pascha": the last part of a name.
    if (
        token.text.lower() in NAME_LIKE
        and before is not None
        and before.kind == "o"
        and text[before.start].isupper()
    ):
        return None
    offset = found.number("v") if "v" in found.match.groupdict() else None
    if offset is None:
        return Partial(found.number("y"), feast=token.value)
    if day is None:
        return None
    if found.match.groupdict().get("j") is not None or offset == 0:
        return Partial(day.year + offset, feast=token.value, relative=True)
    for year in (day.year, day.year + offset):
        made = Partial(year, feast=token.value).resolved(day, found.context.lean)
        first = None if made is None or made.value is None else dates.earliest(made.value)
        if made is not None and first is not None and (first > day if offset > 0 else first < day):
            return replace(made, relative=True)
    return None


def feast_weekend(found: Found) -> Partial | None:
    """ "the Labor Day weekend", "weekend of Thanksgiving 2023": with the feast where it adjoins."""
    token = found.at("f")
    made = None if token is None else Partial(found.number("y"), feast=token.value)
    whole = None if made is None else made.resolved(found.context.day, found.context.lean)
    first = None if whole is None or whole.value is None else dates.earliest(whole.value)
    if whole is None or first is None or first != dates.latest(whole.value or "") or first.weekday() in (1, 2):
        return None
    saturday = first + timedelta(days=-2 if first.weekday() == 0 else 5 - first.weekday())
    ends = min(first, saturday), max(first, saturday + timedelta(days=1))
    return finished(f"{ends[0].isoformat()}/{ends[1].isoformat()}", relative=whole.relative)


PERIODS: tuple[Rule, ...] = (
    rule("9", r"(?P<q>9) (?:[,pqi]{0,2}d?J?(?P<y>Y)J?|[qi]?d?(?P<v>V)J)?", quarter_code),
    rule("V", r"(?P<v>V) J (?:(?P<o>O)(?P<u>[Qh])|(?P<q>9))", quarter_of_turn),
    rule("Ss", rf"(?P<s>[Ss]) (?P<gap>[pid]{{0,2}}) {OF_YEAR}", season),
    rule("V", r"(?P<v>V) J [ipn]? d? (?P<s>[Ss]) (?P<y>Y)?", season),
    rule("Ss", r"(?P<s>[Ss]) [pid]{0,2} (?P<p>P) J?", winter_span),
    rule("Ss", r"(?P<s>[Ss])", bare_season),
    rule("ONI", rf"(?P<o>[ONI]) \.? (?P<q>[Qh]) [pid]{{0,2}} {END_YEAR}", division),
    rule("Q", rf"(?P<q>Q) (?P<o>[NI]) {END_YEAR}", division),
    rule("J", r"J q? (?P<y>Y)", named_year),
    rule("Y", r"(?P<y>Y) (?P<j>J)", year_of_russian),
    rule("Y", r"(?P<y>Y)", bare_year),
    rule("e", r"(?P<e>e) (?P<j>J)?", decade),
    rule("OIN", r"(?P<o>[OI]) \.? H", century),
    rule("N", r"(?P<o>N) \.? H", century),
    rule("y", r"(?P<f>y) (?:\.?,?[pqi]?d?(?P<y>Y)J?|,?[qi]?d?(?P<v>V)(?P<j>J))?", feast),
    rule("V", r"(?P<v>V) (?P<f>y) (?P<y>Y)?", feast),
    rule("Y", r"(?P<y>Y) (?P<f>y)", feast),
    rule("Yy", r"(?P<y>Y)? (?P<f>y) E", feast_weekend),
    rule("y", r"(?P<f>y) (?P<y>Y) E", feast_weekend),
    rule("y", r"(?P<f>y) E (?P<y>Y)", feast_weekend),
    rule("E", r"E q d? (?P<f>y) (?P<y>Y)?", feast_weekend),
)
