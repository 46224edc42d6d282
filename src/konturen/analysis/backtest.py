"""The test of a forecast on the past: models for past days, held against what came true.

A horizon cuts the past into windows that end at the day of the forecast. The model for a day learns from up to
`WINDOWS` days before it: of each what was known then, and who came into contact until the end of its window.
None of these windows ends after the day. The first window of a ledger only fills the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.acts import day_of
from konturen.analysis.counting import Reals, rounded
from konturen.analysis.expected import Backtest, Score, Tested, figure, the_day
from konturen.analysis.features import features
from konturen.analysis.logistic import Fitted, fit
from konturen.analysis.memory import Memory
from konturen.analysis.scoring import Tried, auc, brier, calibration, log_loss, skill, skill_interval
from konturen.analysis.snapshot import Pairs, Snapshot
from konturen.codebook import Codebook
from konturen.errors import KonturenError
from konturen.tables import Table

WINDOWS, TESTS = 3, 5
"""From how many windows a model learns, and on how many days it is tested, at most."""
LEAST_TESTS, LEAST_CONTACTS = 2, 20
"""Fewest days of a test, and fewest first contacts that each model learns from and that the test holds: below
them nothing is forecast."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A past day: its pairs with what became of them, and their features."""

    at: int
    pairs: Pairs
    figures: Reals

    def contacts(self, near: bool = False) -> int:
        """How many pairs came into contact: all, or near ones."""
        return int((self.pairs.outcome * (self.pairs.near if near else 1)).sum())


def window_at(memory: Memory, codebook: Codebook, at: int, horizon: int, seed: int) -> Window:
    """What was known at a day, and what came of it."""
    snapshot = Snapshot(memory, codebook, at)
    pairs = snapshot.sample(horizon, seed)
    return Window(at, pairs, features(snapshot, pairs))


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A past day, the days that its model learned from, and the model's probabilities with what came true."""

    window: Window
    training: list[Window]
    tried: Tried


def tests_of(windows: list[Window]) -> list[Test]:
    """The days on which a model can be tested, the last first: enough first contacts lie behind them."""
    found = []
    for place, window in enumerate(windows[:TESTS]):
        training = windows[place + 1 : place + 1 + WINDOWS]
        if sum(one.contacts() for one in training) < LEAST_CONTACTS or not len(window.pairs.low):
            continue
        fitted = fitted_to(training)
        if fitted is None:
            continue
        rates, pairs = rates_of(training), window.pairs
        base = np.where(pairs.near, rates["near"], rates["others"])
        said = fitted.probabilities(window.figures)
        found.append(
            Test(window, training, Tried(said, base, pairs.outcome, pairs.weight, pairs.low, pairs.high))
        )
    return found


def fitted_to(training: list[Window]) -> Fitted | None:
    """The model of some windows; None where nothing or everything came true in them."""
    try:
        return fit(
            np.concatenate([one.figures for one in training]),
            np.concatenate([one.pairs.outcome for one in training]),
            np.concatenate([one.pairs.weight for one in training]),
        )
    except KonturenError:
        return None


def rates_of(training: list[Window]) -> dict[str, float]:
    """The share of pairs that came into contact in training, by group."""
    near, weight, outcome = (
        np.concatenate([getattr(one.pairs, name) for one in training]) for name in ("near", "weight", "outcome")
    )
    groups = {"near": near, "others": ~near, "all": np.ones(len(near), bool)}
    return {
        name: float(weight[rows] @ outcome[rows] / weight[rows].sum()) if rows.any() else 0.0
        for name, rows in groups.items()
    }


def missing_of(memory: Memory, horizon: int, day: int, windows: list[Window], tested: list[Test]) -> list[str]:
    """What is missing for a forecast, in words."""
    found = []
    first = memory.first or day
    wanted = (LEAST_TESTS + 2) * horizon
    if day - first < wanted:
        found.append(
            f"texts of {max(0, day - first)} days until {day_of(day)}; {LEAST_TESTS} tests over {horizon} days "
            f"need {wanted}: one such time to fill the memory, one to learn from, and one for each test"
        )
    contacts = came_true(tested)
    if len(tested) < LEAST_TESTS:
        learned = [sum(one.contacts() for one in windows[n + 1 : n + 1 + WINDOWS]) for n in range(LEAST_TESTS)]
        most = max(learned, default=0)
        found.append(
            f"{len(tested)} past days with at least {LEAST_CONTACTS} first contacts to learn from before them; "
            f"{LEAST_TESTS} are needed (the best has {most})"
        )
    if contacts < LEAST_CONTACTS:
        found.append(f"{contacts} first contacts of near pairs in the tests; {LEAST_CONTACTS} are needed")
    if not found and (not windows or fitted_to(windows[:WINDOWS]) is None):
        found.append("nothing to learn from in the last windows")
    return found


def came_true(tested: list[Test]) -> int:
    """How many near pairs came into contact over all test days."""
    return sum(test.window.contacts(near=True) for test in tested)


def backtest_of(tested: list[Test], horizon: int, seed: int) -> Backtest:
    """The figures of all test days."""
    near = np.concatenate([test.window.pairs.near for test in tested])
    every = Tried.together([test.tried for test in tested])
    # Over all pairs the base rate is that of all, not that of the group.
    of_all = np.concatenate([np.full(len(t.tried.low), rates_of(t.training)["all"]) for t in tested])
    groups = {
        "near": every.where(near),
        "others": every.where(~near),
        "all": Tried(every.probability, of_all, every.outcome, every.weight, every.low, every.high),
    }
    return Backtest(
        scores=Table(Score, (_score(name, tried, seed) for name, tried in groups.items())),
        tests=Table(Tested, (_test_row(test, horizon) for test in tested)),
        calibration=calibration(groups["near"]),
    )


def _score(group: str, tried: Tried, seed: int) -> Score:
    pairs, contacts = float(tried.weight.sum()), int(tried.outcome.sum())
    if not pairs or not contacts:
        return Score(group, round(pairs), contacts, *[None] * 9)
    gained, drawn, area = skill(tried), skill_interval(tried, seed), auc(tried)
    return Score(
        group=group,
        pairs=round(pairs),
        contacts=contacts,
        base_rate=figure(float(tried.weight @ tried.base) / pairs),
        brier=figure(brier(tried)),
        base_brier=figure(brier(tried, base=True)),
        skill=None if gained is None else rounded(gained),
        skill_low=drawn[0] if drawn else None,
        skill_high=drawn[1] if drawn else None,
        log_loss=figure(log_loss(tried)),
        base_log_loss=figure(log_loss(tried, base=True)),
        auc=None if area is None else rounded(area),
    )


def _test_row(test: Test, horizon: int) -> Tested:
    near = test.tried.where(test.window.pairs.near)
    seen = bool(len(near.low))
    return Tested(
        at=the_day(test.window.at),
        until=the_day(test.window.at + horizon),
        windows=len(test.training),
        learned=sum(one.contacts() for one in test.training),
        pairs=round(float(near.weight.sum())),
        contacts=int(near.outcome.sum()),
        base_rate=figure(rates_of(test.training)["near"]),
        brier=figure(brier(near)) if seen else 0.0,
        base_brier=figure(brier(near, base=True)) if seen else 0.0,
    )
