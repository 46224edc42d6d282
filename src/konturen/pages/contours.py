"""Contours: what may come. Plans and what became of them, possibilities, counterparts without contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

import numpy as np

from konturen.acts import OPEN, PLANNED, POSSIBLE, UNDATED, Acts, Flags, day_number, day_of
from konturen.analysis.counting import Days, pair_numbers
from konturen.analysis.fates import CONTRADICTED, KEPT, OVERDUE, Fates, fates
from konturen.analysis.matrix import last_day
from konturen.analysis.plans import Plan, Record, records, rows
from konturen.codebook import built_in
from konturen.desk import gapping
from konturen.desk.analysing import Material, days
from konturen.ledger.reader import Reader
from konturen.pages.choosing import on_track
from konturen.pages.lines import Line
from konturen.pages.reasons import said
from konturen.pages.sentences import lines_of, ordered
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

SHOWN, GAPS = 60, 30
"""Plans and gaps that are shown; all are counted."""
SOON = 92
"""Days that count as soon."""
Time = Literal["overdue", "soon", "year", "later", "undated", "kept", "contradicted"]
TIMES: tuple[Time, ...] = ("overdue", "soon", "year", "later", "undated", "kept", "contradicted")
"""When a plan is due, in the order of the page; at the end those of which is known what became of them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A plan with its sentences, and the one that tells what became of it."""

    plan: Plan
    source: str
    target: str | None
    lines: tuple[Line, ...]
    by: Line | None


@dataclass(frozen=True, slots=True)
class Group:
    """The plans of one time: those shown, and how many there are."""

    time: Time
    plans: tuple[Expected, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Two counterparts without contact, what speaks for one, and what was said against it."""

    a: tuple[str, str]
    b: tuple[str, str]
    score: float
    absence: str
    reasons: tuple[str, ...]
    denied: tuple[Line, ...]
    foreseen: int


@dataclass(frozen=True, slots=True)
class ContoursPage:
    """What may come, as known at a day. `a` and `b` are as asked for; `gaps` only between two of them."""

    template: ClassVar[str] = "contours.html"
    a: str
    b: str
    track: str
    at: date | None
    groups: tuple[Group, ...]
    possible: tuple[Line, ...]
    possible_all: int
    gaps: tuple[Missing, ...]
    gaps_all: int
    records: tuple[Record, ...]
    plans: int

    def table(self) -> Table[Row]:
        """The plans that are shown, one a row."""
        return Table(Row, (_row(group.time, one) for group in self.groups for one in group.plans))


@dataclass(frozen=True, slots=True)
class Row:
    """A plan as a row of a table."""

    time: str
    source: str
    relation: str
    target: str | None
    begins: date | None
    due: date | None
    outcome: str
    told: date | None
    by_day: date | None
    sources: int
    statements: int
    sentence: str


def contours(ask: Ask) -> ContoursPage:
    """What may come, of everybody, of an actor, or between two."""
    names = ask.one("a"), ask.one("b")
    track = ask.choice("track", ("", *built_in().tracks), "")
    with ask.reader() as reader:
        material = ask.material(reader)
        whole = on_track(material.acts(), track)
        at = ask.date("at")
        day = days("at", at)[1] if at else last_day(whole)
        own, speaks = _own(ask, reader, whole, names)
        found = fates(own, built_in(), day)
        chosen = found.of_actors(speaks) if speaks else np.ones(len(found), bool)
        may = ordered(own.where(own.status == POSSIBLE).compact())
        gaps, count = _gaps(ask, reader, material, names) if all(names) else ((), 0)
        return ContoursPage(
            *names,
            track,
            day_of(day) if day is not None else None,
            _groups(ask, reader, found, chosen, day),
            lines_of(ask, reader, may.ids[:SHOWN]),
            len(may.ids),
            gaps,
            count,
            tuple(one for one in records(found, chosen) if one.due)[:20],
            int(chosen.sum()),
        )


