"""Series over time: natural process limits, run rules and signals. A signal is a statement, never a colour alone.

Limits are computed once from the points given and are never rebased by the program: a new level starts only at a
break that the analyst has declared, and then the caller passes the points since the break.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MEAN_MOVING_RANGE_TO_LIMIT: Final = 2.66
"""Three standard deviations in mean moving ranges: 3 / d2, d2 = 1.128 for ranges of two (Shewhart; Wheeler 1993)."""
MOVING_RANGE_UPPER_LIMIT: Final = 3.267
"""D4 for ranges of two: moving ranges above this many mean ranges are themselves signals (Wheeler 1993)."""
POINTS_FOR_SETTLED_LIMITS: Final = 12
"""With fewer points limits are called trial limits."""
RUN_LENGTH: Final = 7
"""Points in a row on one side of the centre, or rising or falling, that make a signal on an XmR chart."""


@dataclass(frozen=True)
class ProcessLimits:
    """Centre and natural process limits; ``trial`` when too few points stand behind them."""

    centre: float
    low: float
    high: float
    n_points: int
    trial: bool


@dataclass(frozen=True)
class RunTest:
    """Anhøj's two tests on the useful points (those not on the median)."""

    n_useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int

    @property
    def signal(self) -> bool:
        """Whether the longest run is too long or the crossings too few for random variation."""
        return self.longest_run > self.longest_run_limit or self.crossings < self.crossings_limit


def process_limits(values: Floats, *, screened: bool = False) -> ProcessLimits:
    """Return the XmR chart's centre and natural process limits.

    Parameters
    ----------
    values
        The series in time order, shape (n,), n >= 2, no missing value.
    screened
        Leave moving ranges above ``3.267`` mean ranges out and take the mean range again (one pass).

    Notes
    -----
    ``centre ± 2.66 · mean(|x_i - x_{i-1}|)``. Wheeler, *Understanding Variation*, 1993; agrees with the tests of the
    R package NHSRplotthedots (tests/oracles/run_chart.toml).

    Raises
    ------
    NotComputable
        If there are fewer than two points or one is missing or infinite.
    """
    series = _series(values, least=2)
    ranges = np.abs(np.diff(series))
    if screened:
        ranges = ranges[ranges <= MOVING_RANGE_UPPER_LIMIT * ranges.mean()]
    centre, reach = float(series.mean()), MEAN_MOVING_RANGE_TO_LIMIT * float(ranges.mean())
    return ProcessLimits(centre, centre - reach, centre + reach, series.size, series.size < POINTS_FOR_SETTLED_LIMITS)


def runs_on_one_side(values: Floats, centre: float, length: int = RUN_LENGTH) -> Flags:
    """Flag points that are at least the ``length``-th in a row strictly on one side of ``centre``, shape (n,)."""
    return _run_lengths(np.sign(_series(values, least=1) - centre)) >= length


def trends(values: Floats, length: int = RUN_LENGTH) -> Flags:
    """Flag points that end ``length`` points in a row each strictly above (or below) the one before, shape (n,)."""
    steps = np.sign(np.diff(_series(values, least=1)))
    return np.concatenate([[False], _run_lengths(steps) >= length - 1])


def outside(values: Floats, limits: ProcessLimits) -> Flags:
    """Flag points outside the natural process limits, shape (n,)."""
    series = _series(values, least=1)
    return (series < limits.low) | (series > limits.high)


def longest_run_limit(n_useful: int) -> int:
    """Return the longest run still compatible with random variation: ``round(log2(n) + 3)`` (Anhøj 2014)."""
    if n_useful < 1:
        raise NotComputable("a run test needs points off the median", slug="too-few-points")
    return round(float(np.log2(n_useful)) + 3)


def fewest_crossings(n_useful: int) -> int:
    """Return the fewest crossings still random: the 5 % point of Binomial(n - 1, 1/2) (Anhøj 2014)."""
    if n_useful < 2:
        raise NotComputable("a crossings test needs two points off the median", slug="too-few-points")
    return int(stats.binom.ppf(0.05, n_useful - 1, 0.5))


def anhoej(values: Floats, centre: float | None = None) -> RunTest:
    """Return Anhøj's run test of a series around its median (or a given ``centre``).

    Points on the centre are not useful and are left out. Source: Anhøj & Olesen, *Run charts revisited*, PLoS ONE
    2014; critical values for n = 10 to 36 in tests/oracles/run_chart.toml.
    """
    series = _series(values, least=2)
    sides = np.sign(series - (float(np.median(series)) if centre is None else centre))
    useful = sides[sides != 0]
    if useful.size < 2:
        raise NotComputable("all points lie on the median", slug="too-few-points")
    return RunTest(
        n_useful=int(useful.size),
        longest_run=int(_run_lengths(useful).max()),
        longest_run_limit=longest_run_limit(useful.size),
        crossings=int(np.count_nonzero(np.diff(useful))),
        crossings_limit=fewest_crossings(useful.size),
    )


def seasonally_adjusted(values: Floats, season: npt.NDArray[np.int_], *, cycles: int = 2) -> Floats:
    """Return the series less its yearly wave, so that a wave alone raises no signal.

    Each point loses the median distance of its season (month or quarter number) from the median of all points.
    Every season must have at least ``cycles`` points.

    Raises
    ------
    NotComputable
        If a season has fewer points: a yearly wave cannot be told from a change within one year.
    """
    series = _series(values, least=1)
    numbers, place, counts = np.unique(season, return_inverse=True, return_counts=True)
    if counts.min() < cycles:
        raise NotComputable(f"a yearly wave needs {cycles} points of each season", slug="too-few-points")
    wave = np.array([np.median(series[place == index]) for index in range(numbers.size)]) - np.median(series)
    return np.asarray(series - wave[place], dtype=np.float64)


def _series(values: Floats, *, least: int) -> Floats:
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or series.size < least or not np.isfinite(series).all():
        raise NotComputable(f"a series needs {least} or more points, none of them missing", slug="too-few-points")
    return series


def _run_lengths(signs: Floats) -> npt.NDArray[np.int_]:
    """Length so far of the run of equal non-zero signs that ends at each point; 0 where the sign is 0."""
    lengths = np.zeros(signs.size, dtype=np.int_)
    for index, sign in enumerate(signs):
        follows = index > 0 and sign == signs[index - 1]
        lengths[index] = 0 if sign == 0 else lengths[index - 1] + 1 if follows else 1
    return lengths
