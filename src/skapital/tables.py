"""The containers that stages hand to each other: who was observed, the groups asked for, and the cells made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

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
        Such as ``main``, ``spread``, ``problem``, ``sensitive``, ``routed:OB1``, ``about_one_person``.
    rule
        The policy's class that sets its minimum and least difference.
    measures
        Scale and item codes of the tier (``response`` among them in ``main``).
    statistics
        ``mean``; ``spread`` (SD, floor and ceiling of a scale); ``answers`` (mean and share of each option of an item);
        ``problem`` (share with a problem).
    pooled
        Whether results are about one person, so that above a workplace only enough of them are pooled.
    """

    name: str
    rule: str
    measures: tuple[str, ...]
    statistics: str
    pooled: bool = False


@dataclass(frozen=True)
class Observations:
    """What was seen of each person in one period, aligned by row.

    Attributes
    ----------
    period_kind, period
        As in a cell, such as ``("round", "2014-06")``.
    people
        One row per person. Index: the pseudonym. Column ``unit`` (own unit's code at the time) and ``population``
        (``employees`` or the leader level).
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
class Ratio:
    """A figure made of sums over a group: ``factor x sum of amount / sum of over``.

    ``n`` and ``base`` name the columns whose sums are printed with it. ``interval`` says how ``low`` and ``high`` are
    made of these sums: ``days`` (quasi-Poisson), ``outflow`` (Wilson), ``inflow`` (Poisson), or None for no interval.
    ``printed`` is False for one that is decided, so that what was said of it before binds, but not said again.
    """

    measure: str
    statistic: str
    amount: str
    over: str
    n: str = "persons"
    base: str = "base"
    factor: float = 1.0
    interval: str | None = None
    printed: bool = True


@dataclass(frozen=True)
class Size:
    """What must be 0 or reach a minimum in every group and every remainder.

    Attributes
    ----------
    column
        Its sum is the size.
    minimum
        ``persons`` or ``full_time_equivalents`` of the policy's magnitudes; ``talks``, ``chosen`` or ``leavers`` of its
        rules on leaving.
    present
        A contributor with anything in one of these columns is there, even where ``column`` is 0; empty: ``column``
        alone.
    """

    column: str
    minimum: str
    present: tuple[str, ...] = ()


@dataclass(frozen=True)
class AmountTier:
    """Figures of amounts that share one pattern of withholding.

    Attributes
    ----------
    name
        Such as ``main``, ``days``, ``split``.
    ratios
        The figures.
    sizes
        What the minima are about; empty where ``within`` has them already.
    dominance
        Columns of which no single person may have too much, where contributors are persons.
    within
        The tier whose pattern this one stays inside; with ``sizes`` of its own it also has a pattern of its own there.
    """

    name: str
    ratios: tuple[Ratio, ...]
    sizes: tuple[Size, ...] = ()
    dominance: tuple[str, ...] = ()
    within: str | None = None


@dataclass(frozen=True)
class Magnitudes:
    """What is said of the amounts of one period, which stand by contributor in its observations' ``values``.

    A contributor is a person in a unit, or a unit's total where persons are not told apart. ``people`` has a column
    ``who`` (the person, or the unit's total itself) beside ``unit`` and ``population``; contributors alike in all other
    columns belong to the same groups.

    Attributes
    ----------
    topic
        ``hr``, or what else is counted on its own base (``exits``, ``retention``, …).
    months
        First and last month, such as ``("2015-07", "2015-09")``.
    tiers
        The wider before those within.
    by_person
        Whether contributors are persons, so that dominance can be judged.
    definition
        What the figures were counted by; figures by another one are not the same figures.
    phi
        Dispersion of the whole municipality, where it is known.
    printed
        False for a quarter that is only decided because a longer period stands on it.
    adds, averages
        Columns that a longer period has the sum, or the mean, of its quarters of.
    given
        Ready cells that are no ratio of sums (``columns.CELL_COLUMNS``), with ``tier``: shown where that tier is, or
        each of several joined by ``+``. Where a cell tells of another group than its own, ``of`` is that group's name
        (``group`` of its key), else missing.
    """

    topic: str
    months: tuple[str, str]
    tiers: tuple[AmountTier, ...]
    by_person: bool
    definition: str = ""
    phi: float | None = None
    printed: bool = True
    adds: tuple[str, ...] = ()
    averages: tuple[str, ...] = ()
    given: pd.DataFrame | None = None


@dataclass(frozen=True)
class Family:
    """One tree of one structure: groups of which any two are nested or apart.

    ``groups`` are positions in the list of keys, a parent before its children; ``parents`` are aligned with it and hold
    the parent's position, -1 at the top.
    """

    structure: str
    tree: str
    groups: tuple[int, ...]
    parents: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """All groups of people in one period: ``member[i, j]`` says that person ``j`` belongs to ``keys[i]``.

    Groups of several structures and trees stand in one list, since they are about the same people. ``own`` marks those
    of the publication's own structure; the others stand here because they were published before and cross with them.
    """

    keys: tuple[GroupKey, ...]
    member: BoolArray
    families: tuple[Family, ...]
    own: BoolArray


@dataclass(frozen=True)
class Link:
    """Who of a period answered another round too, at the same unit: aligned with the period's people.

    Attributes
    ----------
    stayers, others
        Names of the groups: ``stayers:<other round>`` and ``joiners:`` (they came since) or ``leavers:`` (they went).
    stays
        By person.
    constants
        How the two scores of a person go together, for the whole municipality, as rows of ``columns.CELL_COLUMNS``.
    """

    stayers: str
    others: str
    stays: BoolArray
    constants: pd.DataFrame


@dataclass(frozen=True)
class PeriodData:
    """One period's people, groups and tiers, before the gate.

    ``invited`` gives the number invited by group; ``constants`` are cells about the whole municipality that are no
    total of persons' values (reliability, pooled SD), as rows of :data:`columns.CELL_COLUMNS`. With ``magnitudes`` the
    period is one of amounts: ``values`` holds them by contributor, and there are no ``tiers`` of answers. ``links`` are
    there where rounds are linked.
    """

    observations: Observations
    asked: Asked
    tiers: tuple[Tier, ...]
    constants: pd.DataFrame
    invited: Mapping[GroupKey, int] = field(default_factory=dict)
    magnitudes: Magnitudes | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Aggregate:
    """Everything a publication would like to say, before the gate.

    Attributes
    ----------
    units
        Columns ``columns.UNIT_COLUMNS``, in organisation order, the publication's own structure first.
    periods
        One entry for each period and kind of data, the publication's own period first.
    workplaces
        Codes of the units that are workplaces: each has one nearest leader.
    """

    units: pd.DataFrame
    periods: tuple[PeriodData, ...]
    workplaces: frozenset[str]
