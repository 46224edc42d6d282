"""What was known of a pair without contact at a day, as figures and in words.

Every figure is of a `Snapshot`: of statements that were known at its day. What is not told is 0 of a count; it
is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from konturen.acts import NOBODY, UNDATED, day_of
from konturen.analysis.counting import Reals
from konturen.analysis.memory import Keys
from konturen.analysis.snapshot import YEAR, Pairs, Snapshot, inside, looked_up

TONE = 10.0
"""The largest tone of the codebook's scale."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A figure of pairs: its name and what it means."""

    name: str
    meaning: str


FEATURES = (
    Feature("partners", "common partners, each counting less the more contacts it has (logarithm of the sum)"),
    Feature("contacts", "contacts of the two with anybody (logarithm of the product)"),
    Feature("active", "sources that told of either in the year before (logarithm)"),
    Feature("foreseen", "sources that plan a contact of the two or call it possible (logarithm)"),
    Feature("denied", "sources that deny a contact of the two (logarithm)"),
    Feature("acts", "sources that tell acts between them that are no contact (logarithm)"),
    Feature("tone", "tone of the acts between them, -1 to 1; 0 where none takes a side"),
    Feature(
        "indirect tone",
        "tone of both to the same third actors, the mean of the products: alike above 0, opposed below",
    ),
    Feature("together", "how lately one text told of both: 1 on the day, half after each half-life"),
    Feature("same type", "both are of one type (party, state, person ...)"),
    Feature("same country", "both are of one country"),
    Feature("states", "their states are in contact"),
    Feature("new", "how lately the younger of the two became known: 1 on the day, half after each half-life"),
)
"""Common partners: Adamic and Adar 2003. Contacts: preferential attachment, Liben-Nowell and Kleinberg 2007."""
NAMES = tuple(feature.name for feature in FEATURES)


def features(snapshot: Snapshot, pairs: Pairs) -> Reals:
    """A row for each pair with a column for each of `FEATURES`."""
    low, high = pairs.low, pairs.high
    keys = snapshot.memory.key(low, high)
    columns = (
        _logged(partners(snapshot, low, high)[1]),
        _logged(snapshot.graph.degree[low]) + _logged(snapshot.graph.degree[high]),
        _active(snapshot)[low] + _active(snapshot)[high],
        _logged(looked_up(*snapshot.sources(snapshot.rows.foreseen), keys)),
        _logged(looked_up(*snapshot.sources(snapshot.rows.denied), keys)),
        _logged(looked_up(*snapshot.sources(snapshot.rows.told & ~snapshot.rows.contact), keys)),
        looked_up(snapshot.toned, snapshot.tone, keys) / TONE,
        _indirect(snapshot, low, high),
        _lately(snapshot, snapshot.memory.last_together(low, high, snapshot.at)),
        (snapshot.memory.type[low] == snapshot.memory.type[high]).astype(np.float64),
        _same_country(snapshot, low, high),
        _states(snapshot, low, high),
        _lately(snapshot, np.maximum(snapshot.memory.first_known[low], snapshot.memory.first_known[high])),
    )
    return np.column_stack(columns)


def partners(snapshot: Snapshot, low: Keys, high: Keys) -> tuple[Keys, Reals]:
    """The number of common partners of each pair, and their sum by Adamic and Adar."""
    # A common partner has two contacts at least, so that the logarithm is above 0.
    worth = 1 / np.log(np.maximum(snapshot.graph.degree, 2))
    return snapshot.graph.common(low, high, lambda third, one, other: worth[third])


def _indirect(snapshot: Snapshot, low: Keys, high: Keys) -> Reals:
    number, total = snapshot.signed.common(low, high, _alike)
    found: Reals = total / np.maximum(number, 1)
    return found


def _alike(third: Keys, one: Reals, other: Reals) -> Reals:
    del third
    found: Reals = one * other / TONE**2
    return found


def _logged(counts: Reals | Keys) -> Reals:
    found: Reals = np.log1p(counts)
    return found


def _active(snapshot: Snapshot) -> Reals:
    """The logarithm of the number of sources that told of each actor in the year before the day."""
    rows = snapshot.rows
    late = rows.known > snapshot.at - YEAR
    ends = np.concatenate([rows.low[late], rows.high[late]])
    said = np.unique(np.column_stack([ends, np.concatenate([rows.origin[late]] * 2)]), axis=0)
    return _logged(np.bincount(said[:, 0], minlength=snapshot.memory.count))


def _lately(snapshot: Snapshot, days: Keys) -> Reals:
    age = np.where(days == UNDATED, 0, snapshot.at - days)
    found: Reals = np.where(days == UNDATED, 0.0, 0.5 ** (age / snapshot.half_life))
    return found


