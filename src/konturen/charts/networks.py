"""Charts of networks: the drawn network, the way between two actors, the series of its figures.

Cooperation is a whole line, conflict a dashed one, pairs without a side are dotted; communities have a shape
and a colour. An arrow stands where only one side acts.
"""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import CONFLICT, COOPERATION, NEUTRAL, library
from konturen.charts.placing import Drawn, Placed, placed
from konturen.tables import Table

SIDES = ("cooperative", "hostile", "takes no side")
COLOURS, DASHES = (COOPERATION, CONFLICT, "#8a8a8a"), ([1, 0], [7, 4], [1, 4])
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "triangle-right")
FILLS = ("#4c78a8", "#e0a030", "#59a14f", "#b279a2", "#76b7b2", "#9c755f", "#d4a6c8")
"""Communities that have a mark of their own, the largest first."""
OTHER, NONE = "smaller ones", "in none"
PANELS = (
    ("density", "density"),
    ("negative_share", "hostile pairs"),
    ("modularity", "modularity"),
    ("balanced", "balanced triads"),
)
"""The figures of a series that are drawn."""
SAMPLE = 900
"""How large the sample of a line in the legend is."""
HALO = 3.5
"""Points of white around a name."""


def network(nodes: Table[Any], edges: Table[Any], title: str, most: int) -> Any:
    """Actors with most pairs and the pairs among them; the same picture for the same network."""
    actors = nodes.to_dict()
    drawn = placed(actors, edges.to_dict(), most)
    left = len(nodes) - len(drawn.nodes)
    among = f"{len(drawn.nodes)} of {len(nodes)} actors, those with most pairs" if left else "all actors"
    words = [
        f"{among}; an arrow: only one side acts; thick: many acts",
        "large: many pairs in the whole network",
    ]
    return _picture(drawn, title, words)


def path(steps: Table[Any], a: str, b: str) -> Any:
    """The actors of a way in a row, each pair with its tone."""
    rows = list(steps.lines())
    ends = [(row["source"], row["source_name"]) for row in rows[:1]]
    ends += [(row["target"], row["target_name"]) for row in rows]
    columns: dict[str, list[Any]] = {
        "id": [id for id, _ in ends],
        "name": [name for _, name in ends],
        "degree": [1] * len(ends),
        "community": [None] * len(ends),
    }
    drawn = placed(columns, steps.to_dict(), len(ends), in_a_row=True)
    words = [f"{len(rows)} steps over cooperation" if rows else "no way of cooperation joins them"]
    return _picture(drawn, f"{a} – {b}", words)


def _picture(drawn: Drawn, title: str, words: list[str]) -> Any:
    alt = library()
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, drawn.width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[drawn.height, 0], nice=False))
    marks = _marks(drawn)
    lines = [
        {
            "x": line.x, "y": line.y, "x2": line.x2, "y2": line.y2,
            "side": _side(line.sign),
            "width": line.width, "pair": line.words, "tone": line.tone,
        }
        for line in drawn.lines
    ]  # fmt: skip
    rules = (
        alt.Chart(alt.Data(values=lines))
        .mark_rule(opacity=0.75)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=_coloured(alt),
            strokeDash=alt.StrokeDash(
                "side:N",
                title="pair",
                scale=alt.Scale(domain=list(SIDES), range=list(DASHES)),
                legend=alt.Legend(symbolSize=SAMPLE),
            ),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
            tooltip=["pair:N", "tone:Q"],
        )
    )
    layers = [rules, _arrows(alt, drawn, x, y), *_actors(alt, drawn, marks, x, y)]
    return (
        alt.layer(*layers)
        .properties(
            width=drawn.width,
            height=drawn.height,
            title=alt.TitleParams(title, subtitle=words, anchor="start"),
        )
        .configure_view(stroke=None)
    )


def _side(sign: int) -> str:
    return SIDES[0] if sign > 0 else SIDES[1] if sign < 0 else SIDES[2]


def _coloured(alt: Any) -> Any:
    scale = alt.Scale(domain=list(SIDES), range=list(COLOURS))
    return alt.Color("side:N", title="pair", scale=scale, legend=alt.Legend(symbolSize=SAMPLE))


