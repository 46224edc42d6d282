"""Where the parts of a drawn network stand: actors, lines, arrows and names, in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import atan2, cos, degrees, pi, sin, sqrt
from typing import Any

from konturen.tables import needed

WIDTH, HEIGHT = 900, 640
NARROW, LOW, SIDE, EDGE = 225, 130, 75, 34
"""The least size in points of what hangs together, and what is left free at its sides for names."""
SEED = 20_261_123
STRETCH = 1.6
"""How much wider a part may become where its row has place."""
STEP = 190
"""Points between two actors in a row."""
LETTER, LINE = 6.4, 13
"""Points that a letter of a name takes across, and a line down."""
Spot = tuple[float, float]
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
    height: float
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
        for source, target, values in zip(
            pairs["source"], pairs["target"], zip(*pairs.values(), strict=True), strict=True
        )
        if source in number and target in number
    ]
    width, height = WIDTH, 130.0
    if in_a_row:
        width = max(STEP * len(ids), 300)
        spots = [(STEP * (n + 0.5), height / 2) for n in range(len(ids))]
    else:
        spots, height = _layout(ids, rows)
    nodes = tuple(
        Placed(x, y, 90 + 22 * min(degree, 40), _short(name), degree, community)
        for (x, y), name, degree, community in zip(
            spots, actors["name"], actors["degree"], actors["community"], strict=False
        )
    )
    widest = max((row["intensity"] for row in rows), default=1.0) or 1.0
    lines, heads, captions = list[Line](), list[Head](), list[Label]()
    for row in rows:
        ends = nodes[number[row["source"]]], nodes[number[row["target"]]]
        lines.append(_line(row, *ends, widest))
        heads += _heads(row, *ends)
        captions += _captions(row, *ends) if in_a_row else ()
    labels = (*captions, *_labels(nodes, width, height))
    return Drawn(width, max(height, 60), nodes, tuple(lines), tuple(heads), labels)


def _line(row: dict[str, Any], one: Placed, other: Placed, widest: float) -> Line:
    width = 1 + 4 * sqrt(row["intensity"] / widest)
    words = f"{one.name} – {other.name}"
    return Line(one.x, one.y, other.x, other.y, row["sign"], width, words, row["tone"])


def _captions(row: dict[str, Any], one: Placed, other: Placed) -> list[Label]:
    """What is told of a pair, above its line."""
    tone = f"{row['tone']:+.1f}" if row["tone"] is not None else "no side"
    sources = "1 source" if row["sources"] == 1 else f"{row['sources']} sources"
    words = (f"tone {tone}", f"{sources}, {row['last_contact'] or 'no contact told'}")
    return [Label((one.x + other.x) / 2, one.y - up, text) for up, text in zip((27, 13), words, strict=True)]


def _short(name: str) -> str:
    """A name that fits; what cannot be printed stands as a dot."""
    plain = " ".join("".join(c if c.isprintable() else "·" for c in name).split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _layout(ids: list[str], rows: list[dict[str, Any]]) -> tuple[list[Spot], float]:
    """What hangs together is laid out by itself, the largest first, in rows beside each other; and how far down
    that reaches."""
    library = needed("networkx", "networks")
    graph = library.Graph()
    graph.add_nodes_from(range(len(ids)))
    number = {id: place for place, id in enumerate(ids)}
    for row in sorted(rows, key=lambda row: (row["source"], row["target"])):
        # Cooperation draws together, conflict hardly does.
        pull = 1.0 if row["sign"] > 0 else 0.15
        graph.add_edge(number[row["source"]], number[row["target"]], weight=pull)
    parts = sorted((sorted(part) for part in library.connected_components(graph)), key=lambda p: (-len(p), p))
    spots: list[Spot] = [(0.0, 0.0)] * len(ids)
    top = 0.0
    for shelf in _shelves([len(part) / len(ids) for part in parts]):
        left, tall = 0.0, 0.0
        for place, wide, high in shelf:
            part = parts[place]
            for node, (x, y) in zip(part, _spread(_spring(graph, part), wide, high), strict=True):
                spots[node] = (round(left + x, 1), round(top + y, 1))
            left, tall = left + wide, max(tall, high)
        top += tall
    return spots, top


def _shelves(shares: list[float]) -> list[list[tuple[int, float, float]]]:
    """Boxes for parts of these sizes in rows: place of the part, width, height."""
    shelves: list[list[tuple[int, float, float]]] = []
    used = float(WIDTH)
    for place, share in enumerate(shares):
        wide = min(max(WIDTH * sqrt(share) * 1.1, NARROW), WIDTH)
        if used + wide > WIDTH:
            shelves.append([])
            used = 0.0
        used += wide
        shelves[-1].append((place, wide, max(HEIGHT * sqrt(share), LOW)))
    filled = [min(WIDTH / sum(wide for _, wide, _ in shelf), STRETCH) for shelf in shelves]
    return [
        [(place, wide * more, high) for place, wide, high in shelf]
        for shelf, more in zip(shelves, filled, strict=True)
    ]


def _spring(graph: Any, part: list[int]) -> list[Spot]:
    """By springs (Fruchterman and Reingold 1991), from a fixed seed."""
    library = needed("networkx", "networks")
    own = library.Graph()
    own.add_nodes_from(part)
    own.add_edges_from((a, b, graph[a][b]) for a, b in sorted(map(sorted, graph.subgraph(part).edges)))
    near = 2.0 / sqrt(len(part))
    found = library.spring_layout(own, k=near, iterations=300, seed=SEED, method="force")
    return [(float(found[node][0]), float(found[node][1])) for node in part]


def _spread(spots: list[Spot], wide: float, high: float) -> list[Spot]:
    """The places over a box, half by how far they are, half by their order: a few far ones leave the others
    room."""

    def on(values: list[float], size: float, margin: float) -> list[float]:
        low, most = min(values), max(values)
        if most == low:
            return [size / 2] * len(values)
        order = sorted(values)
        ranks = [(bisect_left(order, value) + bisect_right(order, value) - 1) / 2 for value in values]
        shares = [
            (value - low) / (most - low) / 2 + rank / (len(values) - 1) / 2
            for value, rank in zip(values, ranks, strict=True)
        ]
        return [margin + share * (size - 2 * margin) for share in shares]

    across, down = zip(*spots, strict=True)
    return list(zip(on(list(across), wide, SIDE), on(list(down), high, EDGE), strict=True))


def _heads(row: dict[str, Any], one: Placed, other: Placed) -> list[Head]:
    """An arrow where only one side acts: at the rim of the one that is acted on."""
    if row["mutual_acts"] or bool(row["source_acts"]) == bool(row["target_acts"]):
        return []
    begin, end = (one, other) if row["source_acts"] else (other, one)
    turn = atan2(end.y - begin.y, end.x - begin.x)
    away = sqrt(end.size / pi) + 6
    x, y = end.x - away * cos(turn), end.y - away * sin(turn)
    return [Head(round(x, 1), round(y, 1), round(degrees(turn) + 90, 1), row["sign"])]


def _labels(nodes: tuple[Placed, ...], width: int, height: float) -> list[Label]:
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


def _outside(box: Box, width: int, height: float) -> float:
    """Points of a name that would stand outside of the picture, which count for more."""
    across = max(-box[0], 0) + max(box[2] - width, 0)
    down = max(-box[1], 0) + max(box[3] - height, 0)
    return 50 * (across + down)
