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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from konturen.actors.rows import FormCode, NameKind

INITIAL, STEM = 1, 2
"""Flags of a use: good at the head of a sentence only; good before a hyphen only."""
_FLAGS = 4
_WORDS = re.compile(r"\w+|(?<!\w)[^\w\s]")
_SLOTS = 8
"""Slots a string of the table that says which words strings begin with: one word in eight passes by chance."""
_MOST_SLOTS = 1 << 21
_ALONE, _GOES_ON, _PAIR = 1, 2, 4
_MOST_ASKED = 4096
"""Strings whose uses are kept ready."""
_BLOCK = 32
"""Strings of which the first is held by itself, so that a search by halves has few to make."""


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
    good at the head of a sentence only; `stem` if it is good before a hyphen only; `order` is the actor's place
    in the catalog."""

    form: Form
    initial: bool = False
    stem: bool = False
    order: int = 0


class Strings:
    """Sorted strings as one text of bytes: as objects they would need three times the memory."""

    def __init__(self, texts: Iterable[str]) -> None:
        text, self._ends = bytearray(), array("I", [0])
        for one in texts:
            text += one.encode("utf-8", "surrogatepass")
            self._ends.append(len(text))
        self._text = bytes(text)

    @cached_property
    def _heads(self) -> list[str]:
        """The first string of each block; made when first needed, for `texts` are gone by then."""
        return [self[place] for place in range(0, len(self), _BLOCK)]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        return self._text[self._ends[place] : self._ends[place + 1]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def rank(self, text: str) -> int:
        """How many of the strings do not come after a text."""
        last = bisect_right(self._heads, text) * _BLOCK
        return bisect_right(self, text, max(0, last - _BLOCK), min(last, len(self)))


class _Capitals(Strings):
    """Some strings of a table in capitals, made when they are looked at: most never are."""

    def __init__(self, keys: Strings, places: array[int]) -> None:
        self._keys = keys
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, place: int) -> str:
        return self._keys[self._places[place]].upper()


class Forms:
    """Forms by number, as columns; a form becomes a value when it is found."""

    def __init__(self) -> None:
        self._actors: list[str] = []
        self._orders = array("I")
        self._distinct: dict[FormCode, int] = {}
        self._actor, self._code = array("I"), array("I")
        """Of each form the places of its actor and its code in those lists."""
        self._spelled: dict[int, str] = {}
        """The surfaces that are not the string under which the form is looked for."""
        self._surfaces, self._numbers = Strings(()), array("I")
        """The same when all are there, the forms' numbers in order. An object that stays keeps the memory of
        many beside it that are gone."""
        self._keys = Strings(())
        self._key = array("I")
        self._built: dict[int, Form] = {}
        self._listed: list[FormCode] = []

    def add(self, actor: str, order: int, code: FormCode) -> int:
        """The number of a form; `order` is the place of its actor in the catalog."""
        if not self._actors or self._actors[-1] != actor:
            self._actors.append(actor)
            self._orders.append(order)
        self._actor.append(len(self._actors) - 1)
        self._code.append(self._distinct.setdefault(code, len(self._distinct)))
        return len(self._code) - 1

    def spell(self, number: int, surface: str) -> None:
        """Keep the surface of a form that is looked for under another string."""
        self._spelled[number] = surface

    def settle(self, keys: Strings, key: array[int]) -> None:
        """All forms are there; `key` says under which of the strings each is looked for."""
        self._keys, self._key, self._listed = keys, key, list(self._distinct)
        self._surfaces = Strings(self._spelled.values())
        self._numbers = array("I", self._spelled)
        self._spelled.clear()

    def pattern(self, number: int, initial: int, stem: int) -> Pattern:
        """A form as a use of a string has it."""
        return Pattern(self[number], bool(initial), bool(stem), self._orders[self._actor[number]])

    def __getitem__(self, number: int) -> Form:
        form = self._built.get(number)
        if form is None:
            place = bisect_left(self._numbers, number)
            spelled = place < len(self._numbers) and self._numbers[place] == number
            surface = self._surfaces[place] if spelled else self._keys[self._key[number]]
            form = Form(self._actors[self._actor[number]], surface, *self._listed[self._code[number]])
            self._built[number] = form
        return form


def words_in(text: str) -> Sequence[re.Match[str]]:
    """The words of a text, and the signs that stand after no word: where strings can begin."""
    return list(_WORDS.finditer(text))


class Table:
    """Strings in order, each with its uses: the numbers of the forms it can stand for, with flags."""

    def __init__(self, forms: Forms, keys: Strings, first: array[int], uses: array[int]) -> None:
        """Those of the string `keys[i]` are `uses[first[i]:first[i + 1]]`: a form's number times four, plus
        flags. `keys` are sorted, and each is there once."""
        self._forms = forms
        self._keys = keys
        self._first = first
        self._uses = uses
        self._mask = min(_MOST_SLOTS, 1 << (len(keys) * _SLOTS).bit_length()) - 1
        self._begun = bytearray(self._mask + 1)
        """What the hash of a text says: it is a string of one word, the first word or the first two of one."""
        self._asked: dict[int, tuple[Pattern, ...]] = {}
        """The uses of strings that texts had: a surname with hundreds of bearers comes again and again."""
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
            self._mark(text)

    def _mark(self, text: str) -> None:
        """Take the first two words of a string into the table of beginnings."""
        words = _WORDS.finditer(text)
        first, second = next(words, None), next(words, None)
        if first is None:
            return
        self._begun[hash(first[0]) & self._mask] |= _ALONE if second is None else _GOES_ON
        if second is not None:
            self._begun[hash(text[: second.end()]) & self._mask] |= _PAIR

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, int]]:
        """Start, end and key of all strings that stand in a text where one of its words (or a sign) begins.

        `words` are those of `words_in`. A string may stand within a longer word at its head; whoever asks keeps
        to whole words.
        """
        keys, shorter, longest = self._keys, self._shorter, self._longest
        begun, mask = self._begun, self._mask
        for place, word in enumerate(words, start=1):
            said = begun[hash(word[0]) & mask]
            if not said:
                continue
            start = word.start()
            if not said & _ALONE:
                if place == len(words):
                    continue
                if not begun[hash(text[start : words[place].end()]) & mask] & _PAIR:
                    continue
            key = keys.rank(text[start : start + longest]) - 1
            while key >= 0:
                string = keys[key]
                if text.startswith(string, start):
                    yield start, start + len(string), key
                key = shorter[key]

    def uses(self, key: int) -> Sequence[Pattern]:
        """What the string of that number can stand for."""
        known = self._asked.get(key)
        if known is None:
            uses = self._uses[self._first[key] : self._first[key + 1]]
            known = tuple([self._forms.pattern(use // _FLAGS, use & INITIAL, use & STEM) for use in uses])
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            self._asked[key] = known
        return known

    def get(self, text: str) -> Sequence[Pattern]:
        """What a string can stand for; nothing where it is not there."""
        key = self._keys.rank(text) - 1
        return self.uses(key) if key >= 0 and self._keys[key] == text else ()

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
        self._strings: dict[str, int] = {}
        self._texts, self._uses = array("I"), array("I")
        self._key, self._surface = array("I"), ""

    def form(self, actor: str, surface: str, code: FormCode, order: int = 0) -> int:
        """The number of a form, to which at least one use is added next; `order` is its actor's place in the
        catalog."""
        self._surface = surface
        return self._forms.add(actor, order, code)

    def add(self, text: str, form: int, flags: int = 0) -> None:
        """One more use of a string, for the last form."""
        number = self._strings.setdefault(text, len(self._strings))
        self._texts.append(number)
        self._uses.append(form * _FLAGS + flags)
        if form == len(self._key):
            self._key.append(number)
            if text != self._surface:
                self._forms.spell(form, self._surface)

    def has(self, text: str) -> bool:
        """Whether a string is there already."""
        return text in self._strings

    def table(self) -> Table:
        """All of it; the uses of one string stay in their order."""
        texts = sorted(self._strings)
        place = array("I", bytes(4 * len(texts)))
        for rank, text in enumerate(texts):
            place[self._strings[text]] = rank
        keys = Strings(texts)
        self._forms.settle(keys, array("I", map(place.__getitem__, self._key)))
        first = array("I", bytes(4 * len(texts) + 4))
        for number in self._texts:
            first[place[number] + 1] += 1
        for rank in range(len(texts)):
            first[rank + 1] += first[rank]
        free = first[:]
        uses = array("I", bytes(4 * len(self._uses)))
        for number, use in zip(self._texts, self._uses, strict=True):
            rank = place[number]
            uses[free[rank]] = use
            free[rank] += 1
        return Table(self._forms, keys, first, uses)
