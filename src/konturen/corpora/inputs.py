"""The inputs of a corpus: what kind each is, by its content first and then by its name, and what is in it.

    folder   files, recursively, in the order of their names; what is in them as if each was given by itself
    text     one text: plain, HTML, PDF or DOCX; packed or not
    json lines, json, table, parquet    records with fields (`records_in`, `fields`)
    zip, tar, warc, list                members, pages, files (`members`, `warcs`, `lists`)

All is read as a stream: what is held does not grow with an input, but for the names in one folder and the list
of members of a zip. An input that cannot be read as a whole has one entry: the failure that says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from konturen.corpora.fields import Fields, fields_of
from konturen.corpora.items import Failure, Item
from konturen.corpora.lists import is_list, list_entries
from konturen.corpora.members import file_item, folder_entries, tar_entries, zip_entries
from konturen.corpora.options import Entry, InputOptions, failed
from konturen.corpora.packed import DAMAGED, GZIP, HEAD, ZIP, head_of, shown, why
from konturen.corpora.records_in import (
    document_entries,
    document_fields,
    json_entries,
    json_fields,
    parquet_entries,
    parquet_fields,
    table_entries,
    table_fields,
)
from konturen.corpora.warcs import warc_entries
from konturen.errors import QueryError, SourceError
from konturen.tables import needed

Kind = Literal[
    "folder", "text", "json lines", "json", "table", "parquet", "zip", "tar", "warc", "list", "unreadable"
]
RECORDS = ("json lines", "json", "table", "parquet")

SHOWN = 200
"""Characters of a value in a preview."""
_PLAIN = (".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".md")
_PACKED = (".gz", ".bz2", ".xz")
_LINES = (".jsonl", ".ndjson", ".jl")
_TABLES = (".csv", ".tsv", ".tab")
_EXTRAS = {"parquet": "pyarrow", "warc": "fastwarc"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a command shows of an input first: its fields, which one gives what, and its first record."""

    kind: Kind
    found: tuple[str, ...]
    fields: Fields | None
    first: dict[str, str]


class Input:
    """One input: `kind`, `fields` (which field of its records gives what, None where it has none).

    `passed_over` counts what the last walk through `items` left out without a word: records of a crawl that
    are no pages, hidden files.
    """

    def __init__(self, path: Path, kind: Kind, options: InputOptions, reason: str | None = None) -> None:
        self.path = path
        self.kind = kind
        self.passed_over = 0
        self._options = options
        self._reason = reason
        self.fields: Fields | None = None
        if kind in RECORDS:
            try:
                self.fields = fields_of(_found(path, kind, options)[0], options, shown(path))
            except DAMAGED as error:
                self._reason = f"the file cannot be read: {why(error)}."

    @property
    def size(self) -> int:
        """Bytes on the disk; of a folder those of all files in it."""
        if self.kind != "folder":
            return self.path.stat().st_size
        total = 0
        for folder, _, names in os.walk(self.path):
            for name in names:
                try:
                    total += os.lstat(os.path.join(folder, name)).st_size
                except OSError:
                    continue
        return total

    def items(self, skip: int = 0) -> Iterator[Item | Failure]:
        """What is in it, in its order, without the first `skip`, which are not taken apart."""
        self.passed_over = 0
        for number, make in enumerate(self._safe(skip)):
            if number >= skip:
                yield make()

    def _safe(self, skip: int) -> Iterator[Entry]:
        """The entries; an input that turns out to be unreadable as a whole ends with a failure."""
        try:
            yield from self._entries(skip)
        except (SourceError, *DAMAGED) as error:
            said = f"{error.what} {error.hint or ''}".strip() if isinstance(error, SourceError) else why(error)
            yield partial(failed, shown(self.path), said)

    def _entries(self, skip: int) -> Iterator[Entry]:
        path, options = self.path, self._options
        if self._reason is not None:
            return iter((partial(failed, shown(path), self._reason),))
        if self.fields is not None:
            return self._records(self.fields, skip)
        if self.kind == "folder":
            return folder_entries(path, self._within, self._pass_over)
        if self.kind == "list":
            return list_entries(path, options, self._within)
        if self.kind == "zip":
            return zip_entries(path, options)
        if self.kind == "tar":
            return tar_entries(path, options)
        if self.kind == "warc":
            return warc_entries(path, options, self._pass_over)
        return iter((partial(file_item, path, options),))

    def _records(self, fields: Fields, skip: int) -> Iterator[Entry]:
        if self.kind == "parquet":
            return parquet_entries(self.path, fields, self._options, skip)
        entries = {"json lines": json_entries, "json": document_entries, "table": table_entries}[self.kind]
        return entries(self.path, fields, self._options)

    def _within(self, path: Path) -> Iterator[Entry]:
        """What is in a file of a folder or a list; a file that cannot be opened is one failure."""
        if path.name.lower().endswith(_PLAIN) and self.kind == "folder":
            yield partial(file_item, path, self._options)
            return
        try:
            inner = open_input(path, self._options)
        except (SourceError, QueryError) as error:
            yield partial(failed, shown(path), f"{error.what} {error.hint or ''}".strip())
            return
        if inner.kind == "list":
            if self.kind == "list":
                yield partial(failed, shown(path), "a list within a list is not opened.")
            else:
                yield partial(file_item, path, self._options)
            return
        yield from inner._safe(0)
        self.passed_over += inner.passed_over

    def _pass_over(self) -> None:
        self.passed_over += 1


