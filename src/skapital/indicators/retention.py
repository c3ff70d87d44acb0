"""Retention curves: the share still employed by years since hiring, from everybody seen in a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Kaplan-Meier estimate on a fixed grid of tenures, so that no single exit can be read off it."""

    years: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: npt.NDArray[np.int_]
    events: npt.NDArray[np.int_]


def kaplan_meier(entry: Floats, leave: Floats, left: npt.NDArray[np.bool_], grid: Floats, level: float = 0.95) -> Curve:
    """Return the retention curve at the tenures of ``grid`` (years).

    Parameters
    ----------
    entry
        Tenure at which each person comes under observation (0 if hired inside the window), shape (n,).
    leave
        Tenure at leaving or at the end of the window; above ``entry``.
    left
        Whether the person left (else censored).
    grid
        Ascending tenures at which the curve is given, such as whole quarters.

    Notes
    -----
    ``S(t) = Π (1 - d_i / n_i)`` over leaving times up to t, ``n_i`` the number with ``entry < t_i <= leave`` (delayed
    entry); Greenwood ``var = S² Σ d_i / (n_i (n_i - d_i))``; log(-log) limits (Kalbfleisch & Prentice). Agrees with
    statsmodels' ``SurvfuncRight`` (tests/indicators/test_retention.py). Where the risk set falls to 0 after everybody
    left, the curve stays 0.

    Raises
    ------
    NotComputable
        If there is nobody, or a person leaves before coming under observation.
    """
    if entry.size == 0 or (leave <= entry).any():
        raise NotComputable("a retention curve needs people, each with time under observation", slug="too-few-persons")
    times, deaths = np.unique(leave[left], return_counts=True)
    risk = np.searchsorted(np.sort(entry), times, side="left") - np.searchsorted(np.sort(leave), times, side="left")
    survival = np.cumprod(1 - deaths / risk)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(deaths / (risk * (risk - deaths)))
    place = np.searchsorted(times, grid, side="right")
    at_grid = np.concatenate([[1.0], survival])[place]
    low, high = _log_log_limits(at_grid, np.concatenate([[0.0], greenwood])[place], level)
    under = np.searchsorted(np.sort(entry), grid, side="right") - np.searchsorted(np.sort(leave), grid, side="right")
    return Curve(grid, at_grid, low, high, under, np.diff(np.concatenate([[0], deaths]).cumsum()[place], prepend=0))


def _log_log_limits(survival: Floats, greenwood: Floats, level: float) -> tuple[Floats, Floats]:
    inside = (survival > 0) & (survival < 1)
    low, high = survival.copy(), survival.copy()
    log = np.log(survival[inside])
    reach = float(stats.norm.ppf((1 + level) / 2)) * np.sqrt(greenwood[inside]) / np.abs(log)
    low[inside], high[inside] = np.exp(log * np.exp(reach)), np.exp(log * np.exp(-reach))
    return low, high
