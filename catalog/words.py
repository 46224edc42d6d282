"""The word lists of the build, kept in words.toml beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path

LISTS = Path(__file__).parent / "words.toml"


def words(key: str) -> frozenset[str]:
    """The list of that key as a set."""
    with LISTS.open("rb") as file:
        return frozenset(tomllib.load(file)[key])
