"""Facts as the tables hold them, before judgements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from konturen.ledger import schema
from konturen.ledger.chosen import with_these
from konturen.ledger.documents import infos, location
from konturen.ledger.mentions import holding
from konturen.ledger.rows import row_fact
from konturen.ledger.values import RecordedFact

_F = schema.facts.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts: about actors of these ids, in texts of these ids (None: all), the `newest` of them (None:
    all), and those of `also`."""

    actors: Collection[str] | None
    documents: Collection[str] | None = None
    newest: int | None = None
    also: Sequence[str] = ()

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions, but for `newest` and `also`."""
        columns = (_F.actor_actor, self.actors), (_F.document_id, self.documents)
        return [holding(column, values) for column, values in columns if values is not None]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many facts there are, `newest` and `also` aside."""
    return int(connection.execute(select(func.count()).where(*wanted.conditions)).scalar_one())


def read(connection: Connection, wanted: Wanted, form: int) -> list[RecordedFact]:
    """The facts as they were coded, in the order of recording."""
    order = (_F.recorded, _F.document_id, _F.evidence_start, _F.id)
    asked: Select[Any] = select(schema.facts, schema.codings.c.coder, schema.codings.c.score)
    asked = asked.join(schema.codings, schema.codings.c.claim_id == _F.id).order_by(*order)
    held = wanted.conditions
    if wanted.newest is not None:
        last = select(_F.id).where(*held).order_by(*(column.desc() for column in order)).limit(wanted.newest)
        held = [_F.id.in_(connection.execute(last).scalars().all())]
    rows = connection.execute(asked.where(*held)).mappings().all()
    rows = with_these(connection, asked, rows, wanted.also)
    documents = infos(connection, (row["document_id"] for row in rows), form)
    return [
        RecordedFact(
            row["id"],
            row_fact(dict(row), location(documents[row["document_id"]])),
            documents[row["document_id"]],
            row["recorded"],
        )
        for row in rows
    ]
