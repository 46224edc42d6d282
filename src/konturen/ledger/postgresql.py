"""A ledger in a PostgreSQL database (15 or later), in the first schema of the search path.

Several ledgers in one database lie in schemas of their own: postgresql://HOST/DB?options=-csearch_path%3DNAME.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Sequence
from itertools import count

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError
from sqlalchemy.schema import CreateSchema

from konturen.errors import LedgerError
from konturen.ledger.options import BUSY, BUSY_SECONDS, WRITES, Alternative

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
"""How addresses of such ledgers begin."""

KEPT_OPEN, MOST_OPEN = 10, 40
"""Connections that a program keeps, and may have at once: as many as the desk has threads."""
OLDEST = 150_000
"""The oldest version of the server that is supported, as it numbers itself."""


def engine(address: str, create: bool) -> Engine:
    """Connect to a ledger by the address of its database; LedgerError where the address is none.

    The database itself is never created: `create` concerns the tables, which the caller makes.
    """
    del create
    if importlib.util.find_spec("psycopg") is None:
        raise LedgerError(
            "ledgers in PostgreSQL need the extra pg.", shown(address), "Install it: pip install 'konturen[pg]'"
        )
    made = _created(address)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if lock := connection.get_execution_options().get(WRITES):
            # One writer at a time, as in SQLite: what a write has checked is still true when it is committed.
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            connection.exec_driver_sql(
                "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(current_schema()))", (lock,)
            )
        else:
            # All queries of one call see what was committed when it began.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return made


def _created(address: str) -> Engine:
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        made = create_engine(
            url,
            pool_pre_ping=True,  # a server that was stopped and started again is found again
            pool_size=KEPT_OPEN,
            max_overflow=MOST_OPEN - KEPT_OPEN,
            connect_args={"connect_timeout": BUSY_SECONDS, "application_name": "konturen"},
        )
        made.dialect.create_connect_args(url)  # else the first connection says what is wrong with the address
    except (ArgumentError, ValueError) as error:
        hint = "Write it as postgresql://USER@HOST/DATABASE."
        raise LedgerError("this is no address of a database.", shown(address), hint) from error
    return made


def shown(address: str) -> str:
    """An address as it may be shown: without its password."""
    try:
        return make_url(address).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return address.split("@")[-1]


def writable(address: str) -> bool:
    """Whether the ledger may be written: what the server allows is said when it refuses."""
    return True


renewable = writable
"""Whether the ledger may be brought to a newer form."""


def backup(connection: Connection, label: str) -> str:
    """Copy the tables of the ledger into a schema of their own within the transaction; its name.

    An existing schema is never overwritten: the new one gets a number.
    """
    here = connection.execute(text("SELECT current_schema()")).scalar_one()
    taken = set(inspect(connection).get_schema_names())
    base = f"{here}_{label}".replace("-", "_")
    name = next(n for n in (base if i == 1 else f"{base}_{i}" for i in count(1)) if n not in taken)
    connection.execute(CreateSchema(name))
    quote = connection.dialect.identifier_preparer.quote_identifier
    for table in inspect(connection).get_table_names():
        source, copy = f"{quote(here)}.{quote(table)}", f"{quote(name)}.{quote(table)}"
        connection.exec_driver_sql(f"CREATE TABLE {copy} AS TABLE {source}")
    return name


def renumber(connection: Connection, table: Table) -> None:
    """Set the counter behind a table's numbers to the largest one."""
    column = table.autoincrement_column
    if column is None:
        return
    quote = connection.dialect.identifier_preparer.quote_identifier
    largest = connection.execute(select(func.max(column))).scalar()
    wanted = text("SELECT setval(pg_get_serial_sequence(:table, :column), :value, :used)")
    used = {"value": largest or 1, "used": largest is not None}
    connection.execute(wanted, {"table": quote(table.name), "column": column.name} | used)


LEFT = (
    "PostgreSQL keeps removed rows in its files until they are written anew: run VACUUM FULL. Its log, "
    "replicas, schemas with copies from before (NAME_form_N) and backups hold them longer: delete those."
)
"""What still holds what was removed from the tables."""

