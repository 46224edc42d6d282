"""The commands about two sides: gaps between counterparts, and the matrix of all against all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter, validators

from konturen.actors.roles import Level
from konturen.charts import gaps as gaps_chart
from konturen.charts import matrix as matrix_chart
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, gapping
from konturen.settings import Settings
from konturen.terminal import render_gaps
from konturen.terminal.streams import output

SideName = Annotated[str, Parameter(help="A state (its parties), or actors parted by commas.")]


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


_ANY, _PLAIN = Wanted(), Answer()


@app.command
def gaps(
    a: SideName,
    b: SideName,
    /,
    *,
    limit: Annotated[int, Parameter(help="Most gaps shown as text.", validator=validators.Number(gte=1))] = 20,
    wanted: Wanted = _ANY,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """List counterparts on two sides without contact, expressly absent or not mentioned, ranked by reasons."""
    with (source or FromLedger()).open() as book:
        found = gapping.gaps(a, b, book, wanted.as_asked(), Settings(min_score=wanted.min_score))
    title = f"Without contact: {found.a.name} and {found.b.name}"
    answer.draw(lambda: gaps_chart.chart(found.table, title))
    if not answer.give("gap", found.table, quoted=found.sentences):
        render_gaps.show_gaps(output(), found, limit)
    return 0


@app.command
def matrix(
    a: SideName,
    b: SideName,
    /,
    *,
    wanted: Wanted = _ANY,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show all actors of one side against all of another: tone, sources, last contact, what is absent."""
    with (source or FromLedger()).open() as book:
        found = gapping.matrix(a, b, book, wanted.as_asked(), Settings(min_score=wanted.min_score))
    day = f", {found.at}" if found.at else ""
    answer.draw(lambda: matrix_chart.chart(found.table, f"{found.a.name} and {found.b.name}{day}"))
    if not answer.give("cell", found.table, quoted=found.sentences):
        render_gaps.show_matrix(output(), found)
    return 0
