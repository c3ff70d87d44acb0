"""Absence and turnover: fewer than ten full-time equivalents or five persons, found where nobody wrote them down."""

import pytest

from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.published import from_release

from .test_attack import CLASSES, PARENT, POLICY, unit

QUARTERS = ("2015Q1", "2015Q2", "2015Q3", "2015Q4")
WIDE = [unit("K"), *(unit(code, "K") for code in "ABD")]


def rate(code, base, n, *, measure="absence_days", period="2015Q3", kind="quarter", value=3.1, **more):
    there = base is not None
    return {"period_kind": kind, "period": period, "structure": "2014-01-01", "population": "employees", "unit": code,
            "group": None, "measure": measure, "statistic": "rate", "value": value if there else None,
            "n": n if there else None, "base": base, "withheld": None if there else "protected"} | more  # fmt: skip


def found(cells, units=PARENT):
    return attack([from_release({"units": units, "cells": cells, "comparisons": []})], POLICY, CLASSES)


def units_of(leaks):
    return sorted({leak.units for leak in leaks})


@pytest.mark.parametrize(("base", "n", "leak"), [(9.8, 12, True), (10.0, 12, False), (12.0, 4, True), (12.0, 5, False)])
def test_a_published_group_has_ten_full_time_equivalents_and_five_persons(base, n, leak):
    assert bool(found([rate("A", base, n)])) == leak


@pytest.mark.parametrize(
    ("base", "n", "leak"), [(30.0, 32, False), (28.7, 32, True), (34.0, 24, True), (20.0, 20, False)]
)
def test_so_has_what_is_left_of_the_unit_above(base, n, leak):
    leaks = found([rate("K", base, n), rate("B", 20.0, 20), rate("A", None, None)])
    assert units_of(leaks) == ([("A",)] if leak else [])


def test_zero_may_be_shown_and_no_answer_is_pinned():
    assert found([rate("A", 12.0, 12, value=0.0)]) == []


def test_turnover_counts_persons_alone():
    assert found([rate("A", 5, 5, measure="turnover_out", value=0.0)]) == []
    assert found([rate("A", 4, 4, measure="turnover_out", value=0.0)])


def test_percent_are_the_days_in_another_unit():
    cells = [rate("K", 28.0, 29), rate("B", 20.0, 20, measure="absence_percent"), rate("B", None, None)]
    assert units_of(found(cells)) == [("A",)]


def test_short_and_long_are_the_whole():
    apart = [rate("K", 28.0, 29), rate("B", 20.0, 20, measure="absence_short")]
    assert found(apart) == []
    leaks = found([*apart, rate("B", 20.0, 20, measure="absence_long")])
    assert {(leak.units, leak.measure) for leak in leaks} == {(("A",), "absence_days")}


def test_the_whole_less_the_long_is_the_short():
    groups, measures = (("K", 28.0), ("B", 20.0)), ("absence_days", "absence_long")
    shown = [rate(code, base, base, measure=name) for code, base in groups for name in measures]
    assert {leak.measure for leak in found(shown)} == {"absence_days", "absence_short", "absence_long"}


def year(code, base, n, **more):
    return rate(code, base, n, period="2015", kind="year", value=12.0, **more)


def test_a_year_less_three_quarters_is_the_fourth():
    quarters = [rate("A", 12.0, 14, period=name) for name in QUARTERS[:3]]
    assert found([*quarters, rate("A", None, None, period=QUARTERS[3])]) == []
    leaks = found([*quarters, rate("A", None, None, period=QUARTERS[3]), year("A", 12.0, 15)])
    assert [(leak.period, leak.units) for leak in leaks] == [("2015Q4", ("A",))]


@pytest.mark.parametrize(("base", "days", "leak"), [(15.0, 11.0, False), (15.0, 16.0, True), (15.2, 11.0, True)])
def test_a_year_of_a_new_unit_tells_of_the_quarter_before_it_only_if_somebody_was_there(base, days, leak):
    quarters = [rate("A", 20.0, 20, period=name, value=2.75) for name in QUARTERS[1:]]
    before = rate("A", None, None, period=QUARTERS[0])
    assert bool(found([before, *quarters, year("A", base, 20) | {"value": days}])) == leak


