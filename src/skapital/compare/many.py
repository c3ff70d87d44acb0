"""Many units at once: how many would be flagged by chance, and how many stand after Benjamini and Hochberg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from skapital import columns as c

FALSE_DISCOVERY_RATE = 0.05
COUNT_COLUMNS = ("unit", "measure", "kind", "verdict", "n_units", "by_chance", "n_bh")


def benjamini_hochberg(p_values: Sequence[float]) -> list[bool]:
    """Return which p-values are rejected at a false discovery rate of 5 % (Benjamini & Hochberg 1995).

    Oracle: ``tests/oracles/uncertainty.toml``.
    """
    if not len(p_values):
        return []
    adjusted = stats.false_discovery_control(np.asarray(p_values, dtype=np.float64))
    return [bool(value <= FALSE_DISCOVERY_RATE) for value in adjusted]


def holm(p_values: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p-values, for the few municipal tests declared beforehand (Holm 1979).

    Oracle: ``tests/oracles/change.toml`` (``p.adjust``).
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(np.minimum(p[order] * (p.size - np.arange(p.size)), 1.0))
    adjusted = np.empty_like(p)
    adjusted[order] = stepped
    return [float(value) for value in adjusted]


def workplace_counts(
    comparisons: pd.DataFrame, below: Mapping[str, Sequence[str]], kinds: Sequence[str] = ("round",)
) -> pd.DataFrame:
    """Count workplaces by verdict below each larger unit.

    Parameters
    ----------
    comparisons
        Unrounded, with ``p``; employees only are counted.
    below
        By larger unit, the codes of the workplaces below it.

    Returns
    -------
    DataFrame
        :data:`COUNT_COLUMNS`: ``by_chance`` is 5 % of those that could be compared, ``n_bh`` how many of the unit's
        workplaces stand after Benjamini and Hochberg over all workplaces of the municipality within the scale.
    """
    rows: list[tuple[object, ...]] = []
    workplaces = {code for codes in below.values() for code in codes}
    table = comparisons[(comparisons[c.POPULATION] == c.EMPLOYEES) & comparisons["kind"].isin(list(kinds))]
    for (kind, measure), part in table.groupby(["kind", c.MEASURE], sort=False):
        everywhere = part[part[c.UNIT].isin(workplaces) & part["p"].notna()]
        stand = set(everywhere.loc[benjamini_hochberg(everywhere["p"].tolist()), c.UNIT])
        by_unit = part.set_index(c.UNIT)
        for unit, codes in below.items():
            found = by_unit.loc[by_unit.index.intersection(list(codes), sort=False)]
            rows += _counts(unit, str(measure), str(kind), found, stand)
    return pd.DataFrame(rows, columns=list(COUNT_COLUMNS))


def _counts(unit: str, measure: str, kind: str, found: pd.DataFrame, stand: set[str]) -> list[tuple[object, ...]]:
    chance = round(FALSE_DISCOVERY_RATE * int(found["p"].notna().sum()), 1)
    standing = int(found.index.isin(stand).sum())
    counted = found["verdict"].value_counts()
    return [
        (unit, measure, kind, verdict, int(counted.get(verdict, 0)), chance, standing)
        for verdict in c.VERDICTS
        if counted.get(verdict, 0)
    ]
