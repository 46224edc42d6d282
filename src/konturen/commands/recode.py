"""The command that codes a ledger's texts again with a newer coder: first the difference, then the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from konturen.commands.base import FAULT, Catalogs, Json, LedgerPath, app
from konturen.desk.recoding import KINDS, Change, Kind, Recode, Recoded, Totals
from konturen.ledger.ledger import open_ledger
from konturen.lines import fact_line, statement_line
from konturen.pipeline import Pipeline
from konturen.records import Statement
from konturen.settings import Settings, default_ledger
from konturen.terminal.progress import Waiting
from konturen.terminal.render_recoding import show_recoded, show_totals
from konturen.terminal.streams import output, print_lines


@app.command
def recode(
    *,
    apply: Annotated[
        bool, Parameter(negative="", help="Write the new codings; without it, only show.")
    ] = False,
    document: Annotated[str | None, Parameter(help="Only the text of this id.")] = None,
    ledger: LedgerPath = None,
    json: Json = False,
    catalog: Catalogs = None,
) -> int:
    """Code the ledger's texts again with the present coder and show what is different, text by text.

    Nothing is overwritten: with --apply the new codings stand beside the former ones; every judgement stays.
    """
    with open_ledger(ledger or default_ledger()) as book, Waiting(Console(stderr=True)) as waiting:
        waiting.stage("loading the coder")
        again = Recode(book, Pipeline(Settings(catalog=catalog)), document, apply)
        for text in again.run(waiting.source, waiting.stage):
            waiting.clear()
            if json:
                print_lines([_line(text, again.coder)])
            else:
                show_recoded(output(), text)
        waiting.clear()
        lost = again.lost()
        totals = again.totals
    if json:
        said = {"kind": "recoding-total", "coder": again.coder, "applied": apply, "present": again.present}
        print_lines([said | _totals(totals) | {"lost": [asdict(judgement) for judgement in lost]}])
    else:
        show_totals(output(), again, apply)
    return FAULT if totals.failed else 0


def _line(text: Recoded, coder: str) -> dict[str, Any]:
    """A text in the line format: what is different, each claim before and after."""
    found = text.difference
    line = {
        "kind": "recoding",
        "document": text.document,
        "location": text.location,
        "before": text.before,
        "coder": coder,
        "error": text.error,
    }
    if found is None:
        return line
    return line | {
        "counts": found.counts,
        "statements": [_change(change) for change in found.statements],
        "facts": [_change(change) for change in found.facts],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    tables = {"statements": totals.statements, "facts": totals.facts}
    return {
        "texts": totals.texts,
        "differing": totals.differing,
        "failed": totals.failed,
        **{key: {name: _counts(own) for name, own in sorted(table.items())} for key, table in tables.items()},
        "mentions": _counts(totals.mentions),
    }


def _counts(found: Mapping[Kind, int]) -> dict[str, int]:
    return {kind: found.get(kind, 0) for kind in KINDS}


def _change(change: Change) -> dict[str, Any]:
    sides: dict[str, Any] = {}
    for name, key, claim in (("old", change.old_id, change.old), ("new", change.new_id, change.new)):
        if claim is None:
            sides[name] = None
        else:
            sides[name] = statement_line(claim, key) if isinstance(claim, Statement) else fact_line(claim, key)
    return {"change": change.kind, "fields": list(change.fields), **sides}
