"""What earlier publications told by themselves is not asked again; whatever a new one adds to is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.audit.test_attack import CLASSES, PARENT, POLICY, cell, unit
from skapital.disclosure.audit.attack import AMOUNT, EQUATION, PERSONS, VERSIONS, attack, laid_out
from skapital.disclosure.audit.promises import what_of
from skapital.disclosure.audit.published import from_release
from skapital.disclosure.audit.unchanged import new_questions

NOW = "2016-01-01"
TRUST = ("round", "2014-06", "trust", "mean")
UNITS = [unit("K"), unit("C", "K"), unit("D", "K"), unit("a", "C"), unit("b", "C"), unit("c", "D"), unit("d", "D")]
CROSSING = [unit("K", tree="med"), *(unit(code, "K", tree="med") for code in "MN"), unit("a", "M", tree="med"),
            unit("c", "M", tree="med"), unit("b", "N", tree="med"), unit("d", "N", tree="med")]  # fmt: skip


def read(cells, units=PARENT, comparisons=()):
    return from_release({"units": units, "cells": cells, "comparisons": list(comparisons)})


def asked(*publications, **known):
    whole, before = (laid_out(some, POLICY, CLASSES, **known) for some in (publications, publications[:-1]))
    return new_questions(whole, before)


def told_by_new(*publications):
    whole = laid_out(publications, POLICY, CLASSES)
    return {what_of(leak) for leak in whole.leaks(map(whole.told_by, asked(*publications)))}


def test_what_the_first_told_alone_is_not_asked_again_and_what_is_new_is():
    first = read([cell("K", 60.0, 9), cell("B", 65.0, 6)])
    other = read([cell("K", 70.0, 90, measure="KN1")])
    assert attack([first, other], POLICY, CLASSES)
    assert asked(first, other) == [(PERSONS, ("round", "2014-06", "KN1", "mean")), (VERSIONS, (0, 1))]
    assert told_by_new(first, other) == set()


def test_the_same_figures_again_are_nothing_new():
    first = read([cell("K", 60.0, 9), cell("B", 65.0, 6)])
    assert asked(first, first) == [(VERSIONS, (0, 1))]


def test_the_first_publication_is_asked_everything():
    first = read([cell("K", 60.0, 9), cell("B", 65.0, 6)])
    assert (PERSONS, TRUST) in asked(first)


def test_a_figure_beside_those_told_before_is_asked():
    first, second = read([cell("K", 60.0, 9)]), read([cell("B", 65.0, 6)])
    assert (PERSONS, TRUST) in asked(first, second)
    assert told_by_new(first, second)


def test_another_value_n_or_rounding_is_asked():
    first = read([cell("K", 60.0, 90), cell("A", 61.0, 40)])
    for again in (cell("A", 61.1, 40), cell("A", 61.0, 41), cell("A", 61.01, 40)):
        assert (PERSONS, TRUST) in asked(first, read([cell("K", 60.0, 90), again]))


def test_a_comparison_that_sharpens_an_old_figure_is_asked():
    then, now = cell("K", 60.0, 90), {**cell("K", 62.0, 90), "period": "2016-06"}
    row = {"period": "2016-06", "from": "2014-06", "structure": "2014-01-01", "population": "employees", "unit": "K",
           "measure": "trust", "kind": "round", "difference": 2.09, "verdict": "no_sign", "reason": None}  # fmt: skip
    first = read([then, now])
    assert asked(first, read([], comparisons=[row])) == [
        (PERSONS, ("round", period, "trust", "mean")) for period in ("2014-06", "2016-06")
    ] + [(VERSIONS, (0, 1))]


def test_an_organisation_that_puts_the_same_people_otherwise_is_asked():
    first = read([cell("C", 60.0, 20), cell("D", 60.0, 20)], UNITS)
    moved = [unit("K"), unit("C", "K"), unit("D", "K"), unit("a", "C"), unit("b", "D"), unit("c", "D"), unit("d", "D")]
    later = read([], [{**one, "structure": NOW} for one in moved])
    assert asked(first, later) == [(VERSIONS, (0, 1))]  # no figure stands under it yet
    shown = read([cell("C", 61.0, 16, structure=NOW)], [{**one, "structure": NOW} for one in moved])
    assert (PERSONS, TRUST) in asked(first, shown)
    assert ("b",) in [leak[2] for leak in told_by_new(first, shown)]


def test_another_tree_over_old_figures_is_asked_only_where_it_lays_them_out():
    first = read([cell("K", 60.0, 90), cell("C", 60.0, 40)], UNITS)
    assert (PERSONS, TRUST) in asked(first, read([], CROSSING))


def test_absence_and_equations_are_compared_with_what_they_rest_on():
    rate = {**cell("K", 12.0, 90, measure="absence_days", statistic="rate"), "period_kind": "quarter",
            "period": "2015Q3", "base": 80.0}  # fmt: skip
    parts = {"": {"trust": ["KN1", "PH1"]}}
    means = [cell("K", 60.0, 90), *(cell("K", 60.0, 90, measure=one) for one in ("KN1", "PH1"))]
    first = read([rate, *means])
    assert asked(first, first, parts_of=parts) == [(VERSIONS, (0, 1))]
    smaller = read([{**rate, "base": 79.0}])
    assert [kind for kind, _ in asked(first, smaller, parts_of=parts)] == [AMOUNT, VERSIONS]
    other = read([cell("K", 61.0, 90, measure="KN1")])
    assert [kind for kind, _ in asked(first, other, parts_of=parts)] == [PERSONS, EQUATION, VERSIONS]


def test_who_was_invited_alone_is_part_of_what_a_figure_tells():
    invited = cell("A", 1, 1, measure="response", statistic="n_invited")
    first = read([cell("K", 60.0, 90), cell("A", None, None)])
    assert (PERSONS, TRUST) in asked(first, read([invited]))


def test_two_old_publications_are_compared_anew_where_a_third_lays_their_people_out_otherwise():
    first = read([cell("K", 60.0, 90), cell("C", 60.0, 40)], UNITS)
    assert (VERSIONS, (0, 1)) not in asked(first, first, first)
    assert (VERSIONS, (0, 1)) in asked(first, first, read([], CROSSING))


@st.composite
def publications(draw):
    """Two publications of which either may betray anything, of two measures, over two trees."""
    found = []
    for _ in range(2):
        codes = draw(st.lists(st.sampled_from("KCDMNabcd"), unique=True, max_size=6))
        measures = draw(st.lists(st.sampled_from(["trust", "PH1"]), min_size=1, unique=True))
        people = dict(zip("abcd", draw(st.lists(st.sampled_from([2, 4, 5, 9]), min_size=4, max_size=4)), strict=True))
        size = {**people, "C": people["a"] + people["b"], "D": people["c"] + people["d"],
                "M": people["a"] + people["c"], "N": people["b"] + people["d"], "K": sum(people.values())}  # fmt: skip
        cells = [cell(code, 60.0, size[code], measure=one) for code in codes for one in measures]
        units = draw(st.sampled_from([UNITS, [*UNITS, *CROSSING]]))
        found.append(read(cells, units))
    return found


@settings(max_examples=150, deadline=None)
@given(publications())
def test_law_nothing_is_lost_but_what_was_told_before(pair):
    first, second = pair
    everything, before = (set(map(what_of, attack(some, POLICY, CLASSES))) for some in ([first, second], [first]))
    assert everything - before <= told_by_new(first, second) <= everything
