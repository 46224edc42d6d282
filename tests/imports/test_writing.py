"""What is exported comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konturen.imports.reading import load
from konturen.imports.rows import KINDS, RELATIONS, TYPES, clean
from konturen.imports.writing import csv_table, followthemoney, jsonl
from tests.imports.helpers import Write, names, rows, ties

ROWS: list[dict[str, Any]] = [
    {
        "id": "party-x",
        "type": "party",
        "names": [
            {"text": '=Neue, "Kraft"', "language": "de", "kind": "short", "source": "own", "as_of": "2025"},
            {"text": "'=Kraft", "language": "de", "kind": "short", "source": "own", "as_of": None},
            {
                "text": "Alte Kraft",
                "language": "de",
                "kind": "former",
                "since": None,
                "until": "2010-05",
                "source": "own",
                "as_of": None,
            },
            {"text": "NK", "language": "mul", "kind": "abbreviation", "source": "own", "as_of": None},
        ],
        "country": "KZ",
        "ids": {"wikidata": "Q9", "ftm": "abc"},
        "ties": [
            {
                "relation": "governs",
                "actor": "state-kaz",
                "title": {"de": "Kabinett A", "en": "cabinet A"},
                "from": "2001",
                "to": "2005-02-03",
                "source": "own",
                "as_of": "2024",
            }
        ],
        "founded": "2001",
        "dissolved": None,
        "gender": None,
    },
    {
        "id": "person-y",
        "type": "person",
        "names": [{"text": "Анна Берг", "language": "ru", "kind": "short", "source": "own", "as_of": None}],
        "country": None,
        "ids": {},
        "ties": [
            {
                "relation": relation,
                "actor": "party-x",
                "title": {"und": "Katholikos"} if relation == "leads" else {},
                "from": f"200{number}",
                "to": None,
                "source": "own",
                "as_of": None,
            }
            for number, relation in enumerate(RELATIONS)
        ],
        "founded": "1960-07-08",
        "dissolved": None,
        "gender": "f",
    },
]


def without_origin(found: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Rows without the place that they were imported from."""
    return [{key: value for key, value in row.items() if key != "origin"} for row in found]


def test_json_lines_come_back(write: Write) -> None:
    """Our JSON lines give the same rows again, without forms."""
    text = "".join(jsonl([row | {"forms": [["a", "de", "short"]]} for row in ROWS]))
    assert without_origin(load(write("a.jsonl", text)).rows) == ROWS


def test_csv_comes_back(write: Write) -> None:
    """The CSV gives the same rows again; a cell that looks like a formula is shielded."""
    text = "".join(csv_table(ROWS))
    assert "'=Neue" in text
    assert "''=Kraft" in text
    assert without_origin(load(write("a.csv", text)).rows) == ROWS


def test_an_empty_catalog_is_a_header() -> None:
    """No rows give the header alone, no lines and no entities."""
    assert "".join(csv_table([])).startswith("id,type,name,")
    assert "".join(jsonl([])) + "".join(followthemoney([])) == ""


def test_follow_the_money_comes_back(write: Write) -> None:
    """Types, names, countries, dates, Wikidata ids and all relations with their titles come back."""
    text = "".join(followthemoney(ROWS))
    schemas = [json.loads(line)["schema"] for line in text.splitlines()]
    assert schemas.count("Organization") == 1
    assert schemas.count("Person") == 1
    known = {("x", "1"): "party-x", ("x", "2"): "person-y", ("iso2", "KZ"): "state-kaz"}
    state = {
        "id": "state-kaz",
        "type": "state",
        "names": [{"text": "Kasachstan", "kind": "short"}],
        "country": "KZ",
    }
    found = rows(load(write("a.jsonl", text + "".join(followthemoney([state]))), None, known))
    party, person = found["party-x"], found["person-y"]
    assert (party["type"], person["type"], found["state-kaz"]["type"]) == ("party", "person", "state")
    assert [name[0::2] for name in names(party)] == [
        ('=Neue, "Kraft"', "short"),
        ("'=Kraft", "short"),
        ("NK", "abbreviation"),
        ("Alte Kraft", "former"),
    ]
    assert (party["country"], party["founded"], party["ids"]["wikidata"]) == ("KZ", "2001", "Q9")
    assert (person["founded"], person["gender"]) == ("1960-07-08", "f")
    assert ties(party) == ties(ROWS[0])
    assert ties(person) == ties(ROWS[1])
    assert person["ties"][0]["title"] == {"und": "Katholikos"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: clean(text) == text and any(map(str.isalnum, text))
)
DATES = st.sampled_from([None, "2001", "2001-05", "2001-05-06", "199X", "2001~"])


@st.composite
def catalogs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A few rows, all of whose values are good."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        keys = draw(
            st.lists(
                st.tuples(TEXTS, st.sampled_from(["de", "ru", "und"]), st.sampled_from(sorted(KINDS))),
                max_size=4,
                unique=True,
            )
        )
        kinds = draw(st.lists(st.tuples(st.sampled_from(RELATIONS), DATES), max_size=3, unique=True))
        made.append(
            {
                "id": f"x-{number}",
                "type": draw(st.sampled_from(sorted(TYPES))),
                "names": [
                    {"text": t, "language": g, "kind": k, "source": "own", "as_of": None} for t, g, k in keys
                ],
                "country": draw(st.sampled_from([None, "KZ", "DDR"])),
                "ids": {"wikidata": f"Q{number + 1}", "own": "a-1"},
                "ties": [
                    {
                        "relation": r,
                        "actor": f"y-{number}",
                        "title": {"de": "Amt"},
                        "from": d,
                        "to": None,
                        "source": "own",
                        "as_of": None,
                    }
                    for r, d in kinds
                ],
                "founded": draw(DATES),
                "dissolved": None,
                "gender": None,
            }
        )
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=catalogs())
def test_any_catalog_comes_back(tmp_path: Path, made: list[dict[str, Any]]) -> None:
    """Whatever the names are, CSV and JSON lines give the same rows again."""
    for name, text in (("a.csv", "".join(csv_table(made))), ("a.jsonl", "".join(jsonl(made)))):
        path = tmp_path / name
        path.write_text(text, "utf-8", newline="")
        assert without_origin(load(str(path)).rows) == made
