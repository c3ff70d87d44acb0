import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from made_up.releases import NOW, release_of
from skapital import columns as c
from skapital.compare import change, many, targets
from skapital.compare.change import NOT_COMPARABLE, Past
from skapital.errors import UnreleasedError


def compared(*rows, past=None, m=5.0, **more):
    found = release_of(rows, **more)
    table = change.rounds(found, period="2016", earlier="2014", kind="round", smallest_important=m, past=past or {})
    return table.set_index(c.UNIT), found


def test_difference_is_welchs_with_own_spread():
    table, _ = compared(("2014", "A", 60.0, 30, 18.0), ("2016", "A", 70.0, 28, 17.0))
    error = np.sqrt(18**2 / 30 + 17**2 / 28)
    # R: t.test on data of these moments; df by Satterthwaite
    df = error**4 / ((18**2 / 30) ** 2 / 29 + (17**2 / 28) ** 2 / 27)
    reach = stats.t.ppf(0.975, df) * error
    row = table.loc["A"]
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((10.0, 10 - reach, 10 + reach))
    assert error == pytest.approx(4.5958, abs=5e-5)
    assert row["verdict"] == "better"


def test_a_small_unit_is_compared_with_the_pooled_spread():
    table, _ = compared(("2014", "A", 60.0, 6, None), ("2016", "A", 70.0, 6, None))
    assert table.loc["A", "high"] - 10 == pytest.approx(stats.t.ppf(0.975, 998) * 18 * np.sqrt(2 / 6), rel=1e-3)
    assert table.loc["A", "verdict"] == "cannot_tell"


def test_verdicts_are_the_five_words():
    rows = []
    for unit, before, after, n in (
        ("better", 50, 70, 40),
        ("worse", 70, 50, 40),
        ("no_sign", 60, 60.2, 4000),
        ("cannot_tell", 60, 62, 9),
    ):
        rows += [("2014", unit, before, n, 18.0), ("2016", unit, after, n, 18.0)]
    rows += [("2014", "withheld", None, 3, None), ("2016", "withheld", 66.0, 12, 18.0)]
    table, _ = compared(*rows)
    assert {unit: table.loc[unit, "verdict"] for unit in table.index if unit != "K"} == {
        unit: unit for unit in table.index if unit != "K"
    }
    assert table.loc["withheld", ["difference", "low", "high", "detectable"]].isna().all()
    assert table.loc["withheld", ["grade", "reason", "withheld"]].tolist() == ["same", "same", "too_few"]
    assert table["withheld"].dropna().index.tolist() == ["withheld"]


def test_a_real_but_small_change_is_said_to_matter_little():
    table, _ = compared(("2014", "A", 60.0, 5000, 18.0), ("2016", "A", 62.0, 5000, 18.0))
    assert table.loc["A", ["verdict", "note"]].tolist() == ["better", "smaller_than_matters"]


def test_what_is_not_comparable_is_not_subtracted():
    past = {"A": Past(NOT_COMPARABLE, "new")}
    table, _ = compared(("2014", "A", 60.0, 30, 18.0), ("2016", "A", 70.0, 30, 18.0), past=past)
    assert table.loc["A", ["verdict", "reason"]].tolist() == ["withheld", "new"]
    assert table.loc["A", "grade"] == NOT_COMPARABLE
    assert np.isnan(table.loc["A", "difference"])


def test_a_split_unit_is_compared_with_its_origin():
    past = {"A1": Past("mapped", "split", (NOW, "A"))}
    table, _ = compared(("2014", "A", 60.0, 40, 18.0), ("2016", "A1", 70.0, 20, 18.0), past=past)
    assert table.loc["A1", "difference"] == pytest.approx(10.0)
    assert table.loc["A1", ["grade", "reason", "origin"]].tolist() == ["mapped", "split", "A"]


def test_a_merged_unit_whose_earlier_figure_is_withheld_says_both():
    past = {"A": Past("mapped", "merged")}
    table, _ = compared(("2014", "A", None, 4, None), ("2016", "A", 70.0, 20, 18.0), past=past)
    found = table.loc["A", ["verdict", "grade", "reason", "withheld"]].tolist()
    assert found == ["withheld", "mapped", "merged", "too_few"]


