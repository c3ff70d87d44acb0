"""Random municipalities against an attacker by brute force: every set of few people, in exact arithmetic.

The attacker here shares nothing with the gate nor with the audit: he knows who belongs to which group, and asks for
every set of smallest parts with fewer people than the minimum whether its total follows from the published totals.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, released, shown, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.lineage_trees import belongs
from skapital.disclosure.memory import Memory
from skapital.disclosure.nested import Node, least_loss
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import release
from skapital.tables import Family

SIZES = st.integers(1, 13)


@st.composite
def municipalities(draw, most=10):
    """Two trees over the same workplaces, some staff of the centres themselves, and leaders."""
    n = draw(st.integers(3, most))
    codes = [f"W{number}" for number in range(n)]
    centres, committees = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    line = [(f"C{number}", "K") for number in range(centres)]
    line += [(code, f"C{draw(st.integers(0, centres - 1))}") for code in codes]
    med = [(f"M{number}", "K") for number in range(committees)]
    med += [(code, f"M{draw(st.integers(0, committees - 1))}") for code in codes]
    sizes = {code: draw(SIZES) for code in codes}
    sizes |= {f"C{number}": draw(st.integers(0, 6)) for number in range(centres)}
    leaders = {"decentral": draw(st.integers(0, 9))}
    return tree("line", *line), tree("med", *med), sizes, leaders


def in_span(rows: list[list[int]], wanted: list[int]) -> bool:
    """Whether ``wanted`` is a rational combination of ``rows``."""
    work = [[Fraction(value) for value in row] for row in rows]
    target = [Fraction(value) for value in wanted]
    for column in range(len(wanted)):
        pivot = next((row for row in work if row[column]), None)
        if pivot is None:
            continue
        work.remove(pivot)
        work = [_less(row, pivot, column) for row in work]
        target = _less(target, pivot, column)
    return not any(target)


def _less(row, pivot, column):
    factor = row[column] / pivot[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row


def people(one, code, population, sizes, leaders, line):
    """The smallest parts of a group; a centre's own staff count with the committee of all its workplaces."""
    home = belongs(sizes, line, one)
    inside = {part for part in sizes if code == "K" or home[part] in one.within(code)}
    if population == "employees":
        return inside
    if population in ("leaders", "all"):
        return set(leaders) | (inside if population == "all" else set())
    return set(population.split("+")) & set(leaders)


def small_totals(trees, sizes, leaders, published, minimum):
    """Sets of smallest parts with 1 to ``minimum - 1`` people whose total follows from the published groups."""
    parts = [code for code, n in sizes.items() if n] + [level for level, n in leaders.items() if n]
    count = {**sizes, **leaders}
    rows, line = [], trees[0]
    for one in trees:
        for code, population in published:
            if code in one.by_code:
                inside = people(one, code, population, sizes, leaders, line)
                rows.append([int(name in inside) for name in parts])
    found = []
    for size in range(1, minimum):
        for some in combinations(parts, size):
            if 0 < sum(count[name] for name in some) < minimum:
                vector = [int(name in some) for name in parts]
                if in_span(rows, vector):
                    found.append(some)
    return found


def published(found, measure="trust", statistic=c.MEAN):
    table = found.cells
    rows = table[(table[c.MEASURE] == measure) & (table[c.STATISTIC] == statistic) & table[c.WITHHELD].isna()]
    members = {row.code: row.members for row in found.units.itertuples() if isinstance(row.members, list)}
    return [
        (unit, population)
        for unit, population in zip(rows[c.UNIT], rows[c.POPULATION], strict=True)
        if unit not in members
    ]


@given(municipalities())
@settings(max_examples=60, deadline=None)
def test_no_total_about_few_people_follows_from_two_trees_and_the_leaders(made):
    line, med, sizes, leaders = made
    found = released([line, med], answers(sizes, leaders=leaders), frame(sizes, leaders))
    assert small_totals([line, med], sizes, leaders, published(found), 5) == []
    assert small_totals([line, med], sizes, leaders, published(found, "PH1", c.SHARE_PROBLEM), 8) == []


