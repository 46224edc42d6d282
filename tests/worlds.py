"""Worlds with a known law of first contacts, for the tests and the bench of forecasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from konturen.acts import EPOCH, Acts
from tests.said_acts import Said, acts

YEAR = 365
START = 18_000
"""The first day."""


@dataclass(frozen=True, eq=False)
class World:
    """What was said, and for each year the true probability of a first contact of each pair at its beginning."""

    said: tuple[Said, ...]
    true: tuple[NDArray[np.float64], ...]
    names: tuple[str, ...]
    types: dict[str, str]

    @property
    def acts(self) -> Acts:
        """The statements as columns."""
        return acts(*self.said, types=self.types)

    @property
    def end(self) -> int:
        """The last day."""
        return START + len(self.true) * YEAR


def world(seed: int, law: bool, actors: int = 90, years: int = 8) -> World:
    """A world of so many actors and years.

    With a law two actors come into contact the likelier the more common partners they have, if they are of one
    type, and if a plan is told; without one every pair has the same chance.
    """
    chance = np.random.default_rng(seed)
    names = tuple(f"actor-{n:03}" for n in range(actors))
    kind = chance.integers(0, 3, actors)
    met = np.zeros((actors, actors), bool)
    said = [_told(name, "ACCUSE", None, START, "start") for name in names]
    true, upper = [], np.triu(np.ones((actors, actors), bool), 1)
    for year in range(years):
        begin = START + year * YEAR
        # Plans are told on the first day of the year.
        planned = upper & ~met & (chance.random(met.shape) < 0.02)
        for a, b in np.argwhere(planned).tolist():
            said.append(_told(names[a], "CONSULT", names[b], begin, f"p{year}-{a}-{b}", "planned"))
        chances = _law(met, kind, planned) if law else np.full(met.shape, 0.02)
        chances = np.where(upper & ~met, chances, 0.0)
        true.append(chances + chances.T)
        new = chance.random(met.shape) < chances
        for a, b in np.argwhere(new).tolist():
            day = begin + 1 + int(chance.integers(0, YEAR - 1))
            said.append(_told(names[a], "CONSULT", names[b], day, f"c{year}-{a}-{b}"))
        met |= new | new.T
    said.append(_told(names[0], "ACCUSE", None, START + years * YEAR, "end"))
    return World(
        tuple(said),
        tuple(true),
        names,
        {n: ("party", "state", "person")[k] for n, k in zip(names, kind, strict=True)},
    )


def _law(met: NDArray[np.bool_], kind: NDArray[np.int64], planned: NDArray[np.bool_]) -> NDArray[np.float64]:
    degree = met.sum(0)
    worth = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0.0)
    shared = (met * worth) @ met.T
    odds = -5.2 + 1.1 * np.minimum(shared, 3) + 0.9 * (kind[:, None] == kind[None, :]) + 2.5 * planned
    found: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return found


def _told(
    source: str, relation: str, target: str | None, day: int, text: str, status: str = "happened"
) -> Said:
    when = np.datetime64(EPOCH) + day
    return Said(source, relation, target, status, str(when), text=text, published=str(when))
