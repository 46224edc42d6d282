"""German words of dates."""

from __future__ import annotations

import re

from konturen.dating.lexicon import Lexicon, listed, phrases, table, word_set

_MONTHS = (
    "januar jänner januars",
    "februar feber februars feb febr",
    "märz märzes mrz",
    "april apr aprils",
    "mai mais",
    "juni jun",
    "juli jul julis",
    "august aug augusts",
    "september sept sep septembers",
    "oktober okt oktobers",
    "november nov novembers",
    "dezember dez dezembers",
)
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_DAYTIMES = ("", "s", "abend", "abends", "morgen", "vormittag", "mittag", "nachmittag", "nacht", "früh")
_UNITS = listed("ein zwei drei vier fünf sechs sieben acht neun")
_TEENS = listed("zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn")
_TENS = {
    20: "zwanzig",
    30: "dreißig",
    40: "vierzig",
    50: "fünfzig",
    60: "sechzig",
    70: "siebzig",
    80: "achtzig",
    90: "neunzig",
}
_ROOTS = {1: "ers", 2: "zwei", 3: "drit", 7: "sieb", 8: "ach"}


def _numbers() -> list[tuple[str, int, str]]:
    rows: list[tuple[str, int, str]] = []
    names = dict(enumerate([*_UNITS, *_TEENS], 1))
    for ten, name in _TENS.items():
        names[ten] = name
        if ten <= 30:
            names |= {ten + unit: f"{word}und{name}" for unit, word in enumerate(_UNITS, 1)}
    names[100] = "hundert"
    for number, name in names.items():
        variants = {name, name.replace("ß", "ss")}
        if number > 1:
            rows.append(("C", number, " ".join(variants)))
        if number <= 31:
            stems = {_ROOTS.get(number, n + ("s" if number >= 20 else "")) + "t" for n in variants}
            rows.append(
                ("O", number, " ".join(stem + end for stem in stems for end in ("e", "en", "er", "es", "em")))
            )
    rows += [("Y", year, " ".join(_year_words(year, names))) for year in range(1100, 2100) if year % 100]
    return rows


def _year_words(year: int, names: dict[int, str]) -> set[str]:
    """ "neunzehnhundertneunundachtzig", "zweitausendzwanzig", "zwanzigzwanzig"."""
    century, rest = divmod(year, 100)
    unit, ten = rest % 10, rest // 10 * 10
    word = names.get(rest) or f"{_UNITS[unit - 1]}und{_TENS[ten]}"
    word = "eins" if rest == 1 else word
    head = "zweitausend" if century == 20 else f"{names[century]}hundert"
    words = {f"{head}{word}", f"{head}und{word}"}
    return words | {spelled.replace("ß", "ss") for spelled in words}


_ROWS: list[tuple[str, int, str]] = [
    *_numbers(),
    *(("M", number, words) for number, words in enumerate(_MONTHS, 1)),
    *(("W", number, " ".join(day + time for time in _DAYTIMES)) for number, day in enumerate(_DAYS)),
    ("W", 5, "sonnabend sonnabends"),
    ("w", 0, "mo"),
    ("w", 1, "di"),
    ("w", 2, "mi"),
    ("w", 3, "do"),
    ("w", 4, "fr"),
    ("w", 5, "sa"),
    ("w", 6, "so"),
    ("m", 1, "jan"),
    ("m", 3, "mär"),
    ("A", 1, "eine einer einem einen ein eines"),
    ("k", 3, "paar"),
    ("R", 0, "rest rests"),
    ("L", 0, "jetzt dato"),
    ("1", -1, "früher"),
    ("1", 1, "später"),
    ("C", 2, "beiden"),
    ("K", 0, "kw kalenderwoche"),
    ("D", 0, "tag tage tagen tages tags"),
    ("K", 0, "woche wochen"),
    ("T", 0, "monat monate monaten monats"),
    ("Q", 0, "quartal quartals quartale quartalen"),
    ("h", 0, "halbjahr halbjahres halbjahrs jahreshälfte"),
    ("J", 0, "kalenderjahr kalenderjahres kalenderjahrs"),
    ("J", 0, "jahr jahre jahren jahres jahrs"),
    ("Z", 0, "jahrzehnt jahrzehnte jahrzehnten jahrzehnts"),
    ("H", 0, "jahrhundert jahrhunderts jahrhunderte jahrhunderten jh jhd jhdt"),
    ("E", 0, "wochenende wochenendes wochenenden"),
    ("S", 21, "frühjahr frühling frühjahrs frühlings"),
    ("S", 22, "sommer sommers"),
    ("S", 23, "herbst herbstes herbsts"),
    ("S", 24, "winter winters"),
    ("e", 1950, "fünfziger fünfzigern"),
    ("e", 1960, "sechziger"),
    ("e", 1970, "siebziger siebzigern"),
    ("e", 1980, "achtziger achtzigern"),
    ("e", 1990, "neunziger neunzigern"),
    ("e", 2000, "zweitausender"),
    ("G", 0, "heute"),
    ("G", -1, "gestern"),
    ("G", -2, "vorgestern"),
    ("G", -3, "vorvorgestern"),
    ("G", 1, "morgen"),
    ("G", 2, "übermorgen"),
    ("g", 0, "heutigen heutiger heutige heutigem"),
    ("g", -1, "gestrigen gestriger gestrige gestrigem"),
    ("g", 1, "morgigen morgiger morgige morgigem"),
    ("V", -2, "vorletzten vorletzte vorletzter vorletztes vorletztem vorvergangenen vorvergangene"),
    (
        "V",
        -1,
        "letzten letzte letzter letztes letztem vergangenen vergangene vergangener vergangenes vergangenem "
        "vorigen vorige voriger voriges vorigem verflossenen",
    ),
    ("V", 0, "diesen diese dieser dieses diesem laufenden laufende laufender laufendes aktuellen"),
    ("V", 1, "nächsten nächste nächster nächstes nächstem kommenden kommende kommender kommendes kommendem"),
    ("V", 2, "übernächsten übernächste übernächster übernächstes übernächstem"),
    ("B", 1, "anfang beginn anfangs"),
    ("B", 2, "mitte"),
    ("B", 3, "ende"),
    ("B", 1, "früh"),
    ("~", 0, "etwa circa ca ungefähr rund gegen"),
    ("F", 0, "seit ab"),
    ("U", 0, "bis"),
    ("f", 0, "von vom"),
    ("b", 0, "zwischen"),
    ("&", 0, "und"),
    ("<", 0, "vor"),
    (">", 0, "nach"),
    ("i", 0, "in"),
    ("n", 0, "an"),
    ("p", 0, "am im zum zur beim auf für um zu während laufe seitens per"),
    ("q", 0, "des"),
    ("d", 0, "der die das den dem"),
    ("z", 0, "abend vormittag mittag nachmittag nacht früh abends morgens"),
]

