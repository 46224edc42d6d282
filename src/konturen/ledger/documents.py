"""What readers get of texts: their data without the text, each with all its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, null, select

from konturen.ledger import copies, schema
from konturen.ledger.mentions import MOST
from konturen.ledger.values import DocumentInfo

_D, _P = schema.documents.c, schema.places.c
_SHOWN = (_D.id, _D.language, _D.title, _D.author, _D.outlet, _D.published, _D.reading_minutes, _D.recorded)
"""The columns of every form that are part of it, in its order."""

WITH_GENRE = 3
"""The form of ledgers from which on texts have a genre and copies."""


def all_infos(connection: Connection, form: int = schema.SCHEMA_VERSION) -> tuple[DocumentInfo, ...]:
    """All texts in the order of their recording."""
    return _read(connection, form)


def infos(
    connection: Connection, ids: Iterable[str], form: int = schema.SCHEMA_VERSION
) -> dict[str, DocumentInfo]:
    """The texts of these ids."""
    chosen = sorted(set(ids))
    found: dict[str, DocumentInfo] = {}
    for at in range(0, len(chosen), MOST):
        part = chosen[at : at + MOST]
        found |= {info.id: info for info in _read(connection, form, part)}
    return found


def location(info: DocumentInfo) -> str:
    """The first place where a text was read stands for it."""
    return info.places[0] if info.places else info.id


def _read(connection: Connection, form: int, ids: Sequence[str] | None = None) -> tuple[DocumentInfo, ...]:
    """The texts of these ids, or all."""
    listed = select(_P.document_id, _P.location).order_by(_P.recorded, _P.location)
    genre = _D.genre if form >= WITH_GENRE else null()
    wanted = select(*_SHOWN, genre).order_by(_D.recorded, _D.id)
    if ids is not None:
        listed, wanted = listed.where(_P.document_id.in_(ids)), wanted.where(_D.id.in_(ids))
    places: dict[str, list[str]] = {}
    for document, place in connection.execute(listed):
        places.setdefault(document, []).append(place)
    rows = connection.execute(wanted).all()
    source = copies.sources(connection, ids) if form >= WITH_GENRE else {}
    return tuple(_info(row, tuple(places.get(row[0], ())), source.get(row[0], row[0])) for row in rows)


def _info(row: Row[*tuple[Any, ...]], places: tuple[str, ...], source: str) -> DocumentInfo:
    key, language, title, author, outlet, published, minutes, recorded, genre = row
    return DocumentInfo(
        key, language, title, author, outlet, published, minutes, recorded, places, genre, source
    )
