"""Charts of two sides over time: the series with its turning points, and two periods beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from konturen.charts.drawing import CONFLICT, COOPERATION, NEUTRAL, library
from konturen.tables import Table

WIDTH, HEIGHT = 640, 300
TONE = "tone (-10 conflict, 10 cooperation)"
SIDES = ("cooperation", "conflict", "neither")


def history(series: Table[Any], turns: Table[Any], a: str, b: str) -> Any:
    """The tone of each period that has one, with its interval; turning points are dashed lines with a number.

    Periods without a tone break the line: nothing is filled in.
    """
    alt = library()
    rows, run = [], 0
    for row in series.lines():
        run += row["tone"] is None
        if row["tone"] is not None:
            rows.append(row | {"run": run, "side": _side(row["tone"]), "at": _middle(row)})
    x = alt.X(
        "at:T",
        title="middle of the period",
        axis=alt.Axis(format="%Y-%m", labelAngle=-45),
        scale=alt.Scale(padding=40),
    )
    y = alt.Y("tone:Q", title=TONE, scale=alt.Scale(domain=[-10, 10]))
    base = alt.Chart(alt.Data(values=rows))
    layers = [
        alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=NEUTRAL).encode(y="at:Q"),
        base.transform_filter("isValid(datum.tone_low)")
        .mark_rule(color=NEUTRAL, strokeWidth=2)
        .encode(x=x, y="tone_low:Q", y2="tone_high:Q"),
        base.mark_line(color=NEUTRAL, strokeWidth=1).encode(x=x, y=y, detail="run:N"),
        base.mark_point(filled=True, opacity=1).encode(
            x=x,
            y=y,
            size=alt.Size(
                "sources:Q",
                title="sources",
                scale=alt.Scale(range=[50, 260]),
                legend=alt.Legend(format="d", tickMinStep=1),
            ),
            **_marked(alt),
        ),
    ]
    if len(turns):
        lines = [{"at": row["since"]} for row in turns.lines()]
        turn = alt.Chart(alt.Data(values=lines))
        layers.append(turn.mark_rule(strokeDash=[5, 4], color="#222222").encode(x=x))
        layers.append(
            turn.mark_text(align="right", dx=-4, baseline="top", fontSize=11).encode(
                x=x, y=alt.value(4), text=alt.Text("at:T", format="%Y-%m-%d")
            )
        )
    return alt.layer(*layers).properties(
        width=WIDTH,
        height=HEIGHT,
        title=alt.TitleParams(
            _title(a, b),
            subtitle="mean of independent sources; lines through points hold 95 of 100; dashed: turning points",
        ),
    )


def comparison(periods: Table[Any], a: str, b: str) -> Any:
    """The tone of two periods with their intervals."""
    alt = library()
    rows = [row | {"period": _period(row), "side": _side(row["tone"])} for row in periods.lines()]
    y = alt.Y("period:N", title="period", sort=None, axis=alt.Axis(labelLimit=240))
    base = alt.Chart(alt.Data(values=rows))
    seen = base.transform_filter("isValid(datum.tone)")
    x = alt.X("tone:Q", title=TONE, scale=alt.Scale(domain=[-10, 10]))
    layers = [
        alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=NEUTRAL).encode(x="at:Q"),
        base.mark_text(text="").encode(y=y),  # a period without a tone keeps its line
        base.transform_filter("isValid(datum.tone_low)")
        .mark_rule(color=NEUTRAL, strokeWidth=2)
        .encode(y=y, x="tone_low:Q", x2="tone_high:Q"),
        seen.mark_point(filled=True, size=130, opacity=1).encode(x=x, y=y, **_marked(alt)),
        seen.mark_text(dy=-14, fontSize=11).encode(x=x, y=y, text=alt.Text("tone:Q", format="+.1f")),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=140, title=_title(a, b))


def _marked(alt: Any) -> dict[str, Any]:
    """Cooperation and conflict by colour and by shape."""
    colours, shapes = [COOPERATION, CONFLICT, NEUTRAL], ["triangle-up", "triangle-down", "circle"]
    return {
        "color": alt.Color("side:N", title="side", scale=alt.Scale(domain=list(SIDES), range=colours)),
        "shape": alt.Shape("side:N", title="side", scale=alt.Scale(domain=list(SIDES), range=shapes)),
    }


def _middle(row: dict[str, Any]) -> str:
    first, last = (date.fromisoformat(row[name]) for name in ("first", "last"))
    return (first + (last - first) / 2).isoformat()


def _side(tone: float | None) -> str:
    return SIDES[2] if not tone else SIDES[0] if tone > 0 else SIDES[1]


def _title(a: str, b: str) -> str:
    return f"{a} – {b}"


def _period(row: dict[str, Any]) -> str:
    if row["first"] and row["last"]:
        return f"{row['first']} to {row['last']}"
    return f"from {row['first']}" if row["first"] else f"until {row['last']}"
