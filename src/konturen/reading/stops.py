"""Whether a full stop, question mark, exclamation mark or ellipsis ends its sentence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

Stop = tuple[int, int, int, int, int]
"""Five positions in the text: where the sentence began, where the stop begins and ends, where the closing marks
after it end, and where the block ends."""

LOOK_BACK = 40
"""Characters read before a stop to find its word."""
LOOK_AHEAD = 80
"""Characters read after a stop to see how the text goes on."""
OPENING_PHRASE = 40
"""A dated phrase ("В 2014 г.") of at most so many characters at a sentence's start leads into that sentence."""

_OPENERS = "\"'„“”‚‘’«»‹›([{*_¿¡"
_DASHES = "-–—―"
_BEFORE = re.compile(r"(?:[^\W\d_]+(?:-[^\W\d_]+)*\.[ \u00a0\u202f]?)*(?:[^\W_]+(?:[-/][^\W_]+)*)\Z")
_NEXT = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SPEECH = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}\s){1,3}(?:said|says|asked|asks|wondered|replied|added|wrote|shouted|told|cried|"
    r"declared|demanded|warned|exclaimed|tweeted|insisted)\b"
)
_SAID_FIRST = re.compile(
    r"(?:said|says|asked|added|wrote|replied|fragte|sagte|rief|schrieb|спросил|сказал|заявил)\w{0,3}\b"
)
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_MONTH = re.compile(
    r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|"
    r"окт|ноя|дек)\w*",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    """Words parted by blanks."""
    return frozenset(text.split())


_ORDINAL_LEAD = _words(
    "am der die das den dem des im vom zum zur beim bis ab seit und oder dieser diesem jeder "
    "jedem ihr ihre ihrem ihren ihrer sein seine seinem seinen seiner kein keine nach vor an "
    "artikel absatz art abs paragraf paragraph satz ziffer nummer titel rund- platz beim"
)
_AMOUNT_LEAD = _words("auf um bei mit rund etwa über unter fast knapp mindestens höchstens insgesamt genau nur")
MAX_ORDINAL = 3
"""Most digits of a German ordinal: longer numbers before a stop are years or amounts."""
_LETTERED = _words("plan group gruppe teil part klasse class kategorie category serie series план группа часть")
"""Words that a letter follows which is not an initial ("Plan B")."""
_SITES = _words("ru com de net org info online today uk ua kz by eu io tv me news su")


@dataclass(frozen=True, slots=True)
class Words:
    """Abbreviations of all languages by kind, and the opening words of one language."""

    language: str
    titles: frozenset[str]
    numbers: frozenset[str]
    inner: frozenset[str]
    ends: frozenset[str]
    starters: frozenset[str]


@cache
def words_of(language: str) -> Words:
    """Lists of `data/abbreviations.toml`; a language without a list of its own gets the English one."""
    source = resources.files("konturen").joinpath("data").joinpath("abbreviations.toml").read_text("utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(source)
    own = tables.get(language, tables["en"])

    def of_all(kind: str) -> frozenset[str]:
        # A German text writes "Mr." and "e.g." too, but not every list suits every language: short words like
        # "am" or "в" are abbreviations in one language and plain words in another.
        listed = {word for name in tables for word in tables[name][kind] if name == language or len(word) > 2}
        return frozenset(listed | set(own[kind]))

    return Words(
        language if language in tables else "en",
        of_all("titles"),
        of_all("numbers"),
        of_all("inner"),
        of_all("ends"),
        frozenset(own["starters"]) | frozenset(word.upper() for word in own["starters"] if len(word) > 1),
    )


def ends_sentence(text: str, stop: Stop, words: Words) -> bool:
    """Whether the sentence that began at `stop[0]` is over after the closing marks at `stop[3]`."""
    _, first, last, close, end = stop
    mark = text[first:last]
    after = text[close : min(close + LOOK_AHEAD, end)]
    following = after.lstrip()
    if not following:
        return True
    if len(following) == len(after):
        return _without_blank(text, stop, after)
    if following[0] in ",;:)]}" or (following[0] == "»" and not following[1:2].isalnum()):
        return False
    rest = following.lstrip(_OPENERS + " \u00a0")
    dashed = rest[:1] != "" and rest[0] in _DASHES
    rest = rest.lstrip(_OPENERS + _DASHES + " \u00a0\t\r\n")
    head = rest[:1]
    if head == "" or not (head.isalnum()):
        return True
    if head.islower():
        return False
    if mark[0] in "!?" or mark[-1] in "!?":
        return _after_call(text[last:close], following)
    if len(mark) > 1 or mark == "…":
        return _after_ellipsis(text, stop)
    return _after_point(text, stop, (rest, dashed or close > last), words)


def _without_blank(text: str, stop: Stop, after: str) -> bool:
    """A stop with no blank behind it ends a sentence only between two whole words ("vereinbart.Die Partei")."""
    start, first, last, close, _ = stop
    word = _NEXT.match(after.lstrip(_OPENERS))
    if word is None or last - first > 1 or not word.group()[:1].isupper():
        return False
    following = word.group()
    rest = after.lstrip(_OPENERS)[word.end() : word.end() + 1]
    if following.lower() in _SITES or (rest and rest in "./@:_="):
        return False
    if close > last:
        return True
    before = text[max(start, first - LOOK_BACK) : first]
    tail = re.search(r"[^\W_]+\Z", before)
    if tail is None or len(tail.group()) < 3 or (before[: tail.start()][-1:] or " ") in "./@:_-":
        return False
    return tail.group()[1:].islower() and len(following) > 1 and (rest == "" or rest in " ,;\u00a0\n\r")


def _after_call(closers: str, following: str) -> bool:
    """After "?" and "!": the sentence goes on where the words after the quotation say who said it."""
    if not any(mark in "\"'”“’»«" for mark in closers):
        return True
    return _SPEECH.match(following) is None and _SAID_FIRST.match(following) is None


def _after_ellipsis(text: str, stop: Stop) -> bool:
    """An ellipsis that opens a sentence, or stands alone in brackets for left-out words, ends nothing."""
    start, first, last, close, _ = stop
    before = text[max(start, first - LOOK_BACK) : first].rstrip()
    if not before.strip(_OPENERS + _DASHES + " "):
        return False
    return not (before[-1] in "([" and text[last:close].startswith((")", "]")))


def _after_point(text: str, stop: Stop, coming: tuple[str, bool], words: Words) -> bool:
    start, first, _, _, _ = stop
    rest, closed = coming
    before = text[max(start, first - LOOK_BACK) : first]
    found = _BEFORE.search(before)
    if found is None:
        return True
    match = _NEXT.match(rest)
    following = match.group() if match else rest[:1]
    initial = len(following) == 1 and rest[1:2] == "."
    starter = following in words.starters and not initial
    lead = before[: found.start()]
    token = found.group()
    joined = re.sub(r"[.\s]", "", token)
    last = re.split(r"[.\s]+", token)[-1]
    if last.isdigit():
        return _after_number(text[start:first], last, (rest, following), words)
    kind = _kind(token, joined, last, words)
    if kind == "titles":
        return closed and starter
    if kind == "numbers":
        return not (following[0].isdigit() or _ROMAN.match(following) or len(following) == 1)
    if kind == "inner":
        return False
    if kind == "ends":
        return _after_possible_end(text[start:first], last, (following, starter, closed), words)
    return _after_word(token, last, lead, starter, words)


def _kind(token: str, joined: str, last: str, words: Words) -> str | None:
    """The list that holds the word before the stop: the whole of "z. B." first, then its last part."""
    parts = [joined, last] if joined != last else [last]
    tail = re.sub(r"[.\s]", "", ".".join(re.split(r"\.\s?", token)[-2:]))
    for word in dict.fromkeys([joined, tail, parts[-1]]):
        forms = {word, word.capitalize()} if word.isupper() and len(word) > 2 else {word}
        if words.language == "ru" and len(word) > 1:
            forms |= {word[0].lower() + word[1:], word.lower()}
        single = word == last and len(last) == 1 and joined != last
        for name, listed in (
            ("inner", words.inner),
            ("ends", words.ends),
            ("titles", words.titles),
            ("numbers", words.numbers),
        ):
            if forms & listed and not single:
                if name == "ends" and word.isupper() and len(word) > 1 and "." not in token:
                    # "the U.S." may go on, "the US." may not: an acronym without stops takes none.
                    continue
                both = name == "ends" or (name == "inner" and forms & words.ends)
                return "ends" if both else name
    return None


def _after_number(sentence: str, digits: str, coming: tuple[str, str], words: Words) -> bool:
    following = coming[1]
    ahead = sentence[: -len(digits)].rstrip()
    if not ahead.strip(_OPENERS + _DASHES + " #"):
        return False
    if following[0].isdigit():
        return len(digits) > MAX_ORDINAL or len(following) > MAX_ORDINAL
    if _MONTH.fullmatch(following) is not None and len(digits) <= 2:
        return False
    if words.language != "de" or len(digits) > MAX_ORDINAL or sentence[: -len(digits)][-1:] in ".,:/-–":
        return True
    if following in words.starters:
        return True
    lead = re.findall(r"\w+", ahead[-LOOK_BACK:])
    word = lead[-1].lower() if lead else ""
    return word in _AMOUNT_LEAD and word not in _ORDINAL_LEAD


def _after_possible_end(sentence: str, last: str, coming: tuple[str, bool, bool], words: Words) -> bool:
    """After "usw.", "U.S.", "г." and the like."""
    following, starter, closed = coming
    if closed:
        return True
    if following[0].isdigit():
        return words.language == "ru" and len(following) > 2 and not (last == "ст" or _MONTH.fullmatch(last))
    if words.language != "ru" or not re.search(r"[а-яё]", last):
        return starter
    if last in {"г", "гг", "в", "вв"}:
        number = re.search(r"(?:\d|[IVXХ]|-е|-х)[\s\u00a0]?\Z", sentence[: -len(last)])
        if number is None:
            return False
        phrase = sentence.lstrip()
        leads = re.match(r"(?:В|С|До|К|От|По|Летом|Весной|Осенью|Зимой|На|После|Около|Между)\b", phrase)
        return not (leads is not None and len(phrase) <= OPENING_PHRASE)
    if last == "пр":
        # "и пр." is "and so on", "на пр. Мира" an avenue.
        return sentence[: -len(last)].rstrip().endswith(" и")
    return last != "ст" or starter


def _after_word(token: str, last: str, lead: str, starter: bool, words: Words) -> bool:
    if len(last) == 1 and last.isalpha():
        if last.islower():
            return False
        parts = [part for part in re.split(r"[.\s]+", token) if part]
        initials = len(parts) > 1 and len(parts[-2]) == 1
        named = re.search(r"(?:^|\W)([A-ZА-ЯЁ]\w+)\s\Z", lead.rstrip() + " ")
        return starter and not initials and (named is None or named.group(1).lower() in _LETTERED)
    if words.language == "de" and _ROMAN.match(last) is not None:
        return starter
    return True
