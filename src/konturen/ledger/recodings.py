"""Texts that are coded again: which are due, the text as it was read, its last coding, and a new one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from konturen.errors import LedgerError, QueryError
from konturen.ledger import judgements, schema
from konturen.ledger.differences import Coding, Difference, MentionKey, compare
from konturen.ledger.identities import Identities, Judgement, standing
from konturen.ledger.mentions import holding
from konturen.ledger.rows import (
    Row,
    coverage_json,
    fact_row,
    mention_row,
    row_fact,
    row_statement,
    statement_row,
)
from konturen.records import Coded, Document, Fact, Skipped, Span, Statement

FIRST = 0
"""The number that stands for a text's first coding."""
CHUNK = 500
"""How many ids stand in one condition."""
NO_SENTENCE = "no-sentence"
"""Why a stretch was skipped that is no part of a page's shell."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A text whose last coder is not the present one; `coder` is None where nobody knows it any more."""

    document: str
    coder: str | None


def due(connection: Connection, coder: str, document: str | None = None) -> tuple[tuple[Outdated, ...], int]:
    """The texts to code again, in the order of their recording, and how many have this coder's word already.

    QueryError where the ledger does not hold the document.
    """
    d, r = schema.documents.c, schema.recodings.c
    wanted = select(d.id, d.coder).order_by(d.recorded, d.id)
    if document is not None:
        wanted = wanted.where(d.id == document)
    rows = connection.execute(wanted).all()
    if document is not None and not rows:
        hint = "The exported table names the document of each line: konturen export"
        raise QueryError(f"the ledger holds no document {document[:80]!r}.", hint=hint)
    later = select(r.document_id, r.coder).order_by(r.id)
    if document is not None:
        later = later.where(r.document_id == document)
    again: dict[str, str] = {row.document_id: row.coder for row in connection.execute(later)}
    unnamed = [key for key, name in rows if name is None and key not in again]
    found = _inferred(connection, unnamed)
    last = [Outdated(key, again.get(key) or name or found.get(key)) for key, name in rows]
    open_ = tuple(one for one in last if not _same(one.coder, coder, one.document in found))
    return open_, len(last) - len(open_)


def _inferred(connection: Connection, documents: Sequence[str]) -> dict[str, str]:
    """The coders of texts that an older version recorded, by their first claims."""
    names: dict[str, set[str]] = {}
    coding = schema.codings.c
    for table in (schema.statements, schema.facts):
        for at in range(0, len(documents), CHUNK):
            wanted = select(table.c.document_id, coding.coder).distinct()
            wanted = wanted.join_from(table, schema.codings, coding.claim_id == table.c.id)
            part = documents[at : at + CHUNK]
            for key, name in connection.execute(wanted.where(table.c.document_id.in_(part))):
                names.setdefault(key, set()).add(name)
    return {key: " ".join(sorted(own)) for key, own in names.items()}


def _same(last: str | None, coder: str, inferred: bool) -> bool:
    """Whether a text's last coder is this one; of inferred ones, that has to be seen in a statement."""
    if last is None or not inferred:
        return last == coder
    present = coder.split()
    return set(last.split()) <= set(present) and present[0] in last.split()


def document(connection: Connection, key: str) -> Document:
    """A text as it was read, with its shell; QueryError where there is none of this id."""
    d = schema.documents.c
    row = connection.execute(select(schema.documents).where(d.id == key)).mappings().first()
    if row is None:
        raise QueryError(f"the ledger holds no document {key[:80]!r}.").named("no_document")
    place = _place(connection, key)
    try:
        content = zlib.decompress(row["content"])
        skipped = json.loads(row["coverage"])["skipped"]
        shell = tuple(Skipped(Span(start, end), why) for start, end, why in skipped if why != NO_SENTENCE)
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        hint = "See what is hurt with: konturen check"
        raise LedgerError(f"document {key} is damaged.", hint=hint) from error
    names = ("language", "media_type", "sha256", "title", "author", "outlet", "published", "reading_minutes")
    return Document(
        location=place["location"] if place else key,
        text=row["text"],
        content=content,
        retrieved=place["retrieved"] if place else None,
        shell=shell,
        **{name: row[name] for name in names},
    )


def _place(connection: Connection, document: str) -> Row | None:
    """Where a text was read first."""
    p = schema.places.c
    places = select(p.location, p.retrieved).where(p.document_id == document).order_by(p.recorded, p.location)
    found = connection.execute(places).mappings().first()
    return dict(found) if found else None


def last_coding(connection: Connection, document: str) -> Coding:
    """What the last coder found in a text, whatever persons said of it."""
    r, m = schema.recodings.c, schema.mentions.c
    number = connection.execute(select(func.max(r.id)).where(r.document_id == document)).scalar() or FIRST
    mentions = select(m.start, m.end, m.actor, m.surface).where(m.document_id == document)
    named: dict[MentionKey, str] = {
        (start, end, actor): surface
        for start, end, actor, surface in connection.execute(mentions.where(m.recoding_id == number))
    }
    statements = _claims(connection, schema.statements, document, number)
    facts = _claims(connection, schema.facts, document, number)
    place = _place(connection, document)
    location = place["location"] if place else document
    return Coding(
        {row["id"]: row_statement(row, location) for row in statements},
        {row["id"]: row_fact(row, location) for row in facts},
        named,
    )


