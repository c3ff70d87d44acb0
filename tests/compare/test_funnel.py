import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
