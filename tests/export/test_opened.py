"""Exports opened by the libraries that their users have: DuckDB, igraph, networkx, and back by our own import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx
import pytest
from tests import small
from tests.export.test_files import TEXTS, said

import konturen
from konturen.desk import exporting
from konturen.desk.importing import import_events
from konturen.export.event_tables import GDELT, ICEWS, POLECAT
from konturen.export.events import codes
from konturen.ledger.ledger import Ledger, open_ledger

CYRILLIC = said(10, source="Жаңа адамдар", target='"Йод", ёж; Ö', relation="THREATEN", mutual=False)
"""A statement whose ends have letters, quotes and separators that careless writers break."""


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A ledger with statements of every status, hostile names and names in Cyrillic."""
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        yield small.fill(ledger, *TEXTS, CYRILLIC)


def written(book: Ledger, tmp_path: Path, format: str, level: str | None = None) -> Path:
    """The file that an export makes."""
    path = tmp_path / f"out.{format}"
    exporting.write(book, path, format, level)
    return path


@pytest.mark.parametrize("level", ["statement", "relation"])
def test_duckdb_reads_the_same_from_csv_and_parquet(book: Ledger, tmp_path: Path, level: str) -> None:
    """Guessing by itself, DuckDB finds as many rows, the same names and the same days in both; no cell is lost."""
    with duckdb.connect() as base:
        seen = {}
        for format in ("csv", "parquet"):
            path = written(book, tmp_path, format, level)
            name = "target_name"
            day = "first_day" if level == "statement" else "first"
            query = f"SELECT {name}, CAST({day} AS DATE), relation FROM '{path}' ORDER BY ALL"
            seen[format] = base.sql(query).fetchall()
        assert seen["csv"] == seen["parquet"]
        assert [row for row in seen["csv"] if row[0] == '"Йод", ёж; Ö']
        assert any(row[1] is None for row in seen["csv"]) == (level == "statement")


