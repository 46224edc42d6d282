"""Judgements of persons in the ledger: written, taken back and listed. None is ever changed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.checks import LARGEST, NOTE_LENGTH, actor_id, person, words
from konturen.ledger.identities import KINDS, PROVISIONAL, Decision, Judgement, JudgementKind

CHUNK = 500
"""How many ids stand in one condition."""

_TABLE = schema.judgements
_COLUMNS = (
    _TABLE.c.id,
    _TABLE.c.kind,
    _TABLE.c.left,
    _TABLE.c.right,
    _TABLE.c.document_id,
    _TABLE.c.surface,
    _TABLE.c.by,
    _TABLE.c.note,
    _TABLE.c.recorded,
    _TABLE.c.withdraws,
)
_BACK = _TABLE.alias("back")
_STANDS = _TABLE.c.withdraws.is_(None) & ~exists().where(_BACK.c.withdraws == _TABLE.c.id)
"""The condition that a judgement is none that withdraws, and not withdrawn."""


@dataclass(frozen=True, slots=True)
class JudgementState:
    """A judgement and the one that takes it back, if any, which says who did so and when."""

    judgement: Judgement
    withdrawn: Judgement | None

    @property
    def stands(self) -> bool:
        """Whether it still counts."""
        return self.withdrawn is None


def load(connection: Connection) -> list[Judgement]:
    """All rows in the order of recording, those that withdraw among them."""
    return [_judgement(row) for row in connection.execute(select(*_COLUMNS).order_by(_TABLE.c.id))]


def states(rows: Iterable[Judgement]) -> tuple[JudgementState, ...]:
    """All judgements with what became of them, in the order of recording."""
    rows = tuple(rows)
    back = {row.withdraws: row for row in rows if row.withdraws is not None}
    return tuple(JudgementState(row, back.get(row.id)) for row in rows if row.withdraws is None)


def judge(connection: Connection, decision: Decision, recorded: str, known: Callable[[str], bool]) -> Judgement:
    """Write a decision down. The same one again by the same person changes nothing: the first is the answer."""
    _check(decision)
    for actor in (decision.left, decision.right):
        if known(actor) or _mentioned(connection, actor):
            continue
        actor_id(actor)
        fresh = decision.kind == "means" and actor == decision.right and actor.startswith(PROVISIONAL)
        if not fresh or actor == PROVISIONAL:
            raise QueryError(
                f"neither the ledger nor the catalog knows an actor {actor!r}.",
                hint="List those it mentions with: konturen actors --ledger PATH",
            )
    if decision.document is not None:
        document = schema.documents.c.id
        if connection.execute(select(document).where(document == decision.document)).first() is None:
            raise QueryError(
                f"the ledger holds no document {decision.document!r}.",
                hint="The exported table names the document of each line: konturen export",
            )
    repeated = _repeated(connection, decision)
    if repeated is not None:
        return repeated
    if decision.kind == "same":
        _refuse_same(connection, decision)
    elif decision.kind == "different":
        _refuse_different(connection, decision)
    return _write(connection, decision, recorded, None)


def withdraw(connection: Connection, id: int, by: str, recorded: str) -> Judgement:
    """Take a judgement back by a further row, which is the answer."""
    person(by)
    found = None
    if 0 < id <= LARGEST:
        found = connection.execute(select(*_COLUMNS).where(_TABLE.c.id == id)).first()
    if found is None:
        raise QueryError(f"there is no judgement {id}.", hint="List the judgements to see their numbers.")
    old = _judgement(found)
    if old.withdraws is not None:
        raise QueryError(
            f"{id} is no judgement: with it {old.by} took back judgement {old.withdraws} ({old.recorded}).",
            hint="Judge again instead.",
        )
    back = connection.execute(select(*_COLUMNS).where(_TABLE.c.withdraws == id)).first()
    if back is not None:
        raise QueryError(
            f"judgement {id} was withdrawn already, by {back.by}, {back.recorded}.",
            hint="Nothing is left to do.",
        )
    again = Decision(old.kind, old.left, old.right, by, old.note, old.document, old.surface)
    return _write(connection, again, recorded, id)


def _check(decision: Decision) -> None:
    """Refuse what is wrong with a decision by itself."""
    person(decision.by)
    left, right = (actor_id(actor, NOTE_LENGTH) for actor in (decision.left, decision.right))
    if decision.kind not in KINDS:
        raise QueryError(
            f"there is no judgement {decision.kind!r}.", hint=f"Choose one of: {', '.join(KINDS)}."
        )
    if left == right:
        raise QueryError(f"both actors of the judgement are {left!r}.", hint="Name two different actors.")
    if decision.note is not None:
        words(decision.note, "the note")
    placed = decision.document is not None or decision.surface is not None
    if placed and decision.kind != "means":
        raise QueryError(
            f"a judgement {decision.kind!r} holds everywhere, not for one document or some words.",
            hint="Use the judgement 'means' for a part of the mentions.",
        )
    if decision.document is not None:
        words(decision.document, "the id of the document")
    if decision.surface is not None and not words(decision.surface, "the words of the mention"):
        raise QueryError(
            "the words of the mention are empty.", hint="Leave them out, or give them as they stand."
        )


def _mentioned(connection: Connection, actor: str) -> bool:
    """Whether the ledger knows an actor: from a text, a split, or as the user's own."""
    s, rows, back = schema.statements.c, schema.actor_rows, schema.actor_rows.alias("back")
    own = rows.c.withdraws.is_(None) & ~exists().where(back.c.withdraws == rows.c.id)
    split = _STANDS & (_TABLE.c.kind == "means")
    conditions: tuple[ColumnElement[bool], ...] = (
        schema.mentions.c.actor == actor,
        s.source_actor == actor,
        s.target_actor == actor,
        schema.facts.c.actor_actor == actor,
        (_TABLE.c.right == actor) & split,
        (rows.c.actor == actor) & own,
        s.speaker_actor == actor,
    )
    return any(connection.execute(select(exists().where(fits))).scalar() for fits in conditions)


