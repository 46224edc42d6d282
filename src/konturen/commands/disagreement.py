"""The command that shows where sources, languages and persons disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from konturen.charts import disagreement as charts
from konturen.charts.drawing import save
from konturen.commands.base import FromLedger, MinScore, app
from konturen.commands.history import ByTime, Showing, write_csv
from konturen.desk import analysing, disagreeing, tracing
from konturen.settings import Settings
from konturen.terminal import render_disagreement
from konturen.terminal.streams import output, print_lines


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """What is compared, and what counts."""

    of: Annotated[
        Literal["sources", "people"],
        Parameter(help="Which table --csv and --chart give: what sources tell, or what people say of coders."),
    ] = "sources"
    by: ByTime = "year"
    min_score: MinScore = analysing.SURE


_PLAIN, _ALL = Showing(), Wanted()


@app.command
def disagreement(
    a: Annotated[str | None, Parameter(help="An actor: name, abbreviation or id.")] = None,
    b: Annotated[str | None, Parameter(help="Another actor: then between the two only.")] = None,
    /,
    *,
    wanted: Wanted = _ALL,
    showing: Showing = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show where sources, outlets and languages tell the opposite, and what people say of what coders found."""
    showing.checked()
    with (source or FromLedger()).open() as book:
        found = disagreeing.disagreement(
            book, a, b, by=wanted.by, settings=Settings(min_score=wanted.min_score)
        )
        ids = () if showing.csv else render_disagreement.quoted(found, every=showing.json)
        quoted = tracing.sentences(book, ids)
    if showing.chart:
        save(
            charts.people(found.shares) if wanted.of == "people" else charts.sources(found.splits),
            showing.chart,
        )
    if showing.json:
        for kind, table in (("split", found.splits), ("share", found.shares)):
            for line in table.lines():
                ids = [id for name, value in line.items() if name.endswith("_ids") for id in value]
                print_lines([{"kind": kind} | line | {"sentences": tracing.words(quoted, ids)}])
    elif showing.csv and wanted.of == "people":
        write_csv(found.shares)
    elif showing.csv:
        write_csv(found.splits)
    else:
        render_disagreement.show_disagreement(output(), found, quoted)
    return 0
