"""Counts, means, spread and shares of every group at once, by matrix product over persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.tables import BoolArray, Observations, Tier

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """By group (rows) and measure (columns): number of values, their sum, and their sum of squares about the mean."""

    measures: tuple[str, ...]
    n: Counts
    total: Floats
    squares: Floats

    def column(self, measure: str) -> int:
        """Return the column of a measure."""
        return self.measures.index(measure)


def totals(observations: Observations, measures: tuple[str, ...], member: BoolArray) -> Totals:
    """Return the totals of ``measures`` over the groups of ``member`` (groups x people)."""
    values = observations.values[list(measures)].to_numpy(dtype=np.float64)
    there = ~np.isnan(values)
    weights = member.astype(np.float64)
    n = np.rint(weights @ there).astype(np.int64)
    centre = np.nanmean(np.where(there.any(axis=0), values, 0.0), axis=0) if len(values) else np.zeros(len(measures))
    shifted = np.where(there, values - centre, 0.0)
    total = weights @ shifted
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.maximum(weights @ shifted**2 - np.where(n > 0, total**2 / n, 0.0), 0.0)
    return Totals(measures, n, total + n * centre, squares)


def option_counts(observations: Observations, item: str, member: BoolArray) -> tuple[tuple[str, ...], Counts]:
    """Return the option codes given to an item, in code order, and how often each was given in each group."""
    place, codes = pd.factorize(observations.options[item].astype(object), sort=True)
    return tuple(str(code) for code in codes), counted(member, place[:, None] == np.arange(len(codes)))


def counted(member: BoolArray, flags: BoolArray) -> Counts:
    """Return by group how many of its people are flagged, a column a flag; exact up to 2²⁴ people."""
    return np.rint(member.astype(np.float32) @ flags.astype(np.float32)).astype(np.int64)


def problem_counts(observations: Observations, measures: tuple[str, ...], member: BoolArray) -> Counts:
    """Return by group and measure how many stated a problem: an option whose value is below 100."""
    values = observations.values[list(measures)].to_numpy(dtype=np.float64)
    return counted(member, values < 100)


@dataclass(frozen=True)
class Block:
    """One measure's statistic over all groups, aligned with the rows of ``member``."""

    measure: str
    statistic: str
    value: Floats
    n: Counts


def blocks(observations: Observations, tier: Tier, member: BoolArray) -> list[Block]:
    """Return the statistics of a tier for every group; a group without values has NaN.

    Raises
    ------
    KeyError
        If the tier shows something unknown: an unknown word stops the run.
    """
    return _BLOCKS[tier.statistics](observations, tier, member)


def _means(observations: Observations, tier: Tier, member: BoolArray) -> list[Block]:
    found = totals(observations, tier.measures, member)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(found.n > 0, found.total / found.n, np.nan)
    return [
        Block(name, c.MEAN, mean[:, column], found.n[:, column])
        for column, name in enumerate(tier.measures)
        if name != c.RESPONSE
    ]


def _spread(observations: Observations, tier: Tier, member: BoolArray) -> list[Block]:
    found = totals(observations, tier.measures, member)
    weights = member.astype(np.float64)
    values = observations.values[list(tier.measures)].to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.where(found.n > 1, np.sqrt(found.squares / (found.n - 1)), np.nan)
        floor = np.where(found.n > 0, weights @ (values == 0) / found.n, np.nan)
        ceiling = np.where(found.n > 0, weights @ (values == 100) / found.n, np.nan)
    return [
        Block(name, statistic, array[:, column], found.n[:, column])
        for column, name in enumerate(tier.measures)
        for statistic, array in ((c.SD, sd), (c.SHARE_FLOOR, floor), (c.SHARE_CEILING, ceiling))
    ]


def _answers(observations: Observations, tier: Tier, member: BoolArray) -> list[Block]:
    found: list[Block] = []
    for block in _means(observations, tier, member):
        codes, counts = option_counts(observations, block.measure, member)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = np.where(block.n[:, None] > 0, counts / block.n[:, None], np.nan)
        found.append(block)
        found += [Block(block.measure, c.SHARE + code, shares[:, i], block.n) for i, code in enumerate(codes)]
    return found


def _problems(observations: Observations, tier: Tier, member: BoolArray) -> list[Block]:
    found = totals(observations, tier.measures, member)
    stated = problem_counts(observations, tier.measures, member)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(found.n > 0, stated / found.n, np.nan)
    return [Block(name, c.SHARE_PROBLEM, share[:, i], found.n[:, i]) for i, name in enumerate(tier.measures)]


_BLOCKS = {"mean": _means, "spread": _spread, "answers": _answers, "problem": _problems}