_MEANINGS = {
    "28": ("the database refuses the user or the password.", "Check the address."),
    "3D": ("there is no such database.", "Create it first: createdb NAME"),
    "3F": ("there is no such schema.", "Create it first: CREATE SCHEMA NAME"),
    "42501": ("this account may not write to the ledger.", "Ask for the rights, or only read."),
    "42P01": ("this database holds no ledger.", "Name one that konturen add has written."),
    "25006": ("the ledger is read-only.", "Ask who runs the database."),
    "55P03": (BUSY, "Wait until it has finished and run it again."),
    "40": ("the database was busy with others; nothing was written.", "Run the same command again."),
    "53100": ("the disk of the database is full; nothing was written.", "Make room and run it again."),
    "53300": ("the database has too many connections.", "Wait, or ask who runs the database."),
    "54": ("a value is too long for the database; nothing was written.", "Shorten the text's address or name."),
    "57": ("the database was stopped; nothing was written.", "Start it and run the same command again."),
    "58": ("the database failed on its disk; nothing was written.", "Ask who runs the database."),
    "XX": ("the ledger is damaged.", "Restore a backup."),
    "08": ("the database cannot be reached.", "Check the address, and that it runs."),
}
"""SQLSTATEs and classes of them, what they mean to a person, and what to do next."""


def meaning(error: Exception) -> tuple[str, str] | None:
    """What an error of the database means, and what to do next; None where nobody knows."""
    state = getattr(error, "sqlstate", None)
    words = str(error)
    if state is None and "NUL" in words:
        return "a value holds the character NUL, which PostgreSQL cannot store.", "Nothing was written."
    if state is None and "invalid connection option" in words:
        return f"{' '.join(words.split())}.", "Take it out of the address."
    if state is None and isinstance(error, _connection_errors()):
        return _unreached(words)
    return _MEANINGS.get(state or "") or _MEANINGS.get((state or "")[:2])


def _unreached(words: str) -> tuple[str, str]:
    """What an error without a state says: the server was not reached, or refused before it spoke SQL."""
    for sign, state in _SIGNS:
        if sign in words:
            return _MEANINGS[state]
    return _MEANINGS["08"]


_SIGNS = (("role ", "28"), ("does not exist", "3D"), ("password", "28"), ("authentication", "28"))
"""Words of such errors, and the SQLSTATE that says the same."""


def _connection_errors() -> tuple[type[Exception], ...]:
    import psycopg

    return (psycopg.OperationalError,)


def check_version(database: Engine, address: str) -> None:
    """LedgerError where the server is older than is supported."""
    with database.connect() as connection:
        number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if number < OLDEST:
        raise LedgerError(
            f"PostgreSQL {number // 10_000} is too old.", shown(address), f"Use {OLDEST // 10_000} or later."
        )


EMPTY = ("this database holds no ledger.", "Create one with: konturen add --ledger ADDRESS FILE")
FOREIGN = ("this database holds other tables and no ledger.", "Name an empty database or schema.")
"""What is said of a database without tables, and of one with others' tables."""

SEARCH_TABLE = (
    "CREATE TABLE search_terms (passage_id INTEGER PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX search_terms_by_term ON search_terms USING gin (terms)",
)
"""The words of the passages. No configuration of text search is used: what a word is was decided before
(`konturen.names.search_words`)."""
SEARCH_KEY = "passage_id"
SEARCH_EMPTY = "DELETE FROM search_terms"
SEARCH_INSERT = "INSERT INTO search_terms (passage_id, terms) VALUES (:id, CAST(:terms AS tsvector))"
SEARCH_MATCH = "search_terms.terms @@ CAST(:search_for AS tsquery)"


def terms_of(places: Sequence[str | None], further: Collection[str]) -> str:
    """The words of a passage with their places and its further terms without one, as a tsvector is written."""
    at: dict[str, list[str]] = {}
    for place, word in enumerate(places, start=1):
        if word is not None:
            at.setdefault(word, []).append(str(place))
    placed = (f"'{word}':{','.join(found)}" for word, found in at.items())
    return " ".join([*placed, *(f"'{term}'" for term in further)])


def expression_of(wanted: Sequence[Collection[Alternative]], unwanted: Collection[Alternative]) -> str:
    """What the index is asked for, as a tsquery is written: of each group one, of `unwanted` none."""
    parts = [f"({' | '.join(map(_asked, group))})" for group in wanted]
    return " & ".join([*parts, *(f"!({_asked(one)})" for one in unwanted)])


def _asked(alternative: Alternative) -> str:
    words, prefix = alternative
    return " <-> ".join(f"'{word}'" for word in words) + (":*" if prefix else "")
