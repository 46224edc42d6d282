"""Gaps: counterparts of the same kind on two sides between whom no contact is told, and why that is noteworthy.

What is expressly absent (a text denies the contact) and what no text mentions are two things and stay so. A gap
is ranked by reasons in words, each with a fixed weight (`WEIGHTS`); nothing is learned and nothing hidden. A
statement tells a contact where its relation is one of the codebook's contacts or agreements and it happened or
goes on; undated ones count, too, because a contact without a date is no gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, NOBODY, PLANNED, POSSIBLE, UNDATED, Acts, Flags
from konturen.analysis.counting import acting
from konturen.codebook import Codebook
from konturen.errors import QueryError
from konturen.tables import Table

Absence = Literal["denied", "denied for all", "unmentioned"]
Kind = Literal["denied", "name", "family", "partners", "others", "states", "foreseen"]

WEIGHTS: Mapping[Kind, float] = {
    "name": 4.0,
    "family": 3.0,
    "denied": 2.0,
    "others": 2.0,
    "partners": 1.5,
    "states": 1.0,
    "foreseen": 1.0,
}
"""What each reason adds to the score of a gap.

name: both bear one name. family: the catalog tells a common family, membership or predecessor. denied: a
text says that there is no contact. others: times the mean share of the other actors of each side that do have
contact with the one (1 where all have). partners: times 1 - 0.5 ** count of third actors in contact with both.
states: their states are in contact. foreseen: a text plans the contact or calls it possible.
"""
SHOWN = 5
"""Most ids of statements, and most names of partners, that a gap carries; all are counted."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An actor of one side. `kind` decides whom it is compared with (party, parliament, youth, ...).

    `names` are names made comparable, as a key and as they are shown; `families` are words for what it belongs
    to; `state` is the id of its state; `groups` are ids of actors that stand for it among others ("the Kazakh
    parties").
    """

    id: str
    name: str
    kind: str
    names: Mapping[str, str]
    families: frozenset[str] = frozenset()
    state: str | None = None
    groups: frozenset[str] = frozenset()


class Reason(str):
    """A reason in English words; `kind`, a key of `WEIGHTS`, and `values` say it to other languages: two names;
    families; the number of sources; of each side how many of how many others, and the id of whom they know; how
    many partners, and the ids of the first ones; nothing for `states` and `foreseen`."""

    kind: str
    values: tuple[str | int, ...]

    def __new__(cls, words: str, kind: str = "", values: tuple[str | int, ...] = ()) -> Reason:
        """Words with what they say."""
        made = super().__new__(cls, words)
        made.kind, made.values = kind, values
        return made


@dataclass(frozen=True, slots=True)
class Gap:
    """Two counterparts without contact; the higher `score`, the more speaks for one.

    `absence`: a text denies contact between the two; or with all of the group to which one belongs; or nothing
    is said of contact. `reasons` are in words (`Reason`), `weights` what each adds to `score`. `denied` are ids
    of the denying statements (at most `SHOWN`; `denials` counts all, `sources` their independent sources).
    `others` counts further acts between the two that are no contact, `foreseen` statements that plan one or
    call it possible, with some of their ids.
    """

    a: str
    a_name: str
    b: str
    b_name: str
    kind: str
    absence: Absence
    score: float
    reasons: tuple[Reason, ...]
    weights: tuple[float, ...]
    denied: tuple[str, ...]
    denials: int
    sources: int
    others: int
    foreseen: int
    foreseen_ids: tuple[str, ...]


def gaps(
    acts: Acts, codebook: Codebook, a: Sequence[Counterpart], b: Sequence[Counterpart], at: int | None = None
) -> Table[Gap]:
    """The gaps between two sides as known at a day (a number of `konturen.acts`; None: all that is known).

    The highest score first, then by ids. QueryError where an actor stands on both sides.
    """
    check(a, b)
    seen = Seen(known(concerning(acts, codebook, a, b), at), codebook, a, b)
    alike = np.array([one.kind for one in a], object)[:, None] == np.array([one.kind for one in b], object)
    found = np.argwhere(alike & ~seen.contact) if alike.size else np.empty((0, 2), np.intp)
    rated = _Rated(seen)
    rows = [rated.gap(i, j) for i, j in found.tolist()]
    rows.sort(key=lambda row: (-row.score, row.a, row.b))
    return Table(Gap, rows)


def check(a: Sequence[Counterpart], b: Sequence[Counterpart]) -> None:
    """QueryError where an actor stands on both sides."""
    both = {one.id for one in a} & {one.id for one in b}
    if both:
        raise QueryError(
            f"{min(both)!r} stands on both sides.",
            hint="Name an actor on one side only, and two different sides.",
        )


def known(acts: Acts, at: int | None) -> Acts:
    """What is known at a day: acts until then or without a date, other statements of texts until then."""
    if at is None or not len(acts):
        return acts
    published = acts.published
    told = (published == UNDATED) | (published <= at)
    return acts.where(np.where(acting(acts), (acts.day == UNDATED) | (acts.day <= at), told))


def concerning(acts: Acts, codebook: Codebook, a: Sequence[Counterpart], b: Sequence[Counterpart]) -> Acts:
    """The statements between actors of the sides, their states and groups that hold them, and the contacts of
    these with anybody: all that gaps and cells are made of."""
    wanted = {id for one in (*a, *b) for id in (one.id, one.state, *one.groups)}
    ours = np.array([actor.id in wanted for actor in acts.actors] + [False])
    one, other = ours[acts.source], ours[acts.target]
    return acts.where((one & other) | ((one | other) & _meeting(acts, codebook) & acting(acts)))


def _meeting(acts: Acts, codebook: Codebook) -> Flags:
    """Which statements speak of a contact or an agreement, whether there was one or not."""
    names = codebook.scale.contact | codebook.scale.agreements
    table = np.array([name in names for name in acts.relations] or [False])
    found: Flags = table[acts.relation]
    return found


class Seen:
    """Whom of two sides statements join, and how: matrices of the pairs, and lists of the rows behind them."""

    def __init__(
        self, acts: Acts, codebook: Codebook, a: Sequence[Counterpart], b: Sequence[Counterpart]
    ) -> None:
        self.acts, self.a, self.b = acts, tuple(a), tuple(b)
        ends = acts.target != NOBODY
        self.meeting: Flags = _meeting(acts, codebook) & ends
        self.acting: Flags = acting(acts) & ends
        self._rows, self._columns = _places(acts, self.a), _places(acts, self.b)
        cells = self.cells(self.meeting & self.acting)
        self.contact: Flags = self._counted(cells) > 0
        self.denied = self.listed(self.meeting & (acts.status == DENIED))
        self.foreseen = self.listed(self.meeting & ((acts.status == PLANNED) | (acts.status == POSSIBLE)))
        self.others = self._counted(self.cells(self.acting & ~self.meeting))
        self.denied_for_all = self._for_all(self.meeting & (acts.status == DENIED))

    def cells(self, rows: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of chosen statements that join the sides: their places, and the numbers of their pairs."""
        at = np.flatnonzero(rows)
        source, target = self.acts.source[at], self.acts.target[at]
        forth = (self._rows[source] >= 0) & (self._columns[target] >= 0)
        back = (self._rows[target] >= 0) & (self._columns[source] >= 0) & ~forth
        row = np.where(forth, self._rows[source], self._rows[target])
        column = np.where(forth, self._columns[target], self._columns[source])
        joined = forth | back
        return at[joined], (row * max(len(self.b), 1) + column)[joined]

    def _counted(self, cells: tuple[NDArray[np.intp], NDArray[np.intp]]) -> NDArray[np.intp]:
        size = len(self.a) * len(self.b)
        found: NDArray[np.intp] = np.bincount(cells[1], minlength=size).reshape(len(self.a), len(self.b))
        return found

    def listed(self, rows: Flags) -> dict[tuple[int, int], list[int]]:
        """The places of chosen statements by their pair."""
        found: dict[tuple[int, int], list[int]] = {}
        for at, cell in zip(*(part.tolist() for part in self.cells(rows)), strict=True):
            found.setdefault(divmod(cell, len(self.b)), []).append(at)
        return found

    def _for_all(self, rows: Flags) -> dict[tuple[int, int], list[int]]:
        """The places of chosen statements of one actor and the group to which the other belongs, by pair."""
        found: dict[tuple[int, int], list[int]] = {}
        for turned, side, other in ((False, self.a, self.b), (True, self.b, self.a)):
            said = self._of_groups(rows, side, other)
            for (one, group), places in said.items():
                for j, counterpart in enumerate(other):
                    if group in counterpart.groups:
                        found.setdefault((j, one) if turned else (one, j), []).extend(places)
        return found

    def _of_groups(
        self, rows: Flags, side: Sequence[Counterpart], other: Sequence[Counterpart]
    ) -> dict[tuple[int, str], list[int]]:
        groups = frozenset().union(*(one.groups for one in other)) if other else frozenset()
        numbers = {n: actor.id for n, actor in enumerate(self.acts.actors) if actor.id in groups}
        places = _places(self.acts, side)
        found: dict[tuple[int, str], list[int]] = {}
        if not numbers:
            return found
        for at in np.flatnonzero(rows).tolist():
            source, target = int(self.acts.source[at]), int(self.acts.target[at])
            for one, group in ((source, target), (target, source)):
                if group in numbers and places[one] >= 0:
                    found.setdefault((int(places[one]), numbers[group]), []).append(at)
        return found

    def in_contact(self) -> tuple[Flags, Flags, tuple[int, ...]]:
        """Which actors of each side are in contact with which third actors; the numbers of these."""
        at = self.meeting & self.acting
        source, target = self.acts.source[at], self.acts.target[at]
        ends = np.concatenate([source, target]), np.concatenate([target, source])
        sides = []
        for places in (self._rows, self._columns):
            own = places[ends[0]] >= 0
            keys = places[ends[0]][own].astype(np.int64) * len(self.acts.actors) + ends[1][own]
            sides.append(np.divmod(np.unique(keys), max(len(self.acts.actors), 1)))
        thirds = np.intersect1d(sides[0][1], sides[1][1])
        of_sides = {number for number, actor in enumerate(self.acts.actors) if self._groups_of(actor.id)}
        thirds = thirds[~np.isin(thirds, list(of_sides))] if of_sides else thirds
        tables = []
        for (row, third), size in zip(sides, (len(self.a), len(self.b)), strict=True):
            shared = np.isin(third, thirds)
            table = np.zeros((size, len(thirds)), bool)
            table[row[shared], np.searchsorted(thirds, third[shared])] = True
            tables.append(table)
        return tables[0], tables[1], tuple(thirds.tolist())

    def _groups_of(self, actor: str) -> bool:
        """Whether an actor stands for a whole side: it is no partner."""
        return any(actor in one.groups for one in (*self.a[:1], *self.b[:1]))

    def ids(self, places: Sequence[int]) -> tuple[str, ...]:
        """The ids of statements, sorted: their order does not matter."""
        if not places:
            return ()
        return tuple(sorted(self.acts.ids[at].decode() for at in places))

    def sources(self, places: Sequence[int]) -> int:
        """How many independent sources tell these statements."""
        return len({self.acts.origins[int(self.acts.document[at])].source for at in places})


def _places(acts: Acts, side: Sequence[Counterpart]) -> NDArray[np.int64]:
    """For each number of an actor its place on a side, else -1; the last is for nobody."""
    order = {one.id: place for place, one in enumerate(side)}
    return np.array([order.get(actor.id, -1) for actor in acts.actors] + [-1], np.int64)


class _Rated:
    """The reasons of each pair."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        mine, theirs, self._thirds = seen.in_contact()
        names = [seen.acts.actors[number].name for number in self._thirds]
        order = sorted(range(len(names)), key=lambda at: (names[at], at))
        # Partners by name, so that the first ones that both have are those to show.
        self._names = [names[at] for at in order]
        self._ids = [seen.acts.actors[self._thirds[at]].id for at in order]
        self._mine = [np.flatnonzero(row).tolist() for row in mine[:, order]]
        self._theirs = [set(np.flatnonzero(row).tolist()) for row in theirs[:, order]]
        self._partners = (mine.astype(np.float32) @ theirs.astype(np.float32).T).astype(int).tolist()
        self._others = seen.others.tolist()
        self._states = self._state_contacts()
        kinds_a = [one.kind for one in seen.a]
        kinds_b = [one.kind for one in seen.b]
        self._peers_a = {kind: kinds_a.count(kind) - 1 for kind in kinds_a}
        self._peers_b = {kind: kinds_b.count(kind) - 1 for kind in kinds_b}
        alike = np.array(kinds_a, object)[:, None] == np.array(kinds_b, object)
        # Who has contact with an actor: of its own kind on the other side.
        met = seen.contact & alike if alike.size else np.zeros((len(kinds_a), len(kinds_b)), bool)
        self._with_b: list[int] = met.sum(0).tolist()
        self._with_a: list[int] = met.sum(1).tolist()

    def gap(self, i: int, j: int) -> Gap:
        """The row of a pair."""
        seen, pair = self._seen, (i, j)
        one, other = seen.a[i], seen.b[j]
        denied, for_all = seen.denied.get(pair, []), seen.denied_for_all.get(pair, [])
        absence: Absence = "denied" if denied else "denied for all" if for_all else "unmentioned"
        told = denied or for_all
        foreseen = seen.foreseen.get(pair, [])
        sources = seen.sources(told) if told else 0
        reasons = self._reasons(i, j, sources, len(foreseen))
        return Gap(
            a=one.id,
            a_name=one.name,
            b=other.id,
            b_name=other.name,
            kind=one.kind,
            absence=absence,
            score=round(sum(weight for _, weight in reasons), 3),
            reasons=tuple(reason for reason, _ in reasons),
            weights=tuple(weight for _, weight in reasons),
            denied=seen.ids(told)[:SHOWN],
            denials=len(told),
            sources=sources,
            others=self._others[i][j],
            foreseen=len(foreseen),
            foreseen_ids=seen.ids(foreseen)[:SHOWN],
        )

    def _reasons(self, i: int, j: int, sources: int, foreseen: int) -> list[tuple[Reason, float]]:
        one, other = self._seen.a[i], self._seen.b[j]
        found: list[tuple[Reason, float]] = []

        def say(kind: Kind, words: str, *values: str | int, weight: float | None = None) -> None:
            found.append((Reason(words, kind, values), WEIGHTS[kind] if weight is None else weight))

        shared = one.names.keys() & other.names.keys()
        if shared:
            names = one.names[min(shared)], other.names[min(shared)]
            say("name", f"same name: {' and '.join(names)}", *names)
        kin = sorted(one.families & other.families)
        if kin:
            say("family", f"same family: {', '.join(kin)}", *kin)
        if sources:
            by = "1 source says" if sources == 1 else f"{sources} independent sources say"
            say("denied", f"{by} that there is none", sources)
        words, values, share = self._of_others(i, j)
        if words:
            say("others", words, *values, weight=round(WEIGHTS["others"] * share, 3))
        count = self._partners[i][j]
        if count:
            weight = round(WEIGHTS["partners"] * (1 - 0.5**count), 3)
            words, ids = self._common(i, j, count)
            say("partners", words, count, *ids, weight=weight)
        if one.state and other.state and frozenset({one.state, other.state}) in self._states:
            say("states", "their states are in contact")
        if foreseen:
            say("foreseen", "a text plans it or calls it possible")
        return found

    def _of_others(self, i: int, j: int) -> tuple[str, list[str | int], float]:
        """How many of the others of each side do have contact with the one across: words, values, the share."""
        one, other = self._seen.a[i], self._seen.b[j]
        words, total = [], 0.0
        values: list[str | int] = []
        for count, peers, who in (
            (self._with_b[j], self._peers_a[one.kind], other),
            (self._with_a[i], self._peers_b[one.kind], one),
        ):
            if count and peers:
                number = "all" if count == peers and peers > 1 else f"{count} of {peers}"
                words.append(f"{number} others across have contact with {who.name}")
                values += [count, peers, who.id]
                total += count / peers / 2
        return "; ".join(words), values, total

    def _common(self, i: int, j: int, count: int) -> tuple[str, list[str]]:
        """The first of the partners that both have, in words and by their ids."""
        theirs = self._theirs[j]
        places = list(islice((at for at in self._mine[i] if at in theirs), SHOWN))
        more = f" and {count - len(places)} more" if count > len(places) else ""
        word = "common partner" if count == 1 else "common partners"
        words = f"{word}: {', '.join(self._names[at] for at in places)}{more}"
        return words, [self._ids[at] for at in places]

    def _state_contacts(self) -> frozenset[frozenset[str]]:
        """Pairs of states of the sides that are in contact."""
        seen = self._seen
        states = {one.state for one in (*seen.a, *seen.b) if one.state}
        is_state = np.array([actor.id in states for actor in seen.acts.actors] + [False])
        at = np.flatnonzero(
            seen.meeting & seen.acting & is_state[seen.acts.source] & is_state[seen.acts.target]
        )
        ends = np.unique(np.column_stack([seen.acts.source[at], seen.acts.target[at]]), axis=0).tolist()
        actors = seen.acts.actors
        return frozenset(frozenset({actors[x].id, actors[y].id}) for x, y in ends if x != y)
