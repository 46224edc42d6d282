"""Tables of statements for other tools: CSV and JSON lines, the columns of the line format."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from konturen.lines import dumps, flat

FORMATS = ("csv", "jsonl")

EXTRA = ("document_id", "title", "author", "outlet", "published", "recorded", "genre", "source_id")
"""Columns that a ledger adds to a statement: where and when it was said and recorded."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that spreadsheets take for a formula: such a text cell gets an apostrophe before it."""


def jsonl(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line, each ending in a line feed."""
    for line in lines:
        yield dumps(line) + "\n"


def csv_table(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A CSV table (RFC 4180) with a header; statements and facts share it, other cells stay empty."""
    rows = [flat(dict(line)) for line in lines]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if not rows:
        yield ""


def columns_csv(columns: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """Columns as a CSV table (RFC 4180); the values of a list are parted by semicolons, what is missing
    is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in itertools.chain([columns], zip(*columns.values(), strict=True)):
        writer.writerow([_cell("; ".join(map(str, cell)) if isinstance(cell, list) else cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
