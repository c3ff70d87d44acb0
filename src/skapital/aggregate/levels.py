"""Leader levels large enough to stand alone; a small one is merged with a neighbour, the same way each round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

LEAST_ANSWERS = 8
"""A level with fewer answers to any measure that is not sensitive is merged (design: the distribution minimum)."""


def merged_levels(levels: Sequence[str], least: pd.Series) -> tuple[tuple[str, ...], ...]:
    """Merge levels until each has enough answers.

    Parameters
    ----------
    levels
        From the top down.
    least
        By level, the answers to the least answered measure.

    Returns
    -------
    tuple of tuples
        The levels merged together, from the top down. A small level joins the next one below, the lowest the one above.
    """
    parts: list[tuple[tuple[str, ...], int]] = [((level,), int(least.get(level, 0))) for level in levels]
    while len(parts) > 1:
        small = next((index for index, (_, n) in enumerate(parts) if n < LEAST_ANSWERS), None)
        if small is None:
            break
        first = min(small, len(parts) - 2)
        (upper, n_upper), (lower, n_lower) = parts[first : first + 2]
        parts[first : first + 2] = [((*upper, *lower), n_upper + n_lower)]
    return tuple(names for names, _ in parts)


def least_answered(values: pd.DataFrame, level: pd.Series, measures: Sequence[str]) -> pd.Series:
    """Return by level the answers to its least answered measure; measures that nobody of it was asked do not count."""
    answered = values[list(measures)].notna().groupby(level).sum()
    counts: npt.NDArray[np.int_] = answered.to_numpy()
    asked = np.where(counts > 0, counts, np.iinfo(np.int_).max).min(axis=1)
    return pd.Series(np.where(counts.max(axis=1) > 0, asked, 0), index=answered.index)


def population_names(level: pd.Series, merged: Sequence[Sequence[str]]) -> pd.Series:
    """Return each leader's population: the names of the merged levels joined by ``+``; employees stay as they are."""
    name = {part: "+".join(parts) for parts in merged for part in parts}
    return level.map(lambda one: name.get(one, one))
