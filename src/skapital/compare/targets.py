"""Targets after the baseline: what may be proposed, and how far it is to an adopted one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals
from skapital.compare.past import NOT_COMPARABLE, Past, graded_as
from skapital.compare.released import aligned, means, pooled_variance
from skapital.compare.shrunken import LEAST_UNITS, shrunken_estimates
from skapital.compare.table import BY_CHANCE, comparison_table
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import round_released

TOP = 100.0
MET_BY_CHANCE = "met_by_chance"
_FIGURES = ("difference", "low", "high", "detectable", BY_CHANCE)
PROPOSAL_COLUMNS = ("unit", "measure", "baseline", "value", "by_chance", "reachable", "note")


def propose(release: Release, *, period: str, smallest_important: float) -> pd.DataFrame:
    """Propose a target for every unit with a released baseline.

    Returns
    -------
    DataFrame
        :data:`PROPOSAL_COLUMNS`, employees, own structure: ``value`` is the baseline plus the smallest important
        difference, never above 100; ``by_chance`` the change that regression to the mean alone would bring, which a
        target must exceed to mean anything; ``reachable`` whether the whole difference fits below 100;
        ``note`` is ``met_by_chance`` where the target asks for no more than ``by_chance``. Rounded once.
        A unit without a released baseline is not in it: it may have a target in words.
    """
    found = _employees(release, period)
    chance = _by_chance(found, release)
    rows = [
        (
            unit,
            measure,
            round_released(mean, c.MEAN, release.policy),
            min(TOP, round_released(mean + smallest_important, c.MEAN, release.policy)),
            None if drift != drift else round_released(drift, "difference", release.policy),
            bool(mean + smallest_important <= TOP),
            MET_BY_CHANCE if min(smallest_important, TOP - mean) <= drift else None,
        )
        for unit, measure, mean, drift in zip(found[c.UNIT], found[c.MEASURE], found["mean"], chance, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(PROPOSAL_COLUMNS))


def by_chance(release: Release, *, period: str, past: Mapping[str, Past] | None = None) -> pd.Series:
    """Return the change each unit would show after a period with no real change at all: regression to the mean.

    Parameters
    ----------
    period
        The round that stands first.
    past
        By unit, where its figure of that round is not its own; those that took it from elsewhere, or have none that is
        comparable, are left out.

    Returns
    -------
    Series
        Points, unrounded, by ``unit`` and ``measure``; employees, own structure; NaN among fewer than five units.
    """
    found = _employees(release, period)
    other = [unit for unit, one in (past or {}).items() if one.grade == NOT_COMPARABLE or one.origin is not None]
    found = found[~found[c.UNIT].isin(other)].reset_index(drop=True)
    index = pd.MultiIndex.from_frame(found[[c.UNIT, c.MEASURE]])
    return pd.Series(_by_chance(found, release), index=index, dtype=np.float64)


def _employees(release: Release, period: str) -> pd.DataFrame:
    structure = str(release.units[c.STRUCTURE].iloc[0])
    found = means(release, period).reset_index()
    return found[(found[c.STRUCTURE] == structure) & (found[c.POPULATION] == c.EMPLOYEES)].reset_index(drop=True)


def _by_chance(found: pd.DataFrame, release: Release) -> list[float]:
    """Regression to the mean among the units of a level within a scale: the shrunken mean less the mean.

    ``(1 - λ)(μ - ȳ)``, averaged over what is known of the spread between units (``shrunken.shrunken_estimates``).
    """
    levels = release.units.drop_duplicates("code").set_index("code")["level"]
    drift = pd.Series(np.nan, index=found.index)
    for _, rows in found.groupby([found[c.UNIT].map(levels), c.MEASURE], sort=True):
        if len(rows) >= LEAST_UNITS:
            own = rows["mean"].to_numpy(dtype=np.float64)
            drift[rows.index] = shrunken_estimates(own, pooled_variance(rows)) - own
    return [float(value) for value in drift]


def progress(
    release: Release,
    targets: pd.DataFrame,
    *,
    period: str,
    smallest_important: float,
    chance: pd.Series | None = None,
    unlike: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Compare the present mean of each unit with its adopted target: rows of kind ``target``, unrounded.

    Parameters
    ----------
    targets
        Adopted targets with a number: columns ``unit, population, measure, value``.
    chance
        What would have come without any real change since the baseline, as :func:`by_chance` gives it.
    unlike
        Measures that were asked otherwise in the baseline the targets rest on, each with why: they have no progress.

    Notes
    -----
    ``difference = mean - target``; a target is a fixed number, so the interval is that of the mean. ``better`` says
    that the unit lies above its target beyond chance, ``worse`` below it.
    """
    structure = str(release.units[c.STRUCTURE].iloc[0])
    known = targets[targets["value"].notna()].reset_index(drop=True)
    index = pd.MultiIndex.from_arrays(
        [[structure] * len(known), known["population"], known["unit"], known["measure"]],
        names=[c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE],
    )
    now = aligned(means(release, period), index)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = now.sd / np.sqrt(now.n)
    found = intervals.of(now.mean - known["value"].to_numpy(dtype=np.float64), error, now.df)
    table = comparison_table(index, found, period, period, "target", smallest_important)
    if chance is not None:
        drift = chance.reindex(index.droplevel([c.STRUCTURE, c.POPULATION])).to_numpy()
        table[BY_CHANCE] = np.where(known["population"] == c.EMPLOYEES, drift, np.nan)
    graded = [graded_as("", measure, {}, unlike or {}) for measure in known["measure"]]
    changed = np.array([one.grade == NOT_COMPARABLE for one in graded], dtype=bool)
    table.loc[changed, [*_FIGURES, "p"]] = np.nan
    table["verdict"] = table["verdict"].mask(changed, c.VERDICT_WITHHELD)
    table["note"] = table["note"].mask(changed, None)
    table["grade"], table["reason"] = [one.grade for one in graded], [one.reason for one in graded]
    return table
