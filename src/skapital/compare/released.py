"""Means of units out of a Release, ready to be compared. Only this package sees the unrounded figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.intervals import Floats, Means
from skapital.disclosure.release import Release, require_release

KEY = (c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE)


def means(release: Release, period: str) -> pd.DataFrame:
    """Return ``mean, sd, n, df, pooled_sd`` by structure, population, unit and measure of one period, unrounded.

    Only scales: measures that have a pooled SD. ``sd`` is the group's own where it is released and not 0 (eight people
    who happen to agree say little of how far the next eight will), else the one pooled within the units of the
    municipality, with its degrees of freedom. Groups whose mean is withheld are left out.
    """
    table = require_release(release).exact
    rows = table[(table[c.PERIOD] == period) & table[c.GROUP].isna() & table[c.WITHHELD].isna()]
    mean = rows[rows[c.STATISTIC] == c.MEAN].set_index(list(KEY))
    own = rows[rows[c.STATISTIC] == c.SD].set_index(list(KEY))[c.VALUE]
    pooled = rows[rows[c.STATISTIC] == c.POOLED_SD].drop_duplicates(c.MEASURE).set_index(c.MEASURE)
    measure = mean.index.get_level_values(c.MEASURE)
    found = pd.DataFrame({"mean": mean[c.VALUE].astype(float), "n": mean[c.N].astype(float)})
    found["sd"] = own.reindex(found.index).astype(float)
    found["df"] = found["n"] - 1
    found["pooled_sd"] = pooled[c.VALUE].astype(float).reindex(measure).to_numpy()
    use_pooled = ~(found["sd"] > 0).to_numpy()
    found.loc[use_pooled, "sd"] = found["pooled_sd"].to_numpy()[use_pooled]
    df = np.maximum(pooled[c.N].astype(float).reindex(measure).to_numpy() - _units_at_most(release), 1)
    found.loc[use_pooled, "df"] = df[use_pooled]
    return found[measure.isin(pooled.index)]


def withheld_means(release: Release, period: str) -> pd.Series:
    """Return the public reason of every withheld mean of a period, by structure, population, unit and measure."""
    table = require_release(release).exact
    gone = table[(table[c.PERIOD] == period) & table[c.GROUP].isna() & table[c.WITHHELD].notna()]
    return gone[gone[c.STATISTIC] == c.MEAN].set_index(list(KEY))[c.WITHHELD].astype(object)


def stayers(release: Release, period: str, other: str) -> pd.DataFrame:
    """Return ``mean, n`` of those of a round who answered the other round too, at the same unit; as :func:`means`.

    Empty where rounds are not linked. Groups that are withheld are left out.
    """
    table = require_release(release).exact
    rows = table[(table[c.PERIOD] == period) & (table[c.GROUP] == c.STAYERS + other) & table[c.WITHHELD].isna()]
    found = rows[rows[c.STATISTIC] == c.MEAN].set_index(list(KEY))
    return pd.DataFrame({"mean": found[c.VALUE].astype(float), "n": found[c.N].astype(float)})


def correlations(release: Release, period: str, other: str) -> pd.Series:
    """Return by measure how the two scores of one person go together within units (``change_scores.stayers``)."""
    table = require_release(release).exact
    rows = table[(table[c.PERIOD] == period) & (table[c.GROUP] == c.STAYERS + other) & table[c.WITHHELD].isna()]
    found = rows[rows[c.STATISTIC] == c.CORRELATION].drop_duplicates(c.MEASURE).set_index(c.MEASURE)
    return found[c.VALUE].astype(float)


def _units_at_most(release: Release) -> int:
    """How many units the pooled SD may have been taken within: those that people can belong to, of the largest tree.

    How many really had answers is not released; more of them than there were makes an interval a little wider.
    """
    units = release.units
    trees = units[units[c.STRUCTURE] == units[c.STRUCTURE].iloc[0]].groupby("tree", sort=False)
    return max(int((part["own_members"].astype(bool) | ~part["code"].isin(part["parent"])).sum()) for _, part in trees)


def aligned(table: pd.DataFrame, index: pd.Index) -> Means:
    """Return the means of ``index`` in its order; what is not there is NaN."""
    return as_means(table.reindex(index))


def as_means(table: pd.DataFrame) -> Means:
    """Return the rows of :func:`means` as arrays."""
    columns = (table[name].to_numpy(dtype=np.float64) for name in ("mean", "sd", "n", "df"))
    return Means(*columns)


def pooled_variance(table: pd.DataFrame) -> Floats:
    """Return the sampling variance of each mean with the pooled SD, ``s_p² / n``, as shrinking takes it.

    A unit's own variance would let those who happen to agree weigh the more for it.
    """
    pooled, n = table["pooled_sd"].to_numpy(dtype=np.float64), table["n"].to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(pooled**2 / n, dtype=np.float64)
