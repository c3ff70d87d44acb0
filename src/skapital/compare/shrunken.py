"""Shrunken figures of many units with intervals that also hold when the units hardly differ, or are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

LEAST_UNITS: Final = 5
"""Below five units a flat prior on the spread between them says too much (Gelman 2006)."""
_STEPS: Final = 200
_REACH: Final = 6.0
_HALVINGS: Final = 45


@dataclass(frozen=True)
class Shrunken:
    """By unit the best guess at its true value, with the ends of its 95 % interval."""

    estimate: Floats
    low: Floats
    high: Floats


def shrunken(values: npt.ArrayLike, variances: npt.ArrayLike, level: float = 0.95) -> Shrunken:
    """Return what is known of each unit's true value from its own figure and those of the other units.

    Parameters
    ----------
    values
        y_j, one a unit: a mean or a change.
    variances
        v_j, the sampling variance of each, positive.

    Notes
    -----
    ``y_j ~ N(theta_j, v_j)``, ``theta_j ~ N(mu, tau²)``, flat in mu and tau. Given tau the guess is the empirical Bayes
    one, ``mu + lambda_j (y_j - mu)``, ``lambda_j = tau² / (tau² + v_j)``; it is averaged over what the restricted
    likelihood says of tau. With one estimated tau put in, and nothing said of its own uncertainty, the intervals hold
    too seldom as soon as the estimate happens to be 0.

    Raises
    ------
    NotComputable
        Fewer than :data:`LEAST_UNITS` units; a figure that is not finite; a variance that is not positive.

    References
    ----------
    Rubin (1981), J Educ Stat 6:377-401; Gelman (2006), Bayesian Analysis 1:515-534. Oracle:
    ``tests/oracles/uncertainty.toml`` (eight schools).
    """
    weight, centre, spread = _given_spread(*_checked(values, variances))
    tail = (1 - level) / 2
    estimate = weight @ centre
    return Shrunken(estimate, _quantile(tail, weight, centre, spread), _quantile(1 - tail, weight, centre, spread))


def shrunken_estimates(values: npt.ArrayLike, variances: npt.ArrayLike) -> Floats:
    """Return the estimates of :func:`shrunken` alone, without the search for the ends of their intervals."""
    weight, centre, _ = _given_spread(*_checked(values, variances))
    return np.asarray(weight @ centre, dtype=np.float64)


def _checked(values: npt.ArrayLike, variances: npt.ArrayLike) -> tuple[Floats, Floats]:
    y, v = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    if y.ndim != 1 or y.shape != v.shape or y.size < LEAST_UNITS:
        raise NotComputable(f"shrinking needs at least {LEAST_UNITS} units and as many variances")
    if not np.isfinite(y).all() or not np.isfinite(v).all() or (v <= 0).any():
        raise NotComputable("figures are finite and their variances positive")
    return y, v


def _given_spread(y: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
    """For each tau of a grid its weight, and by unit (columns) the centre and spread of what is known then."""
    top = _REACH * float(np.sqrt(max(np.var(y, ddof=1), v.min())))
    between = ((np.arange(_STEPS) + 0.5) / _STEPS * top)[:, None] ** 2
    precision = 1 / (between + v)
    total = precision.sum(axis=1)
    mu = (precision @ y) / total
    fit = np.log(precision).sum(axis=1) - np.log(total) - (precision * (y - mu[:, None]) ** 2).sum(axis=1)
    weight = np.exp((fit - fit.max()) / 2)
    own = between * precision
    variance = own * v + (1 - own) ** 2 / total[:, None]
    return weight / weight.sum(), mu[:, None] + own * (y - mu[:, None]), np.sqrt(variance)


def _quantile(share: float, weight: Floats, centre: Floats, spread: Floats) -> Floats:
    """The quantile of each unit's mixture of normal distributions, by halving."""
    low, high = (centre - 8 * spread).min(axis=0), (centre + 8 * spread).max(axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = weight @ ndtr((middle - centre) / spread) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)
