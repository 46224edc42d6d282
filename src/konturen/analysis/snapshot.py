"""The state of a ledger at a day: who was in contact, which pairs were not, and what was known of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from konturen.acts import Flags
from konturen.analysis.counting import Reals
from konturen.analysis.memory import WEDGES, Keys, Memory, pairs_of_groups, within
from konturen.codebook import Codebook

YEAR = 365
EXACT = 200_000
"""Up to so many pairs of known actors all are looked at; beyond, the near ones and a sample of the others."""
MOST_NEAR, OTHERS = 50_000, 20_000
"""Most near pairs without a contact to come that a model is trained or tried on, and how many others."""
AT_ONCE = 4_000_000
"""Neighbours that are compared at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs without contact: `near` ones have a common partner or are told of together lately; a row stands for
    `weight` pairs; `outcome` is 1 where a contact came within the horizon."""

    low: Keys
    high: Keys
    near: Flags
    weight: Reals
    outcome: Reals

    def where(self, rows: slice | NDArray[np.int64]) -> Pairs:
        """Some of the pairs."""
        names = ("low", "high", "near", "weight", "outcome")
        return Pairs(*(getattr(self, name)[rows] for name in names))


class Graph:
    """Who is joined to whom, with a value for each edge; neighbours are in the order of their numbers."""

    def __init__(self, count: int, low: Keys, high: Keys, value: Reals) -> None:
        one, other = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.argsort(one * max(count, 1) + other, kind="stable")
        self.count = count
        self.one, self.other = one[order], other[order]
        self.value = np.concatenate([value, value])[order]
        self.keys = self.one * max(count, 1) + self.other
        self.degree = np.bincount(self.one, minlength=count)
        self.start = np.concatenate([[0], np.cumsum(self.degree)])

    def common(self, low: Keys, high: Keys, worth: Callable[[Keys, Reals, Reals], Reals]) -> tuple[Keys, Reals]:
        """For each pair the number of its common neighbours and the sum of what each of them is worth (from its
        number and the values of both edges)."""
        number, total = np.zeros(len(low), np.int64), np.zeros(len(low))
        small = np.where(self.degree[low] <= self.degree[high], low, high)
        large = low + high - small
        ends = np.cumsum(self.degree[small])
        start = 0
        while start < len(low):
            before = int(ends[start - 1]) if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, before + AT_ONCE, "right")))
            part = slice(start, stop)
            number[part], total[part] = self._common(small[part], large[part], worth)
            start = stop
        return number, total

    def _common(
        self, small: Keys, large: Keys, worth: Callable[[Keys, Reals, Reals], Reals]
    ) -> tuple[Keys, Reals]:
        pair, edge = self._spread(small)
        if not len(edge):
            return np.zeros(len(small), np.int64), np.zeros(len(small))
        third = self.other[edge]
        wanted = large[pair] * max(self.count, 1) + third
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        hit = self.keys[place] == wanted
        pair, third = pair[hit], third[hit]
        value = worth(third, self.value[edge[hit]], self.value[place[hit]])
        number = np.bincount(pair, minlength=len(small)).astype(np.int64)
        return number, np.bincount(pair, value, len(small)).astype(np.float64)

    def _spread(self, actors: Keys) -> tuple[Keys, Keys]:
        """For each actor in turn the places of its edges."""
        degree = self.degree[actors]
        which = np.repeat(np.arange(len(actors)), degree)
        begun = np.repeat(np.cumsum(degree) - degree, degree)
        return which, np.repeat(self.start[actors], degree) + np.arange(len(which)) - begun

    def neighbours(self, actor: int) -> Keys:
        """The neighbours of one actor."""
        return self.other[self.start[actor] : self.start[actor + 1]]


class Snapshot:
    """What was known at a day; nothing that became known later is looked at, but for `outcomes`."""

    def __init__(self, memory: Memory, codebook: Codebook, at: int) -> None:
        self.memory, self.at, self.half_life = memory, at, codebook.scale.half_life_days
        self.rows = memory.rows.until(at)
        self.keys = memory.key(self.rows.low, self.rows.high)
        self.contacts = distinct(self.keys[self.rows.contact])
        self.graph = Graph(memory.count, *memory.pair(self.contacts), np.ones(len(self.contacts)))
        sided = self.rows.tone != 0
        self.toned, tone = self.means(self.keys[sided], self.rows.origin[sided], self.rows.tone[sided])
        self.tone = tone
        self.signed = Graph(memory.count, *memory.pair(self.toned), tone)
        self.known = np.flatnonzero(memory.first_known <= at)

    @staticmethod
    def means(keys: Keys, origin: Keys, value: Reals) -> tuple[Keys, Reals]:
        """The mean of the independent sources for each key, a source being the mean of what it says."""
        order = np.lexsort((origin, keys))
        keys, origin, value = keys[order], origin[order], value[order]
        new = np.ones(len(keys), np.bool_)
        new[1:] = (keys[1:] != keys[:-1]) | (origin[1:] != origin[:-1])
        voice = np.cumsum(new) - 1
        said = np.bincount(voice, value) / np.maximum(np.bincount(voice), 1)
        index, at = np.unique(keys[new], return_inverse=True)
        return index, np.bincount(at, said, len(index)) / np.maximum(np.bincount(at, minlength=len(index)), 1)

    def sources(self, rows: Flags) -> tuple[Keys, Reals]:
        """For each pair of the rows the number of independent sources."""
        said = np.unique(np.column_stack([self.keys[rows], self.rows.origin[rows]]), axis=0)
        index, number = np.unique(said[:, 0], return_counts=True)
        return index, number.astype(np.float64)

    @property
    def total(self) -> int:
        """How many pairs of known actors are without contact."""
        return len(self.known) * (len(self.known) - 1) // 2 - len(self.contacts)

    @cached_property
    def near(self) -> Keys:
        """The keys of pairs without contact that have a common partner, or of which a statement tells, or one
        text of the year before.

        Where there would be more than `WEDGES` paths or pairs of texts, common partners with very many contacts
        lead to no candidates, and the year is halved until they fit.
        """
        degree = self.graph.degree[self.graph.one]
        limit = within(degree, int(degree.max(initial=0)), WEDGES)
        few = degree <= limit
        one, other = pairs_of_groups(self.graph.one[few])
        ends = self.graph.other[few]
        walked = self.memory.key(ends[one], ends[other])
        found = distinct(np.concatenate([walked, self.keys, self._in_one_text()]))
        return found[~inside(found, self.contacts)]

    def _in_one_text(self) -> Keys:
        since = YEAR
        while True:
            found = self.memory.together_since(self.at - since, self.at)
            if len(found) <= WEDGES or since < 1:
                return found
            since //= 2

    def outcomes(self, horizon: int) -> Keys:
        """The keys of known pairs without contact that had one after the day, until the end of the horizon, as
        texts told that were published until then."""
        later = self.memory.rows.until(self.at + horizon)
        chosen = later.contact & (later.day > self.at) & (later.day <= self.at + horizon)
        known = self.memory.first_known <= self.at
        chosen &= known[later.low] & known[later.high]
        found = np.unique(self.memory.key(later.low[chosen], later.high[chosen]))
        return found[~inside(found, self.contacts)]

    def sample(self, horizon: int, seed: int) -> Pairs:
        """All pairs that came into contact, and of the others all or a sample, with their weights (choice-based
        sampling; King and Zeng 2001)."""
        came, near = self.outcomes(horizon), self.near
        if len(self.known) * (len(self.known) - 1) // 2 <= EXACT:
            one, other = np.triu_indices(len(self.known), 1)
            keys = self.memory.key(self.known[one], self.known[other])
            keys = keys[~inside(keys, self.contacts)]
            return self._pairs(keys, inside(keys, near), np.ones(len(keys)), came)
        still = near[~inside(near, came)]
        share = min(1.0, MOST_NEAR / max(len(still), 1))
        kept = still[self.memory.share(*self.memory.pair(still)) < share] if share < 1 else still
        others = self._others(near, came, seed)
        left = self.total - len(near) - int((~inside(came, near)).sum())
        keys = np.concatenate([came, kept, others])
        weight = np.concatenate(
            [
                np.ones(len(came)),
                np.full(len(kept), len(still) / max(len(kept), 1)),
                np.full(len(others), left / max(len(others), 1)),
            ]
        )
        return self._pairs(keys, inside(keys, near), weight, came)

    def _others(self, near: Keys, came: Keys, seed: int) -> Keys:
        """A sample of the known pairs without contact that are not near and do not come into contact."""
        generator, count = np.random.default_rng(seed), len(self.known)
        one, other = generator.integers(0, count, (2, 2 * OTHERS))
        low, high = np.minimum(one, other), np.maximum(one, other)
        keys = np.unique(self.memory.key(self.known[low], self.known[high])[low < high])
        keys = keys[~(inside(keys, self.contacts) | inside(keys, near) | inside(keys, came))]
        return generator.permutation(keys)[:OTHERS]

    def _pairs(self, keys: Keys, near: Flags, weight: Reals, came: Keys) -> Pairs:
        low, high = self.memory.pair(keys)
        return Pairs(low, high, near, weight, inside(keys, came).astype(np.float64))

    def chosen(self, sides: tuple[Keys, Keys] | None) -> Pairs:
        """The pairs that are forecast: all of two sides, or the near ones of all."""
        near = self.near
        if sides is None:
            keys = near
        else:
            one, other = (side[np.isin(side, self.known)] for side in sides)
            a, b = np.repeat(one, len(other)), np.tile(other, len(one))
            keys = np.unique(self.memory.key(np.minimum(a, b), np.maximum(a, b))[a != b])
            keys = keys[~inside(keys, self.contacts)]
        return self._pairs(keys, inside(keys, near), np.ones(len(keys)), np.empty(0, np.int64))


def distinct(keys: Keys) -> Keys:
    """The keys sorted, each once."""
    found = np.sort(keys)
    new = np.ones(len(found), np.bool_)
    new[1:] = found[1:] != found[:-1]
    return found[new]


def inside(keys: Keys, held: Keys) -> NDArray[np.bool_]:
    """Which keys are held; `held` is sorted and has each once."""
    if not len(held):
        return np.zeros(len(keys), np.bool_)
    found: NDArray[np.bool_] = held[np.minimum(np.searchsorted(held, keys), len(held) - 1)] == keys
    return found


def looked_up(index: Keys, values: Reals, wanted: Keys) -> Reals:
    """The value of each wanted key, 0 where it has none."""
    if not len(index):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(index, wanted), len(index) - 1)
    return np.where(index[place] == wanted, values[place], 0.0)