def open_input(path: Path, options: InputOptions | None = None) -> Input:
    """The input at a path.

    SourceError where there is none; QueryError, with the fields found, for a wrong field name or where no field
    looks like the text; KonturenError where a library that it needs is not installed.
    """
    chosen = options or InputOptions()
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise SourceError(f"there is no such input ({why(error)}).", shown(path), "Check the name.") from error
    try:
        kind, reason = _kind(path, chosen)
    except DAMAGED as error:
        kind, reason = "unreadable", f"the file is cut off, damaged or may not be read: {why(error)}."
    if kind in _EXTRAS:
        needed(_EXTRAS[kind], "corpora")
    try:
        return Input(path, kind, chosen, reason)
    except SourceError as error:
        return Input(path, "unreadable", chosen, f"{error.what} {error.hint or ''}".strip())


def preview(path: Path, options: InputOptions | None = None) -> Preview:
    """What an input looks like; raises what `open_input` does, SourceError where its records cannot be read."""
    chosen = options or InputOptions()
    opened = open_input(path, chosen)
    if opened.kind not in RECORDS:
        return Preview(opened.kind, (), None, {})
    found, first = _found(path, opened.kind, chosen)
    told = {name: _shortened(value) for name, value in first.items()}
    return Preview(opened.kind, found, opened.fields, told)


def _shortened(value: Any) -> str:
    said = " ".join(str(value)[: 2 * SHOWN].split())
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"


def _found(path: Path, kind: Kind, options: InputOptions) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The fields of an input's records, and the first record."""
    if kind == "parquet":
        return parquet_fields(path)
    if kind == "table":
        return table_fields(path, options)
    return json_fields(path) if kind == "json lines" else document_fields(path, options)


def _kind(path: Path, options: InputOptions) -> tuple[Kind, str | None]:
    """The kind of an input, and why it cannot be read. Raises one of DAMAGED."""
    if path.is_dir():
        return "folder", None
    if not path.is_file():
        return "unreadable", "it is a device, a pipe or a socket, not a file."
    with path.open("rb") as file:
        raw = file.read(512)
    name = path.name.lower()
    if raw.startswith((ZIP, b"PK\x05\x06")):
        head = head_of(path)
        return ("text" if name.endswith(".docx") or b"[Content_Types].xml" in head else "zip"), None
    head = head_of(path)
    if head.startswith(b"WARC/"):
        if raw.startswith((GZIP, b"WARC/")):
            return "warc", None
        return "unreadable", "a WARC that is packed otherwise than with gzip is not read. Unpack it."
    bare = name
    for packed in _PACKED:
        bare = bare.removesuffix(packed)
    if head.startswith(b"PAR1") or bare.endswith(".parquet"):
        if raw.startswith(b"PAR1"):
            return "parquet", None
        return "unreadable", "it is called Parquet but is none, or is packed. Unpack it, or write it again."
    if head[257:262] == b"ustar" or bare.endswith((".tar", ".tgz", ".tbz2", ".txz")):
        return "tar", None
    return _text_kind(path, bare, head, options), None


def _text_kind(path: Path, bare: str, head: bytes, options: InputOptions) -> Kind:
    if bare.endswith(_LINES):
        return "json lines"
    if bare.endswith(_TABLES):
        return "table"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.endswith(".json") or start.startswith(b"{"):
        line, end, _ = start.partition(b"\n")
        # A first line that is longer than what was looked at.
        long = not end and len(head) >= HEAD and start.startswith(b'{"')
        if long or _is_record(line):
            return "json lines"
        if bare.endswith(".json"):
            return "json"
    return "list" if is_list(path, head, options) else "text"


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
