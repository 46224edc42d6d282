"""The command that opens the desk in the browser, for oneself or for a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter, validators

from konturen.commands.base import LedgerPath, Reading, app
from konturen.ledger.ledger import open_ledger
from konturen.settings import default_ledger


@Parameter(name="*")
@dataclass(frozen=True)
class Together:
    """How a team is served."""

    team: Annotated[bool, Parameter(negative="", help="People sign in (see: konturen people).")] = False
    https: Annotated[
        bool, Parameter(negative="", help="A proxy before the desk ends TLS; for a team on other machines.")
    ] = False
    name: Annotated[
        tuple[str, ...],
        Parameter(
            name="--name", negative="", help="A host name under which the desk may be called; repeatable."
        ),
    ] = ()
    proxy: Annotated[
        tuple[str, ...],
        Parameter(name="--proxy", negative="", help="The proxy's address, if not this machine's; repeatable."),
    ] = ()


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
    together: Together | None = None,
    reading: Reading | None = None,
) -> int:
    """Open the desk: read, review and compare in the browser, on this machine; Ctrl+C ends it.

    With --team people sign in, and with a proxy that ends TLS they do so from other machines.
    """
    # The server's libraries are loaded for this command only.
    from konturen.web import serving

    how = together or Together()
    asked = serving.Serving(host, port, how.name, browser, how.team, how.https, (*serving.PROXIES, *how.proxy))
    asked.check()
    with open_ledger(ledger or default_ledger(), create=True) as book:
        serving.serve(
            book,
            asked,
            (reading or Reading()).settings(),
            lambda address: print(f"The desk is at {address}  (Ctrl+C ends it)", flush=True),
        )
    return 0
