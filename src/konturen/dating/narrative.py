"""Dates counted from the date told last: "the following day", "ein Jahr zuvor", «в тот же день».

They are the text's own words, so they are resolved like any other date; but only where a date of the text
stands at most `REACH` sentences before, as precise as what is counted. Where nothing is told, nothing is dated:
a sentence does not inherit the date of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from konturen import dates
from konturen.dating.calendar import at_unit, moved, unit_value
from konturen.dating.english import ENGLISH
from konturen.dating.german import GERMAN
from konturen.dating.lexicon import Lexicon
from konturen.dating.russian import RUSSIAN
from konturen.dating.tagger import ANCHOR_YEARS, tag
from konturen.records import Dated, Sentence, Span

REACH = 6
"""Sentences back in which the date may stand that is counted from."""
LONGEST = 4000
"""Characters of a sentence that are looked at."""
MOST = 500
"""Units that are counted at most: more are a figure of speech."""

_N = r"(?P<n>\d{1,3}|[^\W\d_]{1,20})"
_END = r"(?=\s*(?:[,.;:)]|$))"
_NOT_EN = r"(?!\s*(?:\w+\s+)?(?:than|as|that|when|of)\b)"
_NOT_DE = r"(?!\s*(?:als|wie|wo|der|des)\b)"
_NOT_RU = r"(?!\s*,?\s*(?:чем|что|как|когда)\b)"
"""What may not follow: "a year earlier than" compares two things."""
_EN = r"(?P<unit>day|morning|evening|night|week|month|year)"
_DE = r"(?P<unit>Tag|Morgen|Abend|Nacht|Woche|Monat|Jahr)"
_RU = r"(?P<unit>дня|дней|день|неделю|недели|недель|месяц(?:а|ев)?|года?|лет)"

# Each names what is counted (`unit`), how many (`n`, where they are), and the way (`later`, `earlier`, `same`).
_ENGLISH = (
    rf"(?:(?:on|in|over|during)\s+)?the\s+(?P<later>following|next)\s+{_EN}\b(?!')",
    rf"(?:(?:on|in|during)\s+)?the\s+(?P<earlier>previous|preceding)\s+{_EN}\b(?!')",
    rf"{_N}\s+{_EN}s?\s+(?:(?P<later>later|afterwards?|thereafter|after\s+that)"
    rf"|(?P<earlier>earlier|previously|before\s+that))\b{_NOT_EN}",
    rf"{_N}\s+{_EN}s?\s+(?P<earlier>before){_END}",
    rf"the\s+(?P<unit>day)\s+(?:(?P<later>after)|(?P<earlier>before)){_END}",
    rf"(?:(?:on|in|during|later|earlier|also|at)\s+)*(?:the|that)\s+(?P<same>same)\s+{_EN}\b{_NOT_EN}(?!')",
    rf"(?:(?:on|later|earlier)\s+)+(?P<same>that)\s+{_EN}\b(?!')",
)
_GERMAN = (
    rf"(?:am|an\s+dem|im|in\s+dem|in\s+der)\s+(?:(?P<later>(?:darauf)?folgenden)"
    rf"|(?P<earlier>vorher(?:ge)?henden|vorangegangenen))\s+{_DE}\b",
    rf"(?:am|in\s+der|im)\s+{_DE}\s+(?:(?P<later>darauf|danach|später)"
    rf"|(?P<earlier>zuvor|davor|vorher)){_NOT_DE}",
    rf"{_N}\s+{_DE}(?:e|en|n)?\s+(?:(?P<later>später|darauf|danach)"
    rf"|(?P<earlier>zuvor|davor|vorher|früher)){_NOT_DE}",
    r"(?P<unit>Tag)s\s+(?:(?P<later>darauf)|(?P<earlier>zuvor))\b",
    r"im\s+(?:(?P<later>Folge)|(?P<earlier>Vor))(?P<unit>jahr|monat)\b",
    rf"(?:noch\s+)?(?:am|im|in)\s+(?P<same>selben|gleichen|derselben|demselben|der\s+(?:gleichen|selben))"
    rf"\s+{_DE}\b{_NOT_DE}",
    rf"an\s+(?P<same>demselben|diesem)\s+(?P<unit>Tag|Abend)\b{_NOT_DE}",
)
_RUSSIAN = (
    r"(?:на|в)\s+(?P<later>следующ(?:ий|ую|ем|ей))\s+(?P<unit>день|утро|неделю|неделе|месяце?|году?)\b",
    rf"(?:через|спустя)\s+(?:{_N}\s+)?{_RU}\b(?P<later>)(?!\s+(?:после|и|или)\b)",
    rf"{_N}\s+{_RU}\s+(?P<later>спустя)\b",
    rf"(?:{_N}\s+)?(?P<unit>дн[её]м|днями|неделей|неделями|месяцем|месяцами|годом|годами)"
    rf"\s+(?:(?P<later>позже|позднее|спустя)|(?P<earlier>ранее|раньше))\b{_NOT_RU}",
    rf"за\s+(?:{_N}\s+)?{_RU}\s+(?P<earlier>до\s+(?:этого|того))\b{_NOT_RU}",
    rf"в\s+(?P<same>тот|этот)\s+же\s+(?P<unit>день|вечер)\b{_NOT_RU}",
    rf"(?:в|на)\s+(?P<same>том|той|эту|ту)\s+же\s+(?P<unit>недел[еюи]|месяце|году)\b{_NOT_RU}",
)
_UNITS = (
    ("D", "day morning evening night tag morgen abend nacht день дня дней днем днём днями утро вечер"),
    ("K", "week woche неделю неделе недели недель неделей неделями"),
    ("T", "month monat месяц месяца месяцев месяце месяцем месяцами"),
    ("J", "year jahr год года году годом годами лет"),
)
_UNIT = {word: kind for kind, words in _UNITS for word in words.split()}


@dataclass(frozen=True, slots=True)
class _Language:
    lexicon: Lexicon
    patterns: tuple[re.Pattern[str], ...]


def _compiled(lexicon: Lexicon, patterns: Sequence[str]) -> _Language:
    return _Language(lexicon, tuple(re.compile(rf"\b{pattern}", re.IGNORECASE) for pattern in patterns))


_LANGUAGES = {
    "en": _compiled(ENGLISH, _ENGLISH),
    "de": _compiled(GERMAN, _GERMAN),
    "ru": _compiled(RUSSIAN, _RUSSIAN),
}


def tag_all(sentences: Sequence[Sentence], published: str | None) -> list[tuple[Dated, ...]]:
    """The dates of each sentence of a text: those that `tagger.tag` finds, and those counted from them."""
    found: list[tuple[Dated, ...]] = []
    told: list[tuple[int, Dated]] = []
    for number, sentence in enumerate(sentences):
        own = list(tag(sentence, published))
        for words in _told(sentence, own):
            before = [d for at, d in told if at >= number - REACH] + own
            value = _counted(words, [d for d in before if d.span.end <= words.span.start])
            if value is not None:
                own.append(Dated(words.span, _surface(sentence, words.span), value, relative=True))
        own.sort(key=lambda dated: dated.span)
        told = [(at, d) for at, d in told if at >= number - REACH] + [(number, d) for d in own]
        found.append(tuple(own))
    return found


def _surface(sentence: Sentence, span: Span) -> str:
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]


@dataclass(frozen=True, slots=True)
class _Words:
    """An expression: where it stands in the document, the kind of its unit, how many, and whether they are
    counted (`three days later`) or it names the unit itself (`the following week`)."""

    span: Span
    unit: str
    count: int
    counted: bool


def _told(sentence: Sentence, own: Sequence[Dated]) -> Iterator[_Words]:
    """The expressions of a sentence outside the dates that are known, in order, none overlapping another."""
    language = _LANGUAGES.get(sentence.language)
    if language is None or len(sentence.text) > LONGEST:
        return
    taken = [(d.span.start, d.span.end) for d in own]
    start = sentence.span.start
    matches = [match for pattern in language.patterns for match in pattern.finditer(sentence.text)]
    chosen = []
    for match in sorted(matches, key=lambda m: m.start() - m.end()):
        span = Span(start + match.start(), start + match.end())
        if any(span.start < end and span.end > begin for begin, end in taken):
            continue
        count = _count(match, language.lexicon)
        if count is not None:
            taken.append((span.start, span.end))
            chosen.append(_Words(span, _UNIT[match["unit"].lower()], count, "n" in match.re.groupindex))
    yield from sorted(chosen, key=lambda words: words.span)


def _count(match: re.Match[str], lexicon: Lexicon) -> int | None:
    """How many units an expression goes on (or, negative, back); None where its word is no number."""
    groups = match.groupdict()
    if groups.get("same") is not None:
        return 0
    way = -1 if groups.get("earlier") is not None else 1
    said = groups.get("n")
    if said is None:
        return way
    if said.isdigit():
        number = int(said)
    else:
        kind, number = lexicon.words.get(said.lower(), ("", 0))
        number = 1 if kind == "A" else number if kind == "C" else 0
    return way * number if 0 < number <= MOST else None


def _counted(words: _Words, before: Sequence[Dated]) -> str | None:
    """The EDTF value, counted from the last date that is as precise as the unit; None where there is none."""
    for dated in reversed(before):
        day = _day(dated.value, {"D": 1, "K": 1, "T": 31, "J": 366}[words.unit])
        if day is None:
            continue
        if not words.counted:
            value = unit_value(day, words.unit, words.count)
        else:
            there = moved(day, words.unit, words.count)
            value = at_unit(there, words.unit) if there else None
            value = f"{value}~" if value and words.unit == "K" else value
        return value if value and dates.is_valid(value) else None
    return None


def _day(value: str, days: int) -> date | None:
    """The first day of a single date that is over after so many days; None of intervals and of vaguer ones."""
    if "/" in value or (days == 1 and value.endswith(("~", "?"))):
        return None
    when = dates.parse(value)
    first, last = when.earliest, when.latest
    if first is None or last is None or first.year not in ANCHOR_YEARS or (last - first).days >= days:
        return None
    return first
