"""Gaps as bars of their reasons: what speaks for a contact that nobody tells of."""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import library
from konturen.tables import Table

SHOWN = 25
"""Most gaps of a chart."""
LABELS = 340
COLOURS = {"denied": "#b5432a", "denied for all": "#d08a4e", "unmentioned": "#6b6b6b"}
MARKS = {"denied": "×", "denied for all": "× all", "unmentioned": "·"}


def chart(table: Table[Any], title: str) -> Any:
    """The first gaps of `analysis.gaps`, the bar as long as the score; the mark tells how it is absent."""
    alt = library()
    values = [
        {
            "pair": f"{place}. {gap.a_name} – {gap.b_name}",
            "score": gap.score,
            "absence": gap.absence,
            "mark": MARKS[gap.absence],
            "reasons": "; ".join(gap.reasons),
        }
        for place, gap in enumerate(table[:SHOWN], 1)
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y("pair:N", sort=[row["pair"] for row in values], title=None, axis=alt.Axis(labelLimit=LABELS)),
        x=alt.X("score:Q", title="score: sum of the weights of the reasons"),
        tooltip=["pair:N", "absence:N", "reasons:N"],
    )
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    bars = base.mark_bar().encode(color=alt.Color("absence:N", scale=colours, title="contact is"))
    marks = base.mark_text(align="left", dx=4).encode(text="mark:N")
    words = "×: expressly absent   × all: with all of the side   ·: not mentioned"
    return (bars + marks).properties(
        width=360, title=alt.TitleParams(title, subtitle=words, anchor="start"), height=alt.Step(20)
    )
