"""Answers of a search: the passages that fit, newest first, with the words found and what is stated there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from konturen.ledger import schema
from konturen.ledger.documents import infos, location
from konturen.ledger.mentions import Reading
from konturen.ledger.rows import row_fact, row_statement
from konturen.ledger.search_conditions import (
    Asked,
    Ids,
    any_of,
    fact_conditions,
    in_bounds,
    in_time,
    passages,
    statement_conditions,
)
from konturen.ledger.search_query import SearchQuery, Term
from konturen.ledger.shown import shown_facts, shown_statements
from konturen.ledger.values import Counted, DocumentInfo, Query, Recorded, RecordedFact
from konturen.names.search_words import Word, exact, terms, wanted, words

Names = Callable[[str], str | None] | None
SMALLEST, LARGEST = 20, 500
"""How many passages are read at once, from the first time to the last."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that fits: `text` is `document.text[start:end]`, `marks` are the words found, in characters of
    `text`. `statements` and `facts` have their evidence there, and fit the fields of the search.

    `rank` counts from 1: texts recorded last come first, sentences of one text stand in their order.
    """

    rank: int
    document: DocumentInfo
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    statements: tuple[Recorded, ...]
    facts: tuple[RecordedFact, ...]

    @property
    def score(self) -> float | None:
        """The best score of what is stated in the sentence; None where nothing is."""
        scores = [r.statement.score for r in self.statements] + [f.fact.score for f in self.facts]
        return max(scores, default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers to a search, and whether there are more behind them."""

    query: SearchQuery
    hits: tuple[Hit, ...]
    more: bool

    @property
    def counted(self) -> Counted:
        """The sentences given, their texts and the independent sources of these."""
        texts = {hit.document.id: hit.document.source for hit in self.hits}
        return Counted(len(self.hits), len(texts), len(set(texts.values())))


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    document: str
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        return start < self.end and end > self.start


def find(connection: Connection, asked: Asked, names: Names, limit: int, skip: int) -> Answer:
    """The answers from `skip` on, at most `limit`."""
    wanted_rows, key = passages(connection, asked)
    found: list[tuple[_Row, list[Recorded], list[RecordedFact]]] = []
    needed, size = skip + limit + 1, max(SMALLEST, min(skip + limit + 1, LARGEST))
    below: int | None = None
    while len(found) < needed:
        part = wanted_rows if below is None else wanted_rows.where(key < below)
        rows = [_Row(*row) for row in connection.execute(part.limit(size))]
        found += _fitting(connection, asked, names, rows)
        if len(rows) < size:
            break
        below, size = rows[-1].id, min(size * 4, LARGEST)
    chosen = found[skip : skip + limit]
    documents = infos(connection, {row.document for row, *_ in chosen})
    texts = _texts(connection, documents)
    hits = []
    for rank, (row, statements, facts) in enumerate(chosen, start=skip + 1):
        document = documents[row.document]
        text = texts[row.document][row.start : row.end]
        marked = marks(asked.query, text, document.language)
        hits.append(Hit(rank, document, row.start, row.end, text, marked, tuple(statements), tuple(facts)))
    return Answer(asked.query, tuple(hits), len(found) > skip + limit)


def _fitting(
    connection: Connection, asked: Asked, names: Names, rows: Sequence[_Row]
) -> list[tuple[_Row, list[Recorded], list[RecordedFact]]]:
    """Of these passages those that fit as all judgements read them, with what is stated there."""
    documents = infos(connection, {row.document for row in rows})
    statements = _statements(connection, asked, names, documents)
    facts = _facts(connection, asked, names, documents)
    mentioned = None if asked.query.of_statements else _mentioned(connection, asked, documents)
    found = []
    for row in rows:
        own = [r for r in statements.get(row.document, ()) if row.holds(*_place(r.statement.evidence))]
        said = [f for f in facts.get(row.document, ()) if row.holds(*_place(f.fact.evidence))]
        if mentioned is None:
            fits = bool(own or said)
        else:
            there = {actor for at, actor in mentioned.get(row.document, ()) if row.start <= at < row.end}
            fits = all(there & _shown(asked, ids) for ids in asked.meant.actors)
            fits = fits and in_time(asked.query, documents[row.document].published)
        if fits:
            found.append((row, own, said))
    return found


def _place(evidence: Any) -> tuple[int, int]:
    return evidence.start, evidence.end


def _shown(asked: Asked, ids: Ids) -> frozenset[str]:
    return frozenset(map(asked.identities.representative, ids))


