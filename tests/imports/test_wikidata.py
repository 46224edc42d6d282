"""Wikidata entities of a dump extract become actors."""

from __future__ import annotations

import bz2
import json
from pathlib import Path
from typing import Any

import pytest

from konturen.imports.classes import time, type_of
from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, lines, names, refused, rows, ties


def item(key: str) -> dict[str, Any]:
    """The value of a statement that is an item."""
    return {
        "type": "wikibase-entityid",
        "value": {"entity-type": "item", "numeric-id": int(key[1:]), "id": key},
    }


def when(text: str, precision: int = 11, model: str = "Q1985727") -> dict[str, Any]:
    """The value of a statement that is a time."""
    told = {"time": text, "precision": precision, "calendarmodel": f"http://www.wikidata.org/entity/{model}"}
    return {"type": "time", "value": told | {"timezone": 0, "before": 0, "after": 0}}


def said(
    value: dict[str, Any] | None, rank: str = "normal", **qualifiers: dict[str, Any] | None
) -> dict[str, Any]:
    """A statement; None for a value or qualifier that Wikidata calls unknown."""

    def snak(value: dict[str, Any] | None) -> dict[str, Any]:
        return {"snaktype": "somevalue"} if value is None else {"snaktype": "value", "datavalue": value}

    claim = {"mainsnak": snak(value), "type": "statement", "rank": rank}
    return claim | ({"qualifiers": {key: [snak(v)] for key, v in qualifiers.items()}} if qualifiers else {})


def entity(key: str, labels: dict[str, str], claims: dict[str, list[Any]], **more: Any) -> dict[str, Any]:
    """An entity as the dump has it."""
    told = {code: {"language": code, "value": text} for code, text in labels.items()}
    return {
        "type": "item",
        "id": key,
        "labels": told,
        "aliases": [],
        "claims": claims,
        "modified": "2025-03-01T10:00:00Z",
    } | more


PARTY = entity(
    "Q900",
    {"en": "New Force", "de": "Neue Kraft", "fr": "Nouvelle Force", "it": "New Force"},
    {
        "P31": [said(item("Q7278"))],
        "P17": [said(item("Q232"))],
        "P571": [said(when("+2001-00-00T00:00:00Z", 9))],
        "P1813": [said({"type": "monolingualtext", "value": {"text": "NK", "language": "de"}})],
        "P1448": [
            said(
                {"type": "monolingualtext", "value": {"text": "Alte Kraft", "language": "de"}},
                P582=when("+2010-05-00T00:00:00Z", 10),
            )
        ],
        "P488": [said(item("Q901"), P580=when("+2012-03-04T00:00:00Z"))],
        "P1365": [said(item("Q649")), said(item("Q77777"))],
    },
    aliases={"de": [{"language": "de", "value": "Kraftpartei"}]},
)
PERSON = entity(
    "Q901",
    {"mul": "Anna Berg"},
    {
        "P31": [said(item("Q5"))],
        "P21": [said(item("Q6581072"))],
        "P27": [said(item("Q159"), P582=when("+1991-12-26T00:00:00Z")), said(item("Q232"))],
        "P569": [said(when("+1960-01-01T00:00:00Z", 9)), said(when("+1960-07-08T00:00:00Z"), "preferred")],
        "P102": [
            said(item("Q900"), P580=when("+2005-01-01T00:00:00Z", 9), P582=when("+2019-02-03T00:00:00Z")),
            said(item("Q649"), "deprecated"),
            said(item("Q649"), P582=None),
        ],
    },
)


@pytest.mark.parametrize("form", ["lines", "array", "document", "bz2"])
def test_the_forms_of_a_dump(tmp_path: Path, form: str) -> None:
    """An item a line, an array with an item a line, one array, and packed ones give the same rows."""
    path = tmp_path / "extract.json"
    array = "[\n" + ",\n".join(json.dumps(value) for value in (PARTY, PERSON)) + "\n]\n"
    text = {"lines": lines(PARTY, PERSON), "document": json.dumps([PARTY, PERSON], indent=1)}.get(form, array)
    path.write_bytes(bz2.compress(text.encode()) if form == "bz2" else text.encode())
    imported = load(str(path), None, KNOWN)
    assert (imported.format, sorted(rows(imported))) == ("wikidata", ["wd-Q900", "wd-Q901"])


def test_a_party(write: Write) -> None:
    """Labels, aliases, dated official names, year, country and succession stand in the row with their origin."""
    imported = load(write("a.json", lines(PARTY, PERSON)), None, KNOWN)
    row = rows(imported)["wd-Q900"]
    assert names(row) == [
        ("New Force", "en", "short"),
        ("Neue Kraft", "de", "short"),
        ("Nouvelle Force", "fr", "short"),
        ("Alte Kraft", "de", "former"),
        ("NK", "de", "abbreviation"),
        ("Kraftpartei", "de", "short"),
    ]
    assert row["names"][3]["until"] == "2010-05"
    assert (row["names"][0]["source"], row["names"][0]["as_of"]) == ("Wikidata Q900", "2025-03-01")
    assert (row["country"], row["founded"], ties(row)) == (
        "KZ",
        "2001",
        [("succeeds", "party-rus-er", None, None)],
    )
    assert dict(imported.skipped) == {
        "tie to an actor that is neither here nor in the catalog": 1,
        "tie that ended at an unknown date": 1,
    }


