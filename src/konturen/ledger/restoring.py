"""Backups read back: every hash, row and limit is examined first, then all rows are written, or none.

What a file says of itself is not believed: names in it are only compared, never used as paths; sizes are
counted while reading; a list of files that is too long is refused before it is read.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.exc import IntegrityError

from konturen.errors import LedgerError
from konturen.ledger import schema
from konturen.ledger.archive_form import (
    EVERY,
    LONGEST_LINE,
    LONGEST_MANIFEST,
    MANIFEST,
    Manifest,
    Part,
    Progress,
    file_of,
    key_of,
    row_of,
    tables,
)
from konturen.ledger.derived import rebuild
from konturen.ledger.dialects import (
    check_server,
    discard_empty,
    engine,
    exists,
    foreign,
    renumber,
    shown,
    told,
    writing,
)
from konturen.ledger.ledger import create_tables

MOST_FILES, MOST_DIRECTORY = 1000, 2**20
"""Files, and bytes of the list of files, that a zip may have."""
LARGE, TIGHTEST = 2**30, 250
"""A file that unpacks to more bytes than this is refused if it is packed more tightly than so many to one."""
BATCH_ROWS, BATCH_BYTES = 1000, 8 * 2**20
"""How much is written to the database at once."""
_END, _LOCATOR, _END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)
AGAIN = "Take another copy of the backup."


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a table with the numbers of the first and the last line they stand in."""

    rows: list[dict[str, Any]]
    first: int
    last: int


def restore(path: Path, address: str, progress: Progress | None = None) -> Manifest:
    """Write all of a backup into an empty ledger, which is made where there is none.

    LedgerError where the ledger is not empty, and, with file and line, where the backup is cut, altered, of
    another form or refers to what it does not hold: then the ledger is as it was.
    """
    tell = progress or (lambda _: None)
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
        for table, part in zip(tables(), manifest.parts, strict=True):
            for _ in _batches(path, archive, table, part):
                tell(f"examining {table.name}")
        was = exists(address)
        database = engine(address, create=True)
        try:
            with told(address), writing(database).begin() as connection:
                check_server(database, address)
                _prepare(connection, address)
                _fill(connection, path, archive, manifest, tell)
        except BaseException:
            if not was:
                discard_empty(address)
            raise
        finally:
            database.dispose()
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """The zip at a path; LedgerError where there is none, or it breaks off or is damaged while it is read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise LedgerError("this is no file.", str(path), "Take a file that konturen backup has written.")
        with path.open("rb") as file:
            _refuse_long_list(path, file)
            with ZipFile(file) as archive:
                yield archive
    except _DAMAGED as error:
        raise LedgerError(f"the backup was cut or damaged ({error}).", str(path), AGAIN) from error
    except OSError as error:
        raise LedgerError(f"the backup cannot be read ({error.strerror or error}).", str(path)) from error


def _refuse_long_list(path: Path, file: io.BufferedReader) -> None:
    """LedgerError where the end of the zip is not its end, or announces more files than a backup has."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - 98, 0))
    tail = file.read()
    end = tail[-22:]
    if len(end) < 22 or end[:4] != _END:
        hint = "Take a file that konturen backup has written."
        raise LedgerError("this is no backup, or one that was cut.", str(path), hint)
    count, length = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if tail[-42:-38] == _LOCATOR and tail[-98:-94] == _END_64:
        count, length = (int.from_bytes(tail[a:b], "little") for a, b in ((-66, -58), (-58, -50)))
    if count > MOST_FILES or length > MOST_DIRECTORY:
        raise LedgerError("this zip lists more files than a backup has.", str(path), AGAIN)
    file.seek(0)


def _manifest(path: Path, archive: ZipFile) -> Manifest:
    """The manifest of a zip that holds just what it says, in a form that can be written."""
    where = f"{path}: {MANIFEST}"
    names = [info.filename for info in archive.infolist()]
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        raise LedgerError(f"the file {_short(double)} stands in it twice.", str(path), AGAIN)
    if MANIFEST not in names:
        hint = "Take a file that konturen backup has written."
        raise LedgerError(f"this zip is no backup: it holds no {MANIFEST}.", str(path), hint)
    for info in archive.infolist():
        if info.flag_bits & 1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise LedgerError(
                "the file is packed in a way that backups are not.", f"{path}: {_short(info.filename)}", AGAIN
            )
        if info.file_size > LARGE and info.file_size > TIGHTEST * max(info.compress_size, 1):
            raise LedgerError(
                f"the file would unpack to {info.file_size:,} bytes, more than rows can be packed to.",
                f"{path}: {_short(info.filename)}",
                AGAIN,
            )
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise LedgerError("the manifest is too long.", where, AGAIN)
    manifest = Manifest.decoded(archive.read(MANIFEST), where)
    _check_form(path, manifest)
    wanted = [file_of(table) for table in tables()]
    listed = [part.name for part in manifest.parts]
    for name in sorted({*names, *listed} - {*wanted, MANIFEST}):
        raise LedgerError(f"it holds a file that is none of a backup: {_short(name)}.", str(path), AGAIN)
    for name in wanted:
        if name not in names or name not in listed:
            raise LedgerError(f"the file {name} is missing.", str(path), AGAIN)
    if listed != wanted:
        raise LedgerError("the files are not in the order of a backup.", where, AGAIN)
    return manifest


