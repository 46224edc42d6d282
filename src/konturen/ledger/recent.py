"""What was recorded since an instant: texts, what persons said and decided, new codings, removals."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from konturen.ledger import schema
from konturen.ledger.judgements import JudgementState, load, states

FORM = 4
"""The form of ledgers from which on texts are found by the instant of their recording."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How often a person said a word of statements, facts, mentions or copies (`kind`); of verdicts that stand
    or were taken back since."""

    by: str
    kind: str
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A removal: when, by whom, and why, if that was said."""

    recorded: str
    by: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Recent:
    """What was recorded since an instant. `documents` are ids, the last ones first; `decided` what was judged
    of actors or taken back; `recoded` counts texts by the coder that read them anew; `actors` counts rows that
    were added to the ledger's own actors."""

    since: str
    documents: tuple[str, ...]
    spoken: tuple[Spoken, ...]
    decided: tuple[JudgementState, ...]
    recoded: tuple[tuple[str, int], ...]
    actors: int
    removed: tuple[Removed, ...]


def recent(connection: Connection, since: str) -> Recent:
    """All that was recorded from an instant on (ISO 8601, UTC; a day is its first instant)."""
    d, v, r = schema.documents.c, schema.verdicts.c, schema.recodings.c
    a, gone = schema.actor_rows.c, schema.removals.c
    texts = select(d.id).where(d.recorded >= since).order_by(d.recorded.desc(), d.id)
    said = select(v.by, v.kind, v.verdict, func.count()).where(v.recorded >= since, v.withdraws.is_(None))
    said = said.group_by(v.by, v.kind, v.verdict).order_by(v.kind, v.verdict)
    anew = select(r.coder, func.count(r.document_id.distinct())).where(r.recorded >= since).group_by(r.coder)
    rows = select(func.count()).where(a.recorded >= since, a.withdraws.is_(None))
    removed = select(gone.recorded, gone.by, gone.reason).where(gone.recorded >= since)
    return Recent(
        since,
        tuple(connection.execute(texts).scalars()),
        tuple(sorted((Spoken(*row) for row in connection.execute(said)), key=lambda one: (-one.count, one.by))),
        tuple(state for state in states(load(connection)) if _later(state, since)),
        tuple((coder, count) for coder, count in connection.execute(anew.order_by(r.coder))),
        int(connection.execute(rows).scalar_one()),
        tuple(Removed(*row) for row in connection.execute(removed.order_by(gone.id.desc()))),
    )


def _later(state: JudgementState, since: str) -> bool:
    back = state.withdrawn
    return state.judgement.recorded >= since or (back is not None and back.recorded >= since)
