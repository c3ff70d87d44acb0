"""The Release: what may be said. Only :func:`release` makes one, and nothing else may be compared or reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from skapital.config.policy import Policy
from skapital.errors import UnreleasedError

_GATE: Final = object()


@dataclass(frozen=True)
class Cell:
    """One released or withheld figure."""

    value: float | None
    n: int | None
    base: float | None
    withheld: str | None


@dataclass(frozen=True)
class Release:
    """All that one publication says, checked together.

    Attributes
    ----------
    units
        Columns ``columns.UNIT_COLUMNS``; combined units stand right after their last member's siblings.
    cells
        Columns ``columns.RELEASED_COLUMNS``, rounded once; a withheld row has a reason and no figures.
    exact
        The same rows unrounded; for ``compare`` alone.
    tiers
        Columns ``structure, tree, unit, tier, covered_by, n_invited``: who gets which report, where the rest are read.
    withheld_counts
        Number of withheld cells by finer reason, for the manifest.
    loss
        Sum of n of the cells withheld beyond what the minimum alone would hide.
    kept
        What stands as it was published, because changing it would tell about too few people. Sentences without figures.
    """

    units: pd.DataFrame
    cells: pd.DataFrame
    exact: pd.DataFrame
    tiers: pd.DataFrame
    withheld_counts: Mapping[str, int]
    loss: int
    kept: tuple[str, ...]
    policy: Policy
    gate: object

    def __post_init__(self) -> None:
        if self.gate is not _GATE:
            raise UnreleasedError("a Release is made by disclosure.release() alone")


def require_release(candidate: object) -> Release:
    """Return ``candidate`` if it is a Release; what compares or reports calls this first."""
    if not isinstance(candidate, Release):
        raise UnreleasedError(f"only a Release may be compared or reported, not {type(candidate).__name__}")
    return candidate