def test_a_person(write: Write) -> None:
    """The preferred date, the present citizenship, dated membership and the chair that the party tells of."""
    row = rows(load(write("a.json", lines(PARTY, PERSON)), None, KNOWN))["wd-Q901"]
    assert (row["founded"], row["country"], row["gender"]) == ("1960-07-08", "KZ", "f")
    assert ties(row) == [
        ("member_of", "wd-Q900", "2005", "2019-02-03"),
        ("leads", "wd-Q900", "2012-03-04", None),
    ]
    assert row["ties"][1]["source"] == "Wikidata Q900"


def test_known_items_get_the_catalogs_ids(write: Write) -> None:
    """An item that the catalog knows gets its id; a known person of whom only a chair is told completes it."""
    party = entity("Q649", {"en": "United Russia"}, {"P31": [said(item("Q7278"))], "P488": [said(item("Q23"))]})
    known = KNOWN | {("wikidata", "Q23"): "person-rus-x"}
    found = rows(load(write("a.json", lines(party)), None, known))
    assert set(found) == {"party-rus-er", "person-rus-x"}
    assert (found["person-rus-x"]["names"], ties(found["person-rus-x"])) == (
        [],
        [("leads", "party-rus-er", None, None)],
    )


def test_classes_of_the_file_itself(write: Write) -> None:
    """A class that only the file explains (P279) gives the type; an item of no known class is counted."""
    kind = entity("Q70", {"en": "regional party"}, {"P279": [said(item("Q7278"))]})
    party = entity("Q71", {"en": "Party of the Lake"}, {"P31": [said(item("Q70"))]})
    lake = entity("Q72", {"en": "Lake"}, {"P31": [said(item("Q23397"))]})
    imported = load(write("a.json", lines(party, lake, kind, {"type": "property", "id": "P31"})), None, KNOWN)
    assert {key: row["type"] for key, row in rows(imported).items()} == {"wd-Q71": "party"}
    assert dict(imported.skipped) == {
        "entity that is no item": 1,
        "item of a class": 1,
        "item of a class that is none of ours (P31)": 1,
    }
    assert type_of(["Q1"], {"Q1": ["Q2"], "Q2": ["Q1"]}) is None


@pytest.mark.parametrize(
    ("text", "precision", "model", "expected"),
    [
        ("+1991-12-16T00:00:00Z", 11, "Q1985727", "1991-12-16"),
        ("+1917-10-25T00:00:00Z", 11, "Q1985786", "1917-11-07"),
        ("+1991-12-00T00:00:00Z", 10, "", "1991-12"),
        ("+1991-00-00T00:00:00Z", 9, "", "1991"),
        ("+1990-00-00T00:00:00Z", 8, "", "199X"),
        ("+2000-00-00T00:00:00Z", 7, "", "19XX"),
        ("-0044-03-15T00:00:00Z", 11, "Q1985786", None),
        ("+1991-02-30T00:00:00Z", 11, "", None),
        ("+13798000000-00-00T00:00:00Z", 3, "", None),
    ],
)
def test_times(text: str, precision: int, model: str, expected: str | None) -> None:
    """A time keeps the precision that it has; Julian days become Gregorian; what is no date of our era is none."""
    assert time(text, precision, model) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[\n" + json.dumps(PARTY) + ",\n" + json.dumps(PERSON) + "\n", "cut off"),
        (lines(PARTY) + json.dumps(PERSON)[:200], "line 2"),
        (lines(PARTY, {"labels": {}}), '"id"'),
        (lines(PARTY, PARTY | {"labels": {"en": {"language": "en", "value": "Other"}}}), '"labels"'),
        (lines(PARTY, PERSON | {"claims": [1]}), '"claims"'),
        (
            lines(
                entity("Q1", {"en": "A b"}, {"P31": [said(item("Q7278"))], "P361": [said(item("Q2"))]}),
                entity("Q2", {"en": "C d"}, {"P31": [said(item("Q7278"))], "P361": [said(item("Q1"))]}),
            ),
            '"part_of"',
        ),
        (
            lines(
                entity(
                    "Q1",
                    {"en": "A b"},
                    {
                        "P31": [said(item("Q7278"))],
                        "P571": [said(when("+2001-00-00T00:00:00Z", 9))],
                        "P576": [said(when("+1999-00-00T00:00:00Z", 9))],
                    },
                )
            ),
            '"P576"',
        ),
    ],
)
def test_bad_dumps(write: Write, text: str, told: str) -> None:
    """A dump that is cut off, contradicts itself or goes round in a circle is an error with line and field."""
    refused(write("a.json", text), told, "a.json", "line ", format="wikidata")
