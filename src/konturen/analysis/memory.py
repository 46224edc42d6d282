"""What a ledger knew on a day of the past, and which pairs were without contact then.

A statement is known from the day on which its text was published, an act not before its own day: a text of May
that tells of a meeting in January says nothing in February. A text whose publication nobody knows is known at
no day of the past, and is left out and counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, NOBODY, PLANNED, POSSIBLE, UNDATED, Acts, Flags, Party
from konturen.analysis.counting import Days, Reals, acting, tones
from konturen.codebook import Codebook

Keys = NDArray[np.int64]
CROWD = 40
"""A text with more actors than that says of no two of them that they stand together."""
WEDGES = 2_000_000
"""Most paths of two contacts that are walked for candidates, those by partners with few contacts first."""
OF_A_TEXT = 8_000_000
"""Most pairs of actors of one text that are held."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Statements with two ends in the order in which they became known: `low` and `high` are their actors as
    numbers, `known` is the day from which each is known, `day` that of the act."""

    low: Keys
    high: Keys
    known: Days
    day: Days
    origin: Keys
    tone: Reals
    contact: Flags
    told: Flags
    foreseen: Flags
    denied: Flags
    ids: NDArray[np.bytes_]

    def until(self, at: int) -> Columns:
        """What is known at a day."""
        end = int(np.searchsorted(self.known, at, "right"))
        return Columns(*(getattr(self, name)[:end] for name in self.__dataclass_fields__))


class Memory:
    """The statements of a ledger by the day on which they became known; actors are numbered in the order of
    their ids, so that neither the order of statements nor later ones change anything.

    `states` gives the state of an actor by ids.
    """

    def __init__(self, acts: Acts, codebook: Codebook, states: Mapping[str, str] | None = None) -> None:
        order = sorted(range(len(acts.actors)), key=lambda number: acts.actors[number].id)
        self.actors: tuple[Party, ...] = tuple(acts.actors[number] for number in order)
        self.count = len(order)
        # The last place stands for nobody: number -1.
        rank = np.full(self.count + 1, NOBODY, np.int64)
        rank[order] = np.arange(self.count)
        source, target = rank[acts.source], rank[acts.target]
        published = acts.published.astype(np.int64)
        dated = published != UNDATED
        self.unpublished = int((~dated).sum())
        known = np.where(acting(acts), np.maximum(acts.day, published), published)
        self.first_known = self._first(source[dated], target[dated], known[dated])
        self.last = int(published[dated].max()) if dated.any() else None
        self.first = int(known[dated].min()) if dated.any() else None
        self.rows = self._columns(acts, codebook, (source, target, known), dated)
        self._texts(acts.document.astype(np.int64), source, target, known, dated)
        self._hash = np.array([_hash(actor.id) for actor in self.actors], np.uint64)
        self._states(states or {})
        types = sorted({actor.type for actor in self.actors})
        self.type = np.array([types.index(actor.type) for actor in self.actors], np.int64)

    def key(self, low: Keys, high: Keys) -> Keys:
        """One number for two actors, the lower number first."""
        return low * max(self.count, 1) + high

    def pair(self, keys: Keys) -> tuple[Keys, Keys]:
        """The two actors of a key."""
        return keys // max(self.count, 1), keys % max(self.count, 1)

    def _first(self, source: Keys, target: Keys, known: Days) -> Days:
        found = np.full(self.count + 1, np.iinfo(np.int64).max)
        np.minimum.at(found, source, known)
        np.minimum.at(found, target, known)
        return found[:-1]

    def _columns(self, acts: Acts, codebook: Codebook, ends: tuple[Keys, Keys, Days], dated: Flags) -> Columns:
        source, target, known = ends
        rows = np.flatnonzero(dated & (target != NOBODY) & (source != target))
        rows = rows[np.lexsort((acts.ids[rows], known[rows]))]
        names = codebook.scale.contact | codebook.scale.agreements
        meeting = np.array([name in names for name in acts.relations] or [False])[acts.relation[rows]]
        act, status = acting(acts)[rows], acts.status[rows]
        return Columns(
            low=np.minimum(source, target)[rows],
            high=np.maximum(source, target)[rows],
            known=known[rows],
            day=acts.day[rows].astype(np.int64),
            origin=acts.origin[rows].astype(np.int64),
            tone=tones(acts, codebook)[rows] * act,
            contact=meeting & act,
            told=act,
            foreseen=meeting & ((status == PLANNED) | (status == POSSIBLE)),
            denied=meeting & (status == DENIED),
            ids=acts.ids[rows],
        )

    def _texts(self, document: Keys, source: Keys, target: Keys, known: Days, dated: Flags) -> None:
        """The pairs of actors of one text, with the day on which the text became known, in their order."""
        both = np.concatenate([document[dated], document[dated]]) if dated.any() else np.empty(0, np.int64)
        who = np.concatenate([source[dated], target[dated]])
        when = np.concatenate([known[dated], known[dated]])
        keep = who != NOBODY
        both, who, when = both[keep], who[keep], when[keep]
        order = np.lexsort((when, who, both))
        both, who, when = both[order], who[order], when[order]
        new = np.ones(len(both), bool)
        new[1:] = (both[1:] != both[:-1]) | (who[1:] != who[:-1])
        both, who, when = both[new], who[new], when[new]
        size = np.bincount(both)[both] if len(both) else both
        limit = within(size, CROWD, OF_A_TEXT)
        keep = size <= limit
        one, other = pairs_of_groups(both[keep])
        low, high = who[keep][one], who[keep][other]
        days = np.maximum(when[keep][one], when[keep][other])
        order = np.lexsort((days, high, low))
        low, high, days = low[order], high[order], days[order]
        self._first_day = int(days.min(initial=0))
        self._span = int(days.max(initial=0)) - self._first_day + 1
        self._together, place = np.unique(self.key(low, high), return_inverse=True)
        # Sorted by pair and then by day: one number orders both.
        self._days = place.ravel() * self._span + (days - self._first_day)

    def last_together(self, low: Keys, high: Keys, at: int) -> Days:
        """The last day until `at` on which a text became known that tells of both; `UNDATED` where none did."""
        never = np.full(len(low), UNDATED, np.int64)
        if at < self._first_day or not len(self._together):
            return never
        wanted = self.key(low, high)
        place = np.minimum(np.searchsorted(self._together, wanted), len(self._together) - 1)
        until = place * self._span + min(at - self._first_day, self._span - 1)
        found = np.maximum(np.searchsorted(self._days, until, "right") - 1, 0)
        hit = (self._together[place] == wanted) & (self._days[found] // self._span == place)
        hit &= self._days[found] <= until
        return np.where(hit, self._days[found] % self._span + self._first_day, never)

    def together_since(self, since: int, at: int) -> Keys:
        """The keys of the pairs of which a text told that became known after a day, until another."""
        days = self._days % self._span + self._first_day
        places = self._days[(days > since) & (days <= at)] // self._span
        new = np.ones(len(places), np.bool_)
        new[1:] = places[1:] != places[:-1]
        found: Keys = self._together[places[new]]
        return found

    def _states(self, states: Mapping[str, str]) -> None:
        """The state of each actor as a number, and that state as an actor; -1 where there is none."""
        numbers = {actor.id: number for number, actor in enumerate(self.actors)}
        own = [states.get(actor.id) for actor in self.actors]
        names = sorted({name for name in own if name is not None})
        places = {name: place for place, name in enumerate(names)}
        self.country = np.array([places[n] if n is not None else NOBODY for n in own], np.int64)
        self.state = np.array([numbers.get(n, NOBODY) if n is not None else NOBODY for n in own], np.int64)

    def share(self, low: Keys, high: Keys) -> Reals:
        """A number from 0 to 1 for each pair, drawn from the ids of its actors: the same in every ledger."""
        mixed = self._hash[low] + self._hash[high]
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        found: Reals = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)) / float(1 << 53)
        return found


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def pairs_of_groups(group: Keys) -> tuple[Keys, Keys]:
    """The places of all pairs within groups; equal groups stand together."""
    if not len(group):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    new = np.r_[True, group[1:] != group[:-1]]
    starts = np.flatnonzero(new)
    ends = np.r_[starts[1:], len(group)]
    after = (ends[np.cumsum(new) - 1] - 1 - np.arange(len(group))).astype(np.int64)
    one = np.repeat(np.arange(len(group)), after)
    begun = np.repeat(np.cumsum(after) - after, after)
    return one, one + 1 + np.arange(len(one)) - begun


def within(size: Keys, most: int, budget: int) -> int:
    """The largest size of a group, at most `most`, up to which all groups together hold at most `budget` pairs.

    `size` has an entry for each member of a group.
    """
    if not len(size):
        return most
    sizes, members = np.unique(size, return_counts=True)
    total = np.cumsum(members * (sizes - 1) // 2)
    fitting = sizes[total <= budget]
    if len(fitting) == len(sizes):
        return most
    return min(most, int(fitting[-1])) if len(fitting) else 0
