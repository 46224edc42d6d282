"""What became of plans, counted as columns: one value a plan, for as many plans as there are.

The rule, in full. A plan is a planned statement; the same pair, relation and time told by several texts is one
plan, an undated one is one for each independent source. An act keeps it that happened or goes on, between the
same two actors (from the one to the other, either way where the plan or the act is mutual), with the same
relation or, weaker, one of the same class of the codebook, and that begins within the plan's time or `GRACE`
days after it, later than the plan was told. The time of an undated plan is `WINDOW` days from its telling. A
denied statement of the same kind that speaks of a time after the plan was told contradicts it, unless it was
kept. Else a plan is overdue when its last day has passed, and open before, or where it names none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, NOBODY, OPEN, PLANNED, UNDATED, Acts, Flags, Ids
from konturen.analysis.counting import Days, acting, pair_numbers
from konturen.analysis.gaps import known
from konturen.codebook import Codebook

Outcome = Literal["kept", "contradicted", "overdue", "open"]
OUTCOMES: tuple[Outcome, ...] = ("kept", "contradicted", "overdue", "open")
KEPT, CONTRADICTED, OVERDUE, LEFT = range(len(OUTCOMES))
"""Numbers of the outcomes, in their order."""
Match = Literal["relation", "class"]
MATCHES: tuple[Match, ...] = ("relation", "class")
GRACE = 30
"""Days after the end of a plan's time in which an act still keeps it."""
WINDOW = 730
"""Days from its telling in which an act keeps an undated plan: two years."""

_NEVER = np.iinfo(np.int64).max // 4
_DAYS = 1 << 33
"""More than there are days in the columns: parts the groups of a sorted index."""


@dataclass(frozen=True, slots=True, eq=False)
class Fates:
    """Plans as columns, in no order that means anything, and what became of each.

    `source`, `target` and `relation` number what `acts` does, `first`, `last` and `told` are days as there.
    `outcome` numbers `OUTCOMES`, `match` numbers `MATCHES` (-1: nothing kept or contradicted it), `by` is the
    row of the act or denial, -1 where there is none, `by_day` its day. `rows` are those of the statements, the
    plans one after the other and each plan's by their ids, `begins` where those of a plan begin (and, at the
    end, where they stop).
    """

    acts: Acts
    source: Days
    target: Days
    mutual: Flags
    relation: Days
    first: Days
    last: Days
    told: Days
    outcome: Days
    match: Days
    by: Days
    by_day: Days
    rows: Days
    begins: Days

    def __len__(self) -> int:
        return len(self.source)

    def of_actors(self, ids: Collection[str]) -> Flags:
        """Which plans are those of actors of these ids, or were announced by them."""
        held = self.acts.standing_for(ids)
        spoke = held[self.acts.speaker[self.rows]]
        announced = np.bincount(self._plan_of_rows[spoke], minlength=len(self)) > 0
        found: Flags = held[self.source] | held[self.target] | announced
        return found

    def by_ids(self, ids: Ids) -> Flags:
        """Which plans were kept or contradicted by statements of these ids."""
        found: Flags = (self.by >= 0) & np.isin(self.acts.ids[self.by], ids)
        return found

    def order(self) -> Days:
        """The numbers of the plans by last day, those without one at the end; then by ends and relation."""
        rank = _ranks([actor.id for actor in self.acts.actors])
        named = _ranks(list(self.acts.relations))
        due = np.where((self.last == UNDATED) | (self.last == OPEN), _NEVER, self.last)
        first = self.acts.ids[self.rows[self.begins[:-1]]]
        target = np.where(self.target == NOBODY, -1, rank[self.target])
        return np.lexsort((first, named[self.relation], target, rank[self.source], due))

    def speakers(self) -> tuple[Days, Days]:
        """Who announced which plan: the numbers of plans and of actors, each two once."""
        spoken = self.acts.speaker[self.rows] != NOBODY
        size = len(self.acts.actors)
        both = np.unique(self._plan_of_rows[spoken] * size + self.acts.speaker[self.rows][spoken])
        return both // max(size, 1), both % max(size, 1)

    @property
    def _plan_of_rows(self) -> Days:
        found: Days = np.repeat(np.arange(len(self)), np.diff(self.begins))
        return found


def fates(acts: Acts, codebook: Codebook, at: int | None) -> Fates:
    """The plans that were told by a day (a number of `konturen.acts`) and what was known of them then.

    Without a day nothing is overdue.
    """
    own = known(acts, at)
    return _Judge(own, codebook).fates(_Plans(own), at)


