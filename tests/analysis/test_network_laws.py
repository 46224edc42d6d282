"""Networks made of statements: by hand, and the laws that hold for whatever is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.acts import DENIED, PLANNED, POSSIBLE, UNDATED, Acts, day_number
from konturen.analysis.distance import distance, reach
from konturen.analysis.network import SHOWN, figures, snapshot
from konturen.analysis.network_values import Filter, Network
from konturen.analysis.pairs import relation_table
from konturen.analysis.relations import Side, relation
from konturen.codebook import built_in
from tests import made
from tests.said_acts import Said, acts

BOOK = built_in()
SEEDS = st.integers(0, 10_000)
LAWS = settings(max_examples=30, deadline=None)
AT = day_number(date(2024, 6, 1))
TOLD = (
    Said("a", "AGREE", "b", text="t1"),
    Said("a", "AGREE", "b", text="t2"),
    Said("b", "CONSULT", "c", text="t3"),
    Said("d", "ACCUSE", "a", mutual=False, text="t4"),
    Said("d", "ACCUSE", "b", mutual=False, text="t4"),
    Said("c", "REQUEST", "d", mutual=False, text="t5"),
)
"""Friends a-b-c, d against a and b, and c asks d for something."""


def side(name: str) -> Side:
    """One actor."""
    return Side(name, frozenset({name}))


def of(told: Acts, wanted: Filter | None = None) -> Network:
    """The network on the first of June."""
    return snapshot(told, BOOK, AT, wanted or Filter())


def test_pairs_have_sign_weight_and_what_they_stand_on() -> None:
    """Two texts tell the agreement; an accusation has a direction; a request takes no side."""
    found = of(acts(*TOLD))
    pairs = {(row.source, row.target): row for row in found.edges}
    assert {ends: row.sign for ends, row in pairs.items()} == {
        ("a", "b"): 1, ("b", "c"): 1, ("a", "d"): -1, ("b", "d"): -1, ("c", "d"): 0,
    }  # fmt: skip
    one = pairs["a", "b"]
    assert (one.tone, one.sources, one.statements, one.mutual_acts) == (6.0, 2, 2, 1)
    assert set(one.ids) == {TOLD[0].key, TOLD[1].key}
    assert one.weight == pytest.approx(one.intensity * 0.6, abs=1e-6)
    assert str(one.last_contact) == "2024-05-03"
    assert (pairs["a", "d"].source_acts, pairs["a", "d"].target_acts) == (0, 1)
    assert (pairs["c", "d"].tone, pairs["c", "d"].weight) == (None, 0.0)
    assert [row.weight for row in found.edges] == sorted((row.weight for row in found.edges), reverse=True)
    arcs = {(row.source, row.target): row.sign for row in found.arcs}
    assert arcs == {
        ("a", "b"): 1, ("b", "a"): 1, ("b", "c"): 1, ("c", "b"): 1,
        ("d", "a"): -1, ("d", "b"): -1, ("c", "d"): 0,
    }  # fmt: skip


def test_a_pair_shows_its_newest_statements() -> None:
    """Five of seven, the newest first, as a tuple in the row and a list in the column; all are counted."""
    told = tuple(Said("a", "CONSULT", "b", first=f"2024-0{5 - n % 5}-{10 + n}", text=f"t{n}") for n in range(7))
    table = of(acts(*told)).edges
    columns = table.to_dict()  # before the rows are made: the columns are what is held
    (row,) = table
    newest = sorted((one for one in told if (one.first or "") <= "2024-06-01"), key=lambda one: one.first or "")
    assert row.ids == tuple(one.key for one in reversed(newest))[:SHOWN]
    assert (row.statements, len(row.ids)) == (7, SHOWN)
    assert columns["ids"] == table.to_dict()["ids"] == [list(row.ids)]


def test_actors_communities_triads_and_figures_by_hand() -> None:
    """b stands between a and c; a, b and c are a community; a and b share an enemy: balanced."""
    found = of(acts(*TOLD))
    by_id = {node.id: node for node in found.nodes}
    assert by_id["b"].betweenness == pytest.approx(1 / 3, abs=1e-6)
    assert (by_id["a"].betweenness, by_id["d"].betweenness) == (0.0, None)
    assert (by_id["d"].degree, by_id["d"].negative, by_id["d"].out_negative, by_id["d"].in_degree) == (
        3,
        2,
        2,
        1,
    )
    assert [row.members for row in found.communities] == [("b", "a", "c")]
    assert (found.communities[0].positive_within, found.communities[0].negative_across) == (2, 2)
    assert (found.balance.triads, found.balance.positive_1, found.balance.balanced) == (1, 1, 1.0)
    # Two of four signs are negative: balanced where the pair outside of the triad is one of the positive ones.
    assert (found.balance.chance, found.balance.chance_low, found.balance.chance_high) == (0.5, 0.0, 1.0)
    told = found.figures
    assert (told.actors, told.pairs, told.positive, told.negative, told.neutral) == (4, 5, 2, 2, 1)
    assert (told.density, told.negative_share) == (pytest.approx(5 / 6, abs=1e-6), 0.5)
    assert (told.components, told.largest, told.communities) == (1, 0.75, 1)
    assert (told.statements, told.sources, str(told.at)) == (6, 5, "2024-06-01")


def test_an_unbalanced_triad_is_listed_with_its_statements() -> None:
    """Friends of b who are enemies: the pairs in the order of their ids, with tones and ids."""
    told = (*TOLD[:3], Said("c", "ACCUSE", "a", mutual=False, text="t6"))
    (triad,) = of(acts(*told)).unbalanced
    assert (triad.a, triad.b, triad.c) == ("a", "b", "c")
    assert (triad.sign_ab, triad.sign_ac, triad.sign_bc) == (1, -1, 1)
    assert (triad.tone_ab, triad.tone_ac, triad.tone_bc) == (6.0, -4.0, 3.0)
    assert (triad.ids_ac, triad.ids_bc) == ((told[3].key,), (told[2].key,))


def test_a_distance_has_its_way_with_statements() -> None:
    """a to c over b, read from a; d is reached by nobody, x is not in the network."""
    told = acts(*TOLD)
    found = distance(told, BOOK, (side("c"), side("a")), AT)
    assert (found.distance, found.a_reaches, found.b_reaches) == (2, 2, 2)
    assert [(row.source, row.target) for row in found.steps] == [("c", "b"), ("b", "a")]
    assert set(found.steps[1].ids) == {TOLD[0].key, TOLD[1].key}
    none = distance(told, BOOK, (side("a"), side("d")), AT)
    assert (none.distance, none.b_reaches, len(none.steps)) == (None, 0, 0)
    assert distance(told, BOOK, (side("a"), side("x")), AT).b_reaches is None


def test_who_is_reached_from_an_actor() -> None:
    """From a first b, then c by b, each with the statements of the last pair; nobody from d or x."""
    told = acts(*TOLD)
    rows = reach(told, BOOK, side("a"), AT)
    assert [(row.id, row.distance, row.before, row.tone) for row in rows] == [
        ("b", 1, "a", 6.0),
        ("c", 2, "b", 3.0),
    ]
    assert (rows[1].ids, rows[0].sources) == ((TOLD[2].key,), 2)
    assert not reach(told, BOOK, side("d"), AT)
    assert not reach(told, BOOK, side("x"), AT)


def test_filters_let_through_what_they_say() -> None:
    """Relations, types, actors, sources, age and least tone; each alone."""
    told = acts(*TOLD, types={"c": "person"})

    def pairs(wanted: Filter) -> set[str]:
        return {row.source + row.target for row in of(told, wanted).edges}

    assert pairs(Filter(relations=frozenset({"ACCUSE"}))) == {"ad", "bd"}
    assert pairs(Filter(types=frozenset({"party"}))) == {"ab", "ad", "bd"}
    assert pairs(Filter(actors=frozenset({"b", "c", "d"}))) == {"bc", "bd", "cd"}
    assert pairs(Filter(least_sources=2)) == {"ab"}
    assert pairs(Filter(tracks=frozenset({"interstate"}))) == set()
    weak = of(told, Filter(least_tone=4))
    assert {row.source + row.target: row.sign for row in weak.edges}["bc"] == 0
    days = AT - day_number(date(2024, 5, 3))
    assert len(pairs(Filter(within=days))) == 5
    assert pairs(Filter(within=days - 1)) == set()


def test_a_series_shows_the_network_as_it_was() -> None:
    """Nothing before the first act; then one pair, then two; figures that nothing tells are missing."""
    told = acts(Said("a", "AGREE", "b"), Said("b", "ACCUSE", "c", first="2025-01-01", text="t2"))
    days = [day_number(date(year, 12, 31)) for year in (2023, 2024, 2025)]
    rows = figures(told, BOOK, days)
    assert [(row.actors, row.pairs, row.negative) for row in rows] == [(0, 0, 0), (2, 1, 0), (3, 2, 1)]
    assert (rows[0].density, rows[0].modularity, rows[0].largest, rows[0].balanced) == (None,) * 4
    assert rows[2] == snapshot(told, BOOK, days[2]).figures


def test_an_empty_network_has_empty_tables() -> None:
    """Of nothing, and of statements without any day, on a day and on none."""
    for told in (acts(), acts(Said("a", "AGREE", "b", first=None, published=None))):
        for at in (AT, UNDATED):
            found = snapshot(told, BOOK, at)
            tables = (found.nodes, found.edges, found.arcs, found.communities, found.unbalanced)
            assert [len(table) for table in tables] == [0] * 5
            assert (found.figures.at is None, found.balance.balanced) == (at == UNDATED, None)
            assert found.edges.columns[0] == "source"


@given(SEEDS)
@LAWS
def test_pairs_are_those_of_the_relation_table_and_acts_those_of_a_relation(seed: int) -> None:
    """Tone, intensity and last contact are counted in one way everywhere; directed acts are the pair's."""
    told = made.acts(seed)
    at = made.DAYS[1]
    found = snapshot(told, BOOK, at)
    table = {(row.source, row.target): row for row in relation_table(told, BOOK, at) if row.intensity}
    assert set(table) == {(row.source, row.target) for row in found.edges}
    arcs = {(row.source, row.target): row for row in found.arcs}
    for row in found.edges:
        own = table[row.source, row.target]
        assert (row.tone, row.intensity, row.last_contact) == (own.tone, own.intensity, own.last_contact)
        assert row.sign == (0 if row.tone is None else np.sign(row.tone))
        one = relation(told, BOOK, (side(row.source), side(row.target)), at)
        assert set(row.ids) <= set(one.ids)
        assert len(row.ids) == min(row.statements, SHOWN)
        there, back = arcs.get((row.source, row.target)), arcs.get((row.target, row.source))
        assert (there.source_acts if there else 0) == row.source_acts
        assert (back.source_acts if back else 0) == row.target_acts
        assert all(arc.mutual_acts == row.mutual_acts for arc in (there, back) if arc)
        assert bool(there and back) or not row.mutual_acts


