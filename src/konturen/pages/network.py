"""The network: actors around one, or those most spoken of, and how they stand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from konturen.acts import Acts, day_of
from konturen.analysis.pairs import PairRelation, relation_table
from konturen.codebook import built_in
from konturen.pages.choosing import among, around, day, on_track, spoken
from konturen.pages.network_drawing import Node, drawn
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

FIRST, MOST, EDGES = 25, 60, 150
"""Actors of the view with which one begins, the most of any, and the most pairs."""


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Actors and pairs; `a` are those around whom the network is, with their names, none where it is those most
    spoken of. `pairs_left` counts pairs that are not drawn."""

    template: ClassVar[str] = "network.html"
    a: tuple[Node, ...]
    track: str
    number: int
    at: date | None
    nodes: tuple[Node, ...]
    pairs: tuple[PairRelation, ...]
    pairs_left: int

    def table(self) -> Table[PairRelation]:
        """The pairs, the most intense first."""
        return Table(PairRelation, self.pairs)

    def drawing(self, ask: Ask) -> str:
        """The network as a drawing; in the page its parts lead to their sentences."""
        return drawn(ask.words, self.nodes, self.pairs, self.track, ask.form == "page")


@dataclass(frozen=True, slots=True)
class _Found:
    nodes: tuple[Node, ...]
    pairs: tuple[PairRelation, ...]
    left: int
    at: int | None


def network(ask: Ask) -> NetworkPage:
    """The network that is asked for."""
    track = ask.choice("track", ("", *built_in().tracks), "")
    number = ask.number("n", FIRST, 2, MOST)
    with ask.reader() as reader:
        ids = frozenset(id for name in ask.many("a", 20) for id in ask.side(name, reader).ids)
        acts = ask.acts(reader)

        def make() -> _Found:
            own = on_track(acts, track)
            day_shown = day(ask, own)
            return _found(own, around(own, ids, number) if ids else spoken(own, number), day_shown)

        key = ("network", ids, track, number, ask.one("at"), ask.known)
        found = ask.site.kept.of(key, ask.moment.stamp.told, make)
    nodes = tuple(Node(one.id, ask.called(one.id, one.name), one.type, one.degree) for one in found.nodes)
    names = {one.id: one.name for one in nodes}
    pairs = tuple(_named(pair, names) for pair in found.pairs)
    own = tuple(one for one in nodes if one.id in ids)
    at = day_of(found.at) if found.at is not None else None
    return NetworkPage(own, track, number, at, nodes, pairs, found.left)


def _found(acts: Acts, chosen: list[int], at: int | None) -> _Found:
    """The actors and pairs among them, as they stand at a day."""
    own = among(acts, chosen)
    table = relation_table(own, built_in(), at) if at is not None else Table(PairRelation, ())
    pairs = tuple(table)[:EDGES]
    degree: dict[str, int] = {}
    for pair in pairs:
        for end in (pair.source, pair.target):
            degree[end] = degree.get(end, 0) + 1
    nodes = (acts.actors[number] for number in chosen)
    listed = tuple(Node(one.id, one.name, one.type, degree.get(one.id, 0)) for one in nodes)
    return _Found(listed, pairs, len(table) - len(pairs), at)


def _named(pair: PairRelation, names: dict[str, str]) -> PairRelation:
    values: dict[str, Any] = {name: getattr(pair, name) for name in pair.__slots__}
    values |= {"source_name": names[pair.source], "target_name": names[pair.target]}
    return PairRelation(**values)


PLACES = (Place("/network", network, kept=True),)