_PHRASES = [
    ("1", 1, "im weiteren Verlauf"),
    ("p", 0, "im Laufe(?: des| der)?|im Verlauf(?: des| der)?|im Monat|den Monat"),
    ("j", 31, "(?:zum )?Jahresende|Jahresschluss"),
    ("j", 11, "Jahresbeginn|Jahresanfang"),
    ("j", 21, "Jahresmitte"),
    ("j", 32, "Monatsende"),
    ("j", 12, "Monatsbeginn|Monatsanfang"),
    ("j", 22, "Monatsmitte"),
    ("U", 0, "bis (?:zum|zur|in den|in die|ins|in|hin zum|einschließlich)"),
    ("F", 0, "beginnend (?:mit|ab)"),
    (
        "o",
        0,
        "Ende des Kalten Krieges|in Kürze|Morgen Abend|"
        "guten (?:Morgen|Tag|Abend)|Guten (?:Morgen|Tag|Abend)|eines Tages|von heute auf morgen",
    ),
]

GERMAN = Lexicon(
    language="de",
    words=table(_ROWS),
    phrases=phrases(_PHRASES),
    ordinal=re.compile(r"(\d{1,2})(?:ten|tes|ter|te)\b"),
    decade=re.compile(r"((?:1\d|20)?\d0)(?:er|ern|iger)\b"),
    future=re.compile(
        r"\b(?:wird|werden|soll|sollen|geplant|plant|planen|bevorstehend\w*|kommend\w*|vorgesehen|stattfinden|"
        r"anberaumt|angesetzt)\b",
        re.IGNORECASE,
    ),
    not_years=word_set(
        "artikel art paragraf paragraph nr nummer resolution agenda vision horizont horizon seite "
        "zimmer expo strategie boeing windows drucksache § postfach telefon tel raum halle code "
        "formel fast knapp mindestens höchstens mehr weniger weitere "
        "jeweils genau punkt "
    ),
    plural=word_set(
        "jahre jahren wochen monate monaten tage tagen jahrzehnte jahrzehnten quartale quartalen "
        "jahrhunderte jahrhunderten"
    ),
    counted=re.compile(
        r"(?:soldat|mensch|person|mitglied|sitz|stimm|euro|dollar|rubel|tote|verletzt|kilometer|meter|km|polizist|"
        r"demonstrant|delegiert|abgeordnet|einwohner|teilnehm|flüchtling|kämpfer|panzer|raket|drohn|mandat|"
        r"tonn|prozent|uhr|wähler|unterschrift|gefangen|anhänger|millionen|milliarden|stück|mann|grad|volt|watt|"
        r"megawatt|kilogramm|gäste|firm|unternehm|betrieb|bürger|frauen|männer|kinder|familie|schulen|stellen)",
        re.IGNORECASE,
    ),
    lower_only=frozenset({"morgen"}),
    capital_only=frozenset({"mai", "august", "jan", "mo", "di", "mi", "do", "fr", "sa", "so"}),
)
