"""Files of a test, and short ways to look at what an import gave."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from konturen.errors import CatalogError
from konturen.imports.reading import load
from konturen.imports.rows import Imported

Write = Callable[[str, str], str]

KNOWN = {
    ("wikidata", "Q232"): "state-kaz",
    ("iso2", "KZ"): "state-kaz",
    ("iso3", "KAZ"): "state-kaz",
    ("wikidata", "Q159"): "state-rus",
    ("iso2", "RU"): "state-rus",
    ("iso3", "RUS"): "state-rus",
    ("iso2", "DE"): "state-deu",
    ("iso3", "DEU"): "state-deu",
    ("partyfacts", "3748"): "party-kaz-amanat",
    ("wikidata", "Q649"): "party-rus-er",
    ("parlgov", "26"): "state-ita",
    ("iso3", "ITA"): "state-ita",
}


def rows(imported: Imported) -> dict[str, dict[str, Any]]:
    """The rows by id."""
    return {row["id"]: row for row in imported.rows}


def names(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Text, language and kind of the names of a row."""
    return [(name["text"], name["language"], name["kind"]) for name in row["names"]]


def ties(row: dict[str, Any]) -> list[tuple[str, str, str | None, str | None]]:
    """Relation, other actor, from and to of the ties of a row."""
    return [(tie["relation"], tie["actor"], tie["from"], tie["to"]) for tie in row["ties"]]


def lines(*values: object) -> str:
    """JSON lines."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def refused(path: str | Path, *told: str, format: str | None = None) -> str:
    """The message of the error that importing a file must raise; all of `told` must stand in it."""
    with pytest.raises(CatalogError) as caught:
        load(str(path), format, KNOWN)
    message = str(caught.value)
    for part in told:
        assert part in message, message
    return message
