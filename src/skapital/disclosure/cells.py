"""The rows of a Release: figures of shown groups, reasons of the others, intervals made of what is shown."""

from __future__ import annotations

from collections.abc import Mapping

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


def period_cells(part: PeriodData, decided: Mapping[str, Decided], policy: Policy) -> pd.DataFrame:
    """Return all rows of a period for the publication's own groups, unrounded (``columns.RELEASED_COLUMNS``)."""
    own = part.asked.own
    frames: list[pd.DataFrame] = []
    spread: dict[str, tuple[Block, Flags]] = {}
    for one in decided.values():
        for block in blocks(part.observations, one.tier, part.asked.member[own]):
            shown = one.by_measure[block.measure][own] & (block.n > 0) & np.isfinite(block.value)
            if block.statistic == c.SD:
                spread[block.measure] = (block, shown)
            frames.append(group_rows(part, block, shown, minimum(policy, one.tier), pooled=one.tier.pooled))
    for one in decided.values():
        if one.tier.statistics == "mean":
            frames += _interval_rows(part, one, spread, policy)
    frames.append(_response_rows(part, decided, policy))
    frames.append(constant_rows(part.constants, policy))
    return pd.concat(frames, ignore_index=True)


def group_rows(part: PeriodData, block: Block, shown: Flags, least_n: int, *, pooled: bool = False) -> pd.DataFrame:
    """Return the rows of one measure's statistic for the publication's own groups: figures, or why there are none."""
    keys = [key for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own]
    reason = np.where(block.n < least_n, c.TOO_FEW, c.PROTECTED).astype(object)
    table = pd.DataFrame(
        {
            c.PERIOD_KIND: part.observations.period_kind,
            c.PERIOD: part.observations.period,
            c.STRUCTURE: [key.structure for key in keys],
            c.POPULATION: [key.population for key in keys],
            c.UNIT: [key.unit for key in keys],
            c.GROUP: [key.group for key in keys],
            c.MEASURE: block.measure,
            c.STATISTIC: block.statistic,
            c.VALUE: np.where(shown, block.value, np.nan),
            c.N: np.where(shown, block.n, np.nan),
            c.BASE: np.nan,
            c.WITHHELD: [None if there else why for there, why in zip(shown, reason, strict=True)],
        }
    )
    if pooled:
        return table[table[c.POPULATION].isin([c.EMPLOYEES, c.LEADERS, c.ALL])]
    return table


def _interval_rows(
    part: PeriodData, one: Decided, spread: Mapping[str, tuple[Block, Flags]], policy: Policy
) -> list[pd.DataFrame]:
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
            found.append(group_rows(part, bounded, known, minimum(policy, one.tier), pooled=one.tier.pooled))
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
    asked_for = group_rows(part, Block(c.RESPONSE, c.N_INVITED, invited.astype(np.float64), invited), known, 0)
    return pd.concat(
        [
            asked_for[known],
            group_rows(part, Block(c.RESPONSE, c.N_ANSWERED, answered.astype(np.float64), answered), shown, least_n),
            group_rows(part, Block(c.RESPONSE, c.RATE, rate, answered), shown & known, least_n)[known],
        ],
        ignore_index=True,
    )


def constant_rows(constants: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Statistics about the whole municipality, shown where enough people stand behind them."""
    rows = constants.copy()
    enough = (rows[c.N] >= policy.minimum["distribution"]).to_numpy(dtype=bool)
    rows[c.WITHHELD] = pd.Series([None if there else c.TOO_FEW for there in enough], index=rows.index, dtype=object)
    rows.loc[~enough, [c.VALUE, c.N]] = np.nan
    return rows[list(c.RELEASED_COLUMNS)]
