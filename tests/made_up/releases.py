"""Releases with chosen figures, for tests of what is compared. Only tests may hold the gate's token."""

from __future__ import annotations

import pandas as pd

from made_up.municipality import POLICY
from skapital import columns as c
from skapital.disclosure import release as gate
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import rounded

NOW = "2016-01-01"


def release_of(rows, *, levels=None, pooled=18.0, pooled_n=500):
    """A release of means: ``rows`` are (period, unit, mean, n, sd or None); a mean of None is withheld."""
    cells = []
    for period, unit, mean, n, sd in rows:
        cells.append(_cell(period, unit, c.MEAN, mean, n))
        cells.append(_cell(period, unit, c.SD, sd, n))
    for period in {row[0] for row in rows}:
        cells.append(_cell(period, "K", c.POOLED_SD, pooled, pooled_n))
    table = pd.DataFrame(cells, columns=list(c.RELEASED_COLUMNS)).drop_duplicates(list(c.CELL_KEY), keep="last")
    units = dict.fromkeys(["K", *(row[1] for row in rows)])
    table_of_units = pd.DataFrame(
        [
            (NOW, "line", u, u, (levels or {}).get(u, "workplace"), None if u == "K" else "K", None, False)
            for u in units
        ],
        columns=list(c.UNIT_COLUMNS),
    )
    empty = pd.DataFrame()
    return Release(table_of_units, rounded(table, POLICY), table, empty, {}, 0, (), empty, POLICY, gate._GATE)


def _level(unit, levels):
    return (levels or {}).get(unit, "workplace")


def _cell(period, unit, statistic, value, n):
    gone = value is None
    number = float("nan") if gone else float(value)
    size = float("nan") if gone else float(n)
    return (
        "round",
        period,
        NOW,
        c.EMPLOYEES,
        unit,
        None,
        "trust",
        statistic,
        number,
        size,
        float("nan"),
        "too_few" if gone else None,
    )


def hr_release(rows, *, units=None):
    """A release of HR rates: ``rows`` are (period_kind, period, unit, measure, rate, low, high, base).

    A rate of None is withheld; low and high of None were never made. ``units`` are (code, level, parent), the first of
    them the municipality.
    """
    cells = [cell for row in rows for cell in _rate_cells(*row)]
    table = pd.DataFrame(cells, columns=list(c.RELEASED_COLUMNS))
    given = units or [
        ("K", "municipality", None),
        *((u, "workplace", "K") for u in sorted({r[2] for r in rows} - {"K"})),
    ]
    table_of_units = pd.DataFrame(
        [(NOW, "line", code, code, level, parent, None, False) for code, level, parent in given],
        columns=list(c.UNIT_COLUMNS),
    )
    empty = pd.DataFrame()
    return Release(table_of_units, table, table, empty, {}, 0, (), empty, POLICY, gate._GATE)


def _rate_cells(period_kind, period, unit, measure, rate, low, high, base):
    key = (period_kind, period, NOW, c.EMPLOYEES, unit, None, measure)
    gone = "too_few" if rate is None else None
    for statistic, value in ((c.RATE, rate), (c.LOW, low), (c.HIGH, high)):
        if statistic == c.RATE or low is not None or rate is None:
            nothing = float("nan")
            yield (
                *key,
                statistic,
                nothing if gone else value,
                nothing if gone else 2 * base,
                nothing if gone else base,
                gone,
            )