@given(SEEDS)
@LAWS
def test_the_order_of_statements_does_not_matter(seed: int) -> None:
    """Nor do the numbers of actors and texts: the same network, to the last figure."""
    told = made.acts(seed, 90, 7)
    chance = np.random.default_rng(seed)
    turned = told.where(chance.permutation(len(told)))
    places = chance.permutation(len(told.actors))
    back = np.r_[np.argsort(places), -1].astype(np.int32)
    turned = replace(
        turned,
        actors=tuple(told.actors[place] for place in places),
        source=back[turned.source],
        target=back[turned.target],
    )
    assert snapshot(turned, BOOK, made.DAYS[1]) == snapshot(told, BOOK, made.DAYS[1])


@given(SEEDS)
@LAWS
def test_mirrored_statements_mirror_the_network(seed: int) -> None:
    """All who act are acted on: arcs turn round, in and out change places, all else stays."""
    told = made.acts(seed, 90, 7)
    told = told.where(told.target >= 0)
    one = snapshot(told, BOOK, made.DAYS[1])
    other = snapshot(replace(told, source=told.target, target=told.source), BOOK, made.DAYS[1])
    assert (other.figures, other.balance, other.communities) == (one.figures, one.balance, one.communities)
    assert other.unbalanced == one.unbalanced
    for a, b in zip(one.edges, other.edges, strict=True):
        assert b == replace(a, source_acts=a.target_acts, target_acts=a.source_acts)
    for n, m in zip(one.nodes, other.nodes, strict=True):
        assert (n.out_degree, n.out_negative, n.betweenness) == (m.in_degree, m.in_negative, m.betweenness)
    assert {(a.source, a.target, a.tone) for a in one.arcs} == {
        (a.target, a.source, a.tone) for a in other.arcs
    }
    ends = side("party-a"), side("party-b")
    way = distance(told, BOOK, ends, made.DAYS[1])
    back = distance(replace(told, source=told.target, target=told.source), BOOK, ends, made.DAYS[1])
    assert [(s.source, s.target, s.tone) for s in way.steps] == [
        (s.source, s.target, s.tone) for s in back.steps
    ]


