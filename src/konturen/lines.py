"""The line format: one JSON object a statement, fact, mention or document; the same fields are CSV columns.

Keys and their order are those of the design document and change only with the version of the package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from konturen.records import Coded, Coverage, Document, End, Evidence, Fact, Mention, Statement

Line = dict[str, Any]

UNSEEN = "\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff"
"""Characters, as a class of a pattern, that are no text to look at: they steer terminals (C1 controls), break
lines (U+0085, U+2028), turn the reading order, or are halves of characters and cannot be written at all."""

_UNSEEN = re.compile(f"[{UNSEEN}]")


def dumps(line: Mapping[str, Any]) -> str:
    """One line of JSON, letters of all scripts as they are; what cannot be seen stands as an escape."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(line, ensure_ascii=False))


def statement_line(statement: Statement, id: str | None = None) -> Line:
    """A statement; `id` is its id in a ledger, left out where there is none."""
    line: Line = {"kind": "statement"}
    if id is not None:
        line["id"] = id
    return line | {
        "document": statement.document,
        "relation": statement.relation,
        "status": statement.status,
        "mutual": statement.mutual,
        "source": _end(statement.source),
        "target": _end(statement.target) if statement.target else None,
        "when": statement.when,
        "when_text": statement.when_text,
        "track": statement.track,
        "speaker": _end(statement.speaker) if statement.speaker else None,
        "evidence": _evidence(statement.evidence),
        "cue": statement.cue,
        "score": statement.score,
        "coder": statement.coder,
    }


def fact_line(fact: Fact, id: str | None = None) -> Line:
    """A fact about one actor."""
    line: Line = {"kind": "fact"}
    if id is not None:
        line["id"] = id
    return line | {
        "document": fact.document,
        "actor": _end(fact.actor),
        "attribute": fact.attribute,
        "value": fact.value,
        "of": fact.of,
        "when": fact.when,
        "evidence": _evidence(fact.evidence),
        "score": fact.score,
        "coder": fact.coder,
    }


def mention_line(document: str, mention: Mention) -> Line:
    """A mention of an actor, with the reason why it is this one."""
    return {
        "kind": "mention",
        "document": document,
        "surface": mention.surface,
        "start": mention.span.start,
        "end": mention.span.end,
        "type": mention.type,
        "form": mention.form,
        "actor": mention.actor,
        "name": mention.name,
        "score": mention.score,
        "reason": mention.reason,
        "alternatives": [
            {"actor": other.actor, "name": other.name, "score": other.score, "reason": other.reason}
            for other in mention.alternatives
        ],
    }


def document_line(document: Document) -> Line:
    """A document as it was read, without the original bytes."""
    return {
        "kind": "document",
        "id": document.id,
        "document": document.location,
        "title": document.title,
        "author": document.author,
        "outlet": document.outlet,
        "genre": document.genre,
        "published": document.published,
        "retrieved": document.retrieved,
        "language": document.language,
        "media_type": document.media_type,
        "reading_minutes": document.reading_minutes,
        "sha256": document.sha256,
        "text": document.text,
        "shell": [_skipped(part.span.start, part.span.end, part.reason) for part in document.shell],
    }


def coverage_line(document: str, coverage: Coverage) -> Line:
    """What was read of a document and what was not."""
    return {
        "kind": "coverage",
        "document": document,
        "sentences": coverage.sentences,
        "coded": coverage.coded,
        "characters": coverage.characters,
        "skipped": [_skipped(part.span.start, part.span.end, part.reason) for part in coverage.skipped],
        "refused": list(coverage.refused),
    }


def coded_lines(coded: Coded, min_score: float = 0.0) -> Iterator[Line]:
    """The statements and facts of a document that reach a score."""
    yield from (statement_line(s) for s in coded.statements if s.score >= min_score)
    yield from (fact_line(f) for f in coded.facts if f.score >= min_score)


def flat(line: Line) -> dict[str, Any]:
    """A line as columns: nested values are joined by underscores, lists are left out."""
    out: dict[str, Any] = {}
    for key, value in line.items():
        if key in ENDS:
            out |= {f"{key}_{name}": None if value is None else value[name] for name in END_FIELDS}
        elif isinstance(value, dict):
            out |= {f"{key}_{name}": inner for name, inner in value.items()}
        elif not isinstance(value, list):
            out[key] = value
    return out


ENDS = ("source", "target", "speaker", "actor")
END_FIELDS = ("name", "actor", "type", "surface", "start", "end")


def _end(end: End) -> Line:
    return {name: getattr(end, name) for name in END_FIELDS}


def _evidence(evidence: Evidence) -> Line:
    return {"text": evidence.text, "start": evidence.start, "end": evidence.end}


def _skipped(start: int, end: int, reason: str) -> Line:
    return {"start": start, "end": end, "reason": reason}
