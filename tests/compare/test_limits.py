import numpy as np
import pytest

from made_up.releases import hr_release
from skapital.compare import limits
from skapital.compare.quarter import Place
from skapital.config.quarter_settings import read_quarter_settings
from skapital.resources import resource

SETTINGS = read_quarter_settings(resource("configs", "quarter.toml")).funnel
NOW = Place("quarter", "2015Q3")
UNITS = [("K", "municipality", None), *((f"W{n:02d}", "workplace", "K") for n in range(30))]


def released(values, bases, measure="absence_days"):
    rows = [(NOW.kind, NOW.name, f"W{n:02d}", measure, value, None, None, base)
            for n, (value, base) in enumerate(zip(values, bases, strict=True))]  # fmt: skip
    return hr_release(rows, units=UNITS)


def found(release, measure="absence_days"):
    return limits.limits(release, NOW, measures=[measure], levels=["centre", "workplace"], settings=SETTINGS)


def test_limits_widen_as_a_unit_is_smaller_and_keep_organisation_order():
    bases = np.linspace(200, 12, 30)
    table = found(released(np.full(30, 3.0), bases))
    assert table["unit"].tolist() == [f"W{n:02d}" for n in range(30)]
    width = (table["high"] - table["low"]).to_numpy()
    assert (np.diff(width) > 0).all() and set(table["place"]) == {limits.INSIDE}


def test_a_unit_far_from_the_common_rate_lies_outside_and_is_counted_in_its_size_band():
    values = np.full(30, 3.0) + np.random.default_rng(2).normal(0, 0.2, 30)
    values[4] = 30.0
    table = found(released(values, np.full(30, 30.0)))
    assert table.loc[table["place"] == limits.ABOVE, "unit"].tolist() == ["W04"]
    counts = limits.workplace_counts(table, "K", "workplace", SETTINGS)
    assert dict(zip(counts["verdict"], counts["n_units"], strict=True)) == {"inside": 29, "above": 1, "below": 0}
    assert set(counts["kind"]) == {"limits:1"} and set(counts["by_chance"]) == {0.1}


def test_shares_of_people_have_limits_inside_0_and_1():
    table = found(released(np.linspace(0.02, 0.2, 30), np.full(30, 12.0), "turnover_out"), "turnover_out")
    assert table["low"].ge(0).all() and table["high"].le(1).all()


@pytest.mark.parametrize("values", [[3.0] * 4 + [None] * 26, [0.0] * 30])
def test_too_few_units_or_no_absence_at_all_give_no_limits(values):
    assert found(released(values, [30.0] * 30)).empty
