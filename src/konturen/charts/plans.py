"""Plans in time: when each was to be done, and what became of it."""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import ABSENT, CONFLICT, COOPERATION, NEUTRAL, library
from konturen.tables import Table

SHOWN = 40
"""Most plans of a chart."""
LABELS = 360
COLOURS = {"kept": COOPERATION, "contradicted": CONFLICT, "overdue": NEUTRAL, "open": ABSENT}
SHAPES = {"kept": "circle", "contradicted": "cross", "overdue": "triangle-down", "open": "diamond"}


def chart(table: Table[Any], title: str) -> Any:
    """The rows of `analysis.plans` that name a time: a line from the first to the last day, a mark there."""
    alt = library()
    values = [
        {
            "plan": f"{place}. {plan.source_name} – {plan.target_name or '…'}: {plan.relation}",
            "from": str(plan.begins or plan.due),
            "to": str(plan.due or plan.begins),
            "outcome": plan.outcome,
        }
        for place, plan in enumerate([p for p in table if p.begins or p.due][:SHOWN], 1)
    ]
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    shapes = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    order = [row["plan"] for row in values]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y("plan:N", sort=order, title=None, axis=alt.Axis(labelLimit=LABELS)),
        color=alt.Color("outcome:N", scale=colours, title="the plan is"),
        tooltip=["plan:N", "from:N", "to:N", "outcome:N"],
    )
    lines = base.mark_rule(strokeWidth=3).encode(x=alt.X("from:T", title="time of the plan"), x2="to:T")
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("to:T"), shape=alt.Shape("outcome:N", scale=shapes, title="the plan is")
    )
    return (lines + marks).properties(
        width=420, height=alt.Step(22), title=alt.TitleParams(title, anchor="start")
    )
