"""Agreement within units: r_wg, r_wg(j), Lindell's r*_wg(j), a_wg and AD_M, for all units at once.

r_wg(j) of a long scale reads as agreement where r*_wg(j) does not: the two are always given together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.errors import NotComputable
from skapital.scoring.by_unit import UnitMoments, unit_moments
from skapital.scoring.moments import FloatArray, as_matrix


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
        Index ``unit``; columns ``n``, ``rwg_j``, ``rwg_star_j``.

    Raises
    ------
    NotComputable
        No unit with two complete rows; an infinite value; a null variance that is not positive.

    References
    ----------
    James, Demaree & Wolf (1984, 1993); Lindell, Brandt & Whitney (1999); R package multilevel
    2.7. Oracle: ``tests/oracles/agreement.toml`` (lq2002, cohesion).
    """
    null = np.asarray(null_variance, dtype=float)
    if not np.isfinite(null).all() or (null <= 0).any():
        raise NotComputable("a null variance is positive")
    return agreement_of(unit_moments(values, groups), float(null.mean()))


def agreement_of(moments: UnitMoments, null_variance: float) -> pd.DataFrame:
    """Return :func:`within_group_agreement` from the units' moments.

    Raises
    ------
    NotComputable
        If no unit has two complete rows.
    """
    _need_several(moments)
    spread = moments.variance().mean(axis=0)
    columns = {
        "n": moments.n[moments.several].astype(int),
        "rwg_j": rwg_j(spread, moments.items, null_variance),
        "rwg_star_j": rwg_star_j(spread, null_variance),
    }
    return pd.DataFrame(columns, index=moments.unit[moments.several])


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
    moments = unit_moments(values, groups)
    _need_several(moments)
    kept = moments.several
    item = a_wg_of(moments.mean[:, kept], moments.variance(), moments.n[kept], lowest, highest)
    counted = ~np.isnan(item)
    total = np.where(counted, item, 0.0).sum(axis=0)
    result = pd.array(total / np.maximum(counted.sum(axis=0), 1), dtype="Float64")
    result[~counted.any(axis=0)] = pd.NA
    return pd.Series(result, index=moments.unit[kept], name="a_wg")


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


def ad_m(values: npt.ArrayLike, groups: npt.ArrayLike) -> pd.Series:
    """Return AD_M of every unit: the mean over items of the mean absolute deviation from the item's mean.

    In points of the scale; the practical limit is a sixth of the number of options (in steps between options).

    Parameters
    ----------
    values, groups
        As in :func:`within_group_agreement`; units with at least two complete rows.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), Organ Res Methods 2:49-68; ``multilevel::ad.m``. Oracle:
    ``tests/oracles/r_small.toml`` (cohesion).
    """
    moments = unit_moments(values, groups)
    _need_several(moments)
    matrix = as_matrix(values)
    place = moments.unit.get_indexer_for(pd.Index(pd.Series(groups).to_numpy(dtype=object)))
    whole = (place >= 0) & ~np.isnan(matrix).any(axis=1)
    matrix, place = matrix[whole], place[whole]
    away = np.abs(matrix - moments.mean.T[place]).mean(axis=1)
    mean = np.bincount(place, weights=away, minlength=len(moments.n)) / moments.n
    return pd.Series(mean, index=moments.unit, name="ad_m")[moments.several]


def _need_several(moments: UnitMoments) -> None:
    if not moments.several.any():
        raise NotComputable("no unit has two complete answers")
