"""Whether two words of names are one word, and why: by letters, scheme, counterpart, sound or initial.

Each way to a match is a function of its own that answers with a `Match` or None; `matched` asks them in order,
from sure to less sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from konturen.names.beginnings import may_share_an_original
from konturen.names.given import groups_of, letters
from konturen.names.schemes import Reading, bare, is_cyrillic, is_odd, languages, readings
from konturen.names.stems import stem_key
from konturen.names.tokens import is_initial
from konturen.names.transcriptions import Table, aligned, tables

SPELLED, ACCENTED, SCHEME, COUNTERPART, SOUND, FEMININE, SHORT, INITIAL, STEM = (
    1.0,
    0.98,
    0.95,
    0.9,
    0.88,
    0.85,
    0.8,
    0.75,
    0.9,
)
"""Scores of the ways in which two words are one."""


SAME_SCHEME = 8
"""Places by which one scheme for both words (that it leaves free) is the less likely explanation, as is an odd
original."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that two words are spellings of: `one` and `other` name the schemes, empty for the word itself."""

    one: str
    other: str
    original: str
    language: str
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two words that are one. `way` says in words how; with `spellings` it is told for the whole name.

    `sounds` are the codes of all transcription tables that join the words, in the order of the tables.
    """

    score: float
    way: str
    spellings: tuple[Spelling, ...] = ()
    sounds: tuple[str, ...] = ()
    initial: bool = False


@lru_cache(maxsize=8192)
def matched(one: str, other: str) -> Match | None:
    """The best match of two words of persons' names, None where they are two words."""
    ways: tuple[Callable[[str, str], Match | None], ...] = (
        _spelled,
        _accented,
        _umlauts,
        _scheme,
        _counterpart,
        _sound,
        _initial,
    )
    return next((match for way in ways if (match := way(one, other))), None)


def by_ear(one: str, other: str) -> Match | None:
    """The best match of two words that does not take them for spellings of one Slavic or Turkic word."""
    return _counterpart(one, other) or _sound(one, other)


def inflected(one: str, other: str) -> Match | None:
    """A match of two words of an organisation's name: as `matched`, or forms of one word in a language."""
    match = matched(one, other)
    if match and not match.initial:
        return match
    if len(one) > 3 and len(other) > 3 and is_cyrillic(one.casefold()) == is_cyrillic(other.casefold()):
        for language in ("ru",) if is_cyrillic(one.casefold()) else ("de",):
            if stem_key(one, language) == stem_key(other, language):
                return Match(STEM, "another inflection")
    return None


def feminine(one: str, other: str) -> Match | None:
    """A Czech or Slovak form of a woman's family name: Merkelová for Merkel."""
    longer, shorter = sorted((one.casefold(), other.casefold()), key=len, reverse=True)
    if longer in (shorter + "ová", shorter.removesuffix("o") + "ová") and len(shorter) > 2:
        return Match(FEMININE, "the Czech or Slovak feminine form")
    return None


def _spelled(one: str, other: str) -> Match | None:
    return Match(SPELLED, "the same letters") if one.casefold() == other.casefold() else None


def _accented(one: str, other: str) -> Match | None:
    if len(one) < 2 or letters(one) != letters(other):
        return None
    return Match(ACCENTED, "the same letters but for accents")


_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


def _umlauts(one: str, other: str) -> Match | None:
    first, second = (bare(word.casefold().translate(_WRITTEN_OUT)) for word in (one, other))
    mixed = {bare(one.casefold()), first} & {bare(other.casefold()), second}
    sharp = {bare(word.casefold().replace("ß", "ss")) for word in (one, other)}
    if len(one) > 2 and (mixed or len(sharp) == 1):
        return Match(ACCENTED, "umlauts written out")
    return None


def _scheme(one: str, other: str) -> Match | None:
    if len(one) < 2 or len(other) < 2 or not may_share_an_original(one, other):
        return None
    found = tuple(sorted(_spellings(one, other), key=_rank))
    return Match(SCHEME, "spellings of one word", found) if found else None


