"""Targets after the baseline: what may be proposed, and how far it is to an adopted one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals
from skapital.compare.change import MORE_COLUMNS
from skapital.compare.released import aligned, means
from skapital.compare.verdict import notes, verdicts
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import round_released
from skapital.errors import NotComputable
from skapital.scoring.shrinkage import between_variance, shrink

TOP = 100.0
PROPOSAL_COLUMNS = ("unit", "measure", "baseline", "value", "by_chance", "reachable")


def propose(release: Release, *, period: str, smallest_important: float) -> pd.DataFrame:
    """Propose a target for every unit with a released baseline.

    Returns
    -------
    DataFrame
        :data:`PROPOSAL_COLUMNS`, employees, own structure: ``value`` is the baseline plus the smallest important
        difference, never above 100; ``by_chance`` the change that regression to the mean alone would bring, which a
        target must exceed to mean anything; ``reachable`` whether the whole difference fits below 100. Rounded once.
        A unit without a released baseline is not in it: it may have a target in words.
    """
    structure = str(release.units[c.STRUCTURE].iloc[0])
    found = means(release, period).reset_index()
    found = found[(found[c.STRUCTURE] == structure) & (found[c.POPULATION] == c.EMPLOYEES)].reset_index(drop=True)
    chance = _by_chance(found, release)
    rows = [
        (
            unit,
            measure,
            round_released(mean, c.MEAN, release.policy),
            min(TOP, round_released(mean + smallest_important, c.MEAN, release.policy)),
            None if drift != drift else round_released(drift, "difference", release.policy),
            bool(mean + smallest_important <= TOP),
        )
        for unit, measure, mean, drift in zip(found[c.UNIT], found[c.MEASURE], found["mean"], chance, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(PROPOSAL_COLUMNS))


def _by_chance(found: pd.DataFrame, release: Release) -> list[float]:
    """Regression to the mean, ``(1 - λ)(μ - ȳ)``, among the units of a level within a scale."""
    levels = release.units.drop_duplicates("code").set_index("code")["level"]
    drift = pd.Series(np.nan, index=found.index)
    for _, rows in found.groupby([found[c.UNIT].map(levels), c.MEASURE], sort=True):
        variance = (rows["sd"] ** 2 / rows["n"]).to_numpy()
        try:
            shrunken = shrink(rows["mean"].to_numpy(), variance, between_variance(rows["mean"], variance))
        except NotComputable:
            continue
        drift[rows.index] = shrunken.expected_change
    return [float(value) for value in drift]


def progress(release: Release, targets: pd.DataFrame, *, period: str, smallest_important: float) -> pd.DataFrame:
    """Compare the present mean of each unit with its adopted target: rows of kind ``target``, unrounded.

    Parameters
    ----------
    targets
        Adopted targets with a number: columns ``unit, measure, value``.

    Notes
    -----
    ``difference = mean - target``; a target is a fixed number, so the interval is that of the mean. ``better`` says
    that the unit lies above its target beyond chance, ``worse`` below it.
    """
    structure = str(release.units[c.STRUCTURE].iloc[0])
    known = targets[targets["value"].notna()].reset_index(drop=True)
    index = pd.MultiIndex.from_arrays(
        [[structure] * len(known), [c.EMPLOYEES] * len(known), known["unit"], known["measure"]],
        names=[c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE],
    )
    now = aligned(means(release, period), index)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = now.sd / np.sqrt(now.n)
    found = intervals.of(now.mean - known["value"].to_numpy(dtype=np.float64), error, now.df)
    table = index.to_frame(index=False)
    table[c.PERIOD], table["from"], table["kind"] = period, period, "target"
    table["difference"], table["low"], table["high"] = found.value, found.low, found.high
    table["detectable"], table["p"] = found.detectable, found.p
    table["verdict"] = verdicts(found.low, found.high, smallest_important)
    table = table.reindex(columns=[*c.COMPARISON_COLUMNS, *MORE_COLUMNS, "p"])
    table["note"] = pd.Series(notes(found.low, found.high, smallest_important), index=table.index, dtype=object)
    return table.assign(grade="same")
