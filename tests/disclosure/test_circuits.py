"""Small supports by modular elimination, against brute force over the rationals."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skapital.disclosure import circuits


def lives_on(rows, support):
    """Whether some rational combination of rows is zero outside ``support`` and not zero on it."""
    outside = [atom for atom in range(rows.shape[1]) if atom not in support]
    return rank(rows) > rank(rows[:, outside])


def rank(rows):
    work = [[Fraction(int(value)) for value in row] for row in rows]
    found = 0
    for column in range(rows.shape[1]):
        pivot = next((i for i in range(found, len(work)) if work[i][column]), None)
        if pivot is None:
            continue
        work[found], work[pivot] = work[pivot], work[found]
        for i in range(found + 1, len(work)):
            factor = work[i][column] / work[found][column]
            work[i] = [a - factor * b for a, b in zip(work[i], work[found], strict=True)]
        found += 1
    return found


def smallest(rows, people, least):
    """The fewest people on whom some combination lives, if they are fewer than the least."""
    holders = [atom for atom in range(len(people)) if people[atom] > 0]
    nobody = [atom for atom in range(len(people)) if people[atom] == 0]
    found = [
        sum(people[atom] for atom in some)
        for size in range(1, least)
        for some in combinations(holders, size)
        if sum(people[atom] for atom in some) < least
        and lives_on(rows, [*some, *nobody])
        and rank(rows[:, holders]) > rank(rows[:, [h for h in holders if h not in some]])
    ]
    return min(found, default=None)


@st.composite
def systems(draw):
    """Three or four partitions of the same atoms, as rows of zeros and ones."""
    atoms, families = draw(st.integers(3, 9)), draw(st.integers(3, 4))
    rows = []
    for _ in range(families):
        parts = draw(st.integers(2, 4))
        at = [draw(st.integers(0, parts - 1)) for _ in range(atoms)]
        rows += [[int(place == part) for place in at] for part in set(at)]
    people = [draw(st.integers(0, 6)) for _ in range(atoms)]
    return np.array(rows, dtype=np.int64), np.array(people, dtype=np.int64)


@given(systems(), st.integers(2, 8))
@settings(max_examples=150, deadline=None)
def test_a_small_support_is_found_exactly_when_there_is_one(made, least):
    rows, people = made
    support = circuits.small_support(rows, people, least)
    assert (support is None) == (smallest(rows, people.tolist(), least) is None)
    if support is not None:
        assert 0 < people[support].sum() < least
        weights = circuits.weights_of(rows, support, people)
        combined = np.array(
            [sum(w * int(v) for w, v in zip(weights, column, strict=True)) % circuits.PRIME for column in rows.T]
        )
        assert set(np.flatnonzero(combined)) <= set(support) | set(np.flatnonzero(people == 0))
        assert combined[support].any()


def test_too_many_sets_are_called_unsafe_not_safe(monkeypatch):
    monkeypatch.setattr(circuits, "SETS_TRIED", 3)
    rows = np.eye(3, 40, dtype=np.int64) + np.eye(3, 40, k=20, dtype=np.int64)
    rows = np.vstack([rows, np.ones((1, 40), dtype=np.int64)])
    with pytest.raises(circuits.TooTangled):
        circuits.small_support(rows, np.ones(40, dtype=np.int64), 8)
