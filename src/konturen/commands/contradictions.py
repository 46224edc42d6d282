"""The command that shows what cannot both hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from konturen.commands.base import FromLedger, Json, MinScore, app
from konturen.desk import contradicting
from konturen.settings import Settings
from konturen.terminal import render_contradictions
from konturen.terminal.streams import output, print_lines


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """Which contradictions."""

    relation: Annotated[
        str | None, Parameter(help="Only about this relation (CONSULT), or this attribute of facts (seats).")
    ] = None
    since: Annotated[str | None, Parameter(help="Only what clashes on or after this date (2024-05).")] = None
    until: Annotated[str | None, Parameter(help="Only what clashes on or before this date.")] = None
    min_score: MinScore = contradicting.SURE


_ANY = Wanted()


@app.command
def contradictions(
    a: Annotated[str | None, Parameter(help="An actor: name, abbreviation or id.")] = None,
    b: Annotated[str | None, Parameter(help="Another actor: then between the two only.")] = None,
    /,
    *,
    json: Json = False,
    wanted: Wanted = _ANY,
    source: FromLedger | None = None,
) -> int:
    """Show side by side what cannot both hold: it was and it was not, A to B and B to A, two values."""
    asked = contradicting.Wanted(wanted.relation, wanted.since, wanted.until)
    with (source or FromLedger()).open() as book:
        found = contradicting.contradictions(book, a, b, asked, Settings(min_score=wanted.min_score))
    if json:
        print_lines(contradicting.lines(found))
    else:
        render_contradictions.show_contradictions(output(), found)
    return 0
