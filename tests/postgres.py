"""A real PostgreSQL server for the tests: the one that KONTUREN_TEST_POSTGRES names, else one of the machine's own.

One server a test process, in a folder that is gone afterwards; root starts it as another account, because the
server refuses root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER = "KONTUREN_TEST_POSTGRES"
"""Environment variable with the address of a database in which the tests may make schemas."""
REQUIRED = "KONTUREN_REQUIRE_POSTGRES"
"""Environment variable that makes a missing server a failure: CI sets it."""
MISSING = f"PostgreSQL is not installed: install it, or set {SERVER}."
ACCOUNT = "postgres"
"""The account under which root starts the server."""


def programs() -> Path | None:
    """The folder of the server's programs (the newest of Debian's, else where the path has them)."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def available() -> bool:
    """Whether a server is named or can be started."""
    return bool(os.environ.get(SERVER)) or programs() is not None


@dataclass(frozen=True)
class Server:
    """A server that can be stopped and started again; `folder` holds its socket and its data."""

    folder: Path
    programs: Path
    options: str

    @property
    def address(self) -> str:
        """The address of a database on it."""
        return f"postgresql://{ACCOUNT}@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = str(self.folder / "log")
        _run(
            self.programs / "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-w",
            "-l",
            log,
            "-o",
            self.options,
            "start",
        )

    def stop(self, how: str = "immediate") -> None:
        """Stop it, however many are connected: `fast` takes their work back, `immediate` just ends."""
        _run(self.programs / "pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def schema(self, name: str) -> str:
        """The address of a ledger in a new schema."""
        made = f"CREATE SCHEMA {name}"
        _run(self.programs / "psql", "-q", "-h", str(self.folder), "-U", ACCOUNT, "-c", made, "postgres")
        return f"{self.address}&options=-csearch_path%3D{name}"


QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
"""For tests that need no data after the machine stops: a server that is stopped at once may lose some."""


@contextmanager
def own(settings: str = "") -> Iterator[Server]:
    """A running server of our own; FileNotFoundError where there is no PostgreSQL."""
    found = programs()
    if found is None:
        raise FileNotFoundError(MISSING)
    # Not in pytest's own folders: another account cannot enter those.
    with tempfile.TemporaryDirectory(prefix="konturen-postgresql-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        options = f"-k {folder} -c listen_addresses='' {settings} -c max_connections=60"
        initial = ("-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _run(found / "initdb", "-D", str(folder / "data"), *initial)
        server = Server(folder, found, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def server() -> Iterator[str]:
    """The address of a database on a running server; FileNotFoundError where there is no PostgreSQL."""
    named = os.environ.get(SERVER)
    if named:
        yield named
        return
    with own(QUICK) as started:
        yield started.address


def _run(*command: str | Path) -> None:
    """Run a program of the server's, as another account where this one is root."""
    prefix = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *map(str, command)], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
