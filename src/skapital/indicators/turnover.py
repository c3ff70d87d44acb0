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
    new = reached.isna()
    if len(ordered):
        new |= ordered["start"] > reached + pd.Timedelta(days=gap_days)
    whole = ordered.assign(employment=new.cumsum(), _end=end).sort_values(["employment", "_end"], kind="stable")
    grouped = whole.groupby("employment", sort=True)
    first, last = grouped["start"].min(), grouped.tail(1).set_index("employment")
    return last.assign(start=first)[["person", "start", "end", "end_type"]].reset_index(drop=True)


def movements(
    spells: pd.DataFrame,
    window: Window,
    expected: Collection[str] = (),
    gap_days: int = QUICK_REHIRE_DAYS,
    whole: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what became of each person who was employed at the start of the window or is at its end.

    Windows join: who is employed when one ends is employed when the next starts. So one whose last day is the last of
    the window has left in it, and one whose first day is the first of the window has come in it.

    Parameters
    ----------
    spells
        Columns ``person, unit, start, end, end_type`` and, where it is known, ``leader_level``; one main employment a
        person at a time (else the first).
    window
        The period.
    expected
        End types that are not counted as leaving (retirement, end of a fixed term, …): such persons are left out.
    gap_days
        Who is back within so many days has not left.
    whole
        The spells as :func:`joined` joins them with that gap, where it is at hand for several windows.

    Returns
    -------
    DataFrame
        Index person; ``unit_start``, ``unit_end``, ``level_start``, ``level_end`` (NA where not employed),
        ``unit_first`` (where those of the start are on the first day, after moves of that day), Booleans
        ``at_start``, ``left``, ``came``, ``moved``. A person counts once.
    """
    whole = joined(spells, gap_days) if whole is None else whole
    after = window.end + pd.Timedelta(days=1)
    people = pd.concat([_present(spells, whole, window.start, "start"), _present(spells, whole, after, "end")], axis=1)
    on_first = spells[(spells["start"] <= window.start) & (spells["end"].isna() | (spells["end"] >= window.start))]
    latest = on_first.sort_values("start", ascending=False, kind="stable").drop_duplicates("person")
    people["unit_first"] = latest.set_index("person")["unit"].reindex(people.index).fillna(people["unit_start"])
    gone = whole[whole["end"].between(window.start, window.end)]
    planned = gone.loc[gone["end_type"].isin(list(expected)), "person"]
    at_start, at_end = people["unit_start"].notna(), people["unit_end"].notna()
    people = people.assign(
        at_start=at_start,
        left=at_start & ~at_end,
        came=~at_start & at_end,
        moved=at_start & at_end & (people["unit_start"] != people["unit_end"]),
    )
    return people[~(people["left"] & people.index.isin(planned))]


def _present(spells: pd.DataFrame, whole: pd.DataFrame, day: pd.Timestamp, when: str) -> pd.DataFrame:
    """Unit and leader level, the evening before, of those whose unbroken employment goes on into ``day``. Index person.

    Of several spells the one that began last; in a short break the last one before it.
    """
    overnight = whole[(whole["start"] < day) & (whole["end"].isna() | (whole["end"] >= day))]
    spells = spells[(spells["start"] < day) & spells["person"].isin(overnight["person"])]
    over = spells["end"] < day - pd.Timedelta(days=1)
    order = spells.assign(over=over).sort_values(["over", "start"], ascending=[True, False], kind="stable")
    last = order.drop_duplicates("person").set_index("person")
    level = last["leader_level"] if "leader_level" in last else pd.Series(None, index=last.index, dtype=object)
    return pd.DataFrame({f"unit_{when}": last["unit"], f"level_{when}": level})


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
