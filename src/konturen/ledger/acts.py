"""Statements of a ledger as columns: read as few values a row as an analysis needs, and numbered.

Rows that persons judged, or whose actors were merged or split, come as `Reader.statements` reads them; all
others straight from the tables, which is several times as fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from sqlalchemy import Connection, false, select

from konturen.acts import OPEN, UNDATED, Acts, Numbers, Origin, Party, day_number
from konturen.dates import parse
from konturen.ledger import schema
from konturen.ledger.chosen import conditions
from konturen.ledger.identities import Identities
from konturen.ledger.reviewed import Review
from konturen.ledger.values import DocumentInfo, Query, Recorded
from konturen.records import STATUSES, End

K = TypeVar("K")
_STATUS: dict[str, int] = {name: number for number, name in enumerate(STATUSES)}


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


_NONE: Mapping[str, tuple[Any, ...]] = dict.fromkeys(Light._fields, ())
"""The columns of no row."""


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


class _Numbers(Generic[K]):
    """Numbers keys in the order in which they come."""

    def __init__(self) -> None:
        self.held: dict[K, int] = {}

    def of(self, keys: Iterable[K]) -> Numbers:
        """The numbers of keys."""
        held = self.held
        return np.fromiter((held.setdefault(key, len(held)) for key in keys), np.int32)

    @property
    def keys(self) -> tuple[K, ...]:
        """The keys in the order of their numbers."""
        return tuple(self.held)


def columns(rows: Sequence[Light], infos: Mapping[str, DocumentInfo]) -> Acts:
    """Rows as columns, in their order; `infos` are those of their texts."""
    held = dict(zip(Light._fields, zip(*rows, strict=True), strict=True)) if rows else _NONE
    texts, relations, tracks = _Numbers[str](), _Numbers[str](), _Numbers[str]()
    document = texts.of(held["document"])
    ends, actors = _actors(held)
    spans = np.array([span(when) for when in held["when"]], np.int32).reshape(-1, 2)
    return Acts(
        ids=np.array(held["id"], "S16"),
        document=document,
        sentence=_sentences(document, held["start"], held["end"]),
        source=ends["source"],
        target=ends["target"],
        speaker=ends["speaker"],
        relation=relations.of(held["relation"]),
        status=np.array([_STATUS[name] for name in held["status"]], np.int32),
        track=tracks.of(held["track"]),
        mutual=np.array(held["mutual"], np.bool_),
        first=np.ascontiguousarray(spans[:, 0]),
        last=np.ascontiguousarray(spans[:, 1]),
        score=np.array(held["score"], np.float32),
        judged=np.array(held["judged"], np.bool_),
        confirmed=np.array(held["confirmed"], np.bool_),
        actors=actors,
        origins=_origins([infos[key] for key in texts.keys]),
        relations=relations.keys,
        tracks=tracks.keys,
    )


def _actors(held: Mapping[str, Sequence[Any]]) -> tuple[dict[str, Numbers], tuple[Party, ...]]:
    """The actors of each end by their numbers; each is called as most of its ends are, whatever their order."""
    numbers, named = _Numbers[str | None](), Counter[tuple[Any, Any, Any]]()
    numbers.held[None] = 0
    ends = {}
    for end in ("source", "target", "speaker"):
        named.update(zip(held[end], held[f"{end}_name"], held[f"{end}_type"], strict=True))
        ends[end] = (numbers.of(held[end]) - 1).astype(np.int32)  # nobody is 0 here, and -1 there
    found: dict[str, Party] = {}
    for (key, name, type_), _ in sorted(named.items(), key=lambda item: (-item[1], str(item[0]))):
        if key is not None:
            found.setdefault(key, Party(key, name, type_))
    return ends, tuple(found[key] for key in numbers.keys[1:] if key is not None)


def _sentences(document: Numbers, start: Sequence[int], end: Sequence[int]) -> Numbers:
    """The same stretch of the same text has the same number."""
    places = np.array([document, start, end], np.int64)
    order = np.lexsort(places)
    new = (places[:, order[1:]] != places[:, order[:-1]]).any(0)
    found = np.zeros(len(document), np.int32)
    found[order[1:]] = np.cumsum(new)
    return found


def _origins(texts: Sequence[DocumentInfo]) -> tuple[Origin, ...]:
    sources = _Numbers[str]().of(text.source for text in texts)
    return tuple(
        Origin(text.id, int(source), text.language, text.outlet, text.genre, span(text.published)[0])
        for text, source in zip(texts, sources, strict=True)
    )


@lru_cache(maxsize=65_536)
def span(when: str | None) -> tuple[int, int]:
    """The first and last day of an EDTF value as numbers; what has no beginning has no first day."""
    if when is None:
        return UNDATED, UNDATED
    value = parse(when)
    first, last = value.earliest, value.latest
    return day_number(first) if first else UNDATED, day_number(last) if last else OPEN
