"""Serving the desk: on this machine only, unless people sign in."""

from __future__ import annotations

import ipaddress
import socket
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Thread

import uvicorn

from konturen.accounts.accounts import Accounts, open_accounts
from konturen.errors import KonturenError, LedgerError, QueryError
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.settings import Settings
from konturen.web.app import application
from konturen.web.patience import HEAD, Patient
from konturen.web.site import Site
from konturen.web.team import Team

OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = ("0.0.0.0", "::")
"""Addresses that mean all of this machine's, and are no names of it."""
PROXIES = ("127.0.0.1", "::1")
DEFAULT_PORT = 8765
THREADS_WAITING = 200
"""Requests that may be open at once."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the desk is served: an address of this machine, a port (0: any free one), further names of it.

    With `team` people sign in. `https` is for a desk behind a proxy that speaks TLS with the browsers,
    `proxies` are the addresses of those who are believed when they say for whom they ask.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: Sequence[str] = ()
    open_browser: bool = False
    team: bool = False
    https: bool = False
    proxies: Sequence[str] = PROXIES

    def check(self) -> None:
        """QueryError where strangers could get in, or passwords would travel in the clear."""
        if not self.team:
            if not is_loopback(self.host):
                what = f"{self.host} can be reached from other machines, and nobody has to sign in."
                raise QueryError(
                    what, "--host", "Leave it out: the desk is then this machine's own. Or: --team"
                )
            if self.names or self.https:
                what = "further names and TLS are for a desk at which people sign in."
                raise QueryError(what, "--name, --https", "Add --team.")
        elif not self.https and (self.names or not is_loopback(self.host)):
            what = "passwords would travel in the clear."
            hint = "Let a proxy end TLS before the desk and add --https (see docs/serving.md)."
            raise QueryError(what, "--team", hint)

    def hosts(self) -> frozenset[str]:
        """The names under which the desk may be called."""
        own = () if self.host in EVERYWHERE else (self.host,)
        return frozenset({*OWN_NAMES, *own, *(name.lower() for name in self.names)})


def serve(
    ledger: Ledger,
    serving: Serving | None = None,
    settings: Settings | None = None,
    started: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve the desk of a ledger until it is stopped; `started` is told the address when it answers.

    QueryError where strangers could get in, a team has no admin, or the port is taken.
    """
    asked = serving or Serving()
    asked.check()
    team = Team(team_accounts(ledger), asked.https) if asked.team else None
    site = Site(ledger, Pipeline(settings), asked.hosts(), team=team)
    site.catalog()
    with closing(listening(asked.host, asked.port)) as bound:
        port = bound.getsockname()[1]
        address = f"http://{f'[{asked.host}]' if ':' in asked.host else asked.host}:{port}/"
        config = uvicorn.Config(
            application(site),
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=THREADS_WAITING,
            lifespan="off",
            http=Patient,
            timeout_keep_alive=int(HEAD),
            proxy_headers=asked.https,
            forwarded_allow_ips=list(asked.proxies),
        )
        Thread(target=_read, args=(site,), daemon=True).start()
        started(address)
        if asked.open_browser:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[bound])


def team_accounts(ledger: Ledger) -> Accounts:
    """The accounts of a ledger; QueryError where there are none, or no admin."""
    hint = "Make one: konturen people add NAME --role admin"
    try:
        accounts = open_accounts(ledger.address)
    except LedgerError as error:
        raise QueryError(error.what, "--team", hint) from error
    if not accounts.has_admin():
        accounts.close()
        raise QueryError("there is no admin who could sign in.", "--team", hint)
    return accounts


def _read(site: Site) -> None:
    """Read the ledger's statements into memory, so that the first page that counts need not wait as long."""
    with suppress(KonturenError), site.ledger.reader.together() as reader:
        site.columns.acts(reader)


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; QueryError where the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio sends each part of an answer at once; without it every page waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        hint = "Choose another with --port, or --port 0 for any that is free."
        raise QueryError(f"port {port} cannot be used ({error.strerror}).", host, hint) from error
    bound.listen(THREADS_WAITING)
    return bound
