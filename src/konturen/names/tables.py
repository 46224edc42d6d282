"""The word lists and tables of inflection, kept in data/inflection.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((resources.files("konturen") / "data" / "inflection.toml").read_text("utf-8"))


def words(key: str) -> frozenset[str]:
    """The list of that key as a set."""
    return frozenset(_file()[key])


def forms_of(key: str) -> dict[str, tuple[str, ...]]:
    """The table of that key: a word in small letters -> its forms."""
    return {word: tuple(forms) for word, forms in _file()[key].items()}
