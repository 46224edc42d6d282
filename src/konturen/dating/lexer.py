"""Text to tokens: each a stretch with the kind and value of `lexicon`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from konturen.dating import feasts
from konturen.dating.calendar import Partial, finished, full_year
from konturen.dating.lexicon import Lexicon

_NUMERIC = re.compile(
    r"""
    (?P<junk>https?://\S+|www\.\S+|\S+@\S+|\+\d[\d\s()/-]{5,}\d|[€$£₽№§\#]\s?\d[\d.,]*|\d[\d.,]*\s?[%‰€$£₽°])
  | (?P<iso>(?<![\d.])(?P<iy>\d{4})(?P<isep>[-./])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?![\d]|[.,:]\d))
  | (?P<dmy>(?<![\d.,:/-])(?P<d>\d{1,2})(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)
        (?P<y>\d{4}|\d{2})(?![\d]|[.,:/-]\d))
  | (?P<range>(?<![\d.,:/-])(?P<r1>\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}\.(?:\d{1,2}\.(?:\d{4})?)?)\s?[-–/]\s?
        (?P<r2>\d{1,2}(?P<rs>[./])\d{1,2}(?:(?P=rs)(?:\d{4}|\d{2}(?!\d))?)?)(?![\d]|[.,:/-]\d))
  | (?P<years>(?<![\d.,/-])(?P<y1>1\d{3}|2[01]\d{2})\s?(?P<ysep>[-–—/~])\s?(?P<y2>\d{4}|\d{2})
        (?![\d]|[.,:/-]\d|-?[a-zа-яё]{2}|['’]))
  | (?P<ym>(?<![\d.,/-])(?P<ymy>(?:19|20|21)\d{2})\s?[-./]\s?(?P<ymm>0[1-9]|1[0-2])(?![\d]|[.,:/-]\d))
  | (?P<my>(?<![\d.,/-])(?P<mym>0?[1-9]|1[0-2])(?:\s?[-/]\s{0,2}|\.\s{0,2})
        (?P<myy>(?:1[5-9]|20|21)\d{2})(?![\d]|[.,:/-]\d))
  | (?P<quarter>(?<![\w.,/-])(?:(?P<qy>\d{4})[\s-]?)?(?P<qh>[QqH])
        (?P<qn>[1-4])(?:[\s/-]{0,2}(?P<qz>\d{4}))?(?!\w|-\w))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}\s?:\s?\d{1,3})
  | (?P<dm>(?<![\d.,:/-])(?P<dmd>0?[1-9]|[12]\d|3[01])\.(?P<dmm>0?[1-9]|1[0-2])(?P<dot>\.?)
        (?![\d]|[.,:/-]\d|\s?[%‰]))
  | (?P<slash>(?<![\d.,:/-])(?P<sa>\d{1,2})\s?/\s?(?P<sb>\d{1,2})(?![\d]|[.,:/-]\d|\s?[%‰]))
  | (?P<big>\d+(?:[.,’']\d+)+|\d{1,3}(?:[\u00a0\u202f]\d{3})+|[vV]\d[\d.]*)
  | (?P<digits>\d+)
  | (?P<word>[^\W\d_]+(?:['’](?:s\b|(?=[^\W\d_]{2})[^\W\d_]+))*)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_ROMAN = re.compile(r"(?=[IVXХ])[XХ]{0,2}(?:I[XХ]|IV|V?I{0,3})\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "Х": 10}
_MARKS = {"–": "-", "—": "-", "−": "-", "~": "-", "-": "-", "/": "/", ",": ",", ".": ".", "(": "(", ")": ")"}
OLDEST_YEAR, NEWEST_YEAR = 1000, 2199
"""Four digits outside these bounds are never read as a year."""
MAX_LEXED = 6000
"""Longest sentence, in characters, that is read for dates; a longer one is a table or rubbish."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a sentence with what it can mean in a date; `date` is set for kind "P"."""

    start: int
    end: int
    kind: str
    value: int = 0
    text: str = ""
    date: Partial | None = None


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence in order; white space is left out."""
    named = [(start, end, "y", feast) for start, end, feast in feasts.find(text, lexicon.language)]
    phrases = [
        (match.start(), match.end(), kind, value)
        for pattern, kind, value in lexicon.phrases
        for match in pattern.finditer(text)
    ]
    taken = sorted([*named, *phrases], key=lambda stretch: (stretch[0], -stretch[1]))
    found: list[Token] = []
    position = 0
    for start, end, kind, value in [*taken, (len(text), len(text), "", 0)]:
        if start < position:
            continue
        while (match := _NUMERIC.search(text, position)) is not None and match.start() < start:
            found.append(_token(match, text, lexicon))
            position = max(match.end(), found[-1].end)
        if kind and start >= position:
            found.append(Token(start, end, kind, value, text[start:end]))
            position = end
    return _joined(found, lexicon)


def _token(match: re.Match[str], text: str, lexicon: Lexicon) -> Token:
    start, end = match.span()
    whole = match.group()
    if match["word"] is not None:
        return _word(start, whole, text, lexicon)
    if match["digits"] is not None:
        return _digits(start, whole, text, lexicon)
    if match["mark"] is not None:
        return Token(start, end, _MARKS.get(whole, "x"), 0, whole)
    if match["clock"] is not None:
        return Token(start, end, "c", 0, whole)
    if match["quarter"] and not (match["qy"] or match["qz"]):
        return Token(start, end, "9", int(match["qn"]) * 10 + (3 if match["qh"] in "Qq" else 6), whole)
    if match["range"]:
        return _range(match, lexicon)
    date = None if match["junk"] or match["big"] else _numeric(match, lexicon)
    if date is None:
        return Token(start, end, "X", 0, whole)
    # "3.10" and "3/10" are dates only where the words around them say so: the grammar looks.
    kind = "v" if match["dot"] else "u" if match["dm"] or match["slash"] else "P"
    return Token(start, end, kind, 0, whole, date)


def _range(match: re.Match[str], lexicon: Lexicon) -> Token:
    """ "10/1-11/7/2017", "14./15.10.2018": both ends in digits; without a year the grammar looks around it."""
    first, second = (
        [int(part) for part in match[name].rstrip("./").replace("/", ".").split(".")] for name in ("r1", "r2")
    )
    slash = match["rs"] == "/"
    # "1/2-3.10." is nothing; "14.-15.10." and "3.10.-5.10." are.
    if ("/" in match["r1"]) != slash or (len(first) == 1 and slash):
        return Token(match.start(), match.end(), "X", 0, match.group())
    swap = slash and not lexicon.day_first
    year = None
    if len(second) == 3:
        year = full_year(match["r2"].rstrip("./").replace("/", ".").split(".")[2])
    day, month = (second[1], second[0]) if swap else (second[0], second[1])
    last = Partial(year, month, day).checked()
    begin_day, begin_month = (
        (first[0], month) if len(first) == 1 else (first[1], first[0]) if swap else (first[0], first[1])
    )
    begin_year = first[2] if len(first) == 3 else None if year is None else year - (begin_month > month)
    begin = Partial(begin_year, begin_month, begin_day).checked()
    if last is None or begin is None or (begin_year is not None and year is None):
        return Token(match.start(), match.end(), "X", 0, match.group())
    sure = year is not None or match["r2"].endswith(".")
    return Token(match.start(), match.end(), "P" if sure else "u", 0, match.group(), replace(begin, end=last))


def _numeric(match: re.Match[str], lexicon: Lexicon) -> Partial | None:
    """The date written in digits, or None where no calendar has it."""
    if match["quarter"]:
        return _quarter(match)
    if match["iso"]:
        return Partial(int(match["iy"]), int(match["im"]), int(match["id"])).checked()
    if match["dmy"]:
        first, second = int(match["d"]), int(match["m"])
        swap = second > 12 or (not lexicon.day_first and match["sep"] != "." and first <= 12)
        day, month = (second, first) if swap else (first, second)
        return Partial(full_year(match["y"]), month, day).checked()
    if match["years"]:
        first, second = int(match["y1"]), int(match["y2"])
        if len(match["y2"]) == 2:
            second += first // 100 * 100
            # "2010-11" is a month in ISO 8601; prose writes spans of years with a dash, or as "2010/11".
            month = int(match["y2"]) <= 12 and match["ysep"] in "-/"
            if month and (second <= first or match["ysep"] == "-"):
                return Partial(first, int(match["y2"])).checked()
            if match["ysep"] == "/" and second != first + 1:
                return None
        return Partial(first, end=Partial(second)) if second > first else None
    if match["ym"]:
        return Partial(int(match["ymy"]), int(match["ymm"])).checked()
    if match["my"]:
        return Partial(int(match["myy"]), int(match["mym"])).checked()
    if match["dm"]:
        return Partial(None, int(match["dmm"]), int(match["dmd"])).checked()
    first, second = int(match["sa"]), int(match["sb"])
    day, month = (first, second) if lexicon.day_first or first > 12 else (second, first)
    return Partial(None, month, day).checked()


def _quarter(match: re.Match[str]) -> Partial | None:
    """ "Q3 2018", "2018Q4", "H1 2016" as the interval of its months; nothing without a year."""
    year, number = match["qy"] or match["qz"], int(match["qn"])
    length = 3 if match["qh"] in "Qq" else 6
    if year is None or number * length > 12 or not OLDEST_YEAR <= int(year) <= NEWEST_YEAR:
        return None
    first = (number - 1) * length + 1
    return finished(f"{year}-{first:02d}/{year}-{first + length - 1:02d}")


def _digits(start: int, digits: str, text: str, lexicon: Lexicon) -> Token:
    decade = lexicon.decade.match(text, start)
    if decade is None and start and text[start - 1] in "'’":
        decade = lexicon.decade.match(text, start - 1)
    if decade is not None and len(digits) != 3:
        number = int(decade[1])
        if len(decade[1]) == 4 or number >= 30:
            year = number if len(decade[1]) == 4 else 1900 + number
            return Token(start, decade.end(), "e", year, decade.group())
    ordinal = lexicon.ordinal.match(text, start)
    if ordinal is not None and 1 <= int(ordinal[1]) <= 31:
        return Token(start, ordinal.end(), "O", int(ordinal[1]), ordinal.group())
    end = start + len(digits)
    number = int(digits[:6])
    if len(digits) <= 2 and 1 <= number <= 31:
        kind = "N"
    elif len(digits) == 4 and OLDEST_YEAR <= number <= NEWEST_YEAR:
        kind = "Y"
    else:
        kind = "X"
    tail = text[end : end + 1]
    # "2014er", "3G" and "5th-rate" are words; "2014-го" is a Russian year with its ending.
    if tail.isalpha():
        return Token(start, end, "X", 0, digits)
    return Token(start, end, kind, number, digits)


def _word(start: int, word: str, text: str, lexicon: Lexicon) -> Token:
    end = start + len(word)
    lower = word.lower()
    if lower.endswith(("'s", "’s")):
        lower, end = lower[:-2], end - 2
    meaning = lexicon.words.get(lower)
    alone = meaning is not None and text.strip(" .") == word
    if meaning is not None and lower in lexicon.capital_only and not word[0].isupper() and not alone:
        meaning = ("r", meaning[1]) if meaning[0] in "Mm" else None
    if (
        meaning is not None
        and lower in lexicon.lower_only
        and word[0].isupper()
        and text[:start].strip(" „\"'«(")
    ):
        meaning = ("z", 0) if meaning[0] == "G" else None
    if meaning is None and word.isupper() and len(word) <= 6 and _ROMAN.match(word) is not None:
        return Token(start, end, "I", _roman(word), word)
    if meaning is None:
        return Token(start, end, "o", 0, lower)
    return Token(start, end, meaning[0], meaning[1], lower)


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))


def _joined(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """Numbers of two words as one ("twenty-first", "двадцать первого"), decades before a month as ordinals."""
    out: list[Token] = []
    for token in found:
        last = out[-1] if out else None
        ten = out[-2] if len(out) > 1 and last is not None and last.kind == "-" and last.text == "-" else last
        if (
            ten is not None
            and ten.kind == "C"
            and ten.value in lexicon.tens
            and token.kind in "CO"
            and token.value < 10
            and token.start - ten.end <= 1
        ):
            while out[-1] is not ten:
                out.pop()
            out[-1] = replace(token, start=ten.start, value=ten.value + token.value)
            continue
        if token.kind in "Mm" and last is not None and last.kind == "e" and last.text[:2] in ("30", "20", "10"):
            out[-1] = replace(last, kind="O", value=int(last.text[:2]))
        out.append(token)
    return out


@cache
def anchor(lexicon_name: str) -> re.Pattern[str]:
    """A pattern without which no sentence of that language can hold a date, for a quick first look."""
    words = {
        "de": "jan|feb|jänner|mär|mrz|apr|\\bmai|jun|jul|aug|sep|okt|nov|dez|tag|woch|monat|quart|"
        "jahr|jh|gest|heut|morgen|mittwoch|"
        "sonnabend|sommer|winter|herbst|frühling|zig|hunder|ostern|pfings|weihn|silv|neuj|himmelf|"
        "fasch|fast|hallow|nikolaus|allerh|fronl|tausend",
        "en": "jan|feb|march|\\bmar\\b|apr|\\bmay\\b|jun|jul|aug|sep|oct|nov|dec|day|week|month|"
        "quarter|qtr|year|yr|centur|"
        "tonight|morrow|summer|winter|spring|fall|autumn|ties\\b|easter|christ|xmas|eve\\b|hallow|pente|"
        "half|night|morning|evening|thousand|twenty|teen|noughties",
        "ru": "янв|фев|март|\\bмар\\b|апр|ма[йяюе]|июн|июл|авг|сен|окт|ноя|дек|понедельн|вторник|сред|четверг|"
        "пятниц|суббот|воскрес|день|дня|дней|недел|месяц|кварт|год|лет|век|сто|сегодн|вчера|завтра|весн|осен|зим|"
        "десят|сорок|девян|рожд|выходн",
    }
    # A lone short word may be a weekday cut short, as in a table.
    return re.compile(r"\d|\A\W*\w{2,5}\W*\Z|" + words[lexicon_name], re.IGNORECASE)
