"""Cases whose secrets are known because they were built that way. Nothing here uses the gate."""

import itertools

import pytest

from skapital.config.policy import Policy
from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.published import from_release
from skapital.errors import InputError

POLICY = Policy(
    minimum={"scale": 5, "distribution": 8, "problem": 8, "sensitive": 20, "about_one_person": 5, "comments": 30},
    difference={"scale": 5, "distribution": 8, "problem": 8, "sensitive": 10, "about_one_person": 5, "comments": 30},
    pooled_leaders=5,
    magnitude_base=10.0,
    magnitude_persons=5,
    value_width=25.0,
    unanimity=True,
    dominance_percent=10.0,
    dominance_n=1,
    dominance_k=75.0,
    small_units="in_parent",
    leaving={"talks": 10, "chosen": 3, "leavers": 3},
    decimals={"score": 1, "share": 3, "rate": 1, "coefficient": 2},
    sha256="",
)  # fmt: skip
CLASSES = {"trust": "scale", "PH1": "problem", "OB1": "sensitive", "KN1": "ordinary", "response": "response"}


def unit(code, parent=None, *, tree="line", own=False, members=None, structure="2014-01-01"):
    return {"structure": structure, "tree": tree, "code": code, "name": code, "level": "", "parent": parent,
            "members": members, "own_members": own}  # fmt: skip


def cell(code, value, n, *, measure="trust", statistic="mean", population="employees", structure="2014-01-01"):
    return {"period_kind": "round", "period": "2014-06", "structure": structure, "population": population,
            "unit": code, "group": None, "measure": measure, "statistic": statistic, "value": value, "n": n,
            "base": None, "withheld": None if value is not None else "too_few"}  # fmt: skip


def found(units, cells, policy=POLICY, classes=CLASSES):
    return attack([from_release({"units": units, "cells": cells, "comparisons": []})], policy, classes)


PARENT = [unit("K"), unit("A", "K"), unit("B", "K")]


def test_a_small_sibling_is_found_by_subtraction():
    leaks = found(PARENT, [cell("K", 60.0, 9), cell("B", 65.0, 6), cell("A", None, None)])
    assert [leak.units for leak in leaks] == [("A",)]
    assert "K (employees, 2014-01-01) less B" in leaks[0].how


def test_both_withheld_is_safe():
    assert found(PARENT, [cell("K", 60.0, 9), cell("B", None, None), cell("A", None, None)]) == []


def test_four_direct_members_hide_three():
    units = [unit("K", own=True), unit("A", "K"), unit("B", "K")]
    assert found(units, [cell("K", 60.0, 13), cell("B", 65.0, 6), cell("A", None, None)]) == []


def test_a_published_small_group_is_found():
    assert found(PARENT, [cell("A", 60.0, 4)])


def test_a_grandchild_less_a_grandparent():
    units = [unit("K"), unit("C", "K"), unit("A", "C"), unit("B", "C"), unit("D", "K")]
    leaks = found(units, [cell("K", 60.0, 30), cell("D", 60.0, 20), cell("A", 60.0, 7)])
    assert [leak.units for leak in leaks] == [("B",)]


def test_a_mean_near_the_bound_pins_everybody():
    assert found(PARENT, [cell("A", 98.0, 8)])
    assert found(PARENT, [cell("A", 2.0, 8)])
    assert found(PARENT, [cell("A", 95.0, 8)]) == []


def test_a_remainder_near_the_bound_is_found():
    # 20 people at 70.0 and ten of them at 56.0: the other ten have 84.0 on average, which pins nobody ...
    assert found(PARENT, [cell("K", 70.0, 20), cell("B", 56.0, 10)]) == []
    # ... but 99.0 would.
    assert found(PARENT, [cell("K", 77.5, 20), cell("B", 56.0, 10)])


def test_everybody_said_yes():
    assert found(PARENT, [cell("A", 1.0, 9, measure="PH1", statistic="share:problem")])
    assert found(PARENT, [cell("A", 0.0, 9, measure="PH1", statistic="share:problem")]) == []


def test_everybody_said_yes_in_a_remainder():
    units = [*PARENT, unit("D", "K")]
    sizes = (("K", 0.6, 30), ("A", 0.4, 10), ("B", 0.4, 10))
    shares = [cell(code, value, n, measure="PH1", statistic="share:problem") for code, value, n in sizes]
    assert [leak.units for leak in found(units, shares)] == [("D",)]


def test_a_sensitive_question_has_its_own_minimum():
    assert found(PARENT, [cell("A", 0.1, 19, measure="OB1", statistic="share:problem")])
    assert found(PARENT, [cell("A", 0.1, 20, measure="OB1", statistic="share:problem")]) == []


def test_an_n_published_where_the_mean_is_hidden():
    cells = [cell(code, n, n, measure="response", statistic="n_answered") for code, n in (("K", 9), ("B", 6))]
    assert found(PARENT, cells)


