"""The commands that say how actors stand to each other: relation, pairs, tracks."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from konturen import charts
from konturen.analysis.relations import Relation
from konturen.charts import relations as drawn
from konturen.commands.base import FromLedger, Json, MinScore, app
from konturen.desk import analysing, relating
from konturen.export.formats import columns_csv
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_relations
from konturen.terminal.streams import output, print_lines

Csv = Annotated[
    bool, Parameter(name="--csv", negative="", help="A table of comma-separated values instead of text.")
]
Chart = Annotated[Path | None, Parameter(help="Draw it into a file (.svg, .png; .json is Vega-Lite), too.")]
At = Annotated[str | None, Parameter(help="As it stands at the end of this date (2024, 2024-05, 2024-05-03).")]


@Parameter(name="*")
@dataclass(frozen=True)
class Shown:
    """What counts, and how the answer is shown."""

    json: Json = False
    csv: Csv = False
    chart: Chart = None
    min_score: MinScore = analysing.SURE

    @property
    def settings(self) -> Settings:
        """What counts."""
        return Settings(min_score=self.min_score)

    def answer(self, kind: str, table: Table[Any], more: dict[str, Any] | None = None) -> bool:
        """Print a table as JSON lines or CSV where that is wanted; whether it was."""
        if self.json:
            print_lines({"kind": kind, **(more or {}), **line} for line in table.lines())
        elif self.csv:
            sys.stdout.writelines(columns_csv(table.to_dict()))
        return self.json or self.csv


_PLAIN = Shown()
Actor = Annotated[str, Parameter(help="An actor: name, abbreviation or id.")]


@app.command
def relation(
    a: Actor, b: Actor, /, *, at: At = None, shown: Shown = _PLAIN, source: FromLedger | None = None
) -> int:
    """Say how two actors stand to each other at a date: tone, acts, agreements, contact, who says so."""
    with (source or FromLedger()).open() as book:
        found = relating.relation(a, b, book, at, shown.settings)
    if shown.chart:
        charts.save(
            drawn.tones(Table(Relation, [found]).to_dict(), f"{found.a} – {found.b}", str(found.at)),
            shown.chart,
        )
    if not shown.answer("relation", Table(Relation, [found])):
        render_relations.show_relation(output(), found)
    return 0


@app.command
def pairs(
    *,
    at: At = None,
    most: Annotated[
        int, Parameter(help="How many pairs the text shows.", validator=validators.Number(gt=0))
    ] = 40,
    shown: Shown = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say how all pairs stand to each other at a date, the most intense first."""
    with (source or FromLedger()).open() as book:
        found = relating.pairs(book, at, shown.settings)
    if shown.chart:
        charts.save(drawn.pairs(found.table[:most].to_dict(), str(found.at)), shown.chart)
    if not shown.answer("pair-relation", found.table, {"at": str(found.at)}):
        render_relations.show_pairs(output(), found, most)
    return 0


@app.command
def tracks(
    a: Annotated[str, Parameter(help="A state (all actors of its country) or another actor.")],
    b: Annotated[str, Parameter(help="Another state or actor.")],
    /,
    *,
    period: Annotated[
        str | None, Parameter(help="From when to when (2020/2026); all that is known without it.")
    ] = None,
    shown: Shown = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say how two sides stand on each track (interstate, inter-party, youth ...), and at which pace it
    changes."""
    with (source or FromLedger()).open() as book:
        found = relating.tracks(a, b, book, period, shown.settings)
    more = {"a": found.a, "b": found.b, "since": str(found.since), "until": str(found.until)}
    if shown.chart:
        charts.save(drawn.tracks(found.table.to_dict(), f"{found.a} – {found.b}", more), shown.chart)
    if not shown.answer("track", found.table, more):
        render_relations.show_tracks(output(), found)
    return 0
