"""Change where persons may be followed: the change of those who stayed, and what is due to who came and who went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals
from skapital.compare.intervals import Difference, Floats, Means
from skapital.compare.released import correlations, stayers
from skapital.compare.table import N_LINKED, comparison_table
from skapital.disclosure.release import Release

STAYERS = "stayers"
CAME_AND_WENT = "came_and_went"


@dataclass(frozen=True)
class Both:
    """Those who answered both rounds, aligned with the units compared: NaN where that is not released both times.

    ``later`` and ``earlier`` are their means, ``n`` how many they are, ``correlation`` that of their two scores within
    the municipality's units.
    """

    later: Floats
    earlier: Floats
    n: Floats
    correlation: Floats


def both(release: Release, period: str, earlier: str, index: pd.Index) -> Both:
    """Return who answered both rounds in each group of ``index`` (structure, population, unit, measure)."""
    now, then = stayers(release, period, earlier).reindex(index), stayers(release, earlier, period).reindex(index)
    r = correlations(release, period, earlier).reindex(index.get_level_values(c.MEASURE)).to_numpy(dtype=np.float64)
    n = now["n"].to_numpy(dtype=np.float64)
    known = (n == then["n"].to_numpy(dtype=np.float64)) & np.isfinite(r)
    columns = (now["mean"].to_numpy(dtype=np.float64), then["mean"].to_numpy(dtype=np.float64), n, r)
    return Both(*(np.where(known, one, np.nan) for one in columns))


def overlapping(later: Means, earlier: Means, same: Both) -> Difference:
    """Return ``later - earlier`` where some answered both times; as independent where nobody is known to have.

    ``se² = s₁²/n₁ + s₂²/n₂ - 2 r s₁ s₂ n₁₂ / (n₁ n₂)``. With all of them the same this is the paired form, with nobody
    the independent one, and the degrees of freedom go from those of the one to those of the other with the share of
    answers that belong to somebody who answered once: ``m + (γ - m) (n_a + n_b) / (n_a + n_b + 2 n₁₂)``, ``m`` the
    smaller of the two rounds', ``γ`` Satterthwaite's.

    References
    ----------
    Derrick, Russ, Toher & White (2017), J Mod Appl Stat Methods 16:137-157. Oracle: ``tests/oracles/change.toml``.
    """
    apart = intervals.independent(later, earlier)
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = 2 * same.correlation * later.sd * earlier.sd * same.n / (later.n * earlier.n)
        variance = later.sd**2 / later.n + earlier.sd**2 / earlier.n - shared
    linked = np.isfinite(same.n) & (variance > 0)
    error = np.where(linked, np.sqrt(np.maximum(variance, 0.0)), apart.error)
    return intervals.of(apart.value, error, np.where(linked, _freedom(later, earlier, same), apart.df))


def _freedom(later: Means, earlier: Means, same: Both) -> Floats:
    least, apart = np.minimum(later.df, earlier.df), intervals.independent(later, earlier).df
    with np.errstate(divide="ignore", invalid="ignore"):
        once = (later.n + earlier.n - 2 * same.n) / (later.n + earlier.n)
        return np.asarray(least + (apart - least) * once, dtype=np.float64)


def of_stayers(later: Means, earlier: Means, same: Both) -> Difference:
    """Return the change of those who answered both times.

    ``se² = (s₁² + s₂² - 2 r s₁ s₂) / n₁₂``, with the spread the unit's interval has: the stayers' own is not released.
    Oracle: ``tests/oracles/change.toml`` (everybody stayed: the paired t test).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = later.sd**2 + earlier.sd**2 - 2 * same.correlation * later.sd * earlier.sd
        error = np.sqrt(np.maximum(spread, 0.0) / same.n)
    return intervals.of(same.later - same.earlier, error, _freedom(later, earlier, same))


def of_who_came_and_went(later: Means, earlier: Means, same: Both) -> Difference:
    """Return what is left of a change when that of those who stayed is taken away.

    Notes
    -----
    With the shares ``w₂`` of those who came and ``w₁`` of those who went, ``j`` and ``l`` their means, ``t`` those of
    the stayers: ``d - d_stayers = w₂ (j - t₂) - w₁ (l - t₁)`` and ``se² = w₂² s₂² (1/n_j + 1/n₁₂) + w₁² s₁² (1/n_l +
    1/n₁₂) - 2 w₁ w₂ r s₁ s₂ / n₁₂``. Nobody came and nobody went: there is no such part. Oracle:
    ``tests/oracles/change.toml`` (the variance of the contrast over all answers).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        came, went = later.n - same.n, earlier.n - same.n
        first, second = _of_part(came, later, same), _of_part(went, earlier, same)
        shared = 2 * (came / later.n) * (went / earlier.n) * same.correlation * later.sd * earlier.sd / same.n
        error = np.sqrt(np.maximum(first + second - shared, 0.0))
        part = later.mean - earlier.mean - (same.later - same.earlier)
    moved = (came > 0) | (went > 0)
    return intervals.of(np.where(moved, part, np.nan), np.where(moved, error, np.nan), _freedom(later, earlier, same))


def _of_part(n: Floats, whole: Means, same: Both) -> Floats:
    found = (n / whole.n) ** 2 * whole.sd**2 * (1 / np.where(n > 0, n, np.nan) + 1 / same.n)
    return np.where(n > 0, found, 0.0)


def parts(
    index: pd.Index,
    later: Means,
    earlier: Means,
    same: Both,
    *,
    periods: tuple[str, str],
    smallest_important: float,
) -> pd.DataFrame:
    """Return rows of the kinds ``stayers`` and ``came_and_went`` for every group in which they can be told.

    Parameters
    ----------
    index
        Structure, population, unit and measure; the others are aligned with it.
    periods
        The later round and the earlier one.
    """
    found = ((STAYERS, of_stayers(later, earlier, same)), (CAME_AND_WENT, of_who_came_and_went(later, earlier, same)))
    tables = []
    for kind, difference in found:
        table = comparison_table(index, difference, *periods, kind, smallest_important)
        table[N_LINKED] = same.n
        tables.append(table.assign(grade="same", reason="same"))
    whole = pd.concat(tables, ignore_index=True)
    return whole[whole["difference"].notna()].reset_index(drop=True)
