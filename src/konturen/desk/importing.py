"""Old event data into a ledger of their own: what cannot be read is kept aside and told, the rest comes in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from konturen.codebook import built_in
from konturen.errors import QueryError, SourceError
from konturen.imports.events import FORMATS, LONGEST, Broken, Event, Taking, events, header, missing
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.records import ActorType, Coded
from konturen.settings import Settings

BATCH = 500
"""Lines that are written in one transaction."""
SHOWN = 5
"""Broken lines and repeated ids that are told one by one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's lines.

    `events` came in; `known` stood there before, in this file or in the ledger. `broken` counts reasons,
    `examples` are the first broken lines by number, and `aside` the file that holds them all, None where there
    are none. `repeated` counts ids that other lines had before, `ids` the first of them.
    """

    path: str
    events: int
    known: int
    broken: Counter[str]
    examples: tuple[tuple[int, str], ...]
    aside: str | None
    repeated: int
    ids: tuple[str, ...]


def import_events(
    ledger: Ledger, path: Path, format: str, settings: Settings | None = None, recorded: str | None = None
) -> Taken:
    """Read a file of events into a ledger; the same file again changes nothing.

    SourceError where the file cannot be read or lacks columns, QueryError where the format is unknown or the
    broken lines cannot be kept aside. What was written before an error stays: the file can be read again.
    """
    if format not in FORMATS:
        raise QueryError(f"there is no format {format!r} of events.", hint=f"Choose: {', '.join(FORMATS)}.")
    catalog = Pipeline(settings or Settings()).catalog_of(ledger)

    def resolve(name: str) -> tuple[str, ActorType] | None:
        found = catalog.called(name, exactly=True)
        return (key, catalog.type_of(key)) if len(found) == 1 and (key := next(iter(found))) else None

    taking = Taking(str(path), format, resolve, built_in())
    when = recorded or datetime.now(UTC).isoformat()
    try:
        with path.open("rb") as file:
            return _taken(ledger, file, path, taking, when)
    except OSError as error:
        raise SourceError(f"the file cannot be read ({error.strerror}).", str(path)) from error


def _taken(ledger: Ledger, file: BinaryIO, path: Path, taking: Taking, when: str) -> Taken:
    lines = _lines(file)
    names, head = None, b""
    if taking.format != "plover":
        _, head = next(lines, (0, b""))
        names = header(taking.format, head)
        lacking = missing(taking.format, names or ())
        if lacking:
            what = f"the first line does not name the columns {', '.join(lacking)}."
            raise SourceError(what, str(path), f"Is it a {taking.format} file?")
    tally, aside = _Tally(), _Aside(path, head)
    held: list[Coded] = []
    try:
        for one in events(lines, names, taking):
            if isinstance(one, Broken):
                tally.broken(one)
                aside.keep(one.line)
                continue
            tally.event(one)
            held.append(one.coded)
            if len(held) == BATCH:
                tally.written(_record(ledger, held, when))
                held.clear()
        tally.written(_record(ledger, held, when))
        kept = aside.finish()
    finally:
        aside.drop()
    return Taken(
        str(path), tally.new, tally.old, tally.reasons, tuple(tally.examples), kept, tally.repeated,
        tuple(tally.shown),
    )  # fmt: skip


class _Tally:
    """What is counted while lines pass; of ids only their hashes are kept."""

    def __init__(self) -> None:
        self.new = self.old = self.repeated = 0
        self.reasons: Counter[str] = Counter()
        self.examples: list[tuple[int, str]] = []
        self.shown: list[str] = []
        self._seen: set[int] = set()

    def broken(self, one: Broken) -> None:
        self.reasons[one.reason] += 1
        if len(self.examples) < SHOWN:
            self.examples.append((one.number, one.reason))

    def event(self, one: Event) -> None:
        key = hash(one.id)
        if key in self._seen:
            self.repeated += 1
            if len(self.shown) < SHOWN:
                self.shown.append(one.id)
        self._seen.add(key)

    def written(self, counts: tuple[int, int]) -> None:
        self.new += counts[0]
        self.old += counts[1]


class _Aside:
    """The file of broken lines, made with the first one; it replaces an older one when all is read."""

    def __init__(self, path: Path, head: bytes) -> None:
        self._place = path.with_name(f"{path.name}.rejected")
        self._part = path.with_name(f"{path.name}.rejected.{os.getpid()}.part")
        self._head = head
        self._file: BinaryIO | None = None

    def keep(self, line: bytes) -> None:
        try:
            if self._file is None:
                self._file = self._part.open("wb")
                self._file.write(self._head)
            self._file.write(line if line.endswith(b"\n") else line + b"\n")
        except OSError as error:
            what = f"the broken lines cannot be kept aside ({error.strerror})."
            raise QueryError(what, str(self._place), "Copy the file to a folder of your own.") from error

    def finish(self) -> str | None:
        if self._file is None:
            return None
        self._file.close()
        self._part.replace(self._place)
        return str(self._place)

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The numbered lines; one without end is cut where no event is that long, and its rest is passed over."""
    number = 0
    while line := file.readline(LONGEST + 2):
        number += 1
        yield number, line
        while not line.endswith(b"\n") and (line := file.readline(LONGEST + 2)):
            continue


def _record(ledger: Ledger, held: Sequence[Coded], when: str) -> tuple[int, int]:
    """How many of the texts are new, and how many were known."""
    if not held:
        return 0, 0
    receipts = ledger.writer.record_many(held, when)
    new = sum(receipt.new_document for receipt in receipts)
    return new, len(receipts) - new
