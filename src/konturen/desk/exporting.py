"""A ledger's statements in files of other tools: streamed, and whole or not there at all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from konturen.actors.catalog import Catalog
from konturen.codebook import built_in
from konturen.desk.roster import namer
from konturen.errors import QueryError
from konturen.export import tables
from konturen.export.catalogue import FORMATS, Format
from konturen.export.context import Context
from konturen.ledger import arrow
from konturen.ledger.ledger import Ledger
from konturen.ledger.stream import stream
from konturen.pipeline import Pipeline
from konturen.settings import Settings


@dataclass(frozen=True, slots=True)
class Exported:
    """How many statements were read, how many rows or edges of the `level` the file holds, and how many
    statements it leaves out, by reason."""

    read: int
    written: int
    left: Counter[str]
    level: str


def write(
    ledger: Ledger,
    path: Path,
    format: str = "csv",
    level: str | None = None,
    settings: Settings | None = None,
    bom: bool = False,
) -> Exported:
    """Write the statements of a ledger to a file; beside CSV and Parquet a `datapackage.json`.

    Denied, possible and planned statements are no events: formats of events leave them out, and the answer says
    how many. QueryError where the format is unknown, has no such level, or the file cannot be written: then
    there is none, or the one that was there before.
    """
    form, context = _asked(ledger, format, level, settings, bom)
    reader, least = ledger.reader.named(namer(_catalog(ledger, settings))), (settings or Settings()).min_score
    parts = context.counted(stream(reader, least))
    if form.pieces is None and context.level == "statement":
        batches = context.counted(arrow.batches(reader, least))
        _whole(path, lambda part: tables.parquet(batches, context, part))
    elif form.pieces is None:
        _whole(path, lambda part: tables.parquet_relations(parts, context, part))
    else:
        pieces = form.pieces(parts, context)
        _whole(path, lambda part: _text(part, pieces))
    if form.described:
        text = tables.package(context.level, path, context)
        _whole(path.with_name("datapackage.json"), lambda part: _text(part, iter([text])))
    return Exported(context.read, context.written, context.left, context.level)


def pieces(
    ledger: Ledger, format: str, level: str | None = None, settings: Settings | None = None, bom: bool = False
) -> tuple[Iterator[str], Context]:
    """The text of an export piece by piece, and what counts it; what it left out is known at its end."""
    form, context = _asked(ledger, format, level, settings, bom)
    if form.pieces is None:
        raise QueryError(f"{format} goes to a file only.", hint="Name one: --out FILE.")
    reader = ledger.reader.named(namer(_catalog(ledger, settings)))
    parts = context.counted(stream(reader, (settings or Settings()).min_score))
    return form.pieces(parts, context), context


def _asked(
    ledger: Ledger, format: str, level: str | None, settings: Settings | None, bom: bool
) -> tuple[Format, Context]:
    if format not in FORMATS:
        raise QueryError(f"there is no export format {format!r}.", hint=f"Choose one of: {', '.join(FORMATS)}.")
    form = FORMATS[format]
    chosen = level or form.levels[0]
    if chosen not in form.levels:
        what = f"--level {chosen}: {format} has only the level {' or '.join(form.levels)}."
        raise QueryError(what, hint="Leave --level out.")
    book, catalog = built_in(), _catalog(ledger, settings)

    def country(key: str) -> str | None:
        return catalog.country_of(key) if key in catalog else None

    def wikidata(key: str) -> str | None:
        return catalog[key].ids.get("wikidata") if key in catalog else None

    cached = lru_cache(maxsize=65_536)
    text: Callable[[str], str] = ledger.reader.text
    return form, Context(book.name, book.version, cached(country), cached(wikidata), text, chosen, bom)


def _catalog(ledger: Ledger, settings: Settings | None) -> Catalog:
    return Pipeline(settings or Settings()).catalog_of(ledger)


def _text(path: Path, pieces: Iterator[str]) -> None:
    """Halves of characters, which UTF-8 cannot hold, stand as escapes."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.writelines(pieces)


def _whole(path: Path, work: Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there; whatever goes wrong, the place is as it was.

    A device or a pipe is written as it is.
    """
    whole = not path.exists() or path.is_file()
    part = path.with_name(f"{path.name}.{os.getpid()}.part") if whole else path
    try:
        work(part)
        if whole:
            part.replace(path)
    except OSError as error:
        where, hint = str(path), "Choose another place."
        raise QueryError(f"the file cannot be written ({error.strerror}).", where, hint) from error
    finally:
        if whole:
            _gone(part)


def _gone(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the place is no folder: nothing was written there either
