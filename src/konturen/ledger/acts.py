"""Statements of a ledger as columns: read as few values a row as an analysis needs, and numbered.

Rows that persons judged, or whose actors were merged or split, come as `Reader.statements` reads them; all
others straight from the tables, which is several times as fast.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from sqlalchemy import Connection, false, select

from konturen.acts import NOBODY, OPEN, UNDATED, Acts, Origin, Party, day_number
from konturen.dates import parse
from konturen.ledger import schema
from konturen.ledger.chosen import conditions
from konturen.ledger.identities import Identities
from konturen.ledger.reviewed import Review
from konturen.ledger.values import DocumentInfo, Query, Recorded
from konturen.records import STATUSES, End

V = TypeVar("V")


class Light(NamedTuple):
    """What counts of one statement; an end is its actor, name and type, three None where there is none."""

    recorded: str
    document: str
    start: int
    id: str
    end: int
    relation: str
    status: str
    mutual: bool
    track: str
    when: str | None
    source: str
    source_name: str
    source_type: str
    target: str | None
    target_name: str | None
    target_type: str | None
    speaker: str | None
    speaker_name: str | None
    speaker_type: str | None
    score: float
    judged: bool = False
    confirmed: bool = False

    @property
    def actors(self) -> tuple[str | None, str | None, str | None]:
        """The ids of those who act, are acted on and speak."""
        return self.source, self.target, self.speaker


def read(connection: Connection, query: Query, identities: Identities, review: Review) -> list[Light]:
    """The statements of a query as they were coded; of judged, merged and split ones perhaps too many."""
    s, coding = schema.statements.c, schema.codings.c
    ends = [s[f"{end}_{name}"] for end in ("source", "target", "speaker") for name in ("actor", "name", "type")]
    wanted = select(
        *(s.recorded, s.document_id, s.evidence_start, s.id, s.evidence_end),
        *(s.relation, s.status, s.mutual, s.track, s.when, *ends, coding.score),
    ).join(schema.codings, coding.claim_id == s.id)
    wanted = wanted.where(*conditions(query, identities, review))
    wanted = wanted.order_by(s.recorded, s.document_id, s.evidence_start, s.id)
    if query.judgement is not None and "none" not in query.judgement:
        wanted = wanted.where(false())  # what nobody judged is not asked for, the others come as judged
    return [Light._make((*row, False, False)) for row in connection.execute(wanted)]


def light(one: Recorded) -> Light:
    """A statement as a reader gives it, as it counts."""
    said = one.statement
    judged, confirmed = one.judgement.state != "none", one.judgement.confirmed
    return Light._make(
        (
            *(one.recorded, one.document.id, said.evidence.start, one.id, said.evidence.end),
            *(said.relation, said.status, said.mutual, said.track, said.when),
            *(*_end(said.source), *_end(said.target), *_end(said.speaker), said.score, judged, confirmed),
        )
    )


def _end(end: End | None) -> tuple[Any, Any, Any]:
    return (end.actor, end.name, end.type) if end else (None, None, None)


def concerned(rows: Iterable[Light], identities: Identities, said: Collection[str]) -> frozenset[str]:
    """The ids of the rows that judgements may change."""
    touched = identities.touched
    return frozenset(row.id for row in rows if row.id in said or not touched.isdisjoint(row.actors))


def together(rows: Sequence[Light], changed: Collection[str], as_judged: Iterable[Recorded]) -> list[Light]:
    """The rows with the changed ones as they read now, in the order of a reader."""
    kept = [row for row in rows if row.id not in changed]
    return sorted([*kept, *map(light, as_judged)], key=itemgetter(0, 1, 2, 3))


class _Numbers(Generic[V]):
    """Numbers values by a key, in the order in which they come."""

    def __init__(self) -> None:
        self.held: dict[Hashable, int] = {}
        self.values: list[V] = []

    def of(self, key: Hashable, value: V) -> int:
        """The number of a key; the first value that comes with it is its value."""
        number = self.held.get(key)
        if number is None:
            number = self.held[key] = len(self.values)
            self.values.append(value)
        return number


def columns(rows: Sequence[Light], infos: Mapping[str, DocumentInfo]) -> Acts:
    """Rows as columns, in their order; `infos` are those of their texts."""
    actors, texts, sources = _Numbers[Party](), _Numbers[Origin](), _Numbers[None]()
    relations, tracks, sentences = _Numbers[str](), _Numbers[str](), _Numbers[None]()
    status: dict[str, int] = {name: number for number, name in enumerate(STATUSES)}

    def actor(key: str | None, name: str | None, type_: str | None) -> int:
        if key is None:
            return NOBODY
        known = actors.held.get(key)
        return actors.of(key, Party(key, name or key, type_ or "other")) if known is None else known

    def text(key: str) -> int:
        known = texts.held.get(key)
        return texts.of(key, _origin(infos[key], sources)) if known is None else known

    table = np.empty((len(rows), 10), np.int32)
    for number, row in enumerate(rows):
        table[number] = (
            text(row.document),
            sentences.of((row.document, row.start, row.end), None),
            actor(row.source, row.source_name, row.source_type),
            actor(row.target, row.target_name, row.target_type),
            actor(row.speaker, row.speaker_name, row.speaker_type),
            relations.of(row.relation, row.relation),
            status[row.status],
            tracks.of(row.track, row.track),
            *span(row.when),
        )
    document, sentence, source, target, speaker, relation, state, track, first, last = (
        np.ascontiguousarray(column) for column in table.T
    )
    return Acts(
        ids=np.array([row.id for row in rows], "S16"),
        document=document,
        sentence=sentence,
        source=source,
        target=target,
        speaker=speaker,
        relation=relation,
        status=state,
        track=track,
        mutual=np.array([row.mutual for row in rows], np.bool_),
        first=first,
        last=last,
        score=np.array([row.score for row in rows], np.float32),
        judged=np.array([row.judged for row in rows], np.bool_),
        confirmed=np.array([row.confirmed for row in rows], np.bool_),
        actors=tuple(actors.values),
        origins=tuple(texts.values),
        relations=tuple(relations.values),
        tracks=tuple(tracks.values),
    )


def _origin(info: DocumentInfo, sources: _Numbers[None]) -> Origin:
    published = span(info.published)[0]
    return Origin(info.id, sources.of(info.source, None), info.language, info.outlet, info.genre, published)


@lru_cache(maxsize=65_536)
def span(when: str | None) -> tuple[int, int]:
    """The first and last day of an EDTF value as numbers; what has no beginning has no first day."""
    if when is None:
        return UNDATED, UNDATED
    value = parse(when)
    first, last = value.earliest, value.latest
    return day_number(first) if first else UNDATED, day_number(last) if last else OPEN
