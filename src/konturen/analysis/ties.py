"""A network as numbers: who is tied to whom, the ways between them, and what hangs together.

Nodes are numbers from 0; pairs are undirected. Nothing here knows an actor or a statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from konturen.analysis.counting import Days, Reals

STEPS = 1 << 21
"""How many candidates of triads are looked at at once: memory stays small however large the network."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Undirected pairs among `size` nodes: `one` < `other`, each pair once, with its sign (1, -1 or 0: takes no
    side) and its weight (above 0; 0 without a side)."""

    size: int
    one: Days
    other: Days
    sign: Days
    weight: Reals

    def __len__(self) -> int:
        return len(self.one)

    def where(self, chosen: NDArray[Any]) -> Ties:
        """The pairs that a mask chooses among the same nodes."""
        return Ties(self.size, self.one[chosen], self.other[chosen], self.sign[chosen], self.weight[chosen])

    def sums(self, values: Reals | None = None) -> Reals:
        """The sum of values of pairs (their number without any) at each node."""
        ends = (np.bincount(end, values, self.size).astype(np.float64) for end in (self.one, self.other))
        found: Reals = sum(ends, np.zeros(self.size))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """The neighbours of each node: those of node n stand in `node` from `start[n]` to `start[n + 1]`, in their
    order; `tie` numbers the pairs."""

    start: Days
    node: Days
    tie: Days

    @classmethod
    def of(cls, ties: Ties) -> Near:
        """The neighbours in both directions of each pair."""
        ends, others = np.r_[ties.one, ties.other], np.r_[ties.other, ties.one]
        return cls.directed(ties.size, ends, others)

    @classmethod
    def directed(cls, size: int, ends: Days, others: Days) -> Near:
        """Those of arrows; numbers of ties count through `ends` modulo the pairs where both ways are given."""
        order = np.lexsort((others, ends))
        start = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(ends, minlength=size), out=start[1:])
        return cls(start, others[order], order)

    def around(self, nodes: Days) -> tuple[Days, Days]:
        """The places of all neighbours of some nodes, and of each place which of the nodes it belongs to."""
        begin = self.start[nodes]
        count = self.start[nodes + 1] - begin
        which = np.repeat(np.arange(len(nodes)), count)
        before = np.cumsum(count) - count
        return np.arange(len(which)) - before[which] + begin[which], which


def layers(near: Near, origin: int) -> Iterator[tuple[Days, Days, Days]]:
    """Step by step away from a node, all arrows of shortest ways: from, to, and the number in `near.tie`."""
    size = len(near.start) - 1
    far = np.full(size, -1, np.int64)
    far[origin] = 0
    frontier, step = np.array([origin]), 0
    while len(frontier):
        step += 1
        places, which = near.around(frontier)
        to = near.node[places]
        new = far[to] < 0
        far[to[new]] = step
        on = far[to] == step
        if not on.any():
            return
        yield frontier[which[on]], to[on], near.tie[places[on]]
        frontier = np.unique(to[new])


def components(ties: Ties) -> Days:
    """What hangs together: for each node the smallest node that can be reached from it.

    Each round every group joins the smallest one that it is tied to, and learns its end (Shiloach and Vishkin
    1982): a long chain takes few rounds.
    """
    found = np.arange(ties.size)
    while not np.array_equal(found[ties.one], found[ties.other]):
        ends = found[ties.one], found[ties.other]
        low = np.minimum(*ends)
        for end in ends:
            np.minimum.at(found, end, low)
        while not np.array_equal(jumped := found[found], found):
            found = jumped
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Shortest ways from one node: how `far` each other is, which node comes `before` it, by which `tie`;
    -1 where no way leads."""

    far: Days
    before: Days
    tie: Days


def ways(ties: Ties, origin: int, end: int | None = None) -> Ways:
    """One shortest way from a node to each other, or until `end` is reached.

    Of several that are as short the one whose weakest pair weighs most; then by the numbers of the nodes.
    """
    far, before, by = (np.full(ties.size, -1, np.int64) for _ in range(3))
    best = np.zeros(ties.size)
    far[origin], best[origin] = 0, np.inf
    for step, (source, target, place) in enumerate(layers(Near.of(ties), origin), start=1):
        tie = place % len(ties)
        through = np.minimum(best[source], ties.weight[tie])
        np.maximum.at(best, target, through)
        rows = np.flatnonzero(through == best[target])
        rows = rows[np.lexsort((source[rows], target[rows]))]
        reached, first = np.unique(target[rows], return_index=True)
        far[reached], before[reached], by[reached] = step, source[rows[first]], tie[rows[first]]
        if end is not None and far[end] >= 0:
            break
    return Ways(far, before, by)


def shortest(ties: Ties, one: int, other: int) -> list[tuple[int, int, int]] | None:
    """A shortest way between two nodes as steps: from, to, number of the pair; None where there is none.

    The same way as back, as `ways` chooses it from the smaller number.
    """
    begin, end = sorted((one, other))
    found = ways(ties, begin, end)
    if found.far[end] < 0:
        return None
    at, steps = end, []
    while at != begin:
        before = int(found.before[at])
        steps.append((before, at, int(found.tie[at])))
        at = before
    return [(b, a, tie) for a, b, tie in steps] if one > other else steps[::-1]


def triangles(ties: Ties) -> Iterator[tuple[Days, Days, Days]]:
    """All triads of nodes that are tied each to each, as the numbers of their three pairs, in pieces.

    From each node only pairs to those of more neighbours are followed (Chiba and Nishizeki 1985): work grows
    with the pairs to the power of 1.5 at most, not with the square of a great node's neighbours.
    """
    if len(ties) < 3:
        return
    degree = ties.sums()
    swapped = degree[ties.one] > degree[ties.other]  # equal ones go by number: `one` is the smaller
    low, high = np.where(swapped, ties.other, ties.one), np.where(swapped, ties.one, ties.other)
    near = Near.directed(ties.size, low, high)
    keys = np.repeat(np.arange(ties.size), np.diff(near.start)) * ties.size + near.node
    # Of each arrow low to high all arrows of high; the third side is an arrow of low.
    order = near.tie
    work = np.cumsum(np.diff(near.start)[near.node])
    stops = np.searchsorted(work, np.arange(STEPS, work[-1], STEPS)) + 1
    for rows in np.split(np.arange(len(order)), stops):
        places, which = near.around(near.node[rows])
        wanted = low[order[rows]][which] * ties.size + near.node[places]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[at] == wanted
        if hit.any():
            yield order[rows][which[hit]], order[places[hit]], order[at[hit]]
