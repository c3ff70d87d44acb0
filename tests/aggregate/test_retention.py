"""Retention curves through the gate: from what is published nobody reads that one or two left in a quarter."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import POLICY, tree
from made_up.staff import DEFINITIONS, places, records, remembered
from skapital import columns as c
from skapital.aggregate.branches import Branches
from skapital.aggregate.retention import HORIZON, retention_data
from skapital.config.exits import read_exits
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import released_amounts
from skapital.indicators import periods
from skapital.resources import resource

WORDS = read_exits(resource("configs", "exits.toml"))
LINE = tree("line", ("A", "K"), ("A1", "A"), ("B", "K"), ("B1", "B"), ("C", "K"), ("C1", "C"))
YEAR = periods.calendar_year(2014)
BRANCHES = Branches(places([LINE]), next(unit.level for unit in LINE.units if unit.code == "A"))


def employment(seed: int, sizes: dict[str, int], hazard: float = 0.25) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    rows = []
    for unit, n in sizes.items():
        for i in range(n):
            start = pd.Timestamp("2014-12-31") - pd.Timedelta(days=int(draw.exponential(900)))
            days = int(draw.exponential(365 / hazard))
            end = start + pd.Timedelta(days=days)
            gone = end <= pd.Timestamp("2014-12-31")
            group = str(draw.choice(["X", "Y"]))
            last = str(end.date()) if gone else None
            rows.append((f"{unit}{i}", unit, str(start.date()), last, 1.0, group, None, None, "resigned"))
    return records(rows).employment


def released(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The released cells, and the steps by contributor that they are decided by."""
    part = retention_data(table, DEFINITIONS.turnover, WORDS, YEAR, BRANCHES)
    assert part is not None
    cells = released_amounts([part], Memory.empty(), POLICY).cells
    values = part.observations.values
    return cells, values.assign(unit=part.observations.people["unit"])


def shown(cells: pd.DataFrame, unit: str, group: str | None = None) -> list[int]:
    """The quarters at which a curve has a point."""
    mine = cells[(cells["unit"] == unit) & cells["withheld"].isna() & cells["statistic"].str.startswith("share:q")]
    mine = mine[mine["group"].isna() if group is None else mine["group"] == group]
    return sorted(int(name[-2:]) for name in mine["statistic"])


def test_a_point_counts_those_who_were_at_risk_before_it() -> None:
    """Who is first seen with a longer tenure is in no earlier point, and is not counted there."""
    cells, steps = released(employment(1, {"A1": 900, "B1": 900, "C1": 900}, hazard=0.6))
    mine = cells[(cells["unit"] == "K") & cells["group"].isna()].set_index("statistic")["n"]
    assert mine["share:q04"] == steps["risk:0:4"].sum() < mine["share:q12"]


def test_a_large_curve_has_all_its_points_and_is_kaplan_meiers() -> None:
    cells, _ = released(employment(1, {"A1": 900, "B1": 900, "C1": 900}, hazard=0.6))
    assert shown(cells, "K") == list(range(1, HORIZON + 1))
    values = cells[(cells["unit"] == "K") & cells["group"].isna()].set_index("statistic")["value"]
    curve = values[[f"share:q{q:02d}" for q in range(1, HORIZON + 1)]].to_numpy()
    assert (np.diff(curve) <= 0).all()
    assert curve[3] == pytest.approx(np.exp(-0.6), abs=0.06)
    assert (values["low:q04"] < values["share:q04"] < values["high:q04"]) is np.True_


def test_a_band_begins_with_everybody_who_came_so_far_and_ends_with_it() -> None:
    cells, _ = released(employment(2, {"A1": 900, "B1": 900, "C1": 900}, hazard=0.6))
    root = cells[(cells["unit"] == "K") & cells["withheld"].isna()]
    share = {(g, s): v for g, s, v in zip(root["group"], root["statistic"], root["value"], strict=True)}
    whole = {s: v for (g, s), v in share.items() if not isinstance(g, str)}
    band = {s: v for (g, s), v in share.items() if g == "seniority_band:1-3 år"}
    assert band["share:q04"] == pytest.approx(whole["share:q08"] / whole["share:q04"])
    assert max(int(s[-2:]) for s in band) == 8


@pytest.mark.parametrize("seed", range(10))
def test_no_step_of_a_curve_or_of_what_is_left_tells_of_one_or_two(seed: int) -> None:
    """By brute force over the units: leavers between published points, alone and subtracted, are 0 or enough."""
    draw = np.random.default_rng(seed + 100)
    cells, steps = released(employment(seed, {unit: int(draw.integers(10, 220)) for unit in ("A1", "B1", "C1", "K")}))
    left = {unit: _left(steps, {f"{unit}1"} if unit != "K" else None) for unit in ("K", "A", "B", "C")}
    points = {unit: shown(cells, unit) for unit in left}
    for some in (some for size in range(4) for some in combinations("ABC", size)):
        common = sorted(set(points["K"]).intersection(*(points[unit] for unit in some)))
        for begin, end in zip([0, *common], common, strict=False):
            rest = left["K"][begin:end].sum() - sum(left[unit][begin:end].sum() for unit in some)
            assert rest == 0 or rest >= POLICY.leaving["leavers"], (some, begin, end)
    for unit in "ABC":
        for begin, end in zip([0, *points[unit]], points[unit], strict=False):
            count = left[unit][begin:end].sum()
            assert count == 0 or count >= POLICY.leaving["leavers"]


