"""The commands that say how actors stand to each other: relation, pairs, tracks."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from konturen.analysis.relations import Relation
from konturen.charts import relations as drawn
from konturen.commands.answers import Answer
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, relating
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_relations
from konturen.terminal.streams import output

At = Annotated[str | None, Parameter(help="As it stands at the end of this date (2024, 2024-05, 2024-05-03).")]


_PLAIN = Answer()
Actor = Annotated[str, Parameter(help="An actor: name, abbreviation or id.")]


@app.command
def relation(
    a: Actor,
    b: Actor,
    /,
    *,
    at: At = None,
    min_score: MinScore = analysing.SURE,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say how two actors stand to each other at a date: tone, acts, agreements, contact, who says so."""
    with (source or FromLedger()).open() as book:
        found = relating.relation(a, b, book, at, Settings(min_score=min_score))
    table = Table(Relation, [found])
    answer.draw(lambda: drawn.tones(table.to_dict(), f"{found.a} – {found.b}", str(found.at)))
    if not answer.give("relation", table):
        render_relations.show_relation(output(), found)
    return 0


@app.command
def pairs(
    *,
    at: At = None,
    most: Annotated[
        int, Parameter(help="How many pairs the text shows.", validator=validators.Number(gt=0))
    ] = 40,
    min_score: MinScore = analysing.SURE,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say how all pairs stand to each other at a date, the most intense first."""
    with (source or FromLedger()).open() as book:
        found = relating.pairs(book, at, Settings(min_score=min_score))
    answer.draw(lambda: drawn.pairs(found.table[:most].to_dict(), str(found.at)))
    if not answer.give("pair-relation", found.table, {"at": str(found.at)}):
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
    min_score: MinScore = analysing.SURE,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Say how two sides stand on each track (interstate, inter-party, youth ...), and at which pace it
    changes."""
    with (source or FromLedger()).open() as book:
        found = relating.tracks(a, b, book, period, Settings(min_score=min_score))
    more = {"a": found.a, "b": found.b, "since": str(found.since), "until": str(found.until)}
    answer.draw(lambda: drawn.tracks(found.table.to_dict(), f"{found.a} – {found.b}", more))
    if not answer.give("track", found.table, more):
        render_relations.show_tracks(output(), found)
    return 0
