"""The command that takes a user's old event data into a ledger."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from konturen.commands.base import Json, app
from konturen.desk.importing import Taken, import_events
from konturen.ledger.ledger import open_ledger
from konturen.terminal.render import one_line
from konturen.terminal.streams import print_lines


@app.command(name="import-events")
def read_events(
    *files: Annotated[Path, Parameter(help="Files of events.")],
    format: Annotated[Literal["plover", "polecat", "icews"], Parameter(help="What the files are.")],
    ledger: Annotated[str, Parameter(help="The ledger they come into; it is made where there is none.")],
    json: Json = False,
) -> int:
    """Read files of events into a ledger of their own; broken lines go to FILE.rejected and are told."""
    with open_ledger(ledger, create=True) as book:
        taken = [import_events(book, path, format) for path in files]
    if json:
        print_lines({"kind": "import", **asdict(one)} for one in taken)
        return 0
    for one in taken:
        _tell(one)
    return 0


def _tell(one: Taken) -> None:
    print(one_line(f"{one.path}: {one.events} events came in, {one.known} were known."))
    if one.repeated:
        print(one_line(f"  {one.repeated} ids stand there again: {', '.join(one.ids)}"), file=sys.stderr)
    if one.broken:
        for reason, count in one.broken.most_common():
            print(f"  {count} lines are no events: {reason}.", file=sys.stderr)
        first = ", ".join(str(number) for number, _ in one.examples)
        print(one_line(f"  The first are lines {first}. All are in {one.aside}."), file=sys.stderr)