def _claims(connection: Connection, table: Table, document: str, number: int) -> list[dict[str, Any]]:
    coding = schema.codings.c
    wanted = select(table, coding.coder, coding.score, coding.cue)
    wanted = wanted.join(schema.codings, coding.claim_id == table.c.id)
    wanted = wanted.where(table.c.document_id == document, coding.recoding_id == number)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def recode(connection: Connection, coded: Coded, recorded: str) -> Difference | None:
    """Write a new coding of a known text beside the former ones; None where its last coder is this one.

    QueryError where the ledger does not hold the text.
    """
    key = coded.document.id
    if not coded.coder:
        raise QueryError("the coding does not say its coder.", coded.document.location)
    if not due(connection, coded.coder, key)[0]:
        return None
    difference = compare(last_coding(connection, key), Coding.of(coded))
    values = {
        "document_id": key,
        "coder": coded.coder,
        "counts": json.dumps(difference.counts),
        "coverage": coverage_json(coded.coverage),
        "recorded": recorded,
    }
    made = connection.execute(insert(schema.recodings).values(values)).inserted_primary_key
    assert made is not None  # the database gives each row its number
    write(connection, [coded], recorded, int(made[0]))
    return difference


def concerns(identities: Identities, said: Judgement, document: str, coding: Coding) -> int:
    """How many mentions of a coding of a text a judgement that splits an actor concerns."""
    if said.document not in (None, document):
        return 0
    meant = identities.sources(said.left)
    return sum(
        actor in meant and said.surface in (None, surface) for (_, _, actor), surface in coding.mentions.items()
    )


def concerned(connection: Connection, identities: Identities) -> dict[int, int]:
    """The same of all texts, for each standing judgement that splits an actor."""
    m = schema.mentions.c
    found: dict[int, int] = {}
    for said in standing(judgements.load(connection)):
        if said.kind != "means":
            continue
        wanted = select(func.count()).where(holding(m.actor, identities.sources(said.left)))
        if said.document is not None:
            wanted = wanted.where(m.document_id == said.document)
        if said.surface is not None:
            wanted = wanted.where(m.surface == said.surface)
        found[said.id] = connection.execute(wanted.select_from(schema.mentions)).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """How many statements and facts a coding has, and where their sentences stand."""

    statements: int
    facts: int
    evidence: frozenset[tuple[int, int]]


def write(
    connection: Connection, texts: Iterable[Coded], recorded: str, recoding: int = FIRST
) -> tuple[Written, ...]:
    """Write what a coder found in texts that are recorded; claims that the ledger holds already stay."""
    written: list[Written] = []
    made: dict[Table, list[Row]] = {table: [] for table in (*_CLAIMS, schema.mentions, schema.codings)}
    for coded in texts:
        rows = _rows(coded, recorded, recoding)
        statements, facts = (len(rows[table]) for table in _CLAIMS)
        places = {(row["evidence_start"], row["evidence_end"]) for table in _CLAIMS for row in rows[table]}
        written.append(Written(statements, facts, frozenset(places)))
        for table, own in rows.items():
            known = _known(connection, table, coded.document.id) if recoding and table in _CLAIMS else ()
            made[table] += [row for row in own if row.get("id") not in known] if known else own
    for table, rows_of_all in made.items():
        if rows_of_all:
            connection.execute(table.insert(), rows_of_all)
    return tuple(written)


def _rows(coded: Coded, recorded: str, recoding: int) -> dict[Table, list[Row]]:
    """The rows of a coding, none twice."""
    key = coded.document.id
    claims: list[tuple[Table, Row, Statement | Fact]] = [
        *((schema.statements, statement_row(s, key, recorded), s) for s in coded.statements),
        *((schema.facts, fact_row(f, key, recorded), f) for f in coded.facts),
    ]
    rows: dict[Table, dict[object, Row]] = {table: {} for table in (*_CLAIMS, schema.mentions, schema.codings)}
    for table, row, claim in claims:
        rows[table][row["id"]] = row
        rows[schema.codings][row["id"]] = {
            "claim_id": row["id"],
            "coder": claim.coder,
            "recoding_id": recoding,
            "score": claim.score,
            "cue": claim.cue if isinstance(claim, Statement) else None,
            "recorded": recorded,
        }
    for mention in coded.mentions:
        if mention.actor is not None:
            place = (mention.span.start, mention.span.end, mention.actor)
            rows[schema.mentions][place] = mention_row(mention, key) | {"recoding_id": recoding}
    return {table: list(own.values()) for table, own in rows.items()}


def _known(connection: Connection, table: Table, document: str) -> frozenset[str]:
    return frozenset(connection.execute(select(table.c.id).where(table.c.document_id == document)).scalars())


_CLAIMS = (schema.statements, schema.facts)
