"""Romanisation, read backwards: of which Cyrillic words a Latin word may be a spelling, and by which scheme.

The schemes stand in `data/romanisation.toml`, with their sources. A scheme is followed as the press follows it:
with all spellings that are in use. What the schemes do not write (ь, ъ) and what no reader distinguishes
(ё and е, й and и) is dropped on both sides by `hub`, so that two spellings meet.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

MAX_LETTERS = 40
"""Longest word that is read as a romanisation; a longer one is no name."""
MAX_ORIGINALS = 96
"""Most originals that one scheme gives for one word; what has more readings is no regular spelling."""

_CYRILLIC = re.compile(r"[\u0400-\u04ff']+")


@dataclass(frozen=True, slots=True)
class Rule:
    """Letters of an original and one spelling of them, and where in a word they may stand."""

    letters: str
    spelling: str
    initial: bool = False
    final: bool = False
    inner: bool = False

    def fits(self, at: int, end: int, length: int) -> bool:
        """Whether the rule may hold for a stretch of a word of that length."""
        if (self.initial and at) or (self.final and end != length):
            return False
        return not (self.inner and end == length)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One romanisation of one language; `rules` by the first letter of their Latin spelling."""

    language: str
    name: str
    rules: Mapping[str, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """A language written in Cyrillic letters: its alphabet, its schemes, and how Russian spells its names."""

    code: str
    name: str
    alphabet: frozenset[str]
    schemes: tuple[Scheme, ...]
    russian: tuple[Rule, ...]


class Reading(NamedTuple):
    """One way to read a word: as the word `original` of a language, spelled by `scheme`.

    `scheme` is empty where the word is the original itself. `through` holds the original of another language
    whose Russian spelling `original` is (Зеленський for Зеленский).
    """

    language: str
    hub: str
    original: str
    scheme: str
    through: str | None = None


_DOUBLED = re.compile(r"(.)(?=\1)")
_UNHEARD = str.maketrans(
    {"ё": "е", "э": "е", "й": "и", "ї": "і", "є": "е", "ґ": "г", "ў": "у", "ь": "", "ъ": "", "'": ""}
)


def hub(word: str, language: str) -> str:
    """A Cyrillic word without what spellings of one name differ in: ь, ъ, ё/е, й/и, doubled letters."""
    lower = word.casefold()
    if language == "bg":
        lower = lower.replace("ъ", "ӑ")
    if language == "uz":
        lower = lower.replace("ў", "ӯ")
    bare = lower.translate(_UNHEARD)
    return _DOUBLED.sub("", bare)


@cache
def languages() -> Mapping[str, Language]:
    """The languages of `data/romanisation.toml`, by code."""
    text = resources.files("konturen.data").joinpath("romanisation.toml").read_text("utf-8")
    table = tomllib.loads(text)
    common = _pairs(table.pop("common"))
    return {code: _language(code, entry, common) for code, entry in table.items()}


def _language(code: str, entry: Mapping[str, object], common: Mapping[str, Sequence[str]]) -> Language:
    alphabet = frozenset(str(entry["alphabet"]))
    own = {letter: spellings for letter, spellings in common.items() if letter in alphabet}
    listed = entry["schemes"]
    assert isinstance(listed, dict)
    schemes = tuple(Scheme(code, name, _indexed(own | _pairs(line))) for name, line in listed.items())
    respelled = {letter: (letter,) for letter in alphabet} | _pairs(str(entry.get("russian", "")))
    russian = tuple(_rule(source, target) for source, targets in respelled.items() for target in targets)
    return Language(code, str(entry["name"]), alphabet, schemes, russian if "russian" in entry else ())


def _pairs(line: str) -> dict[str, tuple[str, ...]]:
    """`а=a|b` parted by blanks, as a table."""
    entries = (entry.partition("=") for entry in line.split())
    return {left: tuple(right.split("|")) for left, _, right in entries}


def _rule(marked: str, spelling: str) -> Rule:
    letters = marked.strip("^$~")
    return Rule(letters, spelling, marked.startswith("^"), marked.endswith("$"), marked.endswith("~"))


def _indexed(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[Rule, ...]]:
    """Rules by first Latin letter; a spelling with diacritics stands without them too, as lists often have it.

    Letters that are not written give no rule: `hub` drops them.
    """
    index: dict[str, dict[Rule, None]] = {}
    for cyrillic, spellings in table.items():
        for spelling in spellings:
            for latin in dict.fromkeys((spelling, bare(spelling))):
                if latin:
                    index.setdefault(latin[0], {})[_rule(cyrillic, latin)] = None
    return {letter: tuple(rules) for letter, rules in index.items()}


_STROKES = str.maketrans(dict(zip("łđıøʻʼʹ’‘", "ldio'''''", strict=True)))


def bare(word: str) -> str:
    """Latin letters without their diacritics, strokes and dots."""
    decomposed = unicodedata.normalize("NFD", word.translate(_STROKES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_cyrillic(word: str) -> bool:
    """Whether a word consists of Cyrillic letters and apostrophes only."""
    return bool(_CYRILLIC.fullmatch(word)) and word != "'"


@lru_cache(maxsize=4096)
def readings(word: str) -> tuple[Reading, ...]:
    """All ways to read a word (one word, any case); none for one that is too long or of another script."""
    lower = unicodedata.normalize("NFC", word.casefold())
    if not lower or len(lower) > MAX_LETTERS:
        return ()
    found = _of_cyrillic(lower) if is_cyrillic(lower) else _of_latin(lower)
    every = [*found, *(russian for reading in found for russian in _in_russian(reading))]
    return tuple({(r.language, r.hub, r.scheme, r.original): r for r in reversed(every)}.values())[::-1]


def _of_cyrillic(word: str) -> list[Reading]:
    return [
        Reading(code, hub(word, code), word, "")
        for code, language in languages().items()
        if language.alphabet.issuperset(word)
    ]


def _of_latin(word: str) -> list[Reading]:
    found: list[Reading] = []
    for code, language in languages().items():
        for scheme in language.schemes:
            # Of the originals that are heard alike the likeliest; but ў and у go different ways into Russian.
            likely: dict[tuple[str, int], str] = {}
            for original in _originals(word, scheme.rules):
                likely.setdefault((hub(original, code), original.count("ў")), original)
            found += [Reading(code, key, original, scheme.name) for (key, _), original in likely.items()]
    return found


def _in_russian(reading: Reading) -> Iterator[Reading]:
    """The Russian spellings of an original of another language."""
    rules = languages()[reading.language].russian
    if not rules:
        return
    for key, spelled in _rewritten(reading.original, reading.language):
        yield Reading("ru", key, spelled, reading.scheme, reading.original)


@cache
def _respellings(language: str) -> tuple[Sequence[int], Mapping[str, tuple[Sequence[str], Sequence[str]]]]:
    """How Russian spells the letters of a language: the lengths of the groups, long ones first, and by group
    the spellings at the end of a word and elsewhere."""
    table: dict[str, tuple[list[str], list[str]]] = {}
    for rule in languages()[language].russian:
        final, inner = table.setdefault(rule.letters, ([], []))
        (final if rule.final else inner).append(rule.spelling)
    return sorted(set(map(len, table)), reverse=True), table


@lru_cache(maxsize=4096)
def _rewritten(original: str, language: str) -> tuple[tuple[str, str], ...]:
    """An original by the letters of the Russian press, each spelling after its hub; the longest group of
    letters counts."""
    lengths, table = _respellings(language)
    partial = [""]
    at, size = 0, len(original)
    while at < size and len(partial) <= MAX_ORIGINALS:
        for length in lengths:
            found = table.get(original[at : at + length])
            if found is None or at + length > size:
                continue
            spellings = (found[0] if at + length == size else ()) or found[1]
            if spellings:
                partial = [done + spelling for done in partial for spelling in spellings]
                at += length
                break
        else:
            partial = [done + original[at] for done in partial]
            at += 1
    return tuple((hub(spelled, "ru"), spelled) for spelled in dict.fromkeys(partial[:MAX_ORIGINALS]))


def _originals(word: str, rules: Mapping[str, tuple[Rule, ...]]) -> list[str]:
    """The Cyrillic words that a scheme spells so, likely ones first, then the shortest."""
    done: dict[int, list[str]] = {len(word): [""]}
    for at in range(len(word) - 1, -1, -1):
        tails: dict[str, None] = {}
        for rule in rules.get(word[at], ()):
            end = at + len(rule.spelling)
            if not rule.fits(at, end, len(word)) or not word.startswith(rule.spelling, at):
                continue
            for tail in done.get(end, ()):
                tails[rule.letters + tail] = None
        if len(tails) > MAX_ORIGINALS:
            tails = dict.fromkeys(sorted(tails, key=len)[:MAX_ORIGINALS])
        done[at] = list(tails)
    possible = (original for original in done[0] if not _IMPOSSIBLE.search(original))
    return sorted(possible, key=lambda original: (is_odd(original), len(original)))


_IMPOSSIBLE = re.compile("[аеиоуюяйьъ]ъ|ъ[аиоуйь]|^[ьъы]|[аеёиоуыэюя]ь")
_ODD = re.compile("[кгхжшчщ]ы|[жшчщц][юя]|[бвгджзйклмнпрстфхцчшщ][эй]|й[иеы]|ск[иы]?$|ц$|^[ьъый]|[сз]х")


def is_odd(original: str) -> bool:
    """Whether a Slavic word is hardly spelled so: such an original explains, another explains better."""
    return bool(_ODD.search(original))
