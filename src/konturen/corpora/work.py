"""What a worker does with a task: read items to documents, code documents. Bytes in, bytes out.

The answer to a task depends on the task and the settings alone, never on the worker or on what it did before: a
run can be cut, repeated and spread as one likes. A text that cannot be read or coded is a failure of its own;
all others of its task are there.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from konturen.corpora.columns import CODED, Name, Row, document_of, document_row, rows_of, table
from konturen.corpora.items import Failure, Item
from konturen.errors import KonturenError
from konturen.pipeline import Pipeline
from konturen.reading.options import ReadOptions
from konturen.reading.sources import read_bytes
from konturen.records import Document
from konturen.settings import Settings
from konturen.tables import needed

NOT_CODED = "not_coded"
"""The key of errors about texts in languages that are not coded: they are counted by themselves."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a task: the documents (Arrow IPC of the table `documents`, in the order of the items),
    the failures, and how many texts are in which language that is not coded."""

    documents: bytes
    failures: tuple[Failure, ...]
    not_coded: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What was coded of a task: its tables (Arrow IPC, in the order of `columns.CODED`) and the failures."""

    tables: tuple[bytes, ...]
    failures: tuple[Failure, ...]


@lru_cache(maxsize=1)
def pipeline(settings: Settings) -> Pipeline:
    """The pipeline of this process, loaded once."""
    return Pipeline(settings)


def read(content: bytes, settings: Settings) -> bytes:
    """A pickled tuple of items to a pickled `Read`."""
    items: tuple[Item, ...] = pickle.loads(content)
    rows: list[Row] = []
    failures: list[Failure] = []
    not_coded: dict[str, int] = {}
    for item in items:
        try:
            rows.append(document_row(_document(item, settings)))
        except KonturenError as error:
            if error.key == NOT_CODED:
                language = str(error.values["language"])
                not_coded[language] = not_coded.get(language, 0) + 1
            else:
                failures.append(Failure(item.location, "read", error.what))
        except RecursionError as error:
            # Pages nested a thousand deep: the libraries that read them give up so.
            failures.append(Failure(item.location, "read", f"it is nested too deeply ({error})."))
    return pickle.dumps(Read(packed("documents", rows), tuple(failures), tuple(sorted(not_coded.items()))))


def code(content: bytes, settings: Settings) -> bytes:
    """Documents (Arrow IPC) to a pickled `Coding`."""
    found: dict[Name, list[Row]] = {name: [] for name in CODED}
    failures: list[Failure] = []
    for row in unpacked(content).to_pylist():
        try:
            coded = pipeline(settings).code(document_of(row))
        except KonturenError as error:
            failures.append(Failure(row["document"], "code", error.what))
            continue
        for name, rows in rows_of(coded).items():
            found[name] += rows
    return pickle.dumps(Coding(tuple(packed(name, found[name]) for name in CODED), tuple(failures)))


def _document(item: Item, settings: Settings) -> Document:
    """An item as a document; what its record says of it wins over what the text says of itself."""
    options = ReadOptions(
        max_bytes=settings.max_bytes,
        language=item.language or settings.language,
        encoding=settings.encoding,
        genre=item.genre or settings.genre,
    )
    found = read_bytes(item.location, item.content, options, item.media_type, item.charset)
    said = {name: getattr(item, name) for name in ("title", "author", "outlet", "published")}
    return replace(found, **{name: value for name, value in said.items() if value is not None})


def packed(name: Name, rows: Iterable[Row]) -> bytes:
    """Rows as Arrow IPC of their table."""
    pa = needed("pyarrow", "corpora")
    made = table(name, rows)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, made.schema) as writer:
        writer.write_table(made)
    return bytes(sink.getvalue())


def unpacked(content: bytes) -> Any:
    """The `pyarrow.Table` of Arrow IPC."""
    return needed("pyarrow", "corpora").ipc.open_stream(content).read_all()
