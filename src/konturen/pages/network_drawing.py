"""The network drawn on the server, for the page, print and files; what leads somewhere is reached by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import pi, sqrt
from typing import Any

from konturen.analysis.pairs import PairRelation
from konturen.charts.placing import Head, Label, Line, Placed, placed
from konturen.web import svg, urls
from konturen.web.words import NEAR, Words

COLOURS = {1: svg.COOPERATION, -1: svg.CONFLICT, 0: svg.NEUTRAL}
DASHES = {1: None, -1: "7 4", 0: "1 4"}
SIDES = {1: "cooperation", -1: "conflict", 0: "neutral"}
Values = dict[str, str | float | None]
LEGEND = 46
"""Points below the network."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, and in how many of the drawn pairs she is."""

    id: str
    name: str
    type: str
    degree: int


@lru_cache(maxsize=32)
def drawn(
    words: Words, nodes: tuple[Node, ...], pairs: tuple[PairRelation, ...], track: str, leading: bool
) -> str:
    """The network as one drawing; `leading` where its parts lead to sentences and dossiers.

    Laying it out takes a tenth of a second, and the same network is looked at by many.
    """
    place = placed(*_columns(nodes, pairs), len(nodes))
    number = {one.id: at for at, one in enumerate(nodes)}
    lines = []
    for line, pair in zip(place.lines, pairs, strict=True):
        ends = f"{number[pair.source]} {number[pair.target]}"
        address = urls.sentences(a=pair.source, b=pair.target, track=track, min_score=50) if leading else None
        lines.append(_line(words, line, pair, ends, address))
    dots = [
        _dot(words, spot, one, str(at), urls.network(a=one.id, track=track) if leading else None)
        for at, (spot, one) in enumerate(zip(place.nodes, nodes, strict=True))
    ]
    size = (float(place.width), place.height + LEGEND)
    ground = svg.element("rect", width=size[0], height=size[1], fill=svg.PAPER)
    heads, names = map(_head, place.heads), map(_name, place.labels)
    parts = [ground, *lines, *heads, *dots, *names, *_legend(words, place.height)]
    return svg.drawing(size, words("network.title"), parts, "group" if leading else "img")


def _columns(
    nodes: Sequence[Node], pairs: Sequence[PairRelation]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Actors and pairs as the layout takes them."""
    actors: dict[str, list[Any]] = {
        "id": [one.id for one in nodes],
        "name": [one.name for one in nodes],
        "degree": [one.degree for one in nodes],
        "community": [None] * len(nodes),
    }
    rows = [asdict(pair) | {"sign": sign(pair.tone)} for pair in pairs]
    return actors, {name: [row[name] for row in rows] for name in (rows[0] if rows else ("source", "target"))}


def _head(head: Head) -> str:
    turned = f"translate({head.x} {head.y}) rotate({head.angle})"
    return svg.element("path", d="M0,-5 L4,4 L-4,4 Z", fill=COLOURS[head.sign], transform=turned)


def _name(one: Label) -> str:
    around: Values = {"paint_order": "stroke", "stroke": svg.PAPER, "stroke_width": 3}
    return svg.label(one.x, one.y + 4, one.text, text_anchor="middle", class_="name", **around)


def sign(tone: float | None) -> int:
    """1 for cooperation, -1 for conflict, 0 where a pair takes no side."""
    if tone is None or abs(tone) < NEAR:
        return 0
    return 1 if tone > 0 else -1


def _line(words: Words, line: Line, pair: PairRelation, ends: str, address: str | None) -> str:
    tone = _tone(words, pair.tone)
    said = words("network.pair", a=pair.source_name, b=pair.target_name, tone=tone, n=pair.sources)
    place: Values = {"x1": line.x, "y1": line.y, "x2": line.x2, "y2": line.y2}
    drawn: Values = {"stroke": COLOURS[line.sign], "stroke_dasharray": DASHES[line.sign]}
    seen = svg.element("line", stroke_width=line.width, **place, **drawn)
    # A wide line that nobody sees: thin ones are hard to hit.
    hit = svg.element("line", stroke=svg.PAPER, stroke_opacity=0, stroke_width=12, **place) if address else ""
    named: Values = {"class_": f"edge {SIDES[line.sign]}", "aria_label": said if address else None}
    return svg.link(address, svg.titled(said), hit, seen, data_ends=ends, **named)


def _dot(words: Words, spot: Placed, one: Node, at: str, address: str | None) -> str:
    said = words("network.node", name=one.name, n=one.degree)
    place: Values = {"cx": spot.x, "cy": spot.y, "r": sqrt(spot.size / pi)}
    dot = svg.element("circle", fill=svg.INK, stroke=svg.PAPER, stroke_width=1.5, **place)
    named: Values = {"class_": "node", "aria_label": said if address else None}
    return svg.link(address, svg.titled(said), dot, data_node=at, **named)


def _tone(words: Words, tone: float | None) -> str:
    if tone is None:
        return words("network.no_tone")
    return words.signed(tone)


def _legend(words: Words, top: float) -> list[str]:
    parts = []
    for at, (side, key) in enumerate(((1, "cooperation"), (-1, "conflict"), (0, "neutral"))):
        x, y = 12 + 190 * at, top + 24
        place: Values = {"x1": x, "y1": y, "x2": x + 34, "y2": y}
        drawn: Values = {"stroke": COLOURS[side], "stroke_dasharray": DASHES[side]}
        parts.append(svg.element("line", stroke_width=2.5, **place, **drawn))
        parts.append(svg.label(x + 42, y + 4, words(f"network.{key}"), font_size=11, fill=svg.QUIET))
    parts.append(svg.label(12 + 190 * 3, top + 28, words("network.arrow"), font_size=11, fill=svg.QUIET))
    return parts
