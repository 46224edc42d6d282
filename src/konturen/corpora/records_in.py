"""Files of records: JSON lines, tables with a header (CSV, TSV), Parquet. Each record is one entry.

A record that is broken is set aside by its number, and the next one is read. Where a packed file breaks off,
one failure stands for the rest of it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from konturen.corpora.fields import Fields, item_of
from konturen.corpora.items import Failure, Item
from konturen.corpora.options import Entry, InputOptions, failed, too_long
from konturen.corpora.packed import DAMAGED, lines, shown, unpacked, why
from konturen.errors import SourceError
from konturen.tables import needed

LOOKED_AT = 20
"""Records at the beginning by which the fields of JSON lines are told."""
ROWS = 256
"""Rows of a Parquet file that are held as values at once."""
DELIMITERS = (",", "\t", ";", "|")
_BOM = b"\xef\xbb\xbf"
_STRAY = re.compile("[\ud800-\udfff]")
_MARK = "\ufffe"
"""Stands in a line that was too long to be given: no text has it."""


# JSON lines


def json_fields(path: Path) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The fields of the first records of JSON lines, and the first record. SourceError where there is none."""
    found: dict[str, None] = {}
    first: dict[str, Any] = {}
    with unpacked(path) as stream:
        for number, (line, _, _) in enumerate(lines(stream, 2**25), start=1):
            try:
                record = json.loads(line.removeprefix(_BOM))
            except (ValueError, RecursionError):
                record = None
            if isinstance(record, dict):
                first = first or record
                found |= dict.fromkeys(record)
            if number >= LOOKED_AT and first:
                break
    if not first:
        hint = "Write one record a line; an array becomes lines with: jq -c '.[]' FILE"
        raise SourceError("there is no line with a JSON record in it.", shown(path), hint)
    return tuple(found), first


def json_entries(path: Path, mapping: Fields, options: InputOptions) -> Iterator[Entry]:
    """The records of JSON lines; blank lines are none."""
    name, number = shown(path), 0
    try:
        with unpacked(path) as stream:
            # A record is longer than its text: a Russian letter takes two bytes, or six as an escape.
            for line, size, _ in lines(stream, 3 * options.max_bytes + 2**20):
                if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                    continue
                number += 1
                yield partial(_json_item, (line, size), mapping, (name, number), options)
    except DAMAGED as error:
        yield partial(failed, f"{name}#{number + 1}", _rest(error))


def _json_item(
    line: tuple[bytes, int], mapping: Fields, place: tuple[str, int], options: InputOptions
) -> Item | Failure:
    content, size = line
    location = f"{place[0]}#{place[1]}"
    if size > len(content):
        return too_long(location, size, options)
    try:
        record = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return failed(location, f"the line is not UTF-8 at byte {error.start + 1}.")
    except RecursionError:
        return failed(location, "the JSON is nested too deeply.")
    except ValueError as error:
        return failed(location, f"the line is not JSON: {error}.")
    if not isinstance(record, dict):
        return failed(location, "the line is JSON, but no record with fields.")
    return item_of(record, mapping, place, options)


def document_fields(path: Path, options: InputOptions) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The fields of the first records of a JSON document, and the first record. SourceError as below."""
    records = [one for one in _document(path, options)[:LOOKED_AT] if isinstance(one, dict)]
    if not records:
        raise SourceError("there is no record in it.", shown(path), "Give records with fields.")
    return tuple(dict.fromkeys(name for one in records for name in one)), records[0]


def document_entries(path: Path, mapping: Fields, options: InputOptions) -> Iterator[Entry]:
    """The records of one JSON document: one, or those of an array. It is read whole, so its size is bounded."""
    name = shown(path)
    for number, value in enumerate(_document(path, options), start=1):
        if isinstance(value, dict):
            yield partial(item_of, value, mapping, (name, number), options)
        else:
            yield partial(failed, f"{name}#{number}", "it is JSON, but no record with fields.")


def _document(path: Path, options: InputOptions) -> list[Any]:
    """SourceError for what is no JSON, or longer than an item may be."""
    with unpacked(path) as stream:
        content = stream.read(options.max_bytes + 1)
    hint = "Write one record a line; an array becomes lines with: jq -c '.[]' FILE"
    if len(content) > options.max_bytes:
        what = f"the JSON document is longer than {options.max_bytes:,} bytes."
        raise SourceError(what, shown(path), hint)
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"this is not JSON ({error}).", shown(path), hint) from error
    return value if isinstance(value, list) else [value]


def _rest(error: BaseException) -> str:
    return f"the file is cut off or damaged here, the rest of it is lost: {why(error)}."


# Tables


def table_fields(path: Path, options: InputOptions) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The columns of a table, and its first row. SourceError where it has no header."""
    rows = _rows(path, options)
    header = _header(next(rows, ([], None))[0])
    if not any(header):
        raise SourceError("the table is empty.", shown(path), "Give a table with a header.")
    double = next((name for name in header if header.count(name) > 1), None)
    if double is not None:
        raise SourceError(f"the header names {double!r} twice.", shown(path), "Rename one column.")
    first = next(rows, ([], None))[0]
    rows.close()
    return header, dict(zip(header, first, strict=False))


