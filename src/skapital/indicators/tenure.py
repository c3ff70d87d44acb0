"""How long people have been employed: who is seen in a window, from which tenure to which, and how it ended.

Tenure is counted from the start of an unbroken employment, whatever the units: one who is back within the days of a
quick rehire has not left. It is in quarters of a year of 365.25 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.config.definitions import TurnoverDefinition
from skapital.indicators.turnover import Window, joined

DAYS_A_QUARTER: Final = 365.25 / 4
_DAY: Final = pd.Timedelta(days=1)


def observed(employment: pd.DataFrame, window: Window, definition: TurnoverDefinition) -> pd.DataFrame:
    """Return one row for each unbroken employment that was under observation in a window.

    Parameters
    ----------
    employment
        Spells: ``person, unit, start, end`` (NaT while employed), ``end_type, position_group, leader_level``.
    window
        Its days, both inclusive.
    definition
        Expected end types are no leaving: such persons count as long as they were there.

    Returns
    -------
    DataFrame
        ``person``; ``unit, position_group, leader_level`` when they came under observation, and that ``day``; ``entry``
        and ``leave``, the tenure in quarters then and at the end of observation; ``left`` whether they left in the
        window. ``entry`` is 0 for those hired in it; ``leave`` is always above ``entry``.
    """
    whole = joined(employment, definition.quick_rehire_days)
    whole = whole[(whole["start"] <= window.end) & (whole["end"].isna() | (whole["end"] >= window.start))]
    day = whole["start"].where(whole["start"] > window.start, window.start)
    inside = whole["end"].notna() & (whole["end"] <= window.end)
    until = whole["end"].where(inside, window.end) + _DAY
    rows = pd.DataFrame(
        {
            "person": whole["person"],
            "day": day,
            "entry": (day - whole["start"]).dt.days / DAYS_A_QUARTER,
            "leave": (until - whole["start"]).dt.days / DAYS_A_QUARTER,
            "left": inside & ~whole["end_type"].isin(list(definition.expected)),
        }
    )
    return _with_marks(rows, employment)


def hired(employment: pd.DataFrame, window: Window, definition: TurnoverDefinition) -> pd.DataFrame:
    """Return those hired in the twelve months before a window, and whether they left within a year.

    All of them were followed for a year when the window is at least as long. Expected leavers are left out of both.

    Returns
    -------
    DataFrame
        ``person``; ``unit, position_group, leader_level`` when they were hired, and that ``day``; ``left``.
    """
    whole, year = joined(employment, definition.quick_rehire_days), pd.DateOffset(years=1)
    whole = whole[(whole["start"] >= window.start - year) & (whole["start"] < window.start)]
    early = whole["end"].notna() & (whole["end"] < whole["start"] + year)
    counted = ~(early & whole["end_type"].isin(list(definition.expected)))
    rows = pd.DataFrame({"person": whole["person"], "day": whole["start"], "left": early})[counted]
    return _with_marks(rows, employment)


def tenure_on(employment: pd.DataFrame, day: pd.Timestamp, definition: TurnoverDefinition) -> pd.DataFrame:
    """Return ``position_group`` and ``tenure`` (quarters) of those employed the evening before ``day``, by person."""
    whole = joined(employment, definition.quick_rehire_days)
    there = whole[(whole["start"] < day) & (whole["end"].isna() | (whole["end"] >= day - _DAY))]
    rows = pd.DataFrame({"person": there["person"], "day": day - _DAY})
    rows["tenure"] = (day - there["start"]).dt.days / DAYS_A_QUARTER
    return _with_marks(rows, employment).drop_duplicates("person").set_index("person")[["position_group", "tenure"]]


def band_of(tenure: pd.Series, starts: Sequence[float]) -> npt.NDArray[np.int64]:
    """Return for each tenure in quarters the number of its band; ``starts`` are years, ascending from 0."""
    found: npt.NDArray[np.int64] = (
        np.searchsorted(np.asarray(starts) * 4, tenure.to_numpy(np.float64), side="right") - 1
    )
    return found


def _with_marks(rows: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Add unit, position group and leader level of the spell that held on ``day``: of several the one that began last.

    In a short break between two spells it is the last one before it.
    """
    marks = employment[["person", "unit", "start", "end", "position_group", "leader_level"]]
    pairs = rows.assign(row=np.arange(len(rows))).merge(marks, on="person")
    pairs = pairs[pairs["start"] <= pairs["day"]]
    over = pairs["end"] < pairs["day"]
    order = pairs.assign(over=over).sort_values(["row", "over", "start"], ascending=[True, True, False], kind="stable")
    last = order.drop_duplicates("row").set_index("row")
    found = rows.reset_index(drop=True)
    for name in ("unit", "position_group", "leader_level"):
        found[name] = last[name].reindex(found.index)
    return found
