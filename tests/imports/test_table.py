"""Plain CSV becomes rows of the catalog, or an error that names line and column."""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args

import pytest

from konturen.actors.catalog import Catalog, NameKind
from konturen.imports.reading import load
from konturen.imports.rows import KINDS, clean
from konturen.imports.writing import jsonl
from tests.imports.helpers import KNOWN, Write, names, refused, rows, ties

HEAD = "id,type,name,language,kind,country,founded,dissolved,wikidata,part_of,leads,from,to\n"


def test_a_row_has_all_that_the_catalog_reads(write: Write) -> None:
    """A line becomes a row that the catalog loads, with origin, name, ids, country and dates."""
    text = HEAD + "x-1,party,Neue Kraft,de,,KAZ,2001,2019-05-03,Q12,,,,\n"
    imported = load(write("mine.csv", text))
    row = rows(imported)["x-1"]
    assert (imported.format, row["country"], row["founded"], row["dissolved"]) == (
        "csv",
        "KZ",
        "2001",
        "2019-05-03",
    )
    assert (row["ids"], row["origin"]) == ({"wikidata": "Q12"}, "import:mine.csv line 2")
    assert row["names"] == [
        {
            "text": "Neue Kraft",
            "language": "de",
            "kind": "short",
            "source": "import:mine.csv line 2",
            "as_of": None,
        }
    ]
    assert Catalog.from_lines(jsonl(imported.rows))["x-1"].names[0].text == "Neue Kraft"


def test_kinds_of_names_are_the_catalogs() -> None:
    """The kinds of names that imports allow are those that the catalog allows."""
    assert frozenset(get_args(NameKind)) == KINDS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_byte_order_mark(write: Write, delimiter: str) -> None:
    """Comma, semicolon and tab are told apart, a byte order mark and Windows line ends are no part of the text."""
    text = "\ufefftype,name,language\r\nparty,Партия Роста,ru\r\n".replace(",", delimiter)
    assert names(load(write("a.csv", text)).rows[0]) == [("Партия Роста", "ru", "short")]


def test_without_an_id_type_and_name_make_one(write: Write) -> None:
    """An actor without an id gets one of its type and its folded name."""
    assert load(write("a.csv", "type;name\nparty;Einiges Russland\n")).rows[0]["id"] == "party-einiges-russland"


def test_known_outside_id_gives_the_catalogs_id_and_ties_follow(write: Write) -> None:
    """An actor whose Wikidata id the catalog knows gets the catalog's id, and ties to its own id go there."""
    text = HEAD + "er,party,Einiges Russland,de,,,,,Q649,,,,\nmg,organisation,MGER,de,,,,,,er,,2005,\n"
    found = rows(load(write("a.csv", text), None, KNOWN))
    assert ties(found["mg"]) == [("part_of", "party-rus-er", "2005", None)]
    assert "er" not in found


def test_tie_targets_by_name_by_outside_id_and_by_catalog_id(write: Write) -> None:
    """A tie names the other actor by its name in the file, by an outside id or by an id of the catalog."""
    text = "type,name,member_of\nperson,Anna Berg,Neue Kraft|wikidata:Q649|party-kaz-respublica\nparty,Neue Kraft,\n"
    row = rows(load(write("a.csv", text), None, KNOWN))["person-anna-berg"]
    assert [tie[1] for tie in ties(row)] == ["party-neue-kraft", "party-rus-er", "party-kaz-respublica"]


