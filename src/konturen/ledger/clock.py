"""What a reader sees of the tables: what was recorded until an instant, and of each text its last coding.

This is the only place that knows it. Every query of a reader names the tables as ever; on its way to the
database it gets a WITH clause in front that puts, for each table it names, a query of the same name in its
place:

    WITH documents AS (SELECT own.* FROM main.documents AS own WHERE own.recorded <= '2026-11-23T...')
    SELECT ... FROM documents ...

So a table of a later form needs nothing but a column `recorded`, or a `document_id` whose text says it. Where
nobody asks for an instant and no text was coded again, queries stay as they are.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, event, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.held import held

WITH_RECODINGS = 3
"""The form of ledgers from which on texts can be coded again."""
END_OF_DAY = "T23:59:59.999999+00:00"
_LAST = "coalesce((SELECT max(r.id) FROM recodings AS r WHERE r.document_id = own.document_id), 0)"
"""The last coding of the text of a row: 0 where it was coded once."""
_INLINE = "AS NOT MATERIALIZED" if sqlite3.sqlite_version_info >= (3, 35) else "AS"
"""Older SQLite has no such hint and needs none. PostgreSQL 12 and later has it."""
_FIRST = ("documents", "recodings", "codings")
"""What the others ask stands before them."""


def instant(said: str) -> str:
    """An instant as the ledger writes it, in UTC; a day means its end. QueryError where it is none."""
    try:
        try:
            return date.fromisoformat(said).isoformat() + END_OF_DAY
        except ValueError:
            given = datetime.fromisoformat(said)
        return (given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)).isoformat()
    except (ValueError, OverflowError) as error:
        raise QueryError(
            f"{said[:40]!r} is no day and no instant.",
            hint="Write 2026-11-23, or 2026-11-23T12:00:00 for an instant in UTC.",
        ) from error


def seeing(connection: Connection, known: str | None, form: int, older: bool = False) -> Connection:
    """The same connection, seeing what was recorded until `known` (None: all) and of each text what its last
    coder found, with what persons hold; with `older` also claims that only older coders found."""
    seen = sight(connection, known, form, older)
    if seen is not None:
        event.listen(connection, "before_cursor_execute", _putting(seen), retval=True)
    return connection


def sight(connection: Connection, known: str | None, form: int, older: bool = False) -> Sight | None:
    """What `seeing` puts into the queries of a connection; None where they stay as they are."""
    recoded = form >= WITH_RECODINGS and connection.execute(select(schema.recodings.c.id).limit(1)).first()
    if known is None and not recoded:
        return None
    found = Sight(known, bool(recoded), older, (), connection.dialect.name == "postgresql")
    if not recoded or older:
        return found
    # What persons hold is itself asked as of then.
    put = _putting(found)
    event.listen(connection, "before_cursor_execute", put, retval=True)
    try:
        return replace(found, held=tuple(sorted(held(connection))))
    finally:
        event.remove(connection, "before_cursor_execute", put)


def _putting(seen: Sight) -> Callable[..., tuple[str, Any]]:
    def put(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: bool) -> tuple[str, Any]:
        return seen.put(statement), parameters

    return put


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen; `put` writes it into a query."""

    known: str | None
    recoded: bool
    older: bool
    held: tuple[str, ...]
    postgresql: bool

    def put(self, statement: str) -> str:
        """A query with what is seen of the tables that it names; what is no query stays."""
        word = statement.lstrip()[:5].upper()
        if not word.startswith(("SELEC", "WITH")):
            return statement
        clause = _clause(self, frozenset(_named(statement)))
        if not clause:
            return statement
        if word != "WITH ":
            return f"WITH {clause} {statement}"
        own = re.sub(r"\A\s*WITH\s+(RECURSIVE\s+)?", "", statement, flags=re.IGNORECASE)
        if not self.postgresql:
            return f"WITH RECURSIVE {clause}, {own}"
        if re.match(r"\s*WITH\s+RECURSIVE\b", statement, re.IGNORECASE):
            # In a recursive clause ours would see themselves: theirs goes below, where it may have its own.
            return f"WITH {clause} SELECT asked.* FROM ({statement}) AS asked"
        return f"WITH {clause}, {own}"

    def body(self, table: Table) -> str | None:
        """The query that stands for a table; None where the table itself does."""
        conditions = [*self._in_time(table), *self._last(table)]
        if not conditions:
            return None
        return f"SELECT own.* FROM {self._base(table)} AS own WHERE {' AND '.join(conditions)}"

    def _base(self, table: Table) -> str:
        # In PostgreSQL a query of a WITH clause does not see itself, in SQLite it does.
        return f'"{table.name}"' if self.postgresql else f'main."{table.name}"'

    def _in_time(self, table: Table, own: str = "own") -> Iterable[str]:
        if self.known is None:
            return
        if "recorded" in table.c:
            order = ' COLLATE "C"' if self.postgresql else ""
            yield f"{own}.recorded{order} <= '{self.known}'"
        elif "document_id" in table.c:
            yield f"{own}.document_id IN (SELECT id FROM documents)"

    def _last(self, table: Table) -> Iterable[str]:
        if not self.recoded:
            return
        if table is schema.mentions:
            yield f"own.recoding_id = {_LAST}"
        elif table is schema.codings:
            later = ["other.claim_id = own.claim_id", "other.recoding_id > own.recoding_id"]
            later += self._in_time(table, "other")
            yield f"NOT EXISTS (SELECT 1 FROM {self._base(table)} AS other WHERE {' AND '.join(later)})"
        elif table in (schema.statements, schema.facts) and not self.older:
            found = f"SELECT 1 FROM codings AS c WHERE c.claim_id = own.id AND c.recoding_id = {_LAST}"
            kept = ", ".join(f"'{key}'" for key in self.held if key.isalnum())
            yield f"(EXISTS ({found})" + (f" OR own.id IN ({kept}))" if kept else ")")


def _tables() -> list[Table]:
    first = [schema.metadata.tables[name] for name in _FIRST]
    return [*first, *(table for table in schema.metadata.sorted_tables if table not in first)]


@lru_cache(maxsize=256)
def _clause(sight: Sight, named: frozenset[str]) -> str:
    """The queries that stand for the tables of these names, and for those they ask, without WITH."""
    parts: list[str] = []
    wanted = set(named)
    for table in reversed(_tables()):
        body = sight.body(table) if table.name in wanted else None
        if body is None:
            continue
        wanted |= _named(body)
        parts.append(f'"{table.name}" {_INLINE} ({body})')
    return ", ".join(reversed(parts))


def _named(statement: str) -> set[str]:
    """The names of tables that stand in a query, and perhaps others of their names."""
    return set(_names().findall(statement))


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, schema.metadata.tables))})\b")
