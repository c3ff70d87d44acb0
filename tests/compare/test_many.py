"""Who is counted, among whom, and what is left over."""

import numpy as np
import pandas as pd
import pytest

from made_up.releases import release_of
from skapital import columns as c
from skapital.compare import against, change, many, targets
from skapital.compare.intervals import Means


def table(*rows):
    names = [c.POPULATION, c.UNIT, c.MEASURE, "kind", "p", "verdict"]
    return pd.DataFrame(rows, columns=names)


def row(unit, p, verdict=c.CANNOT_TELL, population=c.EMPLOYEES, kind="round", measure="trust"):
    return (population, unit, measure, kind, p, verdict)


def test_only_employees_and_the_kinds_asked_for_are_counted():
    rows = [
        row("A", 0.4),
        row("B", 0.5),
        row("A", 0.001, c.BETTER, c.LEADERS),
        row("A", 0.001, c.BETTER, kind="target"),
    ]
    found = many.workplace_counts(table(*rows), {"K": ["A", "B"]})
    assert found[["kind", "verdict", "n_units"]].to_numpy().tolist() == [["round", c.CANNOT_TELL, 2]]


def test_larger_units_and_what_could_not_be_compared_are_not_in_the_list():
    # p = .03 alone of one workplace stands; among two it does not (Benjamini-Hochberg: .03 > .05 / 2)
    rows = [row("A", 0.03, c.BETTER), row("C1", 0.0001, c.BETTER), row("B", np.nan, c.VERDICT_WITHHELD)]
    found = many.workplace_counts(table(*rows), {"C1": ["A", "B"]}).set_index("verdict")
    assert found["n_bh"].tolist() == [1, 1]
    assert found["by_chance"].tolist() == [0.1, 0.1]  # 5 % of the one that was compared, to one decimal
    more = many.workplace_counts(table(*rows, row("D", 0.9)), {"C1": ["A", "B", "D"]})
    assert more["n_bh"].unique().tolist() == [0]


def test_verdicts_stand_in_their_own_order_and_only_where_there_are_some():
    rows = [row("A", 0.9), row("B", 0.001, c.WORSE), row("D", 0.001, c.BETTER)]
    found = many.workplace_counts(table(*rows), {"K": ["A", "B", "D"], "C1": ["A"]})
    counted = found[["unit", "verdict", "n_units"]].to_numpy().tolist()
    assert counted == [["K", c.BETTER, 1], ["K", c.WORSE, 1], ["K", c.CANNOT_TELL, 1], ["C1", c.CANNOT_TELL, 1]]


def means(mean, sd, n, df=None):
    return Means(*(np.array([float(one)]) for one in (mean, sd, n, n - 1 if df is None else df)))


@pytest.mark.parametrize(("part_sd", "n"), [(40.0, 30), (18.0, 99)])
def test_where_nothing_is_left_of_the_spread_the_whole_has_it(part_sd, n):
    # a pooled SD may leave less than nothing of the sum of squares, and one person left has no spread
    whole = means(60, 18, 100)
    found = against.part_of_whole(means(62, part_sd, n, 900), whole)
    rest = (100 * 60 - n * 62) / (100 - n)
    error = (1 - n / 100) * np.sqrt(part_sd**2 / n + 18**2 / (100 - n))
    assert found.value[0] == pytest.approx((1 - n / 100) * (62 - rest))
    assert found.error[0] == pytest.approx(error)


def leveled(first, second):
    """Three centres, then six workplaces, in two rounds."""
    rows, levels = [], {}
    for place in range(9):
        unit = f"{'C' if place < 3 else 'W'}{place}"
        levels[unit] = "a_centre" if place < 3 else "workplace"
        rows += [("2014", unit, first(place), 20, 18.0), ("2016", unit, second(place), 20, 18.0)]
    return release_of(rows, levels=levels)


def test_a_level_of_few_units_does_not_keep_the_next_from_being_shrunken():
    found = leveled(lambda place: 60, lambda place: 50 + 3 * place)
    got = change.rounds(found, period="2016", earlier="2014", kind="round", smallest_important=5, past={})
    shrunken = got.set_index(c.UNIT)["shrunken"]
    assert shrunken[["C0", "C1", "C2"]].isna().all()
    assert shrunken[[f"W{place}" for place in range(3, 9)]].notna().all()
    chance = targets.by_chance(found, period="2014")
    assert chance[["C0", "C1"]].isna().all()
    assert chance[[f"W{place}" for place in range(3, 9)]].notna().all()


def test_a_unit_without_a_difference_is_in_no_shrinking():
    found = leveled(lambda place: None if place == 4 else 60, lambda place: 50 + 3 * place)
    got = change.rounds(found, period="2016", earlier="2014", kind="round", smallest_important=5, past={})
    shrunken = got.set_index(c.UNIT)["shrunken"]
    assert np.isnan(shrunken["W4"])
    assert shrunken[["W3", "W5", "W6", "W7", "W8"]].notna().all()
