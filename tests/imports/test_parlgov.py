"""ParlGov: parties, changes of name, successions, cabinets and presidents."""

from __future__ import annotations

from pathlib import Path

import pytest

from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, names, refused, rows, ties

FILES = {
    "country.csv": "id,name,name_short\n54,Germany,DEU\n40,Switzerland,CHE\n",
    "party.csv": (
        "id,country_id,family_id,name_short,name_english,name,name_ascii,name_nonlatin\n"
        "26,40,1,FDP,Free Party,Freie Partei,Freie Partei,\n"
        "7,54,1,NV,New Union,Neuer Verband,Neuer Verband,\n"
        "8,54,1,AV,Old Union,Alter Verband,Alter Verband,\n"
    ),
    "party_name_change.csv": (
        "comment,name,name_english,party_change,name_short,party_id,name_ascii,date,name_nonlatin,id\n"
        ",Neuer Verband,New Union,0,NV,7,,1990-07-01,,1\n"
        ",Erster Verband ,First Union,0,EV,7,,1950-07-01,,2\n"
    ),
    "party_change.csv": "comment,party_id_new,party_id,date,id\n,7,8,1990-07-01,1\n",
    "cabinet.csv": (
        "id,country_id,start_date,name,caretaker,previous_cabinet_id\n"
        "1,54,1990-01-01,Weber I,0,\n2,54,1994-02-03,Weber II,1,1\n"
    ),
    "cabinet_party.csv": "id,cabinet_id,party_id,pm\n1,1,7,1\n2,2,7,0\n3,1,8,0\n",
    "politician_president.csv": (
        "id,country_id,start_date,end_date,person_id,person_id_source,party_id\n"
        "1,40,1966-01-01,1966-12-31,72,Anna Keller,26\n"
    ),
}
VIEW = (
    "country_name_short,country_name,start_date,cabinet_name,caretaker,cabinet_party,prime_minister,"
    "party_name_short,party_name,party_name_english,cabinet_id,previous_cabinet_id,party_id\n"
    "DEU,Germany,1990-01-01,Weber I,0,1,1,NV,Neuer Verband,New Union,1,,7\n"
    "DEU,Germany,1990-01-01,Weber I,0,0,0,AV,Alter Verband,Old Union,1,,8\n"
    "DEU,Germany,1994-02-03,Weber II,0,1,0,AV,Alter Verband,Old Union,2,1,8\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of ParlGov's tables."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_folder_gives_parties_with_all_their_ties(folder: Path) -> None:
    """Cabinets give governs with dates, changes succeeds, presidents leads; each tie says where it is from."""
    imported = load(str(folder), None, KNOWN)
    found = rows(imported)
    assert imported.format == "parlgov"
    assert set(found) == {"pg-26", "pg-7", "pg-8", "state-deu", "state-che", "pg-person-72"}
    assert ties(found["pg-7"]) == [
        ("succeeds", "pg-8", "1990-07-01", None),
        ("governs", "state-deu", "1990-01-01", "1994-02-03"),
        ("governs", "state-deu", "1994-02-03", None),
    ]
    assert [tie["title"].get("en") for tie in found["pg-7"]["ties"]] == [
        None,
        "cabinet Weber I (prime minister)",
        "cabinet Weber II (caretaker)",
    ]
    assert found["pg-7"]["ties"][1]["source"] == "ParlGov cabinet 1"
    assert ties(found["pg-person-72"]) == [
        ("leads", "state-che", "1966-01-01", "1966-12-31"),
        ("member_of", "pg-26", "1966-01-01", "1966-12-31"),
    ]


def test_former_names_have_their_dates(folder: Path) -> None:
    """A name is former until the next one; the present name learns since when it holds."""
    row = rows(load(str(folder / "party_name_change.csv")))["pg-7"]
    dated = {(n["text"], n["kind"]): (n.get("since"), n.get("until")) for n in row["names"]}
    assert dated[("Erster Verband", "former")] == ("1950-07-01", "1990-07-01")
    assert dated[("Neuer Verband", "official")] == ("1990-07-01", None)
    assert ("NV", "abbreviation") in dated


def test_a_partys_number_is_not_a_states(folder: Path) -> None:
    """Party 26 does not become Italy, whose number among countries is 26."""
    row = rows(load(str(folder / "party.csv"), None, KNOWN))["pg-26"]
    assert (row["country"], row["type"]) == ("CH", "party")


def test_the_view_of_cabinets_alone(tmp_path: Path) -> None:
    """The view of cabinets needs no other file; the opposition is counted."""
    path = tmp_path / "view_cabinet.csv"
    path.write_text(VIEW, "utf-8")
    imported = load(str(path))
    found = rows(imported)
    assert ties(found["pg-8"]) == [("governs", "state-deu", "1994-02-03", None)]
    assert names(found["pg-8"])[:2] == [("Old Union", "en", "official"), ("Alter Verband", "und", "official")]
    assert dict(imported.skipped) == {"party that is not in the cabinet (opposition)": 1}


def test_a_table_needs_the_parties_beside_it(tmp_path: Path) -> None:
    """A table of changes without party.csv says which file is missing."""
    path = tmp_path / "party_change.csv"
    path.write_text(FILES["party_change.csv"], "utf-8")
    refused(path, "party.csv")


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("politician_president.csv", "2,40,1970-01-01,1969-01-01,73,Emil Frei,26\n", '"end_date"'),
        ("party_change.csv", ",26,8,1990-13-01,2\n", '"date"'),
        ("party.csv", "7,54,1,XX,Another,Anderer,Anderer,\n", '"id"'),
        ("cabinet.csv", "3,54,bald,Weber III,0,2\n", '"start_date"'),
        ("party.csv", "9,54,1\n", '"name_short"'),
    ],
)
def test_bad_rows(folder: Path, name: str, line: str, told: str) -> None:
    """A wrong row of any of the tables is an error that names that table, the line and the column."""
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line)
    refused(folder, name, told, "line ")
