"""Units of a level around their common rate, without an order: limits that widen as a unit is smaller."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.funnel import FunnelLimits, proportion_funnel, rate_funnel
from skapital.compare.intervals import Floats
from skapital.compare.many import COUNT_COLUMNS
from skapital.compare.measures import PROPORTIONS
from skapital.compare.quarter import Place
from skapital.compare.rates import KEY, rates
from skapital.config.quarter_settings import FunnelSettings
from skapital.disclosure.release import Release
from skapital.errors import NotComputable

INSIDE: Final = "inside"
ABOVE, BELOW = "above", "below"
PLACES: Final = (INSIDE, ABOVE, BELOW)
LIMIT_COLUMNS: Final = (c.PERIOD, *KEY, "level", "low", "high", "place", "base")
COUNT_KIND: Final = "limits:"
"""Counts of workplaces are of kind ``limits:<number of the size band>``, from the smallest up."""


def limits(
    release: Release, now: Place, *, measures: Sequence[str], levels: Sequence[str], settings: FunnelSettings
) -> pd.DataFrame:
    """Return for each unit of each level its limits around the level's common rate, and where its own rate lies.

    Parameters
    ----------
    levels
        Of the organisation, such as centres and workplaces; each is judged by itself, in the publication's first tree.

    Returns
    -------
    DataFrame
        :data:`LIMIT_COLUMNS`, unrounded, in organisation order. A level with too few released units, or without any
        absence or leavers at all, is left out.
    """
    found = rates(release, now.kind, now.name)
    own = _in_first_tree(release)
    tables = [
        table
        for measure in measures
        for level in levels
        if (table := _of_level(found, own[own["level"] == level], measure, level, now.name, settings)) is not None
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(LIMIT_COLUMNS))


def workplace_counts(found: pd.DataFrame, root: str, workplace_level: str, settings: FunnelSettings) -> pd.DataFrame:
    """Count workplaces inside, above and below their limits by size band, for the municipality alone.

    Returns
    -------
    DataFrame
        ``many.COUNT_COLUMNS`` with the kind ``limits:<band>``; ``by_chance`` is how many of the band lie outside where
        nothing but chance is at work.
    """
    own = found[found["level"] == workplace_level]
    edges = (0.0, *settings.size_bands, np.inf)
    rows: list[tuple[object, ...]] = []
    for measure, part in own.groupby(c.MEASURE, sort=False):
        for band, (low, high) in enumerate(pairwise(edges)):
            places = part.loc[part["base"].ge(low) & part["base"].lt(high), "place"]
            chance = round((1 - settings.level) * len(places), 1)
            rows += [
                (root, measure, f"{COUNT_KIND}{band}", place, int((places == place).sum()), chance, None)
                for place in PLACES
                if len(places)
            ]
    return pd.DataFrame(rows, columns=list(COUNT_COLUMNS))


def _in_first_tree(release: Release) -> pd.DataFrame:
    units = release.units
    first = units[(units[c.STRUCTURE] == units[c.STRUCTURE].iloc[0]) & (units["tree"] == units["tree"].iloc[0])]
    alone: pd.DataFrame = first[first["members"].isna()]
    return alone


def _of_level(
    found: pd.DataFrame, units: pd.DataFrame, measure: str, level: str, period: str, settings: FunnelSettings
) -> pd.DataFrame | None:
    structure = units[c.STRUCTURE].iloc[0] if len(units) else ""
    keys = pd.MultiIndex.from_tuples(
        [(structure, c.EMPLOYEES, code, measure) for code in units["code"]], names=list(KEY)
    ) if len(units) else found.index[:0]  # fmt: skip
    rows = found.reindex(keys)
    rows = rows[rows["value"].notna() & rows["base"].gt(0)]
    if len(rows) < settings.least_units:
        return None
    try:
        drawn = _limits(rows["value"].to_numpy(), rows["base"].to_numpy(), measure, settings.level)
    except NotComputable:
        return None
    value = rows["value"].to_numpy()
    place = np.where(value > drawn.high, ABOVE, np.where(value < drawn.low, BELOW, INSIDE))
    table = rows.index.to_frame(index=False).assign(level=level, low=drawn.low, high=drawn.high, place=place)
    return table.assign(base=rows["base"].to_numpy(), **{c.PERIOD: period})[list(LIMIT_COLUMNS)]


def _limits(value: Floats, base: Floats, measure: str, level: float) -> FunnelLimits:
    draw = proportion_funnel if measure in PROPORTIONS else rate_funnel
    return draw(value * base, base, level)
