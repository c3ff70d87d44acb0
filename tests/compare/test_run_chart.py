import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.compare import run_chart
from skapital.errors import NotComputable

# R: set.seed(123); rnorm(20), the series of the tests of NHSRplotthedots.
NORMAL_20 = np.array(
    [
        -0.56047565,
        -0.23017749,
        1.55870831,
        0.07050839,
        0.12928774,
        1.71506499,
        0.46091621,
        -1.26506123,
        -0.68685285,
        -0.44566197,
        1.22408180,
        0.35981383,
        0.40077145,
        0.11068272,
        -0.55584113,
        1.78691314,
        0.49785048,
        -1.96661716,
        0.70135590,
        -0.47279141,
    ]
)
SERIES = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=40).map(np.array)


def test_process_limits_agree_with_nhsrplotthedots():
    limits = run_chart.process_limits(NORMAL_20)
    assert limits.centre == pytest.approx(0.1416238, abs=1e-7)
    assert (limits.low, limits.high) == pytest.approx((-3.01138, 3.294627), abs=1e-5)
    assert not limits.trial


def test_screening_leaves_the_large_moving_range_out():
    series = np.array([5.0, 6, 5, 6, 5, 6, 5, 6, 60, 6, 5, 6, 5])
    assert run_chart.process_limits(series, screened=True).high < run_chart.process_limits(series).high


def test_run_of_eight_flags_from_the_seventh_on():
    series = np.array([1.0] * 8 + [-1.0])
    assert run_chart.runs_on_one_side(series, 0).tolist() == [False] * 6 + [True, True, False]


def test_trend_flags_the_seventh_rising_point_and_a_tie_breaks_it():
    assert run_chart.trends(np.arange(1.0, 8)).tolist() == [False] * 6 + [True]
    assert not run_chart.trends(np.array([1.0, 2, 3, 3, 4, 5, 6])).any()


@pytest.mark.parametrize(
    ("n", "longest", "fewest"), [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (36, 8, 13)]
)
def test_critical_values_of_anhoej(n, longest, fewest):
    assert (run_chart.longest_run_limit(n), run_chart.fewest_crossings(n)) == (longest, fewest)


def test_a_lasting_shift_is_a_signal_and_alternation_is_not():
    assert run_chart.anhoej(np.array([1.0] * 10 + [2.0] * 10), centre=1.5).signal
    assert not run_chart.anhoej(np.array([1.0, 2.0] * 10)).signal


def test_points_on_the_median_are_not_useful():
    assert run_chart.anhoej(np.array([1.0, 2, 3, 2, 1, 3, 2])).n_useful == 4


def test_a_yearly_wave_alone_gives_no_signal():
    quarters = np.tile(np.arange(4), 5)
    wave = np.array([3.0, 0.0, -3.0, 0.0])[quarters]
    noise = np.random.default_rng(7).normal(0, 0.5, 20)
    adjusted = run_chart.seasonally_adjusted(12 + wave + noise, quarters)
    assert not run_chart.outside(adjusted, run_chart.process_limits(adjusted)).any()
    assert np.ptp(adjusted) < 3.0


@given(SERIES, st.floats(-50, 50), st.floats(0.1, 10))
def test_limits_follow_an_affine_change(series, shift, factor):
    before, after = run_chart.process_limits(series), run_chart.process_limits(series * factor + shift)
    assert after.low == pytest.approx(before.low * factor + shift, abs=1e-6, rel=1e-9)
    assert after.high == pytest.approx(before.high * factor + shift, abs=1e-6, rel=1e-9)


@given(SERIES)
def test_flags_do_not_depend_on_later_points(series):
    whole = run_chart.runs_on_one_side(series, 0.0)
    assert whole[:-1].tolist() == run_chart.runs_on_one_side(series[:-1], 0.0).tolist()


@pytest.mark.parametrize("series", [[], [1.0], [1.0, np.nan], [np.inf, 1.0]])
def test_too_few_or_missing_points_are_refused(series):
    with pytest.raises(NotComputable):
        run_chart.process_limits(np.array(series))


def test_a_flat_series_has_no_run_test():
    with pytest.raises(NotComputable):
        run_chart.anhoej(np.ones(12))


def test_one_year_gives_no_seasonal_adjustment():
    with pytest.raises(NotComputable):
        run_chart.seasonally_adjusted(np.arange(4.0), np.arange(4))
