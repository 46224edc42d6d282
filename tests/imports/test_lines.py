"""Our own JSON lines are checked whole and completed from the catalog's ids."""

from __future__ import annotations

import pytest

from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, lines, refused, rows

PARTY = {
    "id": "p-1",
    "type": "party",
    "names": [{"text": "Neue Kraft", "language": "de", "kind": "official", "source": "own", "as_of": "2025"}],
    "country": "KZ",
    "ids": {"wikidata": "Q9"},
    "ties": [{"relation": "part_of", "actor": "p-2", "title": {"de": "x"}, "from": "2001", "to": None}],
}


def test_a_row_comes_back_with_its_own_sources(write: Write) -> None:
    """A row keeps the source of its names; where none is told, it is the file and the line."""
    row = load(write("a.jsonl", lines(PARTY))).rows[0]
    assert row["names"][0]["source"] == "own"
    assert row["names"][0]["as_of"] == "2025"
    assert row["ties"][0] | {"as_of": 0} == {
        "relation": "part_of",
        "actor": "p-2",
        "title": {"de": "x"},
        "from": "2001",
        "to": None,
        "source": "import:a.jsonl line 1",
        "as_of": 0,
    }


def test_forms_are_counted_and_known_ids_followed(write: Write) -> None:
    """Forms are left out and counted; an outside id that the catalog knows gives the catalog's id."""
    imported = load(
        write("a.jsonl", lines(PARTY | {"ids": {"wikidata": "Q649"}, "forms": [["a", "de", "short"]]})),
        None,
        KNOWN,
    )
    assert list(rows(imported)) == ["party-rus-er"]
    assert imported.skipped == (("forms (they are computed anew)", 1),)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "partei"}, '"type"'),
        ({"type": ["party"]}, '"type"'),
        ({"id": ""}, '"id"'),
        ({"id": 7}, '"id"'),
        ({"names": {}}, '"names"'),
        ({"names": [{"language": "de"}]}, '"names"'),
        ({"names": [{"text": "A", "kind": "nick"}]}, '"kind"'),
        ({"names": [{"text": "A", "kind": ["short"]}]}, '"kind"'),
        ({"names": [{"text": "A" * 301, "kind": "short"}]}, '"names"'),
        ({"ties": [{"relation": "hates", "actor": "b"}]}, '"relation"'),
        ({"ties": [{"relation": "leads"}]}, '"ties"'),
        ({"ties": [{"relation": "leads", "actor": "b", "from": "2010", "to": "2009"}]}, '"to"'),
        ({"ties": [{"relation": "leads", "actor": "b", "from": "soon"}]}, '"from"'),
        ({"founded": "2010", "dissolved": "2001"}, '"dissolved"'),
        ({"ids": {"wikidata": 9}}, '"ids"'),
        ({"colour": "red"}, '"colour"'),
        ({"country": 5}, '"country"'),
    ],
)
def test_bad_values_name_line_and_field(write: Write, change: dict[str, object], told: str) -> None:
    """Each wrong value is an error that names file, line and field."""
    refused(
        write("a.jsonl", lines(PARTY | {"id": "p-0", "ids": {}}, PARTY | change)),
        "a.jsonl, line 2",
        told,
        format="jsonl",
    )


def test_contradicting_lines_of_one_id(write: Write) -> None:
    """A second line of an id with another type or quite another official name is an error; a completion is none."""
    other = {"text": "Alte Kraft", "language": "de", "kind": "official"}
    refused(write("a.jsonl", lines(PARTY, PARTY | {"type": "movement"})), "line 2", '"type"', "line 1")
    refused(write("b.jsonl", lines(PARTY, PARTY | {"names": [other]})), "line 2", '"names"', "Alte Kraft")
    short = {"text": "NK", "language": "de", "kind": "abbreviation"}
    row = load(write("c.jsonl", lines(PARTY, PARTY | {"names": [short], "ids": {"parlgov": "5"}}))).rows[0]
    assert len(row["names"]) == 2
    assert row["ids"] == {"wikidata": "Q9", "parlgov": "5"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (lines(PARTY)[:-20], "cut off"),
        (lines(PARTY) + '{"id": "b", "type": "par', "line 2"),
        (lines(PARTY) + "nonsense\n", "line 2"),
        (lines(PARTY) + "[" * 100_000, "line 2"),
        (lines(PARTY) + "5\n", "line 2"),
    ],
)
def test_damaged_json(write: Write, text: str, told: str) -> None:
    """Cut-off, deeply nested or other JSON is an error that names the line."""
    refused(write("a.jsonl", text), told, format="jsonl")
