"""What was told of each year or month: cooperation above the line, conflict below, plans and denials marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from konturen.acts import DENIED, OPEN, PLANNED, POSSIBLE, UNDATED, Acts
from konturen.analysis.counting import acting, tones
from konturen.codebook import Codebook
from konturen.web import svg
from konturen.web.words import Words

WIDEST, HEIGHT, LABELS = 1100.0, 150.0, 34.0
"""Points: the widest drawing, its height, and what its years take below."""
MOST_MONTHS = 48
"""Up to so many months are drawn as months, longer times as years."""
Values = dict[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A year (`2025`) or month (`2025-09`): how many statements tell cooperation, conflict, acts of no side,
    what is planned or possible, and what is denied."""

    period: str
    cooperation: int
    conflict: int
    neutral: int
    foreseen: int
    denied: int

    @property
    def all(self) -> int:
        """Everything that is told of it."""
        return self.cooperation + self.conflict + self.neutral + self.foreseen + self.denied


def bars(acts: Acts, codebook: Codebook) -> tuple[Bar, ...]:
    """The years or months in which something is told, with empty ones between; without what has no date."""
    dated = acts.where(acts.first != UNDATED)
    if not len(dated):
        return ()
    months = (dated.first.astype("datetime64[D]")).astype("datetime64[M]").astype(np.int64)
    first, last = int(months.min()), int(months.max())
    # What is known by the year only is not put into a month.
    vague = bool(((dated.last.astype(np.int64) - dated.first > 31) & (dated.last != OPEN)).any())
    yearly = vague or last - first >= MOST_MONTHS
    place = (months // 12 - first // 12) if yearly else months - first
    tone, act = tones(dated, codebook), acting(dated)
    foreseen = (dated.status == PLANNED) | (dated.status == POSSIBLE)
    kinds = (act & (tone > 0), act & (tone < 0), act & (tone == 0), foreseen, dated.status == DENIED)
    size = int(place.max()) + 1
    counts = [np.bincount(place[rows], minlength=size).tolist() for rows in kinds]
    begin = first // 12 if yearly else first
    return tuple(Bar(_name(begin + at, yearly), *(column[at] for column in counts)) for at in range(size))


def undated(acts: Acts) -> int:
    """How many statements have no date of their own."""
    return int((acts.first == UNDATED).sum())


def _name(number: int, yearly: bool) -> str:
    return str(number + 1970) if yearly else f"{number // 12 + 1970:04d}-{number % 12 + 1:02d}"


def drawn(
    words: Words,
    rows: Sequence[Bar],
    title: str,
    address: Callable[[str], str] | None = None,
    height: float = HEIGHT,
) -> str:
    """The bars as a drawing; with addresses each leads to the sentences of its time."""
    if not rows:
        return ""
    step = min(max(WIDEST / len(rows), 7.0), 46.0)
    most = max(max(b.cooperation + b.foreseen + b.neutral, b.conflict + b.denied) for b in rows) or 1
    low = any(b.conflict or b.denied for b in rows)
    middle = height * (0.62 if low else 0.95)
    unit = min(middle - 6, (height - middle - 4) * (1 if low else 99)) / most if low else (middle - 6) / most
    parts = [svg.element("rect", width=step * len(rows) + 8, height=height + LABELS, fill=svg.PAPER)]
    parts.append(_line(0, middle, step * len(rows) + 8, middle))
    every = max(1, round(44 / step))
    for at, bar in enumerate(rows):
        x = 4 + at * step
        said = words(
            "bars.told", period=words.when(bar.period), n=bar.all, good=bar.cooperation, bad=bar.conflict
        )
        where = address(bar.period) if address and bar.all else None
        label = said if where else None
        parts.append(svg.link(where, svg.titled(said), *_bar(bar, x, step, middle, unit), aria_label=label))
        if at % every == 0:
            parts.append(svg.label(x + step / 2, height + 14, bar.period, text_anchor="middle", font_size=10))
    parts.append(_legend(words, height + 30))
    size = (step * len(rows) + 8 if step * len(rows) > 620 else 628, height + LABELS)
    return svg.drawing(size, title, parts, "group" if address else "img")


def _bar(bar: Bar, x: float, step: float, middle: float, unit: float) -> list[str]:
    """One time: from the line upwards cooperation, acts of no side, plans; downwards conflict, denials."""
    wide = max(step - 2, 3.0)
    kinds: tuple[tuple[int, int, Values], ...] = (
        (1, bar.cooperation, {"fill": svg.COOPERATION}),
        (1, bar.neutral, {"fill": "#a9afb4"}),
        (1, bar.foreseen, {"fill": svg.PAPER, "stroke": svg.INK, "stroke_dasharray": "3 2"}),
        (-1, bar.conflict, {"fill": svg.CONFLICT}),
        (-1, bar.denied, {"fill": svg.PAPER, "stroke": svg.CONFLICT}),
    )
    parts = [svg.element("rect", x=x, y=0, width=wide, height=middle * 1.6, fill=svg.PAPER, fill_opacity=0)]
    tops = {1: middle, -1: middle}
    for side, count, look in kinds:
        if not count:
            continue
        tall = max(count * unit, 1.5)
        top = tops[side] - tall if side > 0 else tops[side]
        parts.append(svg.element("rect", x=x, y=top, width=wide, height=tall, **look))
        tops[side] = top if side > 0 else top + tall
    if bar.denied:
        end = tops[-1]
        parts.append(_line(x, end - bar.denied * unit, x + wide, end, stroke=svg.CONFLICT))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str = svg.QUIET) -> str:
    return svg.element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=1)


def _legend(words: Words, y: float) -> str:
    looks: tuple[tuple[str, Values], ...] = (
        ("cooperation", {"fill": svg.COOPERATION}),
        ("conflict", {"fill": svg.CONFLICT}),
        ("neutral", {"fill": "#a9afb4"}),
        ("foreseen", {"fill": svg.PAPER, "stroke": svg.INK, "stroke_dasharray": "3 2"}),
        ("denied", {"fill": svg.PAPER, "stroke": svg.CONFLICT}),
    )
    parts = []
    for at, (key, look) in enumerate(looks):
        x = 4 + 124 * at
        parts.append(svg.element("rect", x=x, y=y - 8, width=10, height=9, **look))
        parts.append(svg.label(x + 14, y, words(f"bars.{key}"), font_size=10, fill=svg.QUIET))
    return "".join(parts)
