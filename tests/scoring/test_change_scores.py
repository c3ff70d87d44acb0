import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.scoring.change_scores import Answered, stayers


def answered(rows):
    """Rows of person, unit, trust, justice."""
    table = pd.DataFrame(rows, columns=["person", "unit", "trust", "justice"]).set_index("person")
    return Answered(table[["trust", "justice"]].astype(float), table["unit"].astype(object))


FIRST = [("a", "A", 50, 60), ("b", "A", 70, 80), ("c", "B", 40, 50), ("d", "B", 60, None), ("e", "A", 55, 60)]
LATER = [
    ("b", "A", 75, 70),
    ("a", "A", 55, 60),
    ("c", "B", 45, 50),
    ("d", "B", 60, 60),
    ("e", "B", 50, 50),
    ("f", "A", 9, 9),
]


def test_who_stayed_answered_everything_both_times_at_the_same_unit():
    found = stayers(answered(FIRST), answered(LATER), ["trust", "justice"])
    assert sorted(found.people) == ["a", "b", "c"]  # d has no score of justice in the first, e moved, f came
    assert (found.n, found.units) == (3, 2)


def test_leaders_and_people_without_a_unit_did_not_stay():
    later = answered([("a", None, 50, 60), ("b", "A", 70, 80)])
    found = stayers(answered([("a", None, 50, 60), ("b", None, 70, 80)]), later, ["trust", "justice"])
    assert found.n == 0
    assert found.correlation == {"trust": None, "justice": None}


def test_the_correlation_is_pooled_within_units():
    draw = np.random.default_rng(5)
    place = np.repeat(np.arange(400), 8)
    person = draw.standard_normal(place.size)
    unit = 3 * draw.standard_normal(400)[place]
    again = 0.6 * person + 0.8 * draw.standard_normal(place.size)
    names = [str(number) for number in range(place.size)]
    sides = [
        Answered(pd.DataFrame({"trust": unit + score}, index=names), pd.Series(place.astype(str), names, dtype=object))
        for score in (person, again)
    ]
    found = stayers(sides[0], sides[1], ["trust"])
    assert found.correlation["trust"] == pytest.approx(0.6, abs=0.03)
    # plain definition: deviations from each unit's mean, correlated once
    table = pd.DataFrame({"one": sides[0].scores["trust"], "two": sides[1].scores["trust"], "unit": place})
    deviations = table[["one", "two"]] - table.groupby("unit")[["one", "two"]].transform("mean")
    assert found.correlation["trust"] == pytest.approx(np.corrcoef(deviations.T)[0, 1])


@given(st.permutations(range(len(LATER))))
def test_order_does_not_matter(order):
    one = stayers(answered(FIRST), answered(LATER), ["trust", "justice"])
    other = stayers(answered(FIRST), answered([LATER[place] for place in order]), ["trust", "justice"])
    assert set(one.people) == set(other.people)
    assert other.correlation == pytest.approx(one.correlation)


def test_somebody_elsewhere_changes_nothing_here():
    one = stayers(answered(FIRST), answered(LATER), ["trust"])
    more = stayers(answered(FIRST), answered([*LATER, ("x", "C", 10, 20), ("y", "C", 90, 80)]), ["trust"])
    assert set(more.people) == set(one.people)
    assert more.correlation == one.correlation
