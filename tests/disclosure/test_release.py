import dataclasses

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import DATE, INSTRUMENT, POLICY, answers, frame, part, released, shown, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release, require_release
from skapital.errors import ConfigurationError, UnreleasedError


def of(trees, sizes, **more):
    leaders = more.get("leaders")
    return released(trees, answers(sizes, **more), frame(sizes, leaders))


def remembered(found: Release) -> Memory:
    return Memory.of([(found.cells, found.contributions)])


# ---- the worked cases of practice (threshold 5)


def test_parent_of_nine_with_three_and_six_withholds_both():
    assert shown(of([tree("line", ("A", "K"), ("B", "K"))], {"A": 3, "B": 6})) == {"K"}


def test_parent_of_thirteen_with_four_direct_members_withholds_three_only():
    assert shown(of([tree("line", ("A", "K"), ("B", "K"))], {"A": 3, "B": 6, "K": 4})) == {"K", "B"}


def test_what_is_withheld_says_whether_it_is_few_or_would_give_them_away():
    found = of([tree("line", ("A", "K"), ("B", "K"))], {"A": 3, "B": 6})
    reasons = {unit: found.cell("2014-06", unit, "trust", c.MEAN).withheld for unit in ("A", "B", "K")}
    assert reasons == {"A": c.TOO_FEW, "B": c.PROTECTED, "K": None}


# ---- what is shown from how many answers


def test_five_to_seven_answers_give_scale_means_only():
    found = of([tree("line", ("A", "K"), ("B", "K"))], {"A": 6, "B": 30})
    assert "A" in shown(found)
    for statistic in (c.SD, c.SHARE_FLOOR, c.SHARE_CEILING):
        assert "A" not in shown(found, statistic=statistic)
    assert "A" not in shown(found, "TM1")
    assert "A" not in shown(found, "PH1", c.SHARE_PROBLEM)


def test_an_interval_of_a_small_group_is_made_of_the_pooled_spread():
    found = of([tree("line", ("A", "K"), ("B", "K"))], {"A": 6, "B": 30})
    mean, low = found.cell("2014-06", "A", "trust", c.MEAN), found.cell("2014-06", "A", "trust", c.LOW)
    assert mean.value - low.value == pytest.approx(1.965 * 18.0 / np.sqrt(6), abs=0.2)


def test_sensitive_questions_need_twenty():
    found = of([tree("line", ("A", "K"), ("B", "K"))], {"A": 19, "B": 40})
    assert "A" not in shown(found, "OB2", c.SHARE_PROBLEM)
    assert "B" in shown(found, "OB2", c.SHARE_PROBLEM)  # 19 are left, and 10 are enough to be left


def test_nine_left_are_too_few_for_a_sensitive_question():
    assert "B" not in shown(of([tree("line", ("A", "K"), ("B", "K"))], {"A": 9, "B": 40}), "OB2", c.SHARE_PROBLEM)


def test_response_follows_the_scales_and_invited_is_always_shown():
    found = of([tree("line", ("A", "K"), ("B", "K"), ("D", "K"))], {"A": 3, "B": 9, "D": 9})
    assert "A" not in shown(found, c.RESPONSE, c.N_ANSWERED)
    assert shown(found, c.RESPONSE, c.N_INVITED) >= {"A", "B", "D", "K"}
    assert shown(found, c.RESPONSE, c.N_ANSWERED) == shown(found)


def test_results_about_one_leader_are_pooled_over_five_above_the_workplace():
    few = [(f"W{number}", "C") for number in range(4)]
    many = [(f"V{number}", "D") for number in range(6)]
    line = tree("line", ("C", "K"), *few, ("D", "K"), *many)
    found = of([line], {code: 12 for code, _ in (*few, *many)})
    assert {"W0", "V0", "D", "K"} <= shown(found, "nearest_leader")
    assert "C" not in shown(found, "nearest_leader")
    assert "C" in shown(found)


def test_leader_levels_are_merged_and_about_one_person_is_given_for_leaders_as_a_whole():
    found = of([tree("line", ("A", "K"))], {"A": 30}, leaders={"direktion": 4, "decentral": 40})
    populations = set(found.cells[c.POPULATION])
    assert populations == {"employees", "leaders", "all", "direktion+decentral"}
    about = found.cells[found.cells[c.MEASURE] == "nearest_leader"]
    assert set(about[c.POPULATION]) <= {"employees", "leaders", "all"}


def test_all_and_employees_do_not_give_three_leaders_away():
    found = of([tree("line", ("A", "K"))], {"A": 30}, leaders={"decentral": 3})
    assert not ("K" in shown(found, population="all") and "K" in shown(found))


# ---- rules on values


