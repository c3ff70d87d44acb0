"""Change since an earlier round: difference, interval, verdict, and the shrunken change of small workplaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals
from skapital.compare.released import KEY, aligned, means
from skapital.compare.verdict import notes, verdicts
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import round_released
from skapital.errors import NotComputable
from skapital.scoring.shrinkage import between_variance, shrink

MORE_COLUMNS = ("note", "shrunken", "shrunken_low", "shrunken_high", "grade", "reason")
ALL_COLUMNS = (*c.COMPARISON_COLUMNS, *MORE_COLUMNS)
NOT_COMPARABLE = "not_comparable"
UNITS_TO_SHRINK = 3


@dataclass(frozen=True)
class Past:
    """Where a unit's earlier figure comes from: its grade (``same``, ``mapped``, ``not_comparable``) and the reason.

    ``origin`` is the structure and unit to take it from, where that is not the unit itself as restated.
    """

    grade: str
    reason: str
    origin: tuple[str, str] | None = None


SAME = Past("same", "same")


def rounds(
    release: Release,
    *,
    period: str,
    earlier: str,
    kind: str,
    smallest_important: float,
    past: Mapping[str, Past],
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

    Returns
    -------
    DataFrame
        One row a unit, population and scale with a mean this round; unrounded. A unit that is not comparable, or whose
        earlier figure is withheld, has the verdict ``withheld`` and the reason.
    """
    now, before = means(release, period), means(release, earlier)
    structure = str(release.units[c.STRUCTURE].iloc[0])
    now = now[now.index.get_level_values(c.STRUCTURE) == structure]
    source = [_source(key, past) for key in now.index]
    then = aligned(before, pd.MultiIndex.from_tuples(source, names=list(KEY)))
    difference = intervals.independent(aligned(now, now.index), then)
    table = _table(now.index, difference, period, earlier, kind, smallest_important)
    graded = [past.get(unit, SAME) for unit in table[c.UNIT]]
    table["grade"] = [one.grade for one in graded]
    missing = table["difference"].isna()
    table["reason"] = [_reason(one, gone) for one, gone in zip(graded, missing, strict=True)]
    return _with_shrunken(table, difference.error, release)


def start(release: Release, *, period: str) -> pd.DataFrame:
    """Return, for a baseline, the least change the next round could tell from chance with as many answers.

    Rows of kind ``baseline`` without a difference; ``detectable = (t₀.₉₇₅ + t₀.₈₀) · √2 · sd / √n``.
    """
    now = means(release, period)
    own = aligned(now, now.index)
    again = intervals.independent(own, own)
    table = _table(now.index, again, period, period, "baseline", 1.0)
    table[["difference", "low", "high"]] = np.nan
    return table.assign(verdict=c.CANNOT_TELL, note=None, grade="same", reason="start")


def _source(key: tuple[str, str, str, str], past: Mapping[str, Past]) -> tuple[str, str, str, str]:
    structure, population, unit, measure = key
    one = past.get(unit, SAME)
    if one.grade == NOT_COMPARABLE:
        return (structure, population, "", measure)
    if one.origin is not None:
        return (one.origin[0], population, one.origin[1], measure)
    return key


def _reason(one: Past, missing: bool) -> str:
    if one.grade == NOT_COMPARABLE:
        return NOT_COMPARABLE
    return "too_few" if missing else one.reason


def _table(
    index: pd.MultiIndex | pd.Index,
    difference: intervals.Difference,
    period: str,
    earlier: str,
    kind: str,
    smallest_important: float,
) -> pd.DataFrame:
    keys = index.to_frame(index=False)
    return pd.DataFrame(
        {
            c.PERIOD: period,
            "from": earlier,
            c.STRUCTURE: keys[c.STRUCTURE],
            c.POPULATION: keys[c.POPULATION],
            c.UNIT: keys[c.UNIT],
            c.MEASURE: keys[c.MEASURE],
            "kind": kind,
            "difference": difference.value,
            "low": difference.low,
            "high": difference.high,
            "detectable": difference.detectable,
            "verdict": verdicts(difference.low, difference.high, smallest_important),
            "note": notes(difference.low, difference.high, smallest_important),
            "shrunken": np.nan,
            "shrunken_low": np.nan,
            "shrunken_high": np.nan,
            "grade": None,
            "reason": None,
            "p": difference.p,
        }
    )


def _with_shrunken(table: pd.DataFrame, error: intervals.Floats, release: Release) -> pd.DataFrame:
    """Add the empirical Bayes change over the units of a level, scale by scale (employees only)."""
    levels = release.units.drop_duplicates("code").set_index("code")["level"]
    table = table.assign(_error=error, _level=table[c.UNIT].map(levels))
    known = table["difference"].notna() & (table[c.POPULATION] == c.EMPLOYEES)
    for _, rows in table[known].groupby(["_level", c.MEASURE], sort=True):
        if len(rows) < UNITS_TO_SHRINK:
            continue
        variance = rows["_error"].to_numpy() ** 2
        try:
            found = shrink(rows["difference"].to_numpy(), variance, between_variance(rows["difference"], variance))
        except NotComputable:
            continue
        reach = 1.959963984540054 * found.standard_error
        table.loc[rows.index, "shrunken"] = found.estimate
        table.loc[rows.index, "shrunken_low"] = found.estimate - reach
        table.loc[rows.index, "shrunken_high"] = found.estimate + reach
    return table.drop(columns=["_error", "_level"])


def rounded(comparisons: pd.DataFrame, release: Release) -> pd.DataFrame:
    """Return comparisons as they are published: rounded once by the gate's own function, p-values left out."""
    found = comparisons.reindex(columns=list(ALL_COLUMNS)).copy()
    for name in ("difference", "low", "high", "detectable", "shrunken", "shrunken_low", "shrunken_high"):
        found[name] = [
            value if value != value else round_released(float(value), "difference", release.policy)
            for value in found[name].astype(float)
        ]
    return found
