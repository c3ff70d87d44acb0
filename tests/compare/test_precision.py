import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up.releases import release_of
from skapital import columns as c
from skapital.compare import precision
from skapital.config.scale_quality import read_scale_standard
from skapital.resources import resource

BANDS = read_scale_standard(resource("configs", "scale_quality.toml")).mean_reliability_bands


def with_icc(rows, icc):
    found = release_of(rows)
    extra = found.exact.iloc[[-1]].assign(**{c.STATISTIC: precision.ICC, c.UNIT: "K", c.VALUE: icc, c.WITHHELD: None})
    object.__setattr__(found, "exact", pd.concat([found.exact, extra], ignore_index=True))
    return found


def test_the_printed_table_of_precision():
    # ICC(1) .11 and 19 answers: .70; Bliese 2000 by Spearman-Brown
    assert precision.reliability(np.array([19.0]), np.array([0.11]))[0] == pytest.approx(0.7013, abs=5e-5)
    assert precision.reliability(np.array([5.0]), np.array([-0.02]))[0] == 0.0


@given(st.floats(0.001, 0.6), st.integers(1, 300))
def test_more_answers_make_a_surer_picture(rho, n):
    one, more = precision.reliability(np.array([n, n + 1.0]), np.array([rho, rho]))
    assert 0 < one < more < 1


def test_bands_are_told_of_workplaces_alone():
    rows = [("2016", "K", 62.0, 500, 19.0), ("2016", "A", 80.0, 40, 15.0), ("2016", "B", 61.0, 6, None)]
    found = with_icc([*rows, ("2016", "C", 66.0, 10, 18.0)], 0.11)
    found.units.loc[found.units["code"] == "K", "level"] = "municipality"
    found.units.loc[found.units["code"] == "C", "level"] = "centre"
    table = precision.of_workplaces(found, period="2016", level="workplace", bands=BANDS)
    assert table[[c.UNIT, "band"]].to_numpy().tolist() == [["A", 2], ["B", 0]]
    assert table["reliability"].tolist() == pytest.approx([4.4 / 5.29, 0.66 / 1.55])


def test_other_structures_and_leaders_say_nothing_of_a_workplace_of_now():
    found = with_icc([("2016", "A", 80.0, 40, 15.0), ("2016", "B", 61.0, 20, 18.0)], 0.11)
    old = found.exact[found.exact[c.UNIT] == "A"].assign(**{c.STRUCTURE: "2014-01-01"})
    leaders = found.exact[found.exact[c.UNIT] == "A"].assign(**{c.POPULATION: c.LEADERS})
    object.__setattr__(found, "exact", pd.concat([old, leaders, found.exact], ignore_index=True))
    second = found.units.assign(**{c.STRUCTURE: "2014-01-01", "level": "workplace"})
    object.__setattr__(found, "units", pd.concat([found.units.head(1), second, found.units.tail(2)], ignore_index=True))
    table = precision.of_workplaces(found, period="2016", level="workplace", bands=BANDS)
    assert table.columns.tolist() == [c.UNIT, c.MEASURE, "reliability", "band"]
    assert (table.index.tolist(), table[c.UNIT].tolist()) == ([0, 1], ["A", "B"])
    assert str(table["band"].dtype) == "Int64"


def test_each_scale_has_its_own_icc_and_one_without_is_left_out():
    found = with_icc([("2016", "A", 80.0, 40, 15.0)], 0.11)
    justice = found.exact.assign(**{c.MEASURE: "justice"})
    justice.loc[justice[c.STATISTIC] == precision.ICC, c.VALUE] = 0.2
    voice = found.exact[found.exact[c.STATISTIC] != precision.ICC].assign(**{c.MEASURE: "voice"})
    object.__setattr__(found, "exact", pd.concat([voice, found.exact, justice], ignore_index=True))
    table = precision.of_workplaces(found, period="2016", level="workplace", bands=BANDS)
    assert table[c.MEASURE].tolist() == ["trust", "justice"]
    assert table["reliability"].tolist() == pytest.approx([4.4 / 5.29, 8 / 8.8])


def test_without_a_released_icc_nothing_is_said_of_certainty():
    found = release_of([("2016", "A", 80.0, 40, 15.0)])
    assert precision.of_workplaces(found, period="2016", level="workplace", bands=BANDS).empty
