"""The gate rounds once; everything that is shown uses that figure."""

from __future__ import annotations

import math

import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy

_SCORES = frozenset((c.MEAN, c.SD, c.LOW, c.HIGH, c.POOLED_SD, "difference", "detectable", "shrunken", "target"))
_COUNTS = frozenset((c.N_INVITED, c.N_ANSWERED))
_SHARES = frozenset(
    (c.RESPONSE, "turnover_out", "turnover_in", "turnover_total", "mobility", "first_year_attrition", "retention")
)
"""Measures whose rates and limits are shares of people, 0-1 or of those at the start."""
_LIMITS = frozenset((c.LOW, c.HIGH))
_RATES = frozenset(("absence_days", "absence_percent", "absence_short", "absence_long"))
_PER_PERSON = frozenset(("absence_spells",))


def kind_of(statistic: str, measure: str = "") -> str:
    """Return the kind of figure a statistic is: ``score``, ``share``, ``rate``, ``coefficient`` or ``count``.

    The rate of those who answered and the rates of turnover are shares; a point of a curve has its limits as
    ``low:q01``; spells a person have the decimals of a coefficient.

    Raises
    ------
    KeyError
        If the statistic is not known: an unknown word stops the run.
    """
    limit = statistic in _LIMITS or statistic.partition(":")[0] in _LIMITS
    if (limit or statistic == c.RATE) and measure in _SHARES:
        return "share"
    if limit and measure in _RATES:
        return "rate"
    if statistic == c.RATE and measure in _PER_PERSON:
        return "coefficient"
    if statistic in _SCORES:
        return "score"
    if statistic.startswith(c.SHARE):
        return "share"
    if statistic in (*c.QUALITY_STATISTICS, c.CORRELATION):
        return "coefficient"
    if statistic in _COUNTS:
        return "count"
    if statistic == c.RATE:
        return "rate"
    raise KeyError(statistic)


LOSS_STEP = 10


def loss_as_told(loss: int) -> int:
    """Return a loss as it is told: to the nearest ten.

    It is a sum of withheld numbers of answers. Where one unit alone is withheld for others' sake, the exact loss would
    be that unit's number, and with the total of its parent that of those it protects.
    """
    return (loss + LOSS_STEP // 2) // LOSS_STEP * LOSS_STEP


def round_released(value: float, statistic: str, policy: Policy, *, measure: str = "") -> float:
    """Return a figure as it is released.

    Raises
    ------
    KeyError
        If the statistic is not known.
    ValueError
        If the value is not finite: a figure that is not a number is withheld, never rounded.
    """
    if not math.isfinite(value):
        raise ValueError(f"a {statistic} that is no number cannot be released")
    kind = kind_of(statistic, measure)
    if kind == "count":
        return float(round(value))
    return round(float(value), policy.decimals[kind]) + 0.0


def rounded(table: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the rows as they are released: every figure rounded once, by the kind of its statistic."""
    found = table.copy()
    places = {}
    for statistic, measure in table[[c.STATISTIC, c.MEASURE]].drop_duplicates().itertuples(index=False, name=None):
        kind = kind_of(statistic, measure)
        places[(statistic, measure)] = 0 if kind == "count" else policy.decimals[kind]
    decimals = [places[pair] for pair in zip(table[c.STATISTIC], table[c.MEASURE], strict=True)]
    found[c.VALUE] = [
        value if value != value else round(value, place) + 0.0
        for value, place in zip(table[c.VALUE].astype(float), decimals, strict=True)
    ]
    found[c.BASE] = found[c.BASE].astype(float).round(policy.decimals["rate"])
    return found
