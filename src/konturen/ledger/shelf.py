"""The texts of a ledger, page by page: those recorded last first, each with what was found and judged in it.

However many texts there are: what is counted is counted for the shown page only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, distinct, exists, func, or_, select

from konturen.ledger import schema
from konturen.ledger.dialects import byte_order
from konturen.ledger.documents import infos
from konturen.ledger.values import DocumentInfo

NAMELESS = "-"
"""As an outlet: the texts of which none is known."""
AFTER = "~"
"""Sorts behind all that a date may go on with: 2025~ is later than 2025-12-31 and earlier than 2026."""
OUTLETS = 200
"""Outlets that are proposed for the choice."""
_D, _S, _V = schema.documents.c, schema.statements.c, schema.verdicts.c
_BACK = schema.verdicts.alias("back")
_PART = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which texts are asked for: of an outlet (`NAMELESS`: of none), in a language, with all these words in the
    title, published since and until a year, month or day. What is empty is not asked."""

    outlet: str = ""
    language: str = ""
    words: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A text, with the number of statements found in it and of those that persons said something of."""

    text: DocumentInfo
    statements: int
    judged: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of texts; `total` counts all that fit."""

    texts: tuple[Shelved, ...]
    total: int


def shelf(connection: Connection, wanted: Wanted, form: int, limit: int, offset: int = 0) -> Shelf:
    """The texts that fit, those recorded last first, at most `limit` behind the first `offset`."""
    asked = _conditions(connection, wanted)
    total = connection.execute(select(func.count()).select_from(schema.documents).where(*asked)).scalar() or 0
    ordered = select(_D.id).where(*asked).order_by(_D.recorded.desc(), _D.id.desc())
    ids = list(connection.execute(ordered.limit(limit).offset(offset)).scalars())
    known = infos(connection, ids, form)
    found = _counts(connection, select(_S.document_id, func.count()), ids)
    judged: dict[str, int] = {}
    if form >= schema.SCHEMA_VERSION:
        stands = (_V.kind == "statement") & _V.withdraws.is_(None)
        stands &= ~exists().where(_BACK.c.withdraws == _V.id)
        said = select(_S.document_id, func.count(distinct(_S.id)))
        said = said.join(schema.verdicts, _V.subject == _S.id).where(stands)
        judged = _counts(connection, said, ids)
    return Shelf(tuple(Shelved(known[id], found.get(id, 0), judged.get(id, 0)) for id in ids), total)


def names(connection: Connection) -> tuple[str, ...]:
    """The outlets with most texts, in the order of their names."""
    most = select(_D.outlet).where(_D.outlet.is_not(None)).group_by(_D.outlet)
    found = connection.execute(most.order_by(func.count().desc(), _D.outlet).limit(OUTLETS)).scalars()
    return tuple(sorted(str(name) for name in found))


def _counts(connection: Connection, wanted: Select[Any], ids: list[str]) -> dict[str, int]:
    """A count for each of these texts that has any."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), _PART):
        part = wanted.where(_S.document_id.in_(ids[at : at + _PART])).group_by(_S.document_id)
        found.update((str(document), int(count)) for document, count in connection.execute(part))
    return found


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    published = byte_order(connection, _D.published)
    found: list[ColumnElement[bool]] = []
    if wanted.outlet:
        found.append(_D.outlet.is_(None) if wanted.outlet == NAMELESS else _D.outlet == wanted.outlet)
    if wanted.language:
        found.append(_D.language == wanted.language)
    if wanted.since:
        found.append(published >= wanted.since)
    if wanted.until:
        found.append(published < wanted.until + AFTER)
    for word in wanted.words.split()[:10]:
        # Not every database knows small letters beyond ASCII: the forms of words in titles are asked for.
        forms = sorted({word, word.lower(), word.upper(), word.capitalize()})
        found.append(or_(*(_D.title.icontains(form, autoescape=True) for form in forms)))
    return found
