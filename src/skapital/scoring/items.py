"""How each item stands in its scale: item-rest correlation, alpha without it, correlations between items."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skapital.scoring.moments import FloatArray, checked_covariance, correlation


def item_rest_correlations(covariance: npt.ArrayLike) -> tuple[float | None, ...]:
    """Return for each item its correlation with the sum of the *other* items (``r.drop``).

    A negative one asks "reversed?"; nothing is turned. Undefined (``None``) where the item or the rest is constant.

    Parameters
    ----------
    covariance
        k x k, k >= 2.

    References
    ----------
    Manual of psych (``r.drop``). Oracle: ``tests/oracles/reliability.toml`` (attitude).
    """
    matrix = checked_covariance(covariance)
    own, with_rest, rest = _own_and_rest(matrix)
    floor = 1e-12 * max(float(own.max()), float(rest.max()))
    defined = (own > floor) & (rest > floor)
    value = with_rest / np.sqrt(np.where(defined, own * rest, 1.0))
    return tuple(float(v) if ok else None for v, ok in zip(value, defined, strict=True))


def alpha_if_dropped(covariance: npt.ArrayLike) -> tuple[float | None, ...]:
    """Return for each item Cronbach's alpha of the other k-1 items; ``None`` for k = 2 and where the rest is constant.

    References
    ----------
    Manual of psych (``alpha.drop``). Oracle: ``tests/oracles/reliability.toml`` (attitude).
    """
    matrix = checked_covariance(covariance)
    k = len(matrix)
    if k == 2:
        return (None, None)
    own, _, rest = _own_and_rest(matrix)
    floor = 1e-12 * float(np.trace(matrix))
    left = float(np.trace(matrix)) - own
    value = (k - 1) / (k - 2) * (1 - left / np.where(rest > floor, rest, 1.0))
    return tuple(float(v) if variance > floor else None for v, variance in zip(value, rest, strict=True))


def inter_item_correlations(covariance: npt.ArrayLike) -> FloatArray:
    """Return the k x k correlation matrix of the items.

    Raises
    ------
    NotComputable
        If an item is constant.
    """
    return correlation(covariance)


def _own_and_rest(matrix: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return each item's variance, its covariance with the sum of the others, and the variance of that sum."""
    own = np.diag(matrix).copy()
    with_rest = matrix.sum(axis=1) - own
    rest = matrix.sum() - own - 2 * with_rest
    return own, with_rest, rest
