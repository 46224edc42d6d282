"""Where sources disagree on two actors: cooperation against conflict, told against denied, by source, outlet
and language.

Only what is told of the same time is compared: two outlets that tell of different years do not disagree. A
source has one voice in each year (or month, or quarter): the mean of its acts that take a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, NOBODY, OPEN, UNDATED, Acts, Flags
from konturen.analysis.counting import Days, Reals, acting, tones, with_ends
from konturen.analysis.telling import By, Places, bins, coarse, kept, period_of, voices
from konturen.codebook import Codebook
from konturen.tables import Table

Between = Literal["sources", "outlets", "languages", "denial"]
OTHERS = "others"
"""As one of two: all other outlets or languages that tell of the pair and the time, where they are several."""
COOPERATION, CONFLICT = "cooperation", "conflict"
TOLD, NOT_SO = "told", "denied"


@dataclass(frozen=True, slots=True)
class Split:
    """Two groups of sources that do not tell the same of two actors at one time (EDTF).

    `between` says what parts them. `sources`: those whose acts are cooperation on the whole against those whose
    are conflict. `outlets` and `languages`: one against another, or against all others together; `opposite`
    says that one tells cooperation and the other conflict. `denial`: those that tell an act of `relation`
    against those that deny it; there are no tones. Tones run from -10 to 10; `difference` is the first less the
    other. Ids are those of the first statements, the counts are whole. A source that is in both groups is
    counted in both, and there is no row where it is the only one.
    """

    between: Between
    a: str
    b: str
    a_name: str
    b_name: str
    period: str
    relation: str | None
    one: str
    other: str
    one_tone: float | None
    other_tone: float | None
    difference: float | None
    opposite: bool
    one_sources: int
    other_sources: int
    one_statements: int
    other_statements: int
    one_ids: tuple[str, ...]
    other_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Statements with what every split needs: tone, source, the pair without direction, the time."""

    acts: Acts
    tone: Reals
    source: Places
    a: Places
    b: Places
    time: Days
    by: By

    def where(self, rows: Flags) -> _Seen:
        """The statements that a mask chooses."""
        return _Seen(
            self.acts.where(rows),
            self.tone[rows],
            self.source[rows],
            self.a[rows],
            self.b[rows],
            self.time[rows],
            self.by,
        )


_Group = tuple[str, Places]
"""What a group is called, and its statements."""


def disagreement(acts: Acts, codebook: Codebook, by: By = "year", opposite: bool = True) -> Table[Split]:
    """All splits, widest first; without `opposite` also outlets and languages that differ in degree only."""
    own = acts.where(with_ends(acts) & (acts.day != UNDATED))
    own = own.where(np.lexsort((own.ids, own.day)))
    a, b = _pair(own)
    time = bins(own.day.astype(np.int64), by)
    seen = _Seen(own, tones(own, codebook), own.origin.astype(np.intp), a, b, time, by)
    told = acting(own) & ~coarse(own, by)
    sided = seen.where(told & (seen.tone != 0))
    rows = [*_between_sources(sided), *_denials(seen.where(told | (own.status == DENIED)))]
    rows += _between_groups(sided, "outlets", opposite)
    rows += _between_groups(sided, "languages", opposite)
    return Table(Split, sorted(rows, key=_rank))


def _rank(row: Split) -> tuple[object, ...]:
    order = ("sources", "denial", "outlets", "languages").index(row.between)
    wide = -abs(row.difference or 0.0)
    return order, not row.opposite, wide, row.a, row.b, row.period, row.relation or "", row.one


def _pair(acts: Acts) -> tuple[Places, Places]:
    """The two actors of each statement, the one with the smaller id first: no direction."""
    place = np.empty(len(acts.actors), np.intp)
    place[sorted(range(len(acts.actors)), key=lambda n: acts.actors[n].id)] = np.arange(len(acts.actors))
    turned = place[acts.source] > place[acts.target]
    return (
        np.where(turned, acts.target, acts.source).astype(np.intp),
        np.where(turned, acts.source, acts.target).astype(np.intp),
    )


def _unique(*columns: NDArray[np.integer]) -> tuple[NDArray[np.int64], Places]:
    """The different rows of columns, sorted, and the number of each row among them."""
    table = np.column_stack(columns).astype(np.int64)
    order = np.lexsort(table.T[::-1])
    table = table[order]
    new = np.concatenate([[True], (table[1:] != table[:-1]).any(1)]) if len(table) else np.zeros(0, bool)
    numbers = np.empty(len(table), np.intp)
    numbers[order] = np.cumsum(new) - 1
    return table[new], numbers


def _between_sources(seen: _Seen) -> list[Split]:
    if not len(seen.acts):
        return []
    _, cell = _unique(seen.a, seen.b, seen.time)
    voice, of = _unique(cell, seen.source)
    tone = np.bincount(of, seen.tone) / np.bincount(of)
    count = int(cell.max()) + 1
    sides = [np.bincount(voice[side, 0], minlength=count) > 0 for side in (tone > 0, tone < 0)]
    sign, rows = np.sign(tone)[of], []
    for places in _grouped(cell, sides[0] & sides[1]):
        groups = [(name, places[sign[places] == way]) for name, way in ((COOPERATION, 1), (CONFLICT, -1))]
        rows.append(_row(seen, "sources", groups[0], groups[1]))
    return rows


