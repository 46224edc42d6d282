"""All statements of a ledger, part by part: as `Reader.statements` reads them, and never all in memory.

A part is the statements of some texts, so that no database has to sort them all. What nobody judged and whose
actors are as coded comes straight from the tables; the rest of each part is read as judged. The order is that
of `Reader.statements`, but that texts which were coded again keep their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from konturen.flat import Flat
from konturen.ledger import schema
from konturen.ledger.chosen import conditions
from konturen.ledger.documents import infos, location
from konturen.ledger.facts import Wanted
from konturen.ledger.reader import Reader
from konturen.ledger.values import DocumentInfo, Query, Recorded, RecordedFact
from konturen.records import End

SIZE = 1000
"""Texts of a part."""

_END = ("name", "actor", "type", "surface", "start", "end")
UNSAID: tuple[str, tuple[str, ...]] = ("none", ())
_SOURCE, _TARGET, _SPEAKER, OWN = (
    *(Flat._fields.index(f"{end}_actor") for end in ("source", "target", "speaker")),
    Flat._fields.index("judgement"),
)


def stream(reader: Reader, min_score: float = 0.0, size: int = SIZE) -> Iterator[list[Flat]]:
    """The statements that score so or that persons confirmed, rejected ones left out, in parts of `size` texts.

    All parts come from one transaction: they show what was committed when the first one was asked for.
    """
    with reader.together() as one, one._call() as connection:
        asked = Asked(one, connection, min_score)
        for keys in texts(connection, size):
            rows = connection.execute(asked.select(keys)).all()
            if rows:
                yield _part(asked, rows, keys)


def records(
    reader: Reader, min_score: float = 0.0, size: int = SIZE
) -> Iterator[Sequence[Recorded | RecordedFact]]:
    """The same as values, and the facts that score so or that persons confirmed after the statements of a
    part."""
    with reader.together() as one, one._call() as connection:
        for keys in texts(connection, size):
            wanted = Query(documents=frozenset(keys), min_score=min_score)
            facts = one._facts(connection, Wanted(None, wanted.documents))
            reaching = [fact for fact in facts if fact.judgement.reaches(fact.fact.score, min_score)]
            yield [*one._statements(connection, wanted), *reaching]


class Asked:
    """What the parts of one stream share: what persons said, and whose names and ids that changes."""

    def __init__(self, reader: Reader, connection: Connection, min_score: float) -> None:
        self.reader, self.connection, self.min_score = reader, connection, min_score
        self.identities = reader._identities(connection)
        self.said = reader._review.subjects(connection, "statement")

    def select(self, keys: Sequence[str]) -> Select[Any]:
        """The columns of a row up to the judgement, and the id of its text, of the statements of these
        texts."""
        s, coding = schema.statements.c, schema.codings.c
        ends = {end: [s[f"{end}_{name}"] for name in _END] for end in ("source", "target", "speaker")}
        wanted = select(
            *(s.id, s.relation, s.status, s.mutual, *ends["source"], *ends["target"]),
            *(s.when, s.when_text, s.track, *ends["speaker"]),
            *(s.evidence_text, s.evidence_start, s.evidence_end),
            *(coding.cue, coding.score, coding.coder, s.recorded, s.document_id),
        ).join(schema.codings, coding.claim_id == s.id)
        query = Query(min_score=self.min_score)
        chosen = conditions(query, self.identities, self.reader._review)
        wanted = wanted.where(s.document_id.in_(keys), *chosen)
        return wanted.order_by(s.document_id, s.recorded, s.evidence_start, s.id)

    def infos(self, keys: Sequence[str]) -> dict[str, DocumentInfo]:
        """The texts of a part."""
        return infos(self.connection, keys, self.reader._form)

    def as_judged(self, ids: frozenset[str]) -> dict[str, Flat]:
        """Of these statements those that are shown, as persons judge them."""
        if not ids:
            return {}
        found = self.reader._statements(self.connection, Query(ids=ids, min_score=self.min_score))
        return {one.id: flat(one) for one in found}


def texts(connection: Connection, size: int) -> Iterator[list[str]]:
    """The ids of all texts in the order of their recording, `size` at a time."""
    d = schema.documents.c
    rows = connection.execute(select(d.id).order_by(d.recorded, d.id), execution_options={"yield_per": size})
    for part in rows.partitions():
        yield [key for (key,) in part]


def _part(asked: Asked, rows: Iterable[Sequence[Any]], keys: Sequence[str]) -> list[Flat]:
    """The rows of these texts in their order, with those that judgements change as they read."""
    touched = asked.identities.touched
    ids = frozenset(
        row[0]
        for row in rows
        if row[0] in asked.said
        or not (touched.isdisjoint((row[_SOURCE], row[_TARGET], row[_SPEAKER])) if touched else True)
    )
    read, values = asked.as_judged(ids), {key: of_text(info) for key, info in asked.infos(keys).items()}
    found: dict[str, list[Flat]] = {key: [] for key in keys}
    for row in rows:
        if row[0] not in ids:
            found[row[OWN]].append(Flat._make((*row[:OWN], *UNSAID, *values[row[OWN]])))
        elif row[0] in read:
            found[row[OWN]].append(read[row[0]])
    return [one for part in found.values() for one in part]


def of_text(info: DocumentInfo) -> tuple[Any, ...]:
    """The values of a row that its text has."""
    return (
        *(info.id, location(info), info.language, info.title, info.author, info.outlet, info.published),
        *(info.genre, info.source, info.places),
    )


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
            *of_text(one.document),
        )
    )


def _end(end: End | None) -> tuple[Any, ...]:
    if end is None:
        return (None,) * len(_END)
    return end.name, end.actor, end.type, end.surface, end.start, end.end
