"""Texts with all that a coder found in them, written together: rows, places, words and signatures."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from konturen.ledger import copies, recodings, schema, search_index
from konturen.ledger.recodings import Written
from konturen.ledger.rows import Row, coverage_json
from konturen.ledger.search_index import Searched
from konturen.records import Coded, Document

CHUNK = 400
"""How many ids stand in one condition."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write has changed: a new text, a new place of a known one, or nothing."""

    document_id: str
    new_document: bool
    new_place: bool
    statements: int
    facts: int
    copies: int = 0
    """Earlier texts of which the new one was found to be a form or, perhaps, a translation."""


def record(connection: Connection, texts: Sequence[Coded], recorded: str) -> tuple[Receipt, ...]:
    """Write texts; one that is known already, or comes twice, adds nothing but its place.

    Each kind of rows is written at once for all: most of the time of a single text goes by between the rows.
    """
    ids = {coded.document.id for coded in texts}
    known = _known(connection, ids)
    fresh: dict[str, Coded] = {}
    for coded in texts:
        if coded.document.id not in known:
            fresh.setdefault(coded.document.id, coded)
    new = tuple(fresh.values())
    if new:
        connection.execute(schema.documents.insert(), [_document_row(coded, recorded) for coded in new])
    placed = _place(connection, texts, recorded)
    written = dict(zip(fresh, recodings.write(connection, new, recorded), strict=True))
    search_index.add(connection, (_searched(coded.document, written[key]) for key, coded in fresh.items()))
    found = copies.add(connection, [copies.text_of(coded) for coded in new], recorded)
    copied = dict(zip(fresh, found, strict=True))
    receipts = []
    for coded, place in zip(texts, placed, strict=True):
        key = coded.document.id
        made = written.pop(key, None)
        counts = (made.statements, made.facts, copied[key]) if made else (0, 0, 0)
        receipts.append(Receipt(key, made is not None, place, *counts))
    return tuple(receipts)


def _known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of these texts that are recorded."""
    d = schema.documents.c
    return {
        key
        for part in _parts(sorted(ids))
        for key in connection.execute(select(d.id).where(d.id.in_(part))).scalars()
    }


def _document_row(coded: Coded, recorded: str) -> Row:
    document = coded.document
    return {
        "id": document.id,
        "language": document.language,
        "media_type": document.media_type,
        "title": document.title,
        "author": document.author,
        "outlet": document.outlet,
        "published": document.published,
        "reading_minutes": document.reading_minutes,
        "sha256": document.sha256,
        "content": zlib.compress(document.content),
        "text": document.text,
        "coverage": coverage_json(coded.coverage),
        "recorded": recorded,
        "coder": coded.coder or None,
        "genre": document.genre,
    }


def _place(connection: Connection, texts: Sequence[Coded], recorded: str) -> list[bool]:
    """Note where the texts were read, unless that is known; of each whether it was new."""
    p = schema.places.c
    known = {
        (key, location)
        for part in _parts(sorted({coded.document.id for coded in texts}))
        for key, location in connection.execute(
            select(p.document_id, p.location).where(p.document_id.in_(part))
        )
    }
    rows, new = [], []
    for document in (coded.document for coded in texts):
        place = (document.id, document.location)
        new.append(place not in known)
        if place not in known:
            known.add(place)
            rows.append(
                {
                    "document_id": document.id,
                    "location": document.location,
                    "retrieved": document.retrieved,
                    "recorded": recorded,
                }
            )
    if rows:
        connection.execute(schema.places.insert(), rows)
    return new


def _searched(document: Document, written: Written) -> Searched:
    return Searched(document.id, document.language, document.text, written.evidence)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]
