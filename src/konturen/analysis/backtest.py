"""The test of a forecast on the past: models for past days, held against what came true.

A horizon cuts the past into windows that end at the day of the forecast. The model for a day learns from up to
`WINDOWS` days before it: of each what was known then, and who came into contact until the end of its window.
None of these windows ends after the day. The first window of a ledger only fills the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.acts import Flags, day_of
from konturen.analysis.counting import Reals, rounded
from konturen.analysis.expected import Backtest, Score, Tested, figure, the_day
from konturen.analysis.features import features
from konturen.analysis.logistic import Fitted, fit
from konturen.analysis.memory import Memory
from konturen.analysis.scoring import Tried, auc, brier, calibration, log_loss, skill, skill_interval
from konturen.analysis.snapshot import Pairs, Snapshot
from konturen.codebook import Codebook
from konturen.tables import Table

WINDOWS, TESTS = 3, 5
"""From how many windows a model learns, and on how many days it is tested, at most."""
LEAST_TESTS, LEAST_LEARNED, LEAST_CONTACTS = 2, 50, 20
"""Fewest days of a test, fewest first contacts that each model learns from (about four a feature, which the
ridge bears), and fewest that the tests hold together: below them nothing is forecast."""


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
class Model:
    """What was learned from some windows: a model of the near pairs and one of the others, where those had
    enough first contacts, and the base rates of both; `rate` is that of all pairs."""

    near: Fitted
    others: Fitted | None
    near_rate: float
    others_rate: float
    rate: float

    def probabilities(self, near: Flags, figures: Reals) -> Reals:
        """The probability of each pair; that of others is their base rate where they have no model."""
        found = np.full(len(near), self.others_rate)
        found[near] = self.near.probabilities(figures[near])
        if self.others is not None:
            found[~near] = self.others.probabilities(figures[~near])
        return found

    def base(self, near: Flags) -> Reals:
        """The base rate of each pair's group."""
        found: Reals = np.where(near, self.near_rate, self.others_rate)
        return found

    def contributions(self, near: Flags, figures: Reals) -> Reals:
        """What each figure adds to the log-odds of each pair; nothing where there is no model."""
        found = np.zeros(figures.shape)
        found[near] = self.near.contributions(figures[near])
        if self.others is not None:
            found[~near] = self.others.contributions(figures[~near])
        return found


def model_of(training: list[Window]) -> Model | None:
    """What some windows teach; None where too few near pairs came into contact, or all did."""
    if not training:
        return None
    near, weight, outcome = (
        np.concatenate([getattr(one.pairs, name) for one in training]) for name in ("near", "weight", "outcome")
    )
    figures = np.concatenate([one.figures for one in training])
    fitted = [_fitted(figures[rows], outcome[rows], weight[rows]) for rows in (near, ~near)]
    if fitted[0] is None:
        return None
    rates = [_rate(weight[rows], outcome[rows]) for rows in (near, ~near, np.ones(len(near), np.bool_))]
    return Model(fitted[0], fitted[1], *rates)


def _fitted(figures: Reals, outcome: Reals, weight: Reals) -> Fitted | None:
    if outcome.sum() < LEAST_LEARNED or outcome.all():
        return None
    return fit(figures, outcome, weight)


def _rate(weight: Reals, outcome: Reals) -> float:
    return float(weight @ outcome / weight.sum()) if len(weight) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A past day, the days that its model learned from, and the model's probabilities with what came true."""

    window: Window
    training: list[Window]
    model: Model
    tried: Tried


def tests_of(windows: list[Window]) -> list[Test]:
    """The days on which a model can be tested, the last first: enough first contacts lie behind them."""
    found = []
    for place, window in enumerate(windows[:TESTS]):
        training = windows[place + 1 : place + 1 + WINDOWS]
        model, pairs = model_of(training), window.pairs
        if model is None or not len(pairs.low):
            continue
        said, base = model.probabilities(pairs.near, window.figures), model.base(pairs.near)
        tried = Tried(said, base, pairs.outcome, pairs.weight, pairs.low, pairs.high)
        found.append(Test(window, training, model, tried))
    return found


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
        learned = [
            sum(one.contacts(near=True) for one in windows[n + 1 : n + 1 + WINDOWS]) for n in range(LEAST_TESTS)
        ]
        most = max(learned, default=0)
        found.append(
            f"{len(tested)} past days with {LEAST_LEARNED} first contacts of near pairs to learn from; "
            f"{LEAST_TESTS} are needed (the best has {most})"
        )
    if contacts < LEAST_CONTACTS:
        found.append(f"{contacts} first contacts of near pairs in the tests; {LEAST_CONTACTS} are needed")
    if not found and model_of(windows[:WINDOWS]) is None:
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
    of_all = np.concatenate([np.full(len(t.tried.low), t.model.rate) for t in tested])
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
        learned=sum(one.contacts(near=True) for one in test.training),
        pairs=round(float(near.weight.sum())),
        contacts=int(near.outcome.sum()),
        base_rate=figure(test.model.near_rate),
        brier=figure(brier(near)) if seen else None,
        base_brier=figure(brier(near, base=True)) if seen else None,
    )
