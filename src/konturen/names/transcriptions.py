"""Transcription by sound: whether two words of two scripts or systems are one name, spelled by ear.

The press writes Scholz as Шольц, Xi Jinping as Си Цзиньпин, Mao Tse-tung as Mao Zedong. Such tables have many
answers for one letter, so no list of spellings is made: both words are followed side by side. The tables stand
in `data/transcriptions.toml`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

MAX_ALIGNED = 60
"""Longest word, or name written together, that is followed side by side with another."""
_SIGNS = frozenset("ьъ'ʼ’-")
_VOWELS = frozenset("аеёиоуыэюя")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Letters of the first system and what stands for them in the second."""

    letters: str
    targets: tuple[str, ...]
    initial: bool
    final: bool


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One transcription. `reason` says in words what it is; `words` that names are compared word by word,
    `whole` that they are compared written together.

    `target` is the script of what is written so; `vowels` may stand between its letters (for scripts that write
    none); with `marked` only words that bear one of these signs are read by it, and none that bears letters
    of `foreign`, which show another language.
    """

    code: str
    reason: str
    target: str
    chunks: Mapping[str, tuple[Chunk, ...]]
    words: bool = True
    whole: bool = False
    vowels: tuple[str, ...] = ()
    marked: str = ""
    foreign: tuple[str, ...] = ()


@cache
def tables() -> tuple[Table, ...]:
    """The tables in the order of the file."""
    text = resources.files("konturen.data").joinpath("transcriptions.toml").read_text("utf-8")
    return tuple(_table(code, entry) for code, entry in tomllib.loads(text).items())


def _table(code: str, entry: Mapping[str, object]) -> Table:
    raw = entry["chunks"]
    assert isinstance(raw, dict)
    chunks: dict[str, list[Chunk]] = {}
    for key, targets in raw.items():
        letters = key.strip("^$")
        # Each chunk tries its longest answers first, so that the search finds its way early.
        targets = [made.replace("ё", "е") for made in targets]
        every = {spelling: None for made in targets for spelling in (made, made.removesuffix("ь"))}
        ordered = tuple(sorted(every, key=len, reverse=True))
        chunks.setdefault(letters[0], []).append(
            Chunk(letters, ordered, key.startswith("^"), key.endswith("$"))
        )
    indexed = {first: tuple(found) for first, found in chunks.items()}
    vowels = entry.get("vowels", ())
    assert isinstance(vowels, list | tuple)
    foreign = entry.get("foreign", ())
    assert isinstance(foreign, list | tuple)
    return Table(
        code,
        str(entry["reason"]),
        str(entry["target"]),
        indexed,
        bool(entry.get("words", True)),
        bool(entry.get("whole", False)),
        tuple(vowels),
        str(entry.get("marked", "")),
        tuple(foreign),
    )


@lru_cache(maxsize=8192)
def aligned(word: str, other: str, table: Table) -> bool:
    """Whether `other` is a transcription of `word` by the table; case does not count.

    Soft and hard signs, hyphens and the second of two equal consonants may be missing on either side.
    """
    source, target = _letters(word), _letters(other)
    if not source or not target or max(len(source), len(target)) > MAX_ALIGNED:
        return False
    reached = {(0, 0)}
    todo = [(0, 0)]
    while todo:
        at, to = todo.pop()
        if at == len(source) and to == len(target):
            return True
        for step in _steps(source, at, target, to, table):
            if step not in reached:
                reached.add(step)
                todo.append(step)
    return False


def _letters(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold().replace("\u0307", "")).replace("ё", "е")


def _steps(source: str, at: int, target: str, to: int, table: Table) -> Sequence[tuple[int, int]]:
    """Where both words can be followed to from one place."""
    found: list[tuple[int, int]] = []
    if to < len(target) and _may_be_missing(target, to):
        found.append((at, to + 1))
    if not to or target[to - 1] not in table.vowels:
        found += [(at, to + len(vowel)) for vowel in table.vowels if target.startswith(vowel, to)]
    if at == len(source):
        return found
    if source[at] in _SIGNS or (at and source[at] == source[at - 1] and source[at] not in "aeiou"):
        found.append((at + 1, to))
    for chunk in table.chunks.get(source[at], ()):
        end = at + len(chunk.letters)
        if (chunk.initial and at) or (chunk.final and end != len(source)):
            continue
        if source.startswith(chunk.letters, at):
            found += [(end, to + len(made)) for made in chunk.targets if target.startswith(made, to)]
    return found


def _may_be_missing(target: str, at: int) -> bool:
    """Whether a letter is not heard: a sign, if no vowel follows (Барнье), or the second of two consonants."""
    if target[at] in _SIGNS:
        return target[at + 1 : at + 2] not in _VOWELS
    return at > 0 and target[at] == target[at - 1] and target[at] not in _VOWELS
