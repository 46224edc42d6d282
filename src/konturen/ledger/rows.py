"""Between frozen values and rows of tables, both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from konturen.errors import LedgerError
from konturen.records import (
    ActorType,
    Alternative,
    Attribute,
    Coded,
    Coverage,
    Document,
    End,
    Evidence,
    Fact,
    Mention,
    Statement,
    Status,
)

Row = dict[str, Any]
_END = ("actor", "name", "type", "surface", "start", "end")


def end_row(prefix: str, end: End | None) -> Row:
    """The columns of one end."""
    return {f"{prefix}_{name}": getattr(end, name) if end else None for name in _END}


def row_end(prefix: str, row: Mapping[str, Any]) -> End | None:
    """The end in a row's columns, None where there is none."""
    if row[f"{prefix}_actor"] is None:
        return None
    name, actor, surface = (row[f"{prefix}_{key}"] for key in ("name", "actor", "surface"))
    return End(
        name,
        actor,
        cast(ActorType, row[f"{prefix}_type"]),
        surface,
        row[f"{prefix}_start"],
        row[f"{prefix}_end"],
    )


def statement_row(statement: Statement, document_id: str, recorded: str) -> Row:
    """A row of `statements`."""
    return {
        "id": statement.id(document_id),
        "document_id": document_id,
        "relation": statement.relation,
        "status": statement.status,
        "mutual": statement.mutual,
        "when": statement.when,
        "when_text": statement.when_text,
        "track": statement.track,
        **end_row("source", statement.source),
        **end_row("target", statement.target),
        **end_row("speaker", statement.speaker),
        **_evidence(statement.evidence),
        "recorded": recorded,
    }


def fact_row(fact: Fact, document_id: str, recorded: str) -> Row:
    """A row of `facts`."""
    return {
        "id": fact.id(document_id),
        "document_id": document_id,
        "attribute": fact.attribute,
        "value": fact.value,
        "of": fact.of,
        "when": fact.when,
        **end_row("actor", fact.actor),
        **_evidence(fact.evidence),
        "recorded": recorded,
    }


def _evidence(evidence: Evidence) -> Row:
    return {"evidence_start": evidence.start, "evidence_end": evidence.end, "evidence_text": evidence.text}


def row_statement(row: Mapping[str, Any], location: str) -> Statement:
    """The statement in a joined row of `statements` and `codings`."""
    source = row_end("source", row)
    if source is None:
        raise LedgerError(
            f"statement {row['id']} has no source.", location, "The ledger is damaged: restore a backup."
        )
    return Statement(
        location,
        row["relation"],
        cast(Status, row["status"]),
        bool(row["mutual"]),
        source,
        row_end("target", row),
        row["when"],
        row["when_text"],
        row["track"],
        row_end("speaker", row),
        Evidence(row["evidence_text"], row["evidence_start"], row["evidence_end"]),
        row["cue"],
        row["score"],
        row["coder"],
    )


def row_fact(row: Mapping[str, Any], location: str) -> Fact:
    """The fact in a joined row of `facts` and `codings`."""
    actor = row_end("actor", row)
    if actor is None:
        raise LedgerError(
            f"fact {row['id']} has no actor.", location, "The ledger is damaged: restore a backup."
        )
    evidence = Evidence(row["evidence_text"], row["evidence_start"], row["evidence_end"])
    attribute = cast(Attribute, row["attribute"])
    return Fact(
        location, actor, attribute, row["value"], row["of"], row["when"], evidence, row["score"], row["coder"]
    )


def mention_row(mention: Mention, document_id: str) -> Row:
    """A row of `mentions`."""
    return {
        "document_id": document_id,
        "start": mention.span.start,
        "end": mention.span.end,
        "actor": mention.actor,
        "name": mention.name,
        "surface": mention.surface,
        "type": mention.type,
        "form": mention.form,
        "score": mention.score,
        "reason": mention.reason,
        "alternatives": _alternatives(mention.alternatives),
    }


def _alternatives(others: Sequence[Alternative]) -> str | None:
    if not others:
        return None
    return json.dumps([[o.actor, o.name, o.score, o.reason] for o in others], ensure_ascii=False)


def row_alternatives(stored: str | None) -> tuple[Alternative, ...]:
    """The other actors that came into question, as a row holds them."""
    return tuple(Alternative(*values) for values in json.loads(stored)) if stored else ()


def coverage_json(coverage: Coverage) -> str:
    """A coverage report as JSON."""
    skipped = [[part.span.start, part.span.end, part.reason] for part in coverage.skipped]
    return json.dumps(
        {
            "sentences": coverage.sentences,
            "coded": coverage.coded,
            "characters": coverage.characters,
            "skipped": skipped,
            "refused": list(coverage.refused),
        },
        ensure_ascii=False,
    )


def faults(coded: Coded) -> list[str]:
    """Where a value does not point to the words it claims: such a document is refused as a whole."""
    document, found = coded.document, []
    for statement in coded.statements:
        found += _off(document, statement.evidence.text, statement.evidence.start, statement.evidence.end)
        for end in (statement.source, statement.target, statement.speaker):
            if end:
                found += _off(document, end.surface, end.start, end.end)
    for fact in coded.facts:
        found += _off(document, fact.evidence.text, fact.evidence.start, fact.evidence.end)
        found += _off(document, fact.actor.surface, fact.actor.start, fact.actor.end)
    for mention in coded.mentions:
        found += _off(document, mention.surface, mention.span.start, mention.span.end)
    return found


def _off(document: Document, words: str, start: int, end: int) -> list[str]:
    if 0 <= start <= end and document.text[start:end] == words:
        return []
    return [f"{words[:60]!r} does not stand at {start} to {end}"]
