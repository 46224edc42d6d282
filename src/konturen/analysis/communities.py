"""Communities: groups that hang together by cooperation and have little conflict within.

The measure is signed modularity (Gómez, Jensen and Arenas 2009): cooperation within groups beyond what the
strengths of their members let expect, less the same of conflict. It is the modularity of Newman and Girvan
(2004) where there is no conflict. Groups are found by moving nodes and then whole groups (Blondel et al. 2008),
each visited again when a neighbour moved (Traag et al. 2019), and nodes once more in the groups that were found
(Rotta and Noack 2011). An actor joins only groups in which it has a cooperative pair: to have the same enemy
makes no group.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from konturen.analysis.counting import Days, Reals
from konturen.analysis.ties import Ties, components

TRIES, WORK = 50, 40_000
"""How often the search is begun anew from another order of nodes at most; fewer times where tries times pairs
would be more than that, at least once."""
ROUNDS = 100
"""How often all nodes may be visited on the average: the search ends even where rounding would go on."""
ENOUGH = 1e-6
"""Modularity that a further round must gain."""
LEAST = 1e-12
"""A gain below is none: noise of sums must not move anybody."""


def modularity(ties: Ties, group: Days) -> float | None:
    """Signed modularity (-1 to 1) of a division: `group` numbers the group of each node. None where no pair
    takes a side."""
    found, whole = 0.0, 0.0
    for sign in (1, -1):
        own = ties.where(ties.sign == sign)
        total = float(own.weight.sum())
        if not total:
            continue
        within = float(own.weight[group[own.one] == group[own.other]].sum())
        strength = np.bincount(group, own.sums(own.weight))
        found += sign * (within - float(strength @ strength) / (4 * total))
        whole += total
    return found / whole if whole else None


def communities(ties: Ties, seed: int) -> Days:
    """The group of each node: numbered by size, then by the smallest node; -1 for nodes without a cooperative
    pair.

    The best division of several tries; the same for the same pairs and seed. None is proven to be the best
    possible one: finding that is NP-hard.
    """
    generator = np.random.default_rng(seed)
    best, reached = np.arange(ties.size), -np.inf
    for _ in range(max(min(TRIES, WORK // max(len(ties), 1)), 1)):
        group = _whole(ties, _search(ties, generator.permutation(ties.size)))
        found = modularity(ties, group) or 0.0
        if found > reached + LEAST:
            best, reached = group, found
    return _numbered(best, ties.where(ties.sign > 0).sums() > 0)


def _whole(ties: Ties, group: Days) -> Days:
    """Groups that do not hang together by cooperation are parted."""
    inner = (ties.sign > 0) & (group[ties.one] == group[ties.other])
    return components(ties.where(inner))


def _numbered(group: Days, tied: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Days:
    found = np.full(len(group), -1, np.int64)
    places = np.flatnonzero(tied)
    if len(places):
        _, first, inverse, size = np.unique(
            group[places], return_index=True, return_inverse=True, return_counts=True
        )
        rank = np.empty(len(size), np.int64)
        rank[np.lexsort((first, -size))] = np.arange(len(size))
        found[places] = rank[inverse]
    return found


@dataclass(slots=True)
class _Graph:
    """Neighbours of each node with their cooperative and hostile weight, and the strengths of the nodes."""

    near: list[list[tuple[int, float, float]]]
    good: list[float]
    bad: list[float]

    @classmethod
    def of(cls, size: int, one: Days, other: Days, good: Reals, bad: Reals) -> _Graph:
        near: list[list[tuple[int, float, float]]] = [[] for _ in range(size)]
        for a, b, plus, minus in zip(one.tolist(), other.tolist(), good.tolist(), bad.tolist(), strict=True):
            if a != b:
                near[a].append((b, plus, minus))
                near[b].append((a, plus, minus))
        strengths = (np.bincount(np.r_[one, other], np.r_[w, w], size) for w in (good, bad))
        return cls(near, *(strength.tolist() for strength in strengths))


def _search(ties: Ties, order: Days) -> Days:
    """Move nodes, then the groups they make, and begin again with nodes in the groups that were found, until
    nothing gains."""
    # Weights as shares of all: then the least gain means the same in every network.
    weight = ties.weight / (ties.weight[ties.sign != 0].sum() or 1.0)
    good, bad = np.where(ties.sign > 0, weight, 0.0), np.where(ties.sign < 0, weight, 0.0)
    nodes = _Graph.of(ties.size, ties.one, ties.other, good, bad)
    group, reached = np.arange(ties.size), -np.inf
    while True:
        group = _named(_moved(nodes, order.tolist(), group.tolist()))
        group = _merged(ties, group, good, bad)
        found = modularity(ties, group) or 0.0
        if found <= reached + ENOUGH:
            return group
        reached = found


def _merged(ties: Ties, group: Days, good: Reals, bad: Reals) -> Days:
    """Groups as nodes, moved as nodes are, again and again until none gains."""
    while True:
        size = int(group.max(initial=-1)) + 1
        ends = group[ties.one], group[ties.other]
        keys, inverse = np.unique(np.minimum(*ends) * size + np.maximum(*ends), return_inverse=True)
        one, other = np.divmod(keys, max(size, 1))
        sums = [np.bincount(inverse, values, len(keys)).astype(np.float64) for values in (good, bad)]
        graph = _Graph.of(size, one, other, sums[0], sums[1])
        moved = _named(_moved(graph, list(range(size)), list(range(size))))
        if int(moved.max(initial=-1)) + 1 == size:
            return group
        group = moved[group]


def _named(group: list[int]) -> Days:
    """Numbers of groups from 0 without gaps."""
    found: Days = np.unique(np.array(group, np.int64), return_inverse=True)[1]
    return found


def _moved(graph: _Graph, order: list[int], group: list[int]) -> list[int]:
    """The group of each node after nodes moved to where they gain most, until none gains."""
    good, bad, members = ([0.0] * len(order), [0.0] * len(order), [0] * len(order))  # of the groups
    for node, own in enumerate(group):
        good[own] += graph.good[node]
        bad[own] += graph.bad[node]
        members[own] += 1
    whole_good, whole_bad = sum(good) or 1.0, sum(bad) or 1.0
    waiting, queue = [True] * len(order), deque(order)
    empty = [number for number, held in enumerate(members) if not held]
    for _ in range(ROUNDS * len(order)):
        if not queue:
            break
        node = queue.popleft()
        waiting[node] = False
        own, plus, minus = group[node], graph.good[node], graph.bad[node]
        good[own] -= plus
        bad[own] -= minus
        members[own] -= 1
        toward, joined = {own: 0.0}, {own}
        for other, kind, hostile in graph.near[node]:
            there = group[other]
            toward[there] = toward.get(there, 0.0) + kind - hostile
            if kind:
                joined.add(there)
        best, most = own, -np.inf
        for there in (own, *sorted(joined - {own})):
            value = toward[there] - plus * good[there] / whole_good + minus * bad[there] / whole_bad
            if value > most + LEAST:
                best, most = there, value
        if members[own] and most < -LEAST:
            best = empty.pop()
        if not members[own] and best != own:
            empty.append(own)
        group[node] = best
        good[best] += plus
        bad[best] += minus
        members[best] += 1
        if best == own:
            continue
        for other, _, _ in graph.near[node]:
            if not waiting[other] and group[other] != best:
                waiting[other] = True
                queue.append(other)
    return group