@given(SEEDS)
@LAWS
def test_what_is_denied_planned_or_possible_changes_nothing(seed: int) -> None:
    """The network without such statements is the same one."""
    told = made.acts(seed, 90, 7)
    least = told.where(~np.isin(told.status, (DENIED, PLANNED, POSSIBLE)))
    assert snapshot(least, BOOK, made.DAYS[1]) == snapshot(told, BOOK, made.DAYS[1])


@given(SEEDS)
@LAWS
def test_a_statement_between_others_changes_no_pair(seed: int) -> None:
    """The pairs of four actors are the same whatever is told of three others."""
    told = made.acts(seed, 90, 7)
    four = [actor.id for actor in told.actors[:4]]
    own = (told.source < 4) & (told.target < 4)
    other = (told.source >= 4) & ((told.target >= 4) | (told.target < 0))
    alone = snapshot(told.where(own), BOOK, made.DAYS[1])
    beside = snapshot(told.where(own | other), BOOK, made.DAYS[1])
    assert list(alone.edges) == [row for row in beside.edges if row.source in four]
    assert list(alone.arcs) == [row for row in beside.arcs if row.source in four]
    assert list(alone.unbalanced) == [row for row in beside.unbalanced if row.a in four]
    ends = side(four[0]), side(four[1])
    assert distance(told.where(own), BOOK, ends, made.DAYS[1]) == distance(
        told.where(own | other), BOOK, ends, made.DAYS[1]
    )