def _same_country(snapshot: Snapshot, low: Keys, high: Keys) -> Reals:
    one, other = snapshot.memory.country[low], snapshot.memory.country[high]
    same: Reals = ((one == other) & (one != NOBODY)).astype(np.float64)
    return same


def _states(snapshot: Snapshot, low: Keys, high: Keys) -> Reals:
    one, other = snapshot.memory.state[low], snapshot.memory.state[high]
    keys = snapshot.memory.key(np.minimum(one, other), np.maximum(one, other))
    both = (one != NOBODY) & (other != NOBODY) & (one != other)
    # Two states are no reason for each other.
    both &= ~((one == low) & (other == high) | (one == high) & (other == low))
    met: Reals = (both & inside(keys, snapshot.contacts)).astype(np.float64)
    return met


class Words:
    """Says of one pair what each figure stands for."""

    def __init__(self, snapshot: Snapshot, pairs: Pairs, figures: Reals, shown: int) -> None:
        self._snapshot, self._pairs, self._figures, self._shown = snapshot, pairs, figures, shown
        self._number = partners(snapshot, pairs.low, pairs.high)[0]
        self._active = np.rint(np.expm1(_active(snapshot))).astype(np.int64)
        self._last = snapshot.memory.last_together(pairs.low, pairs.high, snapshot.at)
        self._said: dict[str, Callable[[int, float], str]] = {
            "partners": lambda row, _: self._partners(row),
            "contacts": lambda row, _: "{} and {} contacts with others".format(*self._degrees(row)),
            "active": lambda row, _: "told of by {} and {} sources in the year before".format(*self._told(row)),
            "foreseen": lambda _, value: (
                f"{_sources(value)} a plan or possibility" if value else "no plan told"
            ),
            "denied": lambda _, value: f"{_sources(value)} that there is none" if value else "not denied",
            "acts": lambda _, value: (
                f"{_sources(value)} other acts between them" if value else "no other act told"
            ),
            "tone": lambda _, value: (
                f"tone between them {value * TONE:+.1f}" if value else "no tone between them"
            ),
            "indirect tone": lambda _, value: self._indirect(value),
            "together": lambda row, _: self._together(row),
            "same type": lambda _, value: "of one type" if value else "of different types",
            "same country": lambda _, value: "of one country" if value else "not known to be of one country",
            "states": lambda _, value: (
                "their states are in contact" if value else "no contact of their states told"
            ),
            "new": lambda row, _: self._new(row),
        }

    def of(self, row: int, feature: int) -> str:
        """One figure of one pair in words."""
        return self._said[NAMES[feature]](row, float(self._figures[row, feature]))

    def partners(self, row: int) -> tuple[int, tuple[str, ...]]:
        """How many common partners a pair has, and the names of the first by their ids."""
        number = int(self._number[row])
        if not number:
            return 0, ()
        graph = self._snapshot.graph
        one, other = (graph.neighbours(int(end[row])) for end in (self._pairs.low, self._pairs.high))
        both = np.intersect1d(one, other, assume_unique=True)[: self._shown]
        return number, tuple(self._snapshot.memory.actors[at].name for at in both.tolist())

    def last(self, row: int) -> int:
        """The day of the last text that told of both, `UNDATED` where there is none."""
        return int(self._last[row])

    def _partners(self, row: int) -> str:
        number, names = self.partners(row)
        if not number:
            return "no common partner"
        more = f" and {number - len(names)} more" if number > len(names) else ""
        return f"common partner{'s' if number > 1 else ''}: {', '.join(names)}{more}"

    def _degrees(self, row: int) -> tuple[int, int]:
        degree = self._snapshot.graph.degree
        return int(degree[self._pairs.low[row]]), int(degree[self._pairs.high[row]])

    def _told(self, row: int) -> tuple[int, int]:
        return int(self._active[self._pairs.low[row]]), int(self._active[self._pairs.high[row]])

    @staticmethod
    def _indirect(value: float) -> str:
        if not value:
            return "no third actor to whom both have a tone"
        return "both stand alike to third actors" if value > 0 else "they stand opposed to third actors"

    def _together(self, row: int) -> str:
        day = day_of(self.last(row))
        return f"last told of in one text on {day}" if day else "never told of in one text"

    def _new(self, row: int) -> str:
        memory = self._snapshot.memory
        day = max(memory.first_known[self._pairs.low[row]], memory.first_known[self._pairs.high[row]])
        return f"both known since {day_of(int(day))}"


def _sources(logarithm: float) -> str:
    number = round(float(np.expm1(logarithm)))
    return f"{number} source{'s tell' if number > 1 else ' tells'}"
