"""Which language a text or a sentence is in, decided offline by lingua's n-gram models.

A document is compared with the coded languages and with distractors, so that a language that is not coded is
named and refused instead of being taken for its neighbour. A sentence is compared with candidates only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from konturen.errors import SourceError

CODED = ("de", "en", "ru")
"""The languages for which there are cues, names and date words."""

_LATIN = ("de", "en", "fr", "es", "pt", "it", "nl", "da", "sv", "pl", "cs", "hu", "ro", "tr", "az")
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "mn")

_SURE = 0.6
"""From this confidence (of 1) on, a language that is not coded beats the coded ones; set on the 63 texts of
tests/reading/test_language.py, among them sentences full of foreign names."""

_SURE_OF_FEW = 0.9
"""The same for texts with fewer than `_FEW_WORDS` words in small letters, where names decide too much."""

_FEW_WORDS = 4

_WORDS_WEIGHT = 0.8
"""How much the words in small letters count against the whole text, names included (0.6 to 0.9 are equally
right on that table, 0.5 and 1.0 are not)."""

_FLOOR = 1e-4
"""The least confidence that one of the two views can give, so that neither alone rules a language out."""

_SAMPLE = 2000
"""Characters of each of the three samples (start, middle, end) of a long text that are compared."""

_FOREIGN_LETTERS = 0.015
"""Above this share of letters that Russian does not have, Cyrillic words in small letters are not Russian."""

_RUSSIAN_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")

# Letters that give a language away, in this order; lingua has no model of Kyrgyz, Tajik and Uzbek.
_TELLING = (
    ("tg", "ҷӣӯ"),
    ("kk", "әұ"),
    ("uz", "ҳ"),
    ("ky", "ң"),
    ("uk", "їє"),
    ("be", "ў"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћ"),
)

_FUNCTION_WORDS = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "are",
            "was",
            "were",
            "a",
            "an",
            "that",
            "for",
            "on",
            "with",
            "by",
            "at",
            "from",
            "as",
            "his",
            "her",
            "their",
            "has",
            "have",
            "had",
            "be",
            "been",
            "will",
            "would",
            "not",
            "it",
            "its",
            "they",
            "who",
            "which",
            "after",
            "before",
            "over",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "in",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einen",
            "einem",
            "einer",
            "ist",
            "sind",
            "war",
            "waren",
            "wurde",
            "wurden",
            "von",
            "mit",
            "zu",
            "zum",
            "zur",
            "im",
            "für",
            "auf",
            "bei",
            "nicht",
            "sich",
            "an",
            "am",
            "als",
            "auch",
            "aus",
            "nach",
            "hat",
            "haben",
            "werden",
            "wird",
            "dass",
        ]
    ),
}
_FUNCTION_SHARE = 0.3
"""From this share of a coded language's commonest words on, a short text is in it whatever its n-grams say:
0.4 of English and German news, below 0.17 in the sentences of other languages in the tests."""

_SHORT_WORDS = 40
"""Up to this many words in small letters a text is short."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"«[^»]{1,80}»|„[^“”]{1,80}[“”]|“[^”]{1,80}”|\"[^\"]{1,80}\"")


def language_of(text: str, candidates: Collection[str] = CODED) -> str:
    """The likeliest of `candidates` (ISO 639-1 codes, at least one) for a sentence or text.

    The script decides first, then n-grams. A text without letters gets the first candidate. Raises
    `ValueError` where there is no candidate or lingua knows none of that name.
    """
    ordered = tuple(candidates)
    if not ordered:
        raise ValueError("language_of needs at least one candidate")
    script = _script(text)
    fitting = tuple(code for code in ordered if (code in _CYRILLIC) == (script == "CYRILLIC") or script is None)
    among = fitting or ordered
    if len(among) == 1 or script is None:
        return among[0]
    scores = _confidences(text, tuple(sorted(among)))
    return max(among, key=lambda code: scores.get(code, 0.0))


