"""Where the accounts of a ledger lie, and transactions there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect

from konturen.accounts.tables import metadata
from konturen.errors import LedgerError
from konturen.ledger.dialects import engine, exists, is_postgresql, shown, told, writing
from konturen.ledger.sqlite import SCHEME

LOCK = "konturen people"
"""The lock of those who write to the accounts: they do not wait for those who write to the ledger."""
BESIDE = ".people.sqlite"
FIRST = "Make the first account: konturen people add NAME --role admin"


def place(ledger: str) -> str:
    """The address of the accounts of a ledger: the same database, or a file beside a file."""
    return ledger if is_postgresql(ledger) else f"{ledger}{BESIDE}"


class Store:
    """The tables of the accounts, with transactions that read and that write."""

    def __init__(self, address: str, database: Engine) -> None:
        self.address = address
        self._engine = database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state; LedgerError where the database refuses."""
        with told(self.address), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, one at a time: what it has checked is still true when it is committed."""
        with told(self.address), writing(self._engine, LOCK).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def opened(ledger: str, create: bool = False) -> Store:
    """The store of the accounts of a ledger, made with `create` where there is none; else LedgerError."""
    address = place(ledger)
    if not is_postgresql(address) and not exists(address):
        if not create:
            raise LedgerError("this ledger has no accounts.", shown(ledger), FIRST)
        _own_file(address)
    database = engine(address, create)
    store = Store(address, database)
    try:
        with told(address):
            there = inspect(database).has_table("people")
        if not there and not create:
            raise LedgerError("this ledger has no accounts.", shown(ledger), FIRST)
        if not there:
            with store.writing() as connection:
                metadata.create_all(connection)
    except BaseException:
        database.dispose()
        raise
    return store


def _own_file(address: str) -> None:
    """An empty file that only its owner may read: SQLite gives its journal the same rights."""
    path = os.path.expanduser(address.removeprefix(SCHEME))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return  # another program made it while we looked
    except OSError as error:
        hint = "Check the permissions of the ledger's folder."
        raise LedgerError(f"the accounts cannot be made ({error.strerror}).", path, hint) from error
