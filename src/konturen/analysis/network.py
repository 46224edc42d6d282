"""A network at a day: actors, signed pairs and directed acts, communities, balance and brokers.

Pairs are counted as in `analysis.pairs`. Only acts make a pair (happened or ongoing); it has the sign of its
tone, and weighs its intensity by that tone: acts by their age, times tone / 10. A pair whose acts take no side
is part of the network, but of no way, community or triad.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from konturen.acts import Acts, Flags, Party, day_of
from konturen.analysis.balance import Balance, Triads, triads
from konturen.analysis.brokers import Between, betweenness, constraint
from konturen.analysis.communities import communities, modularity
from konturen.analysis.counting import PLACES, Days, rounded, weights, with_ends
from konturen.analysis.network_values import Community, Edge, Figures, Filter, Network, Node, Triad
from konturen.analysis.pairs import Counted, counted, of_actors, plain
from konturen.analysis.relations import SEED
from konturen.analysis.ties import Ties, components
from konturen.codebook import Codebook
from konturen.tables import Table

LEAST_WEIGHT = 10.0**-PLACES
"""What a pair weighs at least where it takes a side: one of very old acts is still there."""
SHOWN = 5
"""Most ids of statements that a pair carries."""
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True, eq=False)
class Web:
    """The pairs of a network as numbers: node n is `actors[n]`, in the order of their ids; `pair` numbers the
    pair of `found` behind each tie."""

    at: int
    actors: tuple[Party, ...]
    found: Counted
    pair: Days
    ties: Ties

    @property
    def statements(self) -> Acts:
        """The statements behind the pairs."""
        return self.found.acts.where(np.isin(self.found.pair, self.pair))


def allowed(acts: Acts, wanted: Filter) -> Flags:
    """Which statements a filter lets through by what they are, not by their days."""
    rows = np.ones(len(acts), bool)
    for names, fitting, column in (
        (acts.tracks, wanted.tracks, acts.track),
        (acts.relations, wanted.relations, acts.relation),
        ([actor.type for actor in acts.actors], wanted.types, acts.source),
        ([actor.type for actor in acts.actors], wanted.types, acts.target),
        ([actor.id for actor in acts.actors], wanted.actors, acts.source),
        ([actor.id for actor in acts.actors], wanted.actors, acts.target),
    ):
        if fitting is not None:
            # The last place stands for nobody: number -1.
            rows &= np.array([name in fitting for name in names] + [False])[column]
    return rows


def chosen(acts: Acts, codebook: Codebook, at: int, wanted: Filter) -> Acts:
    """The acts at a day that a filter lets through, with two ends."""
    weight = weights(acts, codebook, at)
    rows = (weight > 0) & with_ends(acts) & allowed(acts, wanted)
    if wanted.within is not None:
        # Ages are whole days: half a day more keeps rounding out of it.
        rows &= weight >= 0.5 ** ((wanted.within + 0.5) / codebook.scale.half_life_days)
    return acts.where(rows)


def web(acts: Acts, codebook: Codebook, at: int, wanted: Filter = EVERYTHING) -> Web:
    """The pairs at a day (a number of `konturen.acts`) that a filter lets through."""
    found = counted(chosen(acts, codebook, at, wanted), codebook, at)
    if not len(found.first):
        none = np.zeros(0, np.int64)
        return Web(at, (), found, none, Ties(0, none, none, none, np.zeros(0)))
    pair = np.flatnonzero(found.columns["sources"] >= wanted.least_sources)
    first, second = found.rank[found.first[pair]], found.rank[found.second[pair]]
    order = np.lexsort((second, first))
    pair = pair[order]
    ranks, numbers = np.unique(np.r_[first[order], second[order]], return_inverse=True)
    by_id = np.argsort(found.rank)
    one, other = np.split(numbers, 2)
    sign, weight = _sided(found, pair, wanted)
    actors = tuple(acts.actors[number] for number in by_id[ranks].tolist())
    return Web(at, actors, found, pair, Ties(len(actors), one, other, sign, weight))


def _sided(found: Counted, pair: Days, wanted: Filter) -> tuple[Days, NDArray[np.float64]]:
    """The sign and the weight of pairs; of those that take no side 0."""
    tone = np.nan_to_num(found.columns["tone"][pair]).round(PLACES)
    sign = np.where(np.abs(tone) >= max(wanted.least_tone, LEAST_WEIGHT), np.sign(tone), 0).astype(np.int64)
    weight = np.maximum((found.columns["intensity"][pair] * np.abs(tone) / 10).round(PLACES), LEAST_WEIGHT)
    return sign, np.where(sign != 0, weight, 0.0)


def snapshot(acts: Acts, codebook: Codebook, at: int, wanted: Filter = EVERYTHING, seed: int = SEED) -> Network:
    """The network at a day (a number of `konturen.acts`), with all that is counted of it."""
    own = web(acts, codebook, at, wanted)
    ties = own.ties
    friendly = ties.where(ties.sign > 0)
    group, found = communities(ties, seed), triads(ties, seed)
    between, ids = betweenness(friendly, seed), newest(own.found)
    arcs = _arcs(own, codebook, wanted)
    nodes = _nodes(own, arcs, group, between, constraint(friendly))
    return Network(
        figures=_figures(own, group, found.balance),
        nodes=nodes,
        edges=edges(own, _heaviest(own), ids),
        arcs=arcs.table,
        communities=_communities(own, group),
        balance=found.balance,
        unbalanced=_unbalanced(own, found, ids),
        pivots=between.pivots,
        tied=between.nodes,
    )


def figures(
    acts: Acts, codebook: Codebook, days: Sequence[int], wanted: Filter = EVERYTHING, seed: int = SEED
) -> Table[Figures]:
    """The figures of the network at each of several days: its series."""
    rows = []
    for at in days:
        own = web(acts, codebook, at, wanted)
        rows.append(_figures(own, communities(own.ties, seed), triads(own.ties, seed, 1).balance))
    return Table(Figures, rows)


def _heaviest(own: Web) -> Days:
    ties = own.ties
    intensity = own.found.columns["intensity"][own.pair] if len(ties) else ties.weight
    return np.lexsort((ties.other, ties.one, -intensity, -ties.weight))


def _figures(own: Web, group: Days, balance: Balance) -> Figures:
    ties, size, count = own.ties, len(own.actors), len(own.ties)
    positive, negative = int((ties.sign > 0).sum()), int((ties.sign < 0).sum())
    division = np.where(group >= 0, group, np.arange(size) + size)
    parts = np.bincount(components(ties.where(ties.sign > 0)), minlength=1)
    told, reached = own.statements, modularity(ties, division)
    return Figures(
        at=day_of(own.at),
        actors=size,
        pairs=count,
        positive=positive,
        negative=negative,
        neutral=count - positive - negative,
        density=rounded(2 * count / (size * (size - 1))) if size > 1 else None,
        negative_share=rounded(negative / (positive + negative)) if positive + negative else None,
        components=int((parts > 1).sum()),
        largest=rounded(parts.max() / size) if positive else None,
        communities=int(group.max(initial=-1)) + 1,
        modularity=None if reached is None else rounded(reached),
        triads=balance.triads,
        balanced=balance.balanced,
        chance=balance.chance,
        chance_low=balance.chance_low,
        chance_high=balance.chance_high,
        statements=len(told),
        sources=len(np.unique(told.origin)),
    )


def newest(found: Counted) -> list[tuple[str, ...]]:
    """Of each pair the ids of its newest statements, of one day by their ids."""
    count = len(found.first)
    order = np.lexsort((found.acts.ids, -found.acts.day.astype(np.int64), found.pair))
    pair = found.pair[order]
    place = np.arange(len(pair)) - np.searchsorted(pair, np.arange(count))[pair]
    texts = found.acts.ids[order[place < SHOWN]].astype("U").tolist()
    ends = np.cumsum(np.minimum(np.bincount(pair, minlength=count), SHOWN)).tolist()
    return [tuple(texts[begin:end]) for begin, end in pairwise([0, *ends])]


def edges(own: Web, order: Days, ids: list[tuple[str, ...]]) -> Table[Edge]:
    """Ties of a network in an order, with what is known of each."""
    ends = own.ties.one[order], own.ties.other[order]
    signed = own.ties.sign[order], own.ties.weight[order]
    return _table(own.actors, own.found, own.pair[order], ends, signed, ids)


def _table(
    actors: Sequence[Party],
    found: Counted,
    pair: Days,
    ends: tuple[Days, Days],
    signed: tuple[Days, NDArray[np.float64]],
    ids: list[tuple[str, ...]],
) -> Table[Edge]:
    if not len(pair):
        return Table(Edge, ())
    columns: dict[str, Any] = {"sign": signed[0], "weight": signed[1]}
    for name, numbers in zip(("source", "target"), ends, strict=True):
        columns[name] = of_actors([actor.id for actor in actors], numbers)
        columns[f"{name}_name"] = of_actors([actor.name for actor in actors], numbers)
    counted_ones = set(Edge.__dataclass_fields__) & set(found.columns)
    columns |= {name: found.columns[name][pair] for name in counted_ones}
    made = {name: plain(values) for name, values in columns.items()}
    return Table.of_columns(Edge, made | {"ids": [ids[number] for number in pair.tolist()]})


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Directed acts: from and to which node, with which sign, and as a table."""

    source: Days
    target: Days
    sign: Days
    table: Table[Edge]