def test_duckdb_finds_the_types_that_the_data_package_says(book: Ledger, tmp_path: Path) -> None:
    """Where `datapackage.json` says number, whole number, date or truth, DuckDB finds it in the Parquet file."""
    path = written(book, tmp_path, "parquet", "statement")
    (resource,) = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
    with duckdb.connect() as base:
        found = {row[0]: row[1] for row in base.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    types = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    wrong = [
        (field["name"], field["type"], found[field["name"]])
        for field in resource["schema"]["fields"]
        if field["type"] in types and found[field["name"]] != types[field["type"]]
    ]
    assert not wrong


def test_duckdb_reads_json_lines(book: Ledger, tmp_path: Path) -> None:
    """Every line of JSONL is a row, with the nested ends reachable by their names."""
    path = tmp_path / "out.jsonl"
    path.write_text("".join(konturen.export(book, "jsonl")), "utf-8")
    with duckdb.connect() as base:
        query = (
            f"SELECT source.name FROM read_json('{path}', format='newline_delimited') WHERE kind = 'statement'"
        )
        names = [row[0] for row in base.sql(query).fetchall()]
    assert len(names) == len(TEXTS) + 1
    assert "Жаңа адамдар" in names


def test_igraph_reads_names_and_weights_of_pajek(book: Ledger, tmp_path: Path) -> None:
    """The library under R's igraph finds each name of a vertex and each weight; networkx finds the same ones."""
    path = written(book, tmp_path, "pajek")
    graph, other = igraph.Graph.Read_Pajek(str(path)), networkx.read_pajek(path)
    assert graph.is_directed()
    assert graph.ecount() == other.number_of_edges()
    assert "Жаңа адамдар" in graph.vs["name"]
    assert "Жаңа адамдар" in other.nodes
    weights = [data["weight"] for *_, data in other.edges(data=True)]
    assert sorted(graph.es["weight"]) == sorted(weights)
    assert max(weights) == 3


def test_igraph_makes_a_graph_of_the_edge_list(book: Ledger, tmp_path: Path) -> None:
    """As R's `graph_from_data_frame(read.delim(FILE, quote = ""))` does: the first two columns are the ends."""
    lines = written(book, tmp_path, "edgelist").read_text("utf-8").splitlines()
    head, *rows = (line.split("\t") for line in lines)
    assert head[:2] == ["from", "to"]
    assert {len(row) for row in rows} == {len(head)}
    graph = igraph.Graph.TupleList(rows, directed=True, edge_attrs=head[2:])
    assert graph.ecount() == len(TEXTS) + 1
    assert "Жаңа адамдар" in graph.es["from_name"]


@pytest.mark.parametrize("format", ["plover", "polecat", "icews"])
def test_what_goes_out_as_events_comes_in_again(book: Ledger, tmp_path: Path, format: str) -> None:
    """Our import takes every line of the export: as many statements, with their relations and first days."""
    path = tmp_path / "events.txt"
    told = exporting.write(book, path, format)
    with open_ledger(str(tmp_path / "old.sqlite"), create=True) as old:
        import_events(old, path, format)
        again = [r.statement for r in old.reader.statements()]
    rows = [r.statement for r in book.reader.statements()]
    known = codes().cameo if format == "icews" else codes().plover
    sent = [s for s in rows if s.status in ("happened", "ongoing") and s.when and s.relation in known]
    assert len(again) == len(sent) == told.written
    assert sorted(s.relation for s in again) == sorted(s.relation for s in sent)
    assert not path.with_name("events.txt.rejected").exists()


def test_event_columns_are_those_of_the_published_files() -> None:
    """First, last and neighbouring columns as in the files of ICEWS, POLECAT and GDELT 2.0, by their places."""
    assert [ICEWS[n] for n in (0, 6, 7, 11, 19)] == [
        *("Event ID", "CAMEO Code", "Intensity", "Story ID", "Longitude"),
    ]
    assert [POLECAT[n] for n in (0, 5, 10, 14, 22, 23, 33, 39)] == [
        *("Event ID", "Quad Code", "Primary Actor Sector", "Wikipedia Actor ID", "Wikipedia Recipient ID"),
        *("Placename", "Source", "Version"),
    ]
    places = {1: "SQLDATE", 4: "FractionDate", 7: "Actor1CountryCode", 16: "Actor2Name", 26: "EventCode"}
    places |= {
        28: "EventRootCode",
        29: "QuadClass",
        30: "GoldsteinScale",
        34: "AvgTone",
        53: "ActionGeo_CountryCode",
    }
    assert {n: GDELT[n] for n in (*places, 59, 60)} == places | {59: "DATEADDED", 60: "SOURCEURL"}


def test_the_value_is_of_the_code_and_the_fraction_is_gdelts(book: Ledger, tmp_path: Path) -> None:
    """A threat is 130 with its own Goldstein value, -4.4, and 3 May is (4 * 30 + 3) / 365 of its year."""
    lines = written(book, tmp_path, "gdelt").read_text("utf-8").splitlines()
    rows = [dict(zip(GDELT, line.split("\t"), strict=True)) for line in lines]
    (threat,) = [row for row in rows if row["EventRootCode"] == "13"]
    assert (threat["EventCode"], threat["GoldsteinScale"]) == ("130", "-4.4")
    assert (threat["SQLDATE"], threat["FractionDate"]) == ("20240503", "2024.3370")


def test_a_story_in_sentences_is_evidence(tmp_path: Path) -> None:
    """A PLOVER line with `source` and a list of sentences, as the manual has it, comes in with these as its words."""
    ends = {"source": [{"actor_text": "Nordlicht"}], "recipient": [{"actor_text": "Morgenrot"}]}
    info = {"text_story": ["Nordlicht met Morgenrot.", "It rained."]}
    line = {"id": "1", "date": "2024-05-03", "event": ["CONSULT"], "text_info": info} | ends
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    with open_ledger(str(tmp_path / "old.sqlite"), create=True) as old:
        import_events(old, path, "plover")
        (found,) = old.reader.statements()
    assert found.statement.evidence.text == "Nordlicht met Morgenrot. It rained."
    assert (found.statement.source.surface, found.statement.relation) == ("Nordlicht", "CONSULT")
