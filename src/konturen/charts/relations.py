"""Charts of relations: tone with its interval, of pairs or tracks, and the pace beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from konturen.charts.drawing import CONFLICT, COOPERATION, NEUTRAL, library

Columns = Mapping[str, Sequence[Any]]
WIDTH, ROW = 360, 26
SCALE = (-10, 10)


def tones(columns: Columns, title: str, subtitle: str) -> Any:
    """The tone of one relation with its interval."""
    rows = [f"{a} – {b}" for a, b in zip(columns["a"], columns["b"], strict=True)]
    return _drawn(_marks(_rows(rows, columns, "tone"), "tone", "tone", SCALE), title, subtitle)


def pairs(columns: Columns, subtitle: str) -> Any:
    """The tones of pairs, the most intense above."""
    names = zip(columns["source_name"], columns["target_name"], strict=True)
    rows = [f"{a} – {b}" for a, b in names]
    return _drawn(
        _marks(_rows(rows, columns, "tone"), "tone", "tone", SCALE), "How they stand to each other", subtitle
    )


def tracks(columns: Columns, title: str, period: Mapping[str, str]) -> Any:
    """Tone and pace of tracks, side by side."""
    alt = library()
    rows = list(columns["track"])
    tone = _marks(_rows(rows, columns, "tone"), "tone", "tone", SCALE)
    speed = _marks(_rows(rows, columns, "pace"), "pace", "points of tone a year", None)
    return _drawn(alt.hconcat(tone, speed), title, f"{period['since']} to {period['until']}")


def _rows(names: Sequence[str], columns: Columns, field: str) -> list[dict[str, Any]]:
    values = zip(names, columns[field], columns[f"{field}_low"], columns[f"{field}_high"], strict=True)
    return [
        {
            "name": name,
            field: value,
            "low": value if low is None else low,
            "high": value if high is None else high,
            "side": "none" if not value else "above" if value > 0 else "below",
        }
        for name, value, low, high in values
    ]


def _marks(rows: list[dict[str, Any]], field: str, title: str, domain: tuple[float, float] | None) -> Any:
    """A point with its interval for each row, and a line at nought; a triangle says the side, not only its
    colour."""
    alt = library()
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale()
    # All names, also of rows without a figure: that there is none is an answer, too.
    names = alt.Scale(domain=[row["name"] for row in rows])
    named = alt.Y("name:N", sort=None, title=None, scale=names, axis=alt.Axis(labelLimit=320))
    sides = ["above", "none", "below"]
    base = alt.Chart(alt.Data(values=rows)).encode(y=named)
    rule = base.mark_rule(strokeWidth=2, color=NEUTRAL).encode(
        x=alt.X("low:Q", scale=scale, title=title), x2="high:Q"
    )
    point = (
        base.transform_filter(f"datum.{field} !== null")
        .mark_point(filled=True, size=90)
        .encode(
            x=alt.X(f"{field}:Q", scale=scale, title=title),
            color=alt.Color(
                "side:N", legend=None, scale=alt.Scale(domain=sides, range=[COOPERATION, NEUTRAL, CONFLICT])
            ),
            shape=alt.Shape(
                "side:N",
                legend=None,
                scale=alt.Scale(domain=sides, range=["triangle-right", "circle", "triangle-left"]),
            ),
        )
    )
    nought = (
        alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(x="at:Q")
    )
    return (nought + rule + point).properties(width=WIDTH, height=alt.Step(ROW))


def _drawn(chart: Any, title: str, subtitle: str) -> Any:
    alt = library()
    return chart.properties(title=alt.Title(title, subtitle=subtitle, anchor="start")).configure_view(
        stroke=None
    )
