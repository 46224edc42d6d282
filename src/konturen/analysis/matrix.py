"""The actors of one side against those of another: tone, sources, last contact and what is expressly absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from konturen.acts import DENIED, PLANNED, POSSIBLE, UNDATED, Acts, day_of
from konturen.analysis.counting import Reals, acting, contacts, tones, weights
from konturen.analysis.gaps import Counterpart, Seen, check, concerning, known
from konturen.codebook import Codebook
from konturen.tables import Table

State = Literal["contact", "acts", "denied", "foreseen", "unmentioned"]
SHOWN = 5
"""Most ids of statements that a cell carries of each kind; all are counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How an actor of one side stands to one of the other.

    `state`: they are in `contact`; there are `acts` between them, but no contact; nothing but what a text
    has `denied`; it is only `foreseen` (planned or possible); or nothing joins them. `tone` is the balance from
    -10 to 10 as in `analysis.relations`, None where no dated act takes a side; `undated` counts acts without
    any date, which do not count for it. `sources` are the independent sources of the acts. `absent` are the
    relations that are expressly denied, also where there are acts, `denied` the ids of these statements. `ids`
    are the acts'.
    """

    a: str
    a_name: str
    b: str
    b_name: str
    state: State
    tone: float | None
    sources: int
    acts: int
    undated: int
    last_contact: date | None
    last_contact_id: str | None
    absent: tuple[str, ...]
    denials: int
    denied: tuple[str, ...]
    foreseen: int
    ids: tuple[str, ...]


def matrix(
    acts: Acts, codebook: Codebook, a: Sequence[Counterpart], b: Sequence[Counterpart], at: int
) -> Table[Cell]:
    """A cell for each pair of two sides, row by row, as known at a day (a number of `konturen.acts`).

    QueryError where an actor stands on both sides.
    """
    check(a, b)
    own = known(concerning(acts, codebook, a, b), at)
    seen = Seen(own, codebook, a, b)
    tone = _tones(own, codebook, seen, at)
    told = seen.listed(seen.acting)
    absent = seen.listed(own.status == DENIED)
    foreseen = seen.listed((own.status == PLANNED) | (own.status == POSSIBLE))
    meets, day = contacts(own, codebook) & seen.acting, own.day
    rows = []
    for i, one in enumerate(seen.a):
        for j, other in enumerate(seen.b):
            at_pair = told.get((i, j), [])
            denied = absent.get((i, j), [])
            last = _last(own, [row for row in at_pair if meets[row]], day)
            rows.append(
                Cell(
                    a=one.id,
                    a_name=one.name,
                    b=other.id,
                    b_name=other.name,
                    state=_state(bool(seen.contact[i, j]), len(at_pair), len(denied), (i, j) in foreseen),
                    tone=tone.get((i, j)),
                    sources=seen.sources(at_pair),
                    acts=len(at_pair),
                    undated=sum(int(day[row]) == UNDATED for row in at_pair),
                    last_contact=last[0],
                    last_contact_id=last[1],
                    absent=tuple(sorted({own.relations[int(own.relation[row])] for row in denied})),
                    denials=len(denied),
                    denied=seen.ids(denied)[:SHOWN],
                    foreseen=len(foreseen.get((i, j), [])),
                    ids=seen.ids(at_pair)[:SHOWN],
                )
            )
    return Table(Cell, rows)


def _state(contact: bool, acts: int, denials: int, foreseen: bool) -> State:
    if contact:
        return "contact"
    if acts:
        return "acts"
    if denials:
        return "denied"
    return "foreseen" if foreseen else "unmentioned"


def _last(acts: Acts, rows: list[int], day: NDArray[np.int32]) -> tuple[date | None, str | None]:
    dated = [row for row in rows if day[row] != UNDATED]
    if not dated:
        return None, None
    newest = max(int(day[row]) for row in dated)
    # Of several that tell it the one with the smallest id: the order of statements does not matter.
    return day_of(newest), min(acts.ids[row] for row in dated if day[row] == newest).decode()


def _tones(acts: Acts, codebook: Codebook, seen: Seen, at: int) -> dict[tuple[int, int], float]:
    """The tone of each pair that has one: each source has one voice, by the weight of its newest act."""
    weight, tone = weights(acts, codebook, at), tones(acts, codebook)
    places, cells = seen.cells(acting(acts) & (weight > 0) & (tone != 0))
    if not len(places):
        return {}
    sources = acts.origin[places].astype(np.int64)
    pair_source, voice = np.unique(cells * (int(sources.max()) + 1) + sources, return_inverse=True)
    newest: Reals = np.zeros(len(pair_source))
    np.maximum.at(newest, voice, weight[places])
    total = np.bincount(voice, weight[places])
    mean = np.bincount(voice, weight[places] * tone[places]) / total
    pairs, of = np.unique(pair_source // (int(sources.max()) + 1), return_inverse=True)
    found = np.bincount(of, newest * mean) / np.bincount(of, newest)
    return {divmod(int(pair), len(seen.b)): float(value) for pair, value in zip(pairs, found, strict=True)}


def last_day(acts: Acts) -> int | None:
    """The last day that is known: of a publication, or of an act that its own text could already tell.

    A plan's date says nothing of how far the knowledge goes. None where nothing has a date.
    """
    published = acts.published
    told = np.where(acting(acts) & (acts.first != UNDATED), acts.first, UNDATED)
    # What a text dates after its own publication is no knowledge of that day.
    told = np.where((published != UNDATED) & (told > published), UNDATED, told)
    days = np.concatenate([published, told])
    days = days[days != UNDATED]
    return int(days.max()) if len(days) else None
