"""The forms of names that a line gives without forms: the one place that asks the rules of inflection."""

from __future__ import annotations

from typing import Any

from konturen.actors.rows import NameKind, Row, pairs
from konturen.names.forms import doubtful, forms, surname_forms

FEWEST_LETTERS = 3
"""Letters below which a name of one word counts only where the text supports it."""


_LOCAL: frozenset[NameKind] = frozenset({"adjective", "demonym", "capital", "epithet", "abbreviation"})


def forms_of(row: Row, local: bool | None = None) -> tuple[Any, ...]:
    """The forms (flat: surface, code, ...) of a row's names that came without.

    With `local` only those of names that not all languages look for (of states and institutions, adjectives,
    abbreviations ...); with False only those of all other names.
    """
    found: dict[tuple[str, tuple[str, NameKind, bool]], None] = {}
    own = row.type in ("state", "institution")
    for text, (language, kind, *_) in pairs(row.unformed):
        if local is not None and local != (own or kind in _LOCAL):
            continue
        doubt = is_doubtful(text)
        for surface in forms(text, language, kind, row.type, row.gender):
            found[surface, (language, kind, doubt or doubtful(surface, text))] = None
        if row.type == "person" and kind in ("official", "short"):
            for surface in surname_forms(text, language, row.gender):
                found[surface, (language, "surname", doubt)] = None
    return tuple([part for pair in found for part in pair])


def is_doubtful(text: str) -> bool:
    """Whether a name is one short or one lower-case word: such words are mostly something else."""
    word = text.strip()
    return " " not in word and (sum(map(str.isalpha, word)) < FEWEST_LETTERS or word.islower())
