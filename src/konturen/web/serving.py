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

from konturen.errors import KonturenError, QueryError
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.settings import Settings
from konturen.web.app import application
from konturen.web.site import Site

OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORT = 8765
THREADS_WAITING = 200
"""Requests that may be open at once."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the desk is served: an address of this machine, a port (0: any free one), further names of it."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: Sequence[str] = ()
    open_browser: bool = False


def serve(
    ledger: Ledger,
    serving: Serving | None = None,
    settings: Settings | None = None,
    started: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve the desk of a ledger until it is stopped; `started` is told the address when it answers.

    QueryError where the address is not of this machine, or the port is taken.
    """
    asked = serving or Serving()
    if not is_loopback(asked.host):
        what = f"{asked.host} can be reached from other machines, and nobody has to sign in."
        raise QueryError(what, "--host", "Leave it out: the desk is then this machine's own.")
    pipeline = Pipeline(settings)
    names = frozenset({*OWN_NAMES, asked.host, *(name.lower() for name in asked.names)})
    site = Site(ledger, pipeline, names)
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
        )
        Thread(target=_read, args=(site,), daemon=True).start()
        started(address)
        if asked.open_browser:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[bound])


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
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        hint = "Choose another with --port, or --port 0 for any that is free."
        raise QueryError(f"port {port} cannot be used ({error.strerror}).", host, hint) from error
    bound.listen(THREADS_WAITING)
    return bound
