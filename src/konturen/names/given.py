"""Words of names that are one person's though no rule of spelling joins them: Bill and William.

The groups stand in `data/given_names.toml`. A word belongs to a group by its letters, or by being a regular
spelling of one of the group's Cyrillic forms.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, TypeVar

from konturen.names.schemes import bare, hub, is_cyrillic, languages, readings

_K = TypeVar("_K")
GroupKind = Literal["western", "counterpart", "short", "arabic"]


@dataclass(frozen=True, slots=True)
class Group:
    """Forms of one given name, or of one element of Arabic names; `name` stands for all of them."""

    number: int
    kind: GroupKind
    name: str


@dataclass(frozen=True, slots=True)
class _Index:
    by_letters: Mapping[str, tuple[Group, ...]]
    by_hub: Mapping[tuple[str, str], tuple[Group, ...]]


@cache
def _table() -> Mapping[str, list[dict[str, object]]]:
    return tomllib.loads(resources.files("konturen.data").joinpath("given_names.toml").read_text("utf-8"))


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it, in small letters: titles, honorifics, offices."""
    return frozenset(str(word).casefold().rstrip(".") for word in _table()["titles"])


@cache
def western() -> frozenset[str]:
    """Given names of Slavs and others that the West bears in the same spelling (Peter, Maria), as `letters`."""
    return frozenset(letters(str(word)) for word in _table()["western_too"])


def is_western(word: str) -> bool:
    """Whether the West bears a given name, too: in its spelling (Peter), or, in Cyrillic, by its group."""
    plain = letters(word)
    if not is_cyrillic(plain):
        return plain in western()
    return any(group in _western_groups() for group in groups_of(word))


@cache
def _western_groups() -> frozenset[Group]:
    by_letters = _index().by_letters
    return frozenset(group for word in western() for group in by_letters.get(word, ()))


@cache
def _index() -> _Index:
    by_letters: dict[str, dict[Group, None]] = {}
    by_hub: dict[tuple[str, str], dict[Group, None]] = {}
    for number, (kind, forms) in enumerate(_groups()):
        group = Group(number, kind, forms[0])
        for form in forms:
            by_letters.setdefault(letters(form), {})[group] = None
            # Short forms are only known by their letters: read as romanisations they meet by chance.
            if is_cyrillic(form.casefold()) and kind != "short":
                for code, language in languages().items():
                    if language.alphabet.issuperset(form.casefold()):
                        by_hub.setdefault((code, hub(form, code)), {})[group] = None
    return _Index(_frozen(by_letters), _frozen(by_hub))


def _frozen(index: Mapping[_K, Mapping[Group, None]]) -> dict[_K, tuple[Group, ...]]:
    return {key: tuple(groups) for key, groups in index.items()}


def _groups() -> Iterable[tuple[GroupKind, list[str]]]:
    table = _table()
    for entry in table["western"]:
        yield "western", _forms(entry)
    for entry in table["groups"]:
        yield "counterpart", _forms(entry)
    for entry in table["arabic"]:
        yield "arabic", [*_forms(entry), *([str(entry["arabic"])] if entry.get("arabic") else [])]
    for entry in table["short"]:
        yield "short", [str(entry["name"]), *_forms(entry)]


def _forms(entry: Mapping[str, object]) -> list[str]:
    forms = entry["forms"]
    assert isinstance(forms, list)
    return [str(form) for form in forms]


def letters(word: str) -> str:
    """A word's letters for a look-up: small, without diacritics and apostrophes."""
    return bare(word.casefold()).replace("'", "")


@lru_cache(maxsize=4096)
def groups_of(word: str) -> Mapping[Group, bool]:
    """The groups that a word belongs to: True where it is listed, False where it is a spelling of what is."""
    index = _index()
    found = dict.fromkeys(index.by_letters.get(letters(word), ()), True)
    for reading in readings(word):
        if reading.through is None:
            for group in index.by_hub.get((reading.language, reading.hub), ()):
                found.setdefault(group, False)
    return found


def is_given(word: str) -> bool:
    """Whether a word is known as a given name."""
    return any(group.kind != "arabic" for group in groups_of(word))
