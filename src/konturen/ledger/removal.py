"""The removal of a person on request: the one way in which the ledger loses anything; a row says that it did.

A text that names her goes as a whole: its id is the hash of its text, and every statement points into it, so
that it cannot be changed. Decisions and actors' lines that name her go as rows; of lists in which she is one of
several only her part goes. Where a decision was made by her, it stays, and its author is no longer named.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, String, Table, Text, insert, select, tuple_, update

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.archive import FEW, MANY
from konturen.ledger.archive_form import EVERY, Progress, key_of, tables
from konturen.ledger.checks import person as checked_person
from konturen.ledger.checks import words
from konturen.ledger.derived import rebuild
from konturen.ledger.dialects import erasing
from konturen.ledger.followed import REMOVED
from konturen.ledger.traces import Person, Traces

CHUNK = 400
"""How many keys stand in one condition."""
SOMEBODY = "removed"
"""Who stands for the author of a decision whose name was removed."""
_LISTS = {("mentions", "alternatives"): None, ("actor_rows", "row"): "id"}
"""Columns of JSON of which a part can go, and the field that says whose an object is."""
_EMPTY: dict[str, dict[str, Any]] = {
    "entries": {"name": SOMEBODY, "address": None, "title": None, "author": None, "content": None},
    "fetches": {"answered": None, "document_id": None, "reason": None},
}
"""Rows of what is followed stay, emptied: by an entry's key, a hash, its text is known and not read again."""
_CLAIMS = (schema.documents, schema.statements, schema.facts, schema.mentions, schema.places)
"""Tables that refer to others by foreign keys only."""

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What a removal takes: keys of rows by table, and rows that stay in other words."""

    gone: dict[str, set[Key]] = field(default_factory=dict)
    changed: dict[str, dict[Key, Values]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows that go by table, and those that stay in other words as `changed`."""
        found = {name: len(keys) for name, keys in sorted(self.gone.items()) if keys}
        changed = sum(len(rows.keys() - self.gone.get(name, set())) for name, rows in self.changed.items())
        return found | ({"changed": changed} if changed else {})

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the texts that go."""
        return tuple(sorted(str(key[0]) for key in self.gone.get("documents", ())))

    def take(self, table: Table, keys: Iterable[Key]) -> bool:
        """Add rows that go; whether any is new."""
        held = self.gone.setdefault(table.name, set())
        before = len(held)
        held.update(keys)
        return len(held) > before

    def change(self, table: Table, rows: Mapping[Key, Values]) -> bool:
        """Add rows that stay in other words; whether any is new."""
        held = self.changed.setdefault(table.name, {})
        before = len(held)
        for key, values in rows.items():
            held[key] = held.get(key, {}) | values
        return len(held) > before


def plan(connection: Connection, person: Person, progress: Progress | None = None) -> Plan:
    """What a removal of this person would take, looked up in every row; nothing is changed."""
    tell = progress or (lambda _: None)
    traces = Traces(Person(person.ids, person.names | _called(connection, person.ids), person.documents))
    made = Plan()
    made.take(schema.documents, _held(connection, schema.documents.c.id, person.documents))
    for table in tables():
        for number, row in enumerate(_rows(connection, table), 1):
            _look(table, row, traces, made)
            if number % EVERY == 0:
                tell(f"looking through {table.name}: {number:,} rows")
    while _follow(connection, made):
        tell("following references")
    return made


def forget(
    connection: Connection, person: Person, made: Plan, by: str, reason: str | None, recorded: str
) -> int:
    """Remove what a plan of the same transaction names and write down that something was; the record's number.

    QueryError where there is nothing to remove, or the record itself would name the person.
    """
    checked_person(by)
    traces = Traces(Person(person.ids, person.names | _called(connection, person.ids)))
    if not made.counts:
        raise QueryError("the ledger holds nothing of this person.", hint="Nothing was removed.")
    if by in traces or (reason and words(reason, "the reason") in traces):
        raise QueryError(
            "the record of the removal would name the person.", hint="Give another --by or --reason."
        )
    erasing(connection)
    for name, rows in made.changed.items():
        table = schema.metadata.tables[name]
        for key, values in rows.items():
            if key not in made.gone.get(name, ()):
                connection.execute(update(table).where(_key(table).in_([key])).values(values))
    _close(connection, made, recorded)
    for table in reversed(tables()):
        # The later row first: it may be the one that takes the earlier one back.
        for part in _parts(sorted(made.gone.get(table.name, ()), reverse=True)):
            connection.execute(table.delete().where(_key(table).in_(part)))
    rebuild(connection)
    said = {"by": by, "reason": reason, "counts": json.dumps(made.counts), "recorded": recorded}
    number = connection.execute(insert(schema.removals).values(said)).inserted_primary_key
    assert number is not None  # the database gives each row its number
    return int(number[0])


def _called(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """The names under which texts have mentioned these ids."""
    m = schema.mentions.c
    found: set[str] = set()
    for part in _parts([(key,) for key in sorted(ids)]):
        keys = [key for (key,) in part]
        for name, surface, form in connection.execute(
            select(m.name, m.surface, m.form).where(m.actor.in_(keys)).distinct()
        ):
            found |= {name, surface} if form == "name" else {name}
    return frozenset(found)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """All rows of a table with what may name somebody."""
    told = [column for column in table.columns if isinstance(column.type, String | LargeBinary)]
    columns = dict.fromkeys([*table.primary_key, *told, *(c for c in table.columns if c.name == "document_id")])
    chunk = FEW if any(isinstance(column.type, LargeBinary) for column in told) else MANY
    wanted = select(*columns)
    for row in connection.execute(wanted, execution_options={"yield_per": chunk}).mappings():
        yield dict(row)


def _look(table: Table, row: dict[str, Any], traces: Traces, made: Plan) -> None:
    """Take a row that names the person into the plan."""
    hits = {name for name, value in row.items() if isinstance(value, str) and value in traces}
    if not hits and not any(isinstance(value, bytes) and traces.in_bytes(value) for value in row.values()):
        return
    key = key_of(table, row)
    if table is schema.documents:
        made.take(table, [key])
        return
    if table.name in _EMPTY:
        made.change(table, {key: _EMPTY[table.name] | {name: None for name in hits if table.c[name].nullable}})
        return
    values: Values = {"by": SOMEBODY} if "by" in hits else {}
    for name in hits & {name for where, name in _LISTS if where == table.name}:
        part = traces.without(row[name], _LISTS[table.name, name])
        if part is not None or (table.c[name].nullable and table is schema.mentions):
            values[name] = part
    if table is schema.removals and "reason" in hits:
        values["reason"] = None
    if hits <= values.keys():
        made.change(table, {key: values})
    elif "document_id" in row and "by" not in row:
        made.take(schema.documents, [(row["document_id"],)])
    else:
        made.take(table, [key])


def _follow(connection: Connection, made: Plan) -> bool:
    """Take what refers to rows that go, and what rows that go had taken back; whether anything was new."""
    grown = False
    for table in tables():
        for constraint in table.foreign_key_constraints:
            if len(constraint.columns) > 1:
                continue  # none today; the database would refuse to delete what such a key refers to
            (column,) = constraint.columns
            if column is schema.fetches.c.document_id:
                grown |= _empty(connection, made)
                continue
            keys = [key for (key,) in made.gone.get(constraint.referred_table.name, ())]
            grown |= made.take(table, _held(connection, column, keys))
        if table not in _CLAIMS:
            ids = [str(key) for t in _CLAIMS[:3] for (key,) in made.gone.get(t.name, ())]
            for column in _signs(table):
                grown |= made.take(table, _held(connection, column, ids))
        if "withdraws" in table.c:
            rows = made.gone.get(table.name, set())
            for part in _parts(sorted(rows)):
                wanted = select(table.c.withdraws).where(_key(table).in_(part), table.c.withdraws.is_not(None))
                grown |= made.take(table, [(number,) for number in connection.execute(wanted).scalars()])
    return grown


def _empty(connection: Connection, made: Plan) -> bool:
    """Empty the entries of lists that led to texts that go, and what was noted of reading them."""
    fetch, grown = schema.fetches.c, False
    for part in _parts(sorted(made.gone.get("documents", ()))):
        found = connection.execute(
            select(fetch.id, fetch.entry_id).where(fetch.document_id.in_([key for (key,) in part]))
        ).all()
        grown |= made.change(schema.fetches, {(row.id,): _EMPTY["fetches"] for row in found})
        entries = {row.entry_id for row in found} - {None}
        grown |= made.change(schema.entries, {(entry,): _EMPTY["entries"] for entry in entries})
    return grown


def _close(connection: Connection, made: Plan, recorded: str) -> None:
    """Empty what was noted of emptied entries and note that they are not to be read again but a file that has
    changed."""
    fetch = schema.fetches.c
    for key in sorted(made.changed.get("entries", {}).keys() - made.gone.get("entries", set())):
        connection.execute(update(schema.fetches).where(fetch.entry_id == key[0]).values(_EMPTY["fetches"]))
        listed = select(schema.entries.c.subscription_id).where(schema.entries.c.id == key[0])
        last = select(fetch.etag).where(fetch.entry_id == key[0]).order_by(fetch.id.desc()).limit(1)
        row = {"entry_id": key[0], "outcome": REMOVED, "recorded": recorded}
        row |= {"subscription_id": connection.execute(listed).scalar_one()}
        connection.execute(insert(schema.fetches).values(row | {"etag": connection.execute(last).scalar()}))


def _signs(table: Table) -> list[Column[Any]]:
    """The columns of a table that may hold the id of a text or a claim without a foreign key."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Text) and not column.foreign_keys
    ]


def _held(connection: Connection, column: Column[Any], values: Collection[Any]) -> list[Key]:
    """The keys of the rows that hold one of these values."""
    found: list[Key] = []
    for part in _parts([(value,) for value in sorted(values)]):
        wanted = select(*column.table.primary_key).where(column.in_([value for (value,) in part]))
        found += [tuple(row) for row in connection.execute(wanted)]
    return found


def _parts(keys: list[Key]) -> Iterator[list[Key]]:
    for at in range(0, len(keys), CHUNK):
        yield keys[at : at + CHUNK]


def _key(table: Table) -> Any:
    """The key of a table as one value that conditions compare."""
    return tuple_(*table.primary_key)
