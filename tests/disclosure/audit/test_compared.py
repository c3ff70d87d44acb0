"""Cases in which only a comparison, a count, a target or a scale's equation betrays what is withheld."""

import pytest

from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.counted import told_by_targets
from skapital.disclosure.audit.published import from_release

from .test_attack import CLASSES, PARENT, POLICY, cell, unit

THEN, NOW = "2014-06", "2016-06"
SCALE = {"trust": ("TM1", "TM2", "TM3", "TM4"), "capital": ("trust", "justice", "work")}
ALL_CLASSES = {**CLASSES, **dict.fromkeys(SCALE["trust"], "ordinary"), "capital": "scale", "justice": "scale",
               "work": "scale", "absence_days": "magnitude"}  # fmt: skip


def at(period, code, value, n=None, **more):
    return {**cell(code, value, n, **more), "period": period}


def compared(code, difference, *, kind="round", measure="trust", earlier=THEN, verdict="cannot_tell", **more):
    row = {"period": NOW, "from": earlier, "structure": "2014-01-01", "population": "employees", "unit": code,
           "measure": measure, "kind": kind, "difference": difference, "low": None, "high": None, "detectable": None,
           "verdict": verdict, "reason": None}  # fmt: skip
    return {**row, **more}


def found(cells, comparisons=(), counts=(), units=PARENT, changed=frozenset(), parts=None):
    document = {"units": units, "cells": cells, "comparisons": list(comparisons), "counts": list(counts)}
    return attack([from_release(document)], POLICY, ALL_CLASSES, changed, {"": parts} if parts else {})


def targets(leaks):
    return [(leak.period, leak.units, leak.measure) for leak in leaks]


WITHHELD_THEN = [at(NOW, "A", 60.0, 12), at(THEN, "A", None)]


def test_a_difference_and_one_mean_are_the_withheld_mean_of_the_other_round():
    assert found(WITHHELD_THEN) == []
    leaks = found(WITHHELD_THEN, [compared("A", 3.1)])
    assert targets(leaks) == [(THEN, ("A",), "trust")]
    assert "round comparison" in leaks[0].how


def test_the_withheld_mean_may_be_that_of_now():
    leaks = found([at(NOW, "A", None), at(THEN, "A", 60.0, 12)], [compared("A", 3.1, kind="baseline")])
    assert targets(leaks) == [(NOW, ("A",), "trust")]


@pytest.mark.parametrize("figure", ["low", "high", "detectable", "shrunken", "shrunken_low", "shrunken_high"])
def test_every_figure_of_a_comparison_tells_something_of_what_is_withheld(figure):
    assert found(WITHHELD_THEN, [compared("A", None, **{figure: 7.3})])


def test_a_comparison_of_two_published_means_tells_nothing_new():
    cells = [at(NOW, "A", 60.0, 12), at(THEN, "A", 56.9, 12)]
    assert found(cells, [compared("A", 3.1)]) == []
    assert found(cells, [compared("A", 3.2)]) == []  # 60.04 - 56.86
    assert found(cells, [compared("A", 3.4)])  # of whatever was compared, not of these two


def test_a_withheld_comparison_tells_nothing():
    assert found(WITHHELD_THEN, [compared("A", None, verdict="withheld")]) == []


def test_the_municipality_less_a_unit():
    cells = [at(NOW, "K", 60.0, 40), at(NOW, "A", None)]
    leaks = found(cells, [compared("A", -2.0, kind="parent", earlier=NOW)])
    assert targets(leaks) == [(NOW, ("A",), "trust")]


def test_the_unit_right_above_less_a_unit():
    units = [unit("K"), unit("C", "K"), unit("A", "C")]
    cells = [at(NOW, "K", 64.0, 90), at(NOW, "C", 60.0, 40), at(NOW, "A", 58.0, 20)]
    assert found(cells, [compared("A", -2.0, kind="parent", earlier=NOW)], units=units) == []
    assert found(cells, [compared("A", -6.0, kind="parent", earlier=NOW)], units=units) == []
    assert found(cells, [compared("A", -4.0, kind="parent", earlier=NOW)], units=units)
    hidden = [at(NOW, "C", 60.0, 40), at(NOW, "A", None)]
    assert targets(found(hidden, [compared("A", -2.0, kind="parent", earlier=NOW)], units=units)) == [
        (NOW, ("A",), "trust")
    ]


