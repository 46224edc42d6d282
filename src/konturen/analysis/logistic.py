"""Logistic regression by Newton's method (iteratively reweighted least squares), with weights and a ridge.

The ridge (Hoerl and Kennard 1970; le Cessie and van Houwelingen 1992 for the logistic case) makes the optimum
unique and finite, also where a feature parts the outcomes wholly; the intercept has none. Features are brought
to mean 0 and standard deviation 1 first, so that coefficients can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from konturen.analysis.counting import Reals
from konturen.errors import KonturenError

RIDGE, STEPS, CLOSE = 1.0, 100, 1e-9
"""Penalty on half the square of a coefficient, most steps, and the largest gradient a unit of weight that
counts as none."""
FAR = 30.0
"""Largest log-odds: a probability is never 0 or 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fitted model: `intercept` and `coefficients` of standardised features, `mean` and `deviation` of these.

    A feature that never varied has the deviation 1 and the coefficient 0.
    """

    intercept: float
    coefficients: Reals
    mean: Reals
    deviation: Reals

    def standardised(self, features: Reals) -> Reals:
        """Features in standard deviations from their mean."""
        found: Reals = (features - self.mean) / self.deviation
        return found

    def contributions(self, features: Reals) -> Reals:
        """What each feature adds to the log-odds of each row, beside a row of means."""
        return self.standardised(features) * self.coefficients

    def probabilities(self, features: Reals) -> Reals:
        """The probability of each row, above 0 and below 1."""
        return _logistic(self.intercept + self.standardised(features) @ self.coefficients)


def fit(features: Reals, outcome: Reals, weight: Reals, ridge: float = RIDGE) -> Fitted:
    """Fit outcomes (0 or 1) of weighted rows.

    KonturenError where there are no rows, only one kind of outcome, or no convergence in `STEPS` steps.
    """
    total = float(weight.sum())
    if not total > 0 or not 0 < float(weight @ outcome) < total:
        raise KonturenError("a model cannot be fitted where nothing or everything came true.")
    mean = weight @ features / total
    centred = features - mean
    deviation = np.sqrt(weight @ centred**2 / total)
    varied = deviation > 1e-12
    deviation = np.where(varied, deviation, 1.0)
    design = np.column_stack([np.ones(len(features)), np.where(varied, centred / deviation, 0.0)])
    found = _newton(design, outcome, weight, np.r_[0.0, np.full(features.shape[1], ridge)])
    return Fitted(float(found[0]), np.where(varied, found[1:], 0.0), mean, deviation)


def _newton(design: Reals, outcome: Reals, weight: Reals, penalty: Reals) -> Reals:
    """The coefficients at which the penalised likelihood is highest; a step that lowers it is halved."""
    share = float(weight @ outcome / weight.sum())
    at = np.zeros(design.shape[1])
    at[0] = np.log(share / (1 - share))
    best = _loss(design, outcome, weight, penalty, at)
    for _ in range(STEPS):
        expected = _logistic(design @ at)
        slope = design.T @ (weight * (expected - outcome)) + penalty * at
        if float(np.abs(slope).max()) <= CLOSE * float(weight.sum()):
            return at
        curved = (design * (weight * expected * (1 - expected))[:, None]).T @ design + np.diag(penalty)
        # A column that never varies has no curvature of its own but that of the ridge; lstsq bears none, too.
        step = np.linalg.lstsq(curved, slope, rcond=None)[0]
        for half in 0.5 ** np.arange(40):
            loss = _loss(design, outcome, weight, penalty, at - half * step)
            if loss <= best:
                break
        else:
            return at  # no step lowers it: the optimum within the reach of numbers
        at, best = at - half * step, loss
    raise KonturenError(f"the model did not converge in {STEPS} steps.")


def _loss(design: Reals, outcome: Reals, weight: Reals, penalty: Reals, at: Reals) -> float:
    odds = design @ at
    return float(weight @ (np.logaddexp(0.0, odds) - outcome * odds) + penalty @ at**2 / 2)


def _logistic(odds: Reals) -> Reals:
    found: Reals = 1 / (1 + np.exp(-np.clip(odds, -FAR, FAR)))
    return found
