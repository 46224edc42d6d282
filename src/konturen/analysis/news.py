"""What texts that came lately say anew of pairs of actors, beside all that was told before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.acts import DENIED, PLANNED, POSSIBLE, Acts, Flags
from konturen.analysis.counting import Days, Reals, acting, pair_numbers, rounded, tones, with_ends
from konturen.codebook import Codebook
from konturen.tables import Table

SHOWN = 3
"""Most ids of statements that a row carries."""
CLEAR = 1.5
"""How far from 0 both tones have to be to be a turn: half of the tone of the codebook's weakest relations."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new of two actors, `a` and `b` in the order of their ids.

    `statements`, `sources` and `tone` are those of the new texts, `before` and `tone_before` of all others
    (`tone`: the mean of acts that take a side; None where there is none). `first`: nothing was told of the two
    before. `turn`: the tone was clearly on one side and is on the other. `relations` are those that were not
    told of the two before. `denied`, `planned` and `possible` count new statements of these statuses. `ids` are
    new statements, those of new relations first (at most `SHOWN`).
    """

    a: str
    a_name: str
    b: str
    b_name: str
    statements: int
    sources: int
    tone: float | None
    before: int
    tone_before: float | None
    first: bool
    turn: bool
    relations: tuple[str, ...]
    denied: int
    planned: int
    possible: int
    ids: tuple[str, ...]


def news(acts: Acts, fresh: Flags, codebook: Codebook, most: int | None = None) -> tuple[Table[News], int]:
    """The pairs of which the statements marked `fresh` speak, `most` of them, and how many there are in all:
    turns first, then what was never told, then by independent sources and statements."""
    ends = with_ends(acts)
    pair = pair_numbers(acts)
    wanted = np.unique(pair[fresh & ends])
    rows = np.flatnonzero(ends & np.isin(pair, wanted))
    own, group, new = acts.where(rows), np.searchsorted(wanted, pair[rows]), fresh[rows]
    counted = _Counted.of(own, group, new, codebook, len(wanted))
    order = counted.order()[:most]
    # The statements of each pair stand beside each other, so that each is found by where it begins.
    by_group = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[by_group], np.arange(len(wanted) + 1))
    found = [
        _row(own, by_group[begins[number] : begins[number + 1]], new, counted, number)
        for number in order.tolist()
    ]
    return Table(News, found), len(wanted)


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Figures of each pair: new statements and their sources, statements before, the tones of both."""

    statements: Days
    sources: Days
    before: Days
    tone: Reals
    tone_before: Reals
    turn: Flags

    @classmethod
    def of(cls, acts: Acts, group: Days, new: Flags, codebook: Codebook, count: int) -> _Counted:
        """The figures of all pairs at once."""
        told = tones(acts, codebook)
        sided = acting(acts) & (told != 0)
        tone, before = (_means(group, told, sided & part, count) for part in (new, ~new))
        voices = np.unique(group[new].astype(np.int64) << 32 | acts.origin[new].astype(np.int64)) >> 32
        with np.errstate(invalid="ignore"):
            turn = (np.minimum(np.abs(tone), np.abs(before)) >= CLEAR) & (tone * before < 0)
        return cls(
            np.bincount(group[new], minlength=count),
            np.bincount(voices, minlength=count),
            np.bincount(group[~new], minlength=count),
            tone,
            before,
            turn,
        )

    def order(self) -> Days:
        """The numbers of the pairs, those first that say most."""
        numbers = np.arange(len(self.statements))
        return np.lexsort((numbers, -self.statements, -self.sources, self.before > 0, ~self.turn))


def _row(acts: Acts, rows: Days, fresh: Flags, counted: _Counted, number: int) -> News:
    """The row of a pair; `rows` are its statements."""
    new, old = rows[fresh[rows]], rows[~fresh[rows]]
    ends = (acts.actors[acts.source[new[0]]], acts.actors[acts.target[new[0]]])
    a, b = sorted(ends, key=lambda actor: actor.id)
    unheard = ~np.isin(acts.relation[new], acts.relation[old])
    order = np.lexsort((acts.ids[new], -acts.score[new], ~unheard))
    return News(
        a.id,
        a.name,
        b.id,
        b.name,
        len(new),
        int(counted.sources[number]),
        _shown(counted.tone[number]),
        len(old),
        _shown(counted.tone_before[number]),
        not len(old),
        bool(counted.turn[number]),
        tuple(sorted({acts.relations[one] for one in acts.relation[new[unheard]]})),
        int((acts.status[new] == DENIED).sum()),
        int((acts.status[new] == PLANNED).sum()),
        int((acts.status[new] == POSSIBLE).sum()),
        tuple(id.decode() for id in acts.ids[new[order[:SHOWN]]]),
    )


def _means(group: Days, tone: Reals, chosen: Flags, count: int) -> Reals:
    """The mean tone of each pair; not a number where nothing takes a side."""
    many = np.bincount(group[chosen], minlength=count)
    total = np.bincount(group[chosen], tone[chosen], count)
    return np.where(many > 0, total / np.maximum(many, 1), np.nan)


def _shown(value: float) -> float | None:
    return None if np.isnan(value) else rounded(value)
