"""What people decide on actors: the same, not the same, split; judgements in the ledger that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.actors.catalog import Catalog
from konturen.desk.roster import catalog_of, find
from konturen.errors import QueryError
from konturen.ledger.actor_rows import ActorRow
from konturen.ledger.identities import PROVISIONAL, Decision, Judgement, JudgementKind
from konturen.ledger.judgements import JudgementState
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline, now
from konturen.settings import Settings, present_user

STATES = "states are rarely one: say that you mean it."
"""What is said before two actors are merged of which one is a state."""
TYPES = "a {} and a {} are rarely one: say that you mean it."
"""What is said before two actors of differing types are merged."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Who decides (the present user where it is None), and a note on why; `sure` answers the question that a
    merge of states raises."""

    by: str | None = None
    note: str | None = None
    sure: bool = False


def merge(
    joined: str, kept: str, ledger: Ledger, reason: Reason | None = None, settings: Settings | None = None
) -> Judgement:
    """Record that two actors, given by name or id, are one, shown as `kept`.

    QueryError where a name fits nobody or several, where `asks_first` has a question and the reason is not
    `sure`, or where the same person said before that they are not the same.
    """
    catalog = catalog_of(ledger, settings)
    left, right = find(joined, catalog, ledger), find(kept, catalog, ledger)
    why = reason or Reason()
    doubt = None if why.sure else asks_first(left, right, catalog)
    if doubt:
        raise QueryError(f"{left} and {right}: {doubt}", hint="Repeat it with --yes.")
    return _judge("same", (left, right), ledger, catalog, why)


def asks_first(left: str, right: str, catalog: Catalog) -> str | None:
    """What is asked before a merge of two ids that is unlikely, or None: one of them is a state, or the types
    of two known actors differ. The type of a name from texts is a guess, so nothing is asked of it."""
    types = [catalog.type_of(key) for key in (left, right) if key in catalog]
    if "state" in types:
        return STATES
    return TYPES.format(*types) if len(set(types)) > 1 else None


def keep_apart(
    one: str, other: str, ledger: Ledger, reason: Reason | None = None, settings: Settings | None = None
) -> Judgement:
    """Record that two actors, given by name or id, are not the same, whatever others think."""
    catalog = catalog_of(ledger, settings)
    pair = find(one, catalog, ledger), find(other, catalog, ledger)
    return _judge("different", pair, ledger, catalog, reason or Reason())


@dataclass(frozen=True, slots=True)
class Where:
    """Which mentions a split concerns: those of one document (its id), those with just these words, or both."""

    document: str | None = None
    surface: str | None = None


def split(
    actor: str,
    into: str,
    ledger: Ledger,
    where: Where | None = None,
    reason: Reason | None = None,
    settings: Settings | None = None,
) -> Judgement:
    """Record that mentions read as one actor mean another: a known one, or a new one with an id `new:...`."""
    catalog = catalog_of(ledger, settings)
    left = find(actor, catalog, ledger)
    right = into if into.startswith(PROVISIONAL) else find(into, catalog, ledger)
    place = where or Where()
    return _judge("means", (left, right), ledger, catalog, reason or Reason(), place)


def undo(number: int, ledger: Ledger, by: str | None = None) -> Judgement:
    """Take a judgement back; all that is shown is as if it had never been made."""
    return ledger.writer.withdraw(number, by or present_user(), now())


def undo_import(batch: int, ledger: Ledger, by: str | None = None, settings: Settings | None = None) -> int:
    """Take back the actors of one addition or import; how many lines that are.

    QueryError where what was added or decided later builds on an actor that nobody would know then.
    """
    _refuse_needed(batch, ledger, Pipeline(settings).catalog)
    return ledger.writer.withdraw_actors(by or present_user(), now(), batch=batch)


def _refuse_needed(batch: int, ledger: Ledger, catalog: Catalog) -> None:
    rows = ledger.reader.actor_rows()
    begun: dict[str, int] = {}
    for row in rows:
        begun.setdefault(row.actor, row.batch)
    gone = {actor for actor, first in begun.items() if first == batch and actor not in catalog}
    for row in rows:
        used = {row.actor, *(tie["actor"] for tie in row.row.get("ties") or ())} & gone
        if row.batch != batch and used:
            what = f"import {row.batch} ({row.origin}) builds on {min(used)} of import {batch}."
            hint = f"Take that one back first: konturen actors undo --import {row.batch}"
            raise QueryError(what, hint=hint)
    for state in ledger.reader.judgements():
        used = {state.judgement.left, state.judgement.right} & gone
        if state.stands and used:
            what = f"{state.judgement} is about {min(used)} of import {batch}."
            raise QueryError(what, hint=f"Take that back first: konturen actors undo {state.judgement.id}")


@dataclass(frozen=True, slots=True)
class Addition:
    """An addition or import of actors: its number (for an undo), where from, by whom and when; how many lines,
    and how many of these still stand."""

    batch: int
    origin: str
    by: str
    recorded: str
    lines: int
    standing: int


def additions(ledger: Ledger) -> tuple[Addition, ...]:
    """All additions and imports of actors in the order of recording, also those that were taken back."""
    batches: dict[int, list[ActorRow]] = {}
    for row in ledger.reader.actor_rows(withdrawn=True):
        batches.setdefault(row.batch, []).append(row)
    return tuple(
        Addition(
            batch, rows[0].origin, rows[0].by, rows[0].recorded, len(rows), sum(row.stands for row in rows)
        )
        for batch, rows in batches.items()
    )


def judgements(ledger: Ledger) -> tuple[JudgementState, ...]:
    """All judgements, with what became of them."""
    return ledger.reader.judgements()


def _judge(
    kind: JudgementKind,
    pair: tuple[str, str],
    ledger: Ledger,
    catalog: Catalog,
    reason: Reason,
    place: Where | None = None,
) -> Judgement:
    left, right = pair
    merged = sorted(ledger.reader.identities().merged(left) - {left})
    if left == right and merged:
        raise QueryError(
            f"both names mean {left}, with which these were merged: {', '.join(merged)}.", hint="Give ids."
        )
    where = place or Where()
    decision = Decision(kind, *pair, reason.by or present_user(), reason.note, where.document, where.surface)
    return ledger.writer.judge(decision, now(), lambda key: key in catalog)
