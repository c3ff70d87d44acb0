import time

import pytest

from skapital.config.lineage import History, carried_on, history, restated_unit, steps, successors
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
    # the people of s are counted above both centres now, so neither has an earlier figure that fits
    assert found["C1"].grade == found["C2"].grade == "not_comparable"
    assert found["C1"].reason == "split_below"
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
    assert successors("a", steps(events, THEN, NOW)) == {"c"}
    assert successors("a", steps(events, "2015-03-01", NOW)) == {"a"}
    assert successors("a", steps(events, THEN, "2015-01-01")) == {"b"}


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


def test_a_part_that_was_joined_with_another_unit_has_no_earlier_figure():
    old = tree(THEN, ("C1", "K", "1"), ("s", "C1", "S"), ("b", "C1", "B"))
    new = tree(NOW, ("C1", "K", "1"), ("s", "C1", "S"), ("b", "C1", "B"))
    found = history(old, new, [event("split", "s", "s"), event("split", "s", "b")])
    assert found["s"] == History("mapped", "split", ("s",))
    assert found["b"] == History("not_comparable", "joined", ("s", "b"))
    assert found["C1"] == History("same", "same", ("C1",))


def test_a_unit_that_gave_birth_to_one_below_it_is_still_whole():
    old = tree(THEN, ("C1", "K", "1"), ("s", "C1", "S"))
    new = tree(NOW, ("C1", "K", "1"), ("s", "C1", "S"), ("sub", "s", "Sub"))
    found = history(old, new, [event("split", "s", "s"), event("split", "s", "sub")])
    assert found["s"] == History("same", "same", ("s",))
    assert found["sub"] == History("mapped", "split", ("s",))


def test_departments_are_followed_by_their_own_members_and_their_workplaces():
    old = tree(THEN, ("D1", "K", "1"), ("a", "D1", "A"), ("D2", "K", "2"), ("b", "D2", "B"), ("c", "D2", "C"))
    new = tree(NOW, ("D", "K", "12"), ("a", "D", "A"), ("b", "D", "B"), ("E", "K", "E"), ("c", "E", "C"))
    events = [event("merge", "D1", "D"), event("merge", "D2", "D"), event("new", None, "E"), event("move", "c", "c")]
    placed = restated_unit(old, new, events)
    assert placed["D1"] == placed["D2"] == "D"
    found = history(old, new, events)
    assert found["D"] == History("mapped", "composition", ("D1", "a", "D2", "b"))
    assert found["E"] == History("mapped", "composition", ("c",))
    assert found["a"].reason == "same"  # its department is what was merged, not the workplace
    assert found["c"].reason == "moved"


def test_a_closed_department_leaves_its_people_with_the_centre_above():
    old = tree(THEN, ("C1", "K", "1"), ("D", "C1", "D"), ("a", "D", "A"), ("b", "D", "B"))
    new = tree(NOW, ("C1", "K", "1"), ("a", "C1", "A"))
    events = [event("close", "D", None), event("close", "b", None), event("move", "a", "a")]
    assert restated_unit(old, new, events) == {"K": "K", "C1": "C1", "D": "C1", "a": "a", "b": "C1"}
    found = history(old, new, events)
    assert found["C1"] == History("same", "same", ("C1",))
    assert found["a"] == History("same", "moved", ("a",))


def test_a_code_that_is_used_again_is_another_unit():
    old, new = tree(THEN, ("a", "K", "A")), tree(NOW, ("a", "K", "Another"), ("b", "K", "A"))
    events = [event("rename", "a", "b"), event("new", None, "a")]
    assert restated_unit(old, new, events) == {"K": "K", "a": "b"}
    found = history(old, new, events)
    assert found["a"] == History("not_comparable", "new", ())
    assert found["b"] == History("same", "renamed", ("a",))


def test_ten_thousand_units_are_followed_quickly():
    rows = [(f"C{i}", "K", "centre") for i in range(20)]
    rows += [(f"w{i}", f"C{i % 20}", "workplace") for i in range(10_000)]
    old, new = tree(THEN, *rows), tree(NOW, *rows)
    begun = time.perf_counter()
    found = history(old, new, [event("rename", "w1", "w1")])
    assert all(one.grade == "same" for one in found.values())
    assert time.perf_counter() - begun < 5


def test_what_was_decided_holds_for_renamed_and_moved_units_alone():
    assert carried_on(OLD, NEW, EVENTS) == {"K": "K", "C1": "C1", "C2": "C2", "d": "d", "e": "f"}
    again = [event("split", "d", "d"), event("split", "d", "x"), *(one for one in EVENTS if one.new not in ("d", "x"))]
    assert "d" not in carried_on(OLD, NEW, again)  # it keeps its code, but it is not the same any more
    joined = [*(one for one in EVENTS if one.old != "z"), event("merge", "z", "d")]
    assert "d" not in carried_on(OLD, NEW, joined)
