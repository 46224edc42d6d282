"""A ledger in one SQLite file: where it lies, how it is opened and backed up, and what its errors mean."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from konturen.errors import LedgerError
from konturen.ledger.options import BUSY, BUSY_SECONDS, WRITES, Alternative

SCHEME = "sqlite:///"
"""How an address begins that names a file; a path alone does so, too."""

HEADER = b"SQLite format 3\x00"
CACHE_KIB = 65_536
"""Pages that a connection may hold: what a hundred texts change fits in, and need not go to the disk twice."""


def engine(address: str, create: bool) -> Engine:
    """Connect to a ledger by path; `create` allows a new file. LedgerError says what is in the way."""
    path = _path(address)
    if path.is_dir():
        raise LedgerError(
            "this is a folder, not a ledger.", address, "Name a file, for instance ledger.sqlite in it."
        )
    if not path.exists():
        if not create:
            raise LedgerError(
                "there is no ledger here.", address, "Create one with: konturen add --ledger PATH FILE"
            )
        if not path.parent.is_dir():
            raise LedgerError("the folder of the ledger does not exist.", str(path.parent), "Create it first.")
        if not os.access(path.parent, os.W_OK):
            raise LedgerError(
                "the folder of the ledger is read-only.", str(path.parent), "Choose another folder."
            )
    elif not path.is_file():  # a pipe would never answer
        raise LedgerError("this is no file.", address, "Name a file that konturen add has written.")
    elif path.stat().st_size and not _is_sqlite(path, address):
        raise LedgerError("this file is no ledger.", address, "Name a file that konturen add has written.")
    made = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(made, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transactions begin too late for DDL: SQLAlchemy opens them with BEGIN below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once and waits for others; a reader that became a writer could not wait.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def writable(address: str) -> bool:
    """Whether the ledger's file may be written, or created."""
    path = _path(address)
    return os.access(path if path.exists() else path.parent, os.W_OK)


def renewable(address: str) -> bool:
    """Whether the ledger may be brought to a newer form: written, with room for a backup beside it."""
    path = _path(address)
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def backup(address: str, label: str) -> Path:
    """Copy the ledger as it is committed into NAME.LABEL.bak beside it, wholly or not at all; where it lies.

    An existing file is never overwritten: the new one gets a number. LedgerError where there is no room.
    """
    path = _path(address)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            shutil.copymode(path, part)
            _to_disk(part)
            return _settle(part, path, label)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(
            f"the ledger has an older form and cannot be backed up ({error}); nothing was changed.",
            address,
            "Make room in its folder and run the same command again.",
        ) from error


def exists(address: str) -> bool:
    """Whether there is a file."""
    return _path(address).exists()


def discard_empty(address: str) -> None:
    """Take away a file of no bytes."""
    path = _path(address)
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()


def integrity(database: Engine) -> list[str]:
    """What PRAGMA integrity_check says, at most 100 lines; none where all is well."""
    try:
        with database.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(100)")]
    except DatabaseError as error:
        return [str(error.orig)]
    return [] if found == ["ok"] else found


def erasing(connection: Connection) -> None:
    """Overwrite with zeros what this connection deletes."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")


def compact(database: Engine) -> None:
    """Write the file anew without free pages, and empty the log beside it where there is one."""
    raw = database.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.close()
    finally:
        raw.close()


def left(address: str) -> str:
    """What still holds what was removed from the file: copies beside it that Konturen has made."""
    path = _path(address)
    copies = sorted(copy.name for copy in path.parent.glob(f"{glob.escape(path.name)}.*.bak"))
    named = f" Beside it lie copies from before: {', '.join(copies)}." if copies else ""
    return f"Backups and other copies of the ledger still hold what was removed: delete them yourself.{named}"


def _settle(part: Path, path: Path, label: str) -> Path:
    """Give a finished copy the first name that is free."""
    for number in count(1):
        final = path.with_name(f"{path.name}.{label}{f'.{number}' if number > 1 else ''}.bak")
        if final.exists():
            continue
        try:
            os.link(part, final)  # fails, unlike a renaming, where the name was taken in the meantime
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            part.rename(final)
        _to_disk(path.parent)
        return final
    raise AssertionError  # count() has no end


def _to_disk(path: Path) -> None:
    """Wait until a file or the entries of a folder are on the disk; some systems cannot do it for folders."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _path(address: str) -> Path:
    """The file behind an address: a path or sqlite:///PATH."""
    if address.startswith(SCHEME):
        return Path(address.removeprefix(SCHEME))
    return Path(address).expanduser()


def _is_sqlite(path: Path, address: str) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError as error:
        raise LedgerError(
            f"the ledger cannot be read ({error.strerror}).", address, "Check its permissions."
        ) from error


MEANINGS = (
    ("readonly", "the ledger is read-only.", "Check the permissions of the file and its folder."),
    ("unable to open", "the ledger cannot be opened.", "Check the permissions of the file and its folder."),
    ("disk is full", "the disk is full; nothing was written.", "Make room and run the same command again."),
    (
        "disk I/O",
        "the disk failed while writing; nothing was written.",
        "Check the disk and run the command again.",
    ),
    (
        "locked",
        BUSY,
        "Wait until it has finished and run the command again.",
    ),
    ("malformed", "the ledger is damaged.", "Restore a backup, or export what can be read: konturen export."),
    ("not a database", "this file is no ledger.", "Name a file that konturen add has written."),
    ("no such table", "this SQLite file is no ledger.", "Name a file that konturen add has written."),
)
"""Words in the database's error, what they mean to a person, and what to do next."""


def meaning(error: Exception) -> tuple[str, str] | None:
    """What an error of the database means, and what to do next; None where nobody knows."""
    words = str(error)
    return next(((what, hint) for sign, what, hint in MEANINGS if sign in words), None)


EMPTY = ("this file is empty, no ledger.", "Create one with: konturen add --ledger PATH FILE")
FOREIGN = ("this SQLite file is no ledger.", "Name a file that konturen add has written.")
"""What is said of a file without tables, and of one with others' tables."""

SEARCH_TABLE = (
    "CREATE VIRTUAL TABLE search_terms USING fts5"
    """(terms, content='', columnsize=0, tokenize="ascii tokenchars '=~_'")""",
)
"""The words of the passages: FTS5 without a copy of them. Only words are parted here, by blanks; what a word is
was decided before (`konturen.names.search_words`)."""
SEARCH_KEY = "rowid"
SEARCH_EMPTY = "INSERT INTO search_terms (search_terms) VALUES ('delete-all')"
SEARCH_INSERT = "INSERT INTO search_terms (rowid, terms) VALUES (:id, :terms)"
SEARCH_MATCH = "search_terms MATCH :search_for"
NOBODY = "_"
"""Stands in the place of a word that is not to be found there."""


def terms_of(places: Sequence[str | None], further: Collection[str]) -> str:
    """The words of a passage in their order and its further terms, as the index takes them."""
    return " ".join([*(word or NOBODY for word in places), *further])


def expression_of(wanted: Sequence[Collection[Alternative]], unwanted: Collection[Alternative]) -> str:
    """What the index is asked for: of each group one, of `unwanted` none."""
    found = " AND ".join(f"({' OR '.join(map(_asked, group))})" for group in wanted)
    return f"({found}) NOT ({' OR '.join(map(_asked, unwanted))})" if unwanted else found


def _asked(alternative: Alternative) -> str:
    words, prefix = alternative
    return f'"{" ".join(words)}"' + ("*" if prefix else "")
