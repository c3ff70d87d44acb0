"""How much of a score's variance lies between units: ICC(1), ICC(2) by analysis of variance; reliability of a mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skapital.errors import NotComputable
from skapital.scoring.moments import FloatArray, Interval


@dataclass(frozen=True)
class Groups:
    """A score by unit, reduced to what analysis of variance and REML need: size, mean and squares of each unit."""

    size: FloatArray
    mean: FloatArray
    within: float

    @property
    def n(self) -> int:
        """Number of persons."""
        return int(self.size.sum())

    @property
    def n_groups(self) -> int:
        """Number of units."""
        return len(self.size)


@dataclass(frozen=True)
class AnovaIcc:
    """Analysis of variance of a score by unit.

    Attributes
    ----------
    msb, msw
        Mean squares between (K-1) and within units (N-K degrees of freedom).
    mean_size, n0
        The two conventions of the average size: ``N/K`` and ``(N - sum n_j^2 / N) / (K-1)``.
    icc1, icc1_n0
        ``(MSB-MSW) / (MSB + (m-1) MSW)`` with m the mean size, and with n0. Negative ones are shown as they are.
    icc2
        ``(MSB-MSW) / MSB``: the reliability of a unit's mean at average size; ``None`` if all means are equal.
    icc1_interval, icc2_interval
        From the F distribution, with mean size; ``None`` where nobody differs within units or all means are equal.
    """

    n: int
    n_groups: int
    msb: float
    msw: float
    mean_size: float
    n0: float
    icc1: float
    icc1_n0: float
    icc2: float | None
    icc1_interval: Interval | None
    icc2_interval: Interval | None

    @property
    def pooled_sd(self) -> float:
        """The standard deviation within units, pooled over all of them."""
        return float(np.sqrt(self.msw))


def grouped(values: npt.ArrayLike, groups: npt.ArrayLike) -> Groups:
    """Reduce a score (NaN: none) and its unit (NA: none) to :class:`Groups`; persons without either are left out.

    Raises
    ------
    NotComputable
        An infinite score; fewer than two units; nobody beside another in a unit.
    """
    score = np.asarray(values, dtype=float)
    place, _ = pd.factorize(pd.Series(groups).reset_index(drop=True))
    if np.isinf(score).any():
        raise NotComputable("a score is infinite")
    known = (place >= 0) & ~np.isnan(score)
    score, (place, _) = score[known], pd.factorize(place[known])
    size = np.bincount(place).astype(float)
    if len(size) < 2:
        raise NotComputable(f"a comparison of units needs at least two, there are {len(size)}")
    if len(score) <= len(size):
        raise NotComputable("no unit has two persons with a score")
    mean = np.bincount(place, weights=score) / size
    return Groups(size, mean, float(np.sum((score - mean[place]) ** 2)))


def anova_icc(values: npt.ArrayLike, groups: npt.ArrayLike, level: float = 0.95) -> AnovaIcc:
    """Return ICC(1) in both size conventions and ICC(2), by one-way analysis of variance.

    Parameters
    ----------
    values
        A score a person; NaN is left out.
    groups
        The person's unit; NA is left out.
    level
        Confidence of the intervals.

    Raises
    ------
    NotComputable
        As :func:`grouped`; also if all scores are equal.

    References
    ----------
    Bliese (2000), R package multilevel (mean size); Shrout & Fleiss (1979), McGraw & Wong (1996) for the intervals as
    in the R package psychometric. Oracle: ``tests/oracles/icc.toml`` (Shrout-Fleiss, lq2002).
    """
    return anova_of(grouped(values, groups), level)


def anova_of(parts: Groups, level: float = 0.95) -> AnovaIcc:
    """Return :func:`anova_icc` from each unit's size and mean and the squares within."""
    n, k = parts.n, parts.n_groups
    grand = float(np.average(parts.mean, weights=parts.size))
    msb = float(np.sum(parts.size * (parts.mean - grand) ** 2)) / (k - 1)
    msw = parts.within / (n - k)
    if msb + msw <= 1e-20 * max(1.0, grand**2):
        raise NotComputable("all scores are equal")
    mean_size = n / k
    n0 = (n - float(np.sum(parts.size**2)) / n) / (k - 1)
    intervals = _f_intervals(msb, msw, n, k, level)
    return AnovaIcc(
        n=n,
        n_groups=k,
        msb=msb,
        msw=msw,
        mean_size=mean_size,
        n0=n0,
        icc1=(msb - msw) / (msb + (mean_size - 1) * msw),
        icc1_n0=(msb - msw) / (msb + (n0 - 1) * msw),
        icc2=(msb - msw) / msb if msb > 0 else None,
        icc1_interval=intervals[0],
        icc2_interval=intervals[1],
    )


def spearman_brown(icc1: float, size: float) -> float:
    """Return the reliability of the mean of ``size`` persons, ``size r / (1 + (size-1) r)``.

    Oracle: ``tests/oracles/icc.toml`` (table of precision, Clausen 2020).
    """
    below = 1 + (size - 1) * icc1
    if not np.isfinite(icc1) or size <= 0 or below <= 0:
        raise NotComputable("an ICC(1) between -1/(size-1) and 1 and a positive size are needed")
    return size * icc1 / below


def mean_reliability(sizes: npt.ArrayLike, between: float, within: float) -> FloatArray:
    """Return lambda_j, the reliability of each unit's own mean, ``n_j tau / (n_j tau + sigma^2)``.

    Parameters
    ----------
    sizes
        Answers in each unit, 1 or more.
    between, within
        The variances tau (not negative) and sigma^2 (positive), as :func:`skapital.scoring.reml.reml_icc` gives them.

    Raises
    ------
    NotComputable
        If a size is below 1 or a variance is not as said.

    References
    ----------
    Bliese (2000); ``multilevel::gmeanrel``. Oracle: ``tests/oracles/icc.toml``.
    """
    n = np.asarray(sizes, dtype=float)
    if not np.isfinite([between, within]).all() or between < 0 or within <= 0:
        raise NotComputable("needs a variance between units that is not negative and one within that is positive")
    if not np.isfinite(n).all() or (n < 1).any():
        raise NotComputable("a unit without answers has no mean")
    return np.asarray(n * between / (n * between + within))


def _f_intervals(msb: float, msw: float, n: int, k: int, level: float) -> tuple[Interval | None, Interval | None]:
    if msw <= 0 or msb <= 0:
        return None, None
    f, tail = msb / msw, 0.5 + level / 2
    lower = f / float(stats.f.ppf(tail, k - 1, n - k))
    upper = f * float(stats.f.ppf(tail, n - k, k - 1))
    m = n / k - 1
    first = Interval((lower - 1) / (lower + m), (upper - 1) / (upper + m))
    return first, Interval(1 - 1 / lower, 1 - 1 / upper)
