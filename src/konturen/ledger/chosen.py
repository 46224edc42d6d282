"""Which rows of statements and facts a query wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, or_

from konturen.ledger import schema
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import holding
from konturen.ledger.reviewed import Review, parts
from konturen.ledger.values import Query

Rows: TypeAlias = Sequence[RowMapping]


def conditions(query: Query, identities: Identities, review: Review) -> Sequence[ColumnElement[bool]]:
    """Which rows to read; of merged and split actors perhaps too many, never too few."""
    table = schema.statements.c
    found = review.conditions(table.id, schema.codings.c.score, query)
    if query.actors is not None:
        ids = identities.all_sources(query.actors)
        found.append(or_(holding(table.source_actor, ids), holding(table.target_actor, ids)))
    if query.between is not None:
        a, b = (identities.all_sources(side) for side in query.between)
        forward = and_(holding(table.source_actor, a), holding(table.target_actor, b))
        found.append(or_(forward, and_(holding(table.source_actor, b), holding(table.target_actor, a))))
    if query.ids is not None:
        found.append(holding(table.id, query.ids))
    if query.documents is not None:
        found.append(holding(table.document_id, query.documents))
    for column, value in (
        (table.relation, query.relation),
        (table.status, query.status),
    ):
        if value is not None:
            found.append(column == value)
    return found


def with_these(connection: Connection, wanted: Select[Any], rows: Rows, ids: Sequence[str]) -> Rows:
    """The rows with those of these ids, in their order."""
    held = {row["id"] for row in rows}
    further = sorted(set(ids) - held)
    if not further:
        return rows
    claim = wanted.selected_columns["id"]
    found = [*rows]
    for part in parts(further):
        found += connection.execute(wanted.where(claim.in_(part))).mappings()
    return sorted(found, key=lambda r: (r["recorded"], r["document_id"], r["evidence_start"], r["id"]))
