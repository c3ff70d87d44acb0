"""Payroll's records of absence by day: hours absent of hours planned, put together to spells and full-time days."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

DAYS_OFF: Final = 3
"""A spell goes on over so many days to the next recorded one, so that a weekend does not end it."""


def parts_by_month(
    records: pd.DataFrame, day_hours: float, *, of_persons: bool = False
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the records as parts of spells by month, and the length of each spell.

    Parameters
    ----------
    records
        Columns ``person, unit, date`` (dates), ``reason, hours, planned``. Days without planned hours do not count.
    day_hours
        Hours of a full-time day.
    of_persons
        Whether a day is the lost share of the planned shift (person view), and not hours over the day's length.

    Returns
    -------
    DataFrame
        Columns ``spell, person, unit, reason, month`` (Period), ``days`` (hours / the day's length: the unit view of
        Region Hovedstaden) and ``last`` (whether the spell ends in that month).
    Series
        Calendar days by spell, from its first recorded day to its last.
    """
    order = ["person", "unit", "reason", "date"]
    counted = records[records["planned"] > 0].sort_values(order, kind="stable").reset_index(drop=True)
    same = (counted[order[:3]] == counted[order[:3]].shift()).all(axis=1)
    gap = counted["date"].diff().dt.days
    spell = np.cumsum(~(same & (gap <= DAYS_OFF)).to_numpy(dtype=bool)) - 1
    lost = counted["hours"] / (counted["planned"] if of_persons else day_hours)
    counted = counted.assign(spell=spell, days=lost, month=counted["date"].dt.to_period("M"))
    ends = counted.groupby("spell")["date"].agg(["min", "max"])
    keys = ["spell", "person", "unit", "reason", "month"]
    parts = counted.groupby(keys, as_index=False, sort=True)[["days"]].sum()
    lengths: pd.Series = (ends["max"] - ends["min"]).dt.days + 1
    return parts.assign(last=parts["month"] == parts["spell"].map(ends["max"].dt.to_period("M"))), lengths