def test_lines_of_one_id_complete_each_other(write: Write) -> None:
    """Further lines of an id add names and ties; nothing is said twice."""
    text = (
        HEAD
        + "a,party,Amanat,de,,KZ,,,,,,,\na,party,Nur Otan,de,former,,,,,,,,\na,party,Аманат,ru,,KZ,,,,,,,\n"
    )
    row = load(write("a.csv", text)).rows[0]
    assert names(row) == [("Amanat", "de", "short"), ("Nur Otan", "de", "former"), ("Аманат", "ru", "short")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a,partei,X Y,de,,,,,,,,,", ("line 3", '"type"', "partei", "movement")),
        ("a,party,X Y,de,,,2010,2009,,,,,", ("line 3", '"dissolved"', "before its beginning")),
        ("a,party,X Y,de,,,2010,,,,b-1,2012-05,2011", ("line 3", '"to"', "before its beginning")),
        ("a,party,X Y,de,,,gestern,,,,,,", ("line 3", '"founded"', "gestern")),
        ("a,party,X Y,de,,Atlantis,,,,,,,", ("line 3", '"country"', "Atlantis")),
        ("a,party,X Y,de,nick,,,,,,,,", ("line 3", '"kind"', "nick")),
        ("a,party,X Y,de,,,,,12,,,,", ("line 3", '"wikidata"')),
        ("b,person,X Y,de,,,,,,,,,", ("line 3", '"type"', "party", "line 2")),
        ("b,party,Anders,de,,,,,,,,,", ("line 3", '"name"', "Bund", "Anders", "line 2")),
        ("b,party,,de,,,1999,,,,,,", ("line 3", '"founded"', "1999", "1990")),
        ("a b,party,X Y,de,,,,,,,,,", ("line 3", '"id"')),
        (",party,,de,,,,,,,,,", ("line 3", '"name"')),
        ("a,party,123 ---,de,,,,,,,Nirgends GmbH,,", ("Nirgends GmbH", "no actor of this file")),
        ("a,party,!!!,de,,,,,,,,,", ("line 3", '"name"', "letter")),
        ("a,party,X Y,de,,,,,,,,2001,", ("line 3", '"from"')),
        ("a,party,X Y,de", ("line 3", '"kind"', "4 cells")),
        ("a,party,X Y,de,,,,,,,,,,zuviel", ("line 3", '"to"', "14 cells")),
        ('a,party,"X Y,de,,,,,,,,,', ("line 3", "quote")),
        (f"a,party,{'x' * 301},de,,,,,,,,,", ("line 3", '"name"', "300")),
        ("a,party,X Y,de,,,,,,a,,,", ("line 3", '"part_of"', "itself")),
    ],
)
def test_bad_lines_name_line_and_column(write: Write, line: str, told: tuple[str, ...]) -> None:
    """Each fault of a line is an error that names file, line and column, and gives no rows."""
    refused(write("bad.csv", f"{HEAD}b,party,Bund,de,,,1990,,,,,,\n{line}\n"), "bad.csv", *told)


def test_cycle_of_parts_is_refused(write: Write) -> None:
    """Three actors that are part of one another are an error that names them and a line."""
    text = "id,type,name,part_of\na,party,A x,b\nb,party,B x,c\nc,party,C x,a\n"
    refused(write("a.csv", text), "line ", '"part_of"', "a -> b -> c -> a")


def test_chain_of_parts_is_no_cycle(write: Write) -> None:
    """A long chain, and two ways to one whole, are no cycle."""
    text = "id,type,name,part_of\n" + "".join(
        f"a-{n},party,N{n} x,a-{n + 1}|a-{min(n + 2, 5000)}\n" for n in range(5000)
    )
    assert len(load(write("a.csv", text + "a-5000,party,Last x,\n")).rows) == 5001


def test_wrong_headers(write: Write) -> None:
    """A header without type, with an unknown or with a double column is an error that names the column."""
    refused(write("a.csv", "id,name\na,b\n"), "line 1", '"type"', "id, name", format="csv")
    refused(write("b.csv", "type,name,foundd\nparty,A b,1999\n"), "line 1", '"foundd"', "founded")
    refused(write("c.csv", "type,name,name\nparty,A b,C d\n"), "line 1", '"name"', "twice")
    refused(write("d.csv", "type,name\n"), "line 1", "no row")


def test_broken_encoding_names_line_and_column(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is an error that names the line and the column in which it stands."""
    path = tmp_path / "latin.csv"
    path.write_bytes("id,type,name,country\na,party,Grün,DE\nb,party,Rot,DE\n".encode("cp1252"))
    refused(path, "line 2", '"name"', "UTF-8")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Neue\u00a0 Kraft\t", "Neue Kraft"),
        ("Ne\x00ue\u202e Kraft\u200f", "Neue Kraft"),
        ("Gru\u0308ne", "Grüne"),
        ("حزب\u200cما", "حزب\u200cما"),
        ("\u200dAmanat\ud800", "Amanat"),
        ("x" * 300, "x" * 300),
        ("x" * 301, None),
        ("й" * 5000, None),
    ],
)
def test_names_are_cleaned(raw: str, expected: str | None) -> None:
    """Names are composed, on one line and without control, bidi and half characters; too long ones are none."""
    assert clean(raw) == expected


def test_hostile_names_cost_little() -> None:
    """Heaps of marks and joiners are cleaned in time that does not grow as their square."""
    begun = time.process_time()
    for raw in ("a" + "\u0301\u0316" * 590, "\u200d" * 1200, "\u202e" * 1_000_000, " " * 1_000_000):
        for _ in range(20):
            clean(raw)
    assert time.process_time() - begun < 2


def test_a_large_file_is_read_in_linear_time(write: Write) -> None:
    """Twenty thousand lines take well under two seconds of work."""
    text = "id,type,name,language,member_of,from\n" + "".join(
        f"a-{n},person,Имя Фамилия {n},ru,a-{(n * 7 + 1) % 20000},2001-05\n"
        for n in range(20000)
        if n * 6 % 20000 != 19999
    )
    path = write("big.csv", text)
    begun = time.process_time()
    assert len(load(path).rows) == 20000
    assert time.process_time() - begun < 4
