"""Scores of probabilities, by hand and by definition."""

from __future__ import annotations

import numpy as np
import pytest

from konturen.analysis.scoring import Tried, auc, brier, calibration, log_loss, skill, skill_interval, wilson


def tried(said: list[float], came: list[int], base: float = 0.5, weight: list[float] | None = None) -> Tried:
    """Pairs of different actors each."""
    count = len(said)
    return Tried(
        np.array(said),
        np.full(count, base),
        np.array(came, float),
        np.array(weight or [1.0] * count),
        np.arange(count) * 2,
        np.arange(count) * 2 + 1,
    )


def test_brier_and_log_loss_by_hand() -> None:
    """Two forecasts, one right at 0.8, one wrong at 0.3."""
    found = tried([0.8, 0.3], [1, 1])
    assert brier(found) == pytest.approx((0.04 + 0.49) / 2)
    assert brier(found, base=True) == 0.25
    assert log_loss(found) == pytest.approx(-(np.log(0.8) + np.log(0.3)) / 2)
    assert skill(found) == pytest.approx(1 - 0.265 / 0.25)


def test_a_weight_counts_as_so_many_pairs() -> None:
    """A sampled pair stands for those that were not drawn."""
    assert brier(tried([0.5, 0.1], [1, 0], weight=[1, 3])) == brier(tried([0.5, 0.1, 0.1, 0.1], [1, 0, 0, 0]))


def test_the_base_rate_itself_has_no_skill() -> None:
    """Who says the base rate has the skill 0, and so are both ends of its interval."""
    found = tried([0.3] * 40, [1, 0, 0, 0] * 10, base=0.3)
    assert (skill(found), skill_interval(found, 1)) == (0.0, (0.0, 0.0))


def test_the_interval_is_the_same_by_both_ways_of_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Products of matrices and sums over pairs give the same interval."""
    chance = np.random.default_rng(3)
    low, high = np.triu_indices(20, 1)
    said = chance.random(len(low))
    found = Tried(
        said, np.full(len(low), 0.4), (chance.random(len(low)) < said) * 1.0, np.ones(len(low)), low, high
    )
    dense = skill_interval(found, 5)
    monkeypatch.setattr("konturen.analysis.scoring.DENSE", 0)
    assert dense == skill_interval(found, 5)
    assert dense is not None
    assert dense[0] < (skill(found) or 0) < dense[1]


def test_auc_counts_ties_half() -> None:
    """Two of four comparisons won, one tied, one lost."""
    assert auc(tried([0.9, 0.4, 0.4, 0.1], [1, 0, 1, 0])) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auc(tried([0.9], [1])) is None


def test_bins_hold_every_pair_once() -> None:
    """Equal probabilities share a bin; contacts and pairs add up."""
    table = calibration(tried([0.1] * 30 + [0.2, 0.3] * 5, [0, 1] * 20))
    assert (sum(row.pairs for row in table), sum(row.contacts for row in table)) == (40, 20)
    assert [row.low for row in table if row.low <= 0.1 <= row.high] == [0.1]


def test_wilson_by_hand() -> None:
    """None of ten: from 0 to 0.2775 (Wilson 1927)."""
    assert wilson(0, 10) == (0.0, pytest.approx(0.2775, abs=1e-4))