def _arcs(own: Web, codebook: Codebook, wanted: Filter) -> _Arcs:
    """Who acts on whom: each actor is taken apart into one who acts and one who is acted on, so that both ways
    of a pair are counted as pairs are; mutual acts are told twice, once each way."""
    acts = own.statements
    count = len(acts.actors)
    both = np.r_[np.arange(len(acts)), np.flatnonzero(acts.mutual)]
    back = np.arange(len(both)) >= len(acts)
    told = acts.where(both)
    parted = replace(
        told,
        source=np.where(back, told.target, told.source).astype(np.int32),
        target=(np.where(back, told.source, told.target) + count).astype(np.int32),
        actors=(
            *(replace(actor, id=f"0{actor.id}") for actor in acts.actors),
            *(replace(actor, id=f"1{actor.id}") for actor in acts.actors),
        ),
    )
    found = counted(parted, codebook, own.at)
    number = {actor.id: place for place, actor in enumerate(own.actors)}
    node = np.array([number.get(actor.id, -1) for actor in acts.actors] or [-1])
    source, target = node[found.first], node[found.second - count]
    if not len(source):
        return _Arcs(source, target, source, Table(Edge, ()))
    sign, weight = _sided(found, np.arange(len(source)), wanted)
    order = np.lexsort((target, source, -found.columns["intensity"], -weight))
    ends = source[order], target[order]
    table = _table(own.actors, found, order, ends, (sign[order], weight[order]), newest(found))
    return _Arcs(source, target, sign, table)


