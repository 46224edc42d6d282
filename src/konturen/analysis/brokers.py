"""Who stands between others: betweenness and structural holes, over cooperative pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.analysis.counting import Days, Reals
from konturen.analysis.ties import Near, Ties, layers, triangles

WORK, LAYER = 200_000_000, 1000
"""Most arrows that betweenness may pass, where a step away from a node costs as much as so many arrows: where
following ways from all nodes would take more, it is estimated from some of them."""
GREATEST = 1e100
"""Numbers of ways above this are scaled down: there can be more than a float holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """For each node the share of pairs of others whose shortest ways it lies on (0 to 1).

    `pivots` are the nodes from which ways were followed, of `nodes` that have a pair: all, or a sample.
    """

    share: Reals
    pivots: int
    nodes: int


def betweenness(ties: Ties, seed: int, most: int = WORK) -> Between:
    """Betweenness (Freeman 1977) of each node by Brandes (2001), as a share of all pairs of others.

    Ways are not weighted. Where more than `most` arrows would be passed, ways from nodes drawn by `seed` stand
    for all (Brandes and Pich 2007); the same network is always estimated from the same nodes.
    """
    near = Near.of(ties)
    active = np.flatnonzero(np.diff(near.start))
    total, done, work = np.zeros(ties.size), 0, 0
    for origin in np.random.default_rng(seed).permutation(active).tolist():
        if work > most:
            break
        passed, cost = _passing(near, origin)
        total += passed
        work += cost
        done += 1
    pairs = (ties.size - 1) * (ties.size - 2)
    scale = len(active) / (max(done, 1) * pairs) if pairs > 0 else 0.0
    return Between(total * scale, done, len(active))


def _passing(near: Near, origin: int) -> tuple[Reals, int]:
    """How many of the shortest ways from a node pass each other node, as shares of the ways to each end; and
    the work that this was."""
    ways = np.zeros(len(near.start) - 1)
    ways[origin] = 1
    passed: list[tuple[Days, Days, float]] = []
    for source, target, _ in layers(near, origin):
        np.add.at(ways, target, ways[source])
        most = float(ways[target].max())
        scale = most if most > GREATEST else 1.0
        if scale > 1:
            ways[np.unique(target)] /= scale
        passed.append((source, target, scale))
    found = np.zeros_like(ways)
    for source, target, scale in reversed(passed):
        share = ways[source] / np.maximum(ways[target] * scale, np.finfo(float).tiny)
        np.add.at(found, source, share * (1 + found[target]))
    found[origin] = 0
    return found, len(near.node) + LAYER * len(passed)


def constraint(ties: Ties) -> Reals:
    """Burt's constraint (1992) of each node: how far its neighbours are tied to each other; low is a broker.

    By the weights of pairs; the sum over neighbours of the squared share of effort that goes to each, directly
    and through common neighbours. Not a number for nodes without a pair.
    """
    whole = ties.sums(ties.weight)
    # Two arrows of each pair: at the place of the pair from `one` to `other`, then the other way.
    count = len(ties)
    share = np.r_[ties.weight / whole[ties.one], ties.weight / whole[ties.other]] if count else np.zeros(0)
    through = np.zeros(2 * count)
    for a, b, c in triangles(ties):
        for direct, near, far in ((a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)):
            # From the end of `direct` that lies on `near` over the third node to its other end, on `far`.
            first = ties.one[direct]
            forward = (first == ties.one[near]) | (first == ties.other[near])
            begin = np.where(forward, first, ties.other[direct])
            out = ties.one[near] == begin
            third = np.where(out, ties.other[near], ties.one[near])
            effort = share[np.where(out, near, near + count)]
            effort *= share[np.where(ties.one[far] == third, far, far + count)]
            np.add.at(through, np.where(forward, direct, direct + count), effort)
    squares = (share + through) ** 2
    found: Reals = np.bincount(np.r_[ties.one, ties.other], squares, ties.size).astype(np.float64)
    found[whole == 0] = np.nan
    return found
