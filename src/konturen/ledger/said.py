"""What persons have said of statements, who and when: for the queue of what is still to be judged."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from konturen.ledger import schema

_V = schema.verdicts.c
_BACK = schema.verdicts.alias("back")
_STANDS = (_V.kind == "statement") & _V.withdraws.is_(None) & ~exists().where(_BACK.c.withdraws == _V.id)


@dataclass(frozen=True, slots=True)
class Said:
    """On which statements a person said something that stands, and on which others did; how many she judged
    since a day and since an instant; the number and the subject of her last verdict, if any stands."""

    mine: frozenset[str]
    others: frozenset[str]
    today: int
    hour: int
    last: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Around:
    """The sentences before and after one, empty where there is none."""

    before: str
    after: str


def said(connection: Connection, person: str, day: str, hour: str) -> Said:
    """What a person and others have said; `day` and `hour` are instants from which on is counted."""
    rows = connection.execute(select(_V.subject, _V.by).where(_STANDS)).all()
    mine = frozenset(subject for subject, by in rows if by == person)
    others = frozenset(subject for subject, by in rows if by != person)
    since = select(func.count()).select_from(schema.verdicts).where(_STANDS, _V.by == person)
    counts = [connection.execute(since.where(_V.recorded >= when)).scalar() or 0 for when in (day, hour)]
    wanted = select(_V.id, _V.subject).where(_STANDS, _V.by == person).order_by(_V.id.desc()).limit(1)
    last = connection.execute(wanted).first()
    return Said(mine, others, counts[0], counts[1], (last[0], last[1]) if last else None)


def around(connection: Connection, document: str, start: int, end: int) -> Around:
    """The sentences of a text before and after a place."""
    p, d = schema.passages.c, schema.documents.c
    own = select(p.start, p.end).where(p.document_id == document)
    before = connection.execute(own.where(p.end <= start).order_by(p.start.desc()).limit(1)).first()
    after = connection.execute(own.where(p.start >= end).order_by(p.start).limit(1)).first()
    if before is None and after is None:
        return Around("", "")
    text = str(connection.execute(select(d.text).where(d.id == document)).scalar() or "")
    words = (text[place[0] : place[1]] if place else "" for place in (before, after))
    return Around(*words)
