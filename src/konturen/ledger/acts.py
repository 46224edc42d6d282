"""Statements of a ledger as columns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from konturen.acts import NOBODY, OPEN, UNDATED, Acts, Origin, Party, day_number
from konturen.dates import parse
from konturen.ledger.values import DocumentInfo, Recorded
from konturen.records import STATUSES, End

V = TypeVar("V")


class _Numbers(Generic[V]):
    """Numbers values by a key, in the order in which they come."""

    def __init__(self) -> None:
        self._held: dict[Hashable, tuple[int, V]] = {}

    def of(self, key: Hashable, value: V) -> int:
        """The number of a key; the first value that comes with it is its value."""
        return self._held.setdefault(key, (len(self._held), value))[0]

    def values(self) -> tuple[V, ...]:
        """The values in the order of their numbers."""
        return tuple(value for _, value in self._held.values())


def columns(found: Sequence[Recorded]) -> Acts:
    """Statements as columns, in their order."""
    actors, texts, sources = _Numbers[Party](), _Numbers[Origin](), _Numbers[None]()
    relations, tracks, sentences = _Numbers[str](), _Numbers[str](), _Numbers[None]()

    def actor(end: End | None) -> int:
        return actors.of(end.actor, Party(end.actor, end.name, end.type)) if end else NOBODY

    def text(info: DocumentInfo) -> int:
        source, published = sources.of(info.source, None), span(info.published)[0]
        return texts.of(info.id, Origin(info.id, source, info.language, info.outlet, info.genre, published))

    rows = [
        (
            text(one.document),
            sentences.of((one.document.id, said.evidence.start, said.evidence.end), None),
            actor(said.source),
            actor(said.target),
            actor(said.speaker),
            relations.of(said.relation, said.relation),
            STATUSES.index(said.status),
            tracks.of(said.track, said.track),
            *span(said.when),
        )
        for one in found
        for said in [one.statement]
    ]
    document, sentence, source, target, speaker, relation, status, track, first, last = (
        np.array(rows, np.int32).reshape(len(rows), 10).T
    )
    return Acts(
        ids=np.array([one.id for one in found], "S16"),
        document=document,
        sentence=sentence,
        source=source,
        target=target,
        speaker=speaker,
        relation=relation,
        status=status,
        track=track,
        mutual=np.array([one.statement.mutual for one in found], np.bool_),
        first=first,
        last=last,
        score=np.array([one.statement.score for one in found], np.float32),
        judged=np.array([one.judgement.state != "none" for one in found], np.bool_),
        confirmed=np.array([one.judgement.confirmed for one in found], np.bool_),
        actors=actors.values(),
        origins=texts.values(),
        relations=relations.values(),
        tracks=tracks.values(),
    )


def span(when: str | None) -> tuple[int, int]:
    """The first and last day of an EDTF value as numbers; what has no beginning has no first day."""
    if when is None:
        return UNDATED, UNDATED
    value = parse(when)
    first, last = value.earliest, value.latest
    return day_number(first) if first else UNDATED, day_number(last) if last else OPEN
