"""What a word can mean in a date: one letter for its kind, one number for its value.

The kinds are shared by the three languages, so that one grammar (`grammar`) reads them all:

    M  month (1-12)            m  month whose word is also something else (May, March, Jan)
    r  as m, in small letters
    W  weekday (0 Monday)      w  weekday whose word is also something else, or its abbreviation
    N  number 1-31 in digits   Y  number of four digits that may be a year      X  other number
    C  number in words         A  "a", "one"        O  ordinal        I  Roman numeral
    D K T Q h J Z H E          day, week, month, quarter, half-year, year, decade, century, weekend
    S  season (21-24)          s  season whose word is also something else (spring, fall)
    e  decade in digits or words (1990s)        j  part of a unit in one word ("Jahresende")
    G  day counted from today  g  adjective of such a day ("heutig")
    V  last, this, next (-2 to 2)               B  early, mid, late (1 to 3)     ~  about
    F  since   U  until   f  from   t  to   b  between   &  and   <  before   >  after
    a  ago     l  from now     i  "in"     n  "on"     p  other preposition of time    q  "of"
    d  article    P  a finished date    y  feast    z  daytime ("Abend")    k  "a few"
    u  day and month in digits (3.10, 3/10)     v  the same with a closing stop (3.10.)
    @  weekday in the plural                    9  quarter or half without year (Q3 is 33, H1 is 16)
    R  rest ("of the week")   L  now, as an end  1  earlier, later (-1, 1)
    c  clock, score   o  other word   .,-/()  themselves   x  other character
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    `words` maps lower-case words to (kind, value). `phrases` are replaced before single words. `ordinal` finds
    a number with its ending ("3rd", "13-го"), `decade` a decade in digits; both give the number as group 1.
    `future` finds words that put a sentence into the future. `not_years` holds words after which four digits
    are a number, a name or a section; `counted` finds nouns that are counted ("2000 Soldaten").
    `plural` holds forms that make "these years" vague. `day_first` tells
    whether 3/5/2020 is the third of May. `next_week` tells whether "next Friday" means Friday of next week.
    `tens` are the number words that join a smaller one after them ("twenty-one").
    """

    language: str
    words: Mapping[str, tuple[str, int]]
    phrases: tuple[tuple[re.Pattern[str], str, int], ...]
    ordinal: re.Pattern[str]
    decade: re.Pattern[str]
    future: re.Pattern[str]
    not_years: frozenset[str]
    counted: re.Pattern[str]
    plural: frozenset[str]
    capital_only: frozenset[str] = field(default_factory=frozenset)
    lower_only: frozenset[str] = field(default_factory=frozenset)
    day_first: bool = True
    next_week: bool = False
    tens: tuple[int, ...] = (20, 30)


def listed(words: str) -> tuple[str, ...]:
    """Words parted by blanks."""
    return tuple(words.split())


def word_set(words: str) -> frozenset[str]:
    """Words parted by blanks, in no order."""
    return frozenset(words.split())


def table(rows: Iterable[tuple[str, int, str]]) -> dict[str, tuple[str, int]]:
    """Words by meaning: each row is a kind, a value and the words that have it, parted by blanks."""
    return {word: (kind, value) for kind, value, words in rows for word in words.split()}


def phrases(rows: Iterable[tuple[str, int, str]]) -> tuple[tuple[re.Pattern[str], str, int], ...]:
    """Phrases of several words; blanks stand for any white space."""
    return tuple(
        (re.compile(r"\b(?:" + words.replace(" ", r"\s+") + r")\b", re.IGNORECASE), kind, value)
        for kind, value, words in rows
    )
