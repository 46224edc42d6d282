"""The logistic regression: known cases, and what the optimum must fulfil."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.analysis.logistic import fit
from konturen.errors import KonturenError


def _drawn(seed: int, rows: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(rows, 3)) * (1, 5, 0.2) + (0, 3, 0)
    odds = -1 + features @ np.array([0.8, -0.1, 0.0])
    outcome = (chance.random(rows) < 1 / (1 + np.exp(-odds))).astype(float)
    outcome[:2] = 0, 1
    return features, outcome, chance.integers(1, 4, rows).astype(float)


def test_one_feature_of_two_values_is_the_log_odds_ratio() -> None:
    """With two groups the unpenalised maximum is known: the shares of the groups themselves."""
    features = np.repeat([[0.0], [1.0]], 10, axis=0)
    outcome = np.r_[np.ones(2), np.zeros(8), np.ones(6), np.zeros(4)]
    found = fit(features, outcome, np.ones(20), ridge=0.0)
    assert found.probabilities(np.array([[0.0], [1.0]])) == pytest.approx([0.2, 0.6], abs=1e-8)
    assert found.coefficients[0] / found.deviation[0] == pytest.approx(np.log(1.5) - np.log(0.25), abs=1e-6)


def test_without_features_that_vary_the_share_is_said() -> None:
    """A constant feature has no coefficient, and everybody gets the weighted share."""
    found = fit(np.ones((4, 1)), np.array([1.0, 0, 0, 0]), np.array([1.0, 1, 1, 2]))
    assert found.coefficients.tolist() == [0.0]
    assert found.probabilities(np.ones((1, 1)))[0] == pytest.approx(0.2)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_gradient_vanishes_at_the_optimum(seed: int) -> None:
    """The penalised score equations hold: for each feature the residuals balance the ridge."""
    features, outcome, weight = _drawn(seed)
    found = fit(features, outcome, weight)
    left = weight * (outcome - found.probabilities(features))
    assert left.sum() == pytest.approx(0, abs=1e-5)
    assert found.standardised(features).T @ left == pytest.approx(found.coefficients, abs=1e-5)


def test_a_weight_is_as_good_as_copies() -> None:
    """A row of weight three is the same as three rows."""
    features, outcome, weight = _drawn(1)
    times = weight.astype(int)
    copied = fit(np.repeat(features, times, 0), np.repeat(outcome, times), np.ones(times.sum()))
    assert fit(features, outcome, weight).coefficients == pytest.approx(copied.coefficients, abs=1e-7)


def test_outcomes_that_a_feature_parts_wholly_have_finite_coefficients() -> None:
    """Where the maximum would be infinite the ridge keeps it finite, and no probability is 0 or 1."""
    features = np.linspace(-1e6, 1e6, 50)[:, None]
    found = fit(features, (features[:, 0] > 0).astype(float), np.ones(50))
    said = found.probabilities(features * 1e6)
    assert np.isfinite(found.coefficients).all()
    assert ((said > 0) & (said < 1)).all()


def test_a_plain_gradient_descent_finds_the_same() -> None:
    """Another method, slow and simple, ends at the same coefficients."""
    features, outcome, weight = _drawn(7, 120)
    found = fit(features, outcome, weight)
    design = np.column_stack([np.ones(120), found.standardised(features)])
    at = np.zeros(4)
    for _ in range(20_000):
        slope = design.T @ (weight * (1 / (1 + np.exp(-design @ at)) - outcome)) + np.r_[0, at[1:]]
        at -= slope / weight.sum()
    assert [found.intercept, *found.coefficients] == pytest.approx(at, abs=1e-6)


@pytest.mark.parametrize("outcome", [np.zeros(3), np.ones(3)])
def test_one_kind_of_outcome_is_refused(outcome: np.ndarray) -> None:
    """Where nothing or everything came true there is nothing to fit."""
    with pytest.raises(KonturenError, match="nothing or everything"):
        fit(np.zeros((3, 1)), outcome, np.ones(3))
