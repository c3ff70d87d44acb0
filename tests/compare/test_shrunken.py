import numpy as np
import pytest
from scipy import integrate

from skapital.compare.shrunken import LEAST_UNITS, shrunken, shrunken_estimates
from skapital.errors import NotComputable

# eight schools (Rubin 1981): effect and standard error; RStan's printed result stands in tests/oracles/uncertainty.toml
EFFECT = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERROR = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_the_eight_schools_are_those_of_an_integral_by_quadrature():
    def density(tau):
        precision = 1 / (tau**2 + ERROR**2)
        mu = np.average(EFFECT, weights=precision)
        fit = np.sqrt(precision).prod() / np.sqrt(precision.sum())
        return 1e9 * fit * np.exp(-np.sum(precision * (EFFECT - mu) ** 2) / 2)

    def guess(tau):
        precision = 1 / (tau**2 + ERROR**2)
        mu = np.average(EFFECT, weights=precision)
        return mu + tau**2 / (tau**2 + ERROR[0] ** 2) * (EFFECT[0] - mu)

    whole = integrate.quad(density, 0, 400, limit=400, points=[5, 20])[0]
    first = integrate.quad(lambda tau: guess(tau) * density(tau), 0, 400, limit=400, points=[5, 20])[0] / whole
    assert shrunken(EFFECT, ERROR**2).estimate[0] == pytest.approx(first, abs=0.02)


def test_units_that_differ_widely_keep_their_own_figures():
    values = np.array([-400.0, -200, 0, 200, 400])
    found = shrunken(values, np.ones(5))
    assert found.estimate == pytest.approx(values, abs=0.05)
    assert found.high - found.low == pytest.approx(2 * 1.96, abs=0.02)


def test_units_that_do_not_differ_are_drawn_together_but_never_said_to_be_alike():
    found = shrunken(np.full(12, 3.0), np.full(12, 4.0))
    assert found.estimate == pytest.approx(3.0)
    common = 1.96 * np.sqrt(4.0 / 12)
    assert ((found.high - found.low) / 2 > 1.1 * common).all()
    assert ((found.high - found.low) / 2 < 1.96 * 2).all()


@pytest.mark.parametrize("spread", [0.0, 2.0, 6.0])
@pytest.mark.parametrize("units", [9, 60])
def test_intervals_hold_the_truth(units, spread):
    draw = np.random.default_rng(units)
    held = []
    for _ in range(1_800 // units):
        variance = draw.uniform(4, 60, units)
        truth = 1 + spread * draw.standard_normal(units)
        found = shrunken(truth + np.sqrt(variance) * draw.standard_normal(units), variance)
        held.append(np.mean((found.low <= truth) & (truth <= found.high)))
    assert np.mean(held) > 0.95 - 3 * np.std(held) / np.sqrt(len(held)) - 0.005


def test_another_level_gives_another_width():
    narrow, wide = shrunken(EFFECT, ERROR**2, level=0.5), shrunken(EFFECT, ERROR**2)
    assert (narrow.low > wide.low).all()
    assert (narrow.high < wide.high).all()
    # RStan's 20,000 draws: 5.96 to 15.51 for the first school
    assert (narrow.low[0], narrow.high[0]) == pytest.approx((5.96, 15.51), abs=0.2)


@pytest.mark.parametrize(
    ("values", "variances"),
    [
        (np.zeros(LEAST_UNITS - 1), np.ones(LEAST_UNITS - 1)),
        (np.zeros(6), np.ones(5)),
        ([1, 2, np.nan, 4, 5], np.ones(5)),
        (np.arange(5), [1, 1, 0, 1, 1]),
        (np.arange(5), [1, 1, np.inf, 1, 1]),
    ],
)
def test_too_few_units_and_figures_that_are_none_are_refused(values, variances):
    with pytest.raises(NotComputable):
        shrunken(values, variances)


def test_the_estimates_alone_are_those_that_come_with_their_intervals():
    assert (shrunken_estimates(EFFECT, ERROR**2) == shrunken(EFFECT, ERROR**2).estimate).all()
