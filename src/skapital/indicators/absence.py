"""Sickness absence: from spells to full-time days, and from days and full-time equivalents to rates with intervals.

Two views are counted side by side, after Region Hovedstaden's documentation: the *unit view* (hours absent / the
day's length, over the average full-time equivalents; leavers count where they were) and the *person view* (share of
each planned shift that was lost).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

PERSONS_FOR_LINEARISATION = 1_000
"""From this many persons the ratio estimator's own variance is used; below, the pooled dispersion."""
_LEAST = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True)
class Rate:
    """A ratio with its interval; ``low`` and ``high`` are None where no dispersion is known."""

    value: float
    low: float | None
    high: float | None
    method: str


def unit_view_days(hours_absent: Floats, day_hours: float) -> float:
    """Return full-time days of absence: hours absent over the day's length (Region Hovedstaden, method 2)."""
    return float(np.sum(_amounts(hours_absent)) / day_hours)


def person_view_days(hours_absent: Floats, hours_planned: Floats) -> float:
    """Return working days ill: the sum of each shift's lost share (Region Hovedstaden, method 1).

    Days without planned hours do not count.
    """
    absent, planned = _amounts(hours_absent), _amounts(hours_planned)
    counted = planned > 0
    return float(np.sum(absent[counted] / planned[counted]))


def by_month(spells: pd.DataFrame) -> pd.DataFrame:
    """Split spells at month ends.

    Parameters
    ----------
    spells
        Columns ``spell, person, unit, start, end`` (dates, both inclusive), ``reason``, ``fraction`` (share of the day
        lost, 1 where whole days) and ``employment`` (the person's fraction of full time).

    Returns
    -------
    DataFrame
        The same columns with ``month`` (Period), ``last`` (whether the spell ends in that month), ``calendar_days`` and
        ``days``: weekdays × fraction × employment, the rule of Danmarks Statistik where hours are not reported
        (five-day week, whole day, 37 hours × fraction).
    """
    months = _month_number(spells["end"]) - _month_number(spells["start"]) + 1
    parts = spells.loc[spells.index.repeat(months)].reset_index(drop=True)
    step = np.concatenate([np.arange(count) for count in months]) if len(spells) else np.zeros(0, dtype=np.int64)
    parts["month"] = pd.PeriodIndex(parts["start"], freq="M") + step
    first = np.maximum(parts["start"], parts["month"].dt.start_time)
    last = np.minimum(parts["end"], parts["month"].dt.end_time.dt.normalize())
    parts["last"] = last == parts["end"]
    parts["calendar_days"] = (last - first).dt.days + 1
    weekdays = np.busday_count(
        first.to_numpy(dtype="datetime64[D]"), (last + pd.Timedelta(days=1)).to_numpy(dtype="datetime64[D]")
    )
    parts["days"] = weekdays * parts["fraction"] * parts["employment"]
    return parts


def spell_lengths(spells: pd.DataFrame) -> pd.Series:
    """Return the length of each spell in calendar days, for the short/long limit."""
    length: pd.Series = (spells["end"] - spells["start"]).dt.days + 1
    return length


