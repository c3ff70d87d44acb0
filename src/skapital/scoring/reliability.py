"""Reliability of a scale's person scores: Cronbach's alpha and its intervals, standardised alpha, Guttman's lambda-6.

All describe persons. The reliability of a workplace's mean is ICC(2) and lambda_j (:mod:`skapital.scoring.icc`).
Everything is computed from a covariance matrix, so the rule for missing answers is the caller's and is seen there.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable
from skapital.scoring.moments import Interval, checked_covariance, correlation


def cronbach_alpha(covariance: npt.ArrayLike) -> float:
    """Return Cronbach's alpha, ``k/(k-1) * (1 - tr(C)/sum(C))``; at most 1, negative when items go against each other.

    Parameters
    ----------
    covariance
        C, the k x k covariance matrix of the items, k >= 2.

    Raises
    ------
    NotComputable
        Fewer than two items; sum scores without variance; a matrix that is no covariance matrix.

    References
    ----------
    Cronbach (1951); manual of the R package psych. Oracle: ``tests/oracles/reliability.toml`` (attitude, bfi, lq2002).
    """
    matrix = checked_covariance(covariance)
    k = len(matrix)
    total = float(matrix.sum())
    if total <= 1e-12 * float(np.trace(matrix)) or total <= 0:
        raise NotComputable("the sum of the items has no variance")
    return k / (k - 1) * (1 - float(np.trace(matrix)) / total)


def standardised_alpha(covariance: npt.ArrayLike) -> float:
    """Return alpha of the standardised items, ``k r / (1 + (k-1) r)`` with r the mean inter-item correlation.

    Raises
    ------
    NotComputable
        As :func:`cronbach_alpha`; also if an item is constant.

    References
    ----------
    Manual of psych (``std.alpha``). Oracle: ``tests/oracles/reliability.toml``.
    """
    return cronbach_alpha(correlation(covariance))


def mean_correlation(covariance: npt.ArrayLike) -> float:
    """Return the mean of the correlations between different items. Oracle: ``tests/oracles/reliability.toml``."""
    matrix = correlation(covariance)
    k = len(matrix)
    return float((matrix.sum() - k) / (k * (k - 1)))


def guttman_lambda6(covariance: npt.ArrayLike) -> float:
    """Return Guttman's lambda-6, ``1 - sum(1 - smc) / sum(R)``, smc the squared multiple correlations.

    Raises
    ------
    NotComputable
        If an item is constant or follows exactly from the others (R cannot be inverted).

    References
    ----------
    Guttman (1945); manual of psych (``G6(smc)``). Oracle: ``tests/oracles/reliability.toml``.
    """
    matrix = correlation(covariance)
    if np.linalg.cond(matrix) > 1e12:
        raise NotComputable("an item follows exactly from the others")
    unexplained = 1 / np.diag(np.linalg.inv(matrix))
    return float(1 - unexplained.sum() / matrix.sum())


def feldt_interval(alpha: float, n: int, k: int, level: float = 0.95) -> Interval:
    """Return Feldt's interval for alpha.

    ``low = 1 - (1-alpha) F(1-p/2)`` and ``high = 1 - (1-alpha) F(p/2)``, F with n-1 and (n-1)(k-1) degrees of freedom.

    Parameters
    ----------
    alpha
        The coefficient, at most 1.
    n, k
        Persons (complete rows, n >= 2) and items (k >= 2).
    level
        Confidence, such as 0.95.

    References
    ----------
    Feldt, Woodruff & Salih (1987). statpsych uses n(k-1) as second degrees of freedom; psych did so wrongly (infinite)
    before March 2022. Oracle: ``tests/oracles/reliability.toml``.
    """
    _check_interval(alpha, n, k, level)
    upper = float(stats.f.ppf(0.5 + level / 2, n - 1, (n - 1) * (k - 1)))
    lower = float(stats.f.ppf(0.5 - level / 2, n - 1, (n - 1) * (k - 1)))
    return Interval(1 - (1 - alpha) * upper, 1 - (1 - alpha) * lower)


def alpha_standard_error(covariance: npt.ArrayLike, n: int) -> float:
    """Return the standard error of alpha of Duhachek and Iacobucci, ``sqrt(Q/n)``.

    ``Q = 2k^2/((k-1)^2 s^3) * (s (tr(C^2) + tr(C)^2) - 2 tr(C) sum(C^2))`` with ``s = sum(C)``, C^2 the matrix product.

    References
    ----------
    Duhachek & Iacobucci (2004), J Appl Psychol 89:792-808; source of psych. Oracle: ``tests/oracles/reliability.toml``.
    """
    matrix = checked_covariance(covariance)
    k = len(matrix)
    _check_interval(cronbach_alpha(matrix), n, k, 0.95)
    s, trace, squared = float(matrix.sum()), float(np.trace(matrix)), matrix @ matrix
    spread = s * (float(np.trace(squared)) + trace**2) - 2 * trace * float(squared.sum())
    return math.sqrt(max(0.0, 2 * k**2 / ((k - 1) ** 2 * s**3) * spread) / n)


def duhachek_interval(covariance: npt.ArrayLike, n: int, level: float = 0.95) -> Interval:
    """Return ``alpha +- z * se`` with the standard error of :func:`alpha_standard_error`.

    Oracle: ``tests/oracles/reliability.toml`` (attitude, as psych prints it).
    """
    alpha = cronbach_alpha(covariance)
    half = float(stats.norm.ppf(0.5 + level / 2)) * alpha_standard_error(covariance, n)
    return Interval(alpha - half, alpha + half)


def _check_interval(alpha: float, n: int, k: int, level: float) -> None:
    if not math.isfinite(alpha) or alpha > 1 + 1e-12:
        raise NotComputable("alpha is finite and at most 1")
    if n < 2 or k < 2:
        raise NotComputable(f"an interval of alpha needs two persons and two items, there are {n} and {k}")
    if not 0 < level < 1:
        raise NotComputable("a confidence level lies between 0 and 1")