def test_a_mean_near_the_top_is_withheld_with_what_would_give_it_back():
    best = dict.fromkeys(("TM1", "TMX2", "TM4"), "1") | {"TM3": "5"}
    line = tree("line", ("A", "K"), ("B", "K"))
    given = answers({"A": 20, "B": 30}, seed=4)
    given.loc[given["unit"] == "A", list(best)] = list(best.values())
    found = released([line], given, frame({"A": 20, "B": 30}))
    assert "A" not in shown(found)
    assert "A" not in shown(found, "TM1")
    assert "A" not in shown(found, "social_capital")  # with justice and collaboration it would give trust back
    assert "A" in shown(found, "justice")
    assert not {"B", "K"} <= shown(found)  # together they would give A back


def test_everybody_with_a_problem_is_withheld_and_nobody_is_not():
    line = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
    given = answers({"A": 10, "B": 30, "D": 30}, seed=5)
    given.loc[given["unit"] == "A", ["PH1", "PH2"]] = ["1", "2"]
    found = released([line], given, frame({"A": 10, "B": 30, "D": 30}))
    assert "A" not in shown(found, "PH1", c.SHARE_PROBLEM)
    assert not {"B", "D", "K"} <= shown(found, "PH1", c.SHARE_PROBLEM)
    assert {"A", "B", "D", "K"} <= shown(found, "PH2", c.SHARE_PROBLEM)


def test_a_spread_that_pins_everybody_is_withheld():
    line = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
    given = answers({"A": 10, "B": 30, "D": 30}, seed=6)
    given.loc[given["unit"] == "A", ["JU1", "JU2", "JU3", "JU4"]] = "3"
    found = released([line], given, frame({"A": 10, "B": 30, "D": 30}))
    assert "A" not in shown(found, "justice", c.SD)


# ---- the two practices for small units


def test_small_units_may_be_left_out_of_every_total():
    line, sizes = tree("line", ("A", "K"), ("B", "K")), {"A": 3, "B": 9}
    rules = dataclasses.replace(POLICY, small_units="left_out")
    found = released([line], answers(sizes), frame(sizes), rules=rules)
    assert found.cell("2014-06", "K", "trust", c.MEAN).n == 9
    assert {"B", "K"} <= shown(found)
    assert of([line], sizes).cell("2014-06", "K", "trust", c.MEAN).n == 12


def test_another_practice_stops_the_run():
    rules = dataclasses.replace(POLICY, small_units="rounded")
    with pytest.raises(ConfigurationError):
        released([tree("line", ("A", "K"))], answers({"A": 9}), frame({"A": 9}), rules=rules)


# ---- two trees


def test_trees_protected_one_at_a_time_would_leak_and_together_do_not():
    line = tree("line", ("A", "K"), ("D", "K"), ("E", "K"))
    med = tree("med", ("M", "K"), ("A", "M"), ("E", "M"), ("D", "K"))
    found = of([line, med], {"A": 3, "D": 4, "E": 5})
    assert not ({"K", "M"} <= shown(found))


# ---- combined units and tiers


def test_withheld_siblings_are_read_together():
    line = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
    found = of([line], {"A": 4, "B": 4, "D": 20})
    combined = found.units[found.units["members"].notna()].iloc[0]
    assert combined["members"] == ["A", "B"]
    assert found.cell("2014-06", combined["code"], "trust", c.MEAN).n == 8
    tiers = found.tiers.set_index("unit")
    assert tiers.loc["A", ["tier", "covered_by"]].tolist() == ["combined", combined["code"]]
    assert tiers.loc[["D", combined["code"]], "tier"].tolist() == ["full", "full"]


def test_a_combined_unit_never_holds_the_parents_own_staff():
    line = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
    assert of([line], {"A": 3, "B": 4, "D": 20, "K": 5}).units["members"].isna().all()


# ---- the gate itself


def test_figures_are_rounded_once_and_withheld_ones_are_no_numbers():
    found = of([tree("line", ("A", "K"), ("B", "K"))], {"A": 3, "B": 40})
    gone = found.cells[found.cells[c.WITHHELD].notna()]
    assert gone[[c.VALUE, c.N, c.BASE]].isna().all().all()
    assert set(gone[c.WITHHELD]) <= set(c.WITHHELD_REASONS)
    means = found.cells[(found.cells[c.STATISTIC] == c.MEAN) & found.cells[c.VALUE].notna()][c.VALUE]
    assert (means == means.round(1)).all()
    assert not (found.exact[c.VALUE].dropna() == found.exact[c.VALUE].dropna().round(1)).all()