def test_detectable_change_has_eighty_per_cent_power():
    table, _ = compared(("2014", "A", 60.0, 25, 18.0), ("2016", "A", 60.0, 25, 18.0))
    draw = np.random.default_rng(1)
    first = draw.normal(60, 18, (20_000, 25))
    second = draw.normal(60 + table.loc["A", "detectable"], 18, (20_000, 25))
    power = np.mean(stats.ttest_ind(second, first, axis=1, equal_var=False).pvalue < 0.05)
    assert power == pytest.approx(0.80, abs=0.02)


def test_shrunken_changes_lie_between_their_own_and_the_common_one():
    rows = []
    for index, after in enumerate((40, 55, 60, 65, 80)):
        rows += [("2014", f"W{index}", 60, 12, 18.0), ("2016", f"W{index}", after, 12, 18.0)]
    table, _ = compared(*rows)
    own, shrunken = table["difference"], table["shrunken"]
    assert (shrunken.abs() <= own.abs() + 1e-9).all()
    assert ((table["shrunken_high"] - table["shrunken_low"]) < (table["high"] - table["low"])).all()


def test_only_a_release_is_compared():
    with pytest.raises(UnreleasedError):
        change.rounds(pd.DataFrame(), period="2016", earlier="2014", kind="round", smallest_important=5, past={})


@given(st.floats(20, 80), st.floats(20, 80), st.integers(8, 200), st.integers(8, 200))
def test_changing_the_rounds_about_changes_the_sign(before, after, n, m):
    found, _ = compared(
        ("2014", "A", before, n, 18.0),
        ("2016", "A", after, m, 15.0),
        ("2014", "B", after, m, 15.0),
        ("2016", "B", before, n, 18.0),
    )
    assert found.loc["A", "difference"] == pytest.approx(-found.loc["B", "difference"])
    assert found.loc["A", "low"] == pytest.approx(-found.loc["B", "high"])


@pytest.fixture(scope="module")
def alone():
    return compared(("2014", "A", 60.0, 20, 18.0), ("2016", "A", 66.0, 20, 18.0))[0]


@given(st.floats(30, 70), st.integers(8, 100))
def test_another_unit_changes_nothing_here(alone, after, n):
    both, _ = compared(
        ("2014", "A", 60.0, 20, 18.0),
        ("2016", "A", 66.0, 20, 18.0),
        ("2014", "B", 50, n, 9.0),
        ("2016", "B", after, n, 9.0),
    )
    assert (
        alone.loc["A", ["difference", "low", "high"]].tolist() == both.loc["A", ["difference", "low", "high"]].tolist()
    )


def test_published_comparisons_are_rounded_once():
    table, found = compared(("2014", "A", 60.04, 30, 18.0), ("2016", "A", 66.3, 30, 18.0))
    out = change.rounded(table.reset_index(), found)
    assert out.loc[0, "difference"] == 6.3  # 6.26 rounded, and not 66.3 - 60.0
    assert list(out.columns) == list(change.ALL_COLUMNS)


# ---- counts and targets


def test_workplaces_are_counted_by_verdict_and_by_chance():
    rows = []
    for index in range(20):
        rows += [("2014", f"W{index}", 60, 40, 18.0), ("2016", f"W{index}", 90 if index == 0 else 60, 40, 18.0)]
    table, _ = compared(*rows)
    counts = many.workplace_counts(table.reset_index(), {"K": [f"W{index}" for index in range(20)]})
    assert counts.set_index("verdict")["n_units"].to_dict() == {"better": 1, "cannot_tell": 19}
    assert counts[["by_chance", "n_bh"]].drop_duplicates().iloc[0].tolist() == [1.0, 1]


def test_benjamini_hochberg_of_1995():
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert sum(many.benjamini_hochberg(p)) == 4
    assert many.benjamini_hochberg([]) == []


def test_holm_steps_down():
    assert many.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])  # R: p.adjust(c(.01,.04,.03), "holm")


def test_a_proposed_target_is_the_baseline_plus_what_matters_and_never_above_the_scale():
    found = release_of(
        [
            ("2014", "A", 61.26, 30, 18.0),
            ("2014", "B", 97.0, 30, 6.0),
            ("2014", "D", None, 3, None),
            ("2014", "E", 70.0, 30, 18.0),
            ("2014", "F", 66.0, 30, 18.0),
            ("2014", "G", 72.0, 30, 18.0),
        ]
    )
    table = targets.propose(found, period="2014", smallest_important=5.0).set_index("unit")
    assert table.loc["A", ["baseline", "value"]].tolist() == [61.3, 66.3]
    assert table.loc["B", ["value", "reachable"]].tolist() == [100.0, False]
    assert "D" not in table.index
    assert table.loc["A", "by_chance"] > 0 > table.loc["B", "by_chance"]  # low ones rise by chance, high ones fall


