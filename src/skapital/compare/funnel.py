"""Rates of many units beside one another without ranking: control limits that widen with a unit's size.

Centres stand in organisation order with their limits; workplaces appear only as counts inside and outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

WINSORISED_SHARE: Final = 0.1
"""Share of z-scores drawn in at each end before dispersion is estimated (Spiegelhalter 2005)."""

_HALVINGS: Final = 60


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


def binomial_limits(people: Floats, share: float, level: float) -> tuple[Floats, Floats]:
    """Return exact limits of a proportion: beyond them lies at most half of what ``level`` leaves, on either side.

    ``high = x / n`` with ``P(X ≥ x) = p`` and ``low = x / n`` with ``P(X ≤ x) = p`` for ``X ~ Binomial(n, share)`` and
    ``p = (1 - level) / 2``, by the beta integral between whole numbers; 0 and 1 where no count is that unlikely.

    Parameters
    ----------
    people
        Size of each unit, shape (units,); not necessarily whole.
    share
        The common proportion, inside 0-1.
    """
    n, tail = _positive(people), _tail(level)
    nothing = np.zeros_like(n)
    high = _crossed(lambda x: special.betainc(x, n - x + 1, share) > tail, nothing, n)
    low = _crossed(lambda x: special.betaincc(x + 1, n - x, share) < tail, nothing, n)
    return low / n, high / n


def dispersion(z_scores: Floats) -> float:
    """Return the overdispersion φ: the mean square of winsorised z-scores, at least 1 (Spiegelhalter 2005).

    Divided by what it would be for normal scores, .6787, since drawing in the ends makes it smaller where nothing but
    chance is at work.
    """
    scores = np.asarray(z_scores, dtype=np.float64)
    if scores.size < 2 or not np.isfinite(scores).all():
        raise NotComputable("dispersion needs two or more units", slug="too-few-units")
    edges = np.quantile(scores, [WINSORISED_SHARE, 1 - WINSORISED_SHARE])
    return max(1.0, float(np.mean(np.clip(scores, *edges) ** 2)) / _winsorised_variance(WINSORISED_SHARE))


def rate_funnel(observed: Floats, exposure: Floats, level: float = 0.95) -> FunnelLimits:
    """Return limits of each unit's rate around the common rate, wider where units vary more than chance.

    Parameters
    ----------
    observed, exposure
        Amounts and what they are counted over, shape (units,).
    level
        Such as 0.95 or 0.998.

    Notes
    -----
    Amounts over φ are taken as counts: :func:`poisson_limits` of ``E / φ`` times the rate. Symmetric limits would let
    too many small units lie above, for absence is skewed. φ from ``z = (O - E) / √E`` (u chart with overdispersion).
    """
    count, over = np.asarray(observed, dtype=np.float64), _positive(exposure)
    rate = float(count.sum() / over.sum())
    expected = _positive(rate * over)
    phi = dispersion((count - expected) / np.sqrt(expected))
    low, high = poisson_limits(expected / phi, level)
    return FunnelLimits(rate * low, rate * high, phi)


def proportion_funnel(events: Floats, people: Floats, level: float = 0.95) -> FunnelLimits:
    """Return limits of each unit's proportion around the common one (p chart with overdispersion).

    :func:`binomial_limits` of ``n / φ``. Refuses a common proportion of 0 or 1, which has no spread to judge by.
    """
    count, n = np.asarray(events, dtype=np.float64), _positive(people)
    share = float(count.sum() / n.sum())
    if not 0 < share < 1:
        raise NotComputable("a common proportion of 0 or 1 gives no limits", slug="no-spread")
    phi = dispersion((count / n - share) / np.sqrt(share * (1 - share) / n))
    return FunnelLimits(*binomial_limits(n / phi, share, level), phi)


def _crossed(before: Callable[[Floats], npt.NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Return where ``before`` ends between two bounds, by halving; ``low`` where it never held."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        holds = before(middle)
        low, high = np.where(holds, middle, low), np.where(holds, high, middle)
    return low


def _winsorised_variance(share: float) -> float:
    """Return the variance of a standard normal variable drawn in to its quantiles at ``share`` from each end."""
    edge = float(stats.norm.ppf(1 - share))
    inside = 1 - 2 * share - 2 * edge * float(stats.norm.pdf(edge))
    return inside + 2 * share * edge**2


def _positive(values: Floats) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0 or not (np.isfinite(array) & (array > 0)).all():
        raise NotComputable("every unit needs a positive size", slug="no-exposure")
    return array


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise NotComputable(f"a level lies between 0 and 1, not at {level}", slug="bad-level")
    return (1 - level) / 2
