"""The few tests a municipality declared beforehand, held to a common error of 5 % by Holm's procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.compare.many import holm
from skapital.compare.table import STANDS

FAMILY_ERROR: Final = 0.05
KIND_OF: Final = {"target": "target", "baseline": "baseline", "earlier": "round", "reference": "reference"}
"""By what a figure of `goals.toml` is set against: the kind of comparison."""


@dataclass(frozen=True)
class Declared:
    """A measure of a population of the whole municipality, and the kind of comparison that is its test."""

    measure: str
    population: str
    kind: str


def judged(comparisons: pd.DataFrame, declared: Sequence[Declared], root: str) -> pd.DataFrame:
    """Return the comparisons with ``stands`` filled in for the declared tests that could be made.

    Parameters
    ----------
    comparisons
        Unrounded, with ``p``.
    declared
        What was declared before the answers came.
    root
        The municipality.

    Notes
    -----
    ``stands`` is whether Holm's adjusted p-value is at most 5 %: then the chance of a single wrong one among all the
    declared tests is at most 5 %. A test without a figure (withheld, not comparable) was not made and does not count.
    The verdict is left as it is; it rests on the comparison's own interval.

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70. Oracle: ``tests/oracles/uncertainty.toml``.
    """
    wanted = {(one.measure, one.population, one.kind) for one in declared}
    keys = zip(comparisons[c.MEASURE], comparisons[c.POPULATION], comparisons["kind"], strict=True)
    chosen = pd.Series([key in wanted for key in keys], index=comparisons.index, dtype=bool)
    made = comparisons.index[chosen & (comparisons[c.UNIT] == root) & comparisons["p"].notna()]
    found = comparisons.assign(**{STANDS: None}).astype({STANDS: object})
    found.loc[made, STANDS] = [bool(p <= FAMILY_ERROR) for p in holm(comparisons.loc[made, "p"].tolist())]
    return found
