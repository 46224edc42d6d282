"""The open form of a backup: JSON lines in a zip, with a manifest of hashes.

    manifest.json           {"format": "konturen-ledger", "version": 1, "form": ..., "konturen": ..., "files":
                            [{"name", "rows", "bytes", "sha256"}, ...], "sha256": ...}
    tables/<table>.jsonl    one row a line, UTF-8, sorted by its key; the keys in the order of the columns

Bytes are base64, and what is compressed in the ledger stands unpacked: `content` of a document is what was
read. No clock, place or name of a machine stands in it, and the zip's own dates are fixed: equal ledgers give
equal bytes. The last `sha256` is that of the manifest without it. Hashes find what was damaged or altered by
accident; whoever forges a backup can forge them, too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Column, Table

from konturen.errors import LedgerError
from konturen.ledger import schema
from konturen.ledger.checks import LARGEST

FORMAT, VERSION = "konturen-ledger", 1
MANIFEST = "manifest.json"
LONGEST_LINE = 256 * 2**20
"""Bytes that a line may have: more than any text that is read, and no more than a memory holds."""
LONGEST_MANIFEST = 2**20

Progress = Callable[[str], None]
"""Told in a few words what is being done, now and then."""
EVERY = 5000
"""How many rows lie between two words of progress."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a backup: its rows, its bytes and their SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the form of the tables, the version that wrote it, its files."""

    form: int
    konturen: str
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(part.rows for part in self.parts)

    def encoded(self) -> bytes:
        """The bytes of manifest.json."""
        said = self._said()
        return json.dumps(said | {"sha256": _digest(said)}, indent=1, ensure_ascii=False).encode() + b"\n"

    def _said(self) -> dict[str, Any]:
        files = [asdict(part) for part in self.parts]
        return {
            "format": FORMAT,
            "version": VERSION,
            "form": self.form,
            "konturen": self.konturen,
            "files": files,
        }

    @classmethod
    def decoded(cls, data: bytes, where: str) -> Manifest:
        """The manifest in the bytes of manifest.json; LedgerError where it is none, or was altered."""
        try:
            said = json.loads(data)
            if said["format"] != FORMAT:
                raise ValueError("another format")
            if type(said["version"]) is not int or said["version"] < 1:
                raise ValueError("version")
            if said["version"] > VERSION:
                hint = "Upgrade with: pip install --upgrade konturen"
                raise LedgerError("the backup was written by a newer Konturen.", where, hint)
            parts = tuple(_part(entry) for entry in said["files"])
            form, konturen = said["form"], said["konturen"]
            if type(form) is not int or form < 1 or type(konturen) is not str:
                raise ValueError("form or version")
            found = cls(form, konturen, parts)
            stated, computed = said["sha256"], _digest(found._said())
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise LedgerError(
                "this is no manifest of a backup.", where, "Take a file that konturen backup has written."
            ) from error
        if stated != computed:
            raise LedgerError("the manifest was altered or damaged.", where, "Take another copy of the backup.")
        return found


def _part(entry: Mapping[str, Any]) -> Part:
    part = Part(*(entry[key] for key in ("name", "rows", "bytes", "sha256")))
    if [type(value) for value in (part.name, part.rows, part.bytes, part.sha256)] != [str, int, int, str]:
        raise TypeError("a file's entry")
    return part


def _digest(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def tables() -> list[Table]:
    """The tables of a backup, each after those it refers to; derived ones stay out."""
    return [table for table in schema.metadata.sorted_tables if schema.DERIVED not in table.info]


def file_of(table: Table) -> str:
    """The file of a table in the zip."""
    return f"tables/{table.name}.jsonl"


def fault(column: Column[Any], value: object) -> str | None:
    """What is wrong with the type of a value in a column, in words; None where nothing is."""
    if value is None:
        return None if column.nullable else f"{column.name} is missing"
    wanted: type = column.type.python_type
    if type(value) is not wanted:
        return f"{column.name} is {type(value).__name__}, not {wanted.__name__}"
    if wanted is int and not -LARGEST <= cast(int, value) <= LARGEST:
        return f"{column.name} is too large"
    if wanted is float and not math.isfinite(cast(float, value)):
        return f"{column.name} is no finite number"
    return None


def line_of(table: Table, row: Mapping[str, Any]) -> bytes:
    """A row as a line without its end; ValueError says in words what in it cannot be written."""
    said: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        wrong = fault(column, value)
        if wrong:
            raise ValueError(wrong)
        if isinstance(value, bytes):
            value = base64.b64encode(_unpacked(column, value)).decode()
        said[column.name] = value
    try:
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise ValueError("it holds halves of characters") from error
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it has {len(line):,} bytes, the most is {LONGEST_LINE:,}")
    return line


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """The row in a line; ValueError says in words what is wrong with it."""
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("this is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("this is no line of JSON") from error
    if type(said) is not dict or said.keys() != {column.name for column in table.columns}:
        raise ValueError("this is no object with the columns of the table")
    escaped = b"\\u" in line
    for column in table.columns:
        value = said[column.name]
        if escaped and type(value) is str and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueError(f"{column.name} holds halves of characters")
        if escaped and type(value) is str and "\0" in value:
            raise ValueError(f"{column.name} holds a NUL, which no text can")
        if column.type.python_type is bytes and type(value) is str:
            said[column.name] = value = _packed(column, value)
        wrong = fault(column, value)
        if wrong:
            raise ValueError(wrong)
    return said


def key_of(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The key of a row: rows of a backup ascend by it, texts by code points."""
    return tuple(row[column.name] for column in table.primary_key)


def _unpacked(column: Column[Any], value: bytes) -> bytes:
    if schema.PACKED not in column.info:
        return value
    try:
        return zlib.decompress(value)
    except zlib.error as error:
        raise ValueError(f"{column.name} cannot be unpacked") from error


def _packed(column: Column[Any], value: str) -> bytes:
    try:
        plain = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{column.name} is no base64") from error
    return zlib.compress(plain) if schema.PACKED in column.info else plain
