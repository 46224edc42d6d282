"""Plans and what became of them: kept, contradicted, overdue or open at a day, by the rule of `fates`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from konturen.acts import NOBODY, Acts, Flags, day_of
from konturen.analysis.counting import Days
from konturen.analysis.fates import MATCHES, OUTCOMES, Fates, Match, Outcome, fates
from konturen.codebook import Codebook
from konturen.tables import Table

SHOWN = 5
"""Most ids of the statements of a plan; all are counted."""
Role = Literal["speaker", "party"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of `source` with `target` (None: it names one end only), and what became of it.

    `begins` and `due` are its first and last day, None where it names none; `told` is the first publication.
    `speakers` are those who announced it, none where only authors say so. `match` says whether the act or
    denial has the plan's own relation or one of its class; `by` is the id of that statement, `by_day` its day.
    `ids` are the plan's statements (at most `SHOWN`; `statements` counts all, `sources` independent ones).
    """

    source: str
    source_name: str
    target: str | None
    target_name: str | None
    relation: str
    mutual: bool
    begins: date | None
    due: date | None
    told: date | None
    outcome: Outcome
    match: Match | None
    by: str | None
    by_relation: str | None
    by_day: date | None
    speakers: tuple[str, ...]
    speaker_names: tuple[str, ...]
    statements: int
    sources: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The record of an actor, as one who announced plans (`speaker`) or as one whose plans they are (`party`).

    `due` counts those of which something can be said: kept, contradicted and overdue; `share` is the part of
    these that was kept, None where none was due.
    """

    actor: str
    name: str
    role: Role
    plans: int
    due: int
    kept: int
    contradicted: int
    overdue: int
    open: int
    share: float | None


def plans(acts: Acts, codebook: Codebook, at: int | None) -> Table[Plan]:
    """The plans that were told by a day (a number of `konturen.acts`) and what was known of them then.

    By their last day, those without one at the end. Without a day nothing is overdue.
    """
    found = fates(acts, codebook, at)
    return rows(found, found.order().tolist())


def rows(found: Fates, numbers: Iterable[int]) -> Table[Plan]:
    """The plans of these numbers, in this order."""
    return Table(Plan, [_row(found, number) for number in numbers])


def _row(found: Fates, n: int) -> Plan:
    acts = found.acts
    own = found.rows[found.begins[n] : found.begins[n + 1]]
    source, target, by = acts.actors[found.source[n]], int(found.target[n]), int(found.by[n])
    other = acts.actors[target] if target != NOBODY else None
    speakers = sorted(
        {(acts.actors[s].id, acts.actors[s].name) for s in acts.speaker[own].tolist() if s != NOBODY}
    )
    return Plan(
        source=source.id,
        source_name=source.name,
        target=other.id if other else None,
        target_name=other.name if other else None,
        relation=acts.relations[found.relation[n]],
        mutual=bool(found.mutual[n]),
        begins=day_of(int(found.first[n])),
        due=day_of(int(found.last[n])),
        told=day_of(int(found.told[n])),
        outcome=OUTCOMES[found.outcome[n]],
        match=MATCHES[found.match[n]] if by >= 0 else None,
        by=acts.ids[by].decode() if by >= 0 else None,
        by_relation=acts.relations[acts.relation[by]] if by >= 0 else None,
        by_day=day_of(int(found.by_day[n])),
        speakers=tuple(id for id, _ in speakers),
        speaker_names=tuple(name for _, name in speakers),
        statements=len(own),
        sources=len({acts.origins[text].source for text in acts.document[own].tolist()}),
        ids=tuple(id.decode() for id in acts.ids[own[:SHOWN]]),
    )


def records(found: Fates, chosen: Flags | None = None) -> Table[Record]:
    """How many of their plans (of those that are chosen) actors and speakers kept: those with most that were
    due first."""
    wanted = np.ones(len(found), bool) if chosen is None else chosen
    both = np.flatnonzero(wanted & found.mutual)
    plan, speaker = found.speakers()
    spoken = wanted[plan]
    own = np.flatnonzero(wanted)
    listed: list[Record] = []
    parts: tuple[tuple[Role, Days, Days], ...] = (
        ("speaker", plan[spoken], speaker[spoken]),
        ("party", np.concatenate([own, both]), np.concatenate([found.source[own], found.target[both]])),
    )
    for role, numbers, actors in parts:
        size = len(OUTCOMES)
        counts = np.bincount(actors * size + found.outcome[numbers], minlength=len(found.acts.actors) * size)
        counts = counts.reshape(-1, size)
        for number in np.flatnonzero(counts.any(axis=1)).tolist():
            actor = found.acts.actors[number]
            kept, contradicted, overdue, left = counts[number].tolist()
            due = kept + contradicted + overdue
            share = kept / due if due else None
            listed.append(
                Record(actor.id, actor.name, role, due + left, due, kept, contradicted, overdue, left, share)
            )
    listed.sort(key=lambda r: (-r.due, -r.plans, r.role, r.actor))
    return Table(Record, listed)
