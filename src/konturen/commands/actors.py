"""The commands about actors: who is known under which names, and what people decided on it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from konturen import api, render, roster
from konturen.commands.base import Catalogs, Json, LedgerPath, app
from konturen.errors import QueryError
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from konturen.settings import Settings, default_ledger
from konturen.streams import output, print_lines, standard_input

actors = App(name="actors", help="Look actors up, compare names, keep the actors' catalog.")
app.command(actors)


@actors.default
def search(
    name: Annotated[str | None, Parameter(help="A name to look for in the catalog.")] = None,
    /,
    *,
    ledger: LedgerPath = None,
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Look a name up in the catalog, or list the actors that the ledger's texts mention."""
    if name is None:
        with open_ledger(ledger or default_ledger()) as book:
            known = api.mentioned(book)
        if json:
            print_lines({"kind": "actor", **asdict(actor)} for actor in known)
        else:
            render.show_mentioned(output(), known)
        return 0
    pipeline = Pipeline(Settings(catalog=catalog))
    found = pipeline.catalog.search(name, 20)
    if not found:
        raise QueryError(
            f"the catalog knows no actor {name!r}.", hint="A text that names it makes a provisional one."
        )
    if json:
        print_lines(
            {
                "kind": "actor",
                "id": hit.actor.id,
                "type": hit.actor.type,
                "country": hit.actor.country,
                "names": [[n.text, n.language, n.kind, n.source] for n in hit.actor.names],
                "ids": dict(hit.actor.ids),
                "score": hit.score,
                "reason": hit.reason,
            }
            for hit in found
        )
    else:
        render.show_found(output(), found, pipeline.catalog)
    return 0


@actors.command
def same(
    *names: Annotated[
        str,
        Parameter(help="Two names; none, or -, reads pairs from standard input.", allow_leading_hyphen=True),
    ],
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Say whether two names are one actor's, with score and reason.

    Without names, pairs are read from standard input: two names a line, parted by a tab; further columns are
    left alone. One answer a line, in the same order.
    """
    unknown = next((name for name in names if name.startswith("--")), None)
    if unknown:
        raise CycloptsError(msg=f"Unknown option: {unknown}.")
    if names in ((), ("-",)):
        pairs = roster.read_pairs(standard_input())
    elif len(names) == 2:
        pairs = [(names[0], names[1])]
    else:
        raise CycloptsError(
            msg=f"two names are compared, {len(names)} given. Put names of several words in quotes."
        )
    known = Pipeline(Settings(catalog=catalog)).catalog
    for one, other in pairs:
        answer = roster.same(one, other, known)
        if json:
            print_lines([{"same": answer.same, "score": answer.score, "reason": answer.reason}])
        else:
            render.show_likeness(output(), one, other, answer)
    return 0
