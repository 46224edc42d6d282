"""The command that opens the desk in the browser."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from konturen.commands.base import LedgerPath, Reading, app
from konturen.ledger.ledger import open_ledger
from konturen.settings import default_ledger


@app.command
def serve(
    *,
    ledger: LedgerPath = None,
    host: Annotated[str, Parameter(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int,
        Parameter(help="The port; 0 takes a free one.", validator=validators.Number(gte=0, lte=65535)),
    ] = 8765,
    browser: Annotated[bool, Parameter(help="Open it in the browser.")] = False,
    reading: Reading | None = None,
) -> int:
    """Open the desk: read, review and compare in the browser, on this machine; Ctrl+C ends it."""
    # The server's libraries are loaded for this command only.
    from konturen.web import serving

    with open_ledger(ledger or default_ledger(), create=True) as book:
        serving.serve(
            book,
            serving.Serving(host, port, (), browser),
            (reading or Reading()).settings(),
            lambda address: print(f"The desk is at {address}  (Ctrl+C ends it)", flush=True),
        )
    return 0
