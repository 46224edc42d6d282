"""The commands that show what a ledger holds: relations and show; and the demo."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from konturen import api
from konturen.actors.roles import Level
from konturen.commands.base import FromLedger, Ids, Json, MinScore, app
from konturen.desk import contradicting
from konturen.ledger.ledger import Ledger
from konturen.settings import Settings
from konturen.terminal import render, render_contradictions
from konturen.terminal.progress import Waiting
from konturen.terminal.streams import output, print_lines
from konturen.views import PairRow

RollUp = Annotated[
    Level | None,
    Parameter(help="Show persons and bodies as the party or state that they stood for at the time."),
]


@app.command
def relations(
    actor: Annotated[str | None, Parameter(help="Only pairs with this actor.")] = None,
    /,
    *,
    json: Json = False,
    min_score: MinScore = 0.0,
    roll_up: RollUp = None,
    source: FromLedger | None = None,
) -> int:
    """List the pairs of actors between whom the ledger holds statements."""
    with (source or FromLedger()).open() as book:
        rows = api.relations(book, Settings(min_score=min_score), actor, roll_up)
    if json:
        print_lines({"kind": "pair", **asdict(row)} for row in rows)
    else:
        render.show_relations(output(), rows)
    return 0


@Parameter(name="*")
@dataclass(frozen=True)
class Looking:
    """What is shown of a dossier."""

    min_score: MinScore = 0.0
    roll_up: RollUp = None
    ids: Ids = False


@app.command
def show(
    a: Annotated[str, Parameter(help="An actor: name, abbreviation or id.")],
    b: Annotated[str, Parameter(help="Another actor.")],
    /,
    *,
    json: Json = False,
    looking: Looking | None = None,
    source: FromLedger | None = None,
) -> int:
    """Print the dossier of a pair: acts, plans, absences, agreements in force, each with its sentence."""
    chosen = looking or Looking()
    with (source or FromLedger()).open() as book:
        view = api.show(a, b, book, Settings(min_score=chosen.min_score), chosen.roll_up)
        ids = frozenset(view.a_ids), frozenset(view.b_ids)
        clashes = 0 if chosen.roll_up else contradicting.count_between(book.reader, *ids)
    if json:
        print_lines([{"kind": "dossier", **asdict(view), "contradictions": clashes}])
    else:
        render.show_pair(output(), view, chosen.ids)
        render_contradictions.show_count(output(), clashes, a, b)
    return 0


@app.command
def demo(*, json: Json = False) -> int:
    """Read the three sample texts into a ledger of their own and show who stands how to whom."""
    with Waiting(Console(stderr=True)) as waiting, api.demo(progress=waiting.stage) as book:
        rows = api.relations(book)
        views = [api.show(row.a_id, row.b_id, book) for row in _first_of_each_document(book)]
    if json:
        print_lines({"kind": "pair", **asdict(row)} for row in rows)
        return 0
    render.show_relations(output(), rows)
    for view in views:
        output().print()
        render.show_pair(output(), view)
    print("\nNow try:\n  konturen add --ledger my.sqlite YOUR-TEXT\n  konturen relations --ledger my.sqlite")
    return 0


def _first_of_each_document(book: Ledger) -> list[PairRow]:
    """The pair with most statements in each sample."""
    found: dict[str, PairRow] = {}
    for row in api.relations(book):
        view = api.show(row.a_id, row.b_id, book)
        for section in view.sections:
            for line in section.lines:
                found.setdefault(line.said_in.document, row)
    return list({(row.a_id, row.b_id): row for row in found.values()}.values())
