"""Russian inflection for the catalog: phrases by their head, adjectives and demonyms by rule."""

from __future__ import annotations

import re
from functools import cache

import pymorphy3  # type: ignore[import-untyped]
from pymorphy3.analyzer import Parse  # type: ignore[import-untyped]

from words import words

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ADJECTIVE_ENDINGS = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
VOWELS = "аеёиоуыэюя"
HUSHING = "жчшщ"
PARTS = re.compile("([-’'])")
VELAR = "гкх"

FIXED_WORDS = words("fixed_words_ru")
"""Words that do not inflect inside a name though their endings look as if they did."""

ZERO_GENITIVE = words("zero_genitives_ru")
"""Demonyms whose genitive plural has no ending (турок, румын)."""

DECLINED_ABBREVIATIONS = frozenset({"МИД", "ЦИК"})
"""Abbreviations that also take the endings of a noun (глава МИДа)."""

SECOND_GENITIVES = {"Багамы": ("Багам",), "Сейшелы": ("Сейшел",), "Коморы": ("Комор",)}
"""Genitives of islands in use beside the dictionary's."""

ADJECTIVAL_DEMONYMS = {
    "русский": ("русский", "русского", "русскому", "русским", "русском"),
    "русская": ("русская", "русской", "русскую"),
    "русские": ("русские", "русских", "русским", "русскими"),
}


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def with_plain_e(forms: list[str]) -> list[str]:
    """The forms, each one with ё followed by its spelling with е, without repetition."""
    spelled = [spelling for form in forms for spelling in (form, form.replace("ё", "е").replace("Ё", "Е"))]
    return list(dict.fromkeys(spelled))


def capitalised(forms: list[str]) -> list[str]:
    """The forms, each one also with a capital first letter, as at the start of a sentence or name."""
    both = [spelling for form in forms for spelling in (form, form[:1].upper() + form[1:])]
    return list(dict.fromkeys(both))


def adjective_forms(adjective: str) -> list[str]:
    """All full forms of an adjective in -кий (казахстанский, немецкий), in small and capital spelling."""
    stem = adjective.removesuffix("ий")
    return with_plain_e(capitalised([stem + ending for ending in ADJECTIVE_ENDINGS]))


def demonym_forms(masculine: str, feminine: str, plural: str) -> list[str]:
    """All cases of an inhabitant's names, singular and plural; a missing feminine is ''."""
    forms: list[str] = []
    for word in (masculine, feminine, plural):
        forms += ADJECTIVAL_DEMONYMS.get(word, ())
    if not forms:
        forms += _masculine(masculine, plural) + _plural(plural, masculine)
        forms += _feminine(feminine) if feminine else []
    return with_plain_e(capitalised(list(dict.fromkeys(forms))))


def _masculine(word: str, plural: str) -> list[str]:
    if word[-1] in "иуоыэ":
        return [word]
    stem = plural[:-1] if word.endswith(("ец", "ок")) else word
    return [word, *(stem + ending for ending in ("а", "у", "ем" if stem[-1] == "ц" else "ом", "е"))]


def _plural(word: str, masculine: str) -> list[str]:
    if word == masculine:
        return [word]
    stem = word[:-1]
    if word in ZERO_GENITIVE:
        genitives = ["турок" if word == "турки" else stem]
        genitives += [stem + "ов"] if word == "туркмены" else []
    elif word.endswith("е"):
        genitives = [stem]
    elif stem[-1] in HUSHING:
        genitives = [stem + "ей"]
    else:
        genitives = [stem + ("ев" if stem[-1] == "ц" else "ов")]
    return [word, *genitives, *(stem + ending for ending in ("ам", "ами", "ах"))]


def _feminine(word: str) -> list[str]:
    if word[-1] in "иуоыэ":
        return [word]
    if not word.endswith(("ка", "ска")):
        return first_declension(word)
    stem, before = word[:-1], word[-3]
    if before in "йь":
        genitive = word[:-3] + "ек"
    elif before in HUSHING:
        genitive = word[:-2] + "ек"
    else:
        genitive = word[:-2] + "ок"
    endings = ("а", "и", "е", "у", "ой", "ам", "ами", "ах")
    return [*(stem + ending for ending in endings), genitive]


def first_declension(word: str) -> list[str]:
    """Singular of a noun in -а or -я: nominative, genitive, dative, accusative, instrumental, locative."""
    stem, last = word[:-1], word[-1]
    dative = "и" if word.endswith("ия") else "е"
    if last == "я":
        return [word, stem + "и", stem + dative, stem + "ю", stem + "ей", stem + dative]
    genitive = "и" if stem[-1] in VELAR + HUSHING else "ы"
    instrumental = "ей" if stem[-1] in HUSHING + "ц" else "ой"
    return [word, stem + genitive, stem + "е", stem + "у", stem + instrumental, stem + "е"]


def second_declension(word: str, *, animate: bool) -> list[str]:
    """Singular of a masculine noun in a consonant, -й or -ь, in the order of `CASES`."""
    if word[-1] in "йь":
        stem, endings = word[:-1], ("я", "ю", "ем", "е")
        if word.endswith("ий"):
            endings = ("я", "ю", "ем", "и")
    else:
        stem, endings = word, ("а", "у", "ем" if word[-1] in HUSHING + "ц" else "ом", "е")
    genitive, dative, instrumental, locative = (stem + ending for ending in endings)
    return [word, genitive, dative, genitive if animate else word, instrumental, locative]


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


def recased(word: str, model: str) -> str:
    """The word with the capital letters of its model, part by part around hyphens and apostrophes."""
    parts, models = PARTS.split(word), PARTS.split(model)
    if len(parts) != len(models):
        return word[:1].upper() + word[1:] if model[:1].isupper() else word
    pairs = zip(parts, models, strict=True)
    return "".join(part[:1].upper() + part[1:] if like[:1].isupper() else part for part, like in pairs)
