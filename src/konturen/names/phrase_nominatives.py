"""From an inflected name of several words back to its nominative: Russian and German phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from konturen.names import german
from konturen.names.russian import HUSHING, VELAR, VOWELS
from konturen.names.russian_phrases import phrase_forms
from konturen.names.russian_words import Gender, adjective, nouns

MIN_BASE = 2
"""Letters that must remain of a word when its ending is taken off."""

MAX_TRIED = 48
"""Most phrases that are tried for one name."""

_ADJECTIVES = (
    ("ого", ("ый", "ий", "ое", "ой")),
    ("ому", ("ый", "ий", "ое", "ой")),
    ("его", ("ий", "ее")),
    ("ему", ("ий", "ее")),
    ("ыми", ("ые",)),
    ("ими", ("ие",)),
    ("ым", ("ый", "ое", "ые", "ой")),
    ("им", ("ий", "ое", "ее", "ие", "ой")),
    ("ом", ("ый", "ий", "ое", "ой")),
    ("ем", ("ий", "ее")),
    ("ой", ("ая",)),
    ("ей", ("яя", "ая")),
    ("ую", ("ая",)),
    ("юю", ("яя",)),
    ("ых", ("ые",)),
    ("их", ("ие",)),
)
"""Endings of Russian adjectives in other cases, and what they may be in the nominative."""

_NOUN_ENDINGS = (
    "ами", "ями", "ов", "ев", "ей", "ой", "ом", "ем", "ью", "ам", "ям", "ах", "ях", "а", "я", "у", "ю", "ы",
    "и", "е", "й", "",
)  # fmt: skip
_NO_STEMS = ("ых", "их", "ым", "ого", "ому", "ими", "ыми", "ов", "ев", "ей", "ой", "ам", "ям", "ах", "ях", "ом")
"""Ends of words that are endings themselves: no noun has another one behind them."""

_NOUN_BASES = ("", "а", "я", "о", "е", "ь", "й", "ы", "и")


def russian_nominative(name: str, words: list[str]) -> str:
    """A name whose adjectives and head agree in one other case only: Народной партии gives Народная партия."""
    back = [ending for ending, _ in _ADJECTIVES if words[0].endswith(ending)]
    if not back or (len(words) == 1 and not words[0].endswith(("ых", "их"))) or len(words[0]) < len("Новой"):
        return name
    readings = [reading for reading in _tried_phrases(name, words, adjectives=True) if not _has_oi(reading[1])]
    most = max((count for count, _ in readings), default=0)
    found = {text for count, text in readings if count == most}
    return found.pop() if len(found) == 1 else name


def _has_oi(phrase: str) -> bool:
    """Whether an adjective ends in -ской: hardly any of the masculine ones does (Морской)."""
    return any(word.endswith(("ской", "цкой")) and len(word) > len("Морской") for word in phrase.split(" ")[:2])


def russian_readings(name: str, words: list[str]) -> Iterator[str]:
    """Phrases one of whose forms this name is, those with most adjectives first."""
    readings = _tried_phrases(name, words, adjectives=False)
    return iter([text for _, text in sorted(readings, key=lambda reading: -reading[0])])


def _tried_phrases(name: str, words: list[str], *, adjectives: bool) -> Iterator[tuple[int, str]]:
    """How many adjectives stand before the head of each phrase, and the phrase; `adjectives`: at least one."""
    wanted, tried = name.replace("ё", "е"), 0
    fronts: list[tuple[list[str], Gender | None]] = [([], None)]
    for index, word in enumerate([*words, ""]):
        if index or not adjectives:
            for front, gender in fronts:
                for head in _heads(word, gender) if word else [""]:
                    candidate = " ".join([*front, *([head] if head else []), *words[index + 1 :]])
                    tried += 1
                    if tried > MAX_TRIED:
                        return
                    if candidate and candidate != name and wanted in phrase_forms(candidate.replace("ё", "е")):
                        yield len(front) - (not head), candidate
        fronts = [more for front in fronts for more in _with_adjective(front, word)]
        if not fronts:
            return


def _with_adjective(
    front: tuple[list[str], Gender | None], word: str
) -> Iterator[tuple[list[str], Gender | None]]:
    """The adjectives so far and the word as one more of the same gender, if it can be one."""
    for ending, bases in _ADJECTIVES:
        if word.endswith(ending) and len(word) > len(ending) + MIN_BASE:
            for base in bases:
                stem = word.removesuffix(ending)
                clear = ending in _CLEAR_ENDINGS or _ADJECTIVE_STEMS.search(stem)
                reading = adjective(stem + base) if clear else None
                if reading is not None and _stressed(stem, base) and front[1] in (None, reading.gender):
                    yield [*front[0], word.removesuffix(ending) + base], reading.gender
            return


def _stressed(stem: str, base: str) -> bool:
    """Whether an adjective of that stem can end so: -ой behind к, г, х, ж, ш, ч, щ, -ов and one syllable."""
    if base == "ой":
        return stem[-1] in VELAR + HUSHING or (stem.endswith("ов") and stem[-3:] != "нов") or _is_short(stem)
    return base[0] != "ы" or spelled(stem, base)


def _is_short(stem: str) -> bool:
    low = stem.lower()
    return sum(letter in VOWELS for letter in low) == 1 and low not in _UNSTRESSED


_UNSTRESSED = ("нов", "прав", "лев", "юн", "бел", "красн", "чёрн", "черн", "стар", "мал", "крупн", "общ")
_CLEAR_ENDINGS = frozenset({"ого", "его", "ому", "ему", "ыми", "ых", "ым"})
"""Endings that nouns do not have."""

_ADJECTIVE_STEMS = re.compile(
    r"(?:[сц]к|[бвгджзклмнпрстфхцчшщь]н|[оеё]в|прав|[жшщч]|един|юн|зел[её]н|стар|добр)$", re.IGNORECASE
)
"""Ends of stems that an adjective has: the endings -ой, -ей, -ом, -ем are also those of nouns."""


def _with_vowel(stem: str, heads: list[str]) -> list[str]:
    """The nouns of a stem, one in -ец or -ок for a stem that lost that vowel (рынка, дворцом)."""
    low = stem.lower()
    if low[-1] not in "кц" or low[-2] in VOWELS or low.endswith(("ск", *_KEPT_CLUSTERS)):
        return heads
    return [stem[:-1] + ("ок" if low[-1] == "к" else "ец"), *(head for head in heads if head != stem)]


_KEPT_CLUSTERS = ("банк", "танк", "лк", "рк")


def _heads(word: str, gender: Gender | None) -> Iterator[str]:
    """Nouns of that gender that the word may be a case of."""
    for ending in _NOUN_ENDINGS:
        stem = word.removesuffix(ending)
        if word.endswith(("ую", "юю")) or (not ending and stem.endswith(_NO_STEMS)):
            continue
        if word.endswith(ending) and len(stem) > MIN_BASE and re.search(f"[{VOWELS}]", stem.lower()):
            heads = [stem + base for base in _NOUN_BASES if not base or spelled(stem, base)]
            for head in _with_vowel(stem, heads):
                readings = nouns(head, gender) if head != word or word.endswith("ь") else []
                if any(word in cell for reading in readings for cell in reading.cells[1:]):
                    yield head


def spelled(stem: str, ending: str) -> bool:
    """Whether Russian spelling allows the ending behind the stem: no ы after к, no ь after a vowel."""
    last, first = stem[-1].lower(), ending[:1]
    if last in VOWELS:
        return first in ("й", "я") or (last == "и" and first in ("е", "и"))
    if last in "йьъ" or first == "й":
        return last == "ь" and first in ("я", "е", "и")
    if last in VELAR + HUSHING:
        return first not in ("ы", "я") and not (first == "ь" and last in VELAR)
    return not (last == "ц" and first in ("ь", "я")) and (ending != "ий" or last == "н")


_DE_FEMININE = re.compile(
    r"(?:partei|union|bewegung|front|allianz|liga|koalition|akademie|schule|universität|bank|garde|jugend|"
    r"föderation|republik|versammlung|kommission|kammer|organisation|gewerkschaft|stiftung|agentur|behörde)$",
    re.IGNORECASE,
)


def german_nominative(words: list[str]) -> str:
    """Adjectives before the first feminine noun: "Höheren Parteischule" gives "Höhere Parteischule".

    Nothing but adjectives may stand before it ("Rat der Europäischen Union" stays, "Warschauer Union", too).
    """
    head = next((i for i, word in enumerate(words) if _DE_FEMININE.search(word)), 0)
    before = words[:head]
    if not all(_DE_ADJECTIVE.search(word) or german.ADJECTIVE_STEM.search(word) for word in before):
        return " ".join(words)
    return " ".join([*(word[:-1] for word in before), *words[head:]])


_DE_ADJECTIVE = re.compile(r"\w{3}en$")


def german_readings(name: str, words: list[str]) -> Iterator[str]:
    """Phrases one of whose forms this name is: adjectives in -en, -em or -er, a head in -s, -es or -n."""
    count = 0
    while count + 1 < len(words) and words[count][:1].isupper() and words[count].endswith(("en", "em", "er")):
        count += 1
    for number in range(count, -1, -1):
        stems, head, tail = words[:number], words[number], words[number + 1 :]
        heads = [
            head[: -len(cut)] for cut in ("es", "s", "n") if head.endswith(cut) and len(head) > len(cut) + 2
        ]
        for ending, base in product(("e", "er", "es") if number else ("",), [head, *heads]):
            candidate = " ".join([*(stem[:-2] + ending for stem in stems), base, *tail])
            if candidate != name and name in german.phrase_forms(candidate):
                yield candidate


def is_oblique(word: str) -> bool:
    """Whether a Russian word looks like an adjective in another case than the nominative."""
    return len(word) >= len("Новой") and word.endswith(tuple(ending for ending, _ in _ADJECTIVES))