@pytest.mark.parametrize("seed", range(10))
def test_no_step_left_between_centres_and_position_groups_tells_of_one_or_two(seed: int) -> None:
    draw = np.random.default_rng(seed + 200)
    table = employment(seed, {unit: int(draw.integers(30, 260)) for unit in ("A1", "B1", "C1")})
    group_of = table.drop_duplicates("person").set_index("person")["position_group"]
    cells, steps = released(table)
    who = [str(name).rpartition("|")[0] for name in steps.index]
    steps = steps.assign(group=group_of.reindex(who).to_numpy())
    words = ("position_group:X", "position_group:Y")

    def left(unit: str, word: str | None) -> np.ndarray:
        mine = steps if word is None else steps[steps["group"] == word[-1]]
        return _left(mine, None if unit == "K" else {f"{unit}1"})

    over = [((unit, None), [(unit, word) for word in words]) for unit in "KABC"]
    over += [(("K", word), [(unit, word) for unit in "ABC"]) for word in words]
    for whole, parts in over:
        for some in (some for size in range(len(parts) + 1) for some in combinations(parts, size)):
            common = sorted(set(shown(cells, *whole)).intersection(*(shown(cells, *part) for part in some)))
            for begin, end in zip([0, *common], common, strict=False):
                rest = left(*whole)[begin:end].sum() - sum(left(*part)[begin:end].sum() for part in some)
                assert rest == 0 or rest >= POLICY.leaving["leavers"], (whole, some, begin, end)


def _left(steps: pd.DataFrame, units: set[str] | None) -> np.ndarray:
    mine = steps if units is None else steps[steps["unit"].isin(units)]
    return np.array([mine[f"left:{begin}:1"].sum() for begin in range(HORIZON)])


def test_a_centres_position_groups_lie_in_the_centre_and_in_the_municipalitys_group() -> None:
    part = retention_data(employment(3, {"A1": 200, "B1": 200}), DEFINITIONS.turnover, WORDS, YEAR, BRANCHES)
    assert part is not None
    keys = [(key.unit, key.group) for key in part.asked.keys]
    for family in part.asked.families:
        for group, parent in zip(family.groups, family.parents, strict=True):
            if parent >= 0:
                assert not (part.asked.member[group] & ~part.asked.member[parent]).any()
    above = {f.tree: {keys[g]: keys[p] for g, p in zip(f.groups, f.parents, strict=True)} for f in part.asked.families}
    assert above["centres"]["A", "position_group:X"] == ("A", None)
    assert above["position_group"]["A", "position_group:X"] == ("K", "position_group:X")


def test_few_people_get_no_curve() -> None:
    cells, _ = released(employment(5, {"A1": 4, "B1": 300, "C1": 300}))
    assert shown(cells, "A") == []


def test_expected_leavers_are_there_until_they_go_and_do_not_count_as_leaving() -> None:
    table = employment(6, {"A1": 300, "B1": 300, "C1": 300}, hazard=0.6)
    retired = table.assign(end_type=table["end_type"].where(table["end"].isna(), "retired"))
    cells, _ = released(retired)
    mine = cells[(cells["unit"] == "K") & cells["group"].isna() & cells["statistic"].str.startswith("share:")]
    assert set(mine["value"]) == {1.0}


def test_nobody_employed_says_nothing() -> None:
    table = employment(1, {"A1": 30})
    assert retention_data(table.iloc[:0], DEFINITIONS.turnover, WORDS, YEAR, BRANCHES) is None


def test_what_was_shown_of_a_curve_stays_shown_unless_its_own_people_are_too_few_now() -> None:
    table = employment(7, {"A1": 220, "B1": 240, "C1": 260})
    part = retention_data(table, DEFINITIONS.turnover, WORDS, YEAR, BRANCHES)
    assert part is not None
    first = released_amounts([part], Memory.empty(), POLICY)
    again = released_amounts([part], remembered(first), POLICY)
    pd.testing.assert_frame_equal(first.cells, again.cells)
    late = retention_data(
        pd.concat(
            [table, employment(8, {"A1": 60, "B1": 60, "C1": 60}).assign(person=lambda t: t["person"] + "-late")]
        ),
        DEFINITIONS.turnover,
        WORDS,
        YEAR,
        BRANCHES,
    )
    assert late is not None
    after = released_amounts([late], remembered(first), POLICY)
    assert not after.kept
    key = list(c.CELL_KEY)
    both = first.cells.fillna({c.GROUP: ""}).merge(after.cells.fillna({c.GROUP: ""}), on=key, suffixes=("", "_now"))
    shown = both[both[c.WITHHELD].isna()]
    assert len(shown) > 50
    assert set(shown[f"{c.WITHHELD}_now"].dropna()) <= {c.TOO_FEW}
    assert shown[f"{c.WITHHELD}_now"].isna().mean() > 0.8


def test_one_late_record_leaves_the_curves_as_published() -> None:
    table = employment(7, {"A1": 220, "B1": 240, "C1": 260})
    part = retention_data(table, DEFINITIONS.turnover, WORDS, YEAR, BRANCHES)
    first = released_amounts([part], Memory.empty(), POLICY)  # type: ignore[list-item]
    one = retention_data(table.iloc[1:], DEFINITIONS.turnover, WORDS, YEAR, BRANCHES)
    after = released_amounts([one], remembered(first), POLICY)  # type: ignore[list-item]
    assert after.kept
    pd.testing.assert_frame_equal(first.cells, after.cells, check_dtype=False)
