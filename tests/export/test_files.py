"""Each format, opened by another tool's own library or held against that format's own rules."""

from __future__ import annotations

import csv
import json
import os
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx
import pandas
import polars
import pytest
from pyarrow import parquet
from tests import factory, small

import konturen
from konturen.desk import exporting
from konturen.errors import QueryError
from konturen.export.event_tables import GDELT, ICEWS, POLECAT
from konturen.export.events import codes
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query
from konturen.ledger.stream import flat, stream
from konturen.ledger.verdicts import Ruling
from konturen.records import Coded, Coverage, End, Evidence, Statement

EVIL = '=cmd("x")\x01 <b>&"\'\t\r\n- über Жаңа'
"""A name that means harm in spreadsheets, XML, JSON and tables of tabs."""


def said(number: int, **changes: Any) -> Coded:
    """A text of one statement; ends named by `source` and `target`."""
    source, target = changes.pop("source", "Nordlicht"), changes.pop("target", "Morgenrot")
    text = f"Text {number} begins. {source} met {target} once. It ends."
    body = f"{source} met {target} once."
    start = text.index(body)
    ends = [
        End(name, f"new:{name.casefold()}", "party", name, text.index(name), text.index(name) + len(name))
        for name in (source, target)
    ]
    made: Statement = factory.statement(
        source=ends[0],
        target=ends[1],
        evidence=Evidence(body, start, start + len(body)),
        when_text=None,
        cue="met",
    )
    document = factory.document(text, location=f"https://example.org/{number}?a=1&b=<2>", language="en")
    return Coded(document, (), (replace(made, **changes),), (), Coverage(3, 3, len(text), ()))


