"""Fresh ledgers for the contract suites, on both databases: SQLite files and schemas of a PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from konturen.ledger.ledger import Ledger, open_ledger
from tests.postgres import MISSING, REQUIRED, available, server

Fresh = Callable[[], Ledger]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database on a running PostgreSQL server; CI fails without one, others skip."""
    if not available():
        pytest.fail(MISSING) if os.environ.get(REQUIRED) else pytest.skip(MISSING)
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def schema_of(postgresql: str) -> Callable[[str], str]:
    """Makes an empty schema and gives the address of a ledger in it."""
    admin = create_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)

    def make(name: str) -> str:
        with admin.begin() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
            connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
        join = "&" if "?" in postgresql else "?"
        return f"{postgresql}{join}options=-csearch_path%3D{name}"

    return make


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """A maker of empty ledgers, as many as a test wants."""
    numbers = count()
    made: list[Ledger] = []
    kind = str(request.param)
    folder: Path = tmp_path_factory.mktemp(kind)
    module = request.node.name.replace("/", "_").replace(".", "_")

    def make() -> Ledger:
        number = next(numbers)
        if kind == "postgresql":
            ledger = open_ledger(request.getfixturevalue("schema_of")(f"{module}_{number}"), create=True)
        else:
            ledger = open_ledger(str(folder / f"{number}.sqlite"), create=True)
            # These suites prove what is read, not that it survives a power cut: no waiting for the disk.
            event.listen(
                ledger._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")
            )
        made.append(ledger)
        return ledger

    yield make
    for ledger in made:
        ledger.close()


@pytest.fixture
def book(fresh: Fresh) -> Ledger:
    """One empty ledger."""
    return fresh()
