"""Means of units out of a Release, ready to be compared. Only this package sees the unrounded figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.intervals import Means
from skapital.disclosure.release import Release, require_release

KEY = (c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE)


def means(release: Release, period: str) -> pd.DataFrame:
    """Return ``mean, sd, n, df`` by structure, population, unit and measure of one period, unrounded.

    Only scales: measures that have a pooled SD or an interval. ``sd`` is the group's own where it is released, else
    pooled within the units of the municipality. Groups whose mean is withheld are left out.
    """
    table = require_release(release).exact
    rows = table[(table[c.PERIOD] == period) & table[c.GROUP].isna() & table[c.WITHHELD].isna()]
    mean = rows[rows[c.STATISTIC] == c.MEAN].set_index(list(KEY))
    own = rows[rows[c.STATISTIC] == c.SD].set_index(list(KEY))[c.VALUE]
    pooled = rows[rows[c.STATISTIC] == c.POOLED_SD].drop_duplicates(c.MEASURE).set_index(c.MEASURE)
    measure = mean.index.get_level_values(c.MEASURE)
    scale = measure.isin(pooled.index)
    found = pd.DataFrame({"mean": mean[c.VALUE].astype(float), "n": mean[c.N].astype(float)})
    found["sd"] = own.reindex(found.index).astype(float)
    found["df"] = found["n"] - 1
    use_pooled = found["sd"].isna().to_numpy()
    found.loc[use_pooled, "sd"] = pooled[c.VALUE].astype(float).reindex(measure).to_numpy()[use_pooled]
    found.loc[use_pooled, "df"] = pooled[c.N].astype(float).reindex(measure).to_numpy()[use_pooled] - 1
    return found[scale]


def aligned(table: pd.DataFrame, index: pd.Index) -> Means:
    """Return the means of ``index`` in its order; what is not there is NaN."""
    rows = table.reindex(index)
    columns = (rows[name].to_numpy(dtype=np.float64) for name in ("mean", "sd", "n", "df"))
    return Means(*columns)
