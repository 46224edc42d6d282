"""A user's own actors: lines of the catalog's format in the ledger, added and taken back import by import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.checks import LARGEST, actor_id, person, words, writable_text

DEPTH = 20
"""Most levels of lists and objects in a line: what is deeper could be written and not read again."""

_TABLE = schema.actor_rows
_BACK = _TABLE.alias("back")


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One line about an actor. `row` is in the catalog's line format and may hold a part of its fields only:
    lines of one actor complete each other. `batch` is the import it came with, `origin` where it was taken
    from. `withdrawn_by` and `withdrawn` say who took it back and when."""

    id: int
    batch: int
    actor: str
    row: Mapping[str, Any]
    origin: str
    by: str
    recorded: str
    withdrawn_by: str | None = None
    withdrawn: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it still counts."""
        return self.withdrawn is None


def add(connection: Connection, rows: Sequence[Mapping[str, Any]], origin: str, by: str, recorded: str) -> int:
    """Write the lines of one import and give the number of its batch."""
    person(by)
    if not words(origin, "the origin").strip():
        raise QueryError("the origin is missing.", hint="Say where the actors were taken from.")
    if not rows:
        raise QueryError("there are no actors to add.", hint="Check the file that was to be imported.")
    lines = [_line(row, number) for number, row in enumerate(rows, 1)]
    batch = _next_batch(connection)
    shared = {"batch": batch, "origin": origin, "by": by, "recorded": recorded, "withdraws": None}
    connection.execute(insert(_TABLE), [{"actor": actor, "row": line, **shared} for actor, line in lines])
    return batch


def withdraw(
    connection: Connection, ids: Sequence[int] | None, batch: int | None, by: str, recorded: str
) -> int:
    """Take lines back, by their ids or a whole batch; how many they were.

    Of a batch those that still stand. QueryError where an id is unknown or was withdrawn, or none is left.
    """
    person(by)
    if (ids is None) == (batch is None):
        raise QueryError("name either rows or one batch.", hint="Give their ids, or the number of the import.")
    if batch is not None:
        chosen = [row for row in load(connection, batch) if row.stands]
        if not chosen:
            raise QueryError(
                f"of import {batch} no actor is left to withdraw.", hint="List the rows to see their imports."
            )
    else:
        by_id = {row.id: row for row in load(connection)}
        chosen = [_found(by_id, id_) for id_ in dict.fromkeys(ids or ())]
        if not chosen:
            raise QueryError("there are no rows to withdraw.", hint="Give at least one id.")
    shared = {"batch": _next_batch(connection), "row": None, "by": by, "recorded": recorded}
    values = [{"actor": r.actor, "origin": r.origin, "withdraws": r.id, **shared} for r in chosen]
    connection.execute(insert(_TABLE), values)
    return len(values)


def load(connection: Connection, batch: int | None = None) -> tuple[ActorRow, ...]:
    """All lines in the order of recording with their state, or those of one batch."""
    wanted = select(
        _TABLE.c.id,
        _TABLE.c.batch,
        _TABLE.c.actor,
        _TABLE.c.row,
        _TABLE.c.origin,
        _TABLE.c.by,
        _TABLE.c.recorded,
        _BACK.c.by,
        _BACK.c.recorded,
    ).outerjoin(_BACK, _BACK.c.withdraws == _TABLE.c.id)
    wanted = wanted.where(_TABLE.c.withdraws.is_(None)).order_by(_TABLE.c.id)
    if batch is not None:
        wanted = wanted.where(_TABLE.c.batch == (batch if 0 < batch <= LARGEST else 0))
    return tuple(ActorRow(*row[:3], json.loads(row[3]), *row[4:]) for row in connection.execute(wanted))


def standing_ids(connection: Connection) -> frozenset[str]:
    """The actors of whom at least one line stands."""
    wanted = select(_TABLE.c.actor).distinct().where(_TABLE.c.withdraws.is_(None))
    wanted = wanted.where(~exists().where(_BACK.c.withdraws == _TABLE.c.id))
    return frozenset(connection.execute(wanted).scalars())


def _next_batch(connection: Connection) -> int:
    latest: int | None = connection.execute(select(func.max(_TABLE.c.batch))).scalar()
    return (latest or 0) + 1


def _line(row: Mapping[str, Any], number: int) -> tuple[str, str]:
    """The actor and the JSON of a line; QueryError names the line."""
    where = f"line {number}"
    hint = "Nothing was added. Repair the line and add all of them again."
    if not isinstance(row, Mapping):
        raise QueryError("this is no JSON object.", where, hint)
    try:
        actor = actor_id(row.get("id"))
        line = json.dumps(dict(row), ensure_ascii=False, allow_nan=False)
    except QueryError as error:
        raise QueryError(error.what, f"{where}, field id", hint) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise QueryError(f"this cannot be written as JSON ({error}).", where, hint) from error
    if not writable_text(line):
        raise QueryError("it holds halves of characters.", where, hint)
    level: list[Any] = [row]
    for _ in range(DEPTH):
        level = [part for value in level for part in _parts(value)]
    if level:
        raise QueryError(f"it has more than {DEPTH} levels.", where, hint)
    return actor, line


def _parts(value: object) -> Iterable[Any]:
    """What lies directly in a list or an object."""
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _found(by_id: Mapping[int, ActorRow], id: int) -> ActorRow:
    row = by_id.get(id)
    if row is None:
        raise QueryError(f"there is no actor row {id}.", hint="List the rows to see their numbers.")
    if not row.stands:
        raise QueryError(
            f"actor row {id} was withdrawn already, by {row.withdrawn_by}, {row.withdrawn}.",
            hint="Nothing is left to do.",
        )
    return row
