"""Patterns in turnover out of a Release: by position, seniority, centre and season, each against all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.patterns import departures
from skapital.disclosure.release import Cell, Release, require_release
from skapital.disclosure.rounding import round_released

OUTFLOW: Final = "turnover_out"
HIGHER: Final = "higher"
LOWER: Final = "lower"
PATTERN_VERDICTS: Final = (HIGHER, LOWER, c.NO_SIGN, c.CANNOT_TELL, c.VERDICT_WITHHELD)
POSITION_GROUP: Final = "position_group"
SENIORITY_BAND: Final = "seniority_band"
CENTRE: Final = "centre"
SEASON: Final = "season"
COLUMNS: Final = ("kind", c.PERIOD, c.UNIT, c.GROUP, c.MEASURE, "n", "difference", "low", "high", "verdict")


@dataclass(frozen=True)
class _One:
    """A group of a family, with its released figures where it has any."""

    unit: str
    group: str | None
    cells: tuple[Cell | None, ...]

    @property
    def counts(self) -> tuple[int, int] | None:
        """Leavers and staff, added up over the periods; ``None`` where a figure is withheld or missing."""
        found = [_counts(cell) for cell in self.cells]
        if not found or any(one is None for one in found):
            return None
        return sum(one[0] for one in found if one), sum(one[1] for one in found if one)


def of_year(release: Release, *, period: str, centres: Sequence[str], smallest: float) -> pd.DataFrame:
    """Return where the outflow of twelve months departs from that of all others in the municipality.

    Parameters
    ----------
    period
        Of the released cells, such as ``2015-09``.
    centres
        In organisation order.
    smallest
        Smallest difference that matters, a share: an interval inside ± this is ``no_sign``.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`, unrounded; ``n`` is staff at the start. Families one after another, each judged by itself with
        Benjamini and Hochberg at 5 %; within a family the groups stand in their own order.
    """
    root = _root(require_release(release))
    here = _outflow(release, [period])
    groups = [key[1] for key in here if key[0] == root and key[1] is not None]
    families: list[tuple[str, list[tuple[str, str | None]]]] = [
        (kind, [(root, group) for group in dict.fromkeys(groups) if group.startswith(f"{kind}:")])
        for kind in (POSITION_GROUP, SENIORITY_BAND)
    ]
    families.append((CENTRE, [(code, None) for code in centres]))
    whole = _One(root, None, (here.get((root, None)),)).counts
    tables = [
        _family(kind, period, [_One(*key, (here.get(key),)) for key in keys], whole, smallest)
        for kind, keys in families
    ]
    return _together(tables)


def of_seasons(release: Release, *, quarters: Sequence[str], smallest: float) -> pd.DataFrame:
    """Return in which season the municipality's outflow departs from the other seasons, over whole years.

    Parameters
    ----------
    quarters
        Released quarters in order of time, such as ``2015Q3``; the latest whole years of them count.
    """
    latest = list(quarters)[-(len(quarters) // 4 * 4) :] if len(quarters) >= 4 else []
    root = _root(require_release(release))
    here = _outflow(release, latest, by_period=True)
    seasons = [
        _One(
            root, f"{SEASON}:Q{number}", tuple(here.get((root, name)) for name in latest if name.endswith(f"Q{number}"))
        )
        for number in (1, 2, 3, 4)
    ]
    table = _family(SEASON, latest[-1] if latest else "", seasons if latest else [], None, smallest)
    return _together([table])


def rounded_patterns(table: pd.DataFrame, release: Release) -> pd.DataFrame:
    """Return patterns as they are published: differences rounded once, as shares are."""
    found = table.copy()
    for name in ("difference", "low", "high"):
        found[name] = [
            value if value != value else round_released(float(value), c.SHARE_MISSING, release.policy)
            for value in found[name].astype(float)
        ]
    return found


def _root(release: Release) -> str:
    units = release.units
    return str(units.loc[units["parent"].isna(), "code"].iloc[0])


def _outflow(
    release: Release, periods: Sequence[str], *, by_period: bool = False
) -> dict[tuple[str, str | None], Cell]:
    """Outflow of employees in the publication's own structure, by unit and group (or period)."""
    table = release.exact
    mine = table[
        (table[c.MEASURE] == OUTFLOW)
        & (table[c.STATISTIC] == c.RATE)
        & (table[c.POPULATION] == c.EMPLOYEES)
        & table[c.PERIOD].isin(list(periods))
        & (table[c.STRUCTURE] == release.units[c.STRUCTURE].iloc[0])
    ]
    found: dict[tuple[str, str | None], Cell] = {}
    names = [c.PERIOD, c.UNIT, c.GROUP, c.VALUE, c.BASE, c.WITHHELD]
    for period, unit, group, value, base, why in mine[names].itertuples(index=False, name=None):
        which = str(group) if isinstance(group, str) else None
        key = str(period) if by_period else which
        if by_period and which is not None:
            continue
        hidden = isinstance(why, str)
        found[str(unit), key] = Cell(None if hidden else float(value), None, None if hidden else float(base), None)
    return found


def _counts(cell: Cell | None) -> tuple[int, int] | None:
    if cell is None or cell.value is None or cell.base is None:
        return None
    return round(cell.value * cell.base), round(cell.base)


def _family(
    kind: str, period: str, groups: Sequence[_One], whole: tuple[int, int] | None, smallest: float
) -> pd.DataFrame:
    """One family of groups; those that are withheld say so, and what is not in any of the shown is in the rest."""
    rows = pd.DataFrame(
        {
            "kind": kind,
            c.PERIOD: period,
            c.UNIT: [one.unit for one in groups],
            c.GROUP: pd.Series([one.group for one in groups], dtype=object),
            c.MEASURE: OUTFLOW,
            "n": [np.nan if one.counts is None else float(one.counts[1]) for one in groups],
            "difference": np.nan,
            "low": np.nan,
            "high": np.nan,
            "verdict": c.VERDICT_WITHHELD,
        }
    )
    known = [(place, one.counts) for place, one in enumerate(groups) if one.counts is not None]
    if len(known) < 2:
        return rows
    counts = np.array([count for _, count in known], dtype=np.int64)
    found = departures(counts[:, 0], counts[:, 1], whole)
    places = [place for place, _ in known]
    for name, values in (("difference", found.difference), ("low", found.low), ("high", found.high)):
        rows.loc[places, name] = values
    rows.loc[places, "verdict"] = [
        _verdict(bool(departs), float(d), float(low), float(high), smallest)
        for departs, d, low, high in zip(found.departs, found.difference, found.low, found.high, strict=True)
    ]
    return rows


def _verdict(departs: bool, difference: float, low: float, high: float, smallest: float) -> str:
    if departs:
        return HIGHER if difference > 0 else LOWER
    return c.NO_SIGN if -smallest < low and high < smallest else c.CANNOT_TELL


def _together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    found = [table for table in tables if len(table)]
    return pd.concat(found, ignore_index=True)[list(COLUMNS)] if found else pd.DataFrame(columns=list(COLUMNS))
