"""Turnover of staff: who left, who came, who moved. Each rate says whom it is of.

The outflow rate is Region Hovedstaden's *afgangsrate*: of those employed at the start of a window, the share who had
left by its end. Who both came and went inside the window is not in it, so the quarters of a year do not add up to it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from skapital.errors import NotComputable

QUICK_REHIRE_DAYS = 92
"""Someone back within three months has not left."""


@dataclass(frozen=True)
class Window:
    """First and last day of a period; ``start`` is the day the staff is counted."""

    start: pd.Timestamp
    end: pd.Timestamp


def joined(spells: pd.DataFrame, gap_days: int = QUICK_REHIRE_DAYS) -> pd.DataFrame:
    """Join a person's spells whose gap is at most ``gap_days``, whatever the unit: one row an unbroken employment.

    Parameters
    ----------
    spells
        Columns ``person, start, end`` (NaT while employed), ``end_type``.

    Returns
    -------
    DataFrame
        Columns ``person, start, end, end_type`` (of the last spell).
    """
    ordered = spells.sort_values(["person", "start"], kind="stable")
    end = ordered["end"].fillna(pd.Timestamp.max.normalize())
    reached = end.groupby(ordered["person"]).cummax().groupby(ordered["person"]).shift()
    new = reached.isna() | (ordered["start"] > reached + pd.Timedelta(days=gap_days)) if len(ordered) else reached
    whole = ordered.assign(employment=new.cumsum(), _end=end).sort_values(["employment", "_end"], kind="stable")
    grouped = whole.groupby("employment", sort=True)
    first, last = grouped["start"].min(), grouped.tail(1).set_index("employment")
    return last.assign(start=first)[["person", "start", "end", "end_type"]].reset_index(drop=True)


def employed_on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Return whether each spell holds on ``day``."""
    holds: pd.Series = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] >= day))
    return holds


def movements(spells: pd.DataFrame, window: Window, expected: Collection[str] = ()) -> pd.DataFrame:
    """Return what became of each person who was employed at the start of the window or is at its end.

    Parameters
    ----------
    spells
        Columns ``person, unit, start, end, end_type``; one main employment a person at a time (else the first).
    window
        The period.
    expected
        End types that are not counted as leaving (retirement, end of a fixed term, …): such persons are left out.

    Returns
    -------
    DataFrame
        Index person; ``unit_start``, ``unit_end`` (NA where not employed), Booleans ``at_start``, ``left``, ``came``,
        ``moved``. A person counts once.
    """
    whole = joined(spells)
    present = {
        name: spells[employed_on(spells, day)].drop_duplicates("person").set_index("person")["unit"]
        for name, day in (("unit_start", window.start), ("unit_end", window.end))
    }
    people = pd.DataFrame(present)
    going = whole[(whole["start"] <= window.end) & (whole["end"].isna() | (whole["end"] >= window.end))]
    still = people.index.isin(going["person"])
    gone = whole[whole["end"].between(window.start, window.end, inclusive="left")]
    planned = gone.loc[gone["end_type"].isin(list(expected)), "person"]
    at_start = people["unit_start"].notna()
    people = people.assign(
        at_start=at_start,
        left=at_start & ~still,
        came=~at_start & people["unit_end"].notna(),
        moved=at_start & people["unit_end"].notna() & (people["unit_start"] != people["unit_end"]),
    )
    return people[~(people["left"] & people.index.isin(planned))]


def outflow(people: pd.DataFrame) -> float:
    """Return leavers over those employed at the start (0-1)."""
    return _rate(int(people["left"].sum()), int(people["at_start"].sum()))


def inflow(people: pd.DataFrame) -> float:
    """Return those who came and are there at the end, over those employed at the start (0-1)."""
    return _rate(int(people["came"].sum()), int(people["at_start"].sum()))


def total_turnover(people: pd.DataFrame) -> float:
    """Return outflow plus inflow: always named *both*, since the word turnover is used for either."""
    return outflow(people) + inflow(people)


def mobility(people: pd.DataFrame) -> float:
    """Return those who changed unit inside the municipality over those employed at the start (0-1)."""
    return _rate(int(people["moved"].sum()), int(people["at_start"].sum()))


def first_year_attrition(spells: pd.DataFrame, window: Window) -> tuple[int, int]:
    """Return (left within a year, hired) of those hired in the 12 months before the window: all were followed."""
    whole = joined(spells)
    year = pd.DateOffset(years=1)
    hired = whole[(whole["start"] >= window.start - year) & (whole["start"] < window.start)]
    left = hired["end"].notna() & (hired["end"] < hired["start"] + year)
    return int(left.sum()), len(hired)


def _rate(count: int, over: int) -> float:
    if over == 0:
        raise NotComputable("a turnover rate needs staff at the start of the window", slug="no-exposure")
    return count / over
