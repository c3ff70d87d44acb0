"""Change since an earlier round: difference, interval, verdict, and the shrunken change of small workplaces."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals, linked
from skapital.compare.past import NOT_COMPARABLE, SAME, Past, graded_as
from skapital.compare.released import KEY, aligned, as_means, means, pooled_variance, withheld_means
from skapital.compare.shrunken import LEAST_UNITS, shrunken
from skapital.compare.table import (
    ALL_COLUMNS,
    BY_CHANCE,
    MORE_COLUMNS,
    N_LINKED,
    SHRUNKEN_COLUMNS,
    comparison_table,
    rounded,
)
from skapital.compare.targets import by_chance
from skapital.disclosure.release import Release

__all__ = [
    "ALL_COLUMNS",
    "MORE_COLUMNS",
    "NOT_COMPARABLE",
    "SAME",
    "Past",
    "graded_as",
    "of_linked",
    "rounded",
    "rounds",
    "start",
]

_NOT_RELEASED = ""


def rounds(
    release: Release,
    *,
    period: str,
    earlier: str,
    kind: str,
    smallest_important: float,
    past: Mapping[str, Past],
    unlike: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Compare a round with an earlier one, unit by unit on the publication's own structure.

    Parameters
    ----------
    release
        Holds both rounds' cells; the earlier ones restated to the own structure.
    period, earlier
        Ids of the rounds.
    kind
        ``round`` or ``baseline``.
    smallest_important
        m, in points.
    past
        By unit, where its history is not simply its own; others are ``same``.
    unlike
        Measures that were asked otherwise then, each with why (``comparability.unlike``): they are not subtracted.

    Returns
    -------
    DataFrame
        One row a unit, population and scale with a mean this round; unrounded. ``grade`` and ``reason`` say whether it
        may be compared, ``withheld`` with which public reason the earlier figure is withheld; both may be said of one
        row. ``origin`` is the unit the earlier figure is taken from, where that is another one. Where there is no
        difference the verdict is ``withheld``.
    """
    now, before = means(release, period), means(release, earlier)
    structure = str(release.units[c.STRUCTURE].iloc[0])
    now = now[now.index.get_level_values(c.STRUCTURE) == structure]
    graded = [graded_as(unit, measure, past, unlike or {}) for _, _, unit, measure in now.index]
    source = [_source(key, one) for key, one in zip(now.index, graded, strict=True)]
    then = before.reindex(pd.MultiIndex.from_tuples(source, names=list(KEY)))
    later, before_it = as_means(now), as_means(then)
    same = linked.both(release, period, earlier, now.index)
    difference = linked.overlapping(later, before_it, same)
    table = comparison_table(now.index, difference, period, earlier, kind, smallest_important)
    table[N_LINKED] = np.where(table["difference"].notna(), same.n, np.nan)
    table["grade"] = [one.grade for one in graded]
    table["reason"] = [one.reason for one in graded]
    table["origin"] = pd.Series([one.origin and one.origin[1] for one in graded], dtype=object)
    table[c.WITHHELD] = withheld_means(release, earlier).reindex(then.index).to_numpy(dtype=object)
    return _with_shrunken(table, pooled_variance(now) + pooled_variance(then), release)


def of_linked(release: Release, *, period: str, earlier: str, smallest_important: float) -> pd.DataFrame:
    """Return what a change is made of where rounds are linked: rows of the kinds ``stayers`` and ``came_and_went``.

    On the publication's own structure, for units whose earlier figure is their own as restated: both rounds' stayers
    and all others must be released. Empty where rounds are not linked.
    """
    now, before = means(release, period), means(release, earlier)
    structure = str(release.units[c.STRUCTURE].iloc[0])
    now = now[now.index.get_level_values(c.STRUCTURE) == structure]
    same = linked.both(release, period, earlier, now.index)
    periods, later, then = (period, earlier), as_means(now), aligned(before, now.index)
    return linked.parts(now.index, later, then, same, periods=periods, smallest_important=smallest_important)


def start(release: Release, *, period: str) -> pd.DataFrame:
    """Return, for a baseline, the least change the next round could tell from chance with as many answers.

    Rows of kind ``baseline`` without a difference; ``detectable = (t₀.₉₇₅ + t₀.₈₀) · √2 · sd / √n``; ``by_chance`` is
    what the next round would show without any real change (``targets.by_chance``), for units of the own structure.
    """
    now = means(release, period)
    again = intervals.independent(as_means(now), as_means(now))
    table = comparison_table(now.index, again, period, period, "baseline", 1.0)
    table[["difference", "low", "high", "p"]] = np.nan
    chance = by_chance(release, period=period)
    own = (
        (table[c.STRUCTURE] == str(release.units[c.STRUCTURE].iloc[0])) & (table[c.POPULATION] == c.EMPLOYEES)
    ).to_numpy()
    units = pd.MultiIndex.from_frame(table.loc[own, [c.UNIT, c.MEASURE]])
    table.loc[own, BY_CHANCE] = chance.reindex(units).to_numpy()
    return table.assign(verdict=c.CANNOT_TELL, note=None, grade="same", reason="start")


def _source(key: tuple[str, str, str, str], one: Past) -> tuple[str, str, str, str]:
    structure, population, _, measure = key
    if one.grade == NOT_COMPARABLE:
        return (structure, population, _NOT_RELEASED, measure)
    if one.origin is not None:
        return (one.origin[0], population, one.origin[1], measure)
    return key


def _with_shrunken(table: pd.DataFrame, variance: intervals.Floats, release: Release) -> pd.DataFrame:
    """Add the shrunken change over the units of a level, scale by scale (employees only)."""
    levels = release.units.drop_duplicates("code").set_index("code")["level"]
    table = table.assign(_variance=variance, _level=table[c.UNIT].map(levels))
    known = table["difference"].notna() & table["_variance"].gt(0) & (table[c.POPULATION] == c.EMPLOYEES)
    for _, rows in table[known].groupby(["_level", c.MEASURE], sort=True):
        if len(rows) < LEAST_UNITS:
            continue
        found = shrunken(rows["difference"].to_numpy(), rows["_variance"].to_numpy())
        table.loc[rows.index, list(SHRUNKEN_COLUMNS)] = np.column_stack([found.estimate, found.low, found.high])
    return table.drop(columns=["_variance", "_level"])
