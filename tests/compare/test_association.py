import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.compare.association import weighted_association
from skapital.errors import NotComputable


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
