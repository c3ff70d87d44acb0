"""Two trees over the same people: what the ends of the scale tell, and what one who knows his own answer finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from skapital.disclosure.audit.bounded import pinned_parts
from skapital.disclosure.audit.insider import alone, of_others
from skapital.disclosure.audit.people import families
from skapital.disclosure.audit.published import from_release
from skapital.disclosure.audit.remainders import Remainder

from .test_attack import cell, found, unit

GROUP = ("2014-01-01", "employees", "K", "")


def row(parts, n, mean, half=0.05):
    return Remainder(frozenset((one,) for one in parts), n, n * (mean - half), n * (mean + half), GROUP, ())


def square(means, sizes=(10, 10, 10, 10)):
    """Rows ab and cd, columns ac and bd."""
    return [row(parts, n, mean) for parts, n, mean in zip(("ab", "cd", "ac", "bd"), sizes, means, strict=True)]


def test_a_table_of_ordinary_means_pins_nobody():
    assert list(pinned_parts(square((60.0, 55.0, 50.0, 65.0)), 25.0)) == []


def test_what_no_single_row_tells_follows_from_all_of_them():
    # Below the top lack ab 40 points together, bd 60 and de 30: so d lacks 30 at most, b 30 at least, and a 10 at most.
    rows = [row("ab", 10, 96.0, 0.0), row("bd", 10, 94.0, 0.0), row("de", 10, 97.0, 0.0)]
    assert all(list(pinned_parts([one, one], 25.0)) == [] for one in rows)
    assert list(pinned_parts(rows, 25.0)) == [("a",), ("e",)] == by_brute_force(rows, 25.0)
    assert list(pinned_parts(rows[:2], 25.0)) == []


def by_brute_force(rows, width):
    """The same question of a dense program, part by part, by another call of the solver."""
    parts = sorted(frozenset().union(*(one.parts for one in rows)))
    size, pinned = len(parts), []
    inside = np.array([[float(part in one.parts) for part in parts] for one in rows])
    nothing, each = np.zeros_like(inside), np.eye(size)
    for place, part in enumerate(parts):
        mine = np.zeros(size)
        mine[place] = 1.0
        upper = np.vstack([
            np.hstack([nothing, inside, np.zeros((len(rows), 1))]),
            np.hstack([nothing, -inside, np.zeros((len(rows), 1))]),
            np.hstack([-100 * each, each, np.zeros((size, 1))]), np.concatenate([np.zeros(size), -mine, [1.0]])[None],
            np.concatenate([-100 * mine, mine, [-1.0]])[None],
        ])  # fmt: skip
        most = [*(one.high + 1e-7 for one in rows), *(1e-7 - one.low for one in rows), *np.zeros(size), 0.0, -100.0]
        equal = np.hstack([inside, nothing, np.zeros((len(rows), 1))])
        bounds = [(1.0 if at == place else 0.0, None) for at in range(size)] + [(0.0, None)] * size + [(0.0, 100.0)]
        ends = [linprog([*np.zeros(2 * size), sign], A_ub=upper, b_ub=most, A_eq=equal, b_eq=[one.n for one in rows],
                        bounds=bounds) for sign in (1, -1)]  # fmt: skip
        if all(end.status == 0 for end in ends) and ends[1].x[-1] - ends[0].x[-1] < width - 1e-6:
            pinned.append(part)
    return pinned


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 100)), min_size=4, max_size=4), st.integers(0, 3))
def test_the_shortcut_of_one_solution_changes_nothing(cells, more):
    """Whatever a 2 x 2 table holds, with or without a part of its own published."""
    n, total = {}, {}
    for name, (people, mean) in zip("abcd", cells, strict=True):
        n[name], total[name] = people, people * mean
    shown = ["ab", "cd", "ac", "bd", *["abcd"[more]]]
    rows = [
        Remainder(frozenset((one,) for one in parts), sum(n[one] for one in parts), low, low + 0.5, GROUP, ())
        for parts in shown
        if (low := sum(total[one] for one in parts) - 0.25) is not None
    ]
    assert list(pinned_parts(rows, 25.0)) == by_brute_force(rows, 25.0)


LINE = [unit("K"), unit("R1", "K"), unit("R2", "K")]
LINE += [unit(code, up) for code, up in zip("abcd", ("R1", "R1", "R2", "R2"), strict=True)]
MED = [unit("K", tree="med"), unit("C1", "K", tree="med"), unit("C2", "K", tree="med")]
MED += [unit(code, up, tree="med") for code, up in zip("abcd", ("C1", "C2", "C1", "C2"), strict=True)]


def test_the_only_person_of_a_workplace_takes_himself_out_of_the_figures():
    # R1 less C1 is b less c, and K less both is d less a: nothing but differences. Who is a alone knows a, and so d.
    invited = [cell("a", 1, 1, measure="response", statistic="n_invited")]
    cells = [cell("R1", 60.0, 21), cell("C1", 60.0, 18), cell("K", 60.0, 41)]
    leaks = found(LINE + MED, [*cells, *invited])
    assert any("knows his own answer" in leak.how and leak.units == ("d",) for leak in leaks)
    assert found(LINE + MED, cells) == []


def test_who_is_alone_is_said_by_the_number_invited():
    document = {"units": LINE, "cells": [cell("a", 1, 1, measure="response", statistic="n_invited"),
                                         cell("b", 2, 2, measure="response", statistic="n_invited")]}  # fmt: skip
    published = from_release(document)
    invited = published.figures["round", "2014-06", "response", "n_invited"]
    trees = families(published.units, invited)
    assert alone(trees, invited) == {("unit", "", "a")}


@pytest.mark.parametrize("own", [frozenset(), frozenset({("z",)})])
def test_who_is_in_no_crossing_part_finds_nothing(own):
    assert list(of_others(square((60.0, 55.0, 50.0, 65.0)), own)) == []