def _short(name: str) -> str:
    return ascii(name)[:80]


def _check_form(path: Path, manifest: Manifest) -> None:
    if manifest.form > schema.SCHEMA_VERSION:
        what = f"the backup was written by a newer Konturen ({manifest.konturen[:40]}, form {manifest.form})."
        raise LedgerError(what, str(path), "Upgrade with: pip install --upgrade konturen")
    if manifest.form < schema.SCHEMA_VERSION:
        raise LedgerError(
            f"the backup has an older form ({manifest.form}; we read {schema.SCHEMA_VERSION}).",
            str(path),
            f"Restore it with the version that wrote it (konturen=={manifest.konturen[:40]}), then open that "
            "ledger with this one: it is brought to today's form.",
        )


def _batches(path: Path, archive: ZipFile, table: Table, part: Part) -> Iterator[Batch]:
    """The rows of a table's file; LedgerError, with the line, where it is not what the manifest says."""
    where = f"{path}: {part.name}"
    digest, size, number, last = hashlib.sha256(), 0, 0, None
    rows: list[dict[str, Any]] = []
    gathered = 0
    with io.BufferedReader(archive.open(part.name), 2**18) as file:  # type: ignore[type-var]
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            here = f"{where}, line {number}"
            size += len(line)
            if len(line) > LONGEST_LINE or size > part.bytes or number > part.rows:
                raise LedgerError("there is more in it than the manifest says.", here, AGAIN)
            if not line.endswith(b"\n"):
                raise LedgerError("the line breaks off.", here, AGAIN)
            digest.update(line)
            try:
                row = row_of(table, line[:-1])
            except ValueError as error:
                raise LedgerError(f"{error}.", here, AGAIN) from error
            key = key_of(table, row)
            if last is not None and key <= last:
                raise LedgerError("the row stands twice, or in the wrong place.", here, AGAIN)
            last = key
            rows.append(row)
            gathered += len(line)
            if len(rows) >= BATCH_ROWS or gathered >= BATCH_BYTES:
                yield Batch(rows, number - len(rows) + 1, number)
                rows, gathered = [], 0
    if (number, size) != (part.rows, part.bytes):
        raise LedgerError(f"it has {number} rows, {part.rows} are promised.", where, AGAIN)
    if digest.hexdigest() != part.sha256:
        raise LedgerError("it was altered or damaged: its hash is another.", where, AGAIN)
    if rows:
        yield Batch(rows, number - len(rows) + 1, number)


def _prepare(connection: Connection, address: str) -> None:
    """Make the tables, or see that those that are there are today's and empty."""
    there = set(inspect(connection).get_table_names())
    if not there:
        create_tables(connection)
    elif not {"meta", "documents", "statements"} <= there:
        raise foreign(address)
    hint = "Restore into a new file or an empty schema (--ledger); a backup is never mixed with other rows."
    form = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar()
    if form != str(schema.SCHEMA_VERSION):
        raise LedgerError("the ledger there has another form.", shown(address), hint)
    for table in tables():
        if table is not schema.meta and connection.execute(select(1).select_from(table).limit(1)).first():
            raise LedgerError(f"the ledger there is not empty: it holds {table.name}.", shown(address), hint)
    connection.execute(schema.meta.delete())


def _fill(connection: Connection, path: Path, archive: ZipFile, manifest: Manifest, tell: Progress) -> None:
    """Write all rows, let the tables count on, and fill what is derived from them."""
    for table, part in zip(tables(), manifest.parts, strict=True):
        done = said = 0
        for batch in _batches(path, archive, table, part):
            try:
                connection.execute(table.insert(), batch.rows)
            except IntegrityError as error:
                where = f"{path}: {part.name}, lines {batch.first} to {batch.last}"
                raise LedgerError(
                    f"a row breaks a rule of the ledger: {str(error.orig).splitlines()[0]}.", where, AGAIN
                ) from error
            done = batch.last
            if done - said >= EVERY:
                tell(f"writing {table.name}: {done:,} of {part.rows:,} rows")
                said = done
        renumber(connection, table)
    form = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar()
    if form != str(manifest.form):
        raise LedgerError("it says another form than the manifest.", f"{path}: {file_of(schema.meta)}", AGAIN)
    rebuild(connection)
