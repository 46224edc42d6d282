"""Party Facts: core and the file that joins it to Wikidata."""

from __future__ import annotations

from pathlib import Path

import pytest

from konturen.imports.partyfacts import other_names
from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, names, refused, rows

CORE = "country,partyfacts_id,technical,name_short,name,name_english,name_other,year_first,year_last,share\n"
ONE = "KAZ,3748,,NO,Nur Otan,Light of the Fatherland / Amanat,Kazakh: Нұр Отан,1999,,71\n"
JOINED = "country,partyfacts_id,wikidata_id,name,name_short,name_native\n"


def test_a_party_of_the_core(write: Write) -> None:
    """A row becomes a party with the catalog's id, names of both sides of " / ", and its origin."""
    imported = load(write("core.csv", CORE + ONE), None, KNOWN)
    row = rows(imported)["party-kaz-amanat"]
    assert names(row) == [
        ("Light of the Fatherland", "en", "official"),
        ("Amanat", "en", "official"),
        ("Nur Otan", "und", "official"),
        ("NO", "mul", "abbreviation"),
        ("Нұр Отан", "kk", "native"),
    ]
    assert (imported.format, row["country"], row["founded"], row["origin"]) == (
        "partyfacts",
        "KZ",
        "1999",
        "Party Facts 3748",
    )
    assert row["names"][0]["source"] == "Party Facts 3748"


def test_technical_rows_and_strange_countries_are_counted(write: Write) -> None:
    """Rows that are no parties are counted, and so are countries that ISO does not know."""
    text = CORE + ONE + "KAZ,9,12,tech,technical,technical,,1800,,\nZZB,10,,AB,Ab Cd,Ef Gh,,1960,1961,\n"
    imported = load(write("core.csv", text))
    assert [row["id"] for row in imported.rows] == ["pf-3748", "pf-10"]
    assert dict(imported.skipped) == {
        "technical row (no party)": 1,
        "country that ISO 3166 does not know (left empty)": 1,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Persian: حرکت\u200e;", [("حرکت\u200e".strip("\u200e"), "fa", "native")]),
        (
            "Berber: Agraw i Yidles; Arabic: التجمع",
            [("Agraw i Yidles", "ber", "native"), ("التجمع", "ar", "native")],
        ),
        ("Arabic: Harakat حركة", [("Harakat", "ar", "transliteration"), ("حركة", "ar", "native")]),
        (
            "simplified Chinese: 进步党; traditional Chinese: 進步黨",
            [("进步党", "zh", "native"), ("進步黨", "zh", "native")],
        ),
        ("公民黨", [("公民黨", "und", "native")]),
        ("", []),
    ],
)
def test_other_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The languages that name_other tells are kept, and scripts are told apart."""
    assert list(other_names(text)) == expected


def test_wikidata_number_that_several_parties_share(write: Write) -> None:
    """A number that two parties share says of neither which it is: both stay, without it."""
    text = (
        JOINED + "KAZ,1,Q5,Party One,,\nKAZ,2,Q5,Party Two,PT,Екі\nRUS,3,Q649,United Russia,ER,Единая Россия\n"
    )
    imported = load(write("w.csv", text), None, KNOWN)
    found = rows(imported)
    assert set(found) == {"pf-1", "pf-2", "party-rus-er"}
    assert found["pf-2"]["ids"] == {"partyfacts": "2"}
    assert found["party-rus-er"]["ids"] == {"partyfacts": "3", "wikidata": "Q649"}
    assert dict(imported.skipped) == {"wikidata_id that several parties share": 2}


def test_a_folder_joins_both_files(tmp_path: Path) -> None:
    """In a folder the joining file gives the core's parties their Wikidata ids and with them the catalog's."""
    (tmp_path / "partyfacts-core-parties.csv").write_text(
        CORE + "RUS,3,,ER,Edinaya Rossiya,United Russia,,2001,,\n", "utf-8"
    )
    (tmp_path / "wikidata.csv").write_text(JOINED + "RUS,3,Q649,United Russia,ER,Единая Россия\n", "utf-8")
    row = load(str(tmp_path), None, KNOWN).rows[0]
    assert (row["id"], row["founded"]) == ("party-rus-er", "2001")
    assert {"United Russia", "Edinaya Rossiya", "Единая Россия"} <= {name["text"] for name in row["names"]}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("KAZ,3748,,X,Anders,Another Party,,1999,,\n", '"partyfacts_id"'),
        ("KAZ,5,,X,Anders,Another Party,,1999,1998,\n", '"year_last"'),
        ("KAZ,5,,X,Anders,Another Party,,199,,\n", '"year_first"'),
        ("KAZ,fünf,,X,Anders,Another Party,,1999,,\n", '"partyfacts_id"'),
        ("KAZ,5,,X,Anders\n", '"name_english"'),
    ],
)
def test_bad_rows(write: Write, line: str, told: str) -> None:
    """A contradicting number, an end before its beginning and a cut row name line and column."""
    refused(write("core.csv", CORE + ONE + line), "line 3", told)


def test_wrong_header(write: Write) -> None:
    """A file that lacks a column, read as Party Facts by name, names the column and what it has."""
    refused(
        write("core.csv", "country,partyfacts_id\nKAZ,1\n"),
        '"technical"',
        "country, partyfacts_id",
        format="partyfacts",
    )
