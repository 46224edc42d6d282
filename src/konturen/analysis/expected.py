"""What a forecast answers with: rows that never stand without the test of their model on the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from konturen.acts import day_of
from konturen.analysis.scoring import Bin
from konturen.tables import Table


def the_day(number: int) -> date:
    """The day of a number that is one."""
    found = day_of(number)
    assert found is not None
    return found


def figure(value: float) -> float:
    """A small figure without the noise of its last places: six of its own digits."""
    return float(f"{float(value):.6g}")


@dataclass(frozen=True, slots=True)
class Score:
    """How good the probabilities were over all test days, for a group of pairs.

    `group`: near (a common partner, or told of together lately), others, all. `pairs` counts pair and day (an
    estimate where others were sampled), `contacts` those that came into contact. `brier` beside `base_brier`,
    that of the base rate of the group as learned from the training time; `skill` is 1 - brier / base_brier with
    its interval (95 of 100). Figures are None where they cannot be told: no pairs, or nothing that came true.
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
    """One test day: from how many windows and first contacts its model learned, and how the near pairs came out
    in the window after it; None where there was no such pair."""

    at: date
    until: date
    windows: int
    learned: int
    pairs: int
    contacts: int
    base_rate: float
    brier: float | None
    base_brier: float | None


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
    """What a deviation of a feature adds to the log-odds of a near pair; mean and deviation as learned."""

    feature: str
    meaning: str
    coefficient: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Which pairs will have a first contact in the `horizon` days after `at`, the most probable ones first.

    `candidates` counts the pairs that were rated (the table holds the 1000 most probable ones), `near` and
    `others` all pairs of known actors without contact. `unpublished` statements of texts without a date of
    publication were left out.
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
