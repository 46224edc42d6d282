"""Plans and what became of them: kept, contradicted, overdue or open at a day.

The rule, in full. A plan is a planned statement; the same pair, relation and time told by several texts is one
plan, an undated one is one for each independent source. An act keeps it that happened or goes on, between the
same two actors (from the one to the other, either way where the plan or the act is mutual), with the same
relation or, weaker, one of the same class of the codebook, and that begins within the plan's time or `GRACE`
days after it, later than the plan was told. The time of an undated plan is `WINDOW` days from its telling. A
denied statement of the same kind that speaks of a time after the plan was told contradicts it, unless it was
kept. Else a plan is overdue when its last day has passed, and open before, or where it names none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, NOBODY, OPEN, PLANNED, UNDATED, Acts, Flags, day_of
from konturen.analysis.counting import acting
from konturen.analysis.gaps import known
from konturen.codebook import Codebook
from konturen.tables import Table

Outcome = Literal["kept", "contradicted", "overdue", "open"]
OUTCOMES: tuple[Outcome, ...] = ("kept", "contradicted", "overdue", "open")
Match = Literal["relation", "class"]
MATCHES: tuple[Match, ...] = ("relation", "class")
GRACE = 30
"""Days after the end of a plan's time in which an act still keeps it."""
WINDOW = 730
"""Days from its telling in which an act keeps an undated plan: two years."""
SHOWN = 5
"""Most ids of the statements of a plan; all are counted."""

Days = NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max // 4
_DAYS = 1 << 33
"""More than there are days in the columns: parts the groups of a sorted index."""


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
    role: Literal["speaker", "party"]
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
    own = known(acts, at)
    found = _Plans(own)
    if not len(found):
        return Table(Plan, [])
    rows = _Judge(own, codebook).rows(found, at)
    rows.sort(key=lambda p: (p.due or date.max, p.source, p.target or "", p.relation, p.ids))
    return Table(Plan, rows)


def records(found: Table[Plan]) -> Table[Record]:
    """How many of their plans actors and speakers kept: those with most that were due first."""
    counts: dict[tuple[str, str], list[int]] = {}
    names: dict[str, str] = {}
    for plan in found:
        names[plan.source] = plan.source_name
        if plan.target is not None:
            names[plan.target] = plan.target_name or plan.target
        names.update(zip(plan.speakers, plan.speaker_names, strict=True))
        parties = [plan.source] + ([plan.target] if plan.mutual and plan.target else [])
        for actor, role in [*((p, "party") for p in parties), *((s, "speaker") for s in plan.speakers)]:
            counts.setdefault((actor, role), [0] * len(OUTCOMES))[OUTCOMES.index(plan.outcome)] += 1
    rows = []
    for (actor, role), (kept, contradicted, overdue, left) in counts.items():
        due = kept + contradicted + overdue
        rows.append(
            Record(
                actor=actor,
                name=names.get(actor, actor),
                role=cast("Literal['speaker', 'party']", role),
                plans=due + left,
                due=due,
                kept=kept,
                contradicted=contradicted,
                overdue=overdue,
                open=left,
                share=kept / due if due else None,
            )
        )
    rows.sort(key=lambda r: (-r.due, -r.plans, r.role, r.actor))
    return Table(Record, rows)


