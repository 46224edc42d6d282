"""Damaged files of every format: an error that says what, or rows, and nothing else."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from konturen.errors import CatalogError
from konturen.imports.reading import load
from tests.imports import test_endpoint, test_followthemoney, test_lines, test_petrarch, test_wikidata
from tests.imports.helpers import KNOWN, lines
from tests.imports.test_parlgov import FILES, VIEW
from tests.imports.test_partyfacts import CORE, JOINED, ONE
from tests.imports.test_table import HEAD

ENTITIES = [test_followthemoney.PERSON, test_followthemoney.PARTY]
TEXTS = {
    "csv": HEAD + "er,party,Einiges Russland,de,,,,,Q649,,,,\nmg,organisation,MGER,de,,,,,,er,,2005,\n",
    "partyfacts": CORE + ONE,
    "partyfacts-wikidata": JOINED + "RUS,3,Q649,United Russia,ER,Единая Россия\n",
    "parlgov": VIEW,
    "petrarch": test_petrarch.TEXT,
}
VALUES: dict[str, list[Any]] = {
    "jsonl": [test_lines.PARTY, test_lines.PARTY | {"id": "p-2", "ids": {}, "ties": []}],
    "wikidata": [test_wikidata.PARTY, test_wikidata.PERSON],
    "wikidata-sparql": [json.loads(test_endpoint.results(test_endpoint.BINDINGS))],
    "followthemoney": [
        *ENTITIES,
        test_followthemoney.entity("m", "Membership", member="p1", organization="o1", startDate="2001"),
        test_followthemoney.entity("q", "Position", name="Head", country="kz"),
        test_followthemoney.entity("h", "Occupancy", holder="p1", post="q"),
    ],
}
ODD: list[Any] = [
    None,
    7,
    True,
    "",
    "x",
    "Q1",
    "2001",
    [],
    {},
    [None],
    {"a": 1},
    "\u202e\x00",
    -1.5,
    [[]],
    {"value": 3},
]


def _told(path: Path, form: str | None = None) -> str:
    """The message of the error that a file gives; for one that gives rows, its name."""
    try:
        assert load(str(path), form, KNOWN).rows
    except CatalogError as error:
        return str(error)
    return f"{path}, line 0"


@pytest.mark.parametrize("form", sorted(TEXTS))
def test_damaged_bytes(tmp_path: Path, form: str) -> None:
    """Bytes that are changed, taken out or doubled at random never give anything but rows or an error."""
    chance = random.Random(form)
    for number in range(250):
        content = bytearray(TEXTS[form].encode())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            piece = chance.choice(
                [b"", b"\x00", b"\xff", b'"', b",", b"\n", b"[", b"]", b"+", b"|", bytes(content[at : at + 30])]
            )
            content[at : at + chance.randint(0, 3)] = piece
        path = tmp_path / f"{number}.csv"
        path.write_bytes(bytes(content))
        assert path.name in _told(path, chance.choice([form, None]))


def _changed(value: Any, chance: random.Random) -> Any:
    """The value with one place of it replaced by something odd."""
    if chance.random() < 0.2 or not isinstance(value, dict | list) or not value:
        return chance.choice(ODD)
    if isinstance(value, dict):
        key = chance.choice(sorted(value))
        return value | {key: _changed(value[key], chance)}
    at = chance.randrange(len(value))
    return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]


@pytest.mark.parametrize("form", sorted(VALUES))
def test_odd_values(tmp_path: Path, form: str) -> None:
    """Values of a wrong kind anywhere in the JSON never give anything but rows or an error."""
    chance = random.Random(form)
    path = tmp_path / "odd.json"
    for _ in range(500):
        changed = VALUES[form]
        for _ in range(chance.randint(1, 3)):
            changed = _changed(changed, chance)
            if not isinstance(changed, list):
                changed = [changed]
        path.write_text(lines(*changed), "utf-8")
        assert path.name in _told(path, form)


def test_damaged_tables_of_parlgov(tmp_path: Path) -> None:
    """A folder of ParlGov with one cell of one table made odd gives rows or an error."""
    chance = random.Random(4)
    for _ in range(250):
        for name, text in FILES.items():
            (tmp_path / name).write_text(text, "utf-8")
        name = chance.choice(sorted(FILES))
        table = [line.split(",") for line in FILES[name].splitlines()]
        row = chance.randrange(1, len(table))
        table[row][chance.randrange(len(table[row]))] = chance.choice(
            ["", "x", "99", "7", "2001-02-30", "\u202e"]
        )
        (tmp_path / name).write_text("".join(",".join(line) + "\n" for line in table), "utf-8")
        assert "line " in _told(tmp_path)
