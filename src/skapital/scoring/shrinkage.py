"""Shrunken means (empirical Bayes), for pictures that compare; never in place of a unit's own mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from skapital.errors import NotComputable
from skapital.scoring.moments import FloatArray


@dataclass(frozen=True)
class Shrunken:
    """Estimates drawn towards their common mean by as much as they are uncertain.

    Attributes
    ----------
    grand_mean
        mu, weighted by ``1 / (tau + v_j)``.
    reliability
        lambda_j = ``tau / (tau + v_j)``.
    estimate
        ``mu + lambda_j (y_j - mu)``.
    standard_error
        Of the estimate against the unit's true value, with mu's own uncertainty and tau taken as known:
        ``sqrt(lambda_j v_j + (1-lambda_j)^2 / sum(1/(tau+v)))``.
    expected_change
        ``(1-lambda_j)(mu - y_j)``: what the next measurement would move without any real change (regression to the
        mean).
    """

    grand_mean: float
    reliability: FloatArray
    estimate: FloatArray
    standard_error: FloatArray
    expected_change: FloatArray


def shrink(estimates: npt.ArrayLike, variances: npt.ArrayLike, between: float) -> Shrunken:
    """Return the empirical Bayes estimates of several units' means or changes.

    Parameters
    ----------
    estimates
        y_j, one a unit.
    variances
        v_j, the sampling variance of each, positive (for a mean: ``sigma^2 / n_j``).
    between
        tau, the variance between units, not negative; 0 draws all to the common mean.

    Raises
    ------
    NotComputable
        Nothing to shrink; a value that is not finite; a variance that is not as said.

    References
    ----------
    Morris (1983), J Am Stat Assoc 78:47-55; ``lme4::ranef``. Oracle: ``tests/oracles/icc.toml`` (lq2002).
    """
    y, v = _checked(estimates, variances, least=1)
    if not np.isfinite(between) or between < 0:
        raise NotComputable("the variance between units is finite and not negative")
    weight = 1 / (between + v)
    grand = float(np.average(y, weights=weight))
    reliability = between * weight
    left = 1 - reliability
    spread = reliability * v + left**2 / weight.sum()
    return Shrunken(grand, reliability, grand + reliability * (y - grand), np.sqrt(spread), left * (grand - y))


def between_variance(estimates: npt.ArrayLike, variances: npt.ArrayLike) -> float:
    """Return tau, the variance between units, from their estimates and sampling variances alone (Paule and Mandel).

    tau is where ``sum((y_j - mu)^2 / (tau + v_j)) = K - 1``; 0 if the estimates differ by no more than chance.

    Raises
    ------
    NotComputable
        Fewer than two units, or as :func:`shrink`.

    References
    ----------
    Paule & Mandel (1982), J Res Natl Bur Stand 87:377-385. Oracle: ``tests/oracles/icc.toml``; statsmodels
    ``combine_effects(method_re="iterated")`` by test.
    """
    y, v = _checked(estimates, variances, least=2)

    def surplus(tau: float) -> float:
        weight = 1 / (tau + v)
        grand = float(np.average(y, weights=weight))
        return float(np.sum(weight * (y - grand) ** 2)) - (len(y) - 1)

    if surplus(0.0) <= 0:
        return 0.0
    top = float(np.var(y, ddof=1)) or 1.0
    while surplus(top) > 0:
        top *= 2
    return float(brentq(surplus, 0.0, top, xtol=1e-14, rtol=1e-13))


def _checked(estimates: npt.ArrayLike, variances: npt.ArrayLike, least: int) -> tuple[FloatArray, FloatArray]:
    y, v = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if y.ndim != 1 or y.shape != v.shape or len(y) < least:
        raise NotComputable(f"needs at least {least} estimates and as many variances")
    if not np.isfinite(y).all() or not np.isfinite(v).all() or (v <= 0).any():
        raise NotComputable("estimates are finite and their variances positive")
    return y, v
