"""The reading face of the ledger: documents, statements, facts, actors, judgements. It cannot write."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, or_, select

from konturen.errors import LedgerError, QueryError
from konturen.ledger import (
    actor_rows,
    archive,
    copies,
    following,
    integrity,
    judgements,
    mentions,
    removal,
    schema,
    search_find,
)
from konturen.ledger.actor_rows import ActorRow
from konturen.ledger.archive_form import Manifest, Progress
from konturen.ledger.clusters import Pair
from konturen.ledger.copies import Text
from konturen.ledger.dialects import told
from konturen.ledger.followed import Due, Failure, Marked, SourceState
from konturen.ledger.identities import Identities
from konturen.ledger.integrity import Hurt
from konturen.ledger.judgements import JudgementState
from konturen.ledger.mentions import RecordedMention, UnknownActor, holding
from konturen.ledger.removal import Plan
from konturen.ledger.rows import row_fact, row_statement
from konturen.ledger.search_conditions import Asked, Meant
from konturen.ledger.search_find import Answer
from konturen.ledger.search_query import SearchQuery
from konturen.ledger.shown import shown_facts, shown_statements
from konturen.ledger.traces import Person
from konturen.ledger.values import DocumentInfo, KnownActor, Query, Recorded, RecordedFact

__all__ = ["DocumentInfo", "KnownActor", "Query", "Reader", "Recorded", "RecordedFact"]


class Reader:
    """Reads a ledger. Every call sees what is committed when it begins, as all standing judgements read it.

    `form` is the form of the ledger's tables; the first one knows no judgements. `names` gives the names under
    which merged and split actors are shown; without it, or where it answers None, the ledger's texts do.
    """

    def __init__(
        self,
        address: str,
        engine: Engine,
        form: int = schema.SCHEMA_VERSION,
        names: Callable[[str], str | None] | None = None,
    ) -> None:
        self._address = address
        self._engine = engine
        self._form = form
        self._judged = form >= 2
        self._names = names

    def named(self, names: Callable[[str], str | None] | None) -> Reader:
        """The same reader with the names of a catalog: of the id of an actor, None where it has none."""
        return Reader(self._address, self._engine, self._form, names)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All texts in the order of their recording."""
        with self._call() as connection:
            return _documents(connection, self._form)

    def holds(self, document_id: str) -> bool:
        """Whether a text of this id is recorded."""
        wanted = select(schema.documents.c.id).where(schema.documents.c.id == document_id)
        with self._call() as connection:
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
        with self._call() as connection:
            found = connection.execute(wanted).scalar()
        if found is None:
            hint = "The exported table names the document of each line: konturen export"
            raise QueryError(f"the ledger holds no document {document_id}.", self._address, hint)
        return found

    def statements(self, query: Query | None = None) -> tuple[Recorded, ...]:
        """Statements that fit a query, by document and place in it, their ends as all judgements read them.

        A statement whose two ends have become one actor is among them.
        """
        query = query or Query()
        table = schema.statements
        wanted = select(table, schema.codings.c.coder, schema.codings.c.score, schema.codings.c.cue)
        wanted = wanted.join(schema.codings, schema.codings.c.claim_id == table.c.id)
        wanted = wanted.order_by(table.c.recorded, table.c.document_id, table.c.evidence_start, table.c.id)
        with self._call() as connection:
            identities = self._identities(connection)
            rows = connection.execute(wanted.where(*_conditions(query, identities))).mappings().all()
            documents = _infos(connection, self._form, (row["document_id"] for row in rows))
            found = [
                Recorded(
                    row["id"],
                    row_statement(dict(row), _location(documents[row["document_id"]])),
                    documents[row["document_id"]],
                    row["recorded"],
                )
                for row in rows
            ]
            return shown_statements(connection, identities, self._names, query, found)

    def facts(self, actors: frozenset[str] | None = None) -> tuple[RecordedFact, ...]:
        """Facts about the actors of these ids, or all, their actors as all judgements read them."""
        table = schema.facts
        wanted: Select[tuple[object, ...]] = select(table, schema.codings.c.coder, schema.codings.c.score)
        wanted = wanted.join(schema.codings, schema.codings.c.claim_id == table.c.id)
        order = (table.c.recorded, table.c.document_id, table.c.evidence_start, table.c.id)
        with self._call() as connection:
            identities = self._identities(connection)
            if actors is not None:
                wanted = wanted.where(holding(table.c.actor_actor, identities.all_sources(actors)))
            rows = connection.execute(wanted.order_by(*order)).mappings().all()
            documents = _infos(connection, self._form, (row["document_id"] for row in rows))
            found = [
                RecordedFact(
                    row["id"],
                    row_fact(dict(row), _location(documents[row["document_id"]])),
                    documents[row["document_id"]],
                    row["recorded"],
                )
                for row in rows
            ]
            return shown_facts(connection, identities, self._names, actors, found)

    def actors(self) -> tuple[KnownActor, ...]:
        """The actors that are mentioned, most mentioned first, each class of one actor once."""
        with self._call() as connection:
            identities = self._identities(connection)
            found = mentions.tallies(connection, identities)
            source = copies.sources(connection) if self._form >= 3 else {}
        known = [
            KnownActor(
                actor,
                (self._names(actor) if self._names and identities.gathers(actor) else None) or tally.name,
                tally.type,
                tally.mentions,
                len(tally.documents),
                len({source.get(document, document) for document in tally.documents}),
            )
            for actor, tally in found.items()
        ]
        return tuple(sorted(known, key=lambda actor: (-actor.mentions, actor.id)))

    def unknown(self, limit: int, known: Callable[[str], bool], places: int = 5) -> tuple[UnknownActor, ...]:
        """The actors that texts name and neither `known` nor the user's own rows hold, most mentioned first.

        At most `limit` of them, each with the first `places` of its mentions.
        """
        with self._call() as connection:
            added = actor_rows.standing_ids(connection) if self._judged else frozenset()
            identities = self._identities(connection)
            return mentions.unknown(connection, identities, limit, lambda a: a in added or known(a), places)

    def mentions_of(self, actor: str, limit: int = 1000) -> tuple[RecordedMention, ...]:
        """The mentions that read as the actor of this id, in the order of recording, at most `limit`."""
        with self._call() as connection:
            return mentions.mentions_of(connection, self._identities(connection), actor, limit, self._form)

    def identities(self) -> Identities:
        """How the ids of actors read after all standing judgements, and what is disputed."""
        with self._call() as connection:
            return self._identities(connection)

    def judgements(self) -> tuple[JudgementState, ...]:
        """All judgements in the order of recording, with who took which back and when."""
        with self._call() as connection:
            return judgements.states(judgements.load(connection)) if self._judged else ()

    def actor_rows(self, withdrawn: bool = False) -> tuple[ActorRow, ...]:
        """The user's own actors, line by line, in the order of recording; `withdrawn` adds those taken back."""
        with self._call() as connection:
            rows = actor_rows.load(connection) if self._judged else ()
        return tuple(row for row in rows if withdrawn or row.stands)

    def sources(self) -> tuple[SourceState, ...]:
        """What is followed, with what became of it, in the order of recording."""
        with self._call() as connection:
            return following.states(connection) if self._form >= 3 else ()

    def due_entries(self, now: str, all_failed: bool = False) -> tuple[Due, ...]:
        """Entries of what is followed that are to be read at `now`; with `all_failed` all that failed, too."""
        with self._call() as connection:
            return following.due(connection, now, all_failed) if self._form >= 3 else ()

    def entry_content(self, entry: int) -> str | None:
        """The text that came with an entry, None where none came."""
        with self._call() as connection:
            return following.content(connection, entry)

    def entry_marks(self, subscription: int) -> dict[str, Marked]:
        """How each entry of a subscription was read last, by `following.entry_key`."""
        with self._call() as connection:
            return following.marks(connection, subscription)

    def documents_at(self, addresses: Iterable[str]) -> dict[str, str]:
        """Of these locations those whose text is recorded, each with the id of the text."""
        with self._call() as connection:
            return following.documents_at(connection, addresses)

    def fetch_failures(self) -> tuple[Failure, ...]:
        """What is followed and could not be read when it was tried last, with the reasons."""
        with self._call() as connection:
            return following.failures(connection) if self._form >= 3 else ()

    def held(self, now: str) -> tuple[tuple[str, str], ...]:
        """Addresses whose servers asked to be left alone beyond `now`, with the instants until when."""
        with self._call() as connection:
            return following.held(connection, now) if self._form >= 3 else ()

    def backup(self, path: Path, overwrite: bool = False, progress: Progress | None = None) -> Manifest:
        """Write the whole ledger to one file of open form; see `archive.write`."""
        with self._call() as connection:
            return archive.write(connection, path, overwrite, progress)

    def examine(self, progress: Progress | None = None) -> Iterator[Hurt]:
        """All that is wrong with the ledger, row by row; see `integrity.examine`."""
        with self._call() as connection:
            yield from integrity.examine(connection, progress)

    def removal(self, person: Person, progress: Progress | None = None) -> Plan:
        """What a removal of a person would take; nothing is changed."""
        with self._call() as connection:
            return removal.plan(connection, person, progress)

    def search(self, query: SearchQuery, meant: Meant, limit: int = 20, skip: int = 0) -> Answer:
        """The sentences that fit a search, newest texts first, with the words found and what is stated there.

        `meant` gives the ids of the names in the search. LedgerError where the ledger has a form without index.
        """
        if self._form < 3:
            hint = "Make its file and folder writable and open it once."
            raise LedgerError("the ledger has an older form that cannot be searched.", self._address, hint)
        with self._call() as connection:
            asked = Asked(query, meant, self._identities(connection))
            return search_find.find(connection, asked, self._names, limit, skip)

    def copies(self) -> tuple[Pair, ...]:
        """Texts that are one text in two forms, as the machine found them, in the order of recording."""
        with self._call() as connection:
            return copies.pairs(connection) if self._form >= 3 else ()

    def compared(self, ids: Iterable[str]) -> dict[str, Text]:
        """Texts as they are compared with each other, by their ids."""
        with self._call() as connection:
            return {text.id: text for text in copies.texts(connection, ids)}

    def _identities(self, connection: Connection) -> Identities:
        return Identities.of(judgements.load(connection)) if self._judged else Identities()

    @contextmanager
    def _call(self) -> Iterator[Connection]:
        """One transaction for one call, so that all its parts see the same."""
        with told(self._address), self._engine.connect() as connection:
            yield connection


