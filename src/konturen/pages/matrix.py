"""The matrix: actors of one side against those of another, or those most spoken of against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

import numpy as np

from konturen.acts import DENIED, NOBODY, UNDATED, Acts, day_number, day_of
from konturen.analysis.matrix import Cell, last_day
from konturen.analysis.pairs import PairRelation, relation_table
from konturen.codebook import built_in
from konturen.desk import gapping
from konturen.desk.analysing import Material, days
from konturen.desk.counterparts import KINDS
from konturen.pages.choosing import among, on_track, spoken
from konturen.pages.matrix_drawing import Head, Square, drawn
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Place

FIRST, MOST = 15, 60
"""Actors of the view with which one begins, and the most of any."""
SORTS = ("spoken", "name", "last", "tone")
"""By what rows and columns are ordered: how much is said, name, last contact, tone."""


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """A cell for each row and column, None on the diagonal. `a` and `b` are as asked for, empty for those most
    spoken of; `at` is the day as of which it is shown; `left_out` counts actors beyond `MOST`."""

    template: ClassVar[str] = "matrix.html"
    a: str
    b: str
    kind: str
    track: str
    sort: str
    at: date | None
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: tuple[tuple[Square | None, ...], ...]
    left_out: int

    @property
    def addresses(self) -> list[list[str]]:
        """Where each cell leads: its sentences."""
        ends = [urls.sentences(a=head.id, track=self.track, min_score=50) for head in self.rows]
        others = [urls.sentences(b=head.id).partition("?")[2] for head in self.columns]
        return [[f"{one}&{other}" for other in others] for one in ends]

    def table(self) -> Table[Row]:
        """The cells in which something is said, or a gap is, one a row."""
        return Table(
            Row,
            (
                _row(head, column, square)
                for head, squares in zip(self.rows, self.cells, strict=True)
                for column, square in zip(self.columns, squares, strict=True)
                if square is not None
            ),
        )

    def drawing(self, ask: Ask) -> str:
        """The matrix as a drawing."""
        return drawn(ask.words, self.rows, self.columns, self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """A cell as a row of a table."""

    a: str
    a_id: str
    b: str
    b_id: str
    state: str
    tone: float | None
    sources: int
    acts: int
    last_contact: date | None
    absent: tuple[str, ...]
    foreseen: int
    gap: float | None


def matrix(ask: Ask) -> MatrixPage:
    """The matrix that is asked for."""
    a, b = ask.one("a"), ask.one("b")
    kind = ask.choice("kind", ("", *KINDS), "")
    track = ask.choice("track", ("", *built_in().tracks), "")
    sort = ask.choice("sort", SORTS, "spoken")
    number = ask.number("n", FIRST, 2, MOST)
    asked = (a, b, kind, track, number, ask.one("at"), ask.known)
    with ask.reader() as reader:
        material = ask.material(reader)

        def make() -> Found:
            chosen = replace(material, held=on_track(material.acts(), track))
            if a and b:
                return _sides(chosen, (a, b), gapping.Wanted(kind or None, ask.date("at") or None))
            return _spoken(chosen, number, ask.date("at"))

        found = ask.site.kept.of(("matrix", *asked), ask.moment.stamp.told, make)
    rows, columns, cells = _ordered(ask, found, sort)
    return MatrixPage(a, b, kind, track, sort, found.at, rows, columns, cells, found.left_out)


@dataclass(frozen=True, slots=True)
class Found:
    """What a matrix shows, by the ids of row and column; names as the analysis has them."""

    at: date | None
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    cells: Mapping[tuple[str, str], Square]
    left_out: int


def _sides(material: Material, names: tuple[str, str], wanted: gapping.Wanted) -> Found:
    """Two sides against each other, with the gaps between them."""
    made = gapping.matrix(*names, material, wanted)
    missing = gapping.gaps(*names, material, wanted)
    score = {(gap.a, gap.b): gap.score for gap in missing.table}
    # Where all might meet none stands out: those of the upper quarter do.
    most = sorted(score.values())[len(score) * 3 // 4] if score else 0.0
    rows, columns = ({one.id: one.name for one in side.actors[:MOST]} for side in (made.a, made.b))
    cells = {
        (cell.a, cell.b): _square(cell, score.get((cell.a, cell.b)), most)
        for cell in made.table
        if cell.a in rows and cell.b in columns
    }
    beyond = sum(max(len(side.actors) - MOST, 0) for side in (made.a, made.b))
    return Found(made.at, rows, columns, cells, beyond)


def _square(cell: Cell, gap: float | None, most: float) -> Square:
    known = (cell.state, cell.tone, cell.sources, cell.acts, cell.last_contact, cell.absent, cell.denials)
    return Square(*known, cell.foreseen, gap, gap is not None and gap > most)


def _spoken(material: Material, number: int, at: str) -> Found:
    """Those most spoken of against each other."""
    acts = material.acts()
    chosen = spoken(acts, number)
    ids = {acts.actors[one].id: acts.actors[one].name for one in chosen}
    own = among(acts, chosen)
    # How far the ledger knows is a matter of all its texts.
    day = days("at", at)[1] if at else last_day(acts)
    table = relation_table(own, material.codebook, day) if day is not None else Table(PairRelation, ())
    absent = _absent(own)
    cells = {}
    for pair in table:
        square = _of_pair(pair, absent.get((pair.source, pair.target), ()))
        cells[pair.source, pair.target] = cells[pair.target, pair.source] = square
    return Found(day_of(day) if day is not None else None, ids, ids, cells, 0)


def _of_pair(pair: PairRelation, absent: tuple[str, ...]) -> Square:
    """What the counted relation of a pair is as a cell."""
    acts = pair.statements - pair.planned - pair.possible - pair.denied
    foreseen = pair.planned + pair.possible
    state = "contact" if pair.last_contact else "acts" if acts else "denied" if pair.denied else "foreseen"
    known = (pair.tone, pair.sources, acts, pair.last_contact, absent, pair.denied, foreseen)
    return Square(state, *known, None)


def _absent(acts: Acts) -> dict[tuple[str, str], tuple[str, ...]]:
    """Which relations are expressly denied between whom, both ways round."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in np.flatnonzero((acts.status == DENIED) & (acts.target != NOBODY)).tolist():
        ends = sorted(acts.actors[end].id for end in (acts.source[row], acts.target[row]))
        found.setdefault((ends[0], ends[1]), set()).add(acts.relations[acts.relation[row]])
    return {pair: tuple(sorted(names)) for pair, names in found.items()}


