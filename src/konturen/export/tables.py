"""CSV and Parquet of statements or relations, and the `datapackage.json` that describes their columns.

Dates are ISO 8601. CSV (RFC 4180, UTF-8) holds no lists: their values are parted by semicolons. `first_day` and
`last_day` are the days that `when` reaches from and to, empty where it is open or there is none.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from konturen.export.context import Context, Parts, days, harmless
from konturen.export.relations import Between, Gatherer
from konturen.flat import Flat
from konturen.tables import arrow_schema, arrow_table, needed

BOM = "\ufeff"
"""What Excel wants before UTF-8."""

_INTEGERS = {"source_start", "source_end", "target_start", "target_end", "speaker_start", "speaker_end"} | {
    *("evidence_start", "evidence_end", "statements", "sources", "dated", "confirmed")
}
_LISTS = {"judged_by", "places", "ids"}
_DAYS = {"first_day", "last_day", "first", "last"}
STATEMENT = (*Flat._fields, "first_day", "last_day")
RELATION = Between._fields
_WHEN = Flat._fields.index("when")


def columns(level: str) -> tuple[str, ...]:
    """The columns of a level, in their order."""
    return RELATION if level == "relation" else STATEMENT


def kind(name: str) -> str:
    """What a column holds: string, integer, number, boolean, date or list."""
    if name in _INTEGERS:
        return "integer"
    if name in _LISTS:
        return "list"
    if name in _DAYS:
        return "date"
    return {"score": "number", "mutual": "boolean", "open": "boolean"}.get(name, "string")


def _rows(parts: Parts, context: Context) -> Iterator[Iterable[tuple[Any, ...]]]:
    """The values of the columns, part by part."""
    if context.level == "relation":
        yield Gatherer(context).take(parts).relations()
        return
    for part in parts:
        yield [(*row, *days(row[_WHEN])) for row in part]


def csv_pieces(parts: Parts, context: Context) -> Iterator[str]:
    """A CSV table with a header, in pieces of text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns(context.level))
    yield (BOM if context.bom else "") + out.getvalue()
    for part in _rows(parts, context):
        out.seek(0)
        out.truncate()
        for row in part:
            context.written += 1
            writer.writerow(map(_cell, row))
        yield out.getvalue()


def _cell(value: object) -> object:
    if value is None or isinstance(value, (int, float)):
        return ("true" if value else "false") if isinstance(value, bool) else value
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, tuple):
        return harmless("; ".join(value))
    return value.isoformat() if hasattr(value, "isoformat") else value


def parquet(batches: Iterable[Any], context: Context, path: Path) -> None:
    """A Parquet file of the columns of `Flat`, part by part (`pyarrow.Table`); needs `konturen[tables]`."""
    pa = needed("pyarrow", "tables")
    schema = arrow_schema(Flat)
    schema = schema.append(pa.field("first_day", pa.date32())).append(pa.field("last_day", pa.date32()))
    _parquet((_with_days(batch, schema) for batch in batches), schema, context, path)


def parquet_relations(parts: Parts, context: Context, path: Path) -> None:
    """The same of relations."""
    table = arrow_table(Between, list(Gatherer(context).take(parts).relations()))
    _parquet(iter([table]), table.schema, context, path)


def _parquet(batches: Iterator[Any], schema: Any, context: Context, path: Path) -> None:
    """One group of rows a part."""
    pq = needed("pyarrow.parquet", "tables")
    described = {"codebook": context.codebook, "codebook_version": context.version, "level": context.level}
    schema = schema.with_metadata(described)
    # One part is packed while the next one is read.
    with pq.ParquetWriter(path, schema, compression="zstd") as writer, ThreadPoolExecutor(1) as packing:
        before = packing.submit(int)
        for batch in batches:
            context.written += batch.num_rows
            before.result()
            before = packing.submit(writer.write_table, batch)
        before.result()


def _with_days(batch: Any, schema: Any) -> Any:
    """A batch with the days that `when` reaches; each value is read once."""
    pa = needed("pyarrow", "tables")
    coded = batch["when"].combine_chunks().dictionary_encode()
    spans = [days(when) for when in coded.dictionary.to_pylist()]
    ends = ([span[end] for span in spans] for end in (0, 1))
    columns = [pa.array(end, pa.date32()).take(coded.indices) for end in ends]
    return pa.Table.from_arrays([*batch.columns, *columns], schema=schema)


ABOUT: Mapping[str, str] = {
    "id": "Id of the statement in the ledger.",
    "relation": "How the source stands to the target (codebook).",
    "status": "happened, ongoing, planned, possible or denied.",
    "mutual": "Whether the order of source and target means nothing.",
    "when": "Date or period as precise as the text says it (EDTF).",
    "first_day": "First day that `when` reaches; empty where it has none.",
    "last_day": "Last day that `when` reaches; empty where it goes on.",
    "evidence_text": "The verbatim words of the text.",
    "evidence_start": "Where they begin in the text, in characters.",
    "evidence_end": "Where they end in the text, in characters.",
    "score": "The coder's probability, 0 to 1.",
    "judgement": "How persons judge it; none: nobody did.",
    "source_id": "The text that counts for all its copies: one independent source.",
    "sources": "Independent sources.",
    "statements": "Statements, those of copies included.",
    "ids": "At most five of the statements.",
}


def described(level: str, path: Path, context: Context) -> dict[str, Any]:
    """The resource of a `datapackage.json` that describes a table (Frictionless Data Package, version 1)."""
    parquet_file = path.suffix.lower() == ".parquet"
    fields = []
    for name in columns(level):
        type_ = kind(name)
        said = {"name": name, "type": ("array" if parquet_file else "string") if type_ == "list" else type_}
        fields.append(said | ({"description": ABOUT[name]} if name in ABOUT else {}))
    resource: dict[str, Any] = {
        "name": "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in path.name.lower()),
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "parquet" if parquet_file else "csv",
        "mediatype": "application/vnd.apache.parquet" if parquet_file else "text/csv",
        "encoding": "utf-8",
        "description": f"{level}s of a Konturen ledger, codebook {context.codebook} {context.version}",
        "schema": {"fields": fields, "missingValues": [""]},
    }
    if level == "statement":
        resource["schema"]["primaryKey"] = ["id"]
    return resource


def package(level: str, path: Path, context: Context) -> str:
    """The `datapackage.json` beside a table: what it described before stays, the table of this path is new."""
    held: dict[str, Any] = {"name": "konturen", "resources": []}
    beside = path.with_name("datapackage.json")
    if beside.is_file():
        try:
            read = json.loads(beside.read_text("utf-8"))
            if isinstance(read, dict) and isinstance(read.get("resources"), list):
                held = read
        except (ValueError, OSError):
            pass  # no data package: it is replaced like the table itself
    others = [r for r in held["resources"] if not (isinstance(r, dict) and r.get("path") == path.name)]
    held["resources"] = list(chain(others, [described(level, path, context)]))
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
