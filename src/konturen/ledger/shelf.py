"""The texts of a ledger, page by page: those recorded last first, each with what was found and judged in it.

However many texts there are: what is counted is counted for the shown page only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from konturen.ledger import schema
from konturen.ledger.dialects import byte_order, holding
from konturen.ledger.documents import infos
from konturen.ledger.values import DocumentInfo

NAMELESS = "-"
"""As an outlet: the texts of which none is known."""
AFTER = "~"
"""Sorts behind all that a date may go on with: 2025~ is later than 2025-12-31 and earlier than 2026."""
JUDGED = 3
"""The form of ledgers from which on persons judge statements."""
BEGINNING = 100
"""Characters of the beginning of a text without title."""
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
    """A text, with how it begins where it has no title, the number of statements found in it and of those that
    persons said something of."""

    text: DocumentInfo
    beginning: str | None
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
    stated = _stated(connection, ids)
    found = Counter(stated.values())
    judged = Counter(stated[id] for id in _judged(connection, list(stated))) if form >= JUDGED else Counter()
    begun = _beginnings(connection, [id for id in ids if not known[id].title])
    made = (Shelved(known[id], begun.get(id), found[id], judged[id]) for id in ids)
    return Shelf(tuple(made), total)


def names(connection: Connection) -> tuple[str, ...]:
    """The outlets with most texts, in the order of their names."""
    most = select(_D.outlet).where(_D.outlet.is_not(None)).group_by(_D.outlet)
    found = connection.execute(most.order_by(func.count().desc(), _D.outlet).limit(OUTLETS)).scalars()
    return tuple(sorted(str(name) for name in found))


def _beginnings(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The first words of texts, as one line."""
    found: dict[str, str] = {}
    for at in range(0, len(ids), _PART):
        part = select(_D.id, func.substr(_D.text, 1, BEGINNING)).where(_D.id.in_(ids[at : at + _PART]))
        found.update((str(id), " ".join(str(text).split())) for id, text in connection.execute(part))
    return found


def _stated(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The statements of texts, each with its text."""
    found: dict[str, str] = {}
    for at in range(0, len(ids), _PART):
        part = select(_S.id, _S.document_id).where(_S.document_id.in_(ids[at : at + _PART]))
        found.update((str(id), str(document)) for id, document in connection.execute(part))
    return found


def _judged(connection: Connection, ids: list[str]) -> set[str]:
    """Those of these statements on which some verdict stands."""
    found: set[str] = set()
    stands = _V.withdraws.is_(None) & ~exists().where(_BACK.c.withdraws == _V.id)
    for at in range(0, len(ids), _PART):
        # Only by subject: of the kind, too, the database might rather read all verdicts.
        part = select(_V.subject, _V.kind).where(_V.subject.in_(ids[at : at + _PART]), stands)
        found.update(str(id) for id, kind in connection.execute(part) if kind == "statement")
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
        forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
        found.append(or_(*(holding(connection, _D.title, form) for form in sorted(forms))))
    return found
