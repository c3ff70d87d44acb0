"""What every comparison is written as: rounded once, each measure by its own kind of figure."""

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import POLICY
from made_up.releases import release_of
from skapital import columns as c
from skapital.compare import table
from skapital.compare.intervals import Difference


def test_each_measure_is_rounded_as_its_own_figures_are():
    assert (POLICY.decimals["score"], POLICY.decimals["share"], POLICY.decimals["rate"]) == (1, 3, 1)
    given = pd.DataFrame(
        {
            c.MEASURE: ["trust", "turnover_out", "absence_days", "absence_none"],
            "difference": [1.26, 0.1236, 1.26, 0.1236],
        }
    )
    found = table.rounded_by_measure(given, ["difference"], POLICY)
    assert found["difference"].tolist() == [1.3, 0.124, 1.3, 0.124]
    assert given["difference"].tolist() == [1.26, 0.1236, 1.26, 0.1236]


def test_what_is_missing_stays_missing():
    given = pd.DataFrame({c.MEASURE: ["trust", "trust"], "low": [np.nan, 2.0]}, dtype=object)
    found = table.rounded_by_measure(given, ["low"], POLICY)
    assert np.isnan(found["low"][0])
    assert found["low"][1] == 2.0


def one(value, low, high):
    arrays = (np.array([float(x)]) for x in (value, 2.0, 20.0, low, high, 0.02, 5.0))
    return Difference(*arrays)


def made(value, low, high):
    index = pd.MultiIndex.from_tuples(
        [("2016-01-01", c.EMPLOYEES, "A", "trust")], names=[c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE]
    )
    return table.comparison_table(index, one(value, low, high), "2016", "2014", "round", 5.0)


def test_a_comparison_has_every_column_and_nothing_that_nobody_said():
    found = made(3.04, 0.41, 4.96)
    assert found.columns.tolist() == [*table.ALL_COLUMNS, "p"]
    row = found.iloc[0]
    assert row[[c.PERIOD, "from", c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE, "kind"]].tolist() == [
        "2016", "2014", "2016-01-01", c.EMPLOYEES, "A", "trust", "round"]  # fmt: skip
    assert row[["difference", "low", "high", "detectable", "p"]].tolist() == [3.04, 0.41, 4.96, 5.0, 0.02]
    assert row[["verdict", "note"]].tolist() == [c.BETTER, "smaller_than_matters"]
    assert row[[*table.SHRUNKEN_COLUMNS, "by_chance", "n_linked"]].isna().all()
    assert row[["grade", "reason", "origin", c.WITHHELD, "stands"]].tolist() == [None] * 5


def test_published_comparisons_are_rounded_and_have_no_p():
    release = release_of([("2016", "A", 60.0, 20, 18.0)])
    found = table.rounded(made(3.04, 0.41, 4.96).assign(shrunken=1.23, by_chance=-0.16), release)
    assert found.columns.tolist() == list(table.ALL_COLUMNS)
    assert found.loc[0, ["difference", "low", "high", "detectable", "shrunken", "by_chance"]].tolist() == pytest.approx(
        [3.0, 0.4, 5.0, 5.0, 1.2, -0.2]
    )
    assert found.loc[0, "verdict"] == c.BETTER, "the verdict is that of the unrounded interval"
