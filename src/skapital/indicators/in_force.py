"""Spells of several files put together: each file counts in the months it says it covers, the latest one first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

Months = frozenset[pd.Period]

IMPORT: Final = "import_id"
_WHOLE_LIST: Final = -1
_OF_THE_END: Final = ("end", "end_type", "initiative")
"""What the last piece of a spell says; everything else must be alike for two pieces to be one spell."""
_ONE_DAY: Final = pd.Timedelta(days=1)

Run = tuple[int, pd.Timestamp | None, pd.Timestamp | None]
"""An import, and the first and the last day on which it counts; None: no end."""


def months_told(spells: pd.DataFrame) -> Months:
    """Return the months from the first end of a spell to the last date of any, for a file that does not state them.

    An extract of a period lists whoever was there in it, with starts long before, but nobody who was gone when it
    began; so its first end is the nearest that can be known of its beginning.
    """
    ended = spells["end"].dropna()
    if not len(ended):
        return frozenset()
    last = max(ended.max(), spells["start"].max())
    return frozenset(pd.period_range(ended.min().to_period("M"), last.to_period("M"), freq="M"))


def whole_lists(spells: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of files that state no months."""
    return spells[~spells[IMPORT].isin(coverage[IMPORT])] if len(coverage) else spells


def stated(coverage: pd.DataFrame) -> Months:
    """Return the months that files state to cover."""
    return frozenset(pd.Period(month, freq="M") for month in coverage.loc[coverage["current"], "month"])


def in_force(spells: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the spells as they stand when every month is taken from the one file that counts in it.

    Parameters
    ----------
    spells
        Columns ``import_id, person, unit, start, end`` (dates; an open end is NaT) and others.
    coverage
        Columns ``import_id, month, current``: what files state to cover, and whether no later file has taken the month.

    Returns
    -------
    DataFrame
        The spells without ``import_id``. A spell is cut where another file counts, and pieces that meet there and are
        otherwise alike are one spell again, with the end that the later piece has. Days before the first covered month
        belong to the file of the first, days after the last to the file of the last, and months between that nobody
        covers to the file before.
    """
    if not len(coverage):
        return spells.drop(columns=IMPORT)
    lists = whole_lists(spells, coverage)
    owner: dict[pd.Period, int] = dict.fromkeys(months_told(lists), _WHOLE_LIST)
    counting = coverage[coverage["current"]]
    owner |= {pd.Period(m, freq="M"): int(i) for i, m in zip(counting[IMPORT], counting["month"], strict=True)}
    told = spells.assign(**{IMPORT: spells[IMPORT].where(~spells.index.isin(lists.index), _WHOLE_LIST)})
    pieces = [_cut(told[told[IMPORT] == number], first, last) for number, first, last in _runs(owner)]
    return _joined(pd.concat(pieces)) if pieces else spells.iloc[:0].drop(columns=IMPORT)


def _runs(owner: Mapping[pd.Period, int]) -> list[Run]:
    months = sorted(owner)
    begins = [month for place, month in enumerate(months) if not place or owner[month] != owner[months[place - 1]]]
    starts = [month.start_time.normalize() for month in begins]
    firsts = [None, *starts[1:]]
    lasts = [*(start - _ONE_DAY for start in starts[1:]), None]
    return [(owner[month], first, last) for month, first, last in zip(begins, firsts, lasts, strict=True)]


def _cut(rows: pd.DataFrame, first: pd.Timestamp | None, last: pd.Timestamp | None) -> pd.DataFrame:
    start = rows["start"] if first is None else rows["start"].mask(rows["start"] < first, first)
    end = rows["end"]
    beyond = pd.Series(False, index=rows.index) if last is None else end.isna() | (end > last)
    end = end.mask(beyond, last)
    cut = rows.assign(start=start, end=end, begins=start == first, ends=end == last)
    for name in _OF_THE_END[1:]:
        if name in cut:
            cut[name] = cut[name].mask(beyond)
    return cut[end.isna() | (start <= end)]


def _joined(pieces: pd.DataFrame) -> pd.DataFrame:
    """Put pieces together that meet where one file takes over from another; the order of the first pieces is kept."""
    told = pieces.drop(columns=[IMPORT, "begins", "ends"])
    alike = [name for name in told.columns if name not in (*_OF_THE_END, "start")]
    order = np.argsort(pieces.index.to_numpy(), kind="stable")
    codes = told.groupby(alike, dropna=False, sort=False).ngroup()
    sorted_by = pieces.assign(alike=codes, came=order.argsort()).sort_values(["alike", "start"], kind="stable")
    before = sorted_by.shift()
    meets = (sorted_by["alike"] == before["alike"]) & sorted_by["begins"] & (before["ends"] == True)  # noqa: E712
    meets &= sorted_by["start"] == before["end"] + _ONE_DAY
    spell = (~meets).cumsum()
    first, last = ~spell.duplicated(), ~spell.duplicated(keep="last")
    whole = sorted_by[first].copy()
    for name in _OF_THE_END:
        if name in whole:
            whole[name] = sorted_by.loc[last, name].to_numpy()
    return whole.sort_values("came", kind="stable")[list(told.columns)].reset_index(drop=True)
