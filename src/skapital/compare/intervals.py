"""Means with their spread as arrays, and the interval of a difference between independent ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

LEVEL: Final = 0.95
POWER: Final = 0.80


@dataclass(frozen=True)
class Means:
    """Means of units, aligned: ``sd`` is the group's own where released, else the pooled one; ``df`` belongs to it.

    ``n`` is 0 and the others NaN where nothing is released.
    """

    mean: Floats
    sd: Floats
    n: Floats
    df: Floats


@dataclass(frozen=True)
class Difference:
    """Differences with interval, two-sided p-value and the least true change that would have been found."""

    value: Floats
    error: Floats
    df: Floats
    low: Floats
    high: Floats
    p: Floats
    detectable: Floats


def independent(later: Means, earlier: Means, level: float = LEVEL) -> Difference:
    """Return ``later - earlier`` for independent groups (Welch 1947).

    ``se² = s₁²/n₁ + s₂²/n₂``; degrees of freedom by Satterthwaite, where a pooled SD brings the pooled degrees of
    freedom. NaN where either side is not released. Conservative when the same people answered twice, since their
    answers go together. Oracle: ``tests/oracles/change.toml``.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = later.sd**2 / later.n, earlier.sd**2 / earlier.n
        variance = first + second
        df = variance**2 / (first**2 / later.df + second**2 / earlier.df)
    return of(later.mean - earlier.mean, np.sqrt(variance), df, level)


def of(value: Floats, error: Floats, df: Floats, level: float = LEVEL) -> Difference:
    """Return the difference of given standard error: t interval, p-value and least detectable change.

    Least detectable change: ``(t(0.975, df) + t(0.80, df)) · se``, found in 80 % of repetitions (Bloom 1995).
    Oracle: ``tests/oracles/change.toml`` (``power.t.test``).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.where(df > 0, df, np.nan)
        reach = stats.t.ppf((1 + level) / 2, known) * error
        p = np.where(error > 0, 2 * stats.t.sf(np.abs(value) / error, known), np.where(value == 0, 1.0, 0.0))
        found = reach + stats.t.ppf(POWER, known) * error
    return Difference(value, error, df, value - reach, value + reach, np.where(np.isnan(value), np.nan, p), found)


def overlapping_error(sd_1: float, n_1: int, sd_2: float, n_2: int, n_both: int, correlation: float) -> float:
    """Return the standard error of a difference when ``n_both`` persons answered both times.

    ``se² = s₁²/n₁ + s₂²/n₂ - 2 r s₁ s₂ n₁₂ / (n₁ n₂)``: no overlap gives the independent form, full overlap with
    ``n₁ = n₂`` the paired one. Used only where ``link_rounds`` is on.

    Raises
    ------
    ValueError
        If more persons are linked than answered, or the correlation lies outside -1 to 1.
    """
    if n_both > min(n_1, n_2) or n_both < 0 or not -1 <= correlation <= 1:
        raise ValueError("linked persons are among those who answered, and a correlation lies in -1 to 1")
    variance = sd_1**2 / n_1 + sd_2**2 / n_2 - 2 * correlation * sd_1 * sd_2 * n_both / (n_1 * n_2)
    return float(np.sqrt(max(variance, 0.0)))


def paired(first: Floats, second: Floats, level: float = LEVEL) -> Difference:
    """Return the mean change of the same persons, df ``n - 1``; persons with a value missing do not count.

    Raises
    ------
    ValueError
        If fewer than two persons have both values.
    """
    change = second - first
    change = change[~np.isnan(change)]
    if change.size < 2:
        raise ValueError("a paired change needs two persons with both values")
    error = np.array([change.std(ddof=1) / np.sqrt(change.size)])
    return of(np.array([change.mean()]), error, np.array([change.size - 1.0]), level)


def finite_population(error: float, n: int, population: int) -> float:
    """Return a standard error for "the mean of those on this list at this date": ``se · √(1 - n/N)``.

    Never for trends, targets or comparisons: next month's mean varies even if everybody answers.
    """
    if not 0 < n <= population:
        raise ValueError("those who answered are among those on the list")
    return float(error * np.sqrt(1 - n / population))
