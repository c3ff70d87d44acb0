import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up.releases import hr_release
from skapital.compare import rates
from skapital.indicators.absence import gamma_limits
from skapital.indicators.proportions import wilson


def array(*values):
    return np.array(values, dtype=float)


def people(events, n):
    low, high = wilson(events, n)
    return rates.Rates(array(events / n), array(low), array(high), array(n))


def days(amount, base, phi):
    low, high = gamma_limits(amount, base, phi)
    return rates.Rates(array(amount / base), array(low), array(high), array(base))


def test_shares_of_people_give_newcombes_interval():
    """Newcombe (1998), method 10: 56/70 - 48/80 is .0524 to .3339."""
    found = rates.independent(people(56, 70), people(48, 80))
    assert (found.value[0], found.low[0], found.high[0]) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(st.just(0.0) | st.floats(0.01, 500), st.floats(10, 5000), st.floats(0.5, 60))
def test_the_dispersion_is_told_by_the_limits(amount, base, phi):
    assert rates.dispersion(days(amount, base, phi))[0] == pytest.approx(phi, rel=1e-4)


def test_wilson_as_arrays_is_wilson():
    low, high = rates.wilson(array(0.0, 0.25, 1.0), array(7, 40, 12))
    assert list(zip(low, high, strict=True)) == [pytest.approx(wilson(*x)) for x in ((0, 7), (10, 40), (12, 12))]


@given(st.floats(1, 300), st.floats(1, 300), st.floats(10, 200), st.floats(10, 200))
def test_a_part_and_the_rest_balance(amount, other, base, rest):
    """(x_part - x) B_part + (x_rest - x) B_rest = 0, and the two judge alike from either side."""
    whole = days(amount + other, base + rest, 9.0)
    flags = np.array([False])
    one, two = (rates.part_of_whole(days(*x, 9.0), whole, flags) for x in ((amount, base), (other, rest)))
    assert one.value[0] * base + two.value[0] * rest == pytest.approx(0, abs=1e-6)
    assert (one.low[0] > 0) == (two.high[0] < 0) or min(abs(one.low[0]), abs(two.high[0])) < 1e-3


def test_all_of_the_whole_is_no_part():
    found = rates.part_of_whole(days(100, 50, 9.0), days(100, 50, 9.0), np.array([False]))
    assert np.isnan(found.value[0]) and np.isnan(found.low[0])


def test_p_and_interval_say_the_same():
    chance = np.random.default_rng(3)
    n = chance.integers(10, 300, (2, 500))
    events = chance.binomial(n, 0.2)
    sides = [
        rates.Rates(e / m, *rates.wilson(e / m, m.astype(float)), m.astype(float))
        for e, m in zip(events, n, strict=True)
    ]
    found = rates.independent(*sides)
    assert (((found.low > 0) | (found.high < 0)) == (found.p < 0.05)).all()


def test_turnover_is_judged_right_by_simulation():
    """Two years of the same true rate: the interval misses 0 in at most 5 of 100, with a margin for chance."""
    chance = np.random.default_rng(11)
    n = np.full(4000, 40.0)
    first, second = (chance.binomial(40, 0.15, 4000) / 40 for _ in range(2))
    sides = [rates.Rates(share, *rates.wilson(share, n), n) for share in (first, second)]
    found = rates.independent(*sides)
    assert ((found.low > 0) | (found.high < 0)).mean() < 0.06


def test_percent_has_the_limits_of_the_days():
    rows = [("quarter", "2015Q3", unit, *figures) for unit in ("K", "A") for figures in (
        ("absence_days", 3.0, 2.5, 3.6, 40.0), ("absence_percent", 4.6, None, None, 40.0))]  # fmt: skip
    found = rates.rates(hr_release(rows), "quarter", "2015Q3").xs("absence_percent", level="measure")
    assert found["low"].to_numpy() == pytest.approx(2.5 * 4.6 / 3.0)
    assert found["high"].to_numpy() == pytest.approx(3.6 * 4.6 / 3.0)
