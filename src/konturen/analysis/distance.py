"""How far two actors are from each other over cooperative pairs, and the way that joins them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from konturen.acts import Acts, day_of
from konturen.analysis.network import EVERYTHING, edges, newest, web
from konturen.analysis.network_values import Edge, Filter
from konturen.analysis.relations import Side
from konturen.analysis.ties import components, shortest, ways
from konturen.codebook import Codebook
from konturen.tables import Table


@dataclass(frozen=True, slots=True)
class Distance:
    """The distance of two actors in a network at a day: how many cooperative pairs a shortest way has, None
    where no way joins them.

    `steps` are the pairs of one such way, each read from `a` towards `b`: of several the one whose weakest pair
    weighs most, then the one with the first ids. `a_reaches` and `b_reaches` count the actors that ways lead to
    from each; None for one that has no pair in the network.
    """

    a: str
    b: str
    at: date | None
    distance: int | None
    a_reaches: int | None
    b_reaches: int | None
    steps: Table[Edge]


@dataclass(frozen=True, slots=True)
class Reached:
    """An actor that ways of cooperation lead to: over how many pairs, and the last pair of one such way: from
    which actor, with its tone and the ids of its newest statements (`sources` and `statements` count all)."""

    id: str
    name: str
    type: str
    distance: int
    before: str
    before_name: str
    tone: float
    sources: int
    statements: int
    ids: tuple[str, ...]


def reach(acts: Acts, codebook: Codebook, side: Side, at: int, wanted: Filter = EVERYTHING) -> Table[Reached]:
    """All whom ways of cooperation lead to from one actor at a day, the nearest first, then by id."""
    own = web(acts, codebook, at, wanted)
    begin = [n for n, actor in enumerate(own.actors) if actor.id in side.ids]
    if not begin:
        return Table(Reached, ())
    found = ways(own.ties.where(own.ties.sign > 0), begin[0])
    nodes = np.flatnonzero(found.far > 0)
    nodes = nodes[np.lexsort((nodes, found.far[nodes]))]
    pairs = edges(own, np.flatnonzero(own.ties.sign > 0)[found.tie[nodes]], newest(own.found))
    rows = []
    for node, pair in zip(nodes.tolist(), pairs, strict=True):
        actor, before = own.actors[node], own.actors[int(found.before[node])]
        known = pair.tone or 0.0, pair.sources, pair.statements, pair.ids
        far = int(found.far[node])
        rows.append(Reached(actor.id, actor.name, actor.type, far, before.id, before.name, *known))
    return Table(Reached, rows)


def distance(
    acts: Acts, codebook: Codebook, sides: tuple[Side, Side], at: int, wanted: Filter = EVERYTHING
) -> Distance:
    """The distance of two actors, each of one id, at a day (a number of `konturen.acts`)."""
    own = web(acts, codebook, at, wanted)
    friendly = own.ties.where(own.ties.sign > 0)
    numbers = [[n for n, actor in enumerate(own.actors) if actor.id in side.ids] for side in sides]
    part = components(friendly)
    reaches = [int((part == part[ends[0]]).sum()) - 1 if ends else None for ends in numbers]
    way = shortest(friendly, numbers[0][0], numbers[1][0]) if all(numbers) else None
    places = np.flatnonzero(own.ties.sign > 0)[np.array([tie for *_, tie in way or ()], np.int64)]
    rows = edges(own, places, newest(own.found)) if way else ()
    steps = (
        row if row.source == own.actors[begin].id else _turned(row)
        for row, (begin, *_) in zip(rows, way or (), strict=True)
    )
    return Distance(
        a=sides[0].name,
        b=sides[1].name,
        at=day_of(at),
        distance=None if way is None else len(way),
        a_reaches=reaches[0],
        b_reaches=reaches[1],
        steps=Table(Edge, steps),
    )


def _turned(row: Edge) -> Edge:
    """The same pair, read the other way."""
    return replace(
        row,
        source=row.target,
        target=row.source,
        source_name=row.target_name,
        target_name=row.source_name,
        source_acts=row.target_acts,
        target_acts=row.source_acts,
    )
