"""Item matrices and their covariances: what every statistic of a scale starts from, and what it refuses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skapital.errors import NotComputable

FloatArray = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """A confidence interval; ``low <= high``."""

    low: float
    high: float


class Moments(NamedTuple):
    """The covariance matrix of k items (denominator n - 1) and the number of persons it stands on."""

    covariance: FloatArray
    n: int


def as_matrix(values: npt.ArrayLike) -> FloatArray:
    """Return ``values`` as a float matrix, persons by items; NaN is a missing answer.

    Raises
    ------
    NotComputable
        If it is not two-dimensional or holds an infinite value.
    """
    matrix = np.asarray(values, dtype=float)
    if matrix.ndim != 2:
        raise NotComputable(f"expected a table of persons by items, got {matrix.ndim} dimensions")
    if np.isinf(matrix).any():
        raise NotComputable("an item value is infinite")
    return matrix


def complete_rows(values: npt.ArrayLike) -> FloatArray:
    """Return the rows in which every item is answered."""
    matrix = as_matrix(values)
    whole: FloatArray = matrix[~np.isnan(matrix).any(axis=1)]
    return whole


def complete_moments(values: npt.ArrayLike) -> Moments:
    """Return covariance and n of the complete rows; n is counted after incomplete rows are gone.

    Raises
    ------
    NotComputable
        If fewer than two rows are complete.
    """
    matrix = complete_rows(values)
    n = len(matrix)
    if n < 2:
        raise NotComputable(f"a covariance needs at least two complete rows, there are {n}")
    centred = matrix - matrix.mean(axis=0)
    return Moments(centred.T @ centred / (n - 1), n)


def pairwise_covariance(values: npt.ArrayLike) -> FloatArray:
    """Return the covariance matrix in which each pair of items uses all persons who answered both.

    For comparison with software that does so (psych); such a matrix need not be that of any data.

    Raises
    ------
    NotComputable
        If a pair of items was answered together by fewer than two persons.
    """
    matrix = as_matrix(values)
    given = ~np.isnan(matrix)
    filled = np.where(given, matrix - np.nanmean(matrix, axis=0, where=given), 0.0)
    both = given.T.astype(float) @ given
    if both.size and both.min() < 2:
        raise NotComputable("two items were answered together by fewer than two persons")
    sums = filled.T @ given
    covariance: FloatArray = (filled.T @ filled - sums * sums.T / both) / (both - 1)
    return covariance


def checked_covariance(covariance: npt.ArrayLike, least_items: int = 2) -> FloatArray:
    """Return ``covariance`` as a square, symmetric, finite matrix without negative variances.

    Raises
    ------
    NotComputable
        If it is not such a matrix, or has fewer than ``least_items`` items.
    """
    matrix = np.asarray(covariance, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise NotComputable("a covariance matrix is square")
    if len(matrix) < least_items:
        raise NotComputable(f"needs at least {least_items} items, there are {len(matrix)}")
    if not np.isfinite(matrix).all():
        raise NotComputable("a covariance is not finite")
    if (np.diag(matrix) < 0).any():
        raise NotComputable("a variance is negative")
    if not np.allclose(matrix, matrix.T, rtol=1e-9, atol=1e-9 * max(1.0, float(np.abs(matrix).max()))):
        raise NotComputable("a covariance matrix is symmetric")
    return matrix


def correlation(covariance: npt.ArrayLike) -> FloatArray:
    """Return the correlation matrix of ``covariance``.

    Raises
    ------
    NotComputable
        If an item is constant: it correlates with nothing.
    """
    matrix = checked_covariance(covariance)
    spread = np.sqrt(np.diag(matrix))
    if (spread <= 1e-12 * spread.max()).any():
        raise NotComputable("an item is constant: all gave the same answer")
    result: FloatArray = matrix / np.outer(spread, spread)
    np.fill_diagonal(result, 1.0)
    return result
