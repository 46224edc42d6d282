"""What readers get of texts: their data without the text, each with all its places."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select

from konturen.ledger import schema
from konturen.ledger.mentions import MOST
from konturen.ledger.values import DocumentInfo

_D, _P = schema.documents.c, schema.places.c
_LEFT = ("content", "text", "coverage", "media_type", "sha256", "coder")
"""Columns that are no part of it."""


def all_infos(connection: Connection) -> tuple[DocumentInfo, ...]:
    """All texts in the order of their recording."""
    return _read(connection)


def infos(connection: Connection, ids: Iterable[str]) -> dict[str, DocumentInfo]:
    """The texts of these ids."""
    chosen = sorted(set(ids))
    found: dict[str, DocumentInfo] = {}
    for at in range(0, len(chosen), MOST):
        part = chosen[at : at + MOST]
        found |= {info.id: info for info in _read(connection, _D.id.in_(part), _P.document_id.in_(part))}
    return found


def location(info: DocumentInfo) -> str:
    """The first place where a text was read stands for it."""
    return info.places[0] if info.places else info.id


def _read(
    connection: Connection, chosen: ColumnElement[bool] | None = None, there: ColumnElement[bool] | None = None
) -> tuple[DocumentInfo, ...]:
    """The texts that are chosen, with the places of `there`; all without conditions."""
    listed = select(_P.document_id, _P.location).order_by(_P.recorded, _P.location)
    wanted = select(*(c for c in _D if c.name not in _LEFT)).order_by(_D.recorded, _D.id)
    if chosen is not None and there is not None:
        listed, wanted = listed.where(there), wanted.where(chosen)
    places: dict[str, list[str]] = {}
    for document, place in connection.execute(listed):
        places.setdefault(document, []).append(place)
    return tuple(
        DocumentInfo(**dict(row), places=tuple(places.get(row["id"], ())))
        for row in connection.execute(wanted).mappings()
    )
