"""Steps of retention curves: a point drawn at one exit tells that one left, and when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from made_up.attacked import amounts_as_read, attacked
from made_up.municipality import POLICY, tree
from made_up.staff import DEFINITIONS, places, records
from skapital.aggregate.branches import Branches
from skapital.aggregate.retention import retention_data
from skapital.config.exits import read_exits
from skapital.config.policy import Policy
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import ReleasedAmounts, released_amounts
from skapital.indicators import periods
from skapital.resources import resource

WORDS = read_exits(resource("configs", "exits.toml"))
LINE = tree("line", ("A", "K"), ("A1", "A"), ("B", "K"), ("B1", "B"), ("C", "K"), ("C1", "C"))
BRANCHES = Branches(places([LINE]), next(unit.level for unit in LINE.units if unit.code == "A"))
WITHOUT = replace(POLICY, leaving={**POLICY.leaving, "leavers": 1})
QUARTER_OF_A_YEAR = 91


def staff(first_quarter: dict[str, int]) -> pd.DataFrame:
    """Eighty new people in each unit; so many leave in the first quarter, six in each of the three others."""
    rows = []
    for unit, early in first_quarter.items():
        days = [25] * early + [
            10 + QUARTER_OF_A_YEAR * quarter + 7 * place for quarter in (1, 2, 3) for place in range(6)
        ]
        for who in range(80):
            end = None if who >= len(days) else str((pd.Timestamp("2014-01-01") + pd.Timedelta(days=days[who])).date())
            rows.append((f"{unit}{who}", unit, "2014-01-01", end, 1.0, "X", None, None, "resigned"))
    return records(rows).employment


def released(table: pd.DataFrame, rules: Policy) -> ReleasedAmounts:
    part = retention_data(table, DEFINITIONS.turnover, WORDS, periods.calendar_year(2014), BRANCHES)
    assert part is not None
    return released_amounts([part], Memory.empty(), rules)


def leaks(table: pd.DataFrame, rules: Policy) -> list[Leak]:
    return [one for one in attacked(amounts_as_read(released(table, rules), [LINE])) if "step of a curve" in one.how]


def has_first_point(table: pd.DataFrame, rules: Policy, unit: str) -> bool:
    cells = released(table, rules).cells
    mine = cells[(cells["unit"] == unit) & cells["group"].isna() & (cells["statistic"] == "share:q01")]
    return bool(mine["withheld"].isna().any())


def test_one_who_left_in_a_step() -> None:
    table = staff({"A1": 1, "B1": 6, "C1": 6})
    assert not has_first_point(table, POLICY, "A")
    assert leaks(table, POLICY) == []
    assert has_first_point(table, WITHOUT, "A")
    assert {one.units for one in leaks(table, WITHOUT)} == {("A",)}


@pytest.mark.parametrize("left", [0, 3, 6])
def test_none_or_enough(left: int) -> None:
    table = staff({"A1": left, "B1": 6, "C1": 6})
    assert has_first_point(table, POLICY, "A")
    assert leaks(table, POLICY) == []


@pytest.mark.parametrize("seed", range(8))
def test_curves_that_the_gate_lets_through_are_no_alarm(seed: int) -> None:
    """People of every tenure come into sight at any time, so that those who leave are not beside equally many."""
    draw = np.random.default_rng(seed)
    rows = []
    for unit in ("A1", "B1", "C1", "K"):
        for who in range(int(draw.integers(10, 220))):
            start = pd.Timestamp("2014-12-31") - pd.Timedelta(days=int(draw.exponential(900)))
            end = start + pd.Timedelta(days=int(draw.exponential(1400)))
            last = str(end.date()) if end <= pd.Timestamp("2014-12-31") else None
            group = str(draw.choice(["X", "Y"]))
            rows.append((f"{unit}{who}", unit, str(start.date()), last, 1.0, group, None, None, "resigned"))
    table = records(rows).employment
    assert leaks(table, POLICY) == []
    assert leaks(table, WITHOUT)
