"""The command that shows which texts are one source."""

from __future__ import annotations

from konturen.commands.base import Json, LedgerPath, app
from konturen.desk import copying
from konturen.ledger.ledger import open_ledger
from konturen.settings import default_ledger
from konturen.terminal import render_copies
from konturen.terminal.streams import output, print_lines


@app.command
def copies(*, ledger: LedgerPath = None, json: Json = False) -> int:
    """List the texts that are one source in several places, and what may be translations, with the reasons."""
    with open_ledger(ledger or default_ledger()) as book:
        found = copying.copies(book)
    if json:
        print_lines(copying.lines(found))
    else:
        render_copies.show_copies(output(), found)
    return 0
