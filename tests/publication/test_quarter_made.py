"""Figures of two definitions are not subtracted from one another."""

from types import SimpleNamespace

import pytest

from skapital.compare.quarter import Earlier, Place
from skapital.publication.quarter_made import unlike

ONE = Earlier(Place("quarter", "2015Q3"), Place("quarter", "2014Q3"), "quarter")
NOW, THEN = ("quarter", "2015Q3", "hr"), ("quarter", "2014Q3", "hr")
MEASURES = ("absence_days", "turnover_out")


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ({NOW: "a 2", THEN: "a 1"}, MEASURES),
        ({NOW: "a 1", THEN: "a 1"}, ()),
        ({NOW: "a 1"}, ()),
        ({}, ()),
    ],
)
def test_measures_of_another_definition_are_named(definitions, expected):
    assert unlike(SimpleNamespace(definitions=definitions), ONE, MEASURES) == expected
