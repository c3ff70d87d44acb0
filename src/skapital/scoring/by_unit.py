"""Size, means and squares of every unit in one pass, from which alpha, ICC and r_wg(j) of all units follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skapital.errors import NotComputable
from skapital.scoring.icc import Groups
from skapital.scoring.moments import FloatArray, as_matrix


@dataclass(frozen=True)
class UnitMoments:
    """What the units' complete rows come down to.

    Attributes
    ----------
    unit
        Names, sorted.
    n
        Complete rows of each, at least 1.
    mean, squares
        Items by units: the mean, and the sum of squares about it.
    total_mean, total_squares
        The same of the sum of the items, one a unit.
    """

    unit: pd.Index
    n: FloatArray
    mean: FloatArray
    squares: FloatArray
    total_mean: FloatArray
    total_squares: FloatArray

    @property
    def items(self) -> int:
        """Number of items."""
        return len(self.mean)

    @property
    def several(self) -> npt.NDArray[np.bool_]:
        """Which units have at least two complete rows."""
        return np.asarray(self.n >= 2)

    def variance(self) -> FloatArray:
        """Return the variance (n-1) of each item in each unit with at least two complete rows, items by units."""
        kept = self.several
        return np.asarray(self.squares[:, kept] / (self.n[kept] - 1))

    def groups(self) -> Groups:
        """Return the items' mean as a score by unit, for analysis of variance."""
        return Groups(self.n, self.total_mean / self.items, float(self.total_squares.sum()) / self.items**2)


def unit_moments(values: npt.ArrayLike, units: npt.ArrayLike) -> UnitMoments:
    """Reduce item values to their units. Rows with a missing item (listwise) or without a unit are left out.

    Parameters
    ----------
    values
        Persons by items; NaN is missing.
    units
        The unit of each person; NA is left out.

    Raises
    ------
    NotComputable
        No complete row with a unit; an infinite value.
    """
    matrix = as_matrix(values)
    place, names = pd.factorize(units if isinstance(units, np.ndarray) else pd.Series(units), sort=True)
    if len(place) != len(matrix):
        raise NotComputable(f"{len(matrix)} persons but {len(place)} units")
    total = matrix.sum(axis=1) if matrix.shape[1] < 2 else matrix @ np.ones(matrix.shape[1])
    whole = (place >= 0) & ~np.isnan(total)
    if not whole.all():
        matrix, total, place = matrix[whole], total[whole], place[whole]
    if not len(matrix):
        raise NotComputable("no complete answer has a unit")
    size = np.bincount(place, minlength=len(names))
    seen = size > 0
    columns = [_mean_and_squares(column, place, size) for column in (*np.ascontiguousarray(matrix.T), total)]
    means, squares = (np.array([column[part][seen] for column in columns]) for part in (0, 1))
    return UnitMoments(
        pd.Index(names, name="unit")[seen], size[seen].astype(float), means[:-1], squares[:-1], means[-1], squares[-1]
    )


def alpha_by_unit(moments: UnitMoments, level: float = 0.95) -> pd.DataFrame:
    """Return Cronbach's alpha of every unit, for benchmarks and research. Never reported: a unit's alpha is noise.

    With fewer than thirty people its interval spans most of its range, and alpha says nothing about the unit's mean.
    The formulas of ``reliability.cronbach_alpha`` and ``feldt_interval``.

    Parameters
    ----------
    moments
        Of k >= 2 items.
    level
        Confidence of the interval.

    Returns
    -------
    pandas.DataFrame
        Index ``unit``; columns ``n``, ``alpha``, ``low``, ``high``, of units with at least two complete rows. A unit
        whose sum scores do not vary has no alpha and is left out.

    Raises
    ------
    NotComputable
        If there are fewer than two items.

    References
    ----------
    Oracle: equal to ``reliability.cronbach_alpha`` unit by unit (``tests/scoring/test_by_unit.py``).
    """
    items = moments.items
    if items < 2:
        raise NotComputable("alpha needs at least two items")
    parts, total = moments.squares.sum(axis=0), moments.total_squares
    kept = moments.several & (total > 1e-12 * np.maximum(parts, 1e-300))
    n, alpha = moments.n[kept], items / (items - 1) * (1 - parts[kept] / total[kept])
    upper, lower = _f_points(n, items, level)
    columns = {"n": n.astype(int), "alpha": alpha, "low": 1 - (1 - alpha) * upper, "high": 1 - (1 - alpha) * lower}
    return pd.DataFrame(columns, index=moments.unit[kept])


def _mean_and_squares(
    column: FloatArray, place: npt.NDArray[np.intp], size: npt.NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    """Return mean and sum of squares about it by unit, in two passes: one would lose digits."""
    mean = np.bincount(place, weights=column, minlength=len(size)) / np.maximum(size, 1)
    away = column - mean.take(place)
    squares: FloatArray = np.bincount(place, weights=away * away, minlength=len(size)).astype(float)
    return mean, squares


def _f_points(n: FloatArray, items: int, level: float) -> tuple[FloatArray, FloatArray]:
    """Return the upper and lower F points of each unit; computed once a size."""
    sizes, where = np.unique(n, return_inverse=True)
    freedom = sizes - 1.0
    upper = np.asarray(stats.f.ppf(0.5 + level / 2, freedom, freedom * (items - 1)), dtype=float)
    lower = np.asarray(stats.f.ppf(0.5 - level / 2, freedom, freedom * (items - 1)), dtype=float)
    return upper[where], lower[where]
