"""Rates of HR out of a Release, and what is known of the difference of two of them.

Everything rests on released figures alone: a rate, its limits, and what it is counted over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from skapital import columns as c
from skapital.compare.intervals import LEVEL, POWER, Difference, Floats
from skapital.disclosure.release import Release, require_release

ABSENCE_DAYS: Final = "absence_days"
ABSENCE_PERCENT: Final = "absence_percent"
KEY: Final = (c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE)
_HALVINGS: Final = 60
_LARGEST_DISPERSION: Final = 1e6


@dataclass(frozen=True)
class Rates:
    """Rates with their limits and what they are counted over, aligned; NaN where nothing is released."""

    value: Floats
    low: Floats
    high: Floats
    base: Floats


def rates(release: Release, period_kind: str, period: str) -> pd.DataFrame:
    """Return ``value, low, high, base, withheld`` of one period by :data:`KEY`, unrounded; groups are left out.

    The percentage of absence has no limits of its own in a release: it is days over a named base, so its limits are
    those of the days, times what the municipality's percentage is of its days.
    """
    table = require_release(release).exact
    rows = table[(table[c.PERIOD_KIND] == period_kind) & (table[c.PERIOD] == period) & table[c.GROUP].isna()]
    keyed = {name: rows[rows[c.STATISTIC] == name].set_index(list(KEY)) for name in (c.RATE, c.LOW, c.HIGH)}
    found = pd.DataFrame(
        {
            "value": keyed[c.RATE][c.VALUE].astype(float),
            "base": keyed[c.RATE][c.BASE].astype(float),
            "withheld": keyed[c.RATE][c.WITHHELD].astype(object),
        }
    )
    for name in (c.LOW, c.HIGH):
        found[name] = keyed[name][c.VALUE].astype(float).reindex(found.index)
    return _with_percent_limits(found)


def _with_percent_limits(found: pd.DataFrame) -> pd.DataFrame:
    measure = found.index.get_level_values(c.MEASURE)
    percent = found[measure == ABSENCE_PERCENT]
    days = found.reindex([(*key[:3], ABSENCE_DAYS) for key in percent.index])
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = percent["value"].to_numpy() / days["value"].to_numpy()
    known = factors[np.isfinite(factors)]
    if not known.size:
        return found
    for name in (c.LOW, c.HIGH):
        found.loc[percent.index, name] = days[name].to_numpy() * float(np.median(known))
    return found


def as_rates(table: pd.DataFrame) -> Rates:
    """Return the rows of :func:`rates` as arrays."""
    return Rates(*(table[name].to_numpy(dtype=np.float64) for name in ("value", c.LOW, c.HIGH, c.BASE)))


def independent(later: Rates, earlier: Rates) -> Difference:
    """Return ``later - earlier`` of rates that have their own limits.

    Notes
    -----
    With each rate's limits ``(l, u)``: ``d - √((x₁ - l₁)² + (u₂ - x₂)²)`` to ``d + √((u₁ - x₁)² + (x₂ - l₂)²)``. For
    proportions with Wilson limits this is Newcombe's hybrid score interval (Newcombe 1998, method 10); for rates with
    gamma limits of a quasi-Poisson model the same recovery of variance estimates (Zou & Donner 2008). People who are in
    both periods make it conservative, since one person's absence goes with itself.
    """
    return _recovered(later, earlier, np.ones_like(later.value))


def part_of_whole(part: Rates, whole: Rates, proportion: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Difference:
    """Return ``part - whole`` of groups that are contained in the whole; NaN where a part is all of it.

    With ``w`` the part's share of the base, ``d = (1 - w)(x_part - x_rest)``. The rest's rate follows from both; its
    limits are Wilson's where rates are shares of people, else gamma limits with the dispersion the whole's own limits
    were made with.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(whole.base > part.base, whole.base - part.base, np.nan)
        amount = np.maximum(whole.value * whole.base - part.value * part.base, 0.0)
        low, high = _gamma(amount, base, dispersion(whole))
        people = wilson(amount / base, base)
        rest = Rates(amount / base, np.where(proportion, people[0], low), np.where(proportion, people[1], high), base)
        return _recovered(part, rest, 1 - part.base / whole.base)


def against_number(found: Rates, number: Floats) -> Difference:
    """Return ``rate - number`` for a fixed number, such as a target: the interval is the rate's own."""
    return _difference(found.value - number, found.value - found.low, found.high - found.value)


def dispersion(found: Rates) -> Floats:
    """Return the dispersion φ that gamma limits were made with, from the limits themselves.

    ``φ Γ⁻¹(0.025; D/φ) / B`` and ``φ Γ⁻¹(0.975; D/φ + 1) / B`` lie the further apart the larger φ is, so their distance
    tells φ. NaN without limits.
    """
    width, amount = found.high - found.low, found.value * found.base
    low, high = np.full_like(width, 1e-9), np.full_like(width, _LARGEST_DISPERSION)
    for _ in range(_HALVINGS):
        middle = np.sqrt(low * high)
        ends = _gamma(amount, found.base, middle)
        narrow = ends[1] - ends[0] < width
        low, high = np.where(narrow, middle, low), np.where(narrow, high, middle)
    return np.where(np.isfinite(width), np.sqrt(low * high), np.nan)


def wilson(share: Floats, n: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return Wilson's score limits of shares of ``n`` people (Wilson 1927), as arrays."""
    z = float(stats.norm.ppf((1 + level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = z * np.sqrt(np.maximum(share * (1 - share), 0) / n + z * z / (4 * n * n))
        centre, scale = share + z * z / (2 * n), 1 + z * z / n
        return np.maximum((centre - reach) / scale, 0.0), np.minimum((centre + reach) / scale, 1.0)


def _gamma(amount: Floats, base: Floats, phi: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        count = amount / phi
        low = np.where(count > 0, stats.gamma.ppf(tail, np.where(count > 0, count, 1.0)), 0.0)
        return phi * low / base, phi * stats.gamma.ppf(1 - tail, count + 1) / base


def _recovered(first: Rates, second: Rates, share: Floats) -> Difference:
    down = np.hypot(first.value - first.low, second.high - second.value)
    up = np.hypot(first.high - first.value, second.value - second.low)
    return _difference(share * (first.value - second.value), share * down, share * up)


def _difference(value: Floats, down: Floats, up: Floats) -> Difference:
    """A difference with its reach down and up; p and the detectable change by the reach towards 0."""
    z = float(stats.norm.ppf((1 + LEVEL) / 2))
    error = np.where(value >= 0, down, up) / z
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(error > 0, 2 * stats.norm.sf(np.abs(value) / error), np.where(value == 0, 1.0, 0.0))
    found = (down + up) / 2 * (z + float(stats.norm.ppf(POWER))) / z
    df = np.full_like(value, np.inf)
    return Difference(value, error, df, value - down, value + up, np.where(np.isnan(error), np.nan, p), found)
