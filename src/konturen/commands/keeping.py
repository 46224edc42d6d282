"""The commands that keep a ledger: backup, restore, check, forget."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from konturen.commands.base import FAULT, Json, LedgerPath, app
from konturen.desk import keeping
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.removal import Plan
from konturen.settings import default_ledger
from konturen.terminal import render
from konturen.terminal.progress import Waiting
from konturen.terminal.streams import print_lines

SHOWN = 20
"""How many texts a question names."""
CHANGED = "changed"
"""The count of rows in which a removal only takes a part."""


@app.command
def backup(
    file: Annotated[Path, Parameter(help="The file to write, for instance ledger.zip.")],
    /,
    *,
    overwrite: Annotated[bool, Parameter(negative="", help="Replace an older backup of that name.")] = False,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Write the whole ledger to one file of open form: JSON lines in a zip, with a manifest of hashes."""
    with open_ledger(ledger or default_ledger()) as book, Waiting(Console(stderr=True)) as waiting:
        manifest = keeping.backup(file, book, overwrite, waiting.stage)
    if json:
        print_lines([{"kind": "backup", "file": str(file), **asdict(manifest)}])
    else:
        print(f"{render.one_line(str(file))}: {manifest.rows:,} rows of {len(manifest.parts)} tables")
    return 0


@app.command
def restore(
    file: Annotated[Path, Parameter(help="A file that konturen backup has written.")],
    /,
    *,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Write all of a backup into a new or empty ledger of either database, or nothing where it is damaged."""
    address = ledger or default_ledger()
    with Waiting(Console(stderr=True)) as waiting:
        manifest = keeping.restore(file, address, waiting.stage)
    if json:
        print_lines([{"kind": "restore", "file": str(file), **asdict(manifest)}])
    else:
        print(
            f"{render.one_line(str(file))}: {manifest.rows:,} rows restored; prove them with: {_check(ledger)}"
        )
    return 0


def _check(ledger: str | None) -> str:
    """The command that proves a ledger; an address, which may hold a password, is not repeated."""
    named = "" if ledger is None else "ADDRESS" if "://" in ledger else shlex.quote(ledger)
    return render.one_line(f"konturen check --ledger {named}" if named else "konturen check")


@app.command
def check(*, ledger: LedgerPath = None, json: Json = False) -> int:
    """Prove all hashes, offsets, dates and references; name what is hurt, and exit 1 if any is."""
    address = ledger or default_ledger()
    tables: Counter[str] = Counter()
    with Waiting(Console(stderr=True)) as waiting:
        for hurt in keeping.check(address, waiting.stage):
            waiting.clear()
            tables[hurt.table] += 1
            if json:
                print_lines([{"kind": "hurt", **asdict(hurt)}])
            else:
                print(render.one_line(str(hurt)))
    if json:
        print_lines([{"kind": "check", "sound": not tables, "hurt": tables.total()}])
    elif tables:
        print(f"{render.counted(tables.total(), 'fault')}. Restore a backup: konturen restore")
    else:
        print("Everything is sound: hashes, offsets, dates and references.")
    return FAULT if tables else 0


@app.command
def forget(
    actor: Annotated[str, Parameter(help="A person: name or id.")],
    /,
    *,
    yes: Annotated[bool, Parameter(negative="", help="Do not ask.")] = False,
    by: Annotated[str | None, Parameter(help="Who removes (default: $KONTUREN_USER or your account).")] = None,
    reason: Annotated[str | None, Parameter(help="Why; the record keeps it.")] = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Remove a person on request and for good, with every text that names her; asks first. A record stays."""
    with open_ledger(ledger or default_ledger()) as book:
        with Waiting(Console(stderr=True)) as waiting:
            made = keeping.plan(keeping.person(actor, book), book, waiting.stage)
        if made.counts and not yes:
            _agreed(made, book)
        done = keeping.forget(actor, book, by, reason, asked=made)
    if json:
        print_lines([{"kind": "removal", **asdict(done)}])
    else:
        print(f"removed: {_told(done.counts)}; record {done.number}")
        print(done.left)
    return 0


def _agreed(made: Plan, book: Ledger) -> None:
    """Ask a person at a terminal, who sees which texts go; QueryError where there is none, or she says no."""
    would = f"this would remove {_told(made.counts)} for good; nothing was removed."
    if not sys.stdin or not sys.stdin.isatty():
        raise QueryError(would, hint="Repeat it with --yes.")
    gone = [d for d in book.reader.documents() if d.id in made.documents]
    if gone:
        print(f"{render.counted(len(gone), 'text')} would go:", file=sys.stderr)
    for document in gone[:SHOWN]:
        place = document.places[0] if document.places else document.id
        print(render.one_line(f"  {document.title or document.id} ({place})"), file=sys.stderr)
    if len(gone) > SHOWN:
        print(f"  and {len(gone) - SHOWN} more", file=sys.stderr)
    print(f"Remove for good: {_told(made.counts)}? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in ("y", "yes", "j", "ja", "д", "да"):
        raise QueryError("nothing was removed, as you did not say yes.")


def _told(counts: dict[str, int]) -> str:
    """Rows by table, those that are only changed last."""
    removed = ", ".join(f"{number:,} {name}" for name, number in counts.items() if name != CHANGED)
    changed = f"{render.counted(counts.get(CHANGED, 0), 'row')} changed" if counts.get(CHANGED) else ""
    return "; ".join(part for part in (removed, changed) if part) or "nothing"