def document_language(text: str, where: str, hint: str | None = None) -> str:
    """The coded language of a whole text (its shell taken out before).

    `hint` is the language that the source declares of itself; it counts only where the text is too short to
    tell. Raises `SourceError` for a language that is not coded, and where none can be told.
    """
    sample = _sample(text)
    script = _script(sample)
    advice = f"Give --language {'|'.join(CODED)} if it is in one of them all the same."
    if script is None:
        raise SourceError("there are no words to tell the language from.", where, advice)
    if script not in ("LATIN", "CYRILLIC"):
        what = f"the text is in {script.title()} script; coded are {', '.join(CODED)}."
        raise SourceError(what, where).named("not_coded", language=script.title())
    family = _CYRILLIC if script == "CYRILLIC" else _LATIN
    other = _not_russian(sample) if script == "CYRILLIC" else None
    own = tuple(code for code in CODED if code in family)
    if other is None:
        scores = _confidences(sample, family)
        words = _small_words(sample).split()
        if not words and hint in own:
            return str(hint)
        best = max(family, key=lambda code: scores[code])
        if best in own:
            return best
        known = _by_function_words(words)
        if known in own:
            return known
        other = best if scores[best] >= (_SURE_OF_FEW if len(words) < _FEW_WORDS else _SURE) else None
    if other is not None:
        what = f"the language of the text is {other}, which is not coded; coded are {', '.join(CODED)}."
        raise SourceError(what, where, advice).named("not_coded", language=other)
    return hint if hint in own else max(own, key=lambda code: scores[code])


def check_coded(language: str, where: str) -> str:
    """`language` itself, or a `SourceError` where it is not one of the coded languages."""
    if language in CODED:
        return language
    error = SourceError(f"the language {language!r} is not coded.", where, f"Choose one of {', '.join(CODED)}.")
    raise error.named("not_coded", language=language)


@lru_cache(maxsize=8)
def _detector(codes: tuple[str, ...]) -> LanguageDetector:
    # Low accuracy means trigrams only: 48 MB and 0.2 s instead of 600 MB and 6 s, equally right on the table
    # of tests/reading/test_language.py.
    languages = [Language.from_iso_code_639_1(IsoCode639_1.from_str(code)) for code in codes]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


def _by_function_words(words: list[str]) -> str | None:
    """The coded language of whose commonest words a short text is full, or None."""
    if not words or len(words) > _SHORT_WORDS:
        return None
    shares = {
        code: sum(word in known for word in words) / len(words) for code, known in _FUNCTION_WORDS.items()
    }
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= _FUNCTION_SHARE else None


def _confidences(text: str, codes: tuple[str, ...]) -> dict[str, float]:
    """How likely each language is (summing to 1), from the whole text and from its words in small letters.

    Names tell nothing about the language of a sentence: "Recep Tayyip Erdoğan" is not Turkish in an English
    one. But a text may have little else, so that they count a little.
    """
    detector = _detector(codes)
    whole = _values(detector, text)
    words = _small_words(text)
    if not words:
        return whole
    part = _values(detector, words)
    raw = {
        code: (whole[code] + _FLOOR) ** (1 - _WORDS_WEIGHT) * (part[code] + _FLOOR) ** _WORDS_WEIGHT
        for code in codes
    }
    total = sum(raw.values())
    return {code: value / total for code, value in raw.items()}


def _values(detector: LanguageDetector, text: str) -> dict[str, float]:
    found = detector.compute_language_confidence_values(text)
    return {item.language.iso_code_639_1.name.lower(): item.value for item in found}


def _small_words(text: str) -> str:
    """The words that begin with a small letter, outside short quotations (names of parties, mostly)."""
    return " ".join(word for word in _WORD.findall(_QUOTED.sub(" ", text)) if word[0].islower())


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _script(text: str) -> str | None:
    """The script of most letters, by the first word of their Unicode names; None without letters."""
    counts = Counter(unicodedata.name(letter, "UNKNOWN").split()[0] for letter in text if letter.isalpha())
    return counts.most_common(1)[0][0] if counts else None


def _not_russian(text: str) -> str | None:
    """A Cyrillic language that its letters alone give away, or None."""
    letters = Counter(letter for letter in _small_words(text) if "Ѐ" <= letter <= "ӿ")
    foreign = {letter: n for letter, n in letters.items() if letter not in _RUSSIAN_LETTERS}
    if sum(foreign.values()) <= _FOREIGN_LETTERS * letters.total():
        return None
    seen = set(text.lower())
    return next((code for code, telling in _TELLING if seen.intersection(telling)), None)
