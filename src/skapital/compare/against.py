"""A unit beside the municipality, and beside a published figure: data for its own page, never an order of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import intervals
from skapital.compare.intervals import Floats, Means
from skapital.compare.released import aligned, as_means, means
from skapital.compare.table import comparison_table
from skapital.config.instrument import Reference
from skapital.disclosure.release import Release

OTHER_LEVEL: Final = "other_level"
PERSON: Final = "person"
UNIT: Final = "unit"


def municipality(release: Release, *, period: str, smallest_important: float) -> pd.DataFrame:
    """Compare each unit with the municipality it is a part of: rows of kind ``parent``, employees, unrounded.

    Notes
    -----
    The unit's people are among the municipality's, so with ``w = n_u / n``: ``d = x_u - x = (1 - w)(x_u - x_rest)`` and
    ``se² = (1 - w)² (s_u² / n_u + s_rest² / n_rest)``; the rest's mean and spread follow from the whole and the unit.
    Degrees of freedom by Satterthwaite.
    """
    found, root = _employees(release, period)
    own = found[found.index.get_level_values(c.UNIT) != root]
    whole = own.index.to_frame().assign(**{c.UNIT: root})
    difference = part_of_whole(as_means(own), aligned(found, pd.MultiIndex.from_frame(whole)))
    return comparison_table(own.index, difference, period, period, "parent", smallest_important)


def part_of_whole(part: Means, whole: Means) -> intervals.Difference:
    """Return ``part - whole`` for groups that are contained in the whole; NaN where a part is all of it.

    Oracle: ``tests/oracles/change.toml`` (Welch's test of the part against the rest, times one minus its share).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        n_rest = np.where(whole.n > part.n, whole.n - part.n, np.nan)
        rest = (whole.n * whole.mean - part.n * part.mean) / n_rest
        share = 1 - part.n / whole.n
        first, second = part.sd**2 / part.n, _rest_variance(part, whole, rest, n_rest) / n_rest
        df = (first + second) ** 2 / (first**2 / part.df + second**2 / np.maximum(n_rest - 1, 1))
        return intervals.of(share * (part.mean - rest), share * np.sqrt(first + second), df)


def _rest_variance(part: Means, whole: Means, rest: Floats, n_rest: Floats) -> Floats:
    """Variance of those outside the part, out of the sums of squares; the whole's where a pooled spread leaves none."""
    between = part.n * n_rest / whole.n * (part.mean - rest) ** 2
    squares = (whole.n - 1) * whole.sd**2 - (part.n - 1) * part.sd**2 - between
    found = squares / np.maximum(n_rest - 1, 1)
    return np.where((found > 0) & (n_rest > 1), found, whole.sd**2)


def references(
    release: Release, *, period: str, smallest_important: float, published: Mapping[str, Sequence[Reference]]
) -> pd.DataFrame:
    """Compare the municipality and its units with published figures: rows of kind ``reference``, unrounded.

    A mean of *persons* stands beside the municipality's mean alone, a mean of *units* beside units; where the levels
    do not match there is no difference, the verdict ``withheld`` and the reason ``other_level``. The reference counts
    as a fixed number: its own uncertainty is not published with it. ``from`` is its source and year.
    """
    found, root = _employees(release, period)
    tables = [
        _with_reference(found[found.index.get_level_values(c.MEASURE) == measure], root, one)
        for measure, several in published.items()
        for one in several
    ]
    parts = [_table(*table, period, smallest_important) for table in tables if len(table[0])]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _with_reference(rows: pd.DataFrame, root: str, one: Reference) -> tuple[pd.Index, intervals.Difference, Reference]:
    if one.level not in (PERSON, UNIT):
        raise ValueError(f'a reference is of the level "person" or "unit", not "{one.level}"')
    fits = (rows.index.get_level_values(c.UNIT) == root) == (one.level == PERSON)
    own = as_means(rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(fits, own.sd / np.sqrt(own.n), np.nan)
    return rows.index, intervals.of(np.where(fits, own.mean - one.value, np.nan), error, own.df), one


def _table(
    index: pd.Index, found: intervals.Difference, one: Reference, period: str, smallest_important: float
) -> pd.DataFrame:
    table = comparison_table(index, found, period, f"{one.source}, {one.year}", "reference", smallest_important)
    reasons = [OTHER_LEVEL if gone else None for gone in np.isnan(found.value)]
    return table.assign(reason=pd.Series(reasons, index=table.index, dtype=object))


def _employees(release: Release, period: str) -> tuple[pd.DataFrame, str]:
    """The employees' means on the publication's own structure, and the code of the municipality."""
    found, units = means(release, period), release.units
    structure = str(units[c.STRUCTURE].iloc[0])
    own = (found.index.get_level_values(c.STRUCTURE) == structure) & (
        found.index.get_level_values(c.POPULATION) == c.EMPLOYEES
    )
    return found[own], str(units.loc[units["parent"].isna(), "code"].iloc[0])