def test_a_reference_may_be_to_our_own_figure_of_a_published_source_but_to_no_withheld_one():
    row = compared("A", -2.0, kind="reference", earlier="a source, 2014")
    assert found([], [row]) == []
    assert targets(found([at(NOW, "A", None)], [row])) == [(NOW, ("A",), "trust")]


def test_progress_towards_a_target_gives_the_mean():
    assert targets(found([at(NOW, "A", None)], [compared("A", -8.0, kind="target", earlier=NOW)])) == [
        (NOW, ("A",), "trust")
    ]


def test_a_split_unit_is_compared_with_the_one_it_was_in():
    now = "2016-01-01"
    units = [*PARENT, *(unit(code, parent, structure=now) for code, parent in (("K", None), ("A1", "K"), ("A2", "K")))]
    cells = [at(NOW, "A1", 60.0, 12, structure=now), at(THEN, "A1", None, structure=now), at(THEN, "A", 57.0, 20)]
    row = compared("A1", 3.0, structure=now, reason="split")
    assert found(cells, [row], units=units, changed=frozenset("A")) == []
    assert found(cells, [row], units=units)
    assert found(cells, [{**row, "difference": 4.0}], units=units, changed=frozenset("A"))
    assert found(cells, [{**row, "reason": "same"}], units=units, changed=frozenset("A"))


def counted(verdict, number):
    return {"unit": "K", "measure": "trust", "kind": "round", "verdict": verdict, "n_units": number}


def test_a_count_of_workplaces_tells_the_verdict_of_the_one_that_is_withheld():
    cells = [at(NOW, "A", 60.0, 12), at(THEN, "A", 56.9, 12), at(NOW, "B", 60.0, 12), at(THEN, "B", None)]
    rows = [compared("A", 3.1, verdict="better"), compared("B", None, verdict="withheld")]
    assert found(cells, rows, [counted("better", 1), counted("withheld", 1)]) == []
    leaks = found(cells, rows, [counted("better", 2)])
    assert [(leak.units, leak.statistic) for leak in leaks] == [(("B",), "verdict")]


def quarter(code, period, value):
    row = at(period, code, value, 30 if value is not None else None, measure="absence_days", statistic="rate")
    return {**row, "period_kind": "quarter", "base": 28.0 if value is not None else None}


def series(**more):
    row = {"structure": "2014-01-01", "population": "employees", "unit": "A", "measure": "absence_days"}
    return {**row, **more}


def told(cells, **lists):
    return attack([from_release({"units": PARENT, "cells": cells, **lists})], POLICY, ALL_CLASSES)


def test_the_centre_of_a_series_tells_a_point_that_is_not_shown():
    cells = [quarter("A", "2015Q2", 3.1), quarter("A", "2015Q3", 2.9), quarter("A", "2015Q4", None)]
    assert told(cells, signals=[series(n_points=2, centre=3.0)]) == []
    assert targets(told(cells, signals=[series(n_points=3, centre=3.0)])) == [("", ("A",), "absence_days")]


def test_limits_and_counts_of_places_are_of_units_that_are_shown():
    cells = [quarter("A", "2015Q3", 2.9), quarter("B", "2015Q3", None)]
    shown, hidden = (series(period="2015Q3", unit=code, place="inside", low=2.0, high=4.0) for code in "AB")
    count = {"unit": "K", "measure": "absence_days", "kind": "limits:0", "verdict": "inside"}
    assert told(cells, limits=[shown], counts=[{**count, "n_units": 1}]) == []
    assert targets(told(cells, limits=[shown, hidden])) == [("2015Q3", ("B",), "absence_days")]
    assert told(cells, limits=[shown], counts=[{**count, "n_units": 2}])


