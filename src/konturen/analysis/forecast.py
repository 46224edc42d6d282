"""Which pairs without contact will have one: a logistic model with its test on the past, never without it.

The day of the forecast is one more day of `analysis.backtest`: the model learns from the windows before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.acts import day_of
from konturen.analysis.backtest import (
    LEAST_CONTACTS,
    LEAST_TESTS,
    TESTS,
    WINDOWS,
    Model,
    Test,
    Window,
    backtest_of,
    came_true,
    missing_of,
    model_of,
    tests_of,
    window_at,
)
from konturen.analysis.counting import rounded
from konturen.analysis.expected import Backtest, Coefficient, Expected, Forecast, TooLittle, figure, the_day
from konturen.analysis.features import FEATURES, Words, features
from konturen.analysis.logistic import Fitted
from konturen.analysis.memory import Keys, Memory
from konturen.analysis.snapshot import Pairs, Snapshot
from konturen.codebook import Codebook
from konturen.errors import QueryError
from konturen.tables import Table

SEED = 20261123
SHOWN, REASONS = 5, 4
"""Most ids and names, and most reasons, of a row."""
LEAST_REASON = 0.05
"""A reason adds at least so much to the log-odds."""
MOST_ROWS = 1000
"""Most rows of a forecast, the most probable ones; all are counted."""
AT_ONCE = 200_000
"""Pairs whose features are held at once."""


def forecast(
    memory: Memory,
    codebook: Codebook,
    horizon: int = 365,
    at: int | None = None,
    between: tuple[frozenset[str], frozenset[str]] | None = None,
    seed: int = SEED,
) -> Forecast | TooLittle:
    """The forecast at a day (None: the last on which a text was published), over `horizon` days.

    Learned and tested on all pairs, told for the near ones or for all pairs between two sets of actors.
    QueryError where the horizon is not positive or the day lies after the last that the ledger knows.
    """
    if horizon < 1:
        raise QueryError(
            f"--horizon: {horizon} days are no time ahead.", hint="Give 1 year, 6 months, 90 days."
        )
    if memory.last is None or memory.first is None:
        return _little(memory, horizon, None, [], ["no text has a date of publication"])
    day = memory.last if at is None else at
    if day > memory.last:
        what = f"--at: the ledger knows nothing of {day_of(day)}; its last text is of {day_of(memory.last)}."
        raise QueryError(what, hint="Give that day or an earlier one.")
    windows = [
        window_at(memory, codebook, day - n * horizon, horizon, seed)
        for n in range(1, WINDOWS + TESTS + 1)
        if day - n * horizon >= memory.first + horizon
    ]
    tested = tests_of(windows)
    missing = missing_of(memory, horizon, day, windows, tested)
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


def _little(memory: Memory, horizon: int, day: int | None, tested: list[Test], missing: list[str]) -> TooLittle:
    return TooLittle(
        at=None if day is None else day_of(day),
        since=None if memory.first is None else day_of(memory.first),
        horizon=horizon,
        tests=len(tested),
        tests_needed=LEAST_TESTS,
        contacts=came_true(tested),
        contacts_needed=LEAST_CONTACTS,
        unpublished=memory.unpublished,
        reasons=tuple(missing),
    )


def _told(asked: _Asked, windows: list[Window], tested: list[Test]) -> Forecast:
    model = model_of(windows[:WINDOWS])
    assert model is not None
    memory = asked.memory
    snapshot = Snapshot(memory, asked.codebook, asked.at)
    pairs = snapshot.chosen(_sides(memory, asked.between))
    backtest = backtest_of(tested, asked.horizon, asked.seed)
    near = len(snapshot.near)
    return Forecast(
        at=the_day(asked.at),
        horizon=asked.horizon,
        rows=Table(Expected, _rows(snapshot, pairs, model, backtest)),
        coefficients=_coefficients(model.near),
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


def _rows(snapshot: Snapshot, pairs: Pairs, model: Model, backtest: Backtest) -> list[Expected]:
    parts = [pairs.where(slice(start, start + AT_ONCE)) for start in range(0, len(pairs.low), AT_ONCE)]
    every = [model.probabilities(part.near, features(snapshot, part)) for part in parts]
    # The noise of last places must not order; actors are numbered by their ids, which order what is equal.
    rough = np.round(np.concatenate([*every, np.empty(0)]), 9)
    pairs = pairs.where(np.lexsort((pairs.high, pairs.low, -rough))[:MOST_ROWS])
    figures = features(snapshot, pairs)
    said, base = model.probabilities(pairs.near, figures), model.base(pairs.near)
    words, adding = Words(snapshot, pairs, figures, SHOWN), model.contributions(pairs.near, figures)
    actors, score = snapshot.memory.actors, backtest.near
    assert score.brier is not None
    assert score.base_brier is not None
    by_pair = _statements(snapshot, pairs)
    made = []
    for row in range(len(pairs.low)):
        one, other = actors[pairs.low[row]], actors[pairs.high[row]]
        number, names = words.partners(row)
        strongest = np.argsort(-np.abs(adding[row]), kind="stable").tolist()[:REASONS]
        told = [f for f in strongest if abs(adding[row, f]) >= LEAST_REASON]
        made.append(
            Expected(
                *(one.id, one.name, other.id, other.name),
                probability=figure(said[row]),
                base_rate=figure(base[row]),
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