def _nodes(own: Web, arcs: _Arcs, group: Days, between: Between, holes: NDArray[np.float64]) -> Table[Node]:
    size, ties = len(own.actors), own.ties
    if not size:
        return Table(Node, ())
    at: dict[str, Any] = {"degree": ties.sums()}
    for name, sign in (("positive", 1), ("negative", -1)):
        own_sign: Flags = ties.sign == sign
        at[name] = ties.where(own_sign).sums()
        at[f"strength_{name}"] = ties.where(own_sign).sums(ties.weight[own_sign])
        acting = arcs.sign == sign
        at[f"out_{name}"] = np.bincount(arcs.source[acting], minlength=size)
        at[f"in_{name}"] = np.bincount(arcs.target[acting], minlength=size)
    at["out_degree"] = np.bincount(arcs.source, minlength=size)
    at["in_degree"] = np.bincount(arcs.target, minlength=size)
    tied = at["positive"] > 0
    at["betweenness"] = np.where(tied, between.share, np.nan)
    at["constraint"] = np.where(tied, holes, np.nan)
    for name in ("degree", "positive", "negative"):
        at[name] = at[name].astype(np.int64)
    order = np.lexsort((np.arange(size), -at["degree"]))
    for name in ("id", "name", "type"):
        at[name] = np.array([getattr(actor, name) for actor in own.actors], object)
    made = {name: plain(values[order]) for name, values in at.items()}
    made["community"] = [int(n) + 1 if n >= 0 else None for n in group[order]]
    return Table.of_columns(Node, made)


def _communities(own: Web, group: Days) -> Table[Community]:
    count = int(group.max(initial=-1)) + 1
    ends = group[own.ties.one], group[own.ties.other]
    inner = (ends[0] == ends[1]) & (ends[0] >= 0)
    pairs: dict[str, list[int]] = {}
    for name, sign in (("positive", 1), ("negative", -1)):
        own_sign = own.ties.sign == sign
        pairs[f"{name}_within"] = np.bincount(ends[0][inner & own_sign], minlength=count).tolist()
        left = np.concatenate([end[own_sign & ~inner & (end >= 0)] for end in ends])
        pairs[f"{name}_across"] = np.bincount(left, minlength=count).tolist()
    members: list[list[Party]] = [[] for _ in range(count)]
    for node in np.argsort(-own.ties.sums(), kind="stable").tolist():
        if group[node] >= 0:
            members[group[node]].append(own.actors[node])
    rows = (
        Community(
            number=n + 1,
            size=len(held),
            members=tuple(actor.id for actor in held),
            names=tuple(actor.name for actor in held),
            **{name: values[n] for name, values in pairs.items()},
        )
        for n, held in enumerate(members)
    )
    return Table(Community, rows)


def _unbalanced(own: Web, found: Triads, ids: list[tuple[str, ...]]) -> Table[Triad]:
    ties, rows = own.ties, []
    tone = own.found.columns["tone"][own.pair].round(PLACES) if len(ties) else ties.weight
    for sides in found.unbalanced:
        # In the order of their nodes: ab, ac, bc.
        ab, ac, bc = (int(side) for side in sides[np.lexsort((ties.other[sides], ties.one[sides]))])
        a, b, c = (own.actors[n] for n in (ties.one[ab], ties.other[ab], ties.other[ac]))
        rows.append(
            Triad(
                a.id, b.id, c.id, a.name, b.name, c.name,
                float(ties.weight[sides].min()),
                int(ties.sign[ab]), int(ties.sign[ac]), int(ties.sign[bc]),
                float(tone[ab]), float(tone[ac]), float(tone[bc]),
                ids[own.pair[ab]], ids[own.pair[ac]], ids[own.pair[bc]],
            )
        )  # fmt: skip
    return Table(Triad, rows)
