"""Tables that only repeat what others hold: each is filled anew by the function that its mark names."""

from __future__ import annotations

from sqlalchemy import Connection

from konturen.ledger import schema


def rebuild(connection: Connection) -> None:
    """Fill all tables with the mark `schema.DERIVED` anew, after rows came or went past the writer."""
    for table in schema.metadata.sorted_tables:
        if schema.DERIVED in table.info:
            table.info[schema.DERIVED](connection)
