"""One common factor in several groups at once, by maximum likelihood on means and covariances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize

from skapital.errors import NotComputable
from skapital.scoring.factor import minres_loadings
from skapital.scoring.moments import FloatArray, correlation

CONFIGURAL: Final = "configural"
METRIC: Final = "metric"
SCALAR: Final = "scalar"

_LEAST_UNIQUE = 1e-4  # of an item's variance: at this edge the factor explains all of it, a Heywood case


@dataclass(frozen=True)
class GroupMoments:
    """A group's n, item means and covariances (denominator n)."""

    n: int
    mean: FloatArray
    covariance: FloatArray

    def log_determinant(self) -> float:
        """Return the logarithm of the determinant of the covariances."""
        return float(np.linalg.slogdet(self.covariance)[1])


@dataclass(frozen=True)
class GroupFactor:
    """A fitted model in the items' own units, an entry a group; the first group's factor has mean 0 and variance 1."""

    model: str
    loadings: tuple[FloatArray, ...]
    intercepts: tuple[FloatArray, ...]
    mean: tuple[float, ...]
    variance: tuple[float, ...]
    discrepancy: float
    df: int


@dataclass(frozen=True)
class _Parameters:
    """The parameters of all groups, unpacked; also used for their slopes."""

    loadings: FloatArray  # groups by items
    intercepts: FloatArray  # groups by items
    unique: FloatArray  # groups by items
    mean: FloatArray
    variance: FloatArray