def _arrows(alt: Any, drawn: Drawn, x: Any, y: Any) -> Any:
    heads = [
        {
            "x": head.x,
            "y": head.y,
            "angle": head.angle,
            "side": _side(head.sign),
        }
        for head in drawn.heads
    ]
    return (
        alt.Chart(alt.Data(values=heads))
        .mark_point(shape="triangle-up", filled=True, size=70, opacity=1)
        .encode(
            x=x,
            y=y,
            angle=alt.Angle("angle:Q", scale=None),
            color=_coloured(alt),
        )
    )


def _marks(drawn: Drawn) -> dict[str, tuple[str, str]]:
    """The shape and the colour of each community that is drawn."""
    numbers = sorted({node.community for node in drawn.nodes if node.community is not None})
    marks = {
        f"community {number}": (SHAPES[place], FILLS[place])
        for place, number in enumerate(numbers[: len(SHAPES)])
    }
    if len(numbers) > len(SHAPES):
        marks[OTHER] = ("triangle-left", "#555555")
    if any(node.community is None for node in drawn.nodes):
        marks[NONE] = ("circle", "#d9d9d9")
    return marks


def _actors(alt: Any, drawn: Drawn, marks: dict[str, tuple[str, str]], x: Any, y: Any) -> list[Any]:
    def named(node: Placed) -> str:
        own = f"community {node.community}"
        return NONE if node.community is None else own if own in marks else OTHER

    rows = [
        {"x": node.x, "y": node.y, "size": node.size, "name": node.name, "degree": node.degree,
         "community": named(node)}
        for node in drawn.nodes
    ]  # fmt: skip
    names = [{"x": label.x, "y": label.y, "text": label.text} for label in drawn.labels]
    domain = list(marks)
    shown = len(domain) > 1 or domain != [NONE]
    legend = alt.Legend() if shown else None
    points = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, opacity=1, stroke="#222222", strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            size=alt.Size("size:Q", scale=None, legend=None),
            shape=alt.Shape(
                "community:N",
                title="community",
                scale=alt.Scale(domain=domain, range=[marks[name][0] for name in domain]),
                legend=legend,
            ),
            fill=alt.Fill(
                "community:N",
                title="community",
                scale=alt.Scale(domain=domain, range=[marks[name][1] for name in domain]),
                legend=legend,
            ),
            tooltip=["name:N", "degree:Q", "community:N"],
        )
    )
    words = alt.Chart(alt.Data(values=names)).encode(x=x, y=y, text="text:N")
    halo = words.mark_text(fontSize=11, stroke="white", strokeWidth=HALO, strokeJoin="round")
    return [points, halo, words.mark_text(fontSize=11, color="#111111")]


def series(rows: Table[Any]) -> Any:
    """Density, share of hostile pairs, modularity and balance over time; the band is what chance gives."""
    alt = library()
    lines = [row for row in rows.lines() if row["at"]]
    panels = []
    for name, title in PANELS:
        last = name == PANELS[-1][0]
        axis = alt.Axis(format="%Y-%m-%d", labelAngle=-45, labels=last, ticks=last)
        x = alt.X("at:T", title="as it stood at" if last else None, axis=axis)
        y = alt.Y(
            f"{name}:Q", title=title, axis=alt.Axis(format="+.2f" if name == "modularity" else "%", tickCount=4)
        )
        base = alt.Chart(alt.Data(values=_runs(lines, name))).properties(width=640, height=110)
        mark = alt.OverlayMarkDef(color=COOPERATION, size=45)
        line = base.mark_line(color=NEUTRAL, point=mark).encode(x=x, y=y, detail="run:N")
        if last:
            low = alt.Y("chance_low:Q", title=title)
            band = base.mark_area(color="#dddddd").encode(x=x, y=low, y2="chance_high:Q", detail="run:N")
            dashed = base.mark_line(color=CONFLICT, strokeDash=[6, 4])
            line = band + dashed.encode(x=x, y=alt.Y("chance:Q", title=title), detail="run:N") + line
        panels.append(line)
    words = "dashed with its band: the balance that the same signs give by chance, 95 of 100"
    return (
        alt.vconcat(*panels)
        .resolve_scale(x="shared")
        .properties(title=alt.TitleParams("The network over time", subtitle=words, anchor="start"))
    )


def _runs(lines: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The days that have a figure; `run` changes where one has none: the line breaks there."""
    rows, run = [], 0
    for line in lines:
        run += line[name] is None
        if line[name] is not None:
            rows.append(line | {"run": run})
    return rows
