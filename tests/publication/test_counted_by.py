"""Figures of two definitions are neither subtracted from one another nor drawn as one series."""

from types import SimpleNamespace

import pytest

from skapital.compare.quarter import Earlier, Place
from skapital.publication.counted_by import as_table, counted_by, not_drawn, others_of, unlike

ONE = Earlier(Place("quarter", "2015Q3"), Place("quarter", "2014Q3"), "quarter")
NOW, THEN = ("quarter", "2015Q3"), ("quarter", "2014Q3")
MEASURES = ("absence_days", "turnover_out")


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({NOW: "a 2, b 1", THEN: "a 1, b 1"}, ("absence_days",)),
        ({NOW: "a 1, b 2", THEN: "a 1, b 1"}, ("turnover_out",)),
        ({NOW: "c 1, d 1", THEN: "a 1, b 1"}, MEASURES),
        ({NOW: "a 1, b 1", THEN: "a 1, b 1"}, ()),
        ({NOW: "a 1, b 1"}, ()),
        ({}, ()),
    ],
)
def test_measures_of_another_definition_are_named(counted, expected):
    assert unlike(counted, ONE, MEASURES) == expected


QUARTERS = ("2014Q3", "2014Q4", "2015Q1", "2015Q2")
COUNTED = {("quarter", name): "a 2, b 1" if name > "2014Q4" else "a 1, b 1" for name in QUARTERS}


def test_a_series_leaves_out_quarters_of_another_definition_until_a_break_is_declared_after_them():
    others = others_of(COUNTED, QUARTERS, MEASURES)
    assert others == {"absence_days": ("2014Q3", "2014Q4")}
    assert not_drawn(others, "") == others
    assert not_drawn(others, "2014Q3") == others
    assert not_drawn(others, "2014Q4") == {}
    assert others_of({}, QUARTERS, MEASURES) == {} == others_of(COUNTED, (), MEASURES)


def test_only_figures_of_absence_and_turnover_are_told_by_period():
    found = SimpleNamespace(definitions={(*NOW, "hr"): "a 1, b 1", (*NOW, "exits"): "b 1"})
    assert counted_by(found) == {NOW: "a 1, b 1"}
    assert as_table(counted_by(found)).to_dict("records") == [
        {"period_kind": "quarter", "period": "2015Q3", "definition": "a 1, b 1"}
    ]
