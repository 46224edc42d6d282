"""The command that shows plans and what became of them."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from konturen.charts import plans as plans_chart
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, planning
from konturen.settings import Settings
from konturen.terminal import render_plans
from konturen.terminal.streams import output

_PLAIN = Answer()


@app.command
def plans(
    a: Annotated[str | None, Parameter(help="An actor: name, abbreviation or id.")] = None,
    b: Annotated[str | None, Parameter(help="Another actor: then plans of the two only.")] = None,
    /,
    *,
    at: Annotated[
        str | None, Parameter(help="As known on a day (2025-12); else the last day the ledger knows.")
    ] = None,
    min_score: MinScore = analysing.SURE,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Match plans to later acts: kept, open, overdue or contradicted, and the record of who announced them."""
    with (source or FromLedger()).open() as book:
        found = planning.plans(book, a, b, at, Settings(min_score=min_score))
    day = f", as known on {found.at}" if found.at else ""
    answer.draw(lambda: plans_chart.chart(found.table, f"Plans{day}"))
    if not answer.give("plan", found.table, quoted=found.sentences):
        render_plans.show_plans(output(), found)
    elif answer.json:
        answer.give("record", found.records)
    return 0
