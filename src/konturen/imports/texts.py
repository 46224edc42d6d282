"""Files of others as lines, tables and JSON values: unpacked, decoded, bounded; damage is told by line and
field."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from konturen.errors import CatalogError

MAX_BYTES = 200_000_000
"""Most bytes that one source may hold, unpacked: all parties and politicians of Wikidata are about half of
it."""
HEAD = 65_536
"""Characters at the beginning of a file by which its format is recognised."""

DELIMITERS = (",", ";", "\t")
_BOM = "\ufeff"
_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')
_CUT = "Fetch it again; it must be whole."
_REPAIR = "Nothing was imported; repair the file and import it again."


class Source:
    """A file that is read line by line, more than once if need be. `header` and `delimiter` help to name a
    field where a line is broken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.where = str(path)
        self.header: list[str] = []
        self.delimiter = ","

    def lines(self, decode: bool = True) -> Iterator[tuple[int, str]]:
        """Numbered lines with their ends; without `decode` bytes that are no UTF-8 become U+FFFD.

        Raises CatalogError where the file is missing, damaged or too long.
        """
        total = 0
        try:
            with _opened(self.path) as file:
                for number, raw in enumerate(iter(lambda: file.readline(MAX_BYTES + 1), b""), start=1):
                    total += len(raw)
                    if total > MAX_BYTES:
                        self._too_long()
                    yield number, self._decoded(raw, number) if decode else raw.decode("utf-8", "replace")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CatalogError(f"The file is cut off or damaged ({error}).", self.where, _CUT) from error
        except OSError as error:
            told = error.strerror or str(error)
            raise CatalogError(f"The file cannot be read ({told}).", self.where, "Check the file.") from error

    def head(self) -> str:
        """The beginning of the file, at most HEAD characters of whole or cut lines."""
        pieces: list[str] = []
        size = 0
        for _, line in self.lines(decode=False):
            pieces.append(line[: HEAD - size])
            size += len(pieces[-1])
            if size >= HEAD:
                break
        return "".join(pieces).removeprefix(_BOM)

    def fault(self, what: str, line: int, column: str | None = None, hint: str = _REPAIR) -> NoReturn:
        """Raise the error that names file, line and field."""
        told = f'field "{column}": {what}' if column else what
        raise CatalogError(told, f"{self.where}, line {line}", hint)

    def _too_long(self) -> NoReturn:
        raise CatalogError(
            f"The file holds more than {MAX_BYTES // 1_000_000} MB.", self.where, "Import it in parts."
        )

    def _decoded(self, raw: bytes, number: int) -> str:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            column = self._column(raw[: error.start].decode("utf-8"))
            what = f"byte {error.start + 1} of the line is not UTF-8."
            self.fault(what, number, column, "Save the file as UTF-8.")
        return text.removeprefix(_BOM) if number == 1 else text

    def _column(self, before: str) -> str | None:
        """The field in which a line breaks, as far as its beginning tells."""
        if self.header:
            cells = next(csv.reader([before], delimiter=self.delimiter), [])
            return self.header[min(max(len(cells), 1), len(self.header)) - 1]
        keys = _KEY.findall(before[-HEAD:])
        return keys[-1] if keys else None


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        magic = file.read(3)
    if magic[:2] == b"\x1f\x8b":
        return cast("BinaryIO", gzip.open(path))
    if magic == b"BZh":
        return cast("BinaryIO", bz2.open(path))
    return path.open("rb")


def table(source: Source, required: Iterable[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file (comma, semicolon or tab) as number of the line and cells by column.

    Raises CatalogError where a required column is missing, a row is longer or shorter than the header, or a
    quote is never closed.
    """
    lines = (line for _, line in source.lines())
    first = next(lines, "")
    source.delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(_chained(first, lines), delimiter=source.delimiter, strict=True)
    try:
        header = _header(source, next(reader, []), required)
        width = len(header)
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) != width and any(cells):
                column = header[min(len(cells), width - 1)]
                source.fault(f"the row has {len(cells)} cells, the header {width}.", start, column)
            if any(cells):
                yield start, dict(zip(header, cells, strict=True))
            start = reader.line_num + 1
    except csv.Error as error:
        what = f"the row cannot be read ({error}); a quote may be open or the file cut off."
        source.fault(what, max(reader.line_num, 1))


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _header(source: Source, cells: list[str], required: Iterable[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not header:
        raise CatalogError("The file is empty.", source.where, "Check the file.")
    missing = [name for name in required if name not in header]
    if missing:
        what = f"the header has no column {', '.join(missing)}; it has {', '.join(header)[:300]}."
        source.fault(what, 1, missing[0])
    double = next((name for name in header if header.count(name) > 1), None)
    if double is not None:
        source.fault("the header names it twice.", 1, double)
    source.header = header
    return header


def values(source: Source) -> Iterator[tuple[int, Any]]:
    """JSON values with their lines: one a line, an array of one a line (as Wikidata's dumps), or one document.

    A document that is an array gives its elements. Raises CatalogError for what is no JSON or ends too early.
    """
    lines = ((number, line.strip()) for number, line in source.lines())
    filled = ((number, line) for number, line in lines if line)
    first = next(filled, None)
    if first is None:
        raise CatalogError("The file is empty.", source.where, "Check the file.")
    number, line = first
    if line == "[":
        yield from _array(source, filled)
    elif line[0] == "[" or line == "{":
        text = "\n".join([line, *(rest for _, rest in filled)])
        document = decoded(text, source.where, number)
        for value in document if isinstance(document, list) else [document]:
            yield number, value
    else:
        yield number, decoded(line, source.where, number)
        for number, line in filled:
            yield number, decoded(line, source.where, number)


def _array(source: Source, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    """The elements of an array that stands a line each; where one is spread over lines, all is read at once."""
    last = 1
    for last, line in lines:
        if line == "]":
            return
        bare = line.removesuffix(",")
        if bare == "{":
            text = "\n".join(["[", line, *(rest for _, rest in lines)])
            yield from ((last, value) for value in decoded(text, source.where, last))
            return
        yield last, decoded(bare, source.where, last)
    source.fault('the array is not closed by "]": the file is cut off.', last, None, _CUT)


def decoded(text: str, where: str, line: int) -> Any:
    """The value of a JSON text that begins on a line; CatalogError where it is none."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise CatalogError("The JSON is nested too deeply.", f"{where}, line {line}", _REPAIR) from error
    except ValueError as error:
        spot = line + (error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0)
        cut = isinstance(error, json.JSONDecodeError) and error.pos >= len(text.rstrip())
        keys = _KEY.findall(text[: error.pos][-HEAD:]) if isinstance(error, json.JSONDecodeError) else []
        field = f'field "{keys[-1]}": ' if keys else ""
        told = "the JSON is cut off" if cut or "Unterminated" in str(error) else "this is not JSON"
        raise CatalogError(f"{field}{told} ({error}).", f"{where}, line {spot}", _REPAIR) from error
