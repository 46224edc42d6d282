"""The matrix of two sides as a heat map: tone by colour and number, what is absent by marks."""

from __future__ import annotations

from typing import Any

from konturen.charts.drawing import ABSENT, CONFLICT, COOPERATION, library
from konturen.tables import Table

CELL, LABELS = 46, 240
"""Points of a cell's side, and the most for a name."""
MARKS = {"denied": "×", "unmentioned": "·", "foreseen": "(…)"}
"""How a cell without acts is marked."""
WORDS = (
    "number: tone from -10 to 10; ?: acts, none of which has both a date and a side",
    "×: expressly absent; (…): only planned or possible; ·: not mentioned",
)


def chart(table: Table[Any], title: str) -> Any:
    """The rows of `analysis.matrix`: a row for each actor of the first side, a column for the others."""
    alt = library()
    cells = [
        {
            "a": one,
            "b": other,
            "tone": tone,
            "mark": _mark(state, tone, absent),
            "state": state,
            "sources": sources,
            "last contact": str(last) if last else "none known",
            "absent": ", ".join(absent),
        }
        for one, other, tone, state, absent, sources, last in _columns(table)
    ]
    rows, columns = (list(dict.fromkeys(cell[key] for cell in cells)) for key in ("a", "b"))
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X(
            "b:N", sort=columns, title=None, axis=alt.Axis(orient="top", labelAngle=-45, labelLimit=LABELS)
        ),
        y=alt.Y("a:N", sort=rows, title=None, axis=alt.Axis(labelLimit=LABELS)),
        tooltip=["a:N", "b:N", "tone:Q", "state:N", "sources:Q", "last contact:N", "absent:N"],
    )
    scale = alt.Scale(domain=[-10, 0, 10], range=[CONFLICT, "#f4f1ea", COOPERATION])
    boxes = base.mark_rect(stroke=ABSENT, strokeWidth=0.6).encode(
        color=alt.condition(
            "isValid(datum.tone)", alt.Color("tone:Q", scale=scale, title="tone"), alt.value("#ffffff")
        )
    )
    words = base.mark_text(fontSize=12).encode(
        text="mark:N",
        color=alt.condition("abs(datum.tone) > 5", alt.value("#ffffff"), alt.value("#222222")),
    )
    return (boxes + words).properties(
        width=CELL * max(len(columns), 1),
        height=CELL * 0.6 * max(len(rows), 1),
        title=alt.TitleParams(title, subtitle=list(WORDS), anchor="start"),
    )


def _columns(table: Table[Any]) -> list[tuple[Any, ...]]:
    values = table.to_dict()
    ends = [_distinct(values[key], values[f"{key}_name"]) for key in ("a", "b")]
    names = ("tone", "state", "absent", "sources", "last_contact")
    return list(zip(*ends, *(values[name] for name in names), strict=True))


def _distinct(ids: list[str], names: list[str]) -> list[str]:
    """Names; with the id where two actors have one name: they are two rows."""
    bearers: dict[str, set[str]] = {}
    for id, name in zip(ids, names, strict=True):
        bearers.setdefault(name, set()).add(id)
    return [name if len(bearers[name]) == 1 else f"{name} ({id})" for id, name in zip(ids, names, strict=True)]


def _mark(state: str, tone: float | None, absent: list[str]) -> str:
    """A number where there is a tone, else a question mark; a cross where something is denied."""
    if state in MARKS:
        return MARKS[state]
    return (f"{tone:+.1f}" if tone is not None else "?") + (" ×" if absent else "")