def test_an_association_over_more_workplaces_than_are_shown_tells_of_one_that_is_not():
    cells = [at(THEN, code, 60.0, 12) for code in "AB"] + [quarter("A", "2015Q3", 2.9), quarter("B", "2015Q3", None)]
    row = {"from": THEN, "period": "2015Q3", "structure": "2014-01-01", "measure": "absence_days", "scale": "trust"}
    assert told(cells, associations=[{**row, "n_units": 1}]) == []
    assert targets(told(cells, associations=[{**row, "n_units": 2}])) == [("2015Q3", (), "absence_days")]


@pytest.mark.parametrize(
    ("state", "baseline", "value", "leaks"),
    [("proposed", 61.0, 66.0, 1), ("proposed", None, 66.0, 1), ("adopted", None, 66.0, 0), ("adopted", 61.0, 66.0, 1)],
)
def test_a_target_made_from_a_withheld_baseline(state, baseline, value, leaks):
    published = [from_release({"units": PARENT, "cells": [at(THEN, "A", None)]})]
    row = {"unit": "A", "measure": "trust", "state": state, "baseline": baseline, "value": value}
    assert len(told_by_targets(published, [row], THEN)) == leaks
    shown = [from_release({"units": PARENT, "cells": [at(THEN, "A", 61.0, 12)]})]
    assert told_by_targets(shown, [row], THEN) == []


def items(n, *, last=None, value=60.0, code="A"):
    sizes = [n, n, n, n if last is None else last]
    return [cell(code, value, size, measure=item) for item, size in zip(SCALE["trust"], sizes, strict=True)]


def test_a_scale_less_its_items_is_the_one_who_skipped_a_question():
    whole = [cell("A", 61.0, 12), cell("A", 12, 12, measure="response", statistic="n_answered")]
    assert found([*whole, *items(12)], parts=SCALE) == []
    leaks = found([*whole, *items(12, last=11)], parts=SCALE)
    assert targets(leaks) == [("2014-06", ("A",), "trust")]
    assert found([*whole, *items(12, last=11)[:3]], parts=SCALE) == []  # the least answered item is withheld


def test_gaps_of_unknown_people_tell_nothing():
    # 20 answered something: those who skipped one question may be eight, who balance each other
    whole = [cell("A", 61.0, 18), cell("A", 20, 20, measure="response", statistic="n_answered")]
    assert found([*whole, *items(18, last=15)], parts=SCALE) == []


def test_in_a_large_group_rounding_hides_who_skipped_a_question():
    assert found([cell("A", 61.0, 62), *items(62, last=61)], parts=SCALE)
    assert found([cell("A", 61.0, 63), *items(63, last=62)], parts=SCALE) == []


def test_who_skipped_a_question_is_found_in_a_remainder_too():
    whole = [cell("K", 61.0, 30), cell("B", 61.0, 20)]
    shown = [*whole, *items(30, last=29, code="K"), *items(20, code="B")]
    assert [leak.units for leak in found(shown, parts=SCALE)] == [("A",)]


def test_a_composite_less_two_of_its_scales_is_the_third():
    shown = [cell("A", 66.0, 9, measure="capital"), cell("A", 50.0, 9), cell("A", 50.0, 9, measure="justice")]
    leaks = found([*shown, cell("A", None, measure="work", n=None)], parts=SCALE)  # 98.0
    assert targets(leaks) == [("2014-06", ("A",), "work")]
    assert "from the other figures of capital" in leaks[0].how


def test_a_composite_less_two_of_its_scales_may_be_harmless():
    shown = [cell("A", 60.0, 9, measure="capital"), cell("A", 50.0, 9), cell("A", 60.0, 9, measure="justice")]
    assert found([*shown, cell("A", None, measure="work", n=None)], parts=SCALE) == []


def test_a_comparison_narrows_what_rounding_leaves_open():
    # 96.9 of eight: the least answer lies at 74.8 or above, 25.2 wide; the difference says that it is 96.90 or more
    cells = [at(NOW, "A", 96.9, 8), at(THEN, "A", 60.0, 8)]
    assert found(cells) == []
    assert found(cells, [compared("A", 36.9)]) == []
    assert targets(found(cells, [compared("A", 37.0)])) == [(NOW, ("A",), "trust")]