class _Plans:
    """Planned statements grouped to plans: columns with one value a plan, and the rows behind each."""

    def __init__(self, acts: Acts) -> None:
        rows = np.flatnonzero(acts.status == PLANNED)
        source, target = acts.source[rows].astype(np.int64), acts.target[rows].astype(np.int64)
        mutual = acts.mutual[rows] & (target != NOBODY)
        # What is mutual has no direction: the smaller id stands first, however the actors are numbered.
        rank = np.empty(len(acts.actors) + 1, np.int64)
        rank[sorted(range(len(acts.actors)), key=lambda n: acts.actors[n].id)] = np.arange(len(acts.actors))
        turned = mutual & (rank[target] < rank[source])
        source, target = np.where(turned, target, source), np.where(turned, source, target)
        first, last = acts.first[rows].astype(np.int64), acts.last[rows].astype(np.int64)
        voice = np.where((first == UNDATED) & (last == UNDATED), acts.origin[rows], -1)
        keys = np.column_stack([source, target, mutual, acts.relation[rows], first, last, voice])
        unique, number = np.unique(keys, axis=0, return_inverse=True)
        self.source, self.target, mutuals, self.relation, self.first, self.last, _ = unique.T
        self.mutual: Flags = mutuals.astype(bool)
        order = np.argsort(number.ravel(), kind="stable")
        ends = np.cumsum(np.bincount(number.ravel(), minlength=len(unique)))[:-1]
        self.rows = np.split(rows[order], ends) if len(rows) else []
        published = np.where(acts.published[rows] == UNDATED, _NEVER, acts.published[rows].astype(np.int64))
        told = np.full(len(unique), _NEVER)
        np.minimum.at(told, number.ravel(), published)
        self.told: Days = np.where(told == _NEVER, UNDATED, told)

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class _Hits:
    """For each plan the place of the first statement that fits, -1 where none does."""

    place: NDArray[np.intp]
    day: Days


