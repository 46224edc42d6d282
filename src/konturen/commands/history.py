"""The commands that show two sides over time: history and compare."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from cyclopts import CycloptsError, Parameter

from konturen.analysis.comparing import InPeriod
from konturen.analysis.telling import By
from konturen.charts import history as charts
from konturen.charts.drawing import save
from konturen.commands.base import FromLedger, Json, MinScore, app
from konturen.desk import analysing, tracing
from konturen.export.formats import columns_csv
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_history
from konturen.terminal.streams import output, print_lines

Csv = Annotated[bool, Parameter(name="--csv", negative="", help="The table as CSV instead of text.")]
Chart = Annotated[
    Path | None, Parameter(name="--chart", help="Also draw it to this file: .svg, .png or .json (Vega-Lite).")
]
ByTime = Annotated[By, Parameter(help="month, quarter or year.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Showing:
    """How the answer is given."""

    json: Json = False
    csv: Csv = False
    chart: Chart = None

    def checked(self) -> Showing:
        """The same; an error where two forms are asked for."""
        if self.json and self.csv:
            raise CycloptsError(msg="--json and --csv cannot both be given.")
        return self


@Parameter(name="*")
@dataclass(frozen=True)
class Counted:
    """What counts, and who stands on each side."""

    also_a: Annotated[
        list[str], Parameter(negative="", help="A further actor on the side of A. May be repeated.")
    ] = field(default_factory=list)
    also_b: Annotated[
        list[str], Parameter(negative="", help="A further actor on the side of B. May be repeated.")
    ] = field(default_factory=list)
    min_score: MinScore = analysing.SURE

    def settings(self) -> Settings:
        """As the package takes it."""
        return Settings(min_score=self.min_score)


@Parameter(name="*")
@dataclass(frozen=True)
class Compared(Counted):
    """What is compared, and what counts."""

    before_after: Annotated[
        str | None, Parameter(help="Instead of two periods: all before this date, all from it on.")
    ] = None


_PLAIN, _ALL, _BOTH = Showing(), Counted(), Compared()
A = Annotated[str, Parameter(help="An actor: name, abbreviation or id.")]
B = Annotated[str, Parameter(help="Another actor.")]


@app.command
def history(
    a: A,
    b: B,
    /,
    *,
    by: ByTime = "year",
    counted: Counted = _ALL,
    showing: Showing = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show how two sides stood to each other over time, by month, quarter or year, and where it turned."""
    showing.checked()
    one, other = [a, *counted.also_a], [b, *counted.also_b]
    with (source or FromLedger()).open() as book:
        found = tracing.history(book, one, other, by=by, settings=counted.settings())
        quoted = tracing.sentences(book, render_history.quoted(found, showing.json)) if not showing.csv else {}
    if showing.chart:
        save(charts.history(found.series, found.turns, found.a, found.b), showing.chart)
    if showing.json:
        print_lines({"kind": "stretch"} | line for line in found.series.lines())
        print_lines(
            {"kind": "turn"} | line | {"sentences": tracing.words(quoted, line["ids"])}
            for line in found.turns.lines()
        )
    elif showing.csv:
        write_csv(found.series)
    else:
        render_history.show_history(output(), found, quoted)
    return 0


@app.command
def compare(
    a: A,
    b: B,
    periods: Annotated[tuple[str, str] | None, Parameter(help="Two periods: 2023 2024-01/2024-06.")] = None,
    /,
    *,
    counted: Compared = _BOTH,
    showing: Showing = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Compare two periods of two sides: the difference of tone with its interval, what came and what went."""
    showing.checked()
    if (periods is None) == (counted.before_after is None):
        raise CycloptsError(msg="Give two periods (2023 2024), or --before-after DATE.")
    one, other = [a, *counted.also_a], [b, *counted.also_b]
    with (source or FromLedger()).open() as book:
        if periods is not None:
            found = tracing.compare(book, one, other, periods, settings=counted.settings())
        else:
            date = counted.before_after or ""
            found = tracing.before_after(book, one, other, date, settings=counted.settings())
        quoted = (
            tracing.sentences(book, render_history.quoted_changes(found, showing.json))
            if not showing.csv
            else {}
        )
    if showing.chart:
        save(charts.comparison(Table(InPeriod, (found.before, found.after)), found.a, found.b), showing.chart)
    if showing.json:
        print_lines([{"kind": "comparison"} | tracing.figures(found)])
        print_lines({"kind": "period"} | line for line in Table(InPeriod, (found.before, found.after)).lines())
        print_lines(
            {"kind": "change"}
            | line
            | {"sentences": tracing.words(quoted, [*line["ids_before"], *line["ids_after"]])}
            for line in found.changes.lines()
        )
    elif showing.csv:
        write_csv(found.changes)
    else:
        render_history.show_comparison(output(), found, quoted)
    return 0


def write_csv(table: Table[Any]) -> None:
    """Print a table as CSV, with its header also where it has no rows."""
    sys.stdout.writelines(columns_csv(table.to_dict()))