def fit_groups(groups: Sequence[GroupMoments], model: str) -> GroupFactor:
    """Fit one factor in all groups.

    ``configural``: own loadings and intercepts; ``metric``: equal loadings; ``scalar``: equal intercepts too. Where
    they are equal, the factor's variance and mean are free in all groups but the first.

    Raises
    ------
    NotComputable
        If the factor explains more than all of an item, or the search finds no end.

    References
    ----------
    Jöreskog (1971); ``lavaan::cfa(group = ...)``. Oracle: ``tests/oracles/invariance.toml``.
    """
    scale = np.sqrt(np.mean([np.diag(group.covariance) for group in groups], axis=0))
    shift = np.mean([group.mean for group in groups], axis=0)
    scaled = [GroupMoments(g.n, (g.mean - shift) / scale, g.covariance / np.outer(scale, scale)) for g in groups]
    layout = _Layout(len(groups), len(scale), model)
    start = layout.start(scaled)
    found = minimize(  # type: ignore[call-overload]  # the stubs do not know all options of L-BFGS-B
        lambda x: _discrepancy(scaled, layout, x),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=layout.bounds(),
        options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-9, "maxcor": 30},
    )
    part = layout.unpack(np.asarray(found.x))
    if (part.unique <= 1.01 * _LEAST_UNIQUE).any():
        raise NotComputable("the factor explains more than all of an item in a group (Heywood case)")
    if not np.isfinite(found.fun) or np.abs(found.jac).max() > 1e-3:
        raise NotComputable("the search for a factor in the groups found no end")
    sign = np.where(part.loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return GroupFactor(
        model=model,
        loadings=tuple(sign * part.loadings * scale),
        intercepts=tuple(part.intercepts * scale + shift),
        mean=tuple(float(m * s) for m, s in zip(part.mean, sign[:, 0], strict=True)),
        variance=tuple(float(v) for v in part.variance),
        discrepancy=float(found.fun),
        df=layout.df(),
    )


class _Layout:
    """Where each parameter stands in the vector that is searched, by model."""

    def __init__(self, n_groups: int, n_items: int, model: str) -> None:
        if model not in (CONFIGURAL, METRIC, SCALAR):
            raise NotComputable(f'"{model}" is no model of invariance')
        self.n_groups, self.n_items, self.model = n_groups, n_items, model
        self.loading_rows = n_groups if model == CONFIGURAL else 1
        self.intercept_rows = 1 if model == SCALAR else n_groups
        self.free_variances = 0 if model == CONFIGURAL else n_groups - 1
        self.free_means = n_groups - 1 if model == SCALAR else 0

    def sizes(self) -> tuple[int, int, int, int, int]:
        """Return the numbers of loadings, intercepts, unique variances, factor variances and factor means."""
        k = self.n_items
        rows = (self.loading_rows * k, self.intercept_rows * k, self.n_groups * k)
        return (*rows, self.free_variances, self.free_means)

    def df(self) -> int:
        """Return the degrees of freedom: means and covariances of all groups less parameters."""
        k = self.n_items
        return self.n_groups * (k + k * (k + 1) // 2) - sum(self.sizes())

    def start(self, groups: Sequence[GroupMoments]) -> FloatArray:
        """Return where the search begins: minimum residuals in each group, means as they are."""
        loadings = np.array([minres_loadings(correlation(g.covariance)) for g in groups])
        loadings = np.clip(loadings, -0.95, 0.95) * np.sqrt([np.diag(g.covariance) for g in groups])
        if self.loading_rows == 1:
            loadings = loadings.mean(axis=0, keepdims=True)
        means = np.array([g.mean for g in groups])
        intercepts = means if self.intercept_rows > 1 else means[:1]
        unique = 0.5 * np.array([np.diag(g.covariance) for g in groups])
        free = (np.ones(self.free_variances), np.zeros(self.free_means))
        return np.concatenate([loadings.ravel(), intercepts.ravel(), unique.ravel(), *free])

    def bounds(self) -> list[tuple[float | None, float | None]]:
        """Return the bounds: unique and factor variances are positive."""
        loadings, intercepts, unique, variances, means = self.sizes()
        free: tuple[float | None, float | None] = (None, None)
        above: tuple[float | None, float | None] = (_LEAST_UNIQUE, None)
        return [free] * (loadings + intercepts) + [above] * (unique + variances) + [free] * means

    def unpack(self, x: FloatArray) -> _Parameters:
        """Return the parameters of every group."""
        loadings, intercepts, unique, variances, means = np.split(x, np.cumsum(self.sizes())[:-1])
        shape = (self.n_groups, self.n_items)
        fixed_means = np.zeros(self.n_groups - self.free_means)
        fixed_variances = np.ones(self.n_groups - self.free_variances)
        return _Parameters(
            np.broadcast_to(loadings.reshape(self.loading_rows, -1), shape),
            np.broadcast_to(intercepts.reshape(self.intercept_rows, -1), shape),
            unique.reshape(shape),
            np.concatenate([fixed_means, means]),
            np.concatenate([fixed_variances, variances]),
        )

    def pack_slopes(self, slopes: _Parameters) -> FloatArray:
        """Return the slopes in the order of the vector; those of shared parameters are summed over groups."""
        loadings = slopes.loadings if self.loading_rows > 1 else slopes.loadings.sum(axis=0)
        intercepts = slopes.intercepts if self.intercept_rows > 1 else slopes.intercepts.sum(axis=0)
        variances = slopes.variance[self.n_groups - self.free_variances :]
        means = slopes.mean[self.n_groups - self.free_means :]
        return np.concatenate([loadings.ravel(), intercepts.ravel(), slopes.unique.ravel(), variances, means])


def _discrepancy(groups: Sequence[GroupMoments], layout: _Layout, x: FloatArray) -> tuple[float, FloatArray]:
    """Return the maximum likelihood discrepancy, weighted by the groups' n, and its slopes."""
    part, total = layout.unpack(x), sum(group.n for group in groups)
    value = 0.0
    slopes = _Parameters(*(np.zeros_like(np.array(field)) for field in vars(part).values()))
    for place, group in enumerate(groups):
        weight = group.n / total
        loading, variance, level = part.loadings[place], part.variance[place], part.mean[place]
        implied = variance * np.outer(loading, loading) + np.diag(part.unique[place])
        inverse = np.linalg.inv(implied)
        away = group.mean - part.intercepts[place] - loading * level
        observed = group.covariance + np.outer(away, away)
        determinant = float(np.linalg.slogdet(implied)[1])
        value += weight * (determinant + float(np.trace(observed @ inverse)) - group.log_determinant() - len(loading))
        by_covariance = weight * (inverse - inverse @ observed @ inverse)
        by_mean = -2 * weight * inverse @ away
        slopes.loadings[place] = 2 * variance * by_covariance @ loading + level * by_mean
        slopes.intercepts[place] = by_mean
        slopes.unique[place] = np.diag(by_covariance)
        slopes.variance[place] = loading @ by_covariance @ loading
        slopes.mean[place] = loading @ by_mean
    return value, layout.pack_slopes(slopes)
