"""Which pairs without contact will have one: a logistic model with its test on the past, never without it.

The horizon cuts the past into windows that end at the day of the forecast. A model for a day learns from up to
`WINDOWS` days before it, of each what was known then and who came into contact until the end of its window; none
of these windows ends after the day. The same is done for every past day that has enough behind it, and what came
true is held against the probabilities: that is the backtest. The first window only fills the memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from konturen.acts import day_of
from konturen.analysis.counting import Reals, rounded
from konturen.analysis.features import FEATURES, NAMES, Words, features
from konturen.analysis.logistic import Fitted, fit
from konturen.analysis.memory import Keys, Memory
from konturen.analysis.scoring import Bin, Tried, auc, brier, calibration, log_loss, skill, skill_interval
from konturen.analysis.snapshot import Pairs, Snapshot
from konturen.codebook import Codebook
from konturen.errors import KonturenError, QueryError
from konturen.tables import Table

WINDOWS, TESTS = 3, 5
"""From how many windows a model learns, and on how many days it is tested, at most."""
LEAST_TESTS, LEAST_CONTACTS = 2, 20
"""Fewest days of a test, and fewest first contacts that each model learns from and that the test holds: below
them nothing is forecast."""
SEED = 20261123
SHOWN, REASONS = 5, 4
"""Most ids and names, and most reasons, of a row."""
LEAST_REASON = 0.05
"""A reason adds at least so much to the log-odds."""
MOST_ROWS = 1000
"""Most rows of a forecast, the most probable ones; all are counted."""


@dataclass(frozen=True, slots=True)
class Score:
    """How good the probabilities were over all test days, for a group of pairs.

    `group`: near (a common partner, or told of together), others, all. `pairs` counts pair and day (an estimate
    where others were sampled), `contacts` those that came into contact. `brier` beside `base_brier`, that of the
    base rate of the group as learned from the training time; `skill` is 1 - brier / base_brier with its interval
    (95 of 100). Figures are None where they cannot be told: no pairs, or nothing that came true.
    """

    group: str
    pairs: int
    contacts: int
    base_rate: float | None
    brier: float | None
    base_brier: float | None
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    log_loss: float | None
    base_log_loss: float | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class Tested:
    """One test day: what was learned until then (first contacts in training, days learned from), and how the near
    pairs came out in the window after it."""

    at: date
    until: date
    windows: int
    learned: int
    pairs: int
    contacts: int
    base_rate: float
    brier: float
    base_brier: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """The test on the past. `scores` by group, `tests` by day, `calibration` of the near pairs."""

    scores: Table[Score]
    tests: Table[Tested]
    calibration: Table[Bin]

    @property
    def near(self) -> Score:
        """The score of the near pairs: what a forecast is judged by."""
        return next(score for score in self.scores if score.group == "near")

    @property
    def better(self) -> bool:
        """Whether the model was better than the base rate: the whole interval of the skill is above 0."""
        return self.near.skill_low is not None and self.near.skill_low > 0


@dataclass(frozen=True, slots=True)
class Expected:
    """The probability that two actors without contact have one within the horizon; `base_rate` is that of its
    group (near or not). The last figures are those of the backtest: a row never stands without them.

    `reasons` are in words, `weights` what each adds to the log-odds beside a pair of means. `partners` counts
    common partners, `ids` are some of the statements between the two, `statements` counts them.
    """

    a: str
    a_name: str
    b: str
    b_name: str
    probability: float
    base_rate: float
    near: bool
    partners: int
    partner_names: tuple[str, ...]
    last_together: date | None
    reasons: tuple[str, ...]
    weights: tuple[float, ...]
    statements: int
    ids: tuple[str, ...]
    brier: float
    base_brier: float
    skill_low: float | None
    skill_high: float | None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What a standard deviation of a feature adds to the log-odds; mean and deviation as learned."""

    feature: str
    meaning: str
    coefficient: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Which pairs will have a first contact in the `horizon` days after `at`, the most probable ones first.

    `candidates` counts the pairs that were rated (rows hold at most `MOST_ROWS`), `near` and `others` all pairs of
    known actors without contact. `unpublished` statements of texts without a date of publication were left out.
    TypeError without a backtest: there is no forecast without one.
    """

    at: date
    horizon: int
    rows: Table[Expected]
    coefficients: Table[Coefficient]
    candidates: int
    near: int
    others: int
    unpublished: int
    backtest: Backtest

    def __post_init__(self) -> None:
        if not isinstance(self.backtest, Backtest) or not len(self.backtest.tests):
            raise TypeError("a forecast has a backtest")


@dataclass(frozen=True, slots=True)
class TooLittle:
    """No forecast: the past is too short or too poor to test one. `reasons` say what is missing.

    `since` is the first day on which anything was known; `tests` and `contacts` are what there would have been,
    `tests_needed` and `contacts_needed` the fewest.
    """

    at: date | None
    since: date | None
    horizon: int
    tests: int
    tests_needed: int
    contacts: int
    contacts_needed: int
    unpublished: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """A past day: its pairs with what became of them, and their features."""

    at: int
    pairs: Pairs
    figures: Reals

    def contacts(self, near: bool = False) -> int:
        return int((self.pairs.outcome * (self.pairs.near if near else 1)).sum())


def forecast(
    memory: Memory,
    codebook: Codebook,
    horizon: int = 365,
    at: int | None = None,
    between: tuple[frozenset[str], frozenset[str]] | None = None,
    seed: int = SEED,
) -> Forecast | TooLittle:
    """The forecast at a day (None: the last on which a text was published), over `horizon` days.

    Learned and tested on all pairs, told for the near ones or for all pairs between two sets of actors. QueryError
    where the horizon is not positive or the day lies after the last that the ledger knows.
    """
    if horizon < 1:
        raise QueryError(f"--horizon: {horizon} days are no time ahead.", hint="Give 1 year, 6 months, 90 days.")
    if memory.last is None or memory.first is None:
        return _little(memory, horizon, None, [], ["no text has a date of publication"])
    day = memory.last if at is None else at
    if day > memory.last:
        what = f"--at: the ledger knows nothing of {day_of(day)}; its last text is of {day_of(memory.last)}."
        raise QueryError(what, hint="Give that day or an earlier one.")
    windows = [
        _window(memory, codebook, day - n * horizon, horizon, seed)
        for n in range(1, WINDOWS + TESTS + 1)
        if day - n * horizon >= memory.first + horizon
    ]
    tested = _tested(windows)
    missing = _missing(memory, horizon, day, windows, tested)
    if missing:
        return _little(memory, horizon, day, tested, missing)
    return _told(_Asked(memory, codebook, day, horizon, between, seed), windows, tested)


@dataclass(frozen=True, slots=True)
class _Asked:
    memory: Memory
    codebook: Codebook
    at: int
    horizon: int
    between: tuple[frozenset[str], frozenset[str]] | None
    seed: int


def _window(memory: Memory, codebook: Codebook, at: int, horizon: int, seed: int) -> _Window:
    snapshot = Snapshot(memory, codebook, at)
    pairs = snapshot.sample(horizon, seed)
    return _Window(at, pairs, features(snapshot, pairs))


@dataclass(frozen=True, slots=True, eq=False)
class _Test:
    window: _Window
    training: list[_Window]
    tried: Tried


def _tested(windows: list[_Window]) -> list[_Test]:
    """The days on which a model can be tested, the last first: enough first contacts lie behind them."""
    found = []
    for place, window in enumerate(windows[:TESTS]):
        training = windows[place + 1 : place + 1 + WINDOWS]
        if sum(one.contacts() for one in training) < LEAST_CONTACTS or not len(window.pairs.low):
            continue
        fitted = _fit(training)
        if fitted is None:
            continue
        rates, pairs = _rates(training), window.pairs
        base = np.where(pairs.near, rates["near"], rates["others"])
        said = fitted.probabilities(window.figures)
        found.append(
            _Test(window, training, Tried(said, base, pairs.outcome, pairs.weight, pairs.low, pairs.high))
        )
    return found


def _fit(training: list[_Window]) -> Fitted | None:
    try:
        return fit(
            np.concatenate([one.figures for one in training]),
            np.concatenate([one.pairs.outcome for one in training]),
            np.concatenate([one.pairs.weight for one in training]),
        )
    except KonturenError:
        return None  # everything came true: there is nothing to tell apart


def _rates(training: list[_Window]) -> dict[str, float]:
    """The share of pairs that came into contact in training, by group."""
    near, weight, outcome = (
        np.concatenate([getattr(one.pairs, name) for one in training]) for name in ("near", "weight", "outcome")
    )
    groups = {"near": near, "others": ~near, "all": np.ones(len(near), bool)}
    return {
        name: float(weight[rows] @ outcome[rows] / weight[rows].sum()) if rows.any() else 0.0
        for name, rows in groups.items()
    }


def _missing(
    memory: Memory, horizon: int, day: int, windows: list[_Window], tested: list[_Test]
) -> list[str]:
    """What is missing for a forecast, in words."""
    found = []
    first = memory.first or day
    wanted = (LEAST_TESTS + 2) * horizon
    if day - first < wanted:
        found.append(
            f"texts of {max(0, day - first)} days until {day_of(day)}; {LEAST_TESTS} tests over {horizon} days need "
            f"{wanted}: one such time to fill the memory, one to learn from, and one for each test"
        )
    contacts = _came(tested)
    if len(tested) < LEAST_TESTS:
        learned = [sum(one.contacts() for one in windows[n + 1 : n + 1 + WINDOWS]) for n in range(LEAST_TESTS)]
        most = max(learned, default=0)
        found.append(
            f"{len(tested)} past days with at least {LEAST_CONTACTS} first contacts to learn from before them; "
            f"{LEAST_TESTS} are needed (the best has {most})"
        )
    if contacts < LEAST_CONTACTS:
        found.append(f"{contacts} first contacts of near pairs in the tests; {LEAST_CONTACTS} are needed")
    if not found and (not windows or _fit(windows[:WINDOWS]) is None):
        found.append("nothing to learn from in the last windows")
    return found


def _came(tested: list[_Test]) -> int:
    return sum(test.window.contacts(near=True) for test in tested)


def _little(memory: Memory, horizon: int, day: int | None, tested: list[_Test], missing: list[str]) -> TooLittle:
    return TooLittle(
        at=None if day is None else day_of(day),
        since=None if memory.first is None else day_of(memory.first),
        horizon=horizon,
        tests=len(tested),
        tests_needed=LEAST_TESTS,
        contacts=_came(tested),
        contacts_needed=LEAST_CONTACTS,
        unpublished=memory.unpublished,
        reasons=tuple(missing),
    )


def _day(number: int) -> date:
    found = day_of(number)
    assert found is not None
    return found


def _backtest(tested: list[_Test], horizon: int, seed: int) -> Backtest:
    near = np.concatenate([test.window.pairs.near for test in tested])
    every = Tried.together([test.tried for test in tested])
    # Over all pairs the base rate is that of all, not that of the group.
    of_all = np.concatenate([np.full(len(t.tried.low), _rates(t.training)["all"]) for t in tested])
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
        base_rate=_figure(tried.weight @ tried.base / pairs),
        brier=_figure(brier(tried)),
        base_brier=_figure(brier(tried, base=True)),
        skill=None if gained is None else rounded(gained),
        skill_low=drawn[0] if drawn else None,
        skill_high=drawn[1] if drawn else None,
        log_loss=_figure(log_loss(tried)),
        base_log_loss=_figure(log_loss(tried, base=True)),
        auc=None if area is None else rounded(area),
    )


def _figure(value: float) -> float:
    """A small figure without the noise of its last places: six of its own digits."""
    return float(f"{float(value):.6g}")


def _test_row(test: _Test, horizon: int) -> Tested:
    near = test.tried.where(test.window.pairs.near)
    seen = bool(len(near.low))
    return Tested(
        at=_day(test.window.at),
        until=_day(test.window.at + horizon),
        windows=len(test.training),
        learned=sum(one.contacts() for one in test.training),
        pairs=round(float(near.weight.sum())),
        contacts=int(near.outcome.sum()),
        base_rate=_figure(_rates(test.training)["near"]),
        brier=_figure(brier(near)) if seen else 0.0,
        base_brier=_figure(brier(near, base=True)) if seen else 0.0,
    )


def _told(asked: _Asked, windows: list[_Window], tested: list[_Test]) -> Forecast:
    training = windows[:WINDOWS]
    fitted, rates = _fit(training), _rates(training)
    assert fitted is not None
    memory = asked.memory
    snapshot = Snapshot(memory, asked.codebook, asked.at)
    pairs = snapshot.chosen(_sides(memory, asked.between))
    backtest = _backtest(tested, asked.horizon, asked.seed)
    near = len(snapshot.near())
    return Forecast(
        at=_day(asked.at),
        horizon=asked.horizon,
        rows=Table(Expected, _rows(snapshot, pairs, (fitted, rates), backtest)),
        coefficients=_coefficients(fitted),
        candidates=len(pairs.low),
        near=near,
        others=snapshot.total - near,
        unpublished=memory.unpublished,
        backtest=backtest,
    )


def _sides(memory: Memory, between: tuple[frozenset[str], frozenset[str]] | None) -> tuple[Keys, Keys] | None:
    if between is None:
        return None
    one, other = (
        np.array([number for number, actor in enumerate(memory.actors) if actor.id in side], np.int64)
        for side in between
    )
    return one, other


def _coefficients(fitted: Fitted) -> Table[Coefficient]:
    return Table(
        Coefficient,
        (
            Coefficient(feature.name, feature.meaning, rounded(value), rounded(mean), rounded(deviation))
            for feature, value, mean, deviation in zip(
                FEATURES, fitted.coefficients, fitted.mean, fitted.deviation, strict=True
            )
        ),
    )


def _rows(
    snapshot: Snapshot, pairs: Pairs, learned: tuple[Fitted, dict[str, float]], backtest: Backtest
) -> list[Expected]:
    fitted, rates = learned
    figures = features(snapshot, pairs)
    said = np.array([_figure(value) for value in fitted.probabilities(figures)])
    # The actors are numbered by their ids: equal probabilities stand in the order of ids.
    order = np.lexsort((pairs.high, pairs.low, -said))[:MOST_ROWS]
    pairs = Pairs(*(getattr(pairs, name)[order] for name in ("low", "high", "near", "weight", "outcome")))
    figures, said = figures[order], said[order]
    words, adding = Words(snapshot, pairs, figures, SHOWN), fitted.contributions(figures)
    actors, score = snapshot.memory.actors, backtest.near
    assert score.brier is not None
    assert score.base_brier is not None
    by_pair = _statements(snapshot, pairs)
    made = []
    for row in range(len(order)):
        one, other = actors[pairs.low[row]], actors[pairs.high[row]]
        number, names = words.partners(row)
        strongest = [f for f in np.argsort(-np.abs(adding[row]), kind="stable").tolist()][:REASONS]
        told = [f for f in strongest if abs(adding[row, f]) >= LEAST_REASON]
        made.append(
            Expected(
                *(one.id, one.name, other.id, other.name),
                probability=float(said[row]),
                base_rate=_figure(rates["near" if pairs.near[row] else "others"]),
                near=bool(pairs.near[row]),
                partners=number,
                partner_names=names,
                last_together=day_of(words.last(row)),
                reasons=tuple(words.of(row, f) for f in told),
                weights=tuple(round(float(adding[row, f]), 2) for f in told),
                statements=len(by_pair[row]),
                ids=tuple(sorted(by_pair[row])[:SHOWN]),
                brier=score.brier,
                base_brier=score.base_brier,
                skill_low=score.skill_low,
                skill_high=score.skill_high,
            )
        )
    return made


def _statements(snapshot: Snapshot, pairs: Pairs) -> list[list[str]]:
    """The ids of the statements between each pair that were known at the day."""
    order = np.argsort(snapshot.keys, kind="stable")
    ordered = snapshot.keys[order]
    wanted = snapshot.memory.key(pairs.low, pairs.high)
    first, last = np.searchsorted(ordered, wanted), np.searchsorted(ordered, wanted, "right")
    return [
        [id.decode() for id in snapshot.rows.ids[order[begin:end]].tolist()]
        for begin, end in zip(first.tolist(), last.tolist(), strict=True)
    ]


__all__ = ["NAMES", "Backtest", "Expected", "Forecast", "Score", "Tested", "TooLittle", "forecast"]