def table_entries(path: Path, mapping: Fields, options: InputOptions) -> Iterator[Entry]:
    """The rows of a table below its header; empty rows are none."""
    name, number = shown(path), -1
    header: tuple[str, ...] = ()
    try:
        for cells, broken in _rows(path, options):
            number += 1
            if number == 0:
                header = _header(cells)
            else:
                yield partial(_row_item, (cells, broken), (header, mapping), (name, number), options)
    except DAMAGED as error:
        yield partial(failed, f"{name}#{number + 1}", _rest(error))


def _header(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _rows(path: Path, options: InputOptions) -> Generator[tuple[list[str], str | None], None, None]:
    """The rows that are not empty, each with what is wrong with it."""
    # The limit is one for the whole process: what is longer is set aside for its size before it is met.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * options.max_bytes))
    with unpacked(path) as stream:
        delimiter = options.delimiter or _delimiter(stream.readline(2**20))
        stream.seek(0)
        # Strict: else the rest of a file after an open quote would be one text.
        reader = csv.reader(_texts(stream, options), delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                told = f"({error}, up to line {reader.line_num})"
                yield [], f"the row cannot be read {told}; a quote may be open, then lines after it are lost."
                continue
            if any(cells):
                yield cells, None


def _delimiter(line: bytes) -> str:
    counts = {sign: line.count(sign.encode()) for sign in DELIMITERS}
    return max(DELIMITERS, key=counts.__getitem__)


def _texts(stream: BinaryIO, options: InputOptions) -> Iterator[str]:
    """The lines as characters; bytes that are no UTF-8 are halves of characters; too long ones are marked."""
    first = True
    for line, size, quotes in lines(stream, 2 * options.max_bytes):
        if size > len(line):
            # The quote that it opens or closes goes on to count.
            yield f'{_MARK}{size}"\n' if quotes % 2 else f"{_MARK}{size}\n"
        else:
            yield (line.removeprefix(_BOM) if first else line).decode("utf-8", "surrogateescape")
        first = False


def _row_item(
    row: tuple[list[str], str | None],
    columns: tuple[tuple[str, ...], Fields],
    place: tuple[str, int],
    options: InputOptions,
) -> Item | Failure:
    cells, broken = row
    location = f"{place[0]}#{place[1]}"
    if broken:
        return failed(location, broken)
    long = next((cell for cell in cells if _MARK in cell), None)
    if long is not None:
        digits = re.match(r"\d*", long.partition(_MARK)[2])
        return too_long(location, int((digits and digits[0]) or 0), options)
    header, mapping = columns
    if len(cells) != len(header):
        return failed(location, f"the row has {len(cells)} cells, the header {len(header)}.")
    if any(_STRAY.search(cell) for cell in cells):
        return failed(location, "the row is not UTF-8. Save the table as UTF-8.")
    return item_of(dict(zip(header, cells, strict=True)), mapping, place, options)


# Parquet


def parquet_fields(path: Path) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The columns of a Parquet file, and its first row. SourceError where it is no whole one."""
    with _parquet(path) as file:
        names = tuple(file.schema_arrow.names)
        try:
            batch = next(file.iter_batches(batch_size=1), None)
        except _arrow_errors():
            batch = None
        rows = batch.to_pylist() if batch is not None else []
        return names, rows[0] if rows else {}


@contextmanager
def _parquet(path: Path) -> Iterator[Any]:
    arrow = needed("pyarrow.parquet", "corpora")
    try:
        file = arrow.ParquetFile(path)
    except _arrow_errors() as error:
        what = f"the Parquet file is cut off or damaged ({str(error).splitlines()[0][:200]})."
        raise SourceError(what, shown(path), "Write it again; a half-written file has no end.") from error
    with file:
        yield file


def _arrow_errors() -> tuple[type[Exception], ...]:
    return (needed("pyarrow", "corpora").ArrowException, OSError)


def parquet_entries(path: Path, mapping: Fields, options: InputOptions, skip: int) -> Iterator[Entry]:
    """The rows of a Parquet file, row group by row group; those before `skip` are not read.

    Of a row group that is damaged each row from there on is a failure: the numbers of the others stay.
    """
    name, number = shown(path), 0
    with _parquet(path) as file:
        for group in range(file.metadata.num_row_groups):
            end = number + file.metadata.row_group(group).num_rows
            try:
                if end > skip:
                    for batch in file.iter_batches(ROWS, row_groups=[group], columns=list(mapping.used)):
                        for record in batch.to_pylist():
                            number += 1
                            yield partial(_value_item, record, mapping, (name, number), options)
                reason = ""
            except _arrow_errors() as error:
                reason = f"the row group {group} is damaged ({str(error).splitlines()[0][:200]})."
            while number < end:
                number += 1
                yield partial(failed, f"{name}#{number}", reason)


def _value_item(
    record: Mapping[str, Any], mapping: Fields, place: tuple[str, int], options: InputOptions
) -> Item | Failure:
    """A row as an item; its bytes, where a column holds such, as characters."""
    told = dict(record)
    for key, value in record.items():
        if isinstance(value, bytes):
            try:
                told[key] = value.decode("utf-8")
            except UnicodeDecodeError:
                return failed(f"{place[0]}#{place[1]}", f"the field {key!r} is not UTF-8.")
    return item_of(told, mapping, place, options)
