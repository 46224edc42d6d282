"""Facts as the tables hold them, before judgements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from konturen.ledger import schema
from konturen.ledger.chosen import with_these
from konturen.ledger.documents import infos, location
from konturen.ledger.mentions import holding
from konturen.ledger.rows import row_fact
from konturen.ledger.values import RecordedFact


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts: about actors of these ids, in texts of these ids (None: all), and those of `also`."""

    actors: Collection[str] | None
    documents: Collection[str] | None
    also: Sequence[str]


def read(connection: Connection, wanted: Wanted, form: int) -> list[RecordedFact]:
    """The facts as they were coded, in the order of recording."""
    table = schema.facts.c
    asked: Select[Any] = select(schema.facts, schema.codings.c.coder, schema.codings.c.score)
    asked = asked.join(schema.codings, schema.codings.c.claim_id == table.id)
    asked = asked.order_by(table.recorded, table.document_id, table.evidence_start, table.id)
    held = [
        holding(column, values)
        for column, values in ((table.actor_actor, wanted.actors), (table.document_id, wanted.documents))
        if values is not None
    ]
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
