"""All strings that are looked for in texts of one language, and where they stand in a text.

Matches stand at whole words only, so nothing has to be looked for inside of words: at each word's beginning
one search by halves in the sorted strings finds the longest one that stands there, and links lead from it to
the shorter ones that it begins with. Beside an automaton over all letters this needs a tenth of the memory
(no node a letter), no time to build but a sort, and no loop over hits inside of words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from konturen.actors.rows import FormCode, NameKind

INITIAL, STEM = 1, 2
"""Flags of a use: good at the head of a sentence only; good before a hyphen only."""
_FLAGS = 4
_WORDS = re.compile(r"\w+|(?<!\w)[^\w\s]")
_SLOTS = 8
"""Slots a string of the table that says which words strings begin with: one word in eight passes by chance."""
_MOST_SLOTS = 1 << 20


@dataclass(frozen=True, slots=True)
class Form:
    """A surface under which texts show an actor; an ambiguous one counts only where the text supports it."""

    actor: str
    surface: str
    language: str
    kind: NameKind
    ambiguous: bool = False


class Pattern(NamedTuple):
    """A form under one string; `initial` if the string is the capital variant of a lower-case word and thus
    good at the head of a sentence only; `stem` if it is good before a hyphen only."""

    form: Form
    initial: bool = False
    stem: bool = False


class Forms:
    """Forms by number, as columns; a form becomes a value when it is found."""

    def __init__(self) -> None:
        self._actors: list[str] = []
        self._surfaces: list[str] = []
        self._codes: list[FormCode] = []
        self._built: dict[int, Form] = {}

    def add(self, actor: str, surface: str, code: FormCode) -> int:
        """The number of a form."""
        self._actors.append(actor)
        self._surfaces.append(surface)
        self._codes.append(code)
        return len(self._actors) - 1

    def __getitem__(self, number: int) -> Form:
        form = self._built.get(number)
        if form is None:
            form = Form(self._actors[number], self._surfaces[number], *self._codes[number])
            self._built[number] = form
        return form


class _Capitals(Sequence[str]):
    """Some strings of a table in capitals, made when they are looked at: most never are."""

    def __init__(self, keys: Sequence[str], places: array[int]) -> None:
        self._keys = keys
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return _Capitals(self._keys, self._places[place])
        return self._keys[self._places[place]].upper()


class Table:
    """Strings in order, each with its uses: the numbers of the forms it can stand for, with flags."""

    def __init__(self, forms: Forms, keys: Sequence[str], first: array[int], uses: array[int]) -> None:
        """Those of the string `keys[i]` are `uses[first[i]:first[i + 1]]`: a form's number times four, plus
        flags. `keys` are sorted, and each is there once."""
        self._forms = forms
        self._keys = keys
        self._first = first
        self._uses = uses
        self._mask = min(_MOST_SLOTS, 1 << (len(keys) * _SLOTS).bit_length()) - 1
        self._begun = bytearray(self._mask + 1)
        """1 at the hash of each word (or sign) that a string begins with."""
        self._shorter = array("i")
        """The longest other key that a key begins with, or -1."""
        self._longest = 0
        chain: list[tuple[int, str]] = []
        for key, text in enumerate(keys):
            while chain and not text.startswith(chain[-1][1]):
                chain.pop()
            self._shorter.append(chain[-1][0] if chain else -1)
            chain.append((key, text))
            self._longest = max(self._longest, len(text))
            word = _WORDS.match(text)
            if word:
                self._begun[hash(word[0]) & self._mask] = 1

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and key of all strings that stand in a text where a word or a sign begins.

        A string may stand within a longer word at its head; whoever asks keeps to whole words.
        """
        keys, shorter, longest = self._keys, self._shorter, self._longest
        begun, mask = self._begun, self._mask
        for word in _WORDS.finditer(text):
            if not begun[hash(word[0]) & mask]:
                continue
            start = word.start()
            key = bisect_right(keys, text[start : start + longest]) - 1
            while key >= 0:
                if text.startswith(keys[key], start):
                    yield start, start + len(keys[key]), key
                key = shorter[key]

    def uses(self, key: int) -> list[Pattern]:
        """What the string of that number can stand for."""
        return [
            Pattern(self._forms[use // _FLAGS], bool(use & INITIAL), bool(use & STEM))
            for use in self._uses[self._first[key] : self._first[key + 1]]
        ]

    def get(self, text: str) -> list[Pattern]:
        """What a string can stand for; nothing where it is not there."""
        key = bisect_left(self._keys, text)
        return self.uses(key) if key < len(self._keys) and self._keys[key] == text else []

    def capitals(self) -> Table:
        """The same strings in capitals, without the uses that need the head of a sentence."""
        first, loud = self._first, [key.upper() for key in self._keys]
        places, starts, uses = array("i"), array("I"), array("I")
        last: str | None = None
        for key in sorted(range(len(loud)), key=lambda one: (loud[one], self._uses[first[one]])):
            kept = [use for use in self._uses[first[key] : first[key + 1]] if not use & INITIAL]
            if not kept:
                continue
            if loud[key] != last:
                places.append(key)
                starts.append(len(uses))
                last = loud[key]
            uses.extend(kept)
        starts.append(len(uses))
        return Table(self._forms, _Capitals(self._keys, places), starts, uses)


class Builder:
    """A table as it grows."""

    def __init__(self) -> None:
        self._forms = Forms()
        self._strings: list[str] = []
        self._uses = array("I")
        self._small: set[str] = set()

    def form(self, actor: str, surface: str, code: FormCode) -> int:
        """The number of a form."""
        return self._forms.add(actor, surface, code)

    def add(self, text: str, form: int, flags: int = 0) -> None:
        """One more use of a string."""
        self._strings.append(text)
        self._uses.append(form * _FLAGS + flags)
        if text[0].islower():
            self._small.add(text)

    def has_small(self, text: str) -> bool:
        """Whether a string in small letters is there already."""
        return text in self._small

    def table(self) -> Table:
        """All of it; the uses of one string stay in their order."""
        strings, keys = self._strings, list[str]()
        first, uses = array("I"), array("I")
        for place in sorted(range(len(strings)), key=strings.__getitem__):
            if not keys or strings[place] != keys[-1]:
                keys.append(strings[place])
                first.append(len(uses))
            uses.append(self._uses[place])
        first.append(len(uses))
        return Table(self._forms, keys, first, uses)
