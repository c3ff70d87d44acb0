"""What reports are told of a unit's past: by the line first, with the old units' names."""

from types import SimpleNamespace

from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.publication.history import pasts
from skapital.report.records import UnitPast

THEN, NOW = "2014-01-01", "2016-01-01"


def tree(date, name, *units):
    made = (Unit(code, title, parent, "level") for code, title, parent in units)
    return Organisation(name, date, (Unit("K", "Kommunen", None, "top"), *made))


LINE_THEN = tree(THEN, "line", ("C", "Center", "K"), ("a", "Solen", "C"), ("b", "Månen", "C"), ("w", "Vest", "C"))
LINE_NOW = tree(NOW, "line", ("C", "Center", "K"), ("ab", "Himlen", "C"), ("w", "Vest", "C"), ("n", "Ny", "C"))
MED_THEN = tree(THEN, "med", ("M1", "Udvalg 1", "K"), ("a", "Solen", "M1"), ("b", "Månen", "M1"), ("w", "Vest", "M1"))
MED_NOW = tree(
    NOW, "med", ("M1", "Udvalg 1", "K"), ("M2", "Udvalg 2", "K"), ("ab", "Himlen", "M1"), ("w", "Vest", "M2")
)
EVENTS = (
    LineageEvent(NOW, "merge", "a", "ab", None, "HU"),
    LineageEvent(NOW, "merge", "b", "ab", None, "HU"),
    LineageEvent(NOW, "new", None, "n", None, "HU"),
)


def inputs(*rounds):
    made = tuple(
        SimpleNamespace(structure=trees[0].date, trees=trees, round=SimpleNamespace(id=trees[0].date[:7]))
        for trees in rounds
    )
    return SimpleNamespace(rounds=made, now=made[0].trees, structure=made[0].structure, lineage=EVENTS)


def test_units_are_told_with_the_names_of_then():
    found = pasts(inputs((LINE_NOW,), (LINE_THEN,)))
    told = {
        "ab": UnitPast("mapped", "merged", ("Solen", "Månen")),
        "n": UnitPast("not_comparable", "new", ()),
    }
    assert found == {"2014-01": told}


def test_a_workplace_that_only_changed_committee_is_told_nothing():
    found = pasts(inputs((LINE_NOW, MED_NOW), (LINE_THEN, MED_THEN)))["2014-01"]
    assert "w" not in found
    assert found["M1"].reason == "composition"
    assert found["M2"] == UnitPast("mapped", "composition", ("Vest",))


def test_without_a_reorganisation_there_is_nothing_to_tell():
    assert pasts(inputs((LINE_THEN,), (LINE_THEN,))) == {}
    assert pasts(inputs((LINE_THEN,))) == {}