class _Index:
    """Statements by their ends, kind and day: the first of a kind from a day on is found in log n."""

    def __init__(self, acts: Acts, chosen: Flags, day: Days, kind: Days) -> None:
        self._actors, self._kinds = len(acts.actors) + 1, int(kind.max(initial=0)) + 1
        rows = np.flatnonzero(chosen & (day != UNDATED))
        back = rows[acts.mutual[rows] & (acts.target[rows] != NOBODY)]
        places = np.concatenate([rows, back])
        source = np.concatenate([acts.source[rows], acts.target[back]]).astype(np.int64)
        target = np.concatenate([acts.target[rows], acts.source[back]]).astype(np.int64)
        group = self._group(source, target, kind[places])
        # Of several on one day the one with the smallest id: the order of statements does not matter.
        order = np.lexsort((acts.ids[places], day[places], group))
        self._groups, number = np.unique(group[order], return_inverse=True)
        self._keys = number.astype(np.int64) * _DAYS + (day[places][order] - UNDATED)
        self._places, self._days = places[order], day[places][order]

    def _group(self, source: Days, target: Days, kind: Days) -> Days:
        return (source * self._actors + target + 1) * self._kinds + kind

    def first(self, ends: tuple[Days, Days], kind: Days, begin: Days, end: Days) -> _Hits:
        """The first statement from the one to the other of a kind within a time, for each plan."""
        nothing = _Hits(np.full(len(kind), -1), np.full(len(kind), _NEVER))
        if not len(self._keys):
            return nothing
        group = self._group(*ends, kind)
        number = np.minimum(np.searchsorted(self._groups, group), len(self._groups) - 1)
        wanted = number.astype(np.int64) * _DAYS + np.clip(begin - UNDATED, 0, _DAYS - 1)
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        fits = (self._groups[number] == group) & (self._keys[place] >= wanted)
        fits &= (self._keys[place] // _DAYS == number) & (self._days[place] <= end)
        return _Hits(np.where(fits, self._places[place], -1), np.where(fits, self._days[place], _NEVER))


class _Judge:
    """What became of plans, by the acts and denials of a ledger."""

    def __init__(self, acts: Acts, codebook: Codebook) -> None:
        self._acts = acts
        classes = sorted({relation.kind for relation in codebook.relations.values()})
        known_class = [
            classes.index(codebook.relations[name].kind)
            if name in codebook.relations
            else len(classes) + number
            for number, name in enumerate(acts.relations)
        ]
        self._class: Days = np.array(known_class, np.int64)
        self._relation: Days = np.arange(len(acts.relations), dtype=np.int64)
        # `Acts` computes these columns anew at each look.
        self._origin = acts.origin
        day = acts.day.astype(np.int64)
        last, first = acts.last.astype(np.int64), acts.first.astype(np.int64)
        published = acts.published.astype(np.int64)
        # Of what time a denial speaks: up to its last day; where it names none up to its publication.
        upto = np.where((last == UNDATED) | (last == OPEN), np.maximum(published, first), last)
        self._upto: Days = upto
        self._indices = {
            match: (
                _Index(acts, acting(acts), day, kind[acts.relation]),
                _Index(acts, acts.status == DENIED, upto, kind[acts.relation]),
            )
            for match, kind in (("relation", self._relation), ("class", self._class))
        }

    def rows(self, found: _Plans, at: int | None) -> list[Plan]:
        """A row for each plan."""
        undated = (found.first == UNDATED) & (found.last == UNDATED)
        told_known = found.told != UNDATED
        after = np.where(told_known, found.told + 1, UNDATED)
        first = np.where(found.first == UNDATED, after, found.first)
        last = np.where((found.last == UNDATED) | (found.last == OPEN), _NEVER, found.last)
        within = told_known & (found.told >= first) & (found.told <= last)
        begin = np.where(undated | within, after, first)
        end = np.where(undated, found.told + WINDOW, np.where(last == _NEVER, _NEVER, last + GRACE))
        # Neither told nor dated: nothing can be said to be later.
        silent = undated & ~told_known
        end = np.where(silent, UNDATED, end)
        kept = self._hits(found, 0, begin, end)
        since = np.where(told_known, after, first)
        denied = self._hits(found, 1, since, np.where(silent, UNDATED, _NEVER))
        due = np.where(undated, _NEVER, last)
        passed = (due != _NEVER) & (due < at) if at is not None else np.zeros(len(due), bool)
        return [self._row(found, n, kept, denied, bool(passed[n])) for n in range(len(found))]

    def _hits(self, found: _Plans, which: int, begin: Days, end: Days) -> dict[Match, _Hits]:
        hits: dict[Match, _Hits] = {}
        for match, kind in (("relation", self._relation), ("class", self._class)):
            index = self._indices[match][which]
            forth = index.first((found.source, found.target), kind[found.relation], begin, end)
            back = index.first((found.target, found.source), kind[found.relation], begin, end)
            earlier = found.mutual & (back.day < forth.day)
            hits[cast("Match", match)] = _Hits(
                np.where(earlier, back.place, forth.place), np.where(earlier, back.day, forth.day)
            )
        return hits

    def _row(
        self, found: _Plans, n: int, kept: dict[Match, _Hits], denied: dict[Match, _Hits], passed: bool
    ) -> Plan:
        acts, rows = self._acts, found.rows[n]
        outcome: Outcome = "overdue" if passed else "open"
        match: Match | None = None
        place, by_day = -1, None
        for name, hits in (("kept", kept), ("contradicted", denied)):
            match = next((m for m in MATCHES if hits[m].place[n] >= 0), None)
            if match:
                outcome = cast("Outcome", name)
                place, by_day = (int(part[n]) for part in (hits[match].place, hits[match].day))
                break
        source, target = acts.actors[int(found.source[n])], self._end(int(found.target[n]))
        ids = tuple(sorted(one.decode() for one in acts.ids[rows]))
        speakers = sorted(
            {(acts.actors[int(s)].id, acts.actors[int(s)].name) for s in acts.speaker[rows] if s != NOBODY}
        )
        return Plan(
            source=source.id,
            source_name=source.name,
            target=target[0],
            target_name=target[1],
            relation=acts.relations[int(found.relation[n])],
            mutual=bool(found.mutual[n]),
            begins=day_of(int(found.first[n])),
            due=day_of(int(found.last[n])),
            told=day_of(int(found.told[n])),
            outcome=outcome,
            match=match,
            by=acts.ids[place].decode() if place >= 0 else None,
            by_relation=acts.relations[int(acts.relation[place])] if place >= 0 else None,
            by_day=day_of(by_day) if by_day is not None else None,
            speakers=tuple(id for id, _ in speakers),
            speaker_names=tuple(name for _, name in speakers),
            statements=len(rows),
            sources=len(set(self._origin[rows].tolist())),
            ids=ids[:SHOWN],
        )

    def _end(self, number: int) -> tuple[str | None, str | None]:
        if number == NOBODY:
            return None, None
        return self._acts.actors[number].id, self._acts.actors[number].name