def _ordered(ask: Ask, found: Found, sort: str) -> tuple[Any, Any, Any]:
    """Rows, columns and cells in the order that is asked for, under the names of the desk's language."""
    square = found.rows is found.columns

    def key(id: str, name: str, own: list[Square]) -> tuple[Any, ...]:
        said = -sum(one.sources for one in own)
        last = max((day_number(one.last) for one in own if one.last), default=UNDATED)
        tones = [one.tone for one in own if one.tone is not None]
        mean = sum(tones) / len(tones) if tones else 99.0
        first = {"name": 0, "spoken": said, "last": -last, "tone": mean}[sort]
        return first, name.casefold(), id

    def heads(ids: Mapping[str, str], place: int) -> tuple[Head, ...]:
        own: dict[str, list[Square]] = {id: [] for id in ids}
        for ends, one in found.cells.items():
            own[ends[place]].append(one)
        named = {id: ask.called(id, name) for id, name in ids.items()}
        return tuple(Head(id, named[id]) for id in sorted(ids, key=lambda id: key(id, named[id], own[id])))

    rows = heads(found.rows, 0)
    columns = rows if square else heads(found.columns, 1)
    none = Square("unmentioned", None, 0, 0, None, (), 0, 0, None)
    cells = tuple(
        tuple(None if one.id == other.id else found.cells.get((one.id, other.id), none) for other in columns)
        for one in rows
    )
    return rows, columns, cells


def _row(a: Head, b: Head, one: Square) -> Row:
    known = (one.state, one.tone, one.sources, one.acts, one.last, one.absent, one.foreseen, one.gap)
    return Row(a.name, a.id, b.name, b.id, *known)


PLACES = (Place("/matrix", matrix, kept=True),)
