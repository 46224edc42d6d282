"""Russian inflection by rule: adjectives, demonyms and the plain declensions of nouns."""

from __future__ import annotations

import re

from konturen.names.tables import words

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ADJECTIVE_ENDINGS = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
VOWELS = "аеёиоуыэюя"
HUSHING = "жчшщ"
PARTS = re.compile("([-’'])")
VELAR = "гкх"

ZERO_GENITIVE = words("zero_genitives_ru")
"""Demonyms whose genitive plural has no ending (турок, румын)."""

ADJECTIVAL_DEMONYMS = {
    "русский": ("русский", "русского", "русскому", "русским", "русском"),
    "русская": ("русская", "русской", "русскую"),
    "русские": ("русские", "русских", "русским", "русскими"),
}


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


def recased(word: str, model: str) -> str:
    """The word with the capital letters of its model, part by part around hyphens and apostrophes."""
    parts, models = PARTS.split(word), PARTS.split(model)
    if len(parts) != len(models):
        return word[:1].upper() + word[1:] if model[:1].isupper() else word
    pairs = zip(parts, models, strict=True)
    return "".join(part[:1].upper() + part[1:] if like[:1].isupper() else part for part, like in pairs)