def _between_groups(seen: _Seen, between: Between, opposite: bool) -> list[Split]:
    origins = seen.acts.origins
    names = [o.outlet if between == "outlets" else o.language for o in origins]
    labels = sorted({name for name in names if name})
    number = {name: at for at, name in enumerate(labels)}
    of_text = np.array([number[name] if name else NOBODY for name in names] or [NOBODY], np.intp)
    group = of_text[seen.acts.document]
    seen, group = seen.where(group != NOBODY), group[group != NOBODY]
    if not len(group):
        return []
    _, cell = _unique(seen.a, seen.b, seen.time)
    wanted, rows = _differing(seen, cell, group, opposite), list[Split]()
    for places in _grouped(cell, np.bincount(wanted[:, 0], minlength=int(cell.max()) + 1) > 0):
        low, high = (wanted[:, 0].searchsorted(cell[places[0]], side) for side in ("left", "right"))
        present, chosen = np.unique(group[places]), wanted[low:high, 1]
        # Of two groups each is the other's other: one row.
        for one in chosen[:1] if len(present) == 2 else chosen:
            others = [labels[other] for other in present if other != one] if len(present) == 2 else [OTHERS]
            mine = group[places] == one
            rows.append(_row(seen, between, (labels[one], places[mine]), (others[0], places[~mine])))
    return rows


def _differing(seen: _Seen, cell: Places, group: Places, opposite: bool) -> NDArray[np.int64]:
    """Cell and group of the groups that differ from all others of their cell, sorted."""
    voice, of = _unique(cell, group, seen.source)
    tone = np.bincount(of, seen.tone) / np.bincount(of)
    key, inverse = _unique(voice[:, 0], voice[:, 1])
    size, total = np.bincount(inverse), np.bincount(inverse, tone)
    rest = np.bincount(key[:, 0], size)[key[:, 0]] - size
    # Sums of means: what is nothing but rounding is no side.
    other = np.round(np.bincount(key[:, 0], total)[key[:, 0]] - total, 9)
    total = np.round(total, 9)
    if opposite:
        differ = (rest > 0) & (total * other < 0)
    else:
        differ = (rest > 0) & (np.abs(total / size - other / np.maximum(rest, 1)) > 1e-9)
    return key[differ]


def _denials(seen: _Seen) -> list[Split]:
    """Told against denied: the same relation of a pair in the same time, by different sources.

    A denial with a wide date ("no meeting in 2024") stands against all of its time, as far as its text can
    know; one without a date against the time of its publication.
    """
    denying = seen.acts.status == DENIED
    if denying.all() or not denying.any():
        return []
    _, subject = _unique(seen.a, seen.b, seen.acts.relation)
    low, high = _reach(seen)
    base, end = int(seen.time[~denying].min()), int(seen.time[~denying].max())
    span = end - base + 1
    code = subject * span + np.clip(seen.time - base, 0, span - 1)
    tellers = np.flatnonzero(~denying)
    tellers = tellers[np.argsort(code[tellers], kind="stable")]
    code = code[tellers]
    cells = np.unique(code)
    first = subject * span + np.clip(low - base, 0, span)
    # A denial that ends before all acts must find none: its last place lies before its first.
    last = subject * span + np.clip(high - base, -1, span - 1)
    deniers = np.flatnonzero(denying & (low <= end) & (high >= base))
    start, stop = cells.searchsorted(first[deniers]), cells.searchsorted(last[deniers], "right")
    number = np.maximum(stop - start, 0)
    against = np.repeat(start, number) + np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    who, order = np.repeat(deniers, number), np.argsort(against, kind="stable")
    against, who, rows = against[order], who[order], list[Split]()
    for at in np.unique(against):
        told = tellers[slice(*code.searchsorted([cells[at], cells[at] + 1]))]
        denied = who[slice(*against.searchsorted([at, at + 1]))]
        if len(np.unique(seen.source[np.concatenate([told, denied])])) > 1:
            rows.append(_row(seen, "denial", (TOLD, told), (NOT_SO, denied)))
    return rows


def _reach(seen: _Seen) -> tuple[Days, Days]:
    """The times from which and to which each statement reaches, as far as its text can know."""
    acts, day = seen.acts, seen.acts.day.astype(np.int64)
    published = acts.published.astype(np.int64)
    last = np.where((acts.first == UNDATED) | (acts.last == UNDATED), day, acts.last.astype(np.int64))
    last = np.where((last == OPEN) & (published == UNDATED), day, last)
    last = np.where(published == UNDATED, last, np.minimum(last, np.maximum(published, day)))
    return seen.time, bins(np.maximum(last, day), seen.by)


def _grouped(cell: Places, wanted: Flags) -> list[Places]:
    """The places of the statements of each wanted cell, in their order."""
    rows = np.flatnonzero(wanted[cell])
    rows = rows[np.argsort(cell[rows], kind="stable")]
    return np.split(rows, np.flatnonzero(np.diff(cell[rows])) + 1) if len(rows) else []


def _row(seen: _Seen, between: Between, one: _Group, other: _Group) -> Split:
    at, acts = int(one[1][0]), seen.acts
    a, b = acts.actors[seen.a[at]], acts.actors[seen.b[at]]
    denial = between == "denial"
    said = None if denial else (_mean(seen, one[1]), _mean(seen, other[1]))
    return Split(
        between,
        a.id,
        b.id,
        a.name,
        b.name,
        period_of(int(seen.time[at]), seen.by)[0],
        acts.relations[acts.relation[at]] if denial else None,
        one[0],
        other[0],
        said[0] if said else None,
        said[1] if said else None,
        said[0] - said[1] if said else None,
        denial or (said is not None and said[0] * said[1] < 0),
        len(np.unique(seen.source[one[1]])),
        len(np.unique(seen.source[other[1]])),
        len(one[1]),
        len(other[1]),
        kept(acts.ids[one[1]]),
        kept(acts.ids[other[1]]),
    )


def _mean(seen: _Seen, places: Places) -> float:
    return round(float(voices(seen.tone[places], seen.source[places]).mean()), 9)
