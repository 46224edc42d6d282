"""The word lists of data/furniture.toml, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TypeAlias

Lists: TypeAlias = MappingProxyType[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def wordlists(by_language: bool = False) -> Lists:
    """Each table's phrases by its name, all languages together, or by "name.language" one by one."""
    file = resources.files("konturen") / "data" / "furniture.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    if by_language:
        return MappingProxyType(
            {f"{name}.{code}": tuple(found) for name, table in tables.items() for code, found in table.items()}
        )
    return MappingProxyType(
        {name: tuple(phrase for found in table.values() for phrase in found) for name, table in tables.items()}
    )
