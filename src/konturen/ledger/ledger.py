"""Opening a ledger: its version, its reader and its writer."""

from __future__ import annotations

from types import TracebackType

from sqlalchemy import Connection, Engine, inspect

from konturen.errors import LedgerError
from konturen.ledger import schema
from konturen.ledger.dialects import (
    check_server,
    empty,
    engine,
    foreign,
    renewable,
    told,
    writable,
    writing,
)
from konturen.ledger.migrations import form_of, migrate
from konturen.ledger.reader import Reader
from konturen.ledger.writer import Writer


class Ledger:
    """An open ledger. `reader` cannot write; `writer` adds documents and judgements, each wholly or not at all.

    `form` is the form of its tables; an older one can only be read.
    """

    def __init__(self, address: str, engine: Engine, form: int = schema.SCHEMA_VERSION) -> None:
        self.address = address
        self.form = form
        self._engine = engine
        self.reader = Reader(address, engine, form)
        self._past: str | None = None

    @property
    def writer(self) -> Writer:
        """The writing face; LedgerError where the ledger may only be read."""
        if self._past is not None:
            what = f"a ledger as known on {self._past} is read-only."
            raise LedgerError(what, self.address, "Write to the ledger as it is now.")
        if self.form < schema.SCHEMA_VERSION or not writable(self.address):
            raise LedgerError(
                "the ledger is read-only.", self.address, "Check the permissions of the file and its folder."
            )
        return Writer(self.address, self._engine)

    def as_known(self, instant: str) -> Ledger:
        """The same ledger as it was known at an instant (a day means its end), to be read only.

        See `Reader.as_known`. Closing one of the two closes both.
        """
        past = Ledger(self.address, self._engine, self.form)
        past.reader = self.reader.as_known(instant)
        past._past = instant
        return past

    def as_seen(self, reader: Reader) -> Ledger:
        """The same ledger, read by a reader that sees one state (`Reader.together`): by its connection alone.

        A second one may have to wait for somebody who writes, and who waits for the first to end.
        """
        seen = Ledger(self.address, self._engine, self.form)
        seen.reader, seen._past = reader, self._past
        return seen

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_ledger(address: str, create: bool = False) -> Ledger:
    """Open the ledger at a path or a PostgreSQL address, with `create` a new one where there is none.

    A ledger of an older form is backed up and brought to today's; where that may not be written, it is read
    as it is. LedgerError where it is missing, no ledger, damaged, or written by a newer version of Konturen.
    """
    database = engine(address, create)
    try:
        form = _opened(address, database, create)
    except BaseException:
        database.dispose()
        raise
    return Ledger(address, database, form)


def _opened(address: str, database: Engine, create: bool) -> int:
    """Check that a database holds a ledger, make one if allowed, and bring it to today's form; its form."""
    with told(address):
        check_server(database, address)
        tables = set(inspect(database).get_table_names())
        if not tables:
            if not create:
                raise empty(address)
            _create(database)
        elif not {"meta", "documents", "statements"} <= tables:
            raise foreign(address)
        form = form_of(address, database)
        if form < schema.SCHEMA_VERSION and renewable(address):
            form = migrate(address, database)
    return form


def _create(database: Engine) -> None:
    with writing(database).begin() as connection:
        if inspect(connection).has_table(schema.meta.name):
            return  # another program created it while we waited
        create_tables(connection)


def create_tables(connection: Connection) -> None:
    """Make the tables of an empty ledger of today's form."""
    schema.metadata.create_all(connection)
    connection.execute(schema.meta.insert(), {"key": "schema", "value": str(schema.SCHEMA_VERSION)})