def full_time_equivalents(employment: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return each person's average full-time equivalents by unit over ``months``.

    Parameters
    ----------
    employment
        Columns ``person, unit, start, end`` (NaT while employed) and ``fraction``.
    months
        The months of the period, without gaps.

    Returns
    -------
    DataFrame
        Columns ``person, unit, base``: the sum of fractions held on the first of each month over the number of months
        (Region Hovedstaden). Only those with a positive base; so one who came and went between two firsts is not in it.
    """
    firsts = months.start_time
    end = employment["end"].fillna(pd.Timestamp.max.normalize())
    held = np.zeros(len(employment))
    for first in firsts:
        held += ((employment["start"] <= first) & (end >= first)).to_numpy(dtype=np.float64)
    shares = employment.assign(base=held * employment["fraction"] / len(firsts))
    base: pd.DataFrame = shares.groupby(["person", "unit"], as_index=False, sort=True)[["base"]].sum()
    return base.loc[base["base"] > 0].reset_index(drop=True)


def amounts_by_person(
    parts: pd.DataFrame, equivalents: pd.DataFrame, *, reasons: Collection[str], long_from: int, lengths: pd.Series
) -> pd.DataFrame:
    """Return what each person contributes in each unit over a period.

    Parameters
    ----------
    parts
        Rows of :func:`by_month` that fall in the period.
    equivalents
        Result of :func:`full_time_equivalents` for the period.
    reasons
        The reasons that count by the definition in use.
    long_from
        Spells of at least this many calendar days are long.
    lengths
        Calendar days by spell number, of the whole spell and not the part in the period.

    Returns
    -------
    DataFrame
        Columns ``person, unit, base, days, days_short, days_long, spells`` (those that ended in the period); a person
        without absence has zeros, one with absence but no full-time equivalent (between two firsts) has base 0.
    """
    counted = parts[parts["reason"].isin(list(reasons))].copy()
    counted["days_long"] = counted["days"].where(counted["spell"].map(lengths) >= long_from, 0.0)
    counted["days_short"] = counted["days"] - counted["days_long"]
    sums = counted.groupby(["person", "unit"], as_index=False)[["days", "days_short", "days_long"]].sum()
    ended = counted[counted["last"]].groupby(["person", "unit"], as_index=False).size()
    amounts = equivalents.merge(sums, how="outer", on=["person", "unit"])
    amounts = amounts.merge(ended.rename(columns={"size": "spells"}), how="left", on=["person", "unit"])
    return amounts.fillna({"base": 0.0, "days": 0.0, "days_short": 0.0, "days_long": 0.0, "spells": 0})


def dispersion(days: Floats, base: Floats) -> float:
    """Return φ of the quasi-Poisson model of days on full-time equivalents: Pearson's χ² / (n - 1).

    Pooled over the municipality. Persons without base do not enter.

    Raises
    ------
    NotComputable
        If fewer than two persons have a base, or nobody was absent.
    """
    amount, size = _amounts(days), _amounts(base)
    amount, size = amount[size > 0], size[size > 0]
    if amount.size < 2 or amount.sum() == 0:
        raise NotComputable("dispersion needs two persons and some absence", slug="too-few-persons")
    expected = size * amount.sum() / size.sum()
    return float(np.sum((amount - expected) ** 2 / expected) / (amount.size - 1))


def rate_interval(days: Floats, base: Floats, phi: float | None, level: float = 0.95) -> Rate:
    """Return days per full-time equivalent with its interval.

    Gamma limits of a quasi-Poisson model: with ``y = Σd / φ``, ``low = φ Γ⁻¹(p; y) / Σb`` and
    ``high = φ Γ⁻¹(1 - p; y + 1) / Σb``. Below 1,000 persons φ is pooled over the municipality, because absence is so
    concentrated that a group's own spread is often far too small (a person-clustered t covers 64-89 % at 10-100
    persons, the pooled φ 96-97 %; benchmarks/bench_absence_intervals.py). From 1,000 persons φ is the group's own, from
    the ratio estimator's variance clustered by person: ``φ = var · Σb / r``,
    ``var = n / (n - 1) · Σ(d - r b)² / (Σb)²``. Without φ (monthly totals): no interval.

    Raises
    ------
    NotComputable
        If the full-time equivalents are not positive.
    """
    amount, size = _amounts(days), _amounts(base)
    rate, total = days_per_equivalent(amount, size), float(size.sum())
    if amount.size >= PERSONS_FOR_LINEARISATION:
        return Rate(rate, *gamma_limits(float(amount.sum()), total, own_dispersion(amount, size), level), "own")
    if phi is None:
        return Rate(rate, None, None, "none")
    return Rate(rate, *gamma_limits(float(amount.sum()), total, phi, level), "pooled")


def own_dispersion(days: Floats, base: Floats) -> float:
    """Return φ from the variance of the ratio estimator, clustered by person; 1 where nobody was absent.

    ``φ = var · Σb / r``, ``var = n / (n - 1) · Σ(d - r b)² / (Σb)²``; ``days`` and ``base`` hold one value a person.
    """
    n, rate = days.size, days.sum() / base.sum()
    if rate == 0:
        return 1.0
    variance = n / (n - 1) * np.sum((days - rate * base) ** 2) / base.sum() ** 2
    return float(variance * base.sum() / rate)


def days_per_equivalent(days: Floats, base: Floats) -> float:
    """Return the days of a group over its full-time equivalents: over their sum, not their mean.

    Raises
    ------
    NotComputable
        If the full-time equivalents are not positive.
    """
    total = float(np.sum(_amounts(base)))
    if total <= 0:
        raise NotComputable("a rate needs full-time equivalents above 0", slug="no-exposure")
    return float(np.sum(_amounts(days))) / total


def gamma_limits(days: float, base: float, phi: float, level: float = 0.95) -> tuple[float, float]:
    """Return the gamma limits of a rate with dispersion φ; with φ = 1 the exact Poisson limits."""
    tail, count = (1 - level) / 2, days / phi
    low = float(special.gammaincinv(count, tail)) if count > _LEAST else 0.0  # of less it is not a number, and it is 0
    return phi * low / base, phi * float(special.gammaincinv(count + 1, 1 - tail)) / base


def percent_of_base(days_per_equivalent: float, base_days: float) -> float:
    """Return absence in percent of the named base of days a full-time year (260 gross, 226 net, …) holds."""
    if base_days <= 0:
        raise NotComputable("percent needs a base of days above 0", slug="no-exposure")
    return 100 * days_per_equivalent / base_days


def share_with_none(days: Floats) -> float:
    """Return the share of persons without any absence."""
    amount = _amounts(days)
    if amount.size == 0:
        raise NotComputable("a share needs persons", slug="too-few-persons")
    return float(np.mean(amount == 0))


def concentration(days: Floats, top: float = 0.05) -> float:
    """Return the share of all days that fall on the ``top`` share of persons, the boundary person in part."""
    amount = np.sort(_amounts(days))[::-1]
    if amount.size == 0 or amount.sum() == 0:
        raise NotComputable("concentration needs some absence", slug="too-few-persons")
    cut = top * amount.size
    whole = int(cut)
    rest = (cut - whole) * amount[whole] if whole < amount.size else 0.0
    return float((amount[:whole].sum() + rest) / amount.sum())


def _month_number(dates: pd.Series) -> npt.NDArray[np.int64]:
    numbers: npt.NDArray[np.int64] = (dates.dt.year * 12 + dates.dt.month).to_numpy(dtype=np.int64)
    return numbers


def _amounts(values: Floats) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any():
        raise NotComputable("amounts are finite and not below 0", slug="bad-amount")
    return array