def test_two_trees_protected_one_at_a_time():
    # A (3) and D (4) are withheld; in the line they hide with each other under K, in the other tree A hides with E (5).
    line = [unit("K"), unit("A", "K"), unit("D", "K"), unit("E", "K")]
    med = [unit("K", tree="med"), unit("M", "K", tree="med"), unit("A", "M", tree="med"), unit("E", "M", tree="med"),
           unit("D", "K", tree="med")]  # fmt: skip
    safe = [cell("K", 60.0, 12)]
    assert found(line + med, safe) == []
    leaks = found(line + med, [*safe, cell("M", 62.0, 8)])
    assert ("D",) in [leak.units for leak in leaks]  # K less M leaves D's four


def test_a_cut_across_two_trees_is_found():
    # A 2 x 2 table of workplaces: rows of 12 and 12, columns of 14 and 10. The margins alone give no cell away; with
    # one cell of 8 published the other three follow, and one of them is of 4.
    line = [unit("K"), unit("R1", "K"), unit("R2", "K")]
    line += [unit(code, row) for code, row in (("a", "R1"), ("b", "R1"), ("c", "R2"), ("d", "R2"))]
    med = [unit("K", tree="med"), unit("C1", "K", tree="med"), unit("C2", "K", tree="med")]
    med += [unit(code, column, tree="med") for code, column in (("a", "C1"), ("b", "C2"), ("c", "C1"), ("d", "C2"))]
    margins = [cell(code, 60.0, n) for code, n in (("K", 24), ("R1", 12), ("R2", 12), ("C1", 14), ("C2", 10))]
    assert found(line + med, margins) == []
    leaks = found(line + med, [*margins, cell("a", 60.0, 8)])  # b = 4, c = 6, d = 6
    assert ("b",) in [leak.units for leak in leaks]


def test_leaders_less_the_levels_shown():
    cells = [cell("K", 60.0, 20, population="leaders"), cell("K", 60.0, 16, population="decentral")]
    assert found(PARENT, cells)


def test_all_less_employees_leaves_the_leaders():
    assert found(PARENT, [cell("K", 60.0, 40, population="all"), cell("K", 60.0, 37)])
    assert found(PARENT, [cell("K", 60.0, 47, population="all"), cell("K", 60.0, 37)]) == []


def test_a_spread_that_pins_everybody():
    assert found(PARENT, [cell("A", 60.0, 8), cell("A", 4.0, 8, statistic="sd")])
    assert found(PARENT, [cell("A", 60.0, 8), cell("A", 16.0, 8, statistic="sd")]) == []


def test_a_combined_unit_is_the_union_of_its_members():
    units = [unit("K"), unit("A", "K"), unit("B", "K"), unit("D", "K"), unit("K+", "K", members=["A", "B"])]
    assert found(units, [cell("K", 60.0, 30), cell("K+", 60.0, 6), cell("D", 60.0, 24)]) == []
    assert found(units, [cell("K+", 60.0, 9), cell("B", 60.0, 6)])


def test_restated_history_that_differs_by_a_moved_unit():
    now = "2016-01-01"
    then_units = [unit("K"), unit("C1", "K"), unit("C2", "K"), unit("a", "C1"), unit("b", "C1"), unit("c", "C2")]
    moved = (("K", None), ("C1", "K"), ("C2", "K"), ("a", "C1"), ("b", "C2"), ("c", "C2"))
    now_units = [unit(code, parent, structure=now) for code, parent in moved]
    cells = [cell("C1", 60.0, 20), cell("C2", 60.0, 20), cell("C1", 61.0, 16, structure=now)]
    leaks = found(then_units + now_units, cells)
    assert ("b",) in [leak.units for leak in leaks]


def test_two_publications_together_tell_what_neither_tells_alone():
    first = from_release({"units": PARENT, "cells": [cell("K", 60.0, 9)], "comparisons": []})
    second = from_release({"units": PARENT, "cells": [cell("B", 65.0, 6)], "comparisons": []})
    assert attack([first], POLICY, CLASSES) == attack([second], POLICY, CLASSES) == []
    assert attack([first, second], POLICY, CLASSES)


def test_a_measure_without_a_class_is_not_safe():
    with pytest.raises(InputError):
        found(PARENT, [cell("A", 60.0, 40, measure="unheard_of")])


@pytest.mark.parametrize("sizes", list(itertools.product((3, 6, 9), repeat=3)))
def test_nested_leaks_are_exactly_the_small_remainders(sizes):
    units = [unit("K"), *(unit(code, "K") for code in "ABD")]
    for shown in itertools.product((False, True), repeat=3):
        rest = sum(size for size, here in zip(sizes, shown, strict=True) if not here)
        small = any(size < 5 for size, here in zip(sizes, shown, strict=True) if here)
        cells = [cell("K", 60.0, sum(sizes))]
        cells += [cell(code, 60.0, size) for code, size, here in zip("ABD", sizes, shown, strict=True) if here]
        assert bool(found(units, cells)) == (small or 0 < rest < 5)
