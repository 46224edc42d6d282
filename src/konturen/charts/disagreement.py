"""Charts of disagreement: two groups of sources on one scale, and scores against what people accepted."""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import CONFLICT, COOPERATION, NEUTRAL, library
from konturen.tables import Table

WIDTH, ROW, MOST = 480, 22, 40
"""Points; at most so many splits are drawn, the widest of their kind first."""


def sources(splits: Table[Any]) -> Any:
    """The tones of both groups of each split, joined by a line; denials have no tone and are not drawn."""
    alt = library()
    lines = [row for row in splits.lines() if row["difference"] is not None][:MOST]
    rows, spans = [], []
    for row in lines:
        label = f"{row['a_name']} – {row['b_name']}, {row['period']}: {row['one']} / {row['other']}"
        spans.append({"label": label, "one": row["one_tone"], "other": row["other_tone"]})
        for side, tone in (("first", row["one_tone"]), ("second", row["other_tone"])):
            rows.append({"label": label, "tone": tone, "group": side})
    y = alt.Y("label:N", title=None, sort=[row["label"] for row in spans], axis=alt.Axis(labelLimit=420))
    x = alt.X("tone:Q", title="tone (-10 conflict, 10 cooperation)", scale=alt.Scale(domain=[-10, 10]))
    domain = ["first", "second"]
    layers = [
        alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=NEUTRAL).encode(x="at:Q"),
        alt.Chart(alt.Data(values=spans))
        .mark_rule(color=NEUTRAL, strokeWidth=2)
        .encode(y=y, x="one:Q", x2="other:Q"),
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "group:N", title="group", scale=alt.Scale(domain=domain, range=[COOPERATION, CONFLICT])
            ),
            shape=alt.Shape(
                "group:N", title="group", scale=alt.Scale(domain=domain, range=["circle", "square"])
            ),
        ),
    ]
    return alt.layer(*layers).properties(
        width=WIDTH, height=max(ROW * len(spans), ROW), title="Where sources do not tell the same"
    )


def people(shares: Table[Any]) -> Any:
    """What people accepted in each band of the score, with its interval; on the diagonal the score keeps its
    promise."""
    alt = library()
    rows = [row for row in shares.lines() if row["dimension"] == "score" and row["decided"]]
    x = alt.X("score:Q", title="mean score of the band", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("accepted_share:Q", title="share that people accepted", scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(alt.Data(values=rows))
    coder = alt.Color("coder:N", title="coder", legend=alt.Legend(labelLimit=300))
    layers = [
        alt.Chart(alt.Data(values=[{"score": 0, "share": 0}, {"score": 1, "share": 1}]))
        .mark_line(strokeDash=[5, 4], color=NEUTRAL)
        .encode(x="score:Q", y="share:Q"),
        base.mark_rule(color=NEUTRAL).encode(x=x, y="low:Q", y2="high:Q"),
        base.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=coder, shape=alt.Shape("coder:N", title="coder", legend=alt.Legend(labelLimit=300))
        ),
        base.mark_text(dx=14, fontSize=11).encode(x=x, y=y, text="decided:Q"),
    ]
    title = alt.TitleParams(
        "Scores and people", subtitle="numbers: statements that people accepted, amended or rejected"
    )
    return alt.layer(*layers).properties(width=WIDTH, height=WIDTH * 3 // 4, title=title)
