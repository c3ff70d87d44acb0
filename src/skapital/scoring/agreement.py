"""Agreement within units: r_wg, r_wg(j), Lindell's r*_wg(j), a_wg and AD_M, for all units at once.

r_wg(j) of a long scale reads as agreement where r*_wg(j) does not: the two are always given together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.errors import NotComputable
from skapital.scoring.moments import FloatArray, as_matrix


@dataclass(frozen=True)
class Ratings:
    """Complete answers by unit, reduced: the unit's name, its n, and mean and variance (n-1) of each item in it."""

    unit: npt.NDArray[np.object_]
    n: FloatArray
    mean: FloatArray
    variance: FloatArray
    deviation: FloatArray


def uniform_variance(option_values: npt.ArrayLike) -> float:
    """Return the variance of answers drawn at random from the options, each as likely as the others.

    For A equally spaced options a step d apart this is ``d^2 (A^2-1)/12``: 2 for 1-5, **1250** for 0, 25, ... 100.

    Raises
    ------
    NotComputable
        If there are not two different options.

    References
    ----------
    James, Demaree & Wolf (1984). Oracle: ``tests/oracles/agreement.toml``.
    """
    values = np.asarray(option_values, dtype=float)
    if values.ndim != 1 or not np.isfinite(values).all() or len(np.unique(values)) < 2:
        raise NotComputable("a null variance needs at least two different options")
    return float(np.var(values))


def ratings(values: npt.ArrayLike, groups: npt.ArrayLike) -> Ratings:
    """Reduce item values (persons by items) to units of at least two complete rows.

    Rows with a missing item (listwise) or without a unit are left out; n is counted after that.

    Raises
    ------
    NotComputable
        If no unit has two complete rows, or a value is infinite.
    """
    matrix = as_matrix(values)
    place, units = pd.factorize(pd.Series(groups).reset_index(drop=True), sort=True)
    whole = (place >= 0) & ~np.isnan(matrix).any(axis=1)
    matrix, place = matrix[whole], place[whole]
    size = np.bincount(place, minlength=len(units)).astype(float)
    large = size >= 2
    if not large.any():
        raise NotComputable("no unit has two complete answers")
    mean = _sums(matrix, place, len(units)) / np.maximum(size, 1)[:, None]
    away = matrix - mean[place]
    squares = _sums(away**2, place, len(units))[large]
    deviation = _sums(np.abs(away), place, len(units))[large] / size[large, None]
    names = np.asarray(units, dtype=object)[large]
    return Ratings(names, size[large], mean[large], squares / (size[large, None] - 1), deviation)


def within_group_agreement(
    values: npt.ArrayLike, groups: npt.ArrayLike, null_variance: float | npt.ArrayLike
) -> pd.DataFrame:
    """Return r_wg(j) and r*_wg(j) of every unit with at least two complete answers.

    ``r_wg(j) = J q / (J q + s/v)`` with ``q = 1 - s/v``, s the mean item variance and v the null variance; s is first
    cut at v, for without that the formula gives values beyond 1. ``r*_wg(j) = 1 - s/v``, not cut. With one item
    r_wg(j) is r_wg.

    Parameters
    ----------
    values
        Persons by items; rows with a missing item are left out.
    groups
        The unit of each person; NA is left out.
    null_variance
        v, as :func:`uniform_variance` gives it; one for all, or one an item (their mean is used).

    Returns
    -------
    pandas.DataFrame
        Index ``unit``; columns ``n``, ``rwg_j``, ``rwg_star_j``, ``ad_m``.

    Raises
    ------
    NotComputable
        As :func:`ratings`; also if a null variance is not positive.

    References
    ----------
    James, Demaree & Wolf (1984, 1993); Lindell, Brandt & Whitney (1999); Burke, Finkelstein & Dusig (1999) for AD_M;
    R package multilevel 2.7. Oracle: ``tests/oracles/agreement.toml`` (lq2002, cohesion).
    """
    null = np.asarray(null_variance, dtype=float)
    if not np.isfinite(null).all() or (null <= 0).any():
        raise NotComputable("a null variance is positive")
    reduced = ratings(values, groups)
    spread = reduced.variance.mean(axis=1)
    return pd.DataFrame(
        {
            "n": reduced.n.astype(int),
            "rwg_j": rwg_j(spread, reduced.variance.shape[1], float(null.mean())),
            "rwg_star_j": rwg_star_j(spread, float(null.mean())),
            "ad_m": reduced.deviation.mean(axis=1),
        },
        index=pd.Index(reduced.unit, name="unit"),
    )


