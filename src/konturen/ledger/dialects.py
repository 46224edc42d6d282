"""The only place that knows which database lies below: everything else speaks SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Integer,
    String,
    Table,
    column,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError

from konturen.errors import BusyError, LedgerError, QueryError
from konturen.ledger import postgresql, sqlite
from konturen.ledger.options import BUSY, LEDGER_LOCK, WRITES, Alternative, SearchRow


def engine(address: str, create: bool) -> Engine:
    """Connect to a ledger by path or address; `create` allows a new one. LedgerError says what is wrong."""
    if is_postgresql(address):
        return postgresql.engine(address, create)
    if "://" in address and not address.startswith(sqlite.SCHEME):
        scheme = address.split("://")[0]
        raise LedgerError(
            f"ledgers at {scheme} addresses cannot be opened.",
            hint="Give a path to a file, or postgresql://USER@HOST/DATABASE.",
        )
    return sqlite.engine(address, create)


def is_postgresql(address: str) -> bool:
    """Whether an address names a PostgreSQL database; everything else is a file."""
    return address.startswith(postgresql.SCHEMES)


def writing(database: Engine, lock: str = LEDGER_LOCK) -> Engine:
    """The same database for transactions that write, one at a time among those of the same lock.

    A SQLite file has one lock for all.
    """
    return database.execution_options(**{WRITES: lock})


def writable(address: str) -> bool:
    """Whether the ledger may be written, or created."""
    return postgresql.writable(address) if is_postgresql(address) else sqlite.writable(address)


def renewable(address: str) -> bool:
    """Whether the ledger may be brought to a newer form: written, with room for a backup beside it."""
    return postgresql.renewable(address) if is_postgresql(address) else sqlite.renewable(address)


def backup(address: str, connection: Connection, label: str) -> None:
    """Copy the ledger as it is committed beside itself, wholly or not at all, before it changes its form."""
    if is_postgresql(address):
        postgresql.backup(connection, label)
    else:
        sqlite.backup(address, label)


def byte_order(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column for sorting by the bytes of its UTF-8, as SQLite sorts: the same everywhere."""
    own = connection.dialect.name == "postgresql" and isinstance(column.type, String)
    return column.collate("C") if own else column


def holding(connection: Connection, column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether a text holds a word, ASCII letters of either size: SQLite's LIKE does not tell them apart."""
    if connection.dialect.name == "sqlite":
        return column.contains(word, autoescape=True)
    return column.icontains(word, autoescape=True)


def renumber(connection: Connection, table: Table) -> None:
    """Let a table go on counting after rows were written with their numbers."""
    if connection.dialect.name == "postgresql":
        postgresql.renumber(connection, table)


def discard_empty(address: str) -> None:
    """Take the file away that a failed creation has left without content; a database stays."""
    if not is_postgresql(address):
        sqlite.discard_empty(address)


def exists(address: str) -> bool:
    """Whether there is something at the address before it is opened; a database always is."""
    return is_postgresql(address) or sqlite.exists(address)


def integrity(database: Engine) -> list[str]:
    """What the database's program itself finds wrong with its file, a line each; none where it finds nothing.

    PostgreSQL has no such examination without an extension: there reading every row stands for it.
    """
    return sqlite.integrity(database) if database.dialect.name == "sqlite" else []


def erasing(connection: Connection) -> None:
    """Have what is deleted in this transaction overwritten where the database can do it."""
    if connection.dialect.name == "sqlite":
        sqlite.erasing(connection)


def compact(address: str, database: Engine) -> str:
    """Give the room of deleted rows back where nobody else minds; what remains to be done, in words."""
    if is_postgresql(address):
        return postgresql.LEFT
    sqlite.compact(database)
    return sqlite.left(address)


def _search(connection: Connection) -> ModuleType:
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def search_table(connection: Connection) -> None:
    """Make the table of the words of the passages."""
    for command in _search(connection).SEARCH_TABLE:
        connection.exec_driver_sql(command)


def search_empty(connection: Connection) -> None:
    """Empty the table of the words of the passages."""
    connection.exec_driver_sql(_search(connection).SEARCH_EMPTY)


def search_insert(connection: Connection, rows: Sequence[SearchRow]) -> None:
    """Write the words of passages: the passage's id, its words by their places, and terms without a place."""
    own = _search(connection)
    values = [{"id": key, "terms": own.terms_of(places, further)} for key, places, further in rows]
    if values:
        connection.execute(text(own.SEARCH_INSERT), values)


def search_match(
    connection: Connection, wanted: Sequence[Collection[Alternative]], unwanted: Collection[Alternative]
) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """The table of words, its key, and the condition that a passage holds one of each group and no unwanted."""
    own = _search(connection)
    found = table("search_terms", column(own.SEARCH_KEY, Integer))
    condition = text(own.SEARCH_MATCH).bindparams(search_for=own.expression_of(wanted, unwanted))
    return found, found.c[own.SEARCH_KEY], cast(ColumnElement[bool], condition)


def check_server(database: Engine, address: str) -> None:
    """LedgerError where the database's program is too old."""
    if is_postgresql(address):
        postgresql.check_version(database, address)


def empty(address: str) -> LedgerError:
    """What is said where there are no tables."""
    what, hint = postgresql.EMPTY if is_postgresql(address) else sqlite.EMPTY
    return LedgerError(what, shown(address), hint)


def foreign(address: str) -> LedgerError:
    """What is said where there are tables of others only."""
    what, hint = postgresql.FOREIGN if is_postgresql(address) else sqlite.FOREIGN
    return LedgerError(what, shown(address), hint)


def shown(address: str) -> str:
    """An address as it may be shown: without a password."""
    return postgresql.shown(address) if is_postgresql(address) else address


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn the database's errors into LedgerErrors that say what, where and what next; into QueryError where it
    cannot hold a value (PostgreSQL: a null character, a number that is too large)."""
    try:
        yield
    except DataError as error:
        hint = "Leave out characters that are none, and numbers that are too large."
        raise QueryError("a value cannot stand in a ledger.", hint=hint) from error
    except (DatabaseError, DBAPIError) as error:
        fault = error.orig if isinstance(error.orig, Exception) else error
        known = (postgresql if is_postgresql(address) else sqlite).meaning(fault)
        if known:
            kind = BusyError if known[0] == BUSY else LedgerError
            raise kind(known[0], shown(address), known[1]) from error
        raise LedgerError(f"the database refused: {fault}.", shown(address)) from error