def _documents(
    connection: Connection, form: int, ids: Collection[str] | None = None
) -> tuple[DocumentInfo, ...]:
    left = ("content", "text", "coverage", *(("genre",) if form < 3 else ()))
    columns = [c for c in schema.documents.c if c.name not in left]
    source = copies.sources(connection, ids) if form >= 3 else {}
    rows = connection.execute(
        select(*columns).order_by(schema.documents.c.recorded, schema.documents.c.id)
    ).mappings()
    found = list(rows)
    places: dict[str, list[str]] = {}
    order = schema.places.c
    for place in connection.execute(select(schema.places).order_by(order.recorded, order.location)).mappings():
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
            row["genre"] if form >= 3 else None,
            source.get(row["id"], row["id"]),
        )
        for row in found
    )


def _infos(connection: Connection, form: int, ids: Iterable[str]) -> dict[str, DocumentInfo]:
    wanted = set(ids)
    if not wanted:
        return {}
    return {info.id: info for info in _documents(connection, form, wanted) if info.id in wanted}


def _conditions(query: Query, identities: Identities) -> Sequence[ColumnElement[bool]]:
    """Which rows to read; of merged and split actors perhaps too many, never too few."""
    table = schema.statements.c
    found: list[ColumnElement[bool]] = [schema.codings.c.score >= query.min_score]
    if query.actors is not None:
        ids = identities.all_sources(query.actors)
        found.append(or_(holding(table.source_actor, ids), holding(table.target_actor, ids)))
    if query.between is not None:
        a, b = (identities.all_sources(side) for side in query.between)
        forward = and_(holding(table.source_actor, a), holding(table.target_actor, b))
        found.append(or_(forward, and_(holding(table.source_actor, b), holding(table.target_actor, a))))
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
