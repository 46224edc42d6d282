"""What a network is made of: actors, pairs, directed acts, communities, triads, and its figures at a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from konturen.analysis.balance import Balance
from konturen.tables import Table, needed


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements make the network, and which pairs are in it; None leaves a condition open.

    `actors` (ids), `types` hold of both ends. `within` are days: only acts that were so many days ago at most,
    or still go on. A pair needs `least_sources` independent sources, and takes a side only where its tone is at
    least `least_tone` away from 0.
    """

    tracks: frozenset[str] | None = None
    types: frozenset[str] | None = None
    actors: frozenset[str] | None = None
    relations: frozenset[str] | None = None
    within: int | None = None
    least_sources: int = 1
    least_tone: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair of a network; `source` and `target` are ids.

    In a table of pairs the smaller id is the source, whoever acts; in one of directed acts the source acts on
    the target, and mutual acts stand in both directions. `sign` is 1, -1, or 0 where no act takes a side.
    `tone` and its interval are those of `analysis.pairs`, `intensity` is the number of different acts by their
    age, `weight` is intensity by tone / 10 (0 without a side). `sources` are the independent sources of the
    acts; `ids` are those of the newest statements that tell an act, `statements` counts these.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    sign: int
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    intensity: float
    weight: float
    source_acts: int
    target_acts: int
    mutual_acts: int
    last_contact: date | None
    sources: int
    statements: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor of a network.

    `degree` counts others with whom it has a pair, `out_degree` those on whom it acts, `in_degree` those that
    act on it (mutual acts are both), each also by sign. `strength_positive` and `strength_negative` sum the
    weights of its pairs. `betweenness` is the share of all pairs of others that have a shortest way of
    cooperation through it, `constraint` Burt's: low for those whose partners are not tied to each other. Both,
    and `community`, are None for actors without a cooperative pair.
    """

    id: str
    name: str
    type: str
    community: int | None
    degree: int
    positive: int
    negative: int
    out_degree: int
    out_positive: int
    out_negative: int
    in_degree: int
    in_positive: int
    in_negative: int
    strength_positive: float
    strength_negative: float
    betweenness: float | None
    constraint: float | None


@dataclass(frozen=True, slots=True)
class Community:
    """Actors that hang together by cooperation; `within` and `across` count pairs by sign among the members and
    with others. Members with most pairs come first."""

    number: int
    size: int
    positive_within: int
    negative_within: int
    positive_across: int
    negative_across: int
    members: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors whose signs are not balanced: `weight` is that of the weakest pair.
    The ids are those of statements behind each pair."""

    a: str
    b: str
    c: str
    a_name: str
    b_name: str
    c_name: str
    weight: float
    sign_ab: int
    sign_ac: int
    sign_bc: int
    tone_ab: float
    tone_ac: float
    tone_bc: float
    ids_ab: tuple[str, ...]
    ids_ac: tuple[str, ...]
    ids_bc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A network in figures at a day; None where none was asked for and nothing has one.

    `density` is the share of possible pairs that there are, `negative_share` that of hostile ones among pairs
    that take a side. `components` are the groups that hang together by cooperation, `largest` the share of
    actors in the largest. `modularity` is that of the communities found (see `analysis.communities`);
    `balanced` and `chance` with what holds 95 of 100 are those of `analysis.balance`. A figure that nothing
    tells is None.
    """

    at: date | None
    actors: int
    pairs: int
    positive: int
    negative: int
    neutral: int
    density: float | None
    negative_share: float | None
    components: int
    largest: float | None
    communities: int
    modularity: float | None
    triads: int
    balanced: float | None
    chance: float | None
    chance_low: float | None
    chance_high: float | None
    statements: int
    sources: int


@dataclass(frozen=True, slots=True)
class Network:
    """A network at a day.

    `edges` are the pairs, the heaviest first, `arcs` the same by who acts on whom; `nodes` come by degree,
    `communities` by size. `unbalanced` are the strongest triads whose signs are not balanced. Betweenness was
    counted from `pivots` of the `tied` actors that have a cooperative pair: from all, or from a sample where
    the network is very large.
    """

    figures: Figures
    nodes: Table[Node]
    edges: Table[Edge]
    arcs: Table[Edge]
    communities: Table[Community]
    balance: Balance
    unbalanced: Table[Triad]
    pivots: int
    tied: int

    def to_networkx(self, directed: bool = True) -> Any:
        """A `networkx.DiGraph` of the directed acts, or a `networkx.Graph` of the pairs, with all columns.

        Needs `konturen[networks]`.
        """
        library = needed("networkx", "networks")
        graph = library.DiGraph() if directed else library.Graph()
        _fill(graph.add_node, self.nodes, ("id",))
        _fill(graph.add_edge, self.arcs if directed else self.edges, ("source", "target"))
        return graph


def _fill(add: Any, table: Table[Any], keys: tuple[str, ...]) -> None:
    columns = table.to_dict()
    ends = [columns.pop(key) for key in keys]
    for *key, values in zip(*ends, zip(*columns.values(), strict=True), strict=True):
        add(*key, **dict(zip(columns, values, strict=True)))
