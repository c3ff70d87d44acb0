"""A round before fieldwork: the frame's people as if so many of them had answered, ready for the gate."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import Structure, groups
from skapital.aggregate.invited import invited_by_group
from skapital.aggregate.levels import merged_levels, population_names
from skapital.tables import Observations, PeriodData, Tier

Whole = npt.NDArray[np.int64]

STAND_IN = "expected"
"""The one measure beside response: every expected person has it, as scales have a value where nothing is missing."""
TIERS = (Tier("main", "scale", (STAND_IN, c.RESPONSE), "mean"), Tier("spread", "distribution", (STAND_IN,), "spread"))
"""The tiers that decide which report a unit gets; the others decide what stands in it."""


def expected_data(
    round_id: str,
    structure: Structure,
    share: float,
    leader_levels: Sequence[str],
    fixed_levels: Sequence[Sequence[str]] | None = None,
) -> PeriodData:
    """Return a round as the gate would get it if ``share`` of those invited answered every question.

    Parameters
    ----------
    round_id
        Such as ``2014-06``.
    structure
        The trees at the cut-off and the frame; its ``own_unit`` is not used.
    share
        0-1, the same everywhere.
    leader_levels
        From the top down.
    fixed_levels
        How an earlier round merged the levels.

    Notes
    -----
    A unit's employees are rounded down, so that no report is promised by rounding; leaders, often one in a unit, are
    rounded so that their level's total comes out right.
    """
    people = _people(structure.frame, share)
    level = people.pop("leader_level")
    merged = fixed_levels or merged_levels(leader_levels, level.value_counts())
    people["population"] = population_names(level.where(level.notna(), c.EMPLOYEES).astype(object), merged)
    placed = Structure(structure.name, structure.trees, people["unit"], structure.frame)
    asked = groups(people, [placed], ["+".join(parts) for parts in merged])
    turns = np.arange(len(people)) % 2
    values = pd.DataFrame({STAND_IN: 100.0 * turns, c.RESPONSE: 100.0}, index=people.index)
    return PeriodData(
        observations=Observations("round", round_id, people, values, pd.DataFrame(index=people.index)),
        asked=asked,
        tiers=TIERS,
        constants=pd.DataFrame(columns=list(c.CELL_COLUMNS)),
        invited=invited_by_group(asked, [placed], merged),
    )


def _people(frame: pd.DataFrame, share: float) -> pd.DataFrame:
    """One row an expected respondent, with unit and leader level, in the frame's order."""
    known = frame[["unit", "leader_level"]].astype(object)
    invited = frame["n_invited"].to_numpy(dtype=np.int64)
    expected = np.array([math.floor(n * share + 1e-9) for n in invited], dtype=np.int64)
    for _, rows in frame.groupby("leader_level").indices.items():
        expected[rows] = _cumulative(invited[rows], share)
    people = known.loc[known.index.repeat(expected)].reset_index(drop=True)
    people.index = pd.Index([f"expected-{number}" for number in range(len(people))])
    return people


def _cumulative(invited: Whole, share: float) -> Whole:
    """Whole numbers whose running total is the rounded running total, so that ones do not all become nothing."""
    totals = np.floor(np.cumsum(invited) * share + 0.5).astype(np.int64)
    found: Whole = np.diff(totals, prepend=0)
    return found