def test_a_quarter_nobody_asked_for_must_reach_the_minimum_too():
    quarters = [rate("A", 14.0, 14, period=name) for name in QUARTERS[:3]]
    assert found([*quarters, year("A", 13.0, 15)]) == []  # 4 x 13 - 42 = 10
    assert [leak.period for leak in found([*quarters, year("A", 12.5, 15)])] == ["2015Q4"]  # 8


def test_a_quarter_of_a_remainder_follows_from_longer_periods():
    cells = [rate(code, base, 40, period=name) for name in QUARTERS[:3] for code, base in (("K", 44.0), ("A", 30.0))]
    assert found([*cells, year("K", 44.0, 40), year("A", 30.0, 20)]) == []
    leaks = found([*cells, year("K", 42.5, 40), year("A", 30.0, 20)])
    assert ("2015Q4", ("K",)) in [(leak.period, leak.units) for leak in leaks]


def test_twelve_months_and_the_twelve_before_differ_by_a_quarter_on_either_side():
    shown = [rate("A", 12.0, 14, period=f"2014Q{number}") for number in (3, 4)]
    shown += [rate("A", 12.0, 14, period="2015Q1"), rate("A", 12.0, 14, period="2015Q2"), rate("A", 12.0, 14)]
    twice = [rate("A", 12.0, 15, period=month, kind="rolling12", value=12.0) for month in ("2015-06", "2015-09")]
    assert found([*shown, *twice]) == []
    hidden = [one for one in shown if one["period"] != "2015Q3"] + [rate("A", None, None)]
    assert [leak.period for leak in found([*hidden, *twice])] == ["2015Q3"]


def test_a_calendar_year_is_the_twelve_months_to_december():
    cells = [year("K", 28.0, 29), rate("B", 20.0, 20, period="2015-12", kind="rolling12")]
    assert units_of(found(cells)) == [("A",)]


def test_everybody_less_the_employees_are_the_leaders():
    cells = [rate("K", 40.0, 40), rate("K", 47.0, 47, population="all")]
    assert found(cells)
    assert found([rate("K", 40.0, 40), rate("K", 52.0, 52, population="all")]) == []


def test_two_publications_together_tell_a_remainder():
    first, second = [rate("K", 28.0, 29)], [rate("B", 20.0, 20)]
    both = [from_release({"units": PARENT, "cells": cells}) for cells in (first, second)]
    assert units_of(attack(both, POLICY, CLASSES)) == [("A",)]


def staying(code, n, group=None):
    return rate(code, n, n, measure="retention", kind="rolling12", period="2015-09", value=0.9, group=group) | {
        "statistic": "share:q04"
    }


def test_a_position_that_is_not_shown_is_what_is_left_of_the_others():
    nurses, cooks = "position_group:nurse", "position_group:cook"
    assert found([staying("K", 20), staying("K", 12, nurses)]) == []
    assert found([staying("K", 20), staying("K", 12, nurses), staying("K", 5, cooks)])  # three others


def test_a_position_of_a_unit_is_what_the_other_units_leave_of_it():
    nurses = "position_group:nurse"
    cells = [staying("K", 60), staying("K", 20, nurses), staying("A", 30), staying("A", 9, nurses)]
    assert found(cells) == []
    leaks = found([*cells, staying("B", 8, nurses)], units=WIDE)
    assert leaks
    assert {leak.measure for leak in leaks} == {"retention"}


def test_a_curve_from_a_band_of_seniority_on_is_no_part_of_the_curve_of_new_staff():
    band = "seniority_band:2-5"
    assert found([staying("K", 20), staying("K", 17, band)]) == []
    assert found([staying("K", 20), staying("K", 4, band)])
