"""The table of formats: what each is called, which levels it has, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from konturen.export import event_tables, events, ftm, graphs, lists, tables, webanno
from konturen.export.context import Context, Parts

Pieces: TypeAlias = Callable[[Parts, Context], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `pieces` gives its text, None where it is no text (Parquet). `described` says that a
    `datapackage.json` goes beside, `levels` what a row or edge may be."""

    name: str
    suffix: str
    pieces: Pieces | None
    about: str
    levels: tuple[str, ...] = ("statement",)
    described: bool = False


BOTH = ("statement", "relation")
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("csv", ".csv", tables.csv_pieces, "CSV, UTF-8, with datapackage.json", BOTH, True),
        Format("parquet", ".parquet", None, "Parquet, with datapackage.json", BOTH, True),
        Format("graphml", ".graphml", graphs.graphml, "GraphML", BOTH),
        Format("gexf", ".gexf", graphs.gexf, "GEXF 1.3 for Gephi", BOTH),
        Format("pajek", ".net", lists.pajek, "Pajek", ("relation",)),
        Format("edgelist", ".tsv", lists.edgelist, "list of edges for R", BOTH),
        Format("plover", ".jsonl", events.plover, "PLOVER JSON lines"),
        Format("polecat", ".tsv", event_tables.polecat, "columns of POLECAT"),
        Format("icews", ".tsv", event_tables.icews, "columns of ICEWS"),
        Format("gdelt", ".CSV", event_tables.gdelt, "GDELT 2.0 Events, 61 columns, no header"),
        Format("ftm", ".jsonl", ftm.ftm, "FollowTheMoney JSON lines"),
        Format("webanno", ".jsonld", webanno.webanno, "W3C Web Annotation, JSON-LD"),
    )
}
