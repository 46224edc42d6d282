"""What a cell of the matrix is, and the matrix drawn: for files and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from konturen.web import svg
from konturen.web.words import NEAR, Words

CELL, LABEL, TOP = 64, 190, 150
"""Points: side of a cell, width of the names of rows, height of those of columns."""
STRONG = 3.0
"""Tone from which on a cell is drawn strongly."""


@dataclass(frozen=True, slots=True)
class Head:
    """The actor of a row or a column."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Square:
    """A cell: as `konturen.analysis.matrix.Cell`; `gap` is how much speaks for a contact that is missing,
    `wide` whether more speaks for it than for most gaps here."""

    state: str
    tone: float | None
    sources: int
    acts: int
    last: date | None
    absent: tuple[str, ...]
    denials: int
    foreseen: int
    gap: float | None
    wide: bool = False

    @property
    def side(self) -> str:
        """Whether its tone is cooperation, conflict or neither."""
        if self.tone is None or abs(self.tone) < NEAR:
            return "neutral"
        return "cooperation" if self.tone > 0 else "conflict"

    @property
    def strong(self) -> bool:
        """Whether its tone is far from the middle."""
        return self.tone is not None and abs(self.tone) >= STRONG

    def mark(self, words: Words) -> str:
        """What stands in it: the tone with its sign, else a mark for what is absent, foreseen or missing."""
        signs = ("×" if self.denials else "") + ("○" if self.gap else "")
        if self.tone is not None:
            return f"{words.signed(self.tone)}{' ' + signs if signs else ''}"
        if self.acts:
            return f"?{signs}"
        return signs or ("(…)" if self.foreseen else "·")


def drawn(
    words: Words,
    rows: Sequence[Head],
    columns: Sequence[Head],
    cells: Sequence[Sequence[Square | None]],
) -> str:
    """The matrix as one drawing: tone by number and sign, denied by a cross, gaps by a circle."""
    width, height = LABEL + CELL * len(columns) + 60, TOP + CELL * 0.6 * len(rows) + 50
    parts = [svg.element("rect", width=width, height=height, fill=svg.PAPER)]
    for number, head in enumerate(columns):
        x = LABEL + CELL * (number + 0.5)
        name = svg.shortened(head.name, TOP * 1.2)
        parts.append(svg.label(0, 0, name, transform=f"translate({x:.1f} {TOP - 8}) rotate(-40)"))
    for number, (head, line) in enumerate(zip(rows, cells, strict=True)):
        y = TOP + CELL * 0.6 * number
        parts.append(
            svg.label(LABEL - 8, y + CELL * 0.36, svg.shortened(head.name, LABEL - 12), text_anchor="end")
        )
        for place, one in enumerate(line):
            parts.append(_cell(words, LABEL + CELL * place, y, one))
    legend = "   ".join(words(f"matrix.legend_{key}") for key in ("tone", "denied", "foreseen", "gap", "none"))
    parts.append(svg.label(8, height - 18, legend, font_size=11, fill=svg.QUIET))
    return svg.drawing((width, height), words("matrix.title"), parts)


def _cell(words: Words, x: float, y: float, one: Square | None) -> str:
    colours = {"cooperation": svg.COOPERATION, "conflict": svg.CONFLICT, "neutral": svg.NEUTRAL}
    box: dict[str, str | float | None] = {
        "x": x,
        "y": y,
        "width": CELL,
        "height": CELL * 0.6,
        "stroke": svg.LINE,
    }
    if one is None:
        return svg.element("rect", fill="#e4e7e6", **box)
    strong = one.strong
    fill = colours[one.side] if strong else svg.PAPER
    mark = one.mark(words)
    ink = svg.PAPER if strong else colours[one.side]
    middle = y + CELL * 0.36
    words_in = svg.label(x + CELL / 2, middle, mark, text_anchor="middle", fill=ink, font_size=13)
    return svg.element("rect", fill=fill, **box) + words_in