def test_the_same_input_gives_the_same_release_whatever_the_order_of_answers():
    sizes = {"A": 3, "B": 9, "D": 6, "E": 14}
    line = tree("line", *((code, "K") for code in sizes))
    given = answers(sizes)
    first = released([line], given, frame(sizes))
    second = released([line], given.sample(frac=1, random_state=1), frame(sizes))
    pd.testing.assert_frame_equal(first.cells, second.cells)


def test_only_the_gate_makes_a_release():
    found = of([tree("line", ("A", "K"))], {"A": 9})
    with pytest.raises(UnreleasedError):
        dataclasses.replace(found, gate=object())
    with pytest.raises(UnreleasedError):
        require_release(found.cells)


def test_an_unknown_rule_stops_the_run():
    line = tree("line", ("A", "K"))
    rules = dataclasses.replace(POLICY, minimum={k: v for k, v in POLICY.minimum.items() if k != "sensitive"})
    with pytest.raises(Exception, match="sensitive"):
        released([line], answers({"A": 30}), frame({"A": 30}), rules=rules)


# ---- what was published before


def test_an_identical_rerun_says_the_same():
    line, sizes = tree("line", ("A", "K"), ("B", "K")), {"A": 9, "B": 12}
    first = of([line], sizes)
    second = released([line], answers(sizes), frame(sizes), remembered(first))
    pd.testing.assert_frame_equal(first.cells, second.cells)


def test_a_correction_by_one_person_leaves_the_old_figures():
    line, sizes = tree("line", ("A", "K"), ("B", "K")), {"A": 9, "B": 12}
    first = of([line], sizes)
    changed = answers(sizes)
    changed.loc["p0001", "TM1"] = "1" if changed.loc["p0001", "TM1"] != "1" else "5"
    second = released([line], changed, frame(sizes), remembered(first))
    assert second.kept
    pd.testing.assert_frame_equal(first.cells, second.cells[first.cells.columns])


def test_a_correction_by_many_in_every_unit_gives_new_figures():
    line, sizes = tree("line", ("A", "K"), ("B", "K")), {"A": 200, "B": 200}
    second = released([line], answers(sizes, seed=99), frame(sizes), remembered(of([line], sizes)))
    assert not second.kept
    assert not second.cells[c.VALUE].equals(of([line], sizes).cells[c.VALUE])


def test_history_on_a_new_organisation_does_not_give_a_moved_unit_away():
    then = tree("line", ("C1", "K"), ("a", "C1"), ("b", "C1"), ("C2", "K"), ("d", "C2"))
    now = tree("line", ("C1", "K"), ("a", "C1"), ("C2", "K"), ("b", "C2"), ("d", "C2"), date="2016-01-01")
    sizes = {"a": 20, "b": 4, "d": 20}
    given = answers(sizes)
    first = released([then], given, frame(sizes))
    assert {"C1", "C2"} <= shown(first)
    structures = [Structure(one.date, (one,), given["unit"], frame(sizes)) for one in (now, then)]
    later = part(given, structures)
    whole = aggregate.collect([later], [(now.date, [now])], "workplace")
    second = release(whole, POLICY, remembered(first), equations_of(INSTRUMENT))
    assert not {"C1", "C2"} & shown(second)  # C1 as then less C1 as now would be the four people of b
    assert set(second.cells[c.STRUCTURE]) == {now.date}
    assert now.date != DATE


def test_a_leak_that_was_published_before_does_not_break_the_gate():
    line, sizes = tree("line", ("A", "K"), ("B", "K")), {"A": 3, "B": 9}
    given = answers(sizes)
    first = released([line], given, frame(sizes))
    cells = first.cells.copy()
    betrayed = cells[c.UNIT].isin(["K", "B"]) & (cells[c.MEASURE] == "trust") & (cells[c.STATISTIC] == c.MEAN)
    cells.loc[betrayed & (cells[c.POPULATION] == c.EMPLOYEES), [c.VALUE, c.N, c.WITHHELD]] = [60.0, 9, None]
    second = released([line], given, frame(sizes), Memory.of([(cells, first.contributions)]))
    assert {"K", "B"} <= shown(second)  # what was shown stays shown
    assert "A" not in shown(second)


def test_comments_are_refused_while_they_are_off():
    line = tree("line", ("A", "K"), ("B", "K"))
    given = answers({"A": 40, "B": 40})
    structure = Structure(DATE, (line,), given[c.ANSWER_UNIT], frame({"A": 40, "B": 40}))
    period = part(given, [structure])
    comments = dataclasses.replace(period.tiers[-1], name="comments", rule="comments")
    period = dataclasses.replace(period, tiers=(*period.tiers[:-1], comments))
    whole = aggregate.collect([period], [(DATE, [line])], "workplace")
    with pytest.raises(ConfigurationError, match="comments are off"):
        release(whole, POLICY, Memory.empty(), equations_of(INSTRUMENT))
