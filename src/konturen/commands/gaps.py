"""The commands about two sides: gaps between counterparts, and the matrix of all against all."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from konturen.actors.roles import Level
from konturen.charts import drawing
from konturen.charts import gaps as gaps_chart
from konturen.charts import matrix as matrix_chart
from konturen.commands.base import FromLedger, Json, MinScore, app
from konturen.desk import analysing, gapping
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_gaps
from konturen.terminal.streams import output, print_lines

SideName = Annotated[str, Parameter(help="A state (its parties), or actors parted by commas.")]
Csv = Annotated[bool, Parameter(name="--csv", negative="", help="The table as CSV instead of text.")]
Chart = Annotated[Path | None, Parameter(name="--chart", help="Write a chart, too: FILE.svg or FILE.png.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """Which counterparts, and at which day."""

    kind: Annotated[
        str | None, Parameter(help="party, parliament, youth, person, organisation ... of the two sides.")
    ] = None
    at: Annotated[
        str | None, Parameter(help="As known on a day (2025-12); else the last day the ledger knows.")
    ] = None
    everybody: Annotated[
        bool, Parameter(name="--all", negative="", help="Also actors of the states whom no text mentions.")
    ] = False
    roll_up: Annotated[
        Level | None, Parameter(help="Persons and bodies as the party or state that they stood for.")
    ] = None
    min_score: MinScore = analysing.SURE

    def as_asked(self) -> gapping.Wanted:
        """The options as the desk takes them."""
        return gapping.Wanted(self.kind, self.at, self.everybody, self.roll_up)


@Parameter(name="*")
@dataclass(frozen=True)
class Given:
    """How the answer is given."""

    json: Json = False
    csv: Csv = False
    chart: Chart = None

    def table(self, kind: str, table: Table[Any], told: Any = None) -> bool:
        """Print a table as JSON lines or CSV where that is wanted; whether it was."""
        if self.json:
            print_lines(gapping.lines(kind, table, told))
        elif self.csv:
            for piece in gapping.csv_lines(table):
                sys.stdout.write(piece)
        return self.json or self.csv


_ANY, _PLAIN = Wanted(), Given()


@app.command
def gaps(
    a: SideName,
    b: SideName,
    /,
    *,
    limit: Annotated[int, Parameter(help="Most gaps shown as text.", validator=validators.Number(gte=1))] = 20,
    wanted: Wanted = _ANY,
    given: Given = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """List counterparts on two sides without contact, expressly absent or not mentioned, ranked by reasons."""
    with (source or FromLedger()).open() as book:
        found = gapping.gaps(book, a, b, wanted.as_asked(), Settings(min_score=wanted.min_score))
    if given.chart is not None:
        title = f"Without contact: {found.a.name} and {found.b.name}"
        drawing.save(gaps_chart.chart(found.table, title), given.chart)
    if not given.table("gap", found.table, found.sentences):
        render_gaps.show_gaps(output(), found, limit)
    return 0


@app.command
def matrix(
    a: SideName,
    b: SideName,
    /,
    *,
    wanted: Wanted = _ANY,
    given: Given = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show all actors of one side against all of another: tone, sources, last contact, what is absent."""
    with (source or FromLedger()).open() as book:
        found = gapping.matrix(book, a, b, wanted.as_asked(), Settings(min_score=wanted.min_score))
    if given.chart is not None:
        day = f", {found.at}" if found.at else ""
        title = f"{found.a.name} and {found.b.name}{day}"
        drawing.save(matrix_chart.chart(found.table, title), given.chart)
    if not given.table("cell", found.table, found.sentences):
        render_gaps.show_matrix(output(), found)
    return 0
