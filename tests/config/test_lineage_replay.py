"""Fifteen years and ninety events, replayed: every unit-year has one lineage, and nobody is lost or counted twice.

The oracle is the people themselves. They go where their unit goes and never move on their own, so where they are in a
later year says what the lineage must have found.
"""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up.reorganisations import chronicle
from skapital.config.lineage import GRADES, history, restated_unit
from skapital.config.lineage_check import faults
from skapital.errors import InputError


def within(tree, people, code):
    return set().union(*(people.get(below, set()) for below in tree.within(code)))


def regrouped(old, new, events, people):
    """The old year's people by their unit in the new tree."""
    found = {}
    for code, place in restated_unit(old, new, events).items():
        found.setdefault(place, []).extend(people[code])
    return found


def check_pair(told, first, second):
    old, new = told.trees[first], told.trees[second]
    then, now = told.people[first], told.people[second]
    still_there = set().union(*now.values())
    placed = restated_unit(old, new, told.events)
    assert list(placed) == list(old.by_code)
    for code, place in placed.items():  # everybody is in or below the place where they are counted
        assert (then[code] & still_there) <= within(new, now, place)
    moved = regrouped(old, new, told.events, then)
    everybody = [person for there in moved.values() for person in there]
    assert len(everybody) == len(set(everybody)) == sum(len(there) for there in then.values())
    sets = {code: set(there) for code, there in moved.items()}
    for code, one in history(old, new, told.events).items():
        check_history(code, one, (old, then), (new, now), within(new, sets, code) & still_there, still_there)


def check_history(code, one, before, after, restated, still_there):
    assert one.grade in GRADES
    here = within(*after, code)
    origins = set().union(*(within(*before, origin) for origin in one.origins)) & still_there
    if one.reason in ("same", "renamed", "moved", "merged", "composition"):
        assert here == restated  # the restated earlier group is exactly those people
        assert here == origins or one.reason == "composition"
    elif one.reason == "split":
        assert here <= origins  # compared with the unit it was part of
    elif one.reason == "new":
        assert not here
    else:
        assert one.reason in ("joined", "split_below")
        assert one.grade == "not_comparable"


def test_the_log_is_as_long_as_it_should_be():
    told = chronicle(1)
    assert told.happened == 90
    assert {event.kind for event in told.events} == {"rename", "merge", "split", "move", "close", "new"}
    assert len(told.trees) == 16


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_unit_year_resolves_to_exactly_one_lineage(seed):
    told = chronicle(seed)
    for first, second in itertools.combinations(range(len(told.trees)), 2):
        check_pair(told, first, second)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_people_are_conserved_in_any_reorganisation(seed):
    told = chronicle(seed, years=4, a_year=8)
    for first, second in ((0, 1), (0, 4), (2, 4)):
        check_pair(told, first, second)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_true_log_has_no_fault_and_a_log_that_lacks_a_row_is_found_out(seed):
    told = chronicle(seed, years=3, a_year=8)
    rows = dict(enumerate(told.events, start=2))
    assert faults(rows, told.trees) == []
    for row, event in rows.items():
        fewer = {other: one for other, one in rows.items() if other != row}
        harmless = event.kind == "new" or event.old == event.new or (event.kind == "merge" and event.new == event.old)
        if not harmless and not found_out(fewer, told):
            remaining = [one for one in fewer.values() if one.old == event.old and one.date == event.date]
            assert remaining or event.new in told.trees[0].by_code


def found_out(rows, told):
    if faults(rows, told.trees):
        return True
    try:
        for first, second in itertools.pairwise(told.trees):
            restated_unit(first, second, list(rows.values()))
    except InputError as error:
        return error.slug == "lineage-missing"
    return False


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=25, deadline=None)
def test_an_event_at_a_wrong_date_or_a_second_fate_is_refused(seed, data):
    told = chronicle(seed, years=3, a_year=8)
    rows = dict(enumerate(told.events, start=2))
    row = data.draw(st.sampled_from([row for row, event in rows.items() if event.kind in ("rename", "close")]))
    event = rows[row]
    second = {**rows, 999: replace(event, kind="move", new=event.old)}
    if event.old != event.new:
        assert {fault.slug for fault in faults(second, told.trees)} == {"lineage-two-fates"}
    late = [one for one in rows.values() if one.kind == "new" and one.new not in told.trees[0].by_code]
    for one in late:
        early = {**rows, 998: replace(one, kind="close", old=one.new, new=None, date="2000-03-01")}
        assert ("lineage-unknown-unit", 998) in [(fault.slug, fault.row) for fault in faults(early, told.trees)]
