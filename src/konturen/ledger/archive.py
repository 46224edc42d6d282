"""Backups: the whole ledger as one file of open form (`archive_form`), written wholly or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, LargeBinary, Table, func, select

from konturen.errors import LedgerError
from konturen.ledger import archive_form, schema
from konturen.ledger.archive_form import EVERY, MANIFEST, Manifest, Part, Progress, file_of, line_of
from konturen.ledger.dialects import byte_order

ZIP = b"PK\x03\x04"
"""How a backup's file begins."""
CHUNK = 2**16
"""Bytes that are gathered before they are compressed."""
FEW, MANY = 8, 1000
"""Rows read at once: of tables with bytes, whose rows may be large, and of the others."""


def write(
    connection: Connection, path: Path, overwrite: bool = False, progress: Progress | None = None
) -> Manifest:
    """Write what the connection's transaction sees to a file, which is whole or not there at all.

    Memory does not grow with the ledger. An existing file is only replaced with `overwrite`, and only where it
    is a zip. LedgerError where the file cannot be written, or names the row that cannot.
    """
    _refuse_taken(path, overwrite)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritten(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            manifest = _fill(connection, file, progress or (lambda _: None))
            file.flush()
            os.fsync(file.fileno())
        _settle(part, path, overwrite)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _refuse_taken(path: Path, overwrite: bool) -> None:
    if path.is_dir():
        raise LedgerError("this is a folder.", str(path), "Name a file in it, for instance ledger.zip.")
    if not path.exists():
        return
    if not overwrite:
        raise LedgerError(
            "there is a file already; nothing was written.", str(path), "Name another, or add --overwrite."
        )
    try:
        ours = False
        if path.is_file():  # a pipe would wait for whoever writes into it
            with path.open("rb") as file:
                ours = file.read(len(ZIP)) == ZIP
    except OSError as error:
        raise _unwritten(path, error) from error
    if not ours:
        raise LedgerError(
            "this file is no backup and is not overwritten.", str(path), "Name another file for the backup."
        )


def _unwritten(path: Path, error: OSError) -> LedgerError:
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return LedgerError("there is no such folder; nothing was written.", str(path.parent), "Make it first.")
    return LedgerError(
        f"the backup cannot be written ({error.strerror}); nothing was.",
        str(path),
        "Make room, or choose another place.",
    )


def _settle(part: Path, path: Path, overwrite: bool) -> None:
    """Give the finished file its name, readable as new files are; what took the name meanwhile is kept."""
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)
    if overwrite:
        part.replace(path)
    else:
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            part.rename(path)
    with suppress(PermissionError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _fill(connection: Connection, file: IO[bytes], progress: Progress) -> Manifest:
    form = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar_one()
    if form != str(schema.SCHEMA_VERSION):
        raise LedgerError(
            f"the ledger has an older form ({form}; we write {schema.SCHEMA_VERSION}) and is read-only.",
            hint="Make it writable and open it once: it is brought to today's form.",
        )
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        parts = tuple(_table(connection, archive, table, progress) for table in archive_form.tables())
        manifest = Manifest(schema.SCHEMA_VERSION, version("konturen"), parts)
        with archive.open(_info(MANIFEST), "w") as entry:
            entry.write(manifest.encoded())
    return manifest


def _table(connection: Connection, archive: ZipFile, table: Table, progress: Progress) -> Part:
    """Write the file of a table."""
    total = connection.execute(select(func.count()).select_from(table)).scalar_one()
    chunk = FEW if any(isinstance(column.type, LargeBinary) for column in table.columns) else MANY
    wanted = select(table).order_by(*(byte_order(connection, column) for column in table.primary_key))
    digest, rows, size = hashlib.sha256(), 0, 0
    gathered = bytearray()
    with archive.open(_info(file_of(table)), "w", force_zip64=True) as entry:
        for found in connection.execute(wanted, execution_options={"yield_per": chunk}).mappings():
            row = dict(found)
            try:
                gathered += line_of(table, row) + b"\n"
            except ValueError as error:
                key = archive_form.key_of(table, row)
                raise LedgerError(
                    f"the row {key} of {table.name} cannot be backed up: {error}.",
                    hint="See what is hurt: konturen check",
                ) from error
            rows += 1
            if len(gathered) >= CHUNK:
                digest.update(gathered)
                size += entry.write(gathered)
                gathered.clear()
            if rows % EVERY == 0:
                progress(f"{table.name}: {rows:,} of {total:,} rows")
        digest.update(gathered)
        size += entry.write(gathered)
    return Part(file_of(table), rows, size, digest.hexdigest())


def _info(name: str) -> ZipInfo:
    """An entry of the zip that tells no time and no system."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
    return info
