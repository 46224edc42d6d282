"""Tables of statements for other tools: CSV and JSON lines, the columns of the line format."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from konturen.lines import END_FIELDS, dumps, flat

FORMATS = ("csv", "jsonl")

EXTRA = ("document_id", "title", "author", "outlet", "published", "recorded", "genre", "source_id")
"""Columns that a ledger adds to a statement: where and when it was said and recorded."""

_ENDS = [f"{end}_{name}" for end in ("source", "target", "speaker", "actor") for name in END_FIELDS]
COLUMNS = (
    *("kind", "id", "document", "relation", "status", "mutual", *_ENDS[: 2 * len(END_FIELDS)]),
    *("when", "when_text", "track", *_ENDS[2 * len(END_FIELDS) : 3 * len(END_FIELDS)]),
    *("evidence_text", "evidence_start", "evidence_end", "cue", "score", "coder", *EXTRA, "judgement"),
    *(*_ENDS[3 * len(END_FIELDS) :], "attribute", "value", "of"),
)
"""Columns of a CSV table: those of statements, then those that only facts have."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that spreadsheets take for a formula: such a text cell gets an apostrophe before it."""


def jsonl(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line, each ending in a line feed."""
    for line in lines:
        yield dumps(line) + "\n"


def csv_table(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A CSV table (RFC 4180) of statements and facts: `COLUMNS`, where those that do not apply are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: _cell(value) for name, value in flat(dict(line)).items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


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