def _spellings(one: str, other: str) -> Iterator[Spelling]:
    """All words that both can be spellings of, whatever the schemes."""
    known: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings(one):
        known.setdefault((reading.language, reading.hub), []).append(reading)
    for second in readings(other):
        for first in known.get((second.language, second.hub), ()):
            if first.through and second.through and first.through != second.through:
                continue  # two words of another language that Russian would spell alike are two words
            original = first.original if not first.scheme and first.through is None else second.original
            yield Spelling(
                first.scheme, second.scheme, original, second.language, first.through or second.through
            )


@lru_cache(maxsize=1)
def _scheme_order() -> dict[tuple[str, str], int]:
    return {
        (code, scheme.name): at
        for code, language in languages().items()
        for at, scheme in enumerate(language.schemes)
    }


def _rank(spelling: Spelling) -> tuple[bool, int, int, str]:
    """Likely explanations first: no third language, Russian before the others, schemes in their order."""
    order = _scheme_order()
    schemes = sum(order.get((spelling.language, name), 0) for name in (spelling.one, spelling.other))
    schemes += SAME_SCHEME * (spelling.one == spelling.other)
    schemes += SAME_SCHEME * is_odd(spelling.original)
    return spelling.through is not None, list(languages()).index(spelling.language), schemes, spelling.original


def _counterpart(one: str, other: str) -> Match | None:
    first, second = groups_of(one), groups_of(other)
    shared = [group for group in first if group in second]
    for group in sorted(shared, key=lambda group: (group.kind == "short", group.number)):
        if group.kind in ("western", "counterpart"):
            return Match(COUNTERPART, f"counterparts of {group.name}")
        if group.kind == "arabic":
            return Match(COUNTERPART, f"press spellings of the Arabic {group.name}")
        if group.kind == "short" and first[group] and second[group]:
            return Match(SHORT, f"short for {group.name}")
    return None


def _sound(one: str, other: str) -> Match | None:
    if min(len(one), len(other)) < 2:
        return None
    found: dict[str, str] = {}
    for table in tables():
        if not table.words:
            continue
        for first, second in ((one, other), (other, one)):
            if script_fits(first, second, table) and heard(first, second, table):
                source = first if table.target == "any" else f"({first})"
                found.setdefault(table.code, f"{second} is {table.reason} {source}")
    if not found:
        return None
    return Match(SOUND, next(iter(found.values())), sounds=tuple(found))


def heard(source: str, target: str, table: Table) -> bool:
    """Whether a word is a transcription of another, with its accents or without them (Shinzō)."""
    if any(sign in source.casefold() for sign in table.foreign):
        return False
    return aligned(source, target, table) or aligned(bare(source.casefold()), target, table)


def script_fits(source: str, target: str, table: Table) -> bool:
    """Whether two words are of the scripts that a table joins."""
    if table.target == "any":
        return "\u0600" <= source[0] <= "\u06ff" and not "\u0600" <= target[0] <= "\u06ff"
    written = is_cyrillic(target.casefold().replace("-", ""))
    return not is_cyrillic(source[0].casefold()) and written == (table.target == "cyrillic")


def _initial(one: str, other: str) -> Match | None:
    for short, long in ((one, other), (other, one)):
        if not is_initial(short):
            continue
        sign = short.rstrip(".").casefold()
        if long.casefold().startswith(sign) or _begins(sign, long):
            return Match(INITIAL, f"{short} is the initial of {long}", initial=True)
    return None


@lru_cache(maxsize=256)
def _sounds_of(sign: str) -> frozenset[str]:
    """What a Latin initial may stand for at the head of a Western name in Russian: W. and Уокер."""
    if sign in "aeiou":  # vowels sound like anything
        return frozenset()
    chunks = (chunk for table in tables() if table.words for chunk in table.chunks.get(sign[:1], ()))
    return frozenset(target for chunk in chunks if chunk.letters == sign for target in chunk.targets if target)


def _begins(sign: str, word: str) -> bool:
    """Whether a sign can be the first letter of a word in another script or scheme: Ju. and Юлия."""
    direct = (reading for reading in readings(word.rstrip(".")) if reading.through is None)
    starts = {(reading.language, reading.original[:1]) for reading in direct}
    if any(word.casefold().startswith(target) for target in _sounds_of(sign)) and is_cyrillic(word.casefold()):
        return True
    signs = (r for r in readings(sign) if r.through is None and len(r.original) == 1)
    return any((reading.language, reading.original) in starts for reading in signs)
