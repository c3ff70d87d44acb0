"""The containers that stages hand to each other: who was observed, the groups asked for, and the cells made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, order=True)
class GroupKey:
    """Names a group of people: the organisation as of a date, a population, a unit and a breakdown (or none)."""

    structure: str
    population: str
    unit: str
    group: str | None = None


@dataclass(frozen=True)
class Tier:
    """Measures that share one pattern of withholding within a period, because nearly the same people answered them.

    Attributes
    ----------
    name
        Such as ``main``, ``sensitive``, ``routed:OB1``, ``not_for:direktion``, ``about_one_person``.
    rule
        The policy's class that sets its minima: ``scale``, ``problem``, ``sensitive``, ``about_one_person``,
        ``response`` or ``magnitude``.
    measures
        Scale and item codes of the tier.
    base
        For a routed sub-question the people asked; else ``None``.
    """

    name: str
    rule: str
    measures: tuple[str, ...]
    base: str | None = None


@dataclass(frozen=True)
class Observations:
    """What was seen of each person in one period, aligned by row.

    Attributes
    ----------
    period_kind, period
        As in a cell, such as ``("round", "2014-06")``.
    people
        One row per person. Index: the pseudonym. Columns ``unit`` (own unit code), ``population`` (``employees``
        or the leader level).
    values
        Same index; one float column per scale and item, 0-100 with 100 best, NaN where missing. An item of class
        ``problem`` or ``sensitive`` has 100 where no problem is stated.
    options
        Same index; one column per item with the code of the option answered, missing as NA.
    """

    period_kind: str
    period: str
    people: pd.DataFrame
    values: pd.DataFrame
    options: pd.DataFrame


@dataclass(frozen=True)
class Magnitudes:
    """Amounts of one period: days and the full-time equivalents they stand on, by person or as a unit's monthly total.

    Attributes
    ----------
    rows
        One row per contributor (a person, or a unit's total where persons are not told apart). Index: contributor.
        Columns ``unit``, ``population``, ``persons``, ``base`` (full-time equivalents), then one column an amount.
    by_person
        Whether a row is a person, so that dominance can be judged.
    """

    period_kind: str
    period: str
    rows: pd.DataFrame
    by_person: bool


@dataclass(frozen=True)
class Asked:
    """All groups a publication asks for in one period: ``member[i, j]`` says that person ``j`` belongs to ``keys[i]``.

    Keys of several structures, trees and breakdowns stand in one list, since they are about the same people. ``parent``
    gives for each key the next larger group of its own tree (``None`` for the roots), in the same order.
    """

    keys: tuple[GroupKey, ...]
    member: BoolArray
    parent: tuple[GroupKey | None, ...]


@dataclass(frozen=True)
class PeriodData:
    """One period's people, groups, tiers and cells, before the gate."""

    observations: Observations | Magnitudes
    asked: Asked
    tiers: tuple[Tier, ...]
    cells: pd.DataFrame
    invited: Mapping[GroupKey, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Aggregate:
    """Everything a publication would like to say, before the gate.

    Attributes
    ----------
    units
        Columns ``columns.UNIT_COLUMNS``, in organisation order, the publication's own structure first.
    periods
        One entry for each period and kind of data.
    """

    units: pd.DataFrame
    periods: tuple[PeriodData, ...]

    @property
    def cells(self) -> pd.DataFrame:
        """All cells of all periods in one long table (columns ``columns.CELL_COLUMNS``)."""
        return pd.concat([part.cells for part in self.periods], ignore_index=True)


def check_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Return ``cells`` if it has the columns of a cell, one row per full key and known words only; else raise.

    Raises
    ------
    ValueError
        If a column is missing, a key stands twice or a word is unknown.
    """
    missing = [name for name in c.CELL_COLUMNS if name not in cells.columns]
    if missing:
        raise ValueError(f"cells lack the columns {missing}")
    unknown = set(cells[c.PERIOD_KIND]) - set(c.PERIOD_KINDS)
    if unknown:
        raise ValueError(f"unknown period kind: {sorted(unknown)}")
    twice = cells.duplicated(list(c.CELL_KEY))
    if twice.any():
        first = cells.loc[twice, list(c.CELL_KEY)].iloc[0].to_dict()
        raise ValueError(f"{int(twice.sum())} cells stand twice, first {first}")
    return cells