def _ranks(names: list[str]) -> Days:
    """The place of each name in their order."""
    found = np.empty(len(names) + 1, np.int64)
    found[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return found


class _Plans:
    """Planned statements grouped to plans: columns with one value a plan, and the rows behind each."""

    def __init__(self, acts: Acts) -> None:
        rows = np.flatnonzero(acts.status == PLANNED)
        source, target = acts.source[rows].astype(np.int64), acts.target[rows].astype(np.int64)
        mutual = acts.mutual[rows] & (target != NOBODY)
        # What is mutual has no direction: the smaller id stands first, however the actors are numbered.
        rank = _ranks([actor.id for actor in acts.actors])
        turned = mutual & (rank[target] < rank[source])
        source, target = np.where(turned, target, source), np.where(turned, source, target)
        first, last = acts.first[rows].astype(np.int64), acts.last[rows].astype(np.int64)
        voice = np.where((first == UNDATED) & (last == UNDATED), acts.origin[rows], -1)
        keys = np.column_stack([source, target, mutual, acts.relation[rows], first, last, voice])
        unique, number = np.unique(keys, axis=0, return_inverse=True)
        number = number.ravel()
        self.source, self.target, mutuals, self.relation, self.first, self.last, _ = unique.T
        self.mutual: Flags = mutuals.astype(bool)
        self.rows: Days = rows[np.lexsort((acts.ids[rows], number))]
        self.begins: Days = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=len(unique)))])
        published = np.where(acts.published[rows] == UNDATED, _NEVER, acts.published[rows].astype(np.int64))
        told = np.full(len(unique), _NEVER)
        np.minimum.at(told, number, published)
        self.told: Days = np.where(told == _NEVER, UNDATED, told)


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
        day = acts.day.astype(np.int64)
        last, first = acts.last.astype(np.int64), acts.first.astype(np.int64)
        published = acts.published.astype(np.int64)
        # Of what time a denial speaks: up to its last day; where it names none up to its publication.
        upto = np.where((last == UNDATED) | (last == OPEN), np.maximum(published, first), last)
        # What keeps a plan stands between its own two ends: nothing else has to be sorted.
        pairs = pair_numbers(acts)
        near = np.isin(pairs, pairs[acts.status == PLANNED])
        self._indices = {
            match: (
                _Index(acts, near & acting(acts), day, kind[acts.relation]),
                _Index(acts, near & (acts.status == DENIED), upto, kind[acts.relation]),
            )
            for match, kind in (("relation", self._relation), ("class", self._class))
        }

    def fates(self, found: _Plans, at: int | None) -> Fates:
        """What became of each plan."""
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
        since = np.where(told_known, after, first)
        due = np.where(undated, _NEVER, last)
        passed = (due != _NEVER) & (due < at) if at is not None else np.zeros(len(due), bool)
        outcome = np.where(passed, OVERDUE, LEFT)
        match, by, by_day = np.full(len(due), -1), np.full(len(due), -1), np.full(len(due), UNDATED, np.int64)
        # From the weakest to the strongest: what is found last is what counts.
        for number, which, limits in (
            (CONTRADICTED, 1, (since, np.where(silent, UNDATED, _NEVER))),
            (KEPT, 0, (begin, end)),
        ):
            for name in reversed(MATCHES):
                hits = self._hits(found, which, name, limits)
                hit = hits.place >= 0
                outcome = np.where(hit, number, outcome)
                match = np.where(hit, MATCHES.index(name), match)
                by, by_day = np.where(hit, hits.place, by), np.where(hit, hits.day, by_day)
        ends = (found.source, found.target, found.mutual, found.relation)
        days = (found.first, found.last, found.told)
        return Fates(self._acts, *ends, *days, outcome, match, by, by_day, found.rows, found.begins)

    def _hits(self, found: _Plans, which: int, match: Match, limits: tuple[Days, Days]) -> _Hits:
        """Of each plan the first act (0) or denial (1) that matches it within the limits."""
        index = self._indices[match][which]
        kind = (self._relation if match == "relation" else self._class)[found.relation]
        forth = index.first((found.source, found.target), kind, *limits)
        back = index.first((found.target, found.source), kind, *limits)
        earlier = found.mutual & (back.day < forth.day)
        return _Hits(np.where(earlier, back.place, forth.place), np.where(earlier, back.day, forth.day))
