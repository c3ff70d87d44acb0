"""ICC by restricted maximum likelihood: a random intercept a unit, fitted from each unit's size and mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.optimize import brentq, minimize_scalar

from skapital.errors import NotComputable
from skapital.scoring.icc import Groups, grouped, spearman_brown
from skapital.scoring.moments import Interval

_LARGEST = 1e12  # of the ratio tau / sigma^2: beyond it the units explain all there is


@dataclass(frozen=True)
class RemlIcc:
    """A random-intercept fit.

    Attributes
    ----------
    between, within
        The variances tau (0 where the likelihood is highest at its edge) and sigma^2.
    icc1, icc2
        ``tau / (tau + sigma^2)``, and by Spearman-Brown at mean size N/K.
    interval
        Of ICC(1), by the profile of the restricted likelihood.
    grand_mean
        The generalised least squares mean, weights ``1 / (tau + sigma^2 / n_j)``.
    """

    between: float
    within: float
    icc1: float
    icc2: float
    interval: Interval
    grand_mean: float


def reml_icc(values: npt.ArrayLike, groups: npt.ArrayLike, level: float = 0.95) -> RemlIcc:
    """Return the variances between and within units by restricted maximum likelihood, and the ICCs they give.

    The likelihood is profiled over the ratio tau / sigma^2, so one dimension is searched whatever the number of people.

    Parameters
    ----------
    values, groups
        A score (NaN is left out) and the unit (NA is left out) of each person.
    level
        Confidence of the interval.

    Raises
    ------
    NotComputable
        As :func:`skapital.scoring.icc.grouped`; also if nobody differs within units.

    References
    ----------
    Patterson & Thompson (1971); ``lme4::lmer``, ``multilevel::mult.icc``. Oracle: ``tests/oracles/icc.toml`` (lq2002).
    """
    return reml_of(grouped(values, groups), level)


def reml_of(parts: Groups, level: float = 0.95) -> RemlIcc:
    """Return :func:`reml_icc` from each unit's size and mean and the squares within."""
    if parts.within <= 1e-20 * max(1.0, float(np.sum(parts.size * parts.mean**2))):
        raise NotComputable("nobody differs within units: the likelihood has no highest point")
    ratio = _best_ratio(parts)
    within, grand = _within_and_mean(parts, ratio)
    icc1 = ratio / (1 + ratio)
    return RemlIcc(
        between=ratio * within,
        within=within,
        icc1=icc1,
        icc2=spearman_brown(icc1, parts.n / parts.n_groups),
        interval=_profile_interval(parts, ratio, level),
        grand_mean=grand,
    )


def deviance(parts: Groups, ratio: float) -> float:
    """Return minus twice the restricted log likelihood at ``ratio = tau / sigma^2``, up to a constant."""
    within, _ = _within_and_mean(parts, ratio)
    grown = 1 + parts.size * ratio
    return float((parts.n - 1) * np.log(within) + np.sum(np.log(grown)) + np.log(np.sum(parts.size / grown)))


def _within_and_mean(parts: Groups, ratio: float) -> tuple[float, float]:
    """Return sigma^2 and the grand mean that are best at ``ratio``."""
    weight = parts.size / (1 + parts.size * ratio)
    grand = float(np.average(parts.mean, weights=weight))
    between = float(np.sum(weight * (parts.mean - grand) ** 2))
    return (parts.within + between) / (parts.n - 1), grand


def _slope(parts: Groups, ratio: float) -> float:
    """Return the derivative of :func:`deviance`."""
    weight = parts.size / (1 + parts.size * ratio)
    within, grand = _within_and_mean(parts, ratio)
    pull = float(np.sum(weight**2 * (parts.mean - grand) ** 2)) / within
    return float(np.sum(weight) - np.sum(weight**2) / np.sum(weight)) - pull


def _best_ratio(parts: Groups) -> float:
    """Return the ratio of lowest deviance: 0, or where the slope crosses zero next to the best point of a search."""
    found = minimize_scalar(
        lambda log_ratio: deviance(parts, float(np.exp(log_ratio))),
        bounds=(np.log(1e-9), np.log(_LARGEST)),
        method="bounded",
        options={"xatol": 1e-6},
    )
    near = float(np.exp(found.x))
    if deviance(parts, 0.0) <= deviance(parts, near):
        return 0.0
    low, high = near / 1.5, near * 1.5
    while _slope(parts, low) > 0 and low > 1e-14:
        low /= 2
    while _slope(parts, high) < 0 and high < _LARGEST:
        high *= 2
    if not _slope(parts, low) < 0 < _slope(parts, high):
        raise NotComputable("the likelihood has no highest point between units that explain nothing and everything")
    return float(brentq(lambda ratio: _slope(parts, ratio), low, high, xtol=1e-15, rtol=1e-14))


def _profile_interval(parts: Groups, ratio: float, level: float) -> Interval:
    """Return the ICC(1) whose deviance lies within the chi-squared point of the lowest."""
    limit = deviance(parts, ratio) + float(stats.chi2.ppf(level, 1))

    def over(candidate: float) -> float:
        return deviance(parts, candidate) - limit

    low = 0.0 if over(0.0) <= 0 else float(brentq(over, 0.0, ratio, xtol=1e-14))
    top = max(2 * ratio, 1e-3)
    while over(top) < 0 and top < _LARGEST:
        top *= 2
    high = _LARGEST if over(top) < 0 else float(brentq(over, ratio, top, xtol=1e-14))
    return Interval(low / (1 + low), high / (1 + high))