@given(SEEDS)
@LAWS
def test_copies_count_once(seed: int) -> None:
    """The same statement in one more copy of its text changes no sign, no weight and no source."""
    told = made.acts(seed, 40, 5)
    copied = told.where(np.r_[np.arange(len(told)), np.arange(len(told))])
    once, twice = snapshot(told, BOOK, made.DAYS[1]), snapshot(copied, BOOK, made.DAYS[1])
    for a, b in zip(once.edges, twice.edges, strict=True):
        assert (a.sign, a.tone, a.weight, a.sources) == (b.sign, b.tone, b.weight, b.sources)
    assert once.nodes == twice.nodes


@given(SEEDS)
@LAWS
def test_a_network_has_a_table_for_every_tool(seed: int) -> None:
    """Each table becomes a frame with its rows; the graphs have the pairs and the directed acts."""
    found = snapshot(made.acts(seed), BOOK, made.DAYS[1])
    for table in (found.nodes, found.edges, found.arcs, found.communities, found.unbalanced):
        assert table.to_polars().height == table.to_arrow().num_rows == len(table.to_pandas()) == len(table)
    graph, arrows = found.to_networkx(directed=False), found.to_networkx()
    assert (graph.number_of_edges(), arrows.number_of_edges()) == (len(found.edges), len(found.arcs))
    assert all(data["name"].startswith("Party") for _, data in graph.nodes(data=True))
