"""Social capital against absence or turnover, over the municipality's workplaces. An association, not a cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

LEAST_UNITS: Final = 20
"""Below this number of workplaces no association is given: its interval would hold anything."""


@dataclass(frozen=True)
class Association:
    """Slope of the outcome per 10 points of social capital, with its interval and the weighted correlation."""

    slope_per_10: float
    low: float
    high: float
    correlation: float
    n_units: int
    reliability: float


def weighted_association(
    score: Floats, reliability: Floats, outcome: Floats, weight: Floats, level: float = 0.95
) -> Association:
    """Return the weighted least-squares slope of ``outcome`` on ``score`` with a heteroscedasticity-robust interval.

    Parameters
    ----------
    score
        Released mean of each unit at the round, shape (units,).
    reliability
        Reliability of each mean (λ of ``scoring.icc``), in (0, 1]; units weigh in by it.
    outcome
        Released rate of each unit in the twelve months after the round.
    weight
        Full-time equivalents behind each rate.

    Notes
    -----
    Weights ``w = weight · reliability``; slope ``Σ w (x - x̄)(y - ȳ) / Σ w (x - x̄)²``; HC3 variance (MacKinnon & White
    1985) with t on ``units - 2``. The slope is not corrected for attenuation; the mean reliability stands beside it.

    Raises
    ------
    NotComputable
        If there are fewer than 20 units, a value is missing, or all scores are the same.
    """
    x, y = np.asarray(score, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    w = np.asarray(weight, dtype=np.float64) * np.asarray(reliability, dtype=np.float64)
    _check(x, y, w)
    dx, dy = x - np.average(x, weights=w), y - np.average(y, weights=w)
    spread = float(np.sum(w * dx**2))
    slope = float(np.sum(w * dx * dy)) / spread
    leverage = w / w.sum() + w * dx**2 / spread
    residual = (dy - slope * dx) / (1 - leverage)
    error = float(np.sqrt(np.sum((w * dx * residual) ** 2))) / spread
    reach = float(stats.t.ppf((1 + level) / 2, x.size - 2)) * error
    correlation = slope * float(np.sqrt(spread / np.sum(w * dy**2))) if np.any(dy != 0) else 0.0
    return Association(
        10 * slope, 10 * (slope - reach), 10 * (slope + reach), correlation, x.size, float(np.mean(reliability))
    )


def _check(x: Floats, y: Floats, w: Floats) -> None:
    if x.size < LEAST_UNITS:
        raise NotComputable(f"an association needs {LEAST_UNITS} workplaces or more", slug="too-few-units")
    if not (np.isfinite(x) & np.isfinite(y) & np.isfinite(w) & (w > 0)).all():
        raise NotComputable("every workplace needs a score, a rate and a positive weight", slug="no-exposure")
    if np.ptp(x) == 0:
        raise NotComputable("all workplaces have the same score", slug="no-spread")