def _statements(
    connection: Connection, asked: Asked, names: Names, documents: Mapping[str, DocumentInfo]
) -> dict[str, list[Recorded]]:
    """The statements of these texts that fit, by text and place; of several codings of one the last."""
    table, coding = schema.statements, schema.codings.c
    chosen = select(table, coding.coder, coding.score, coding.cue).join(
        schema.codings, coding.claim_id == table.c.id
    )
    chosen = chosen.where(table.c.document_id.in_(sorted(documents)))
    if asked.query.of_statements:
        chosen = chosen.where(*statement_conditions(connection, asked, in_texts=True))
    chosen = chosen.order_by(table.c.evidence_start, table.c.id, coding.recorded, coding.coder)
    last = {row["id"]: row for row in connection.execute(chosen).mappings()}
    read = [
        Recorded(
            row["id"],
            row_statement(dict(row), location(documents[row["document_id"]])),
            documents[row["document_id"]],
            row["recorded"],
        )
        for row in last.values()
    ]
    found: dict[str, list[Recorded]] = {}
    judged = asked.review.statements(connection, read, asked.query.judgements or None)
    for r in shown_statements(connection, asked.identities, names, Query(), judged):
        if not asked.query.of_statements or _statement_fits(asked, r):
            found.setdefault(r.document.id, []).append(r)
    return found


def _statement_fits(asked: Asked, r: Recorded) -> bool:
    """Whether all that is asked for is so, judgements and amendments considered."""
    s, meant, query = r.statement, asked.meant, asked.query
    for value, allowed in ((s.relation, query.relations), (s.status, query.statuses), (s.track, query.tracks)):
        if allowed and value not in allowed:
            return False
    target = s.target.actor if s.target else None
    if not all({s.source.actor, target} & _shown(asked, ids) for ids in meant.actors):
        return False
    pairs = [(_shown(asked, a), _shown(asked, b)) for a, b in meant.pairs]
    if pairs and not any_of(pairs, s.source.actor, target):
        return False
    speaker = s.speaker.actor if s.speaker else None
    if meant.speakers and not any(speaker in _shown(asked, ids) for ids in meant.speakers):
        return False
    return in_time(query, s.when) and in_bounds(query, s.score)


def _facts(
    connection: Connection, asked: Asked, names: Names, documents: Mapping[str, DocumentInfo]
) -> dict[str, list[RecordedFact]]:
    """The facts of these texts that fit, by text and place."""
    query = asked.query
    if query.of_statements_only:
        return {}
    table, coding = schema.facts, schema.codings.c
    chosen = select(table, coding.coder, coding.score).join(schema.codings, coding.claim_id == table.c.id)
    chosen = chosen.where(table.c.document_id.in_(sorted(documents)))
    if query.of_statements:
        chosen = chosen.where(*fact_conditions(connection, asked, in_texts=True))
    chosen = chosen.order_by(table.c.evidence_start, table.c.id, coding.recorded, coding.coder)
    last = {row["id"]: row for row in connection.execute(chosen).mappings()}
    read = [
        RecordedFact(
            row["id"],
            row_fact(dict(row), location(documents[row["document_id"]])),
            documents[row["document_id"]],
            row["recorded"],
        )
        for row in last.values()
    ]
    found: dict[str, list[RecordedFact]] = {}
    judged = asked.review.facts(connection, read, query.judgements or None)
    for f in shown_facts(connection, asked.identities, names, None, judged):
        fits = all(f.fact.actor.actor in _shown(asked, ids) for ids in asked.meant.actors)
        fits = fits and in_time(query, f.fact.when) and in_bounds(query, f.fact.score)
        if not query.of_statements or fits:
            found.setdefault(f.document.id, []).append(f)
    return found


def _mentioned(
    connection: Connection, asked: Asked, documents: Iterable[str]
) -> dict[str, list[tuple[int, str]]]:
    """Where these texts name the actors looked for, and as whom they read."""
    if not asked.meant.actors:
        return {}
    m = schema.mentions.c
    chosen = select(m.document_id, m.start, m.end, m.actor, m.surface)
    chosen = chosen.where(m.document_id.in_(sorted(documents)))
    out = asked.review.rejected(connection)
    found: dict[str, list[tuple[int, str]]] = {}
    for document, start, end, actor, surface in connection.execute(chosen):
        if out and Reading(document, start, end, actor) in out:
            continue
        found.setdefault(document, []).append((start, asked.identities.resolve(actor, document, surface)))
    return found


def _texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    d = schema.documents.c
    return {row.id: row.text for row in connection.execute(select(d.id, d.text).where(d.id.in_(sorted(ids))))}


def marks(query: SearchQuery, text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The places in a text where the words of a search stand, in order; those that touch are apart."""
    found: set[tuple[int, int]] = set()
    there = words(text)
    stored = [frozenset((exact(word.text), *terms(word.text, language))) for word in there]
    for term in {term for group in query.wanted for term in group}:
        found |= _marks(term, there, stored)
    return tuple(sorted(found))


def _marks(term: Term, there: Sequence[Word], stored: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    if term.kind == "word":
        looked_for = wanted(term.words[0])
        return {(w.start, w.end) for w, own in zip(there, stored, strict=True) if own & looked_for}
    own_words = [exact(word.text) for word in there]
    if term.kind == "prefix":
        pairs = zip(there, own_words, strict=True)
        return {(w.start, w.end) for w, own in pairs if own.startswith(term.words[0])}
    length = len(term.words)
    return {
        (there[at].start, there[at + length - 1].end)
        for at in range(len(there) - length + 1)
        if tuple(own_words[at : at + length]) == term.words
    }
