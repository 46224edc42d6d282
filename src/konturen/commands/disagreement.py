"""The command that shows where sources, languages and persons disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from konturen.charts import disagreement as charts
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.commands.history import ByTime
from konturen.desk import analysing, disagreeing
from konturen.desk.quoting import sentences
from konturen.settings import Settings
from konturen.terminal import render_disagreement
from konturen.terminal.streams import output


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


_PLAIN, _ALL = Answer(), Wanted()


@app.command
def disagreement(
    a: Annotated[str | None, Parameter(help="An actor: name, abbreviation or id.")] = None,
    b: Annotated[str | None, Parameter(help="Another actor: then between the two only.")] = None,
    /,
    *,
    wanted: Wanted = _ALL,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show where sources, outlets and languages tell the opposite, and what people say of what coders found."""
    with (source or FromLedger()).open() as book:
        found = disagreeing.disagreement(
            book, a, b, by=wanted.by, settings=Settings(min_score=wanted.min_score)
        )
        ids = () if answer.csv else render_disagreement.quoted(found, every=answer.json)
        quoted = sentences(book.reader, ids)
    people = wanted.of == "people"
    answer.draw(lambda: charts.people(found.shares) if people else charts.sources(found.splits))
    if answer.json:
        answer.give("split", found.splits, quoted=quoted)
        answer.give("share", found.shares, quoted=quoted)
    elif answer.csv:
        answer.give("", found.shares if people else found.splits)
    else:
        render_disagreement.show_disagreement(output(), found, quoted)
    return 0
