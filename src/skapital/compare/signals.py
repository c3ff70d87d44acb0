"""Series of quarters out of a Release, and what can be said of them: a signal is a sentence, never a colour alone.

Only released figures enter. A quarter that is withheld is a gap: it counts as no point and is not filled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import run_chart
from skapital.compare.rates import KEY
from skapital.compare.run_chart import Floats
from skapital.config.quarter_settings import RunChartSettings
from skapital.disclosure.release import Release, require_release
from skapital.errors import NotComputable

RUN: Final = "run"
CROSSINGS: Final = "crossings"
OUTSIDE: Final = "outside"
NONE: Final = "none"
TOO_FEW_POINTS: Final = "too_few_points"
SIGNALS: Final = (RUN, CROSSINGS, OUTSIDE, NONE, TOO_FEW_POINTS)
ABOVE, BELOW = "above", "below"
SEASONS: Final = 4

SIGNAL_COLUMNS: Final = (
    c.PERIOD, *KEY, "signal", "since", "side", "first", "n_points", "n_useful", "centre", "low", "high", "trial",
    "seasonal", "longest_run", "longest_run_limit", "crossings", "crossings_limit",
)  # fmt: skip
"""One row a unit and measure. ``first`` is the quarter the series is read from: the first released one, or the first
after a declared break. ``since`` is where the run begins, or the last point outside the limits."""


@dataclass(frozen=True)
class Reading:
    """What a series says, without what it is of."""

    signal: str
    since: str | None
    side: str | None
    first: str | None
    n_points: int
    n_useful: int | None = None
    centre: float = np.nan
    low: float = np.nan
    high: float = np.nan
    trial: bool = False
    seasonal: bool = False
    longest_run: int | None = None
    longest_run_limit: int | None = None
    crossings: int | None = None
    crossings_limit: int | None = None


def signals(
    release: Release,
    *,
    quarters: Sequence[str],
    settings: RunChartSettings,
    breaks: Mapping[str, str],
    left_out: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> pd.DataFrame:
    """Read every series of the publication's own structure.

    Parameters
    ----------
    quarters
        Names of all quarters of the series in order, the publication's last; such as ``2013Q1``.
    breaks
        By unit the last quarter in which a break was declared: its series is read from the quarter after it. Nothing
        else begins a new level.
    left_out
        By measure the quarters that are counted by another definition: they are gaps.

    Returns
    -------
    DataFrame
        :data:`SIGNAL_COLUMNS`, unrounded, units in organisation order.
    """
    table = require_release(release).exact
    structure = str(release.units[c.STRUCTURE].iloc[0])
    rows = table[
        (table[c.PERIOD_KIND] == "quarter")
        & (table[c.STRUCTURE] == structure)
        & (table[c.STATISTIC] == c.RATE)
        & table[c.MEASURE].isin(list(settings.measures))
        & table[c.PERIOD].isin(list(quarters))
        & table[c.GROUP].isna()
        & (table[c.POPULATION] == c.EMPLOYEES)
    ]
    wide = rows.pivot(index=list(KEY), columns=c.PERIOD, values=c.VALUE).reindex(columns=list(quarters)).astype(float)
    for measure, gone in left_out.items():
        wide.loc[wide.index.get_level_values(c.MEASURE) == measure, list(gone)] = np.nan
    order = {code: place for place, code in enumerate(release.units["code"].drop_duplicates())}
    found = [
        {c.PERIOD: quarters[-1], **dict(zip(KEY, key, strict=True)), **asdict(reading)}
        for key, reading in (
            (key, read(tuple(quarters), series, settings, breaks.get(str(key[2]), "")))
            for key, series in zip(wide.index, wide.to_numpy(dtype=np.float64), strict=True)
        )
    ]
    table_of_signals = pd.DataFrame(found, columns=list(SIGNAL_COLUMNS))
    places = table_of_signals[c.UNIT].map(order)
    return table_of_signals.iloc[np.argsort(places.to_numpy(), kind="stable")].reset_index(drop=True)


def read(quarters: tuple[str, ...], values: Floats, settings: RunChartSettings, last_break: str = "") -> Reading:
    """Return what one series says; missing values are gaps.

    Notes
    -----
    Run rules of Anhøj & Olesen (2014) on the series less its yearly wave, where each season has two points; natural
    process limits (Wheeler 1993) on the series as it is, since a wave only widens them. A run counts before crossings,
    crossings before a point outside: the first says since when.
    """
    kept = np.isfinite(values) & np.array([name > last_break for name in quarters])
    names, series = tuple(name for name, there in zip(quarters, kept, strict=True) if there), values[kept]
    first = names[0] if names else None
    if series.size < settings.least_points:
        return Reading(TOO_FEW_POINTS, None, None, first, int(series.size))
    limits = run_chart.process_limits(series)
    adjusted = _without_wave(series, names) if settings.seasonal else None
    judged = series if adjusted is None else adjusted
    base = Reading(
        NONE, None, None, first, int(series.size), None, limits.centre, limits.low, limits.high, limits.trial,
        adjusted is not None,
    )  # fmt: skip
    return _judged(base, names, series, judged, limits, settings.least_points)


def _judged(
    base: Reading,
    names: tuple[str, ...],
    series: Floats,
    judged: Floats,
    limits: run_chart.ProcessLimits,
    least_points: int,
) -> Reading:
    given = asdict(base)
    try:
        test = run_chart.anhoej(judged)
    except NotComputable:
        return base
    given |= {"n_useful": test.n_useful, "longest_run": test.longest_run, "longest_run_limit": test.longest_run_limit}
    given |= {"crossings": test.crossings, "crossings_limit": test.crossings_limit}
    settled = test.n_useful >= least_points
    outside = run_chart.outside(series, limits)
    if settled and test.longest_run > test.longest_run_limit:
        start, side = _longest_run(judged)
        given |= {"signal": RUN, "since": names[start], "side": ABOVE if side > 0 else BELOW}
    elif settled and test.crossings < test.crossings_limit:
        given |= {"signal": CROSSINGS, "since": names[0]}
    elif outside.any():
        last = int(np.flatnonzero(outside)[-1])
        given |= {"signal": OUTSIDE, "since": names[last], "side": ABOVE if series[last] > limits.high else BELOW}
    return Reading(**given)


def _without_wave(series: Floats, names: Sequence[str]) -> Floats | None:
    seasons = np.array([int(name[-1]) for name in names])
    if np.unique(seasons).size < SEASONS:
        return None
    try:
        return run_chart.seasonally_adjusted(series, seasons)
    except NotComputable:
        return None


def _longest_run(series: Floats) -> tuple[int, float]:
    """Where the (last) longest run of useful points around the median begins, and on which side it lies."""
    sides = np.sign(series - np.median(series))
    useful = np.flatnonzero(sides)
    best, start, begin = 0, 0, 0
    for place in range(useful.size):
        if place and sides[useful[place]] != sides[useful[place - 1]]:
            begin = place
        if place - begin + 1 >= best:
            best, start = place - begin + 1, begin
    return int(useful[start]), float(sides[useful[start]])
