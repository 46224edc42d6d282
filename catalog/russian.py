"""Russian phrases for the catalog, by their head and with a dictionary; what needs none is in konturen.names."""

from __future__ import annotations

from functools import cache

import pymorphy3  # type: ignore[import-untyped]
from pymorphy3.analyzer import Parse  # type: ignore[import-untyped]

from konturen.names.russian import CASES, VOWELS, first_declension, recased, second_declension, with_plain_e
from konturen.names.tables import words

FIXED_WORDS = words("fixed_words_ru")
"""Words that do not inflect inside a name though their endings look as if they did."""

DECLINED_ABBREVIATIONS = frozenset({"МИД", "ЦИК"})
"""Abbreviations that also take the endings of a noun (глава МИДа)."""

SECOND_GENITIVES = {"Багамы": ("Багам",), "Сейшелы": ("Сейшел",), "Коморы": ("Комор",)}
"""Genitives of islands in use beside the dictionary's."""


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def phrase_forms(phrase: str) -> list[str]:
    """All cases of a name in the nominative: its head phrase inflects, what follows the head stays.

    Coordinated heads that make up the whole name ("Босния и Герцеговина") inflect together.
    """
    first, *tail = phrase.split(" ")
    if first in DECLINED_ABBREVIATIONS:
        return [" ".join([first + ending, *tail]) for ending in ("", "а", "у", "ом", "е")]
    parts = phrase.split(" и ")
    if len(parts) == 2 and all(_is_whole_head(part) for part in parts):
        rows = zip(*(_by_case(part) for part in parts), strict=True)
        forms = [" и ".join(row) for row in rows]
    else:
        forms = _by_case(phrase)
    return with_plain_e(list(dict.fromkeys([phrase, *forms, *SECOND_GENITIVES.get(phrase, ())])))


def _is_whole_head(part: str) -> bool:
    tokens = part.split(" ")
    return _head(tokens) in (len(tokens) - 1, None) and len(tokens) <= 2


def _by_case(phrase: str) -> list[str]:
    """The six cases of a phrase; six times the phrase itself where it has no head that inflects."""
    tokens = phrase.split(" ")
    head = _head(tokens)
    if head is None:
        return [phrase] * len(CASES)
    noun = None if _is_abbreviation(tokens[head]) else _noun(tokens[head])
    columns = [[token] * len(CASES) for token in tokens]
    if noun is None:
        columns[head] = _unknown_noun(tokens[head])
        for index in range(head):
            columns[index] = _agreeing(tokens[index], "inan")
    else:
        columns[head] = [_cased(noun, {case}, tokens[head]) for case in CASES]
        for index in range(head):
            columns[index] = _agreeing(tokens[index], str(noun.tag.animacy or "inan"))
    return [" ".join(column[case] for column in columns) for case in range(len(CASES))]


def _head(tokens: list[str]) -> int | None:
    """Index of the noun that carries the case: the first one that only adjectives or fixed words precede."""
    for index, token in enumerate(tokens):
        last = index + 1 == len(tokens)
        if index and last and _is_abbreviation(token):
            return index
        if token.lower() in FIXED_WORDS or not _is_russian(token):
            if _is_abbreviation(token):
                return None
            continue
        if _noun(token) is not None and (last or _adjective(token) is None):
            return index
        if _adjective(token) is not None:
            if last:
                return index
            continue
        alone = len(tokens) == 1
        if (alone or not _morphology().word_is_known(token.lower())) and token[-1].lower() not in "еиоуыэюё":
            return index
    return None


def _is_abbreviation(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.isupper()


def _is_russian(token: str) -> bool:
    """Whether a token is a written word of Russian letters; abbreviations in capitals never inflect."""
    letters = token.replace("-", "").replace("’", "").replace("'", "")
    plain = bool(letters) and all("а" <= letter <= "я" or letter == "ё" for letter in letters.lower())
    return plain and (len(letters) < 2 or not letters.isupper())


def _noun(token: str) -> Parse | None:
    word = token.lower()
    if word in FIXED_WORDS or not _morphology().word_is_known(word):
        return None
    found = [p for p in _morphology().parse(word) if "NOUN" in p.tag and "nomn" in p.tag]
    place = [p for p in found if "Geox" in p.tag] if token[0].isupper() else []
    things = [p for p in found if "anim" not in p.tag]
    return next(iter([*place, *things, *found]), None)


def _adjective(token: str) -> Parse | None:
    if not token.lower().endswith(("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "овы", "евы")):
        return None
    for parse in _morphology().parse(token.lower()):
        fits = ("ADJF" in parse.tag or "PRTF" in parse.tag) and "nomn" in parse.tag
        if fits and parse.normal_form != "больший":
            return parse
    return None


def _agreeing(token: str, animacy: str) -> list[str]:
    adjective = _adjective(token) if _is_russian(token) else None
    if adjective is None:
        return [token] * len(CASES)
    row = []
    for case in CASES:
        grammemes = {case}
        if case == "accs" and ("masc" in adjective.tag or "plur" in adjective.tag):
            grammemes.add(animacy)
        row.append(_cased(adjective, grammemes, token))
    return row


def _unknown_noun(token: str) -> list[str]:
    if _is_abbreviation(token):
        return [token] * len(CASES)
    if _adjective(token) is not None:
        return _agreeing(token, "inan")
    if token[-1] in "ая" and not token.endswith(("иа", "уа", "оа", "еа", "аа")):
        return first_declension(token)
    if token[-1].lower() in VOWELS:
        return [token] * len(CASES)
    return second_declension(token, animate=False)


def _cased(parse: Parse, grammemes: set[str], token: str) -> str:
    inflected = parse.inflect(frozenset(grammemes))
    return recased(inflected.word, token) if inflected else token
