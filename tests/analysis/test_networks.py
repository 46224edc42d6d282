"""Networks against networkx and igraph on the same pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.analysis import balance, brokers, ties
from konturen.analysis.balance import chance, triads
from konturen.analysis.brokers import _passing, betweenness, constraint
from konturen.analysis.communities import communities, modularity
from konturen.analysis.network import snapshot
from konturen.analysis.network_values import Network
from konturen.analysis.ties import Near, Ties, components, shortest, triangles, ways
from konturen.codebook import built_in
from tests import made

BOOK = built_in()
SEEDS = st.integers(0, 10_000)
LAWS = settings(max_examples=40, deadline=None)


def drawn(seed: int, least: int = 0) -> Ties:
    """Up to 14 nodes with random signed pairs of random weights; some networks are sparse, some are full."""
    chance = np.random.default_rng(seed)
    size = int(chance.integers(max(least, 1), 15))
    one, other = np.triu_indices(size, 1)
    there = chance.random(len(one)) < chance.random()
    one, other = one[there].astype(np.int64), other[there].astype(np.int64)
    sign = chance.choice([1, 1, 1, -1, 0], len(one)).astype(np.int64)
    return Ties(size, one, other, sign, chance.integers(1, 9, len(one)) / 4)


def as_networkx(own: Ties) -> Any:
    """The same network there."""
    graph = nx.Graph()
    graph.add_nodes_from(range(own.size))
    columns = own.one.tolist(), own.other.tolist(), own.sign.tolist(), own.weight.tolist()
    for one, other, sign, weight in zip(*columns, strict=True):
        graph.add_edge(one, other, sign=sign, weight=weight)
    return graph


def as_igraph(own: Ties) -> Any:
    """The same network there."""
    graph = igraph.Graph(own.size, list(zip(own.one.tolist(), own.other.tolist(), strict=True)))
    graph.es["weight"] = own.weight.tolist()
    return graph


def network(seed: int) -> Network:
    """The network of random statements between nine actors."""
    return snapshot(made.acts(seed, 120, 9, 30), BOOK, made.DAYS[1])


@given(SEEDS)
@LAWS
def test_degrees_and_strengths_are_those_of_networkx_and_igraph(seed: int) -> None:
    """Of pairs, of directed acts both ways, of each sign, and the weights of each sign."""
    found = network(seed)
    pairs, arcs = found.to_networkx(directed=False), found.to_networkx()
    names = sorted(pairs)
    there = igraph.Graph.DictList(
        [{"name": name} for name in names],
        [{"source": e.source, "target": e.target, "sign": e.sign} for e in found.arcs],
        directed=True,
    )
    for node in found.nodes:
        signs = [(key, data) for *_, data in pairs.edges(node.id, data=True) for key in (data["sign"],)]
        assert node.degree == pairs.degree(node.id)
        assert node.positive == sum(sign > 0 for sign, _ in signs)
        assert node.negative == sum(sign < 0 for sign, _ in signs)
        weights = [sum(d["weight"] for sign, d in signs if sign == side) for side in (1, -1)]
        assert [node.strength_positive, node.strength_negative] == pytest.approx(weights, abs=1e-5)
        assert (node.out_degree, node.in_degree) == (arcs.out_degree(node.id), arcs.in_degree(node.id))
        assert (node.out_degree, node.in_degree) == (
            there.outdegree(node.id), there.indegree(node.id),
        )  # fmt: skip
        out = [data["sign"] for *_, data in arcs.out_edges(node.id, data=True)]
        into = [data["sign"] for *_, data in arcs.in_edges(node.id, data=True)]
        assert (node.out_positive, node.out_negative) == (out.count(1), out.count(-1))
        assert (node.in_positive, node.in_negative) == (into.count(1), into.count(-1))
    assert found.figures.density == pytest.approx(nx.density(pairs), abs=1e-6)


@given(SEEDS)
@LAWS
def test_the_columns_of_actors_are_those_of_networkx_on_its_own_export(seed: int) -> None:
    """Betweenness and constraint of the table are what networkx counts on the exported cooperative pairs."""
    found = network(seed)
    graph = found.to_networkx(directed=False)
    graph.remove_edges_from([(a, b) for a, b, data in graph.edges(data=True) if data["sign"] <= 0])
    between, holes = nx.betweenness_centrality(graph), nx.constraint(graph, weight="weight")
    for node in found.nodes:
        if node.positive:
            assert node.betweenness == pytest.approx(between[node.id], abs=2e-6)
            assert node.constraint == pytest.approx(holes[node.id], abs=2e-6)
        else:
            assert (node.betweenness, node.constraint, node.community) == (None, None, None)


@given(SEEDS)
@LAWS
def test_betweenness_is_that_of_networkx_and_igraph(seed: int) -> None:
    """From all nodes, as a share of the pairs of others."""
    own = drawn(seed)
    found = betweenness(own, 0)
    assert found.share == pytest.approx(list(nx.betweenness_centrality(as_networkx(own)).values()))
    pairs = (own.size - 1) * (own.size - 2) / 2
    assert found.share * pairs == pytest.approx(as_igraph(own).betweenness() if pairs else 0)
    assert found.pivots == found.nodes


@given(SEEDS)
@LAWS
def test_constraint_is_that_of_networkx_and_igraph(seed: int) -> None:
    """Weighted; nodes without a pair have none."""
    own = drawn(seed)
    expected = list(nx.constraint(as_networkx(own), weight="weight").values())
    assert constraint(own) == pytest.approx(expected, nan_ok=True)
    assert constraint(own) == pytest.approx(as_igraph(own).constraint(weights="weight"), nan_ok=True)


@given(SEEDS)
@LAWS
def test_distances_and_components_are_those_of_networkx_and_igraph(seed: int) -> None:
    """Each pair of nodes: as many steps, over pairs that are there, by the strongest of the shortest ways."""
    own = drawn(seed)
    graph, there = as_networkx(own), as_igraph(own).distances()
    for origin in range(own.size):
        far = {node: steps for node, steps in enumerate(ways(own, origin).far.tolist()) if steps >= 0}
        assert far == dict(nx.single_source_shortest_path_length(graph, origin))
    part = components(own)
    groups = [set(np.flatnonzero(part == number).tolist()) for number in np.unique(part)]
    assert groups == sorted(map(set, nx.connected_components(graph)), key=min)
    for one, other in permutations(range(own.size), 2):
        way = shortest(own, one, other)
        if way is None:
            assert not nx.has_path(graph, one, other)
            assert there[one][other] == np.inf
            continue
        assert len(way) == nx.shortest_path_length(graph, one, other) == there[one][other]
        assert [step[0] for step in way] + [other] == [one] + [step[1] for step in way]
        assert all({a, b} == {own.one[tie], own.other[tie]} for a, b, tie in way)
        weakest = max(
            min(graph[a][b]["weight"] for a, b in pairwise(nodes))
            for nodes in nx.all_shortest_paths(graph, one, other)
        )
        assert min(own.weight[tie] for *_, tie in way) == weakest
        assert [(b, a, tie) for a, b, tie in reversed(way)] == shortest(own, other, one)


@given(SEEDS, SEEDS)
@LAWS
def test_modularity_is_that_of_networkx_and_igraph(seed: int, division: int) -> None:
    """Of any division of cooperative pairs; with conflict it is that of both signs, by their weights."""
    own = drawn(seed)
    group = np.random.default_rng(division).integers(0, 4, own.size)
    parts = [set(np.flatnonzero(group == number).tolist()) for number in range(4)]
    found, whole = 0.0, 0.0
    for sign in (1, -1):
        one = own.where(own.sign == sign)
        if not len(one):
            continue
        expected = nx.community.modularity(as_networkx(one), parts, weight="weight")
        assert as_igraph(one).modularity(group.tolist(), weights="weight") == pytest.approx(expected)
        found += sign * one.weight.sum() * expected
        whole += one.weight.sum()
        if sign == 1:
            assert modularity(one, group) == pytest.approx(expected)
    assert modularity(own, group) == (pytest.approx(found / whole) if whole else None)


@given(SEEDS)
@settings(max_examples=40, deadline=None, derandomize=True)  # no search is proven to find the best
def test_communities_are_as_good_as_those_of_networkx_and_igraph(seed: int) -> None:
    """On cooperation alone the division is as modular as the best of ten by their methods; it hangs together."""
    own = drawn(seed, 3)
    own = own.where(own.sign > 0)
    group = communities(own, 1)
    graph, there = as_networkx(own), as_igraph(own)
    tied = own.sums() > 0
    assert ((group >= 0) == tied).all()
    for number in range(group.max(initial=-1) + 1):
        assert nx.is_connected(graph.subgraph(np.flatnonzero(group == number).tolist()))
    assert sorted(np.bincount(group[tied]), reverse=True) == np.bincount(group[tied]).tolist()
    if not len(own):
        return
    found = modularity(own, np.where(tied, group, np.arange(own.size) + own.size)) or 0.0
    others = [
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=n), weight="weight")
        for n in range(10)
    ]
    others.append(there.modularity(there.community_multilevel(weights="weight"), weights="weight"))
    assert found >= max(others) - 0.01


@pytest.mark.parametrize(
    "graph", [nx.karate_club_graph(), nx.les_miserables_graph()], ids=["karate", "misérables"]
)
def test_communities_of_known_networks_are_the_best_that_igraph_finds(graph: Any) -> None:
    """As modular as the best of ten by Leiden."""
    graph = nx.convert_node_labels_to_integers(graph)
    rows = sorted((min(a, b), max(a, b), data["weight"]) for a, b, data in graph.edges(data=True))
    one, other, weight = (np.array(column) for column in zip(*rows, strict=True))
    own = Ties(len(graph), one, other, np.ones(len(one), np.int64), weight.astype(float))
    there = as_igraph(own)
    best = max(
        there.modularity(
            there.community_leiden("modularity", weights="weight", n_iterations=10), weights="weight"
        )
        for _ in range(10)
    )
    assert modularity(own, communities(own, 1)) >= best - 1e-9


def test_communities_of_a_network_of_chance_are_better_than_by_networkx() -> None:
    """Five hundred nodes, two thousand pairs without any structure: the hardest case for a search."""
    graph = nx.gnm_random_graph(500, 2000, seed=2)
    one, other = (np.array(column) for column in zip(*sorted(map(sorted, graph.edges)), strict=True))
    own = Ties(500, one, other, np.ones(2000, np.int64), np.ones(2000))
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    group = communities(own, 1)
    assert (modularity(own, np.where(group < 0, np.arange(500) + 500, group)) or 0) > theirs


def divisions(size: int) -> Iterator[list[int]]:
    """All ways to divide so many nodes into groups."""
    if not size:
        yield []
        return
    for before in divisions(size - 1):
        yield from ([*before, group] for group in range(max(before, default=-1) + 2))


def test_communities_of_small_signed_networks_are_the_best_of_all_divisions() -> None:
    """Of all divisions whose groups hang together by cooperation; the search may miss a few by little."""
    missed = []
    for seed in range(60):
        own = drawn(seed, 3)
        few = (own.one < 6) & (own.other < 6)
        own = replace(own.where(few), size=min(own.size, 6))
        best = -np.inf
        for division in map(np.array, divisions(own.size)):
            inner = (own.sign > 0) & (division[own.one] == division[own.other])
            if len(np.unique(components(own.where(inner)))) == division.max() + 1:
                best = max(best, modularity(own, division) or 0.0)
        group = communities(own, 1)
        found = modularity(own, np.where(group < 0, np.arange(own.size) + own.size, group)) or 0.0
        assert found <= best + 1e-9
        missed.append(best - found)
    assert max(missed) < 0.03
    assert sum(miss > 1e-9 for miss in missed) <= 3


def test_two_camps_are_two_communities() -> None:
    """Friends within and enemies across; without their conflict the bridges would join them."""
    one, other = np.triu_indices(8, 1)
    camp = np.arange(8) // 4
    sign = np.where(camp[one] == camp[other], 1, -1)
    own = Ties(8, one, other, sign, np.ones(len(one)))
    assert communities(own, 5).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    # Cooperation within less what is expected, 6/12 - 1/2 of each camp; conflict, none within, 1/2 expected.
    assert modularity(own, camp) == pytest.approx((12 * 0.5 + 16 * 0.5) / 28)


def test_a_common_enemy_makes_no_community() -> None:
    """Actors that have nothing but the same enemy are in none."""
    own = Ties(4, np.array([0, 0, 0]), np.array([1, 2, 3]), np.array([-1, -1, 1]), np.ones(3))
    assert communities(own, 1).tolist() == [0, -1, -1, 0]


@given(SEEDS)
@LAWS
def test_triads_are_those_of_networkx_igraph_and_of_looking_at_each(seed: int) -> None:
    """As many as there, and by sign as many as by looking at every three nodes."""
    own = drawn(seed)
    graph = as_networkx(own)
    listed = [tuple(sorted(row)) for sides in triangles(own) for row in zip(*sides, strict=True)]
    assert len(set(listed)) == len(listed) == sum(nx.triangles(graph).values()) / 3
    assert len(listed) == len(as_igraph(own).list_triangles())
    counts = {-3: 0, -1: 0, 1: 0, 3: 0}
    weakest = []
    for three in combinations(range(own.size), 3):
        sides = [graph.get_edge_data(a, b) for a, b in combinations(three, 2)]
        if all(side and side["sign"] for side in sides):
            signs = sum(side["sign"] for side in sides)
            counts[signs] += 1
            if signs in (1, -3):
                weakest.append(min(side["weight"] for side in sides))
    found = triads(own, 1)
    told = found.balance
    assert (told.positive_3, told.positive_2, told.positive_1, told.positive_0) == (
        counts[3], counts[1], counts[-1], counts[-3],
    )  # fmt: skip
    assert own.weight[found.unbalanced].min(1).tolist() == sorted(weakest, reverse=True)
    assert triads(own, 1, 2).unbalanced.tolist() == found.unbalanced[:2].tolist()
    if told.triads:
        assert told.balanced == pytest.approx((counts[3] + counts[-1]) / told.triads, abs=1e-6)
        assert told.weakly == pytest.approx(1 - counts[1] / told.triads, abs=1e-6)
    else:
        assert (told.balanced, told.chance, told.draws) == (None, None, 0)


@given(SEEDS)
@LAWS
def test_triads_are_the_same_in_pieces(seed: int) -> None:
    """However few candidates are looked at at once."""
    own, steps = drawn(seed), ties.STEPS
    whole = sorted(tuple(sorted(row)) for sides in triangles(own) for row in zip(*sides, strict=True))
    try:
        ties.STEPS = 3
        pieces = sorted(tuple(sorted(row)) for sides in triangles(own) for row in zip(*sides, strict=True))
    finally:
        ties.STEPS = steps
    assert pieces == whole


def test_chance_is_exact() -> None:
    """Mean and deviation over all 210 ways to lay four negative signs on the ten pairs of five nodes."""
    one, other = np.triu_indices(5, 1)
    own = Ties(5, one, other, np.ones(10, np.int64), np.ones(10))
    rows = np.vstack([np.column_stack(sides) for sides in triangles(own)])
    shares = []
    for negative in combinations(range(10), 4):
        sign = np.ones(10, np.int64)
        sign[list(negative)] = -1
        shares.append((sign[rows].prod(1) > 0).mean())
    mean, deviation = chance(sign, len(rows), np.bincount(rows.ravel(), minlength=10))
    assert mean == pytest.approx(np.mean(shares), abs=1e-6)
    assert deviation == pytest.approx(np.std(shares))


def test_shuffled_signs_and_exact_moments_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interval of many shuffles is that of the normal approximation where there are many triads."""
    chance = np.random.default_rng(5)
    one, other = np.triu_indices(40, 1)
    sign = chance.choice([1, 1, -1], len(one)).astype(np.int64)
    own = Ties(40, one, other, sign, np.ones(len(one)))
    by_draws = triads(own, 3).balance
    monkeypatch.setattr(balance, "SHUFFLED", 100)
    by_moments = triads(own, 3).balance
    assert (by_draws.draws, by_moments.draws) == (1000, 0)
    assert by_draws.chance == by_moments.chance
    assert by_draws.chance_low == pytest.approx(by_moments.chance_low, abs=0.005)
    assert by_draws.chance_high == pytest.approx(by_moments.chance_high, abs=0.005)


