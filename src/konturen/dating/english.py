"""English words of dates."""

from __future__ import annotations

import re

from konturen.dating.lexicon import Lexicon, listed, phrases, table, word_set

_CARDINALS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}

_ROWS: list[tuple[str, int, str]] = [
    *(("C", number, word) for number, word in enumerate(_CARDINALS, 1)),
    *(("C", number, word) for number, word in _TENS.items()),
    ("C", 100, "hundred"),
    ("C", 1000, "thousand"),
    *(("O", number, word) for number, word in enumerate(_ORDINALS, 1)),
    ("O", 30, "thirtieth"),
    ("C", 2, "couple"),
    ("k", 3, "few"),
    ("M", 1, "january"),
    ("M", 2, "february feb"),
    ("m", 3, "march mar"),
    ("M", 4, "april apr"),
    ("m", 5, "may"),
    ("M", 6, "june"),
    ("M", 7, "july"),
    ("M", 8, "august"),
    ("m", 8, "aug"),
    ("M", 9, "september sept"),
    ("M", 10, "october oct"),
    ("M", 11, "november nov"),
    ("M", 12, "december"),
    ("m", 1, "jan"),
    ("m", 6, "jun"),
    ("m", 7, "jul"),
    ("m", 9, "sep"),
    ("m", 12, "dec"),
    ("W", 0, "monday"),
    ("W", 1, "tuesday"),
    ("W", 2, "wednesday"),
    ("W", 3, "thursday"),
    ("W", 4, "friday"),
    ("W", 5, "saturday"),
    ("W", 6, "sunday"),
    ("w", 0, "mon"),
    ("w", 1, "tue tues"),
    ("w", 2, "wed weds"),
    ("w", 3, "thu thur thurs"),
    ("w", 4, "fri"),
    ("w", 5, "sat"),
    ("w", 6, "sun"),
    ("A", 1, "a an"),
    *(
        ("@", n, day)
        for n, day in enumerate(listed("mondays tuesdays wednesdays thursdays fridays saturdays sundays"))
    ),
    ("R", 0, "rest remainder"),
    ("L", 0, "now"),
    ("1", -1, "earlier"),
    ("1", 1, "later"),
    ("K", 2, "fortnight fortnights"),
    ("D", 0, "day days"),
    ("K", 0, "week weeks wk"),
    ("T", 0, "month months"),
    ("Q", 0, "quarter quarters qtr"),
    ("Q", 1, "q"),
    ("h", 0, "half"),
    ("J", 0, "year years yr yrs"),
    ("Z", 0, "decade decades"),
    ("H", 0, "century centuries"),
    ("E", 0, "weekend weekends"),
    ("s", 21, "spring springtime"),
    ("S", 22, "summer summertime"),
    ("S", 23, "autumn"),
    ("s", 23, "fall"),
    ("S", 24, "winter"),
    ("e", 1920, "twenties"),
    ("e", 1930, "thirties"),
    ("e", 1940, "forties"),
    ("e", 1950, "fifties"),
    ("e", 1960, "sixties"),
    ("e", 1970, "seventies"),
    ("e", 1980, "eighties"),
    ("e", 1990, "nineties"),
    ("e", 2000, "noughties aughts"),
    ("G", 0, "today tonight"),
    ("G", -1, "yesterday"),
    ("G", 1, "tomorrow tomorrows"),
    ("V", -1, "last past previous"),
    ("V", 0, "this current present"),
    ("V", 1, "next coming upcoming"),
    ("B", 1, "early beginning start"),
    ("B", 2, "mid middle"),
    ("B", 3, "late end"),
    ("B", 3, "latter"),
    ("~", 0, "about around circa c approximately roughly"),
    ("F", 0, "since starting commencing"),
    ("U", 0, "until till by"),
    ("f", 0, "from"),
    ("t", 0, "to through thru"),
    ("b", 0, "between"),
    ("&", 0, "and"),
    ("<", 0, "before"),
    (">", 0, "after"),
    ("a", 0, "ago back"),
    ("l", 0, "hence"),
    ("i", 0, "in"),
    ("n", 0, "on onwards onward"),
    ("p", 0, "at during for within over throughout"),
    ("q", 0, "of"),
    ("d", 0, "the"),
    ("z", 0, "morning afternoon evening night"),
]

_PHRASES = [
    ("G", -2, "(?:the )?day before yesterday"),
    ("G", 2, "(?:the )?day after tomorrow"),
    ("l", 0, "from now|from today"),
    ("V", -1, "this past"),
    ("J", 0, "calendar year"),
    ("L", 0, "the present(?: day| time)?(?! (?:year|month|week|decade|century|quarter))"),
    ("o", 0, "beginning to|starting (?:point|line|with)"),
    ("F", 0, "starting (?:in|from|on)|as of|ever since|beginning (?:in|on)"),
    ("U", 0, "up (?:to|until)|no later than"),
    (">", 0, "later than"),
    (
        "o",
        0,
        "arab spring|prague spring|one day|these days|day by day|day after day|to date|"
        "(?:bloody|super) (?:sun|mon|tues|fri)day|black (?:sun|mon|tues)day|at the end of the day|"
        "fridays for future|(?:usa|russia|history) today",
    ),
]

ENGLISH = Lexicon(
    language="en",
    words=table(_ROWS),
    phrases=phrases(_PHRASES),
    ordinal=re.compile(r"(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE),
    decade=re.compile(r"['’]?((?:1\d|20)?\d0)['’]?s\b"),
    future=re.compile(
        r"\b(?:will|shall|plans?|planned|scheduled|upcoming|due|slated|expected to|set to|is to|are to)\b",
        re.IGNORECASE,
    ),
    not_years=word_set(
        "article articles resolution agenda vision horizon no nos number page room section expo "
        "directive strategy boeing windows flight act rule code plan nearly almost least most than "
        "exactly only some paragraph formula unit area channel"
    ),
    plural=word_set("years months weeks days decades quarters centuries weekends yrs"),
    counted=re.compile(
        r"(?:soldier|people|person|member|seat|vote|euro|dollar|rouble|ruble|dead|wounded|kilomet|met(?:er|re)s|miles|"
        r"police|protester|demonstrator|delegate|deput|inhabitant|participant|refugee|fighter|tank|missile|drone|"
        r"troop|ton|tonne|percent|per|voter|signature|prisoner|supporter|million|billion|trillion|men\b|women|children|"
        r"famil|compan|firm|businesses|square|feet|pounds|hours|gmt|local time|migrant|civilian|"
        r"countries|nations|"
        r"barrel|point|words|pages|mw\b|km\b|kg\b|times|houses|homes|jobs|lawmaker|legislator|candidates)",
        re.IGNORECASE,
    ),
    capital_only=frozenset(
        {"may", "march", "mar", "jan", "jun", "jul", "sep", "dec", "mon", "sat", "sun", "wed", "fri"}
    ),
    day_first=False,
    tens=tuple(_TENS),
    next_week=True,
)
