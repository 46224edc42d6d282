"""The reading face of the ledger: documents, statements, facts, actors. It cannot write."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, func, or_, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.dialects import told
from konturen.ledger.rows import row_fact, row_statement
from konturen.records import Fact, Statement


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the ledger knows about a text, without the text; `places` are the locations where it was read."""

    id: str
    language: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    reading_minutes: int | None
    recorded: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement as it stands in the ledger, with its id, its text and the instant of recording."""

    id: str
    statement: Statement
    document: DocumentInfo
    recorded: str


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as it stands in the ledger."""

    id: str
    fact: Fact
    document: DocumentInfo
    recorded: str


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that the ledger's texts mention, with the number of mentions and documents."""

    id: str
    name: str
    type: str
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements to read; None leaves a condition open. `actors` are ids: any end of them; `between`
    wants one end in each of the two sets."""

    actors: frozenset[str] | None = None
    between: tuple[frozenset[str], frozenset[str]] | None = None
    relation: str | None = None
    status: str | None = None
    document: str | None = None
    min_score: float = 0.0


class Reader:
    """Reads a ledger. Every call sees what is committed when it begins."""

    def __init__(self, address: str, engine: Engine) -> None:
        self._address = address
        self._engine = engine

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All texts in the order of their recording."""
        columns = [c for c in schema.documents.c if c.name not in ("content", "text", "coverage")]
        with told(self._address), self._engine.connect() as connection:
            rows = connection.execute(
                select(*columns).order_by(schema.documents.c.recorded, schema.documents.c.id)
            ).mappings()
            found = list(rows)
            places: dict[str, list[str]] = {}
            order = schema.places.c
            for place in connection.execute(
                select(schema.places).order_by(order.recorded, order.location)
            ).mappings():
                places.setdefault(place["document_id"], []).append(place["location"])
        return tuple(
            DocumentInfo(
                row["id"],
                row["language"],
                row["title"],
                row["author"],
                row["outlet"],
                row["published"],
                row["reading_minutes"],
                row["recorded"],
                tuple(places.get(row["id"], ())),
            )
            for row in found
        )

    def holds(self, document_id: str) -> bool:
        """Whether a text of this id is recorded."""
        wanted = select(schema.documents.c.id).where(schema.documents.c.id == document_id)
        with told(self._address), self._engine.connect() as connection:
            return connection.execute(wanted).first() is not None

    def text(self, document_id: str) -> str:
        """The text of a document; QueryError where there is no such id."""
        return str(self._of_document(document_id, schema.documents.c.text))

    def content(self, document_id: str) -> bytes:
        """The original bytes of a document; QueryError where there is no such id."""
        return zlib.decompress(self._of_document(document_id, schema.documents.c.content))

    def _of_document(self, document_id: str, column: ColumnElement[Any]) -> Any:
        """One column of one document."""
        wanted = select(column).where(schema.documents.c.id == document_id)
        with told(self._address), self._engine.connect() as connection:
            found = connection.execute(wanted).scalar()
        if found is None:
            hint = "The exported table names the document of each line: konturen export"
            raise QueryError(f"the ledger holds no document {document_id}.", self._address, hint)
        return found

    def statements(self, query: Query | None = None) -> tuple[Recorded, ...]:
        """Statements that fit a query, by document and place in it."""
        query = query or Query()
        table = schema.statements
        wanted = select(table, schema.codings.c.coder, schema.codings.c.score, schema.codings.c.cue)
        wanted = wanted.join(schema.codings, schema.codings.c.claim_id == table.c.id).where(*_conditions(query))
        wanted = wanted.order_by(table.c.recorded, table.c.document_id, table.c.evidence_start, table.c.id)
        with told(self._address), self._engine.connect() as connection:
            rows = list(connection.execute(wanted).mappings())
        documents = self._infos(row["document_id"] for row in rows)
        return tuple(
            Recorded(
                row["id"],
                row_statement(dict(row), _location(documents[row["document_id"]])),
                documents[row["document_id"]],
                row["recorded"],
            )
            for row in rows
        )

    def facts(self, actors: frozenset[str] | None = None) -> tuple[RecordedFact, ...]:
        """Facts about the actors of these ids, or all."""
        table = schema.facts
        wanted: Select[tuple[object, ...]] = select(table, schema.codings.c.coder, schema.codings.c.score)
        wanted = wanted.join(schema.codings, schema.codings.c.claim_id == table.c.id)
        if actors is not None:
            wanted = wanted.where(table.c.actor_actor.in_(sorted(actors)))
        with told(self._address), self._engine.connect() as connection:
            order = (table.c.recorded, table.c.document_id, table.c.evidence_start, table.c.id)
            rows = list(connection.execute(wanted.order_by(*order)).mappings())
        documents = self._infos(row["document_id"] for row in rows)
        return tuple(
            RecordedFact(
                row["id"],
                row_fact(dict(row), _location(documents[row["document_id"]])),
                documents[row["document_id"]],
                row["recorded"],
            )
            for row in rows
        )

    def actors(self) -> tuple[KnownActor, ...]:
        """The actors that are mentioned, most mentioned first."""
        table = schema.mentions.c
        wanted = select(
            table.actor,
            func.max(table.name).label("name"),
            func.max(table.type).label("type"),
            func.count().label("mentions"),
            func.count(table.document_id.distinct()).label("documents"),
        ).group_by(table.actor)
        with told(self._address), self._engine.connect() as connection:
            rows = connection.execute(wanted).mappings()
            found = [KnownActor(r["actor"], r["name"], r["type"], r["mentions"], r["documents"]) for r in rows]
        return tuple(sorted(found, key=lambda actor: (-actor.mentions, actor.id)))

    def _infos(self, ids: Iterable[str]) -> dict[str, DocumentInfo]:
        wanted = set(ids)
        return {info.id: info for info in self.documents() if info.id in wanted} if wanted else {}


def _conditions(query: Query) -> Sequence[ColumnElement[bool]]:
    table = schema.statements.c
    found: list[ColumnElement[bool]] = [schema.codings.c.score >= query.min_score]
    if query.actors is not None:
        ids = sorted(query.actors)
        found.append(or_(table.source_actor.in_(ids), table.target_actor.in_(ids)))
    if query.between is not None:
        a, b = (sorted(side) for side in query.between)
        forward = and_(table.source_actor.in_(a), table.target_actor.in_(b))
        found.append(or_(forward, and_(table.source_actor.in_(b), table.target_actor.in_(a))))
    for column, value in (
        (table.relation, query.relation),
        (table.status, query.status),
        (table.document_id, query.document),
    ):
        if value is not None:
            found.append(column == value)
    return found


def _location(info: DocumentInfo) -> str:
    """The first place where a text was read stands for it."""
    return info.places[0] if info.places else info.id