def test_betweenness_of_a_large_network_is_estimated_from_some_nodes() -> None:
    """As many as the limit of work lets; in a star of a thousand the middle still has all ways."""
    leaves = np.arange(1, 1001)
    star = Ties(1001, np.zeros(1000, np.int64), leaves, np.ones(1000, np.int64), np.ones(1000))
    found = betweenness(star, 7, most=200_000)
    assert 40 < found.pivots < 80
    assert found.nodes == 1001
    assert found.share[0] == pytest.approx(1, abs=0.03)
    assert not found.share[1:].any()
    assert betweenness(star, 7, most=200_000).share.tolist() == found.share.tolist()


def test_a_long_chain_is_work_too() -> None:
    """Few arrows, but thousands of steps from each node: estimated, and the middle has most ways."""
    one = np.arange(2999)
    chain = Ties(3000, one, one + 1, np.ones(2999, np.int64), np.ones(2999))
    found = betweenness(chain, 7, most=50_000_000)
    assert found.pivots < 50
    assert found.share.argmax() == pytest.approx(1500, abs=600)


def test_more_ways_than_a_float_holds() -> None:
    """From the end of a chain of 1,100 diamonds 2 to the 1,100th ways lead to the other: each diamond's two sides
    pass half of those beyond it."""
    count = 1100
    left = np.arange(count) * 3
    one = np.concatenate([left, left, left + 1, left + 2])
    other = np.concatenate([left + 1, left + 2, left + 3, left + 3])
    chain = Ties(3 * count + 1, one, other, np.ones(len(one), np.int64), np.ones(len(one)))
    found, _ = _passing(Near.of(chain), 0)
    beyond = 3 * np.arange(count - 1, -1, -1) + 1
    assert found[left + 1] == pytest.approx(beyond / 2)
    assert found[left[1:]] == pytest.approx(beyond[:-1] - 1)


@given(SEEDS)
@LAWS
def test_scaling_of_ways_changes_nothing(seed: int) -> None:
    """Where numbers of ways are scaled down at every step betweenness is still that of networkx."""
    own, greatest = drawn(seed), brokers.GREATEST
    try:
        brokers.GREATEST = 1.5
        found = betweenness(own, 0).share
    finally:
        brokers.GREATEST = greatest
    assert found == pytest.approx(list(nx.betweenness_centrality(as_networkx(own)).values()))
