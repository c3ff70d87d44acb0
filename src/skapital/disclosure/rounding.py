"""The gate rounds once; everything that is shown uses that figure."""

from __future__ import annotations

import math

from skapital import columns as c
from skapital.config.policy import Policy

_SCORES = frozenset((c.MEAN, c.SD, c.LOW, c.HIGH, c.POOLED_SD, "difference", "detectable", "shrunken", "target"))
_COUNTS = frozenset((c.N_INVITED, c.N_ANSWERED))


def kind_of(statistic: str) -> str:
    """Return the kind of figure a statistic is: ``score``, ``share``, ``rate``, ``coefficient`` or ``count``.

    Raises
    ------
    KeyError
        If the statistic is not known: an unknown word stops the run.
    """
    if statistic in _SCORES:
        return "score"
    if statistic.startswith(c.SHARE):
        return "share"
    if statistic in c.QUALITY_STATISTICS:
        return "coefficient"
    if statistic in _COUNTS:
        return "count"
    if statistic == c.RATE:
        return "rate"
    raise KeyError(statistic)


def round_released(value: float, statistic: str, policy: Policy, *, measure: str = "") -> float:
    """Return a figure as it is released.

    The response rate is a share; other rates (absence, turnover) have their own decimals.

    Raises
    ------
    KeyError
        If the statistic is not known.
    ValueError
        If the value is not finite: a figure that is not a number is withheld, never rounded.
    """
    if not math.isfinite(value):
        raise ValueError(f"a {statistic} that is no number cannot be released")
    kind = kind_of(statistic)
    if kind == "count":
        return float(round(value))
    if kind == "rate" and measure == c.RESPONSE:
        kind = "share"
    return round(float(value), policy.decimals[kind]) + 0.0