def test_progress_is_judged_by_the_interval_of_the_mean():
    found = release_of([("2016", "A", 70.0, 400, 18.0), ("2016", "B", 60.0, 10, 18.0), ("2016", "D", None, 3, None)])
    adopted = pd.DataFrame(
        {"unit": ["A", "B", "D"], "population": "employees", "measure": "trust", "value": [60.0, 62.0, 60.0]}
    )
    table = targets.progress(found, adopted, period="2016", smallest_important=5.0).set_index("unit")
    assert table["verdict"].to_dict() == {"A": "better", "B": "cannot_tell", "D": "withheld"}
    assert table.loc["A", "difference"] == pytest.approx(10.0)


def test_a_target_that_chance_alone_would_meet_is_marked():
    rows = [("2014", f"W{index}", mean, 6, None) for index, mean in enumerate((40.0, 64, 65, 66, 67, 65, 66))]
    table = targets.propose(release_of(rows), period="2014", smallest_important=5.0).set_index("unit")
    assert table.loc["W0", "note"] == "met_by_chance"
    assert table.loc["W0", "by_chance"] > 5.0
    assert pd.isna(table.loc["W4", "note"])


def test_regression_to_the_mean_is_left_out_where_there_are_too_few_units():
    table = targets.propose(release_of([("2014", "A", 61.0, 30, 18.0)]), period="2014", smallest_important=5.0)
    assert table[["by_chance", "note"]].isna().all(axis=None)


def test_a_measure_that_was_asked_otherwise_is_not_subtracted():
    found = release_of([("2014", "A", 60.0, 30, 18.0), ("2016", "A", 70.0, 30, 18.0)])
    table = change.rounds(
        found, period="2016", earlier="2014", kind="round", smallest_important=5.0, past={}, unlike={"trust": "items"}
    )
    assert table.loc[0, ["verdict", "grade", "reason"]].tolist() == ["withheld", NOT_COMPARABLE, "instrument:items"]
    assert table["difference"].isna().all()


def test_people_who_all_agree_do_not_make_an_interval_of_zero_width():
    table, _ = compared(("2014", "A", 60.0, 9, 0.0), ("2016", "A", 61.0, 9, 0.0))
    pooled = 18 * np.sqrt(2 / 9)
    assert table.loc["A", "high"] - 1.0 == pytest.approx(stats.t.ppf(0.975, 998) * pooled, rel=1e-3)
    assert table.loc["A", "verdict"] == "cannot_tell"


def test_the_pooled_spread_has_no_more_degrees_of_freedom_than_people_less_units():
    rows = [(period, f"W{index}", 60.0, 6, None) for index in range(4) for period in ("2014", "2016")]
    table, _ = compared(*rows, pooled_n=24)
    reach = stats.t.ppf(0.975, 2 * (24 - 4)) * 18 * np.sqrt(2 / 6)
    assert table.loc["W0", "high"] == pytest.approx(reach)


def test_a_baseline_says_what_the_next_round_could_tell():
    found = release_of([("2014", "A", 60.0, 25, 18.0)])
    table = change.start(found, period="2014").set_index(c.UNIT)
    error = 18 * np.sqrt(2 / 25)
    assert table.loc["A", "detectable"] == pytest.approx((stats.t.ppf(0.975, 48) + stats.t.ppf(0.8, 48)) * error)
    assert table.loc["A", ["difference", "low", "high", "p"]].isna().all()
    assert table.loc["A", ["verdict", "kind", "reason"]].tolist() == ["cannot_tell", "baseline", "start"]


def test_what_stands_below_a_centre_stands_in_the_list_of_all_workplaces():
    # p = .003 would stand in a list of the centre's two, and does not among twenty
    rows = []
    for index in range(20):
        after = 60 + stats.t.ppf(1 - 0.0015, 78) * 18 * np.sqrt(2 / 40) if index == 0 else 60
        rows += [("2014", f"W{index}", 60, 40, 18.0), ("2016", f"W{index}", after, 40, 18.0)]
    table, _ = compared(*rows)
    everybody = [f"W{index}" for index in range(20)]
    counts = many.workplace_counts(table.reset_index(), {"K": everybody, "C1": everybody[:2]})
    assert table.loc["W0", "p"] == pytest.approx(0.003)
    assert counts.groupby("unit")["n_bh"].first().to_dict() == {"C1": 0, "K": 0}
    assert counts.groupby("unit")["by_chance"].first().to_dict() == {"C1": 0.1, "K": 1.0}