def rwg_j(mean_variance: npt.ArrayLike, items: int, null_variance: float) -> FloatArray:
    """Return r_wg(j) from each unit's mean item variance s: ``J q / (J q + s/v)``, ``q = 1 - s/v``, s first cut at v.

    Oracle: ``tests/oracles/agreement.toml``.
    """
    cut = np.minimum(np.asarray(mean_variance, dtype=float) / null_variance, 1.0)
    return np.asarray(items * (1 - cut) / (items * (1 - cut) + cut))


def rwg_star_j(mean_variance: npt.ArrayLike, null_variance: float) -> FloatArray:
    """Return Lindell's r*_wg(j), ``1 - s/v``, not cut: negative where raters agree less than at random.

    Oracle: ``tests/oracles/agreement.toml``.
    """
    return np.asarray(1 - np.asarray(mean_variance, dtype=float) / null_variance)


def a_wg(values: npt.ArrayLike, groups: npt.ArrayLike, lowest: float, highest: float) -> pd.Series:
    """Return Brown and Hauenstein's a_wg of every unit: agreement against the most that its mean allows.

    ``1 - 2 s^2 / (((H+L) M - M^2 - HL) n/(n-1))``, meaned over items; 1 for an item on which all gave the lowest or
    all the highest answer. Undefined (left out of the mean; NA if no item remains) where M lies so near an end that
    the formula does not hold. At least as many raters as options less one are needed to read it.

    Parameters
    ----------
    values, groups
        As in :func:`within_group_agreement`.
    lowest, highest
        L and H, the ends of the response scale.

    References
    ----------
    Brown & Hauenstein (2005); ``multilevel::awg``. Oracle: ``tests/oracles/agreement.toml`` (lq2002).
    """
    if not highest > lowest:
        raise NotComputable("the highest answer lies above the lowest")
    reduced = ratings(values, groups)
    item = a_wg_of(reduced.mean, reduced.variance, reduced.n[:, None], lowest, highest)
    counted = ~np.isnan(item)
    total = np.where(counted, item, 0.0).sum(axis=1)
    result = pd.array(total / np.maximum(counted.sum(axis=1), 1), dtype="Float64")
    result[~counted.any(axis=1)] = pd.NA
    return pd.Series(result, index=pd.Index(reduced.unit, name="unit"), name="a_wg")


def a_wg_of(
    mean: npt.ArrayLike, variance: npt.ArrayLike, n: npt.ArrayLike, lowest: float, highest: float
) -> FloatArray:
    """Return a_wg of one item in each unit from mean, variance (n-1) and n; NaN where the formula does not hold.

    Oracle: ``tests/oracles/agreement.toml``.
    """
    m, s2, k = (np.asarray(part, dtype=float) for part in (mean, variance, n))
    at_end = (m <= lowest) | (m >= highest)
    holds = (m >= (lowest * (k - 1) + highest) / k) & (m <= (highest * (k - 1) + lowest) / k)
    most = ((highest + lowest) * m - m**2 - highest * lowest) * k / (k - 1)
    item = np.where(holds, 1 - 2 * s2 / np.where(holds, most, 1.0), np.nan)
    return np.asarray(np.where(at_end, 1.0, item))


def _sums(matrix: FloatArray, place: npt.NDArray[np.intp], n_groups: int) -> FloatArray:
    """Return the sum of each column by group, groups by columns."""
    columns = [np.bincount(place, weights=matrix[:, j], minlength=n_groups) for j in range(matrix.shape[1])]
    return np.asarray(columns, dtype=float).T.reshape(n_groups, matrix.shape[1])
