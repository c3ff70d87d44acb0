"""The rows of a Release: figures of shown groups, reasons of the others, intervals made of what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skapital import columns as c
from skapital.aggregate.cells import Block, blocks
from skapital.config.policy import Policy
from skapital.disclosure.bounds import minimum
from skapital.disclosure.period import Decided
from skapital.disclosure.system import Flags
from skapital.tables import PeriodData

Floats = npt.NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Figures:
    """One measure's statistic over the publication's own groups, which of them are shown, and the least n of a figure.

    ``pooled`` figures are of whole populations alone.
    """

    block: Block
    shown: Flags
    least_n: int
    pooled: bool = False


def period_cells(part: PeriodData, decided: Mapping[str, Decided], policy: Policy) -> pd.DataFrame:
    """Return all rows of a period for the publication's own groups, unrounded (``columns.RELEASED_COLUMNS``)."""
    own = part.asked.own
    figures: list[Figures] = []
    spread: dict[str, tuple[Block, Flags]] = {}
    for one in decided.values():
        for block in blocks(part.observations, one.tier, part.asked.member[own]):
            shown = one.by_measure[block.measure][own] & (block.n > 0) & np.isfinite(block.value)
            if block.statistic == c.SD:
                spread[block.measure] = (block, shown)
            figures.append(Figures(block, shown, minimum(policy, one.tier), one.tier.pooled))
    for one in decided.values():
        if one.tier.statistics == "mean":
            figures += _intervals(part, one, spread, policy)
    rows = [figure_rows(part, figures), _response_rows(part, decided, policy), constant_rows(part.constants, policy)]
    return pd.concat(rows, ignore_index=True)


def figure_rows(part: PeriodData, figures: Sequence[Figures]) -> pd.DataFrame:
    """Return the rows of statistics for the publication's own groups: figures, or why there are none.

    All are made as one table: there are hundreds, and a table is slow to make.
    """
    keys = [key for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own]
    whole = np.array([key.population in (c.EMPLOYEES, c.LEADERS, c.ALL) for key in keys], dtype=bool)
    places = [np.flatnonzero(whole) if one.pooled else np.arange(len(keys)) for one in figures]
    sizes = [len(rows) for rows in places]
    shown = _joined([one.shown[rows] for one, rows in zip(figures, places, strict=True)]).astype(bool)
    value = _joined([one.block.value[rows] for one, rows in zip(figures, places, strict=True)])
    n = _joined([one.block.n[rows] for one, rows in zip(figures, places, strict=True)])
    reason = np.where(n < np.repeat([one.least_n for one in figures], sizes), c.TOO_FEW, c.PROTECTED).astype(object)
    reason[shown] = None
    names = (c.STRUCTURE, c.POPULATION, c.UNIT, c.GROUP)
    table = pd.DataFrame([(key.structure, key.population, key.unit, key.group) for key in keys], columns=list(names))
    table = table.take(_joined(places).astype(np.intp)).reset_index(drop=True)
    table[c.PERIOD_KIND], table[c.PERIOD] = part.observations.period_kind, part.observations.period
    table[c.MEASURE] = np.repeat(np.array([one.block.measure for one in figures], dtype=object), sizes)
    table[c.STATISTIC] = np.repeat(np.array([one.block.statistic for one in figures], dtype=object), sizes)
    table[c.VALUE], table[c.N] = np.where(shown, value, np.nan), np.where(shown, n, np.nan)
    table[c.BASE] = np.nan
    table[c.WITHHELD] = reason
    return table[list(c.RELEASED_COLUMNS)]


def _joined(arrays: Sequence[npt.NDArray[np.generic]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0)


def _intervals(
    part: PeriodData, one: Decided, spread: Mapping[str, tuple[Block, Flags]], policy: Policy
) -> list[Figures]:
    """Mean ± t·SD/√n inside 0-100, with the group's own SD where that is shown, else with the pooled one."""
    own = part.asked.own
    found = []
    for block in blocks(part.observations, one.tier, part.asked.member[own]):
        shown = one.by_measure[block.measure][own] & (block.n > 0) & np.isfinite(block.value)
        sd, df = _spread_of(part, block, spread.get(block.measure))
        reach = stats.t.ppf((1 + LEVEL) / 2, np.maximum(df, 1)) * sd / np.sqrt(np.maximum(block.n, 1))
        known = shown & np.isfinite(reach)
        for statistic, value in ((c.LOW, block.value - reach), (c.HIGH, block.value + reach)):
            bounded = Block(block.measure, statistic, np.clip(value, 0.0, 100.0), block.n)
            found.append(Figures(bounded, known, minimum(policy, one.tier), one.tier.pooled))
    return found


def _spread_of(part: PeriodData, block: Block, own_spread: tuple[Block, Flags] | None) -> tuple[Floats, Floats]:
    """SD and its degrees of freedom by group: own where shown, else pooled within units over the municipality."""
    constants = part.constants
    pooled = constants[(constants[c.MEASURE] == block.measure) & (constants[c.STATISTIC] == c.POOLED_SD)]
    size = len(block.n)
    sd = np.full(size, float(pooled[c.VALUE].iloc[0]) if len(pooled) else np.nan)
    df = np.full(size, float(pooled[c.N].iloc[0]) - _units_behind(part, block.measure) if len(pooled) else 1.0)
    if own_spread is not None:
        shown = own_spread[1]
        sd = np.where(shown, own_spread[0].value, sd)
        df = np.where(shown, block.n - 1.0, df)
    return sd, df


def _units_behind(part: PeriodData, measure: str) -> int:
    """How many units' employees a pooled SD is made of: as many means were taken from their answers."""
    people = part.observations.people
    there = people["population"].eq(c.EMPLOYEES) & part.observations.values[measure].notna()
    return int(people.loc[there, "unit"].nunique())


def _response_rows(part: PeriodData, decided: Mapping[str, Decided], policy: Policy) -> pd.DataFrame:
    one = next(found for found in decided.values() if c.RESPONSE in found.tier.measures)
    own = part.asked.own
    there = part.observations.values[c.RESPONSE].notna().to_numpy(dtype=bool)
    answered = part.asked.member[own][:, there].sum(axis=1).astype(np.int64)
    keys = [key for key, mine in zip(part.asked.keys, own, strict=True) if mine]
    invited = np.array([part.invited.get(key, 0) for key in keys], dtype=np.int64)
    shown = one.shown[own] & (answered > 0)
    least_n = minimum(policy, one.tier)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(invited > 0, answered / invited, np.nan)
    known = invited > 0
    figures = [
        Figures(Block(c.RESPONSE, c.N_INVITED, invited.astype(np.float64), invited), known, 0),
        Figures(Block(c.RESPONSE, c.N_ANSWERED, answered.astype(np.float64), answered), shown, least_n),
        Figures(Block(c.RESPONSE, c.RATE, rate, answered), shown & known, least_n),
    ]
    there_is_one = np.concatenate([known, np.ones(len(keys), dtype=bool), known])
    return figure_rows(part, figures)[there_is_one]


def constant_rows(constants: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Statistics about the whole municipality, shown where enough people stand behind them."""
    rows = constants.copy()
    enough = (rows[c.N] >= policy.minimum["distribution"]).to_numpy(dtype=bool)
    rows[c.WITHHELD] = pd.Series([None if there else c.TOO_FEW for there in enough], index=rows.index, dtype=object)
    rows.loc[~enough, [c.VALUE, c.N]] = np.nan
    return rows[list(c.RELEASED_COLUMNS)]
