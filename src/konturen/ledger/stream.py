"""All statements of a ledger, part by part: as `Reader.statements` reads them, and never all in memory.

What nobody judged and whose actors are as coded comes straight from the tables; the rest of each part is read
as judged. The order is that of `Reader.statements`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from konturen.flat import Flat
from konturen.ledger import schema
from konturen.ledger.chosen import conditions
from konturen.ledger.documents import infos, location
from konturen.ledger.identities import Identities
from konturen.ledger.reader import Reader
from konturen.ledger.reviewed import Review
from konturen.ledger.values import DocumentInfo, Query, Recorded
from konturen.records import End

SIZE = 10_000
"""Statements of a part."""

_END = ("name", "actor", "type", "surface", "start", "end")
_UNSAID: tuple[str, tuple[str, ...]] = ("none", ())
_SOURCE, _TARGET, _SPEAKER, _OWN = (
    *(Flat._fields.index(f"{end}_actor") for end in ("source", "target", "speaker")),
    Flat._fields.index("judgement"),
)


def stream(reader: Reader, min_score: float = 0.0, size: int = SIZE) -> Iterator[list[Flat]]:
    """The statements that score so or that persons confirmed, rejected ones left out, in parts of `size`.

    All parts come from one transaction: they show what was committed when the first one was asked for.
    """
    query = Query(min_score=min_score)
    with reader._call() as connection:
        identities = reader._identities(connection)
        said = reader._review.subjects(connection, "statement")
        touched = identities.touched
        texts: dict[str, tuple[Any, ...]] = {}
        rows = connection.execute(
            _wanted(query, identities, reader._review), execution_options={"yield_per": size}
        )
        for part in rows.partitions():
            texts = _texts(connection, {row[-1] for row in part}, texts, reader._form)
            ids = frozenset(
                row[0]
                for row in part
                if row[0] in said
                or not (touched.isdisjoint((row[_SOURCE], row[_TARGET], row[_SPEAKER])) if touched else True)
            )
            read = _as_judged(reader, connection, ids, min_score) if ids else {}
            yield _part(part, ids, read, texts)


def _part(
    part: Iterable[Sequence[Any]],
    ids: frozenset[str],
    read: Mapping[str, Flat],
    texts: Mapping[str, tuple[Any, ...]],
) -> list[Flat]:
    """The rows of a part with those that judgements change as they read."""
    if not ids:
        return [Flat._make((*row[:_OWN], *_UNSAID, *texts[row[_OWN]])) for row in part]
    found = []
    for row in part:
        if row[0] not in ids:
            found.append(Flat._make((*row[:_OWN], *_UNSAID, *texts[row[_OWN]])))
        elif row[0] in read:
            found.append(read[row[0]])
    return found


def _wanted(query: Query, identities: Identities, review: Review) -> Select[Any]:
    """The columns of a row up to the judgement, and the id of its text."""
    s, coding = schema.statements.c, schema.codings.c
    ends = {end: [s[f"{end}_{name}"] for name in _END] for end in ("source", "target", "speaker")}
    wanted = select(
        *(s.id, s.relation, s.status, s.mutual, *ends["source"], *ends["target"]),
        *(s.when, s.when_text, s.track, *ends["speaker"]),
        *(s.evidence_text, s.evidence_start, s.evidence_end),
        *(coding.cue, coding.score, coding.coder, s.recorded, s.document_id),
    ).join(schema.codings, coding.claim_id == s.id)
    wanted = wanted.where(*conditions(query, identities, review))
    return wanted.order_by(s.recorded, s.document_id, s.evidence_start, s.id)


def _texts(
    connection: Connection, ids: set[str], known: Mapping[str, tuple[Any, ...]], form: int
) -> dict[str, tuple[Any, ...]]:
    """The values of these texts; what the part before knew is not read again."""
    found = {key: known[key] for key in ids & known.keys()}
    read = infos(connection, ids - found.keys(), form)
    return found | {key: _text(info) for key, info in read.items()}


def _text(info: DocumentInfo) -> tuple[Any, ...]:
    return (
        *(info.id, location(info), info.language, info.title, info.author, info.outlet, info.published),
        *(info.genre, info.source, info.places),
    )


def _as_judged(
    reader: Reader, connection: Connection, ids: frozenset[str], min_score: float
) -> dict[str, Flat]:
    found = reader._statements(connection, Query(ids=ids, min_score=min_score))
    return {one.id: flat(one) for one in found}


def flat(one: Recorded) -> Flat:
    """A statement as a reader gives it, as a row."""
    said = one.statement
    return Flat._make(
        (
            *(one.id, said.relation, said.status, said.mutual, *_end(said.source), *_end(said.target)),
            *(said.when, said.when_text, said.track, *_end(said.speaker)),
            *(said.evidence.text, said.evidence.start, said.evidence.end),
            *(said.cue, said.score, said.coder, one.recorded, one.judgement.state),
            tuple(dict.fromkeys(verdict.by for verdict in one.judgement.verdicts)),
            *_text(one.document),
        )
    )


def _end(end: End | None) -> tuple[Any, ...]:
    if end is None:
        return (None,) * len(_END)
    return end.name, end.actor, end.type, end.surface, end.start, end.end