def _own(ask: Ask, reader: Reader, acts: Acts, names: tuple[str, str]) -> tuple[Acts, frozenset[str]]:
    """The statements of which plans are made, and the one actor (with nobody on the other side) they are of."""
    sides = [ask.side(name, reader).ids for name in names if name]
    if len(sides) == 2:
        # Of states also what their parties, persons and bodies plan with each other.
        material = ask.material(reader)
        sides = [frozenset(id for one in side for id in material.country(one).ids) for side in sides]
        held = [acts.standing_for(side) for side in sides]
        forth, back = held[0][acts.source] & held[1][acts.target], held[1][acts.source] & held[0][acts.target]
        return acts.where(forth | back).compact(), frozenset()
    if not sides:
        return acts, frozenset()
    told = acts.of_actors(sides[0]) | acts.standing_for(sides[0])[acts.speaker]
    foreseen = (acts.status == PLANNED) | (acts.status == POSSIBLE)
    # What keeps a plan stands between its own two ends.
    pairs = pair_numbers(acts)
    near = np.isin(pairs, np.unique(pairs[told & foreseen]))
    return acts.where(near | (told & foreseen)).compact(), sides[0]


def _groups(ask: Ask, reader: Reader, found: Fates, chosen: Flags, day: int | None) -> tuple[Group, ...]:
    """The plans by the time when they are due; of those that are shown the sentences."""
    order = found.order()
    order = order[chosen[order]]
    times = _times(found, day)[order]
    own = {time: order[times == number] for number, time in enumerate(TIMES)}
    shown = {
        time: rows(found, (of[-SHOWN:] if time in ("kept", "contradicted") else of[:SHOWN]).tolist())
        for time, of in own.items()
    }
    ids = [
        id
        for plans in shown.values()
        for plan in plans
        for id in (*plan.ids[:2], *([plan.by] if plan.by else ()))
    ]
    lines = {line.id: line for line in lines_of(ask, reader, list(dict.fromkeys(ids)))}

    def expected(plan: Plan) -> Expected:
        target = ask.called(plan.target, plan.target_name) if plan.target else None
        told = tuple(lines[id] for id in plan.ids[:2] if id in lines)
        by = lines.get(plan.by) if plan.by else None
        return Expected(plan, ask.called(plan.source, plan.source_name), target, told, by)

    return tuple(Group(time, tuple(map(expected, shown[time])), len(of)) for time, of in own.items() if len(of))


def _times(found: Fates, day: int | None) -> Days:
    """When each plan is due, seen from a day, as numbers of `TIMES`."""
    today = day_of(day) if day is not None else None
    year = day_number(date(today.year, 12, 31)) if today else OPEN
    dated = (found.last != UNDATED) & (found.last != OPEN)
    known: list[tuple[Flags, Time]] = [
        (found.outcome == KEPT, "kept"),
        (found.outcome == CONTRADICTED, "contradicted"),
        (found.outcome == OVERDUE, "overdue"),
        (~dated | (day is None), "undated"),
        (found.last - (day or 0) <= SOON, "soon"),
        (found.last <= year, "year"),
    ]
    numbers = [np.int64(TIMES.index(time)) for _, time in known]
    return np.select([flags for flags, _ in known], numbers, TIMES.index("later")).astype(np.int64)


def _gaps(
    ask: Ask, reader: Reader, material: Material, names: tuple[str, str]
) -> tuple[tuple[Missing, ...], int]:
    """Counterparts of two sides without contact, those first for which most speaks."""
    wanted = gapping.Wanted(at=ask.date("at") or None)
    found = gapping.gaps(*names, material, wanted).table
    lines = {
        line.id: line for line in lines_of(ask, reader, [id for gap in found[:GAPS] for id in gap.denied[:1]])
    }
    listed = tuple(
        Missing(
            (gap.a, ask.called(gap.a, gap.a_name)),
            (gap.b, ask.called(gap.b, gap.b_name)),
            gap.score,
            gap.absence,
            tuple(said(ask, reason) for reason in gap.reasons),
            tuple(lines[id] for id in gap.denied[:1] if id in lines),
            gap.foreseen,
        )
        for gap in found[:GAPS]
    )
    return listed, len(found)


def _row(time: str, one: Expected) -> Row:
    plan = one.plan
    sentence = "".join(piece.text for line in one.lines[:1] for piece in line.pieces)
    known = (plan.begins, plan.due, plan.outcome, plan.told, plan.by_day, plan.sources, plan.statements)
    return Row(time, one.source, plan.relation, one.target, *known, sentence)


PLACES = (Place("/contours", contours, kept=True),)
