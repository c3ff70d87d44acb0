"""First-year attrition, outflow by group and job-stop reasons through the gate; what a reader could subtract."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import POLICY, tree
from made_up.staff import DEFINITIONS, places, records, remembered
from skapital.aggregate.branches import Branches
from skapital.aggregate.leaving import exits_data, first_year_data, outflow_by_group
from skapital.config.exits import read_exits
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import ReleasedAmounts, released_amounts
from skapital.indicators import periods
from skapital.resources import resource

WORDS = read_exits(resource("configs", "exits.toml"))
LINE = tree("line", ("A", "K"), ("A1", "A"), ("A2", "A"), ("B", "K"), ("B1", "B"), ("C", "K"), ("C1", "C"))
YEAR = periods.calendar_year(2014)
LEVEL = next(unit.level for unit in LINE.units if unit.code == "A")
BRANCHES = Branches(places([LINE]), LEVEL)


def released(part, memory: Memory | None = None) -> ReleasedAmounts:
    return released_amounts([part], memory or Memory.empty(), POLICY)


def talks(counts: dict[str, list[str]]) -> pd.DataFrame:
    """Talks by unit, each as its reasons."""
    rows = [(unit, "2014-05", reasons, "4") for unit, several in counts.items() for reasons in several]
    return pd.DataFrame(rows, columns=["unit", "month", "reasons", "recommend"])


def exits(counts: dict[str, list[str]], memory: Memory | None = None) -> pd.DataFrame:
    part = exits_data(talks(counts), WORDS, YEAR, BRANCHES)
    assert part is not None
    return released(part, memory).cells


def of(cells: pd.DataFrame, unit: str, statistic: str) -> float | str:
    (row,) = cells[(cells["unit"] == unit) & (cells["statistic"] == statistic)].to_dict("records")
    return row["withheld"] if isinstance(row["withheld"], str) else row["value"]


def hires(counts: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """By unit so many hired in 2013, so many of whom left within a year."""
    rows = [
        (f"{unit}{i}", unit, "2013-06-01", "2013-12-31" if i < left else None, 1.0, None, None, None, "resigned")
        for unit, (n, left) in counts.items()
        for i in range(n)
    ]
    return records(rows).employment


# ---- job-stop talks


def test_shares_are_of_completed_talks_and_several_reasons_may_be_chosen() -> None:
    cells = exits({"A1": ["pay;culture"] * 6 + ["pay"] * 4 + ["culture"] * 4, "B1": ["pay"] * 5 + ["culture"] * 7})
    assert of(cells, "A", "n_answered") == 14
    assert of(cells, "A", "share:pay") == pytest.approx(10 / 14)
    assert of(cells, "A", "share:culture") == pytest.approx(10 / 14)
    assert of(cells, "K", "share:pay") == pytest.approx(15 / 26)
    assert of(cells, "K", "share:health") == 0


def test_few_talks_are_not_shown_nor_left_over() -> None:
    cells = exits({"A1": ["pay"] * 6 + ["culture"] * 6, "B1": ["pay"] * 6 + ["culture"] * 6, "C1": ["pay"] * 4})
    assert of(cells, "C", "n_answered") == "too_few"
    shown = [unit for unit in "AB" if not isinstance(of(cells, unit, "n_answered"), str)]
    assert len(shown) <= 1  # K less both would be the four of C


def test_a_reason_that_one_gave_is_withheld_and_so_is_what_would_give_it_back() -> None:
    cells = exits(
        {"A1": ["health"] + ["pay"] * 11, "B1": ["health"] * 5 + ["pay"] * 8, "C1": ["health"] * 4 + ["pay"] * 8}
    )
    assert of(cells, "A", "share:health") == "too_few"
    assert not isinstance(of(cells, "K", "share:health"), str)
    assert [of(cells, unit, "share:health") for unit in "BC"].count("protected") >= 1


def test_a_reason_that_all_gave_is_withheld_but_one_that_nobody_gave_is_shown() -> None:
    cells = exits({"A1": ["health"] * 12, "B1": ["pay"] * 12, "C1": ["health"] * 6 + ["pay"] * 6})
    assert of(cells, "A", "share:health") == "too_few"
    assert of(cells, "A", "share:family") == 0


@pytest.mark.parametrize("seed", range(12))
def test_no_union_of_published_figures_tells_of_one_or_two_who_gave_a_reason(seed: int) -> None:
    """By brute force: every sum and difference of published counts is 0 or reaches the least number of talks."""
    draw = np.random.default_rng(seed)
    words = ["pay", "culture", "health"]
    counts = {
        unit: [";".join(w for w in words if draw.random() < 0.2) or "other" for _ in range(draw.integers(0, 30))]
        for unit in ("A1", "B1", "C1", "K")
    }
    cells = exits(counts)
    for reason in words:
        rows = cells[(cells["statistic"] == f"share:{reason}") & cells["withheld"].isna()]
        chosen = {unit: round(v * n) for unit, v, n in zip(rows["unit"], rows["value"], rows["n"], strict=True)}
        whole = chosen.get("K")
        parts = [unit for unit in "ABC" if unit in chosen]
        told = [chosen[unit] for unit in parts]
        if whole is not None:
            told += [
                whole - sum(chosen[unit] for unit in some)
                for size in range(len(parts) + 1)
                for some in combinations(parts, size)
            ]
        assert not [count for count in told if 0 < count < POLICY.leaving["chosen"]]


def test_what_was_shown_of_talks_stays_shown_and_unchanged_talks_tell_nothing_new() -> None:
    counts = {"A1": ["pay"] * 6 + ["culture"] * 6, "B1": ["pay"] * 6 + ["culture"] * 6}
    part = exits_data(talks(counts), WORDS, YEAR, BRANCHES)
    first = released(part)
    again = exits(counts, remembered(first))
    pd.testing.assert_frame_equal(first.cells, again)
    one_more = exits({**counts, "A1": [*counts["A1"], "health"]}, remembered(first))
    assert of(one_more, "A", "n_answered") == 12  # one talk more would be told by the difference


def test_no_talk_in_a_period_says_nothing() -> None:
    assert exits_data(talks({"A1": ["pay"]}), WORDS, periods.calendar_year(2013), BRANCHES) is None


# ---- first year


def test_first_year_attrition_is_of_those_hired_the_year_before() -> None:
    part = first_year_data(hires({"A1": (10, 4), "B1": (8, 0), "C1": (9, 9)}), DEFINITIONS.turnover, YEAR, BRANCHES)
    cells = released(part).cells
    assert of(cells, "A", "rate") == pytest.approx(0.4)
    assert of(cells, "B", "rate") == 0
    assert of(cells, "K", "rate") == pytest.approx(13 / 27)
    low, high = of(cells, "A", "low"), of(cells, "A", "high")
    assert (round(float(low), 3), round(float(high), 3)) == (0.168, 0.687)  # Wilson of 4 in 10


def test_first_year_of_few_hired_is_withheld_with_what_would_give_it_back() -> None:
    part = first_year_data(hires({"A1": (10, 4), "B1": (8, 2), "C1": (3, 1)}), DEFINITIONS.turnover, YEAR, BRANCHES)
    cells = released(part).cells
    assert of(cells, "C", "rate") == "too_few"
    assert [of(cells, unit, "rate") for unit in "AB"].count("protected") == 1


# ---- outflow by group


def staff(rows: list[tuple[str, str, str | None, str]]) -> pd.DataFrame:
    """Full-time staff by unit, start, end and position group."""
    full = [
        (f"p{i}", unit, start, end, 1.0, group, None, None, "resigned")
        for i, (unit, start, end, group) in enumerate(rows)
    ]
    return records(full).employment


def test_outflow_stands_by_position_and_by_seniority_in_the_order_of_the_bands() -> None:
    rows = [("A1", "2013-06-01", "2014-06-30", "Ny")] * 6 + [("A1", "2013-06-01", None, "Ny")] * 6
    rows += [("B1", "2005-06-01", None, "Ældre")] * 20
    part = outflow_by_group(
        staff(rows), DEFINITIONS.turnover, YEAR, BRANCHES, [0, 1, 3, 10], [b.choice.code for b in WORDS.seniority_bands]
    )
    cells = released(part).cells
    cells = cells[cells["statistic"] == "rate"]
    assert cells["group"].tolist() == [
        "position_group:Ny",
        "position_group:Ældre",
        "seniority_band:under 1 år",
        "seniority_band:3-10 år",
    ]
    assert cells["value"].tolist() == [0.5, 0.0, 0.5, 0.0]
    assert set(cells["unit"]) == {"K"}


def test_a_position_group_of_few_is_withheld_with_another() -> None:
    rows = [("A1", "2010-01-01", None, "Få")] * 3 + [("A1", "2010-01-01", None, "X")] * 20
    rows += [("B1", "2010-01-01", None, "Y")] * 30
    part = outflow_by_group(
        staff(rows), DEFINITIONS.turnover, YEAR, BRANCHES, [0, 1, 3, 10], [b.choice.code for b in WORDS.seniority_bands]
    )
    cells = released(part).cells
    cells = cells[(cells["statistic"] == "rate") & cells["group"].str.startswith("position_group:")]
    found = dict(zip(cells["group"], cells["withheld"], strict=True))
    assert found["position_group:Få"] == "too_few"
    assert "protected" in found.values()
