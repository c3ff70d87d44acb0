"""Rates of many units beside one another without ranking: control limits that widen with a unit's size.

Centres stand in organisation order with their limits; workplaces appear only as counts inside and outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

WINSORISED_SHARE: Final = 0.1
"""Share of z-scores drawn in at each end before dispersion is estimated (Spiegelhalter 2005)."""


@dataclass(frozen=True)
class FunnelLimits:
    """Limits of observed / expected (or of a proportion), aligned with the units."""

    low: Floats
    high: Floats
    dispersion: float


def poisson_limits(expected: Floats, level: float) -> tuple[Floats, Floats]:
    """Return exact Poisson limits of observed / expected.

    ``low = χ²(p/2; 2E) / 2E`` and ``high = χ²(1 - p/2; 2(E + 1)) / 2E`` with ``p = 1 - level``.

    Raises
    ------
    NotComputable
        If an expected count is not positive or the level is not inside (0, 1).
    """
    count = _positive(expected)
    tail = _tail(level)
    low = stats.chi2.ppf(tail, 2 * count) / (2 * count)
    high = stats.chi2.ppf(1 - tail, 2 * (count + 1)) / (2 * count)
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def dispersion(z_scores: Floats) -> float:
    """Return the overdispersion φ: the mean square of winsorised z-scores, at least 1 (Spiegelhalter 2005)."""
    scores = np.asarray(z_scores, dtype=np.float64)
    if scores.size < 2 or not np.isfinite(scores).all():
        raise NotComputable("dispersion needs two or more units", slug="too-few-units")
    edges = np.quantile(scores, [WINSORISED_SHARE, 1 - WINSORISED_SHARE])
    return max(1.0, float(np.mean(np.clip(scores, *edges) ** 2)))


def rate_funnel(observed: Floats, exposure: Floats, level: float = 0.95) -> FunnelLimits:
    """Return limits of each unit's rate around the common rate, widened by √φ where units vary more than chance.

    Parameters
    ----------
    observed, exposure
        Counts and what they are counted over, shape (units,).
    level
        Such as 0.95 or 0.998.

    Notes
    -----
    ``rate ± z √(φ · rate / exposure)``, not below 0; φ from ``z = (O - E) / √E`` (u chart with overdispersion).
    """
    count, over = np.asarray(observed, dtype=np.float64), _positive(exposure)
    rate = float(count.sum() / over.sum())
    expected = _positive(rate * over)
    phi = dispersion((count - expected) / np.sqrt(expected))
    return _normal_limits(rate, np.sqrt(phi * rate / over), level, phi)


def proportion_funnel(events: Floats, people: Floats, level: float = 0.95) -> FunnelLimits:
    """Return limits of each unit's proportion around the common one (p chart with overdispersion).

    ``p ± z √(φ · p (1 - p) / n)`` inside 0-1. Refuses a common proportion of 0 or 1, which has no spread to judge by.
    """
    count, n = np.asarray(events, dtype=np.float64), _positive(people)
    share = float(count.sum() / n.sum())
    if not 0 < share < 1:
        raise NotComputable("a common proportion of 0 or 1 gives no limits", slug="no-spread")
    error = np.sqrt(share * (1 - share) / n)
    phi = dispersion((count / n - share) / error)
    limits = _normal_limits(share, error * np.sqrt(phi), level, phi)
    return FunnelLimits(limits.low, np.minimum(limits.high, 1.0), phi)


def _normal_limits(centre: float, error: Floats, level: float, phi: float) -> FunnelLimits:
    reach = float(stats.norm.ppf(1 - _tail(level))) * error
    return FunnelLimits(np.maximum(centre - reach, 0.0), centre + reach, phi)


def _positive(values: Floats) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0 or not (np.isfinite(array) & (array > 0)).all():
        raise NotComputable("every unit needs a positive size", slug="no-exposure")
    return array


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise NotComputable(f"a level lies between 0 and 1, not at {level}", slug="bad-level")
    return (1 - level) / 2
