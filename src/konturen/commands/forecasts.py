"""The command that looks ahead: which pairs without contact will have one, with the test on the past."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import CycloptsError, Parameter, validators

from konturen.analysis.expected import Expected, Forecast, TooLittle
from konturen.charts import drawing
from konturen.charts import forecast as drawn
from konturen.commands.base import FromLedger, Json, MinScore, app
from konturen.desk import analysing, forecasting
from konturen.errors import KonturenError
from konturen.export.formats import columns_csv
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_forecasts
from konturen.terminal.streams import output, print_lines

Side = Annotated[str | None, Parameter(help="A state (its parties), or actors parted by commas.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Ahead:
    """From which day, how far, and for whom."""

    at: Annotated[
        str | None, Parameter(help="As known at the end of this date; else the day of the last text.")
    ] = None
    horizon: Annotated[str, Parameter(help="How far ahead: 1 year, 6 months, 90 days.")] = "1 year"
    kind: Annotated[
        str | None, Parameter(help="party, parliament, youth, person, organisation ... of the two sides.")
    ] = None
    min_score: MinScore = analysing.SURE


@Parameter(name="*")
@dataclass(frozen=True)
class Answer:
    """How the answer is given."""

    json: Json = False
    csv: Annotated[
        bool, Parameter(name="--csv", negative="", help="The pairs as CSV, each with the test's scores.")
    ] = False
    chart: Annotated[
        Path | None, Parameter(name="--chart", help="Draw pairs and calibration, too: FILE.svg or FILE.png.")
    ] = None
    most: Annotated[
        int, Parameter(help="How many pairs the text shows.", validator=validators.Number(gte=1))
    ] = 20


_LAST, _PLAIN = Ahead(), Answer()


@app.command
def forecast(
    a: Side = None,
    b: Side = None,
    /,
    *,
    ahead: Ahead = _LAST,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say which pairs without contact will have one within a year, beside how well such forecasts did before.

    Without a test on the past there is no forecast: where too little lies behind, it says what is missing.
    """
    if (a is None) != (b is None):
        raise CycloptsError(msg="Give two sides, or none.")
    if answer.json and answer.csv:
        raise CycloptsError(msg="--json and --csv cannot both be given.")
    between = (a, b) if a is not None and b is not None else None
    chosen = Settings(min_score=ahead.min_score)
    with (source or FromLedger()).open() as book:
        found = forecasting.forecast(book, ahead.at, ahead.horizon, between, ahead.kind, chosen)
        _draw(found, answer.chart)
        if answer.json:
            print_lines(forecasting.lines(found))
        elif answer.csv:
            _table(found)
        elif isinstance(found, TooLittle):
            render_forecasts.show_too_little(output(), found)
        else:
            told = forecasting.sentences(book, found, answer.most)
            render_forecasts.show_forecast(output(), found, told, answer.most)
    return 0


def _draw(found: Forecast | TooLittle, path: Path | None) -> None:
    if path is None:
        return
    if isinstance(found, TooLittle):
        raise KonturenError("there is no forecast to draw.", "--chart", f"{'; '.join(found.reasons)}.")
    drawing.save(drawn.chart(found.rows, found.backtest.calibration, _said(found)), path)


def _said(found: Forecast) -> tuple[str, str]:
    """Title and subtitle of a chart: never without the scores."""
    return (
        f"First contact within {found.horizon} days of {found.at}",
        render_forecasts.verdict(found.backtest),
    )


def _table(found: Forecast | TooLittle) -> None:
    if isinstance(found, TooLittle):
        raise KonturenError("there is no forecast.", None, f"{'; '.join(found.reasons)}.")
    table: Table[Expected] = found.rows
    sys.stdout.writelines(columns_csv(table.to_dict()))
