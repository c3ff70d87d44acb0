import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from skapital.errors import NotComputable
from skapital.indicators.retention import kaplan_meier

GRID = np.arange(0, 10.25, 0.25)


def people(seed, n=300):
    draw = np.random.default_rng(seed)
    entry = np.where(draw.random(n) < 0.7, draw.uniform(0, 8, n), 0.0)
    time = entry + draw.exponential(4, n)
    leave = np.minimum(time, entry + 3)
    return entry, leave, time <= entry + 3


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_statsmodels_under_delayed_entry(seed):
    entry, leave, left = people(seed)
    other = SurvfuncRight(leave, left.astype(int), entry=entry)
    place = np.searchsorted(other.surv_times, GRID, side="right")
    assert kaplan_meier(entry, leave, left, GRID).survival == pytest.approx(np.r_[1.0, other.surv_prob][place])


def test_greenwood_agrees_with_statsmodels_without_delayed_entry():
    entry, leave, left = people(11)
    leave = leave - entry
    curve = kaplan_meier(np.zeros_like(leave), leave, left, np.array([1.0]))
    other = SurvfuncRight(leave, left.astype(int))
    place = np.searchsorted(other.surv_times, 1.0, side="right") - 1
    survival, error = other.surv_prob[place], other.surv_prob_se[place]
    reach = 1.959963984540054 * error / (survival * abs(np.log(survival)))
    assert curve.low[0] == pytest.approx(survival ** np.exp(reach))
    assert curve.high[0] == pytest.approx(survival ** np.exp(-reach))


def test_curve_never_rises_and_stays_inside_its_band():
    curve = kaplan_meier(*people(2), GRID)
    assert (np.diff(curve.survival) <= 0).all()
    assert ((curve.low <= curve.survival) & (curve.survival <= curve.high)).all()


def test_events_on_the_grid_add_up_to_all_leavers():
    entry, leave, left = people(4)
    assert kaplan_meier(entry, leave, left, np.array([2.0, 5.0, 100.0])).events.sum() == left.sum()


def test_nobody_leaving_keeps_everybody():
    assert kaplan_meier(np.zeros(4), np.ones(4), np.zeros(4, dtype=bool), GRID).survival.tolist() == [1.0] * GRID.size


def test_leaving_before_entry_is_refused():
    with pytest.raises(NotComputable):
        kaplan_meier(np.array([2.0]), np.array([1.0]), np.array([True]), GRID)
    with pytest.raises(NotComputable):
        kaplan_meier(np.array([]), np.array([]), np.array([], dtype=bool), GRID)
