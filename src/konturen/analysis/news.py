"""What texts that came lately say anew of pairs of actors, beside all that was told before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.acts import DENIED, PLANNED, POSSIBLE, Acts, Flags
from konturen.analysis.counting import Days, Reals, acting, rounded, tones, with_ends
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


def news(acts: Acts, fresh: Flags, codebook: Codebook) -> Table[News]:
    """The pairs of which the statements marked `fresh` speak: turns first, then what was never told, then by
    independent sources."""
    ends = with_ends(acts)
    # Pairs of a million statements fit into one number each.
    size = len(acts.actors) + 1
    pair = np.minimum(acts.source, acts.target).astype(np.int64) * size + np.maximum(acts.source, acts.target)
    wanted = np.unique(pair[fresh & ends])
    rows = ends & np.isin(pair, wanted)
    own = acts.where(rows)
    groups = _Groups(own, np.searchsorted(wanted, pair[rows]), fresh[rows], codebook)
    found = [groups.row(number) for number in range(len(wanted))]
    found.sort(key=lambda row: (not row.turn, not row.first, -row.sources, -row.statements, row.a, row.b))
    return Table(News, found)


class _Groups:
    """The statements of pairs, new ones and others, counted at once."""

    def __init__(self, acts: Acts, group: Days, fresh: Flags, codebook: Codebook) -> None:
        self._acts, self._fresh = acts, fresh
        count = int(group.max()) + 1 if len(group) else 0
        order = np.argsort(group, kind="stable")
        self._rows = np.split(order, np.searchsorted(group[order], np.arange(1, count)))
        self._relation, self._origin = acts.relation, acts.origin
        tone = tones(acts, codebook)
        sided = acting(acts) & (tone != 0)
        self._new = _means(group, tone, sided & fresh, count)
        self._old = _means(group, tone, sided & ~fresh, count)

    def row(self, number: int) -> News:
        """The row of a pair."""
        acts, rows = self._acts, self._rows[number]
        new, old = rows[self._fresh[rows]], rows[~self._fresh[rows]]
        ends = (acts.actors[acts.source[new[0]]], acts.actors[acts.target[new[0]]])
        a, b = sorted(ends, key=lambda actor: actor.id)
        unheard = ~np.isin(self._relation[new], self._relation[old])
        order = np.lexsort((acts.ids[new], -acts.score[new], ~unheard))
        tone, before = _shown(self._new[number]), _shown(self._old[number])
        return News(
            a.id,
            a.name,
            b.id,
            b.name,
            len(new),
            len(np.unique(self._origin[new])),
            tone,
            len(old),
            before,
            not len(old),
            _turned(tone, before),
            tuple(sorted({acts.relations[one] for one in self._relation[new[unheard]]})),
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


def _turned(tone: float | None, before: float | None) -> bool:
    return (
        tone is not None and before is not None and min(abs(tone), abs(before)) >= CLEAR and tone * before < 0
    )
