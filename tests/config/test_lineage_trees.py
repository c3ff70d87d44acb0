"""A second tree over the same workplaces: each follows its own units, and one code is the same people in both."""

import itertools
import random

import pytest

from made_up.reorganisations import chronicle
from skapital.config.lineage import History
from skapital.config.lineage_trees import histories, places
from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.config.placing import belongs

THEN, NOW = "2014-01-01", "2016-01-01"
COMMITTEES = [f"M{number}" for number in range(5)]


def tree(name, date, *rows):
    units = (Unit(code, code, parent, "level") for code, parent in rows)
    return Organisation(name, date, (Unit("K", "K", None, "municipality"), *units))


LINE_THEN = tree("line", THEN, ("C", "K"), ("D", "C"), ("s", "D"), ("z", "D"), ("a", "D"), ("E", "K"), ("b", "E"))
LINE_NOW = tree("line", NOW, ("C", "K"), ("D", "C"), ("s1", "D"), ("s2", "D"), ("a", "D"), ("E", "K"), ("b", "E"))
MED_THEN = tree("med", THEN, ("M", "K"), ("L", "M"), ("s", "L"), ("z", "L"), ("a", "M"), ("b", "M"))
MED_NOW = tree("med", NOW, ("M", "K"), ("L", "M"), ("s1", "L"), ("s2", "L"), ("a", "M"), ("b", "M"))
EVENTS = [
    LineageEvent(NOW, "split", "s", "s1", None, "HU"),
    LineageEvent(NOW, "split", "s", "s2", None, "HU"),
    LineageEvent(NOW, "close", "z", None, None, "HU"),
]


def test_each_tree_keeps_the_people_of_its_split_and_closed_workplaces():
    found = places([LINE_THEN, MED_THEN], [LINE_NOW, MED_NOW], EVENTS)
    assert (found["line"]["s"], found["line"]["z"]) == ("D", "D")
    assert (found["med"]["s"], found["med"]["z"]) == ("L", "L")
    assert (found["med"]["D"], found["med"]["E"], found["line"]["L"]) == ("M", "M", "K")
    told = histories([LINE_THEN, MED_THEN], [LINE_NOW, MED_NOW], EVENTS)
    assert told["L"] == History("same", "same", ("L",))
    assert told["s1"] == History("mapped", "split", ("s",))


def test_what_the_line_says_of_a_shared_code_holds_for_the_other_tree():
    line = tree("line", NOW, ("C", "K"), ("w", "C"), ("a", "C"))  # the department became a workplace
    med = tree("med", NOW, ("M", "K"), ("w", "M"), ("N", "K"), ("a", "N"))
    line_then = tree("line", THEN, ("C", "K"), ("D", "C"), ("a", "C"))
    med_then = tree("med", THEN, ("M", "K"), ("N", "K"), ("a", "N"))
    events = [LineageEvent(NOW, "rename", "D", "w", None, "HU")]
    found = places([line_then, med_then], [line, med], events)
    assert found["line"]["D"] == found["med"]["D"] == "w"
    told = histories([line_then, med_then], [line, med], events)
    assert told["w"] == History("same", "renamed", ("D",))
    assert told["M"].reason == "composition"  # nobody was below it, now there are those of w


def test_in_a_tree_that_is_new_the_workplaces_keep_their_history_and_committees_have_none():
    told = histories([LINE_THEN], [LINE_NOW, MED_NOW], EVENTS)
    assert told["a"] == History("same", "same", ("a",))
    assert told["L"] == told["M"] == History("not_comparable", "new", ())
    assert places([LINE_THEN], [LINE_NOW, MED_NOW], EVENTS)["med"] == {
        "K": "K",
        "C": "M",
        "D": "M",
        "s": "M",
        "z": "M",
        "a": "a",
        "E": "M",
        "b": "b",
    }


def committees(line, draw):
    """A tree of committees over the workplaces of a line; some change committee from year to year."""
    rows = [(code, "K") for code in COMMITTEES]
    for unit in line.units:
        if unit.level == "workplace":
            number = int(unit.code[1:]) // 30 if draw.random() < 0.99 else draw.randrange(5)
            rows.append((unit.code, COMMITTEES[number % len(COMMITTEES)]))
    return tree("med", line.date, *rows)


def within(tree_of, people, code):
    return set().union(*(people.get(below, set()) for below in tree_of.within(code)))


def regrouped(place, people):
    found = {}
    for code, persons in people.items():
        found.setdefault(place[code], set()).update(persons)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_lost_and_one_code_is_the_same_people_in_both_trees(seed):
    told = chronicle(seed, years=5, a_year=8)
    draw = random.Random(seed)
    pairs = [(line, committees(line, draw)) for line in told.trees]
    for first, second in itertools.combinations(range(len(pairs)), 2):
        check(told, pairs, first, second)


def check(told, pairs, first, second):
    (line, med), (line_now, med_now) = pairs[first], pairs[second]
    then, now = told.people[first], told.people[second]
    found = places([line, med], [line_now, med_now], told.events)
    in_line, in_med = (regrouped(found[name], then) for name in ("line", "med"))
    everybody = set().union(*then.values())
    for tree_now, moved in ((line_now, in_line), (med_now, in_med)):
        assert sum(map(len, moved.values())) == len(everybody) == len(within(tree_now, moved, "K"))
    for code in set(line_now.by_code) & set(med_now.by_code):
        assert within(line_now, in_line, code) == within(med_now, in_med, code)
    in_workplaces = at_workplaces(line, then) & at_workplaces(line_now, now)  # own staff of departments aside
    home_then, home_now = belongs(then, line, med), belongs(now, line_now, med_now)
    told_of = histories([line, med], [line_now, med_now], told.events)
    for code in COMMITTEES:
        restated = within(med_now, in_med, code)
        if told_of[code].reason == "same":
            assert restated == within(med, regrouped(home_then, then), code)
        if told_of[code].grade == "not_comparable":
            assert told_of[code].reason == "split_below"
        else:
            assert within(med_now, regrouped(home_now, now), code) & in_workplaces == restated & in_workplaces


def at_workplaces(line, people):
    return set().union(*(there for code, there in people.items() if line.by_code[code].level == "workplace"))
