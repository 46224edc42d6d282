"""The command that searches a ledger."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from konturen.commands.base import FromLedger, Ids, Json, app
from konturen.desk import searching
from konturen.terminal import render_search
from konturen.terminal.streams import output, print_lines


@app.command
def search(
    *query: Annotated[
        str,
        Parameter(
            help='Words, "exact words", -without, OR, begin*, actor: pair:A|B relation: status: track: after: '
            "before: speaker: outlet: genre: language: score:>0.5 judgement: in:statements|texts",
            allow_leading_hyphen=True,
        ),
    ],
    limit: Annotated[
        int, Parameter(help="Most answers.", validator=validators.Number(gte=1, lte=searching.MOST))
    ] = 20,
    ids: Ids = False,
    json: Json = False,
    source: FromLedger | None = None,
) -> int:
    """Find sentences by words in any form and script, by who is in them and what they state."""
    asked = searching.SearchQuery.parse(" ".join(query))
    with (source or FromLedger()).open() as book:
        answer = searching.search(asked, book, limit)
    if json:
        print_lines(searching.lines(answer))
    else:
        render_search.show_answer(output(), answer, ids)
    return 0
