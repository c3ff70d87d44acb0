"""McDonald's omega total of one factor, fitted by minimum residuals on Pearson correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from skapital.errors import NotComputable
from skapital.scoring.moments import FloatArray, correlation


@dataclass(frozen=True)
class Omega:
    """Omega total, and how far the factor behind it can be trusted.

    Attributes
    ----------
    value
        Omega; ``None`` in a Heywood case, whose factor explains more than all of an item.
    loadings
        Of the items on the factor, summing to a positive number; empty for two items.
    identification
        ``spearman_brown`` (two items: no factor is identified), ``just_identified`` (three) or ``over_identified``.
    heywood
        Positions of items with a loading beyond 1 in size, in order.
    improper_value
        What the formula gives in a Heywood case; for the eye, not for use.
    against_observed
        ``1 - sum(1 - l^2) / sum(R)``: the same factor against the observed variance of the sum, as ``psych::omega``
        prints it; ``None`` for two items. The two agree where the factor fits.
    """

    value: float | None
    loadings: tuple[float, ...]
    identification: str
    heywood: tuple[int, ...]
    improper_value: float | None
    against_observed: float | None


def omega_total(covariance: npt.ArrayLike) -> Omega:
    """Return omega total, ``(sum l)^2 / ((sum l)^2 + sum(1 - l^2))``, l the loadings of one factor.

    The loadings minimise the squared differences between the correlations off the diagonal and ``l_i l_j`` (minres).
    Two items identify no factor: Spearman-Brown, ``2r/(1+r)``, is given instead. Three are just identified: the fit
    says nothing. A Heywood case is reported, not hidden and not clipped.

    Parameters
    ----------
    covariance
        k x k, k >= 2; only its correlations are used.

    Raises
    ------
    NotComputable
        If an item is constant, or two items correlate -1.

    References
    ----------
    McDonald (1999); ``psych::fa(fm = "minres")``. Oracle: ``tests/oracles/r_small.toml`` (attitude, bfi, lq2002).
    """
    matrix = correlation(covariance)
    if len(matrix) == 2:
        return _two_items(float(matrix[0, 1]))
    loadings = minres_loadings(matrix)
    common = float(loadings.sum()) ** 2
    unexplained = float((1 - loadings**2).sum())
    value = common / (common + unexplained)
    heywood = tuple(int(i) for i in np.flatnonzero(np.abs(loadings) > 1 + 1e-9))
    return Omega(
        value=None if heywood else value,
        loadings=tuple(float(loading) for loading in loadings),
        identification="just_identified" if len(matrix) == 3 else "over_identified",
        heywood=heywood,
        improper_value=value if heywood else None,
        against_observed=1 - unexplained / float(matrix.sum()),
    )


def minres_loadings(correlations: FloatArray) -> FloatArray:
    """Return the loadings of one factor that leave the least squared residuals off the diagonal.

    Started at the first principal axis of the reduced correlation matrix; the sign makes their sum positive.

    Raises
    ------
    NotComputable
        If no minimum is found.
    """
    upper = np.triu_indices(len(correlations), 1)
    observed = correlations[upper]

    def residuals(loadings: FloatArray) -> FloatArray:
        return np.asarray(loadings[upper[0]] * loadings[upper[1]] - observed)

    def slopes(loadings: FloatArray) -> FloatArray:
        rows = np.arange(len(observed))
        jacobian = np.zeros((len(observed), len(loadings)))
        jacobian[rows, upper[0]] = loadings[upper[1]]
        jacobian[rows, upper[1]] = loadings[upper[0]]
        return jacobian

    fit = least_squares(residuals, _start(correlations), slopes, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    if not fit.success or not np.isfinite(fit.x).all():
        raise NotComputable("no factor could be fitted")
    loadings = np.asarray(fit.x, dtype=float)
    return loadings if loadings.sum() >= 0 else -loadings


def _start(correlations: FloatArray) -> FloatArray:
    """Return the first principal axis of the correlations with each item's largest correlation on the diagonal."""
    reduced = correlations.copy()
    off = np.abs(correlations - np.eye(len(correlations)))
    np.fill_diagonal(reduced, off.max(axis=1))
    size, axes = np.linalg.eigh(reduced)
    return np.asarray(axes[:, -1] * np.sqrt(max(float(size[-1]), 0.01)))


def _two_items(r: float) -> Omega:
    if r <= -1 + 1e-12:
        raise NotComputable("two items that correlate -1 have no reliability")
    return Omega(2 * r / (1 + r), (), "spearman_brown", (), None, None)