TEXTS = (
    said(1),
    said(2),
    said(3, status="denied"),
    said(4, status="planned", when="2026/2028"),
    said(5, source=EVIL, relation="ACCUSE", mutual=False),
    said(6, when=None),
    said(7, relation="LEADS", mutual=False),
    said(8, status="ongoing", when="2005/.."),
    said(9, relation="REQUEST", mutual=False, when="2024-05"),
)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A ledger with statements of every status and a hostile name."""
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        yield small.fill(ledger, *TEXTS)


def written(book: Ledger, tmp_path: Path, format: str, level: str | None = None) -> Path:
    """The file that an export makes."""
    path = tmp_path / f"out.{format}"
    exporting.write(book, path, format, level)
    return path


def test_the_stream_is_what_the_reader_reads(book: Ledger) -> None:
    """Part by part come the rows of `Reader.statements`, also where persons merged, amended and rejected."""
    book.writer.judge(Decision("same", "new:nordlicht", "new:morgenrot", "ada"), small.WHEN)
    ids = [r.id for r in book.reader.statements()]
    book.writer.rule([Ruling("statement", ids[0], "reject", "ada")], small.WHEN)
    book.writer.rule([Ruling("statement", ids[1], "accept", "ada")], small.WHEN)
    for size in (1, 4, 100):
        parts = list(stream(book.reader, 0.0, size))
        assert [row for part in parts for row in part] == [flat(r) for r in book.reader.statements(Query())]
        assert len(parts) == -(-len(TEXTS) // size)


def test_parquet_is_read_by_three_tools(book: Ledger, tmp_path: Path) -> None:
    """polars, pandas and pyarrow read the same ids, dates as dates and lists as lists."""
    path = written(book, tmp_path, "parquet")
    ids = [r.id for r in book.reader.statements()]
    frame = polars.read_parquet(path)
    assert frame["id"].to_list() == pandas.read_parquet(path)["id"].tolist() == ids
    assert frame.schema["first_day"] == polars.Date
    assert frame.schema["places"] == polars.List(polars.String)
    assert frame.filter(polars.col("when") == "2026/2028")["last_day"].to_list() == [date(2028, 12, 31)]
    assert frame.filter(polars.col("when") == "2005/..")["last_day"].to_list() == [None]
    assert parquet.read_schema(path).metadata[b"level"] == b"statement"


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_duckdb_counts_the_same(book: Ledger, tmp_path: Path, format: str) -> None:
    """DuckDB reads the file by its name alone, with days as days, and counts statements by status as the reader."""
    if format == "jsonl":
        path = tmp_path / "out.jsonl"
        path.write_text("".join(konturen.export(book, "jsonl")), "utf-8")
    else:
        path = written(book, tmp_path, format)
    with duckdb.connect() as database:
        held = database.sql(f"SELECT status, count(*) FROM '{path}' WHERE relation IS NOT NULL GROUP BY status")
        counted = dict(held.fetchall())
        ids = [key for (key,) in database.sql(f"SELECT id FROM '{path}'").fetchall()]
        if format != "jsonl":
            wide = database.sql(f"SELECT id FROM '{path}' WHERE last_day - first_day > 365").fetchall()
            assert len(wide) == 1
    assert counted == Counter(r.statement.status for r in book.reader.statements())
    assert ids == [r.id for r in book.reader.statements()]


@pytest.mark.parametrize("level", ["statement", "relation"])
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_data_package_names_the_columns(book: Ledger, tmp_path: Path, format: str, level: str) -> None:
    """The descriptor's fields are the columns of the table beside it, in their order."""
    path = written(book, tmp_path, format, level)
    held = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    read = polars.read_csv(path) if format == "csv" else polars.read_parquet(path)
    (resource,) = held["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == read.columns
    assert resource["path"] == path.name


def test_two_tables_share_a_data_package(book: Ledger, tmp_path: Path) -> None:
    """A second table joins the first in the descriptor; the same again replaces itself."""
    for format in ("csv", "parquet", "csv"):
        written(book, tmp_path, format)
    held = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert [r["path"] for r in held["resources"]] == ["out.parquet", "out.csv"]


def test_frictionless_finds_csv_valid(book: Ledger, tmp_path: Path) -> None:
    """The checker of the Frictionless project finds no fault in the package."""
    frictionless = pytest.importorskip("frictionless")
    written(book, tmp_path, "csv", "statement")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


def test_no_cell_of_csv_runs(book: Ledger, tmp_path: Path) -> None:
    """No cell of text begins like a formula, and the evidence is there with all its characters."""
    for level in ("statement", "relation"):
        with written(book, tmp_path, "csv", level).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert not [c for row in rows for c in row.values() if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert any("cmd" in value for row in rows for value in row.values())


def test_relations_count_sources_and_keep_denials_apart(book: Ledger, tmp_path: Path) -> None:
    """A denied meeting is a row of its own; texts 1, 2, 6 are three sources of the one that happened."""
    frame = polars.read_parquet(written(book, tmp_path, "parquet", "relation"))
    met = frame.filter((polars.col("relation") == "CONSULT") & polars.col("source").eq("new:nordlicht"))
    counted = {row["status"]: (row["statements"], row["sources"], row["dated"]) for row in met.to_dicts()}
    assert counted == {"happened": (3, 3, 2), "denied": (1, 1, 1), "planned": (1, 1, 1), "ongoing": (1, 1, 1)}
    assert met.filter(polars.col("status") == "ongoing")["open"].to_list() == [True]


@pytest.mark.parametrize("level", ["statement", "relation"])
def test_graphs_open_in_networkx_and_igraph(book: Ledger, tmp_path: Path, level: str) -> None:
    """Both graphs hold every edge under an id of its own, and the hostile name."""
    for format, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        path = written(book, tmp_path, format, level)
        root = ElementTree.parse(path).getroot()
        found = [e for e in root.iter() if e.tag.endswith("}edge")]
        assert len({e.get("id") for e in found}) == len(found)
        edges = len(found)
        assert edges == (9 if level == "statement" else 7)
        if format == "gexf":
            assert read(path).number_of_edges() == edges
        else:
            graph = read(path, force_multigraph=True)
            assert graph.number_of_edges() == edges
            again = igraph.Graph.Read_GraphML(str(path))
            assert (again.ecount(), again.vcount()) == (edges, graph.number_of_nodes())
            assert "weight" in again.es.attributes()
        assert any("cmd" in (e.get("label") or "") + "".join(e.itertext()) for e in root.iter())


GEXF = "{http://gexf.net/1.3}"


@pytest.mark.parametrize("level", ["statement", "relation"])
def test_gexf_keeps_the_rules_of_its_schema(book: Ledger, tmp_path: Path, level: str) -> None:
    """Ends of edges are nodes, values are of declared attributes and types, spells do not end before they begin."""
    root = ElementTree.parse(written(book, tmp_path, "gexf", level)).getroot()
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert [child.tag.removeprefix(GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    nodes = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    (declared,) = [a for a in graph.findall(f"{GEXF}attributes") if a.get("class") == "edge"]
    types = {a.get("id"): a.get("type") for a in declared}
    reads: dict[str, Any] = {"integer": int, "double": float, "string": str, "boolean": ["true", "false"].index}
    spelled = 0
    for edge in graph.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes
        float(edge.get("weight") or "")
        for value in edge.iter(f"{GEXF}attvalue"):
            reads[types[value.get("for")] or ""](value.get("value"))
        for spell in edge.iter(f"{GEXF}spell"):
            spelled += 1
            ends = [date.fromisoformat(d) for d in (spell.get("start"), spell.get("end")) if d]
            assert ends == sorted(ends)
    assert spelled == (8 if level == "statement" else 7)


def test_pajek_and_edges_hold_acts(book: Ledger, tmp_path: Path) -> None:
    """networkx and igraph read the network of acts; the list of edges has one line for each statement."""
    path = written(book, tmp_path, "pajek")
    assert networkx.read_pajek(path).number_of_edges() == igraph.Graph.Read_Pajek(str(path)).ecount() == 5
    frame = pandas.read_csv(written(book, tmp_path, "edgelist"), sep="\t", quoting=csv.QUOTE_NONE)
    graph = networkx.from_pandas_edgelist(
        frame, "from", "to", create_using=networkx.MultiDiGraph, edge_attr=True
    )
    assert graph.number_of_edges() == 9


def test_event_formats_take_acts_only_and_tell_the_rest(book: Ledger, tmp_path: Path) -> None:
    """Denied, planned, undated statements and relations without counterpart are counted, not written."""
    told = exporting.write(book, tmp_path / "a", "plover")
    assert (told.read, told.written) == (9, 5)
    assert told.left == {"denied": 1, "planned": 1, "no date": 1, "LEADS has no counterpart": 1}
    assert exporting.write(book, tmp_path / "a", "gdelt").left["REQUEST has no counterpart"] == 1


def test_plover_has_what_the_manual_requires(book: Ledger, tmp_path: Path) -> None:
    """Each line has id, date, actor and event; the sentence and the coder are where PLOVER has a place for them."""
    lines = [json.loads(line) for line in written(book, tmp_path, "plover").read_text("utf-8").splitlines()]
    assert len({line["id"] for line in lines}) == 5
    for line in lines:
        assert date.fromisoformat(line["date"])
        assert line["event"][0] in codes().plover
        assert line["source"][0]["actor_text"]
        assert line["quad_code"] in (1, 2, 3, 4)
        assert isinstance(line["event_text"], list)
        info = line["text_info"]
        assert [line["text"]] == info["text_story"]
        assert info["end"] - info["start"] == len(line["text"])
        assert line["cite_info"]["codebook"] == "konturen-plover"
        assert line["cite_info"]["coder"] == "konturen test/1"
    assert {line["date"]: line.get("enddate") for line in lines}["2024-05-01"] == "2024-05-31"


def test_tables_of_events_have_their_columns(book: Ledger, tmp_path: Path) -> None:
    """ICEWS 20, POLECAT 40 and GDELT 61 columns; codes and numbers are read as such."""
    frames = {
        name: pandas.read_csv(path, sep="\t", dtype=str, quoting=csv.QUOTE_NONE, header=header)
        for name, header in (("icews", 0), ("polecat", 0), ("gdelt", None))
        if (path := written(book, tmp_path, name))
    }
    assert (len(ICEWS), len(POLECAT), len(GDELT)) == (20, 40, 61)
    assert list(frames["icews"].columns) == ICEWS
    assert list(frames["polecat"].columns) == POLECAT
    assert frames["gdelt"].shape == (4, 61)
    event = frames["gdelt"].set_axis(list(GDELT), axis=1)
    accused = event[event["EventRootCode"] == "11"].iloc[0]
    assert (accused["QuadClass"], accused["GoldsteinScale"], accused["SQLDATE"]) == ("3", "-2.0", "20240503")
    assert accused["Actor1Name"].startswith("'=CMD")
    assert event["GLOBALEVENTID"].astype("int64").is_unique
    assert set(frames["polecat"]["Quad Code"]) == {"VERBAL COOPERATION", "VERBAL CONFLICT"}


def test_followthemoney_takes_every_entity(book: Ledger, tmp_path: Path) -> None:
    """FollowTheMoney's own model validates each line, loses no value, and each link's ends are there."""
    if "KONTUREN_REQUIRE_FTM" not in os.environ:
        pytest.importorskip("followthemoney")
    from followthemoney import EntityProxy, model

    lines = [json.loads(line) for line in written(book, tmp_path, "ftm").read_text("utf-8").splitlines()]
    ids = {line["id"] for line in lines}
    for line in lines:
        schema = model.get(line["schema"])
        assert schema is not None
        schema.validate(line)
        proxy = EntityProxy.from_dict(line, cleaned=False)
        assert proxy.id == line["id"]
        assert set(proxy.properties) == set(line["properties"]), line
    links = [line["properties"] for line in lines if line["schema"] == "UnknownLink"]
    assert len(links) == 9
    for link in links:
        assert {*link["subject"], *link["object"], *link["proof"]} <= ids


CONTEXT = {
    "@vocab": "http://www.w3.org/ns/oa#",
    "id": "@id",
    "type": "@type",
    "target": "hasTarget",
    "body": "hasBody",
    "selector": "hasSelector",
    "source": {"@id": "hasSource", "@type": "@id"},
    "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list"},
}
"""The part of the Web Annotation context that the test needs, in its own words: nothing is fetched."""


def test_annotations_expand_and_find_their_words(book: Ledger, tmp_path: Path) -> None:
    """A JSON-LD processor expands the page; both selectors of each annotation find the words in the text."""
    jsonld = pytest.importorskip("pyld").jsonld
    page = json.loads(written(book, tmp_path, "webanno").read_text("utf-8"))
    texts = {r.id: book.reader.text(r.document.id) for r in book.reader.statements()}
    for item in page["items"]:
        quoted, place = item["target"]["selector"]
        text = texts[item["id"].rpartition(":")[2]]
        assert text[place["start"] : place["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text
    (expanded,) = jsonld.expand(page | {"@context": CONTEXT})
    (listed,) = expanded["https://www.w3.org/ns/activitystreams#items"]
    oa = "http://www.w3.org/ns/oa#"
    targets = [item[f"{oa}hasTarget"][0] for item in listed["@list"]]
    assert len(targets) == 9
    sources = {target[f"{oa}hasSource"][0]["@id"] for target in targets}
    assert sources == {f"https://example.org/{n}?a=1&b=%3C2%3E" for n in range(1, 10)}


def test_a_fault_leaves_the_old_file(book: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing breaks off the place holds what it held, and nothing lies beside it."""
    path = tmp_path / "old.parquet"
    path.write_text("old")

    def broken(*_: Any) -> Any:
        yield from ()
        raise RuntimeError("gone")

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(exporting, "stream", broken)
    monkeypatch.setattr(exporting.arrow, "batches", broken)
    for format in ("parquet", "csv", "gexf"):
        with pytest.raises(RuntimeError):
            exporting.write(book, path, format)
    assert path.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_bad_wishes_are_told(book: Ledger, tmp_path: Path) -> None:
    """An unknown format, a level that the format lacks and Parquet to standard output name what is wrong."""
    with pytest.raises(QueryError, match="xml"):
        exporting.write(book, tmp_path / "a", "xml")
    with pytest.raises(QueryError, match="--level relation"):
        exporting.write(book, tmp_path / "a", "plover", "relation")
    with pytest.raises(QueryError, match="file only"):
        exporting.pieces(book, "parquet")


def test_an_empty_ledger_is_an_empty_file(tmp_path: Path) -> None:
    """Every format writes a file that opens, without rows."""
    with open_ledger(str(tmp_path / "e.sqlite"), create=True) as empty:
        for format in exporting.FORMATS:
            assert exporting.write(empty, tmp_path / f"e.{format}", format).read == 0
    assert polars.read_parquet(tmp_path / "e.parquet").is_empty()
    assert networkx.read_gexf(tmp_path / "e.gexf").number_of_nodes() == 0
    assert json.loads((tmp_path / "e.webanno").read_text())["items"] == []
