"""What a ledger of a million statements costs, on both databases: adding, disk, dossiers, searches, the matrix.

    python bench/ledger.py [--documents N] [--folder FOLDER] [--postgresql ADDRESS] [--write docs/benchmarks.md]

The texts are made (`ledger_texts.py`): ten statements each, coded by nobody, so that the figures are the ledger's.
They are written by `Writer.record_many`, 100 in one transaction; two processes make them beside it, and only the
writing is timed. In --folder lies the SQLite file, which is used again where it is complete. Without an address
a server is started as the tests do it. Each question is asked with its plain SQL in turn; medians by the clock.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path

from sqlalchemy import text

from konturen.actors.catalog import Catalog
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.records import Coded
from ledger_questions import Asker
from ledger_texts import STATEMENTS, Texts
from table import put

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.postgres import own

BATCH = 100
"""Texts in one transaction."""
AHEAD = 5
"""Batches that are made before they are written."""
SINGLE = 100
"""Texts that are added one by one at the end."""
ROUNDS = 5
DURABLE = "-c shared_buffers=512MB -c max_wal_size=4GB"
WHEN = "2026-11-23T12:00:00+00:00"
_texts: Texts | None = None


def _made(first: int) -> list[Coded]:
    """A batch of texts, made in a process beside the writer."""
    global _texts
    if _texts is None:
        _texts = Texts(Catalog.load(None))
    return list(_texts.many(first, BATCH))


def fill(ledger: Ledger, documents: int) -> dict[str, float]:
    """Write the texts that are not there yet; statements a second, in batches and one by one."""
    there = _count(ledger, "documents")
    begins = range(there // BATCH * BATCH, documents, BATCH)
    spent = 0.0
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for number, batch in enumerate(_ahead(pool, begins)):
            begun = time.perf_counter()
            ledger.writer.record_many(batch, WHEN)
            spent += time.perf_counter() - begun
            if number % 50 == 49:
                rate = (number + 1) * BATCH * STATEMENTS / spent
                print(f"{ledger.address[:10]} {begins[number]} texts, {rate:.0f} statements/s", file=sys.stderr)
    return {"batches": len(begins) * BATCH * STATEMENTS / spent} if spent else {}


def _ahead(pool: Pool, begins: Sequence[int]) -> Iterator[list[Coded]]:
    """Batches in their order, a few of them made ahead."""
    waiting: deque[AsyncResult[list[Coded]]] = deque()
    for begin in begins:
        waiting.append(pool.apply_async(_made, (begin,)))
        if len(waiting) > AHEAD:
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


def _count(ledger: Ledger, table: str) -> int:
    with ledger._engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def one_by_one(ledger: Ledger, first: int) -> float:
    """Statements a second where every text waits for the disk."""
    batch = [one for at in range(first, first + SINGLE, BATCH) for one in _made(at)]
    begun = time.perf_counter()
    for coded in batch:
        ledger.writer.record(coded, WHEN)
    return SINGLE * STATEMENTS / (time.perf_counter() - begun)


TEXTS = ("documents", "pg_toast", "sqlite_autoindex_documents", "documents_pkey", "documents_by_outlet")
SEARCH = ("search_terms", "passages")
"""How the names of tables and indexes begin that hold the texts, and those of the search."""


def disk(ledger: Ledger) -> dict[str, float]:
    """Bytes a statement of each table and index; of tables of which the texts are part, of all."""
    postgresql = ledger.address.startswith("postgres")
    command = (
        "SELECT c.relname, CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) ELSE pg_table_size(c.oid) END "
        "FROM pg_class c WHERE c.relkind IN ('r', 'i') AND c.relnamespace = current_schema()::regnamespace"
        if postgresql
        else "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
    )
    count = _count(ledger, "statements")
    with ledger._engine.connect() as connection:
        return {name: size / count for name, size in connection.execute(text(command))}


def beside(sizes: dict[str, float]) -> tuple[float, float]:
    """Bytes a statement beside the texts: those of the search, and all others."""
    rest = {name: size for name, size in sizes.items() if not name.startswith(TEXTS)}
    search = sum(size for name, size in rest.items() if name.startswith(SEARCH))
    return search, sum(rest.values()) - search


def ask(ledger: Ledger, catalog: Catalog) -> list[tuple[str, float, float, float | None]]:
    """Each question with the medians in milliseconds of the product and of the plain SQL, and its target."""
    found = []
    for question in Asker(ledger, catalog).questions():
        ours, plain = [], []
        for _ in range(ROUNDS + 1):
            for times, work in ((plain, question.plain), (ours, question.ours)):
                begun = time.perf_counter()
                work()
                times.append((time.perf_counter() - begun) * 1000)
        # The first round reads from the disk and builds what is kept.
        row = question.name, statistics.median(ours[1:]), statistics.median(plain[1:]), question.target
        print(f"{row[0]}: {row[1]:.1f} ms, plain {row[2]:.1f} ms", file=sys.stderr)
        found.append(row)
    return found


def measure(address: str, documents: int, catalog: Catalog) -> str:
    """All figures of one database, as Markdown."""
    with open_ledger(address, create=True) as ledger:
        rates = fill(ledger, documents)
        _settled(ledger)
        sizes = disk(ledger)
        count = _count(ledger, "statements")
        asked = ask(ledger, catalog)
        single = one_by_one(ledger, _count(ledger, "documents") // BATCH * BATCH)
    search, rest = beside(sizes)
    kind = "PostgreSQL" if address.startswith("postgres") else "SQLite"
    batches = f"{rates['batches']:,.0f}" if rates else "written before"
    largest = sorted(((size, name) for name, size in sizes.items() if not name.startswith(TEXTS)), reverse=True)
    lines = [
        f"**{kind}, {count:,} statements**",
        "",
        "| measure | Konturen | plain SQL | ratio | target |",
        "|---|---|---|---|---|",
        *(
            f"| {name}, ms | {ours:.1f} | {plain:.1f} | {ours / plain:.1f} | {target or ''} |"
            for name, ours, plain, target in asked
        ),
        f"| adding, {BATCH} texts in one transaction, statements a second | {batches} | | | 2,000 |",
        f"| adding, text by text, statements a second | {single:,.0f} | | | |",
        f"| bytes a statement beside the texts, search left out | {rest:,.0f} | | | 1,024 |",
        f"| bytes a statement of the search | {search:,.0f} | | | |",
        "",
        "Largest, bytes a statement: " + ", ".join(f"{name} {size:.0f}" for size, name in largest[:12]) + ".",
    ]
    return "\n".join(lines)


def _settled(ledger: Ledger) -> None:
    """The database's own statistics as they are when it has had time for them."""
    if ledger.address.startswith("postgres"):
        with ledger._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.rollback()
            raw.autocommit = True  # type: ignore[attr-defined]
            raw.cursor().execute("VACUUM ANALYZE")


@contextmanager
def addresses(options: argparse.Namespace) -> Iterator[list[str]]:
    """A ledger on each database that is wanted."""
    with tempfile.TemporaryDirectory() as other:
        file = str((options.folder or Path(other)) / f"{options.documents}.sqlite")
        found = [file] if "sqlite" in options.databases else []
        if "postgresql" not in options.databases:
            yield found
        elif options.postgresql:
            yield [*found, options.postgresql]
        else:
            with own(DURABLE) as server:
                yield [*found, server.address]


def main() -> None:
    """Fill both ledgers, ask them, print and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--postgresql", help="address of an empty database, or of one that was filled here")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    catalog = Catalog.load(None)
    with addresses(options) as found:
        told = "\n\n".join(measure(address, options.documents, catalog) for address in found)
    print(told)
    if options.write:
        put(options.write, "ledger", f"By `python bench/ledger.py --documents {options.documents}`.\n\n{told}")


if __name__ == "__main__":
    main()
