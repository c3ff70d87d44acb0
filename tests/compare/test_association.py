from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up.releases import hr_release, release_of
from skapital import columns as c
from skapital.compare.association import following, rounded_associations, weighted_association
from skapital.compare.quarter import Place
from skapital.config.quarter_settings import read_quarter_settings
from skapital.errors import NotComputable, UnreleasedError
from skapital.resources import resource


def units(seed, slope=-0.2, n=60):
    draw = np.random.default_rng(seed)
    score = draw.normal(66, 6, n)
    weight = draw.uniform(5, 60, n)
    return score, np.full(n, 0.7), 12 + slope * (score - 66) + draw.normal(0, 3, n), weight


def test_agrees_with_statsmodels_hc3():
    from statsmodels.api import WLS, add_constant

    score, reliability, outcome, weight = units(1)
    other = WLS(outcome, add_constant(score), weights=weight * reliability).fit(cov_type="HC3", use_t=True)
    got = weighted_association(score, reliability, outcome, weight)
    assert got.slope_per_10 == pytest.approx(10 * other.params[1])
    assert (got.low, got.high) == pytest.approx(tuple(10 * other.conf_int()[1]))


def test_interval_covers_the_true_slope_about_95_times_in_100():
    hits = [got.low <= -2 <= got.high for got in (weighted_association(*units(seed)) for seed in range(400))]
    assert 0.92 <= np.mean(hits) <= 0.98


@given(st.floats(-20, 20), st.floats(0.5, 4))
def test_slope_follows_the_outcome(shift, factor):
    score, reliability, outcome, weight = units(5)
    base = weighted_association(score, reliability, outcome, weight)
    moved = weighted_association(score, reliability, outcome * factor + shift, weight)
    assert moved.slope_per_10 == pytest.approx(factor * base.slope_per_10)
    assert moved.correlation == pytest.approx(base.correlation)


def test_a_straight_line_has_correlation_one():
    score = np.linspace(50, 80, 25)
    got = weighted_association(score, np.ones(25), 3 * score, np.ones(25))
    assert got.correlation == pytest.approx(1.0)
    assert got.low == pytest.approx(30.0)


def test_few_units_missing_values_and_equal_scores_are_refused():
    score, reliability, outcome, weight = units(2)
    with pytest.raises(NotComputable):
        weighted_association(score[:19], reliability[:19], outcome[:19], weight[:19])
    with pytest.raises(NotComputable):
        weighted_association(np.full(60, 66.0), reliability, outcome, weight)
    with pytest.raises(NotComputable):
        weighted_association(score, reliability, np.where(score > 66, np.nan, outcome), weight)


def town(n=24, *, icc=0.15, hidden=0, combined=False, equal=False):
    """A release of ``n`` workplaces with a mean of 2014-06 and the absence of the twelve months after it."""
    draw, codes = np.random.default_rng(4), [f"W{number:02d}" for number in range(n)]
    means = {code: 66.0 if equal else float(draw.normal(66, 6)) for code in codes}
    of_round = release_of([("2014-06", code, mean, 20, 15.0) for code, mean in means.items()])
    rows = [
        ("rolling12", AFTER.name, code, measure, None if place < hidden else rate, rate - 1, rate + 1, 20.0 + place)
        for place, code in enumerate(codes)
        for measure, rate in (("absence_days", 12 - 0.2 * (means[code] - 66)), ("turnover_out", 0.15))
    ]
    hr = hr_release(rows)
    root = of_round.exact.iloc[-1].to_dict()
    quality = pd.DataFrame([{**root, c.UNIT: "K", c.STATISTIC: "icc1_reml", c.VALUE: icc, c.N: 480, c.WITHHELD: None}])
    table = pd.concat([of_round.exact, quality, hr.exact], ignore_index=True)
    units = of_round.units
    if combined:  # W00 is W01 and W02 together
        both = units.iloc[[1]].assign(code="W00", level="combined", members=[["W01", "W02"]])
        units = pd.concat([units.iloc[:1], both, units.iloc[2:]], ignore_index=True)
    return replace(of_round, units=units, exact=table, cells=table)


AFTER = Place("rolling12", "2015-06")
SETTINGS = read_quarter_settings(resource("configs", "quarter.toml"))


def of(release):
    return following(
        release, round_id="2014-06", after=AFTER, scale="trust", level="workplace", settings=SETTINGS
    ).set_index("measure")


def test_the_association_is_made_of_released_cells_of_the_round_and_of_what_followed():
    row = of(town()).loc["absence_days"]
    assert (row["from"], row["period"], row["unit"], row["n_units"]) == ("2014-06", "2015-06", "K", 24)
    assert row["difference"] == pytest.approx(-2.0)
    assert (row["correlation"], row["verdict"]) == (pytest.approx(-1.0), "lower")
    assert row["reliability"] == pytest.approx(20 * 0.15 / (1 + 19 * 0.15))
    assert of(town()).loc["turnover_out", "verdict"] == "no_sign"


def test_a_withheld_figure_is_in_no_association_and_too_few_are_refused():
    assert of(town(hidden=3)).loc["absence_days", "n_units"] == 21
    refused = of(town(hidden=5)).loc["absence_days"]
    assert (refused["n_units"], refused["verdict"], refused["reason"]) == (19, "withheld", "too-few-units")
    assert np.isnan(refused["difference"])


def test_a_combined_unit_stands_for_its_members():
    assert of(town(combined=True)).loc["absence_days", "n_units"] == 22


@pytest.mark.parametrize(("more", "reason"), [({"icc": -0.02}, "no-exposure"), ({"equal": True}, "no-spread")])
def test_means_that_tell_nothing_apart_are_refused(more, reason):
    assert of(town(**more)).loc["absence_days", "reason"] == reason


def test_only_a_release_is_read():
    with pytest.raises(UnreleasedError):
        of(town().exact)


def test_what_is_published_is_rounded_once():
    table = rounded_associations(of(town()).reset_index(), town()).set_index("measure")
    assert table.loc["absence_days", "difference"] == -2.0
    assert table.loc["absence_days", "reliability"] == 0.78
