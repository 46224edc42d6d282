"""Where the parts of a drawn network stand: actors, lines, arrows and names, in points."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, pi, sin, sqrt
from typing import Any

from konturen.tables import needed

WIDTH, HEIGHT, MARGIN = 900, 640, 70
SEED = 20_261_123
STEP = 190
"""Points between two actors in a row."""
LETTER, LINE = 6.4, 13
"""Points that a letter of a name takes across, and a line down."""
LONGEST = 34
"""Letters of a name after which it is cut short with a mark."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An actor."""

    x: float
    y: float
    size: float
    name: str
    degree: int
    community: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A pair."""

    x: float
    y: float
    x2: float
    y2: float
    sign: int
    width: float
    words: str
    tone: float | None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an arrow; `angle` in degrees from upright, clockwise."""

    x: float
    y: float
    angle: float
    sign: int


@dataclass(frozen=True, slots=True)
class Label:
    """A name, by its middle."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """All of a picture and how large it is."""

    width: int
    height: int
    nodes: tuple[Placed, ...]
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    labels: tuple[Label, ...]


def placed(
    actors: dict[str, list[Any]], pairs: dict[str, list[Any]], most: int, in_a_row: bool = False
) -> Drawn:
    """The first actors of a table and the pairs among them."""
    ids: list[str] = actors["id"][:most]
    number = {id: place for place, id in enumerate(ids)}
    rows = [
        dict(zip(pairs, values, strict=True))
        for values in zip(*pairs.values(), strict=True)
        if values[list(pairs).index("source")] in number and values[list(pairs).index("target")] in number
    ]
    width, height = (max(STEP * len(ids), 300), 130) if in_a_row else (WIDTH, HEIGHT)
    if in_a_row:
        spots = [(STEP * (n + 0.5), height / 2) for n in range(len(ids))]
    else:
        spots = _layout(ids, rows)
    nodes = tuple(
        Placed(x, y, 90 + 22 * min(degree, 40), _short(name), degree, community)
        for (x, y), name, degree, community in zip(
            spots, actors["name"], actors["degree"], actors["community"], strict=False
        )
    )
    widest = max((row["intensity"] for row in rows), default=1.0) or 1.0
    lines, heads = [], []
    for row in rows:
        one, other = nodes[number[row["source"]]], nodes[number[row["target"]]]
        lines.append(
            Line(
                one.x, one.y, other.x, other.y, row["sign"], 1 + 4 * sqrt(row["intensity"] / widest),
                f"{one.name} – {other.name}", row["tone"],
            )
        )  # fmt: skip
        heads += _heads(row, one, other)
    return Drawn(width, height, nodes, tuple(lines), tuple(heads), tuple(_labels(nodes, width, height)))


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _layout(ids: list[str], rows: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """Cooperation draws together, conflict hardly does (Fruchterman and Reingold 1991); from a fixed seed."""
    library = needed("networkx", "networks")
    graph = library.Graph()
    graph.add_nodes_from(range(len(ids)))
    number = {id: place for place, id in enumerate(ids)}
    for row in sorted(rows, key=lambda row: (row["source"], row["target"])):
        pull = 1.0 if row["sign"] > 0 else 0.1
        graph.add_edge(number[row["source"]], number[row["target"]], weight=pull)
    near = 2.2 / sqrt(max(len(ids), 1))
    found = library.spring_layout(graph, k=near, iterations=300, seed=SEED, method="force")
    return _spread([(float(x), float(y)) for x, y in (found[place] for place in range(len(ids)))])


def _spread(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same places over the whole picture."""
    ends = [(min(axis), max(axis)) for axis in zip(*spots, strict=True)]
    sizes = (WIDTH, HEIGHT)

    def on(value: float, axis: int) -> float:
        low, high = ends[axis]
        share = (value - low) / (high - low) if high > low else 0.5
        return round(MARGIN + share * (sizes[axis] - 2 * MARGIN), 1)

    return [(on(x, 0), on(y, 1)) for x, y in spots]


def _heads(row: dict[str, Any], one: Placed, other: Placed) -> list[Head]:
    """An arrow where only one side acts: at the rim of the one that is acted on."""
    if row["mutual_acts"] or bool(row["source_acts"]) == bool(row["target_acts"]):
        return []
    begin, end = (one, other) if row["source_acts"] else (other, one)
    turn = atan2(end.y - begin.y, end.x - begin.x)
    away = sqrt(end.size / pi) + 6
    x, y = end.x - away * cos(turn), end.y - away * sin(turn)
    return [Head(round(x, 1), round(y, 1), round(degrees(turn) + 90, 1), row["sign"])]


def _labels(nodes: tuple[Placed, ...], width: int, height: int) -> list[Label]:
    """A name beside, above or below each actor: where it covers least of what stands there already."""
    taken = [
        (node.x - radius, node.y - radius, node.x + radius, node.y + radius)
        for node in nodes
        for radius in (sqrt(node.size / pi),)
    ]
    labels = []
    for node in sorted(nodes, key=lambda node: (-node.degree, node.name, node.x)):
        wide, away = LETTER * len(node.name), sqrt(node.size / pi) + 3
        places = (
            (node.x, node.y + away + LINE / 2),
            (node.x, node.y - away - LINE / 2),
            (node.x + away + wide / 2, node.y),
            (node.x - away - wide / 2, node.y),
        )
        boxes = [(x - wide / 2, y - LINE / 2, x + wide / 2, y + LINE / 2) for x, y in places]
        costs = [sum(_covered(box, other) for other in taken) + _outside(box, width, height) for box in boxes]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        labels.append(Label(round(places[best][0], 1), round(places[best][1], 1), node.name))
    return labels


Box = tuple[float, float, float, float]


def _covered(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _outside(box: Box, width: int, height: int) -> float:
    """Points of a name that would stand outside of the picture, which count for more."""
    across = max(-box[0], 0) + max(box[2] - width, 0)
    down = max(-box[1], 0) + max(box[3] - height, 0)
    return 50 * (across + down)
