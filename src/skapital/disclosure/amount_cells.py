"""The rows of a Release about amounts: rates of shown groups, reasons of the others, intervals made of what is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.amounts import DecidedAmounts
from skapital.disclosure.given import told_of
from skapital.disclosure.system import Flags
from skapital.indicators.absence import PERSONS_FOR_LINEARISATION, gamma_limits, own_dispersion
from skapital.indicators.proportions import wilson
from skapital.tables import PeriodData, Ratio

Floats = npt.NDArray[np.float64]
TOP_SHARE: Final = {"share:top5": 0.05}
"""Statistics about the persons with most: the share of the staff they are."""
_SURE_PLACES: Final = 9
"""The last places of a sum depend on the order of its terms, and so on the workspace's secret; a half would show it."""


def group_sums(part: PeriodData) -> pd.DataFrame:
    """Return the sums of all amounts over every group, in the order of the groups."""
    values = part.observations.values
    sums = part.asked.member.astype(np.float64) @ values.to_numpy(dtype=np.float64)
    return pd.DataFrame(np.round(sums, _SURE_PLACES), columns=values.columns)


def amount_cells(
    part: PeriodData, decided: Mapping[str, DecidedAmounts], policy: Policy, held: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return all rows of a period of amounts for the publication's own groups, unrounded (``RELEASED_COLUMNS``).

    A group whose figure is not defined (nobody at the start) has too few.

    Parameters
    ----------
    held
        Sums by group that hold in place of those of the contributors: of a longer period whose quarters stand as they
        were published.
    """
    own = part.asked.own
    sums = group_sums(part)
    if held is not None:
        sums[held.columns] = held
    sums = sums[own].reset_index(drop=True)
    frames = [
        _of_ratio(part, ratio, sums, one.shown[own], one.enough[own])
        for one in decided.values()
        for ratio in one.tier.ratios
        if ratio.printed
    ]
    frames += [_given(part, decided, policy)]
    found = [frame for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(c.RELEASED_COLUMNS))


def _of_ratio(part: PeriodData, ratio: Ratio, sums: pd.DataFrame, shown: Flags, enough: Flags) -> pd.DataFrame:
    amount, over = sums[ratio.amount].to_numpy(), sums[ratio.over].to_numpy()
    there = shown & (over > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(there, ratio.factor * amount / over, np.nan)
    statistics = {ratio.statistic: value}
    if ratio.interval is not None:
        limits = _limits(part, ratio, amount, over, there)
        statistics |= {c.LOW: limits[:, 0], c.HIGH: limits[:, 1]} if limits is not None else {}
    n, base = (np.where(there, sums[name].to_numpy(), np.nan) for name in (ratio.n, ratio.base))
    reason = np.where(enough & (over > 0), c.PROTECTED, c.TOO_FEW).astype(object)
    withheld = [None if known else why for known, why in zip(there, reason, strict=True)]
    frames = []
    for statistic, given in statistics.items():
        frame = _keys(part)
        frame[c.MEASURE], frame[c.STATISTIC], frame[c.VALUE] = ratio.measure, statistic, given
        frame[c.N], frame[c.BASE], frame[c.WITHHELD] = n, base, withheld
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)[list(c.RELEASED_COLUMNS)]


def _keys(part: PeriodData) -> pd.DataFrame:
    keys = [key for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own]
    return pd.DataFrame(
        {
            c.PERIOD_KIND: part.observations.period_kind,
            c.PERIOD: part.observations.period,
            c.STRUCTURE: [key.structure for key in keys],
            c.POPULATION: [key.population for key in keys],
            c.UNIT: [key.unit for key in keys],
            c.GROUP: pd.Series([key.group for key in keys], dtype=object),
        }
    )


def _limits(part: PeriodData, ratio: Ratio, amount: Floats, over: Floats, shown: Flags) -> Floats | None:
    """Lower and upper limits by group, made of the sums and what is known of the whole; None where they are not."""
    if ratio.interval == "days":
        return _limits_of_days(part, ratio, amount, over, shown)
    made: Callable[[float, float], tuple[float, float]] = {"outflow": _of_share, "inflow": _of_count}[
        str(ratio.interval)
    ]
    found = np.full((len(amount), 2), np.nan)
    for index in np.flatnonzero(shown):
        found[index] = made(float(amount[index]), float(over[index]))
    return found


def _of_share(count: float, over: float) -> tuple[float, float]:
    return wilson(min(round(count), round(over)), round(over))


def _of_count(count: float, over: float) -> tuple[float, float]:
    return gamma_limits(count, over, 1.0)


def _limits_of_days(part: PeriodData, ratio: Ratio, amount: Floats, over: Floats, shown: Flags) -> Floats | None:
    """Below 1,000 persons with the dispersion of the municipality, from there with the group's own."""
    phi = part.magnitudes.phi if part.magnitudes is not None else None
    if phi is None:
        return None
    own = part.asked.member[part.asked.own]
    values = part.observations.values
    days, base = (values[name].to_numpy(dtype=np.float64) for name in (ratio.amount, ratio.over))
    who = pd.factorize(part.observations.people["who"])[0]
    found = np.full((len(own), 2), np.nan)
    for index in np.flatnonzero(shown):
        used = phi
        if own[index].sum() >= PERSONS_FOR_LINEARISATION:
            person = np.unique(who[own[index]], return_inverse=True)[1]
            of_days = np.bincount(person, weights=days[own[index]]).astype(np.float64)
            of_base = np.bincount(person, weights=base[own[index]]).astype(np.float64)
            used = own_dispersion(of_days, of_base) if len(of_days) >= PERSONS_FOR_LINEARISATION else phi
        found[index] = gamma_limits(float(amount[index]), float(over[index]), used)
    return found


def _given(part: PeriodData, decided: Mapping[str, DecidedAmounts], policy: Policy) -> pd.DataFrame:
    """Return the ready cells of a period, shown where each of their tiers shows the group that they tell of.

    Those about the persons with most need enough of these.
    """
    ready = part.magnitudes.given if part.magnitudes is not None else None
    if ready is None or ready.empty:
        return pd.DataFrame(columns=list(c.RELEASED_COLUMNS))
    rows = ready.copy()
    keys = told_of(rows)
    place = {key: index for index, key in enumerate(part.asked.keys)}
    at = [place[key] for key in keys]
    tiers = [[decided[name] for name in joined.split("+")] for joined in rows["tier"]]
    shown = np.array([all(one.shown[i] for one in several) for several, i in zip(tiers, at, strict=True)], dtype=bool)
    enough = np.array([all(one.enough[i] for one in several) for several, i in zip(tiers, at, strict=True)], dtype=bool)
    top = rows[c.STATISTIC].map(TOP_SHARE).fillna(1.0).to_numpy(dtype=np.float64)
    enough &= top * rows[c.N].to_numpy(dtype=np.float64) >= policy.magnitude_persons
    there = shown & enough & np.isfinite(rows[c.VALUE].to_numpy(dtype=np.float64))
    why = np.where(enough, c.PROTECTED, c.TOO_FEW)
    rows[c.WITHHELD] = pd.Series([None if t else w for t, w in zip(there, why, strict=True)], rows.index, dtype=object)
    rows.loc[~there, [c.VALUE, c.N, c.BASE]] = np.nan
    return rows[list(c.RELEASED_COLUMNS)]
