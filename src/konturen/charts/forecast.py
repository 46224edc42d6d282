"""A forecast as a chart: the first pairs with their probabilities and the base rate, and the calibration."""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import COOPERATION, NEUTRAL, library
from konturen.tables import Table

SHOWN = 20
"""Most pairs of a chart."""
LABELS = 300


def chart(rows: Table[Any], calibration: Table[Any], titles: tuple[str, str]) -> Any:
    """The rows of `analysis.forecast` and the bins of its backtest, under a title and the test's verdict."""
    alt = library()
    title, verdict = titles
    return (
        alt.hconcat(_pairs(alt, rows), _calibration(alt, calibration), spacing=40)
        .resolve_scale(color="independent")
        .properties(title=alt.TitleParams(title, subtitle=verdict, anchor="start"))
    )


def _pairs(alt: Any, rows: Table[Any]) -> Any:
    values = [
        {
            "pair": f"{place}. {row.a_name} – {row.b_name}",
            "probability": row.probability,
            "base": row.base_rate,
            "share": f"{row.probability:.1%}",
            "reasons": "; ".join(row.reasons),
        }
        for place, row in enumerate(rows[:SHOWN], 1)
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y("pair:N", sort=[row["pair"] for row in values], title=None, axis=alt.Axis(labelLimit=LABELS))
    )
    most = max([0.001, *(max(row["probability"], row["base"]) for row in values)])
    x = alt.X(
        "probability:Q",
        title="probability (black line: base rate)",
        axis=alt.Axis(format="~%"),
        scale=alt.Scale(domain=[0, min(1.2, most * 1.2)], nice=False),
    )
    # Light bars, so that the line of the base rate is seen on them.
    bars = base.mark_bar(color=COOPERATION, opacity=0.45).encode(x=x, tooltip=["pair:N", "reasons:N"])
    words = base.mark_text(align="left", dx=4).encode(x=x, text="share:N")
    lines = base.mark_tick(color="#000000", thickness=2.5).encode(x="base:Q")
    return (bars + words + lines).properties(
        width=300, height=alt.Step(20), title="Pairs without contact, the most probable"
    )


def _calibration(alt: Any, bins: Table[Any]) -> Any:
    values = list(bins.lines())
    most = max([0.001, *(max(row["probability"], row["share_high"]) for row in values)])
    scale = alt.Scale(domain=[0, most * 1.05])
    x = alt.X("probability:Q", title="said (mean of the bin)", scale=scale, axis=alt.Axis(format="~%"))
    base = alt.Chart(alt.Data(values=values)).encode(x=x)
    share = "came true (with 95 of 100)"
    line = alt.Chart(alt.Data(values=[{"at": 0, "to": 0}, {"at": most, "to": most}]))
    layers = [
        line.mark_line(color=NEUTRAL, strokeDash=[5, 4]).encode(
            x=alt.X("at:Q", scale=scale), y=alt.Y("to:Q", scale=scale)
        ),
        base.mark_rule(color=NEUTRAL, strokeWidth=2).encode(y=alt.Y("share_low:Q"), y2="share_high:Q"),
        base.mark_point(filled=True, size=70, opacity=1, color=COOPERATION).encode(
            y=alt.Y("share:Q", title=share, scale=scale, axis=alt.Axis(format="~%"))
        ),
    ]
    return alt.layer(*layers).properties(width=260, height=260, title="Test on the past (dashed: as said)")
