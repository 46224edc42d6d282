"""The same as `stream`, as Arrow columns: without a Python object for each value.

SQLite's rows come by the driver of Apache Arrow (ADBC, extra `konturen[tables]`) from a process of its own,
several times as fast; of another database, or without that driver, they come by `stream`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sqlalchemy import Select

from konturen.errors import LedgerError
from konturen.flat import Flat
from konturen.ledger import arrow_process, clock
from konturen.ledger.options import BUSY_SECONDS
from konturen.ledger.reader import Reader
from konturen.ledger.stream import OWN, SIZE, UNSAID, Asked, of_text, stream, texts
from konturen.tables import arrow_array, arrow_schema, arrow_table, needed

DRIVER = "adbc_driver_sqlite"
WAIT_SECONDS = 0.1
_ORDER = [(name, "ascending") for name in ("place", "recorded", "evidence_start", "id")]
_ENDS = ("source_actor", "target_actor", "speaker_actor")


def batches(reader: Reader, min_score: float = 0.0, size: int = SIZE) -> Iterator[Any]:
    """The parts of `stream` as `pyarrow.Table` with the columns of `Flat`."""
    if not _fast(reader):
        yield from (arrow_table(Flat, part) for part in stream(reader, min_score, size))
        return
    until = time.monotonic() + BUSY_SECONDS
    while True:
        with reader.together() as one, one._call() as connection, _Process(reader) as process:
            asked = Asked(one, connection, min_score)
            if process.reads(until):
                yield from _parts(asked, process, size)
                return
        # A writer waits for the first reader and keeps the second one out: let it go before.
        time.sleep(WAIT_SECONDS)


def _parts(asked: Asked, process: _Process, size: int) -> Iterator[Any]:
    """Each part is read while the one before is taken."""
    pa = needed("pyarrow", "tables")
    connection, reader = asked.connection, asked.reader
    seen = clock.sight(connection, reader._known, reader._form)
    changing = [pa.array(sorted(ids), pa.string()) for ids in (asked.said, asked.identities.touched)]
    before: list[str] = []
    for keys in chain(texts(connection, size), [[]]):
        rows = process.answer() if before else ()
        if keys:
            process.ask(_words(asked.select(keys).order_by(None), connection.dialect, seen))
        if len(rows):
            yield _part(asked, rows, before, changing)
        before = keys


def _fast(reader: Reader) -> bool:
    """Whether the ledger is a file of SQLite, and the driver is there."""
    return reader._engine.dialect.name == "sqlite" and find_spec(DRIVER) is not None


class _Process:
    """The other process, which reads the same file; see `arrow_process`."""

    def __init__(self, reader: Reader) -> None:
        path = Path(str(reader._engine.url.database)).absolute()
        words = [sys.executable, "-P", arrow_process.__file__, f"{path.as_uri()}?mode=ro"]
        self._address = str(path)
        self._running = Popen(words, stdin=PIPE, stdout=PIPE, stderr=PIPE)

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.communicate()

    def reads(self, until: float) -> bool:
        """Begin to read: as long as one reads nobody can write, and both see the same. False where a writer
        waits; LedgerError where one still does at a time `until`."""
        try:
            self.ask("SELECT 1 FROM meta")
            self.answer()
        except LedgerError as error:
            if "locked" in error.what and time.monotonic() < until:
                return False
            raise
        return True

    def ask(self, query: str) -> None:
        """Send a query; its answer comes while others work."""
        assert self._running.stdin is not None
        try:
            self._running.stdin.write(f"{json.dumps(query)}\n".encode())
            self._running.stdin.flush()
        except OSError:
            raise self._fault() from None

    def answer(self) -> Any:
        """The answer to the last query, a `pyarrow.Table`; LedgerError says what went wrong."""
        pa, ipc = needed("pyarrow", "tables"), needed("pyarrow.ipc", "tables")
        try:
            return ipc.open_stream(self._running.stdout).read_all()
        except (pa.ArrowException, OSError):
            raise self._fault() from None

    def _fault(self) -> LedgerError:
        assert self._running.stderr is not None
        said = self._running.stderr.read().decode(errors="replace").strip().splitlines()
        what = f"the ledger cannot be read ({said[-1] if said else 'its reader ended'})."
        return LedgerError(what, self._address, "Try again; if it stays so: konturen check")


def _words(wanted: Select[Any], dialect: Any, seen: clock.Sight | None) -> str:
    said = str(wanted.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return seen.put(said) if seen else said


def _part(asked: Asked, rows: Any, keys: Sequence[str], changing: Sequence[Any]) -> Any:
    """The columns of these texts in their order, with the rows that judgements change as they read: `changing`
    are the ids of judged statements and of merged and split actors."""
    pa, pc = needed("pyarrow", "tables"), needed("pyarrow.compute", "tables")
    rows = rows.rename_columns([*Flat._fields[:OWN], "text"])
    place = pc.index_in(rows["text"], pa.array(keys, pa.string()))
    # Put in order here: the database would carry whole rows about.
    order = pc.sort_indices(rows.append_column("place", place), sort_keys=_ORDER)
    rows, place = rows.take(order), place.take(order)
    found = _with_texts(rows, place, asked, keys)
    said, touched = changing
    changed = pc.is_in(found["id"], said)
    for end in _ENDS if len(touched) else ():
        changed = pc.or_(changed, pc.is_in(found[end], touched))
    if not pc.any(changed).as_py():
        return found
    ids = found["id"].filter(changed).to_pylist()
    read = asked.as_judged(frozenset(ids))
    # What is judged stands where it stood: the places of both, put in order.
    stood = pc.index_in(pa.array(list(read), pa.string()), found["id"].combine_chunks()).cast(pa.uint64())
    places = pa.chunked_array([pc.indices_nonzero(pc.invert(changed)), stood])
    both = pa.concat_tables([found.filter(pc.invert(changed)), arrow_table(Flat, list(read.values()))])
    return both.take(pc.sort_indices(places))


def _with_texts(rows: Any, place: Any, asked: Asked, keys: Sequence[str]) -> Any:
    """The columns with those that nobody's judgement and the texts give."""
    pa = needed("pyarrow", "tables")
    schema, infos = arrow_schema(Flat), asked.infos(keys)
    own = [column.cast(field.type) for column, field in zip(rows.columns, schema, strict=False)][:OWN]
    unsaid = [
        pa.repeat(pa.scalar(v, f.type), rows.num_rows) for v, f in zip(UNSAID, [*schema][OWN:], strict=False)
    ]
    of_texts = zip(*(of_text(infos[key]) for key in keys), strict=True)
    fields = [*schema][OWN + len(UNSAID) :]
    told = [arrow_array(column, field.type).take(place) for column, field in zip(of_texts, fields, strict=True)]
    return pa.Table.from_arrays([*own, *unsaid, *told], schema=schema)
