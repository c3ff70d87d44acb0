import numpy as np
import pytest

from skapital.compare import signals
from skapital.config.quarter_settings import RunChartSettings

SETTINGS = RunChartSettings(("absence_days",), 10, True)
QUARTERS = tuple(f"{year}Q{number}" for year in range(2010, 2016) for number in (1, 2, 3, 4))
WAVE = np.array([4.0, 3.0, 2.5, 3.3] * 6)
NOISE = np.random.default_rng(8).normal(0, 0.1, 24)


def test_a_yearly_wave_alone_raises_no_signal():
    assert signals.read(QUARTERS, WAVE + NOISE, SETTINGS).signal == signals.NONE


def test_a_lasting_rise_on_top_of_a_wave_says_since_when_and_where():
    series = WAVE + NOISE + np.where(np.arange(24) >= 14, 0.8, 0.0)
    found = signals.read(QUARTERS, series, SETTINGS)
    assert (found.signal, found.side, found.seasonal) == (signals.RUN, signals.ABOVE, True)
    assert found.since in ("2013Q2", "2013Q3", "2013Q4")  # the rise began in 2013Q3
    assert found.longest_run > found.longest_run_limit


def test_one_point_far_out_is_named():
    series = 3 + NOISE
    series[20] = 9.0
    found = signals.read(QUARTERS, series, SETTINGS)
    assert (found.signal, found.since, found.side) == (signals.OUTSIDE, "2015Q1", signals.ABOVE)


def test_too_few_points_are_read_by_no_rule():
    series = np.where(np.arange(24) < 15, np.nan, 3 + NOISE)
    found = signals.read(QUARTERS, series, SETTINGS)
    assert (found.signal, found.n_points, found.first) == (signals.TOO_FEW_POINTS, 9, "2013Q4")
    assert np.isnan(found.centre) and found.longest_run is None


def test_only_a_declared_break_begins_a_new_level():
    series = 3 + NOISE + np.where(np.arange(24) >= 10, 2.0, 0.0)
    assert signals.read(QUARTERS, series, SETTINGS).signal == signals.RUN
    after = signals.read(QUARTERS, series, SETTINGS, "2012Q2")
    assert (after.signal, after.first, after.n_points) == (signals.NONE, "2012Q3", 14)
    assert after.centre == pytest.approx(5.0, abs=0.1)


def test_a_gap_is_no_point():
    series = 3 + NOISE
    series[7] = np.nan
    assert signals.read(QUARTERS, series, SETTINGS).n_points == 23


def test_a_series_that_never_moves_says_nothing():
    found = signals.read(QUARTERS, np.full(24, 3.0), SETTINGS)
    assert (found.signal, found.longest_run) == (signals.NONE, None)


def test_limits_below_twelve_points_are_trial_limits():
    short = signals.read(QUARTERS[:11], (3 + NOISE)[:11], SETTINGS)
    assert short.trial and not signals.read(QUARTERS, 3 + NOISE, SETTINGS).trial