@given(municipalities(most=8), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_nothing_follows_from_history_restated_on_another_organisation(made, random):
    line, med, sizes, leaders = made
    centres = [unit.code for unit in line.units if unit.level == "centre"]
    pairs = [(unit.code, unit.parent or "K") for unit in line.units if unit.parent is not None]
    moved = [(code, random.choice(centres) if code.startswith("W") and centres else parent) for code, parent in pairs]
    now = tree("line", *moved, date="2016-01-01")
    given_answers, invited = answers(sizes, leaders=leaders), frame(sizes, leaders)
    first = released([line, med], given_answers, invited)
    structures = [Structure(now.date, (now,), given_answers["unit"], invited)]
    structures += [Structure(line.date, (line, med), given_answers["unit"], invited)]
    whole = aggregate.collect([part(given_answers, structures)], [(now.date, [now])], "workplace")
    memory = Memory.of([(first.cells, first.contributions)])
    second = release(whole, POLICY, memory, equations_of(INSTRUMENT))
    trees = [line, med]
    rows_then, rows_now = published(first), published(second)
    assert both_small_totals(trees, now, sizes, leaders, rows_then, rows_now) == []


def both_small_totals(trees, now, sizes, leaders, rows_then, rows_now, minimum=5):
    parts = [code for code, n in sizes.items() if n] + [level for level, n in leaders.items() if n]
    count, rows = {**sizes, **leaders}, []
    for group_trees, named in ((trees, rows_then), ([now], rows_now)):
        line = group_trees[0]
        for one in group_trees:
            for code, population in named:
                if code not in one.by_code:
                    continue
                inside = people(one, code, population, sizes, leaders, line)
                rows.append([int(name in inside) for name in parts])
    return [
        some
        for size in range(1, minimum)
        for some in combinations(parts, size)
        if 0 < sum(count[name] for name in some) < minimum and in_span(rows, [int(name in some) for name in parts])
    ]


@given(municipalities())
@settings(max_examples=20, deadline=None)
def test_a_unit_below_the_minimum_is_never_shown_and_the_whole_hides_little(made):
    line, med, sizes, leaders = made
    found = released([line, med], answers(sizes, leaders=leaders), frame(sizes, leaders))
    assert all(sizes[code] >= 5 for code in shown(found) if code.startswith("W"))


# ---- the least loss on a tree


@st.composite
def trees(draw):
    n = draw(st.integers(1, 9))
    parents = [-1] + [draw(st.integers(0, index - 1)) for index in range(1, n)]
    own = [draw(st.integers(0, 9)) for _ in range(n)]
    return parents, own


def uncovered_are_safe(parents, own, show, least):
    left = list(own)
    for index in reversed(range(len(parents))):
        if show[index]:
            if 0 < left[index] < least:
                return False
            left[index] = 0
        if parents[index] >= 0:
            left[parents[index]] += left[index]
    return True


@given(trees(), st.integers(2, 8))
@settings(max_examples=150, deadline=None)
def test_dynamic_programming_loses_as_little_as_exhaustive_search(made, least):
    parents, own = made
    total = list(own)
    for index in reversed(range(1, len(parents))):
        total[parents[index]] += total[index]
    allowed = [n >= least for n in total]
    nodes = [Node(own[i], total[i] if allowed[i] else 0, allowed[i], True) for i in range(len(parents))]
    family = Family("s", "t", tuple(range(len(parents))), tuple(parents))
    decided = least_loss(family, nodes, least)
    loss = sum(nodes[i].loss for i, show in decided.items() if not show)
    assert uncovered_are_safe(parents, own, [decided[i] for i in range(len(parents))], least)
    best = min(
        sum(nodes[i].loss for i in range(len(parents)) if not mask >> i & 1)
        for mask in range(1 << len(parents))
        if all(allowed[i] for i in range(len(parents)) if mask >> i & 1)
        and uncovered_are_safe(parents, own, [bool(mask >> i & 1) for i in range(len(parents))], least)
    )
    assert loss == best


def test_the_attacker_of_these_tests_finds_what_is_there():
    line = tree("line", ("A", "K"), ("B", "K"))
    assert small_totals([line], {"A": 3, "B": 6}, {}, [("K", "employees"), ("B", "employees")], 5) == [("A",)]
    assert np.array_equal(in_span([[1, 1], [0, 1]], [1, 0]), True)
    with pytest.raises(ValueError, match="zip"):
        in_span([[1]], [1, 0])
