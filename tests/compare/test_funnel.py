import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from skapital.compare import funnel
from skapital.errors import NotComputable


@pytest.mark.parametrize(
    ("level", "low", "high"),
    [
        (0.95, (0.5596924, 0.6108260, 0.6746958), (1.649348, 1.544419, 1.427562)),
        (0.998, (0.3862650, 0.4479107, 0.5289724), (2.082907, 1.902094, 1.702771)),
    ],
)
def test_poisson_limits_agree_with_qchisq(level, low, high):
    got_low, got_high = funnel.poisson_limits(np.array([15.0, 20.0, 30.0]), level)
    assert got_low == pytest.approx(low, abs=1e-6)
    assert got_high == pytest.approx(high, abs=1e-6)


def test_dispersion_is_never_below_one():
    assert funnel.dispersion(np.zeros(10)) == 1.0


def test_dispersion_is_one_where_scores_are_normal():
    scores = stats.norm.ppf((np.arange(4_000) + 0.5) / 4_000)
    assert funnel.dispersion(2 * scores) == pytest.approx(4.0, rel=1e-3)


@pytest.mark.parametrize(
    ("share", "people", "low", "high"),
    [
        (0.025 ** (1 / 3), 3.0, None, 1.0),  # P(X >= 3) = share³ = 0.025
        (1 - 0.975 ** (1 / 10), 10.0, 0.0, 0.1),  # P(X >= 1) = 1 - (1 - share)¹⁰ = 0.025
        (1 - 0.025 ** (1 / 10), 10.0, 0.0, None),  # P(X <= 0) = (1 - share)¹⁰ = 0.025
        (0.975 ** (1 / 10), 10.0, 0.9, 1.0),  # P(X <= 9) = 1 - share¹⁰ = 0.025
    ],
)
def test_binomial_limits_in_closed_form(share, people, low, high):
    got_low, got_high = funnel.binomial_limits(np.array([people]), share, 0.95)
    assert low is None or got_low[0] == pytest.approx(low, abs=1e-9)
    assert high is None or got_high[0] == pytest.approx(high, abs=1e-9)


@given(st.integers(5, 200), st.floats(0.01, 0.6), st.sampled_from([0.95, 0.998]))
def test_no_more_than_half_of_the_rest_lies_beyond_either_binomial_limit(people, share, level):
    low, high = funnel.binomial_limits(np.array([float(people)]), share, level)
    counts = np.arange(people + 1)
    chance = stats.binom.pmf(counts, people, share)
    slack = 1e-9
    for beyond in (counts / people < low[0] - slack, counts / people > high[0] + slack):
        assert chance[beyond].sum() <= (1 - level) / 2 + 1e-9


def test_a_small_unit_with_two_of_twelve_gone_is_not_outside_where_one_in_twenty_leaves():
    left = np.zeros(60)
    left[::2] = 1.0
    left[0] = 3.0
    limits = funnel.proportion_funnel(left, np.full(60, 12.0), 0.998)
    assert limits.high[0] > 3 / 12


def test_limits_of_a_skewed_rate_lie_farther_above_than_below_and_never_reach_zero():
    limits = funnel.rate_funnel(np.array([10.0, 40.0, 60.0, 20.0, 90.0]), np.full(5, 15.0), 0.998)
    rate = 220 / 75
    assert (limits.high - rate > rate - limits.low).all() and (limits.low > 0).all()


def test_one_wild_unit_is_drawn_in_before_dispersion_is_estimated():
    scores = np.concatenate([np.linspace(-1, 1, 19), [40.0]])
    assert funnel.dispersion(scores) < 2.0


@given(st.lists(st.integers(20, 400), min_size=3, max_size=20))
def test_larger_units_have_narrower_limits(sizes):
    exposure = np.sort(np.array(sizes, dtype=float))
    limits = funnel.rate_funnel(exposure * 0.1, exposure)
    assert (np.diff(limits.high - limits.low) <= 1e-12).all()


def test_proportion_limits_stay_inside_zero_and_one():
    limits = funnel.proportion_funnel(np.array([1.0, 4.0, 2.0]), np.array([4.0, 5.0, 3.0]))
    assert (limits.low >= 0).all()
    assert (limits.high <= 1).all()


@pytest.mark.parametrize("exposure", [[0.0, 1.0], [np.nan, 1.0], []])
def test_a_unit_without_size_is_refused(exposure):
    with pytest.raises(NotComputable):
        funnel.rate_funnel(np.ones(len(exposure)), np.array(exposure))


def test_a_level_outside_zero_and_one_is_refused():
    with pytest.raises(NotComputable):
        funnel.poisson_limits(np.array([5.0]), 1.0)
