"""The command that looks ahead: which pairs without contact will have one, with the test on the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from cyclopts import CycloptsError, Parameter, validators

from konturen.analysis.expected import Forecast, TooLittle
from konturen.charts import forecast as drawn
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, forecasting
from konturen.desk.quoting import sentences
from konturen.errors import KonturenError
from konturen.settings import Settings
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


_LAST, _PLAIN = Ahead(), Answer()


@app.command
def forecast(
    a: Side = None,
    b: Side = None,
    /,
    *,
    ahead: Ahead = _LAST,
    most: Annotated[
        int, Parameter(help="How many pairs the text shows.", validator=validators.Number(gte=1))
    ] = 20,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say which pairs without contact will have one within a year, beside how well such forecasts did before.

    Without a test on the past there is no forecast: where too little lies behind, it says what is missing.
    """
    if (a is None) != (b is None):
        raise CycloptsError(msg="Give two sides, or none.")
    between = (a, b) if a is not None and b is not None else None
    chosen = Settings(min_score=ahead.min_score)
    with (source or FromLedger()).open() as book:
        found = forecasting.forecast(book, ahead.at, ahead.horizon, between, ahead.kind, chosen)
        answer.draw(lambda: _drawn(found))
        if answer.json:
            print_lines(forecasting.lines(found))
        elif isinstance(found, TooLittle):
            if answer.csv:
                raise KonturenError("there is no forecast.", None, f"{'; '.join(found.reasons)}.")
            render_forecasts.show_too_little(output(), found)
        elif not answer.give("forecast", found.rows):
            told = sentences(book.reader, (id for row in found.rows[:most] for id in row.ids))
            render_forecasts.show_forecast(output(), found, told, most)
    return 0


def _drawn(found: Forecast | TooLittle) -> Any:
    if isinstance(found, TooLittle):
        raise KonturenError("there is no forecast to draw.", "--chart", f"{'; '.join(found.reasons)}.")
    return drawn.chart(found.rows, found.backtest.calibration, _said(found))


def _said(found: Forecast) -> tuple[str, str]:
    """Title and subtitle of a chart: never without the scores."""
    return (
        f"First contact within {found.horizon} days of {found.at}",
        render_forecasts.verdict(found.backtest),
    )
