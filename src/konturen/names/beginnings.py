"""With what letters the originals of a word can begin: words that can share none are no spellings of one word.

To read a word by all schemes takes milliseconds; most words of two names differ in their first letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from konturen.names.schemes import Language, hub, is_cyrillic, languages

_ANY = ""
"""Stands for all letters: what is written first is not heard, so the next letter would count."""


def may_share_an_original(one: str, other: str) -> bool:
    """Whether two words can have a reading in common (`schemes.readings`); False is sure, True is not."""
    first, second = _beginnings(one), _beginnings(other)
    return any(
        letters & second[language] or _ANY in letters or _ANY in second[language]
        for language, letters in first.items()
        if language in second
    )


@lru_cache(maxsize=1 << 14)
def _beginnings(word: str) -> dict[str, frozenset[str]]:
    """By language the first letters of all hubs that the word's readings can have."""
    lower = unicodedata.normalize("NFC", word.casefold())
    found: dict[str, set[str]] = {}
    for code, language in languages().items() if lower else ():
        for letters in _first_letters(lower, language):
            found.setdefault(code, set()).add(hub(letters, code)[:1])
            if language.russian:
                spelled = {rule.spelling for rule in language.russian if _begin_alike(rule.letters, letters)}
                found.setdefault("ru", set()).update(hub(one, "ru")[:1] for one in spelled or {letters})
    return {code: frozenset(letters) for code, letters in found.items()}


def _first_letters(word: str, language: Language) -> Iterator[str]:
    """What the originals of a word in small letters can begin with in a language."""
    if is_cyrillic(word):
        if language.alphabet.issuperset(word):
            yield word
        return
    for scheme in language.schemes:
        for rule in scheme.rules.get(word[0], ()):
            if word.startswith(rule.spelling):
                yield rule.letters


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
