"""The words under which texts are found: folded, stemmed by language, and by sound across scripts. Pure.

What is stored for a text are three kinds of terms, all of Latin letters and digits:

- every word as it stands, without case, diacritics and script (`lavrova` for Лаврова), in its place;
- `=stem`, where it differs from the word: the Snowball stem of the text's language, and for Cyrillic words
  also the stem of names;
- `~c` or `~l` and a key by sound, for words that begin with a capital, so that Lawrow, Lavrov and Лавров meet.

A word of a query is looked for under all terms that a form of it may have. Both databases get these terms, so
that they answer alike; the same terms find the places to mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer
from anyascii import anyascii

from konturen.names.sound import sound_key
from konturen.names.stems import stem_key
from konturen.names.text import prepare

LONGEST = 60
"""Letters of a word that count; the rest of a longer one is not looked at."""
HEARD, HEARD_ALIKE = 4, 5
"""Letters from which on a word is looked for by sound in the other script, and in the same one."""
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PLAIN = re.compile(r"[^a-z0-9]+")
_SKY = re.compile(r"(?<=ск)(?:ий|ого|ому|им|ом)$")
_FLEETING = re.compile(r"(?<=[^аеиоуыэюя])[ео](?=[цк]$)")
"""The vowel that only one form of a Russian noun has (рынок, рынка; немец, немца), at the end of a stem."""
_STEMMERS = {"de": "german", "en": "english", "ru": "russian"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its place in the text as given, and the word as prepared for matching."""

    start: int
    end: int
    text: str


def words(text: str) -> tuple[Word, ...]:
    """The words of a text that can be looked for, in order; apostrophes and hyphens part words."""
    ready = prepare(text)
    found = []
    for match in _WORD.finditer(ready.text):
        if exact(match[0]):
            start, last = ready.original(match.start()), ready.original(match.end() - 1)
            end = _end(text, last, ready.original(match.end()))
            found.append(Word(start, end, match[0]))
    return tuple(found)


def stored(text: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words of a text in order, each as it stands and with its further terms."""
    found = [_stored(word, language) for word in _WORD.findall(prepare(text).text)]
    return [terms for terms in found if terms[0]]


@lru_cache(maxsize=131_072)
def _stored(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    own = exact(word)
    return own, terms(word, language) if own else ()


def _end(text: str, last: int, following: int) -> int:
    """Where a word ends whose last character begins at `last`: with its marks, without what is not seen."""
    while following > last + 1 and not text[following - 1].isalnum() and not _is_mark(text[following - 1]):
        following -= 1
    return following


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


@lru_cache(maxsize=65_536)
def exact(word: str) -> str:
    """A word without case, diacritics and script: `straße` is strasse, `Путин` is putin."""
    return _PLAIN.sub("", anyascii(word[:LONGEST].casefold()).casefold())[:LONGEST]


@lru_cache(maxsize=65_536)
def terms(word: str, language: str) -> tuple[str, ...]:
    """What is stored of a word of a text besides itself: stems and the key by sound, none twice."""
    own = exact(word)
    found = [f"={stem}" for stem in _stems(word, _language(word, language)) if stem != own]
    if len(word) >= HEARD and word[0].isupper():
        small = word[:LONGEST].casefold()
        heard = sound_key(_base(small))
        if len(heard) > 2 and (heard := exact_key(heard)) != own:
            found.append(f"~{'c' if _CYRILLIC.search(word) else 'l'}{heard}")
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def wanted(word: str) -> frozenset[str]:
    """All terms under which a form of this word of a query may be stored, whatever the language."""
    own = exact(word)
    small = word[:LONGEST].casefold()
    cyrillic = _CYRILLIC.search(word) is not None
    stems = {stem for language in (("ru",) if cyrillic else ("de", "en")) for stem in _stems(word, language)}
    found = {own, f"={own}"} | stems | {f"={stem}" for stem in stems}
    if len(word) < HEARD:
        return frozenset(found)
    base = _base(small)
    bases = {small, base}
    if cyrillic:
        bases.add(f"{base}а")
    elif len(small) > HEARD_ALIKE and small.endswith("a"):
        bases.add(small[:-1])
    for heard in {exact_key(sound_key(b)) for b in bases}:
        if len(heard) > 2:
            if cyrillic or len(word) >= HEARD_ALIKE:
                found |= {heard, f"~l{heard}"}
            found.add(f"~c{heard}")
    return frozenset(found)


def exact_key(key: str) -> str:
    """A key by sound in the letters of terms; `S` is sch, sh and zh in it."""
    return _PLAIN.sub("", key.replace("S", "sh").casefold())


def _language(word: str, language: str) -> str:
    """By which language a word is stemmed: Cyrillic ones as Russian, Latin ones in Russian texts as English."""
    if _CYRILLIC.search(word):
        return "ru"
    return "en" if language == "ru" else language


@lru_cache(maxsize=65_536)
def _stems(word: str, language: str) -> tuple[str, ...]:
    """The folded stems of a word in a language; none in a language without a stemmer."""
    if language not in _STEMMERS:
        return ()
    small = word[:LONGEST].casefold()
    stem = _stemmer(language).stemWord(small)
    found = [exact(_FLEETING.sub("", stem) if language == "ru" else stem)]
    if language == "ru" and not _SKY.search(small):
        found.append(exact(stem_key(small, "ru")))
    return tuple(stem for stem in dict.fromkeys(found) if stem)


def _base(small: str) -> str:
    """A word without what inflection adds to a name."""
    if _CYRILLIC.search(small):
        short = _SKY.sub("и", small)
        return short if short != small else stem_key(small, "ru")
    return small[:-1] if len(small) > HEARD_ALIKE and small.endswith("s") and small[-2] != "s" else small


@cache
def _stemmer(language: str) -> Any:
    """The Snowball algorithm of a language."""
    return snowballstemmer.stemmer(_STEMMERS[language])
