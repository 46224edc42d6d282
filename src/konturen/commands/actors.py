"""The commands about actors: who is known under which names, and what people decided on it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter, validators
from rich.console import Console

from konturen import api
from konturen.commands.base import Catalogs, FromLedger, Json, LedgerPath, app, present_ledger
from konturen.desk import portraits, roster
from konturen.errors import QueryError
from konturen.ledger.ledger import open_ledger
from konturen.settings import Settings, default_ledger
from konturen.terminal import render, render_actors
from konturen.terminal.progress import Waiting
from konturen.terminal.streams import output, print_lines, standard_input, write_whole

actors = App(name="actors", help="Look actors up, compare names, keep the catalog, merge and split actors.")
app.command(actors)

Name = Annotated[str, Parameter(help="An actor: name, abbreviation or id.")]
Day = Annotated[str | None, Parameter(help="A date (2015, 2015-03, 2015-03-20) instead of now.")]


@actors.default
def search(
    name: Annotated[str | None, Parameter(help="A name to look for.")] = None,
    /,
    *,
    json: Json = False,
    catalog: Catalogs = None,
    held: FromLedger | None = None,
) -> int:
    """Look a name up among the known actors, or list those that the ledger's texts mention."""
    if name is None:
        with (held or FromLedger()).open() as book:
            known = api.mentioned(book)
        if json:
            print_lines({"kind": "actor", **asdict(actor)} for actor in known)
        else:
            render.show_mentioned(output(), known)
        return 0
    settings = Settings(catalog=catalog)
    with Waiting(Console(stderr=True)) as waiting, (held or FromLedger()).present() as book:
        waiting.stage("reading what is known of actors")
        everybody = roster.catalog_of(book, settings)
    found = everybody.search(name, 20)
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
        render.show_found(output(), found, everybody)
    return 0


@actors.command
def same(
    *names: Annotated[
        str,
        Parameter(help="Two names; none, or -, reads pairs from standard input.", allow_leading_hyphen=True),
    ],
    ledger: LedgerPath = None,
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
        what = f"two names are compared, {len(names)} given. Put names of several words in quotes."
        raise CycloptsError(msg=what)
    with present_ledger(ledger) as book:
        known = roster.catalog_of(book, Settings(catalog=catalog))
    for one, other in pairs:
        answer = roster.same(one, other, known)
        if json:
            print_lines([{"same": answer.same, "score": answer.score, "reason": answer.reason}])
        else:
            render_actors.show_likeness(output(), one, other, answer)
    return 0


@actors.command
def show(
    name: Name,
    /,
    *,
    at: Day = None,
    json: Json = False,
    catalog: Catalogs = None,
    held: FromLedger | None = None,
) -> int:
    """Show one actor: names, outside ids, dated roles with their evidence, whom it stands for, judgements."""
    with Waiting(Console(stderr=True)) as waiting, (held or FromLedger()).present() as book:
        waiting.stage("reading what is known of actors")
        who = portraits.portrait(name, book, at, Settings(catalog=catalog))
    if json:
        print_lines([{"kind": "portrait", **asdict(who)}])
    else:
        render_actors.show_portrait(output(), who)
    return 0


@actors.command(name="import")
def bring(
    source: Annotated[str, Parameter(help="A file, a folder, or the address of a SPARQL service.")],
    /,
    *,
    format: Annotated[str | None, Parameter(help="The format, where it is not told from the content.")] = None,
    by: Annotated[str | None, Parameter(help="Who imports (default: $KONTUREN_USER or your account).")] = None,
    allow_private: Annotated[bool, Parameter(negative="", help="Allow addresses of private networks.")] = False,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Import actors into the ledger, whole or not at all; what is known already is completed, never replaced.

    Formats: our own lines, CSV, Wikidata (dump extract, SPARQL result or service), Party Facts, ParlGov,
    FollowTheMoney, PETRARCH dictionaries.
    """
    settings = Settings(allow_private=allow_private)
    with (
        open_ledger(ledger or default_ledger(), create=True) as book,
        Waiting(Console(stderr=True)) as waiting,
    ):
        waiting.source(1, 1, source)
        done = roster.bring(source, book, format, settings, by, waiting.stage)
    if json:
        print_lines([{"kind": "import", **asdict(done)}])
    else:
        print(f"{render.one_line(source)}: {render_actors.told(done)}")
    return 0


@actors.command
def export(
    *,
    format: Annotated[Literal["jsonl", "csv", "ftm"], Parameter(help="jsonl, csv or ftm.")] = "jsonl",
    everybody: Annotated[
        bool, Parameter(name="--all", negative="", help="All known actors, not only the ledger's own.")
    ] = False,
    output: Annotated[
        Path | None, Parameter(name=("--output", "-o"), help="A file instead of standard output.")
    ] = None,
    catalog: Catalogs = None,
    held: FromLedger | None = None,
) -> int:
    """Write actors in a form that actors import and --catalog read back."""
    asked = held or FromLedger()
    with asked.present() if everybody else asked.open() as book:
        pieces = list(roster.export(format, book, Settings(catalog=catalog), everybody))
    if output:
        write_whole(output, iter(pieces))
    else:
        sys.stdout.writelines(pieces)
    return 0


@actors.command
def unknown(
    *,
    limit: Annotated[
        int, Parameter(help="How many names.", validator=validators.Number(gt=0, lte=10_000))
    ] = 20,
    json: Json = False,
    catalog: Catalogs = None,
    held: FromLedger | None = None,
) -> int:
    """List names that the ledger's texts bring and nobody knows, with sentences and whom they may mean."""
    with Waiting(Console(stderr=True)) as waiting, (held or FromLedger()).open() as book:
        waiting.stage("comparing names")
        names = portraits.unknown(book, limit, Settings(catalog=catalog))
    if json:
        print_lines({"kind": "unknown", **asdict(name)} for name in names)
    else:
        render_actors.show_unknown(output(), names)
    return 0
