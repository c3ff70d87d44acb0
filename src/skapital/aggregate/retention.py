"""Retention curves ready for the gate: points at whole quarters, and the steps between them that they would give away.

From a curve and its band a reader can work out how many were at risk and how many left between two points. So points
are decided by their steps: in each step, in every shown group and in every remainder, nobody left or enough did, and
enough were at risk. A year of tenure is decided in four, in two and in one step; the finer its steps, the more points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.aggregate.branches import POSITION_GROUP, SENIORITY_BAND, Branches
from skapital.aggregate.leaving import named, part_of, window_of
from skapital.config.definitions import TurnoverDefinition
from skapital.config.exits import ExitWords
from skapital.indicators import tenure
from skapital.indicators.periods import Span
from skapital.indicators.retention import kaplan_meier
from skapital.tables import AmountTier, Asked, PeriodData, Size

Floats = npt.NDArray[np.float64]

RETENTION: Final = "retention"
HORIZON: Final = 12
"""Quarters that a curve goes on for: three years, as Region Hovedstaden's do."""
WIDTHS: Final = (4, 2, 1)
"""Quarters in a step; points at whole years need the first alone, at half years the second too."""
YEAR: Final = 4


@dataclass(frozen=True)
class _Curve:
    """A curve of those who reach a tenure: from quarter ``origin`` on for ``length`` quarters; ``band`` names it."""

    origin: int
    length: int
    band: str | None

    @property
    def years(self) -> range:
        """The years of tenure that the curve goes over, each by its first quarter."""
        return range(self.origin, self.origin + self.length, YEAR)


def retention_data(
    employment: pd.DataFrame, definition: TurnoverDefinition, words: ExitWords, span: Span, branches: Branches
) -> PeriodData | None:
    """Return the retention curves of twelve months: of new staff, and of each seniority band from its beginning on.

    Curves of the municipality, its centres, and the municipality's position groups. Everybody seen in the period counts
    with the tenure they were seen in (delayed entry); expected leavers count as long as they were there.

    Parameters
    ----------
    employment
        Spells as :class:`~skapital.indicators.records.HrRecords` has them.
    words
        Its bands of seniority, and ``leavers``: least leavers in a step of a curve.
    """
    rows = tenure.observed(employment, window_of(span), definition)
    rows = rows[rows["leader_level"].isna() & rows["unit"].notna()].reset_index(drop=True)
    if rows.empty:
        return None
    curves = _curves(words)
    years = sorted({year for curve in curves for year in curve.years})
    rows["person"] = rows["person"] + "|" + rows.groupby("person").cumcount().astype(str)
    values = _steps(rows, years)
    asked = branches.asked(branches.centre_of(rows["unit"], rows["day"]), (rows[POSITION_GROUP],), in_centres=True)
    tiers = tuple(_tier(year, width) for year in years for width in WIDTHS)
    given = _points(rows, curves, asked, span)
    return part_of(RETENTION, span, rows, values, asked, tiers, named(definition), given)


def _curves(words: ExitWords) -> tuple[_Curve, ...]:
    """The curve of new staff, and one for each band; a band's ends where the next band begins."""
    starts = [round(band.from_years * YEAR) for band in words.seniority_bands]
    ends = [*starts[1:], starts[-1] + HORIZON]
    lengths = [min(end - start, HORIZON) // YEAR * YEAR for start, end in zip(starts, ends, strict=True)]
    bands = zip(starts, lengths, words.seniority_bands, strict=True)
    return (
        _Curve(0, HORIZON, None),
        *(_Curve(start, length, band.choice.code) for start, length, band in bands if length > 0),
    )


def _steps(rows: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """By person: whether at risk in each step of each year of tenure, and whether they left in it."""
    entry, leave = rows["entry"].to_numpy(np.float64), rows["leave"].to_numpy(np.float64)
    left = rows["left"].to_numpy(dtype=bool)
    found = {}
    for year in years:
        for width in WIDTHS:
            for begin in range(year, year + YEAR, width):
                found[f"risk:{begin}:{width}"] = (entry < begin + width) & (leave > begin)
                found[f"left:{begin}:{width}"] = left & (leave > begin) & (leave <= begin + width)
    return pd.DataFrame(found, dtype=float)


def _tier(year: int, width: int) -> AmountTier:
    steps = range(year, year + YEAR, width)
    at_risk = tuple(Size(f"risk:{begin}:{width}", "persons") for begin in steps)
    leavers = tuple(Size(f"left:{begin}:{width}", "leavers") for begin in steps)
    return AmountTier(_name(year, width), (), (*at_risk, *leavers))


def _name(year: int, width: int) -> str:
    return f"{year}:{width}"


def _points(rows: pd.DataFrame, curves: Sequence[_Curve], asked: Asked, span: Span) -> pd.DataFrame:
    """All points of all curves with their limits, as ready cells."""
    entry, leave = rows["entry"].to_numpy(np.float64), rows["leave"].to_numpy(np.float64)
    left = rows["left"].to_numpy(dtype=bool)
    found = [
        (span.kind, span.name, key.structure, key.population, key.unit, _group(key.group, curve), *point, key.group)
        for key, member in zip(asked.keys, asked.member, strict=True)
        for curve in curves
        if key.group is None or curve.band is None
        for point in _of_curve(entry[member], leave[member], left[member], curve)
    ]
    return pd.DataFrame(found, columns=[*c.CELL_COLUMNS, "tier", "of"])


def _group(group: str | None, curve: _Curve) -> str | None:
    return group if curve.band is None else f"{SENIORITY_BAND}:{curve.band}"


def _of_curve(
    entry: Floats, leave: Floats, left: npt.NDArray[np.bool_], curve: _Curve
) -> Iterator[tuple[str, str, float, int, float, str]]:
    """Measure, statistic, value, persons, persons again as base, and the tiers that each point needs."""
    begun, ended = np.maximum(entry - curve.origin, 0.0), leave - curve.origin
    seen = (ended > 0) & (begun < curve.length)
    if not seen.any():
        return
    gone = left[seen] & (ended[seen] <= curve.length)
    grid = np.arange(1.0, curve.length + 1)
    found = kaplan_meier(begun[seen], np.minimum(ended[seen], curve.length), gone, grid)
    for place, (value, low, high) in enumerate(zip(found.survival, found.low, found.high, strict=True), start=1):
        n = int((seen & (begun < place)).sum())  # who is first seen later is in no earlier point
        tiers = _tiers_of(curve, place)
        for statistic, figure in (("share", value), (c.LOW, low), (c.HIGH, high)):
            yield RETENTION, f"{statistic}:q{place:02d}", float(figure), n, float(n), tiers


def _tiers_of(curve: _Curve, quarter: int) -> str:
    """What must be shown for a point: the years before it whole, and its own year in steps that end there."""
    years = [curve.origin + begin for begin in range(0, quarter, YEAR)]
    needed = [_name(year, YEAR) for year in years]
    if quarter % YEAR:
        needed += [_name(years[-1], width) for width in WIDTHS[1:] if width >= (2 if quarter % 2 == 0 else 1)]
    return "+".join(needed)