# ---- what would come by itself


def six(mean_of_first, *, second=None):
    rows = []
    for place, mean in enumerate((mean_of_first, 58, 60, 62, 64, 66)):
        rows += [("2014", f"W{place}", mean, 10, 18.0)]
        rows += [("2016", f"W{place}", second or mean, 10, 18.0)]
    return release_of(rows)


def test_a_low_unit_rises_and_a_high_one_falls_by_itself():
    chance = targets.by_chance(six(40), period="2014")
    assert chance["W0", "trust"] > 2
    assert chance["W5", "trust"] < -0.5
    assert targets.by_chance(six(90), period="2014")["W0", "trust"] < -2


def test_who_took_its_past_from_elsewhere_has_no_change_by_chance():
    past = {
        "W0": Past(NOT_COMPARABLE, "new"),
        "W1": Past("mapped", "split", (NOW, "W9")),
        "W2": Past("mapped", "merged"),
    }
    rows = [("2014", f"W{place}", 50 + 2 * place, 10, 18.0) for place in range(8)]
    chance = targets.by_chance(release_of(rows), period="2014", past=past)
    assert [unit for unit, _ in chance.index] == ["W2", "W3", "W4", "W5", "W6", "W7"]


def test_a_baseline_says_what_would_come_by_itself():
    found = six(40)
    table = change.start(found, period="2014").set_index(c.UNIT)
    assert table.loc["W0", "by_chance"] == pytest.approx(targets.by_chance(found, period="2014")["W0", "trust"])
    assert change.rounded(table.reset_index(), found)["by_chance"].notna().all()


def test_progress_is_read_beside_what_would_have_come_by_itself():
    found = six(40, second=70)
    chance = targets.by_chance(found, period="2014")
    wanted = pd.DataFrame({"unit": ["W0", "W9"], "population": "employees", "measure": "trust", "value": [45.0, 60.0]})
    table = targets.progress(found, wanted, period="2016", smallest_important=5, chance=chance)
    assert table["by_chance"].tolist()[0] == pytest.approx(chance["W0", "trust"])
    assert np.isnan(table["by_chance"][1])
    assert table["verdict"].tolist() == ["better", "withheld"]


def test_leaders_are_held_to_their_own_target_and_not_to_what_moves_units():
    found = release_of([("2016", "K", 70.0, 400, 18.0), ("2016", "L", 62.0, 40, 15.0)])
    leaders = found.exact[c.UNIT] == "L"
    found.exact.loc[leaders, [c.POPULATION, c.UNIT]] = [c.LEADERS, "K"]
    wanted = pd.DataFrame(
        {"unit": "K", "population": ["employees", "leaders"], "measure": "trust", "value": [68.0, 74.0]}
    )
    chance = pd.Series([1.5], index=pd.MultiIndex.from_tuples([("K", "trust")]))
    table = targets.progress(found, wanted, period="2016", smallest_important=5, chance=chance).set_index(c.POPULATION)
    assert table["difference"].to_dict() == {"employees": 2.0, "leaders": -12.0}
    assert table.loc["leaders", "verdict"] == "worse"
    assert table.loc["leaders", "high"] + 12 == pytest.approx(stats.t.ppf(0.975, 39) * 15 / np.sqrt(40))
    assert table.loc["employees", "by_chance"] == 1.5
    assert np.isnan(table.loc["leaders", "by_chance"])


def test_a_target_has_no_progress_where_the_baseline_asked_otherwise():
    wanted = pd.DataFrame({"unit": ["W0"], "population": "employees", "measure": "trust", "value": [45.0]})
    more = {"period": "2016", "smallest_important": 5, "chance": targets.by_chance(six(40), period="2014")}
    table = targets.progress(six(40, second=70), wanted, unlike={"trust": "items"}, **more)
    assert table.loc[0, ["verdict", "grade", "reason"]].tolist() == ["withheld", NOT_COMPARABLE, "instrument:items"]
    assert table[["difference", "low", "high", "detectable", "by_chance", "p"]].isna().all(axis=None)
