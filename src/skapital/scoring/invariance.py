"""Whether two groups understand a scale's items alike: one factor in several groups, with growing equality.

Only if loadings and intercepts can be called equal does a difference of scale means speak of the thing measured; else
it is partly one of understanding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skapital.config.scale_quality import UnderstandingLimits
from skapital.errors import NotComputable
from skapital.scoring.factor_groups import CONFIGURAL, METRIC, SCALAR, GroupFactor, GroupMoments, fit_groups
from skapital.scoring.moments import FloatArray, complete_rows

ALIKE: Final = "alike"
SLIGHTLY: Final = "slightly_differs"
DIFFERS: Final = "differs"


@dataclass(frozen=True)
class Fit:
    """How well a model fits. ``cfi`` and ``rmsea`` are ``None`` where no degree of freedom is left to judge by."""

    model: str
    chi_square: float
    df: int
    cfi: float | None
    rmsea: float | None


@dataclass(frozen=True)
class Invariance:
    """Two groups' understanding of a scale.

    Attributes
    ----------
    n
        Complete rows in the first (reference) and second (focal) group.
    fits
        ``configural`` (same items), ``metric`` (equal loadings), ``scalar`` (equal intercepts too).
    d_macs
        Of each item: the difference between the groups' expected answers at the same level of the factor, in standard
        deviations of the item, root mean square over the second group.
    d_points
        The same in points of the scale.
    latent_difference
        Second group's factor mean less the first's, in standard deviations of the first, in the scalar model.
    """

    n: tuple[int, int]
    fits: tuple[Fit, Fit, Fit]
    d_macs: tuple[float, ...]
    d_points: tuple[float, ...]
    latent_difference: float


def invariance(first: npt.ArrayLike, second: npt.ArrayLike) -> Invariance:
    """Return how alike two groups understand the items of a scale.

    One factor by maximum likelihood on complete rows: configural, then equal loadings, then equal intercepts as well.

    Parameters
    ----------
    first, second
        Item values, persons by items (k >= 3), of the reference and of the focal group.

    Raises
    ------
    NotComputable
        Fewer than three items, not more complete rows than items in a group, items that do not vary or follow from each
        other, a factor that explains more than all of an item, a search that finds no end.

    References
    ----------
    Meredith (1993); Chen (2007), Struct Equ Modeling 14:464-504, for changes of CFI and RMSEA; Nye & Drasgow (2011),
    J Appl Psychol 96:966-980, for d_MACS. Oracle: ``tests/oracles/invariance.toml`` (lavaan).
    """
    return invariance_of(group_moments(first), group_moments(second))


def invariance_of(first: GroupMoments, second: GroupMoments) -> Invariance:
    """Return :func:`invariance` from the groups' moments."""
    groups = (first, second)
    if len(groups[0].mean) != len(groups[1].mean):
        raise NotComputable("both groups answer the same items")
    free, metric, scalar = (fit_groups(groups, model) for model in (CONFIGURAL, METRIC, SCALAR))
    fits = tuple(_fit(result, groups) for result in (free, metric, scalar))
    points = _difference_at_equal_level(free, scalar)
    spread = _pooled_sd(groups)
    return Invariance(
        n=(groups[0].n, groups[1].n),
        fits=(fits[0], fits[1], fits[2]),
        d_macs=tuple(float(d) for d in points / spread),
        d_points=tuple(float(d) for d in points),
        latent_difference=scalar.mean[1],
    )


def understanding(result: Invariance, limits: UnderstandingLimits) -> str | None:
    """Return ``alike``, ``slightly_differs`` or ``differs``; ``None`` where a group is too small to tell.

    ``alike``: equal loadings and intercepts fit as well as equal items alone, by CFI. Else ``differs`` if some item is
    answered otherwise at the same level by at least ``least_d_macs`` standard deviations; if none, it is slight.
    """
    if min(result.n) < limits.least_group:
        return None
    free, _, scalar = (1.0 if fit.cfi is None else fit.cfi for fit in result.fits)
    if scalar - free >= limits.least_cfi_change:
        return ALIKE
    return DIFFERS if max(result.d_macs) >= limits.least_d_macs else SLIGHTLY


def group_moments(values: npt.ArrayLike) -> GroupMoments:
    """Return n, means and covariances (denominator n, as maximum likelihood has it) of the complete rows."""
    matrix = complete_rows(values)
    n, k = matrix.shape
    if k < 3:
        raise NotComputable("a factor in several groups needs at least three items")
    if n <= k:
        raise NotComputable(f"a factor of {k} items needs more than {k} complete rows, there are {n}")
    mean = matrix.mean(axis=0)
    covariance = (matrix - mean).T @ (matrix - mean) / n
    spread = np.sqrt(np.diag(covariance))
    if (spread <= 1e-9).any() or np.linalg.cond(covariance / np.outer(spread, spread)) > 1e10:
        raise NotComputable("an item does not vary in a group, or follows from the others")
    return GroupMoments(n, mean, covariance)


def _fit(result: GroupFactor, groups: Sequence[GroupMoments]) -> Fit:
    """Return chi-square, CFI against items that do not hang together, and RMSEA."""
    n, k = sum(group.n for group in groups), len(groups[0].mean)
    chi_square = max(0.0, n * result.discrepancy)
    apart = sum(g.n * (float(np.log(np.diag(g.covariance)).sum()) - g.log_determinant()) for g in groups)
    misfit, worst = max(0.0, chi_square - result.df), max(0.0, apart - len(groups) * k * (k - 1) / 2)
    if result.df == 0:
        return Fit(result.model, chi_square, 0, None, None)
    cfi = 1 - misfit / max(misfit, worst) if max(misfit, worst) > 0 else 1.0
    rmsea = float(np.sqrt(len(groups) * misfit / (result.df * n)))
    return Fit(result.model, chi_square, result.df, cfi, rmsea)


def _difference_at_equal_level(free: GroupFactor, scalar: GroupFactor) -> FloatArray:
    """Return the root mean square difference of expected answers, over the second group's factor.

    The two groups' own loadings and intercepts are put on one metric by the factor mean and variance that the scalar
    model finds for the second group.
    """
    level, variance = scalar.mean[1], scalar.variance[1]
    loading = free.loadings[1] / np.sqrt(variance)
    intercept = free.intercepts[1] - loading * level
    by_intercept, by_loading = free.intercepts[0] - intercept, free.loadings[0] - loading
    square = by_intercept**2 + 2 * by_intercept * by_loading * level + by_loading**2 * (variance + level**2)
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))


def _pooled_sd(groups: Sequence[GroupMoments]) -> FloatArray:
    """Return the standard deviation of each item within groups, pooled."""
    squares = sum(group.n * np.diag(group.covariance) for group in groups)
    return np.asarray(np.sqrt(squares / (sum(group.n for group in groups) - len(groups))))
