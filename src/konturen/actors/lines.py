"""Reading catalog files: one JSON object a line, checked, and held as rows.

A user's file is checked whole before anything of it counts. The package's own files are checked by the tests
and read without checks; only where one turns out to be damaged are they asked what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from konturen.actors.checks import fault
from konturen.actors.cycles import cycle
from konturen.actors.rows import Pool, Row, compact, completed
from konturen.errors import CatalogError

_HINT = "Repair the line, or take the file out of the catalog; the format is told in catalog/README.md."
_BOM = b"\xef\xbb\xbf"
_FIELD = re.compile(rb'"(\w{1,40})"\s*:')


class Reader:
    """Rows of several files as they grow together. `finish` checks what only all files show."""

    def __init__(self, rows: Mapping[str, Row] | None = None) -> None:
        self.rows: dict[str, Row] = dict(rows or {})
        self._pool: Pool = {}
        self._places: dict[str, str] = {}
        """File and line of the last of the user's lines with ties, by actor."""
        self._open: list[tuple[str, int, str, str]] = []
        """Ties to nobody known so far: actor, number of the tie in its line, the other, file and line."""

    def package(self) -> None:
        """Add the package's own files."""
        folder = resources.files("konturen") / "data" / "actors"
        for file in sorted(_jsonl(folder), key=lambda item: item.name):
            try:
                self._trusted(file)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.lines(file.name, _lines(file, file.name))

    def _trusted(self, file: Traversable) -> None:
        load, rows, pool, where = json.loads, self.rows, self._pool, file.name
        with file.open("rb") as lines:
            for line in lines:
                row = compact(load(line.decode()), where, pool)
                known = rows.get(row.id)
                rows[row.id] = row if known is None else completed(known, row)

    def file(self, path: Path) -> None:
        """Add one file of the user's. Raises CatalogError with file, line and field."""
        self.lines(str(path), _lines(path, str(path)))

    def lines(self, where: str, lines: Iterable[str]) -> None:
        """Add the lines of one file; each is checked whole. Raises CatalogError with file, line and field."""
        numbers: dict[str, int] = {}
        for number, line in enumerate(lines, start=1):
            if not line or line.isspace():
                continue
            place = f"{where}, line {number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise CatalogError(f"This is not JSON ({error}).", place, _HINT) from error
            self._add(value, where, place)
            first = numbers.setdefault(value["id"], number)
            if first != number:
                wrong = f'Field "id": "{value["id"]}" stands in line {first} too; one file gives an actor once.'
                raise CatalogError(wrong, place, _HINT)

    def values(self, where: str, values: Iterable[Mapping[str, object]]) -> None:
        """Add rows that are no file's; actors may come several times. Raises CatalogError."""
        for number, value in enumerate(values, start=1):
            self._add(value, where, f"{where}, row {number}")

    def _add(self, value: object, where: str, place: str) -> None:
        wrong = fault(value)
        if wrong or not isinstance(value, dict):
            raise CatalogError(wrong or "A line must be one JSON object.", place, _HINT)
        row = compact(value, where, self._pool)
        if row.ties:
            self._places[row.id] = place
            for number, tie in enumerate(row.ties):
                if tie[1] not in self.rows:
                    self._open.append((row.id, number, tie[1], place))
        known = self.rows.get(row.id)
        self.rows[row.id] = row if known is None else completed(known, row)

    def finish(self) -> dict[str, Row]:
        """All rows. Raises CatalogError for a user's tie to nobody, and for ties that lead in a circle."""
        for key, number, other, place in self._open:
            if other not in self.rows:
                wrong = f'"{key}": field "ties[{number}].actor": nobody is called "{other}" in any file.'
                raise CatalogError(wrong, place, _HINT)
        circle = cycle(self.rows, self._places)
        if circle:
            key = next(one for one in circle if one in self._places)
            way = " to ".join(circle[:12]) + (" ..." if len(circle) > 12 else "")
            wrong = f'"{key}": field "ties": they lead in a circle, {way}.'
            raise CatalogError(wrong, self._places[key], _HINT)
        return self.rows


def rows_of(files: Iterable[Path]) -> dict[str, Row]:
    """The rows of the package's files and of further ones. Raises CatalogError."""
    reader = Reader()
    reader.package()
    for path in files:
        reader.file(path)
    return reader.finish()


def user_files(extra: Path | None) -> list[Path]:
    """The files that a user names: one, or all .jsonl files of a folder. Raises CatalogError for neither."""
    if extra is None:
        return []
    if extra.is_dir():
        return sorted(extra.glob("*.jsonl"))
    if not extra.is_file():
        raise CatalogError(
            "There is no such actors' file.", str(extra), "Name a .jsonl file, or a folder that holds some."
        )
    return [extra]


def _jsonl(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith(".jsonl")] if folder.is_dir() else []


def _lines(file: Traversable | Path, where: str) -> Iterator[str]:
    """The lines of a file, read one by one: a large file is never whole in memory."""
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield (line.removeprefix(_BOM) if number == 1 else line).decode("utf-8")
                except UnicodeDecodeError as error:
                    fields = _FIELD.findall(line[: error.start])
                    field = f', in field "{fields[-1].decode()}"' if fields else ""
                    raise CatalogError(
                        f"The file is not UTF-8 (byte {error.start + 1} of the line{field}).",
                        f"{where}, line {number}",
                        "Save it as UTF-8.",
                    ) from error
    except OSError as error:
        raise CatalogError(
            f"The file cannot be read ({error.strerror}).", where, "Check its rights."
        ) from error