def _repeated(connection: Connection, decision: Decision) -> Judgement | None:
    """The standing judgement that says the same by the same person; a split only where it is the latest."""
    fits = [_STANDS, _TABLE.c.kind == decision.kind, _TABLE.c.left == decision.left]
    if decision.kind != "means":
        fits += [_TABLE.c.right == decision.right, _TABLE.c.by == decision.by]
    wanted = select(*_COLUMNS).where(*fits).order_by(_TABLE.c.id.desc())
    for row in connection.execute(wanted):
        old = _judgement(row)
        if (old.document, old.surface) != (decision.document, decision.surface):
            continue
        again = (old.right, old.by, old.note) == (decision.right, decision.by, decision.note)
        if again or decision.kind == "means":
            return old if again else None
    return None


def _refuse_same(connection: Connection, decision: Decision) -> None:
    """QueryError where the person herself keeps apart what the decision would join."""
    by = decision.by
    left, right = (_reached(connection, actor, by) for actor in (decision.left, decision.right))
    for j in _of_person(connection, by, "different", left):
        if (j.left in left and j.right in right) or (j.right in left and j.left in right):
            path = _path(left, j.left if j.left in left else j.right)
            path += _path(right, j.left if j.left in right else j.right)
            raise QueryError(
                f"{decision.left} and {decision.right} cannot be one: {_listed([j, *path])}.",
                hint=f"Withdraw judgement {j.id} first if that was wrong.",
            )


def _refuse_different(connection: Connection, decision: Decision) -> None:
    """QueryError where the person herself has joined what the decision would keep apart."""
    reached = _reached(connection, decision.left, decision.by)
    if decision.right not in reached:
        return
    path = _path(reached, decision.right)
    which = " or ".join(str(j.id) for j in path)
    raise QueryError(
        f"{decision.left} and {decision.right} cannot be kept apart: {_listed(path)}.",
        hint=f"Withdraw judgement {which} first if that was wrong.",
    )


def _reached(connection: Connection, actor: str, by: str) -> dict[str, tuple[str, Judgement] | None]:
    """All actors that are one with an actor by this person's word, each with the step that led there."""
    found: dict[str, tuple[str, Judgement] | None] = {actor: None}
    ahead = {actor}
    while ahead:
        fresh: dict[str, tuple[str, Judgement] | None] = {}
        for j in _of_person(connection, by, "same", ahead):
            for here, there in ((j.left, j.right), (j.right, j.left)):
                if here in ahead and there not in found:
                    fresh.setdefault(there, (here, j))
        found |= fresh
        ahead = set(fresh)
    return found


def _path(reached: dict[str, tuple[str, Judgement] | None], actor: str) -> list[Judgement]:
    """The judgements that lead to an actor that was reached."""
    path = []
    while step := reached[actor]:
        actor, judgement = step
        path.append(judgement)
    return path[::-1]


def _of_person(
    connection: Connection, by: str, kind: JudgementKind, actors: Iterable[str]
) -> Iterator[Judgement]:
    """A person's standing judgements of a kind that name one of these actors."""
    ids = sorted(actors)
    for at in range(0, len(ids), CHUNK):
        part = ids[at : at + CHUNK]
        wanted = select(*_COLUMNS).where(_STANDS, _TABLE.c.kind == kind, _TABLE.c.by == by)
        wanted = wanted.where(or_(_TABLE.c.left.in_(part), _TABLE.c.right.in_(part)))
        yield from map(_judgement, connection.execute(wanted.order_by(_TABLE.c.id)).all())


def _listed(judgements: Sequence[Judgement]) -> str:
    shown = "; ".join(map(str, judgements[:5]))
    return shown if len(judgements) <= 5 else f"{shown}; and {len(judgements) - 5} more"


def _write(connection: Connection, decision: Decision, recorded: str, withdraws: int | None) -> Judgement:
    values = {
        "kind": decision.kind,
        "left": decision.left,
        "right": decision.right,
        "document_id": decision.document,
        "surface": decision.surface,
        "by": decision.by,
        "note": decision.note,
        "recorded": recorded,
        "withdraws": withdraws,
    }
    key = connection.execute(insert(_TABLE).values(values)).inserted_primary_key
    assert key is not None  # the database gives each row its number
    found = connection.execute(select(*_COLUMNS).where(_TABLE.c.id == key[0])).one()
    return _judgement(found)


def _judgement(row: Iterable[Any]) -> Judgement:
    """The judgement in a row of `_COLUMNS`."""
    return Judgement(*row)
