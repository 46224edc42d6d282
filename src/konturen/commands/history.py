"""The commands that show two sides over time: history and compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from cyclopts import CycloptsError, Parameter

from konturen.analysis.comparing import InPeriod
from konturen.analysis.telling import By
from konturen.charts import history as charts
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, tracing
from konturen.desk.quoting import sentences
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_history
from konturen.terminal.streams import output, print_lines

ByTime = Annotated[By, Parameter(help="month, quarter or year.")]


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


_PLAIN, _ALL, _BOTH = Answer(), Counted(), Compared()
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
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show how two sides stood to each other over time, by month, quarter or year, and where it turned."""
    one, other = [a, *counted.also_a], [b, *counted.also_b]
    with (source or FromLedger()).open() as book:
        found = tracing.history(one, other, book, by=by, settings=counted.settings())
        quoted = sentences(book.reader, () if answer.csv else render_history.quoted(found, answer.json))
    answer.draw(lambda: charts.history(found.series, found.turns, found.a, found.b))
    if not answer.give("stretch", found.series):
        render_history.show_history(output(), found, quoted)
    elif answer.json:
        answer.give("turn", found.turns, quoted=quoted)
    return 0


@app.command
def compare(
    a: A,
    b: B,
    periods: Annotated[tuple[str, str] | None, Parameter(help="Two periods: 2023 2024-01/2024-06.")] = None,
    /,
    *,
    counted: Compared = _BOTH,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Compare two periods of two sides: the difference of tone with its interval, what came and what went."""
    if (periods is None) == (counted.before_after is None):
        raise CycloptsError(msg="Give two periods (2023 2024), or --before-after DATE.")
    one, other = [a, *counted.also_a], [b, *counted.also_b]
    with (source or FromLedger()).open() as book:
        if periods is not None:
            found = tracing.compare(one, other, periods, book, settings=counted.settings())
        else:
            date = counted.before_after or ""
            found = tracing.before_after(one, other, date, book, settings=counted.settings())
        quoted = sentences(book.reader, () if answer.csv else render_history.quoted_changes(found, answer.json))
    both = Table(InPeriod, (found.before, found.after))
    answer.draw(lambda: charts.comparison(both, found.a, found.b))
    if answer.json:
        print_lines([{"kind": "comparison"} | tracing.figures(found)])
        answer.give("period", both)
    if not answer.give("change", found.changes, quoted=quoted):
        render_history.show_comparison(output(), found, quoted)
    return 0
