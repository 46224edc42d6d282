"""All surfaces of one name, by rule: `forms` is the one entry, whatever the language, kind and type.

Russian names stand in six cases, German ones with the endings of adjectives, -s and -es and the cases of the
article, English ones with and without article. Names in any other language stand as they are.
"""

from __future__ import annotations

import re

from konturen.names import english, german, persons
from konturen.names.russian import adjective_forms, capitalised, demonym_forms, with_plain_e
from konturen.names.russian_phrases import DECLINED_ABBREVIATIONS, phrase_forms
from konturen.names.russian_words import adjective

MAX_LENGTH, MAX_WORDS = 250, 25
"""Characters and words above which a name is not inflected but given back as it is."""

_QUOTED = re.compile(r"[«„“\"](?P<inside>[^«»„“”\"]+)[»“”\"]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:die|der|das|the) (?=\S)", re.IGNORECASE)
_PERSONAL = frozenset({"official", "short", "former", "transliteration", "native"})
"""Kinds of names of a person that have a given name and a surname."""


def forms(text: str, language: str, kind: str, actor_type: str, gender: str | None = None) -> tuple[str, ...]:
    """All surfaces of one name, the nominative first and none twice.

    `kind` is the kind of name (short, abbreviation, adjective, demonym, surname ...), `actor_type` the type of
    its bearer, `gender` m or f for persons; where it is not given and the name does not tell it, the forms of
    both. A name wholly in quotes is given without them. Of an overlong or empty text the text itself.
    """
    words = text.split()
    if not words or len(text) > MAX_LENGTH or len(words) > MAX_WORDS:
        return (text,)
    text = " ".join(words)
    if language not in ("de", "en", "ru") or (language == "ru" and not _CYRILLIC.search(text)):
        return (text,)
    if kind == "surname":
        return tuple(dict.fromkeys(_surname(text, language, gender)))
    if actor_type == "person" and kind in _PERSONAL:
        return tuple(dict.fromkeys(_person(text, language, gender)))
    quoted = _QUOTED.fullmatch(text)
    if quoted and quoted["inside"].strip():
        text = quoted["inside"].strip()
    found = {"de": _german, "en": _english, "ru": _russian}[language](text, kind)
    first = [] if kind == "demonym" else [text]  # a demonym is an entry of several words
    return tuple(dict.fromkeys([*first, *capitalised([form for form in found if form])])) or (text,)


def surname_forms(text: str, language: str, gender: str | None = None) -> tuple[str, ...]:
    """All surfaces of the bare surname of a person's full name; none where that has no surname (one word)."""
    words = text.split()
    if len(words) < 2 or len(text) > MAX_LENGTH or len(words) > MAX_WORDS:
        return ()
    full = " ".join(words)
    if language == "ru" and not _CYRILLIC.search(full):
        return (persons.surname_of(full, None),)
    genders = [gender] if gender or language != "ru" else persons.genders(full)
    found = [form for one in genders for form in persons.surname_forms(full, language, one)]
    return tuple(dict.fromkeys(found))


def doubtful(form: str, text: str) -> bool:
    """Whether a form of the name `text` lost the article that tells it from a common word (Die Zeit, Zeit).

    Such a form should count only where the text supports it.
    """
    return bool(_ARTICLE.match(text)) and " " not in form


def _person(text: str, language: str, gender: str | None) -> list[str]:
    if " " not in text:
        return _surname(text, language, gender)
    genders = [gender] if gender or language != "ru" else persons.genders(text)
    return [text, *(form for one in genders for form in persons.person_forms(text, language, one))]


def _surname(text: str, language: str, gender: str | None) -> list[str]:
    """The cases of a surname that stands alone."""
    genders = [gender] if gender or language != "ru" else persons.genders(text)
    return [text, *(form for one in genders for form in persons.cases(text, language, one))]


def _english(text: str, kind: str) -> list[str]:
    return [text] if kind == "abbreviation" else english.phrase_forms(text)


def _german(text: str, kind: str) -> list[str]:
    if kind == "abbreviation":
        return [text]
    if kind == "adjective":
        return german.adjective_forms(text)
    if kind == "demonym":
        return german.demonym_forms(text)
    article = _ARTICLE.match(text)
    if article is None:
        return german.phrase_forms(text)
    found = german.phrase_forms(text[0].upper() + text[1:])
    return [*found, *(form[0].lower() + form[1:] for form in found if _GERMAN_ARTICLE.match(form))]


_GERMAN_ARTICLE = re.compile(r"D(?:ie|er|en|em|es|as) ")


def _russian(text: str, kind: str) -> list[str]:
    if kind == "abbreviation":
        return phrase_forms(text) if text in DECLINED_ABBREVIATIONS else [text]
    if kind == "adjective":
        return _russian_adjective(text)
    if kind == "demonym":
        parts = ["" if part == "-" else part for part in text.split(", ")]
        if len(parts) == 3 and all(len(part) > 2 for part in (parts[0], parts[1] or "нет", parts[2])):
            return demonym_forms(parts[0], parts[1], parts[2])
        return [form for part in parts for form in phrase_forms(part)]
    return phrase_forms(text)


def _russian_adjective(text: str) -> list[str]:
    """All genders and cases of an adjective that is given in the masculine nominative."""
    if text.endswith(("кий", "гий", "хий")) and " " not in text:
        return adjective_forms(text)
    if not text.endswith(("ый", "ой", "ий")) or " " in text:
        return phrase_forms(text)
    stem, soft = text[:-2], text.endswith("ий")
    endings = ("яя", "ее", "ие") if soft else ("ая", "ое", "ые")
    found = [text]
    for word in (text, *(stem + ending for ending in endings)):
        reading = adjective(word)
        found += [form for cell in reading.cells for form in cell] if reading else []
    return with_plain_e(found)
