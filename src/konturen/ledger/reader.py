"""The reading face of the ledger: documents, statements, facts, actors, judgements. It cannot write."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from konturen.acts import Acts
from konturen.errors import LedgerError, QueryError
from konturen.ledger import (
    actor_rows,
    acts,
    archive,
    copies,
    facts,
    following,
    integrity,
    judgements,
    matrix,
    mentions,
    opened,
    recodings,
    removal,
    schema,
    search_find,
    verdicts,
)
from konturen.ledger.actor_rows import ActorRow
from konturen.ledger.acts import Light
from konturen.ledger.archive_form import Manifest, Progress
from konturen.ledger.browsing import Browsing
from konturen.ledger.chosen import conditions, with_these
from konturen.ledger.clusters import Pair
from konturen.ledger.copies import Text
from konturen.ledger.differences import Coding
from konturen.ledger.documents import all_infos, infos, location
from konturen.ledger.facts import Wanted as Facts
from konturen.ledger.followed import Due, Failure, Marked, SourceState
from konturen.ledger.identities import Identities
from konturen.ledger.integrity import Hurt
from konturen.ledger.judgements import JudgementState
from konturen.ledger.mentions import RecordedMention, UnknownActor
from konturen.ledger.opened import Stretch
from konturen.ledger.recodings import Outdated
from konturen.ledger.removal import Plan
from konturen.ledger.reviewed import fits
from konturen.ledger.rows import row_statement
from konturen.ledger.search_conditions import Asked, Meant
from konturen.ledger.search_find import Answer
from konturen.ledger.search_query import SearchQuery
from konturen.ledger.shown import shown_facts, shown_statements
from konturen.ledger.traces import Person
from konturen.ledger.values import DocumentInfo, KnownActor, Query, Recorded, RecordedFact, State
from konturen.ledger.verdicts import VerdictKind, VerdictState
from konturen.records import Document

__all__ = ["DocumentInfo", "KnownActor", "Query", "Reader", "Recorded", "RecordedFact"]


MANY = 4000
"""From so many texts on their data are read of all at once."""


class Reader(Browsing):
    """Reads a ledger, as all standing judgements read it; of a text that was coded again what the last coder
    found."""

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All texts in the order of their recording."""
        with self._call() as connection:
            return all_infos(connection, self._form)

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

    def document(self, document_id: str) -> Document:
        """A text as it was read, to be coded again; QueryError where there is no such id."""
        with self._call() as connection:
            return recodings.document(connection, document_id)

    def coding(self, document_id: str) -> Coding:
        """What the last coder found in a text, whatever persons have judged."""
        with self._call() as connection:
            return recodings.last_coding(connection, document_id)

    def due_recodings(self, coder: str, document_id: str | None = None) -> tuple[tuple[Outdated, ...], int]:
        """The texts (or this one, if it is) whose last coder is not `coder`, and how many others there are."""
        with self._call() as connection:
            return recodings.due(connection, coder, document_id)

    def concerned(self) -> tuple[dict[int, int], dict[int, int]]:
        """How many mentions each standing judgement that splits an actor concerns, by its id: of all codings
        that there ever were, and of the last ones."""
        with self._call(whole=True) as connection:
            ever = recodings.concerned(connection, self._identities(connection))
        with self._call() as connection:
            return ever, recodings.concerned(connection, self._identities(connection))

    def _of_document(self, document_id: str, column: ColumnElement[Any]) -> Any:
        """One column of one document."""
        wanted = select(column).where(schema.documents.c.id == document_id)
        with self._call() as connection:
            found = connection.execute(wanted).scalar()
        if found is None:
            hint = "The exported table names the document of each line: konturen export"
            error = QueryError(f"the ledger holds no document {document_id}.", self._address, hint)
            raise error.named("no_document")
        return found

    def statements(self, query: Query | None = None) -> tuple[Recorded, ...]:
        """Statements that fit a query, by document and place in it, as all judgements and verdicts read them.

        A statement whose two ends have become one actor is among them.
        """
        with self._call((query or Query()).older) as connection:
            return self._statements(connection, query or Query())

    def _statements(self, connection: Connection, query: Query) -> tuple[Recorded, ...]:
        table = schema.statements
        wanted = select(table, schema.codings.c.coder, schema.codings.c.score, schema.codings.c.cue)
        wanted = wanted.join(schema.codings, schema.codings.c.claim_id == table.c.id)
        wanted = wanted.order_by(table.c.recorded, table.c.document_id, table.c.evidence_start, table.c.id)
        identities = self._identities(connection)
        rows = connection.execute(wanted.where(*conditions(query, identities, self._review))).mappings().all()
        rows = with_these(connection, wanted, rows, self._review.astray(connection, query, identities))
        documents = infos(connection, (row["document_id"] for row in rows), self._form)
        found = [
            Recorded(
                row["id"],
                row_statement(dict(row), location(documents[row["document_id"]])),
                documents[row["document_id"]],
                row["recorded"],
            )
            for row in rows
        ]
        read = self._review.statements(connection, found, query.judgement)
        return shown_statements(connection, identities, self._names, query, [r for r in read if fits(query, r)])

    def acts(self, query: Query | None = None) -> Acts:
        """The same statements as columns, for analyses."""
        asked = query or Query()
        with self._call(asked.older) as connection:
            rows = self._light(connection, asked)
            texts = {row.document for row in rows}
            known = all_infos(connection, self._form) if len(texts) > MANY else ()
            return acts.columns(rows, {i.id: i for i in known} or infos(connection, texts, self._form))

    def light(self, query: Query | None = None) -> Sequence[Light]:
        """The same statements in their order, of each only what counts: for lists of thousands."""
        asked = query or Query()
        with self._call(asked.older) as connection:
            return self._light(connection, asked)

    def _light(self, connection: Connection, asked: Query) -> list[Light]:
        identities = self._identities(connection)
        rows = acts.read(connection, asked, identities, self._review)
        said = self._review.subjects(connection, "statement")
        changed = acts.concerned(rows, identities, said)
        if not changed and not said:
            return rows
        ids = changed | (said if asked.ids is None else said & asked.ids)
        return acts.together(rows, ids, self._statements(connection, replace(asked, ids=ids)))

    def facts(
        self,
        actors: frozenset[str] | None = None,
        judgement: frozenset[State] | None = None,
        newest: int | None = None,
    ) -> tuple[RecordedFact, ...]:
        """Facts about the actors of these ids, or all, as all judgements and verdicts read them.

        `judgement` are the states wanted, None means all but `rejected`; of `newest` those recorded last.
        """
        with self._call() as connection:
            return self._facts(connection, Facts(actors, newest=newest), judgement)

    def facts_in(self, stretch: Stretch, judgement: frozenset[State] | None = None) -> tuple[RecordedFact, ...]:
        """The facts whose sentences begin in a stretch of a text, in the order of these."""
        with self._call() as connection:
            own = opened.told(connection, stretch)
            found = facts.read(connection, Facts((), also=own), self._form) if own else []
            read = self._review.facts(connection, found, judgement)
            shown = shown_facts(connection, self._identities(connection), self._names, None, read)
        return tuple(sorted(shown, key=lambda one: (one.fact.evidence.start, one.id)))

    def count_facts(self, actors: frozenset[str]) -> int:
        """How many facts there are about the actors of these ids, as they were coded."""
        with self._call() as connection:
            sources = self._identities(connection).all_sources(actors)
            return facts.count(connection, Facts(sources))

    def _facts(
        self, connection: Connection, wanted: Facts, judgement: frozenset[State] | None = None
    ) -> tuple[RecordedFact, ...]:
        identities, actors = self._identities(connection), wanted.actors
        meant = None if actors is None else frozenset(actors)
        astray = self._review.astray_facts(connection, meant, identities)
        sources = None if meant is None else identities.all_sources(meant)
        found = facts.read(connection, replace(wanted, actors=sources, also=astray), self._form)
        read = self._review.facts(connection, found, judgement)
        return shown_facts(connection, identities, self._names, meant, read)

    def actors(self) -> tuple[KnownActor, ...]:
        """The actors that are mentioned, most mentioned first, each class of one actor once."""
        with self._call() as connection:
            identities = self._identities(connection)
            found = mentions.tallies(connection, identities, None, self._review.rejected(connection))
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

    def mentioned(self, ids: Iterable[str]) -> frozenset[str]:
        """Of these ids those as which some mention of a text reads."""
        with self._call() as connection:
            out = self._review.rejected(connection)
            return mentions.mentioned(connection, self._identities(connection), ids, out)

    def matrix(self, actors: Iterable[str], min_score: float = 0.0) -> tuple[matrix.Cell, ...]:
        """How many statements lie between these actors, by ordered pair, relation and status; rejected ones
        are left out, amended ones count as they read."""
        chosen = frozenset(actors)
        with self._call() as connection:
            identities = self._identities(connection)
            said = self._review.subjects(connection, "statement")
            found = matrix.cells(connection, identities, chosen, min_score, bool(said))
        if not said:
            return found
        wanted = frozenset(map(identities.representative, chosen))
        return matrix.joined(found, self.statements(Query(ids=said, min_score=min_score)), wanted)

    def unknown(self, limit: int, known: Callable[[str], bool], places: int = 5) -> tuple[UnknownActor, ...]:
        """The actors that texts name and neither `known` nor the user's own rows hold, most mentioned first.

        At most `limit` of them, each with the first `places` of its mentions.
        """
        with self._call() as connection:
            added = actor_rows.standing_ids(connection) if self._judged else frozenset()
            identities = self._identities(connection)
            out = self._review.rejected(connection)
            return mentions.unknown(
                connection, identities, limit, lambda a: a in added or known(a), places, out
            )

    def mentions_of(self, actor: str, limit: int = 1000) -> tuple[RecordedMention, ...]:
        """The mentions that read as the actor of this id, in the order of recording, at most `limit`."""
        with self._call() as connection:
            out = self._review.rejected(connection)
            return mentions.mentions_of(connection, self._identities(connection), actor, limit, self._form, out)

    def identities(self) -> Identities:
        """How the ids of actors read after all standing judgements, and what is disputed."""
        with self._call() as connection:
            return self._identities(connection)

    def judgements(self) -> tuple[JudgementState, ...]:
        """All judgements in the order of recording, with who took which back and when."""
        with self._call() as connection:
            return judgements.states(judgements.load(connection)) if self._judged else ()

    def verdicts(self, kind: VerdictKind | None = None) -> tuple[VerdictState, ...]:
        """All verdicts, or those of a kind, in the order of recording, with who took which back and when.

        Of several standing ones of a person on a subject the last one counts.
        """
        with self._call() as connection:
            return verdicts.states(verdicts.load(connection, kind)) if self._review.there else ()

    def subjects(self, beginning: str) -> tuple[tuple[VerdictKind, str], ...]:
        """The statements and facts whose ids begin so, at most ten of each."""
        with self._call() as connection:
            return verdicts.subjects(connection, beginning)

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
        with self._call(whole=True) as connection:
            return archive.write(connection, path, overwrite, progress)

    def examine(self, progress: Progress | None = None) -> Iterator[Hurt]:
        """All that is wrong with the ledger, row by row; see `integrity.examine`."""
        with self._call(whole=True) as connection:
            yield from integrity.examine(connection, progress)

    def removal(self, person: Person, progress: Progress | None = None) -> Plan:
        """What a removal of a person would take; nothing is changed."""
        with self._call(whole=True) as connection:
            return removal.plan(connection, person, progress)

    def search(self, query: SearchQuery, meant: Meant, limit: int = 20, skip: int = 0) -> Answer:
        """The sentences that fit a search, newest texts first, with the words found and what is stated there.

        `meant` gives the ids of the names in the search. LedgerError where the ledger has a form without index.
        """
        if self._form < 3:
            hint = "Make its file and folder writable and open it once."
            raise LedgerError("the ledger has an older form that cannot be searched.", self._address, hint)
        with self._call() as connection:
            asked = Asked(query, meant, self._identities(connection), self._review)
            return search_find.find(connection, asked, self._names, limit, skip)

    def copies(self) -> tuple[Pair, ...]:
        """Texts that are one text in two forms, as the machine found them, in the order of recording."""
        with self._call() as connection:
            return copies.pairs(connection) if self._form >= 3 else ()

    def compared(self, ids: Iterable[str]) -> dict[str, Text]:
        """Texts as they are compared with each other, by their ids."""
        with self._call() as connection:
            return {text.id: text for text in copies.texts(connection, ids)}
