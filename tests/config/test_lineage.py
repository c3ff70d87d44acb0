import pytest

from skapital.config.lineage import History, history, restated_unit, successors
from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.errors import InputError

THEN, NOW = "2014-01-01", "2016-01-01"


def tree(date, *rows, name="line"):
    levels = {0: "municipality", 1: "centre"}
    units = [Unit("K", "Kommunen", None, "municipality")]
    units += [Unit(code, title, parent, levels.get(len(parent) - 1, "workplace")) for code, parent, title in rows]
    return Organisation(name, date, tuple(units))


def event(kind, old, new, date=NOW):
    return LineageEvent(date, kind, old, new, None, "minutes")


OLD = tree(
    THEN,
    ("C1", "K", "Centre 1"),
    ("a", "C1", "A"),
    ("b", "C1", "B"),
    ("s", "C1", "S"),
    ("z", "C1", "Z"),
    ("C2", "K", "Centre 2"),
    ("d", "C2", "D"),
    ("e", "C2", "E"),
)
NEW = tree(
    NOW,
    ("C1", "K", "Centre 1"),
    ("ab", "C1", "AB"),
    ("s1", "C1", "S1"),
    ("C2", "K", "Centre 2"),
    ("s2", "C2", "S2"),
    ("d", "C2", "D, new name"),
    ("f", "C2", "F"),
    ("x", "C2", "X"),
)
EVENTS = [
    event("merge", "a", "ab"),
    event("merge", "b", "ab"),
    event("split", "s", "s1"),
    event("split", "s", "s2"),
    event("close", "z", None),
    event("rename", "d", "d"),
    event("rename", "e", "f"),
    event("new", None, "x"),
]


def test_every_old_unit_has_exactly_one_place():
    placed = restated_unit(OLD, NEW, EVENTS)
    assert placed == {"K": "K", "C1": "C1", "a": "ab", "b": "ab", "s": "K", "z": "C1", "C2": "C2", "d": "d", "e": "f"}


def test_histories_say_what_may_be_compared():
    found = history(OLD, NEW, EVENTS)
    assert found["ab"] == History("mapped", "merged", ("a", "b"))
    assert found["s1"] == found["s2"] == History("mapped", "split", ("s",))
    assert found["d"] == History("same", "renamed", ("d",))
    assert found["f"] == History("same", "renamed", ("e",))
    assert found["x"] == History("not_comparable", "new", ())
    assert found["C1"].reason == "composition"  # the people of s are counted above it now
    assert found["K"].grade == "same"


def test_a_moved_unit_keeps_its_history_and_changes_both_parents():
    old = tree(THEN, ("C1", "K", "1"), ("a", "C1", "A"), ("b", "C1", "B"), ("C2", "K", "2"), ("c", "C2", "C"))
    new = tree(NOW, ("C1", "K", "1"), ("a", "C1", "A"), ("C2", "K", "2"), ("b", "C2", "B"), ("c", "C2", "C"))
    found = history(old, new, [event("move", "b", "b")])
    assert found["b"] == History("same", "moved", ("b",))
    assert found["C1"].reason == found["C2"].reason == "composition"
    assert found["a"] == History("same", "same", ("a",))


def test_a_chain_of_events_is_followed_in_order_of_date():
    events = [event("rename", "b", "c", "2015-06-01"), event("rename", "a", "b", "2015-01-01")]
    assert successors("a", events, THEN, NOW) == {"c"}
    assert successors("a", events, "2015-03-01", NOW) == {"a"}


def test_a_split_that_is_joined_again_has_one_place():
    events = [event("split", "a", "p", "2015-01-01"), event("split", "a", "q", "2015-01-01")]
    events += [event("merge", "p", "r", "2015-06-01"), event("merge", "q", "r", "2015-06-01")]
    old, new = tree(THEN, ("a", "K", "A")), tree(NOW, ("r", "K", "R"))
    assert restated_unit(old, new, events) == {"K": "K", "a": "r"}
    assert history(old, new, events)["r"] == History("same", "renamed", ("a",))


def test_a_unit_that_vanished_without_a_word_stops_the_run():
    with pytest.raises(InputError) as error:
        restated_unit(OLD, NEW, [one for one in EVENTS if one.old != "z"])
    assert error.value.slug == "lineage-missing"
    assert "z" in error.value.message
