import numpy as np
import pytest

from skapital.errors import NotComputable
from skapital.scoring.shrinkage import between_variance, shrink


def test_the_common_mean_is_weighted_by_certainty():
    result = shrink([40, 70], [300, 50], 100)
    weights = np.array([1 / 400, 1 / 150])
    grand = np.sum(weights * [40, 70]) / weights.sum()
    assert result.grand_mean == pytest.approx(grand)
    assert result.reliability == pytest.approx([0.25, 2 / 3])
    assert result.estimate == pytest.approx([grand + 0.25 * (40 - grand), grand + 2 / 3 * (70 - grand)])
    assert result.expected_change == pytest.approx([0.75 * (grand - 40), (grand - 70) / 3])
    spread = [0.25 * 300 + 0.75**2 / weights.sum(), 2 / 3 * 50 + (1 / 3) ** 2 / weights.sum()]
    assert result.standard_error == pytest.approx(np.sqrt(spread))


def test_no_variance_between_units_draws_all_to_the_mean():
    result = shrink([40, 60], [100, 100], 0)
    assert result.estimate == pytest.approx([50, 50])
    assert result.expected_change == pytest.approx([10, -10])


def test_a_unit_alone_keeps_its_value():
    assert shrink([40], [100], 25).estimate == pytest.approx([40])


def test_the_standard_error_covers():
    """95 % intervals around shrunken means hold the true ones: 40 units, 500 times (Monte Carlo error .2 %)."""
    random = np.random.default_rng(9)
    variances = np.tile([324 / n for n in (5, 8, 15, 30)], 10)
    held = []
    for _ in range(500):
        truth = random.normal(65, 6, 40)
        result = shrink(truth + random.normal(0, np.sqrt(variances)), variances, 36)
        held.append(np.abs(result.estimate - truth) < 1.96 * result.standard_error)
    assert np.mean(held) == pytest.approx(0.95, abs=0.01)


def test_expected_change_is_what_happens_without_a_change():
    """Regression to the mean: over 4,000 repetitions the second measurement moves as the first one foretold."""
    random = np.random.default_rng(10)
    variances = np.full(30, 324 / 8)
    foretold, seen = [], []
    for _ in range(400):
        truth = random.normal(65, 6, 30)
        first, second = (truth + random.normal(0, np.sqrt(variances)) for _ in range(2))
        foretold.append(shrink(first, variances, 36).expected_change)
        seen.append(second - first)
    slope = np.polyfit(np.ravel(foretold), np.ravel(seen), 1)[0]
    assert slope == pytest.approx(1.0, abs=0.05)


def test_paule_mandel_is_that_of_statsmodels():
    from statsmodels.stats.meta_analysis import combine_effects

    random = np.random.default_rng(2)
    variances = random.uniform(10, 80, 25)
    estimates = random.normal(65, 8, 25) + random.normal(0, np.sqrt(variances))
    theirs = combine_effects(estimates, variances, method_re="iterated", maxiter=500)
    assert between_variance(estimates, variances) == pytest.approx(theirs.tau2, abs=1e-3)  # it stops at 1e-5


def test_units_that_differ_by_less_than_chance_have_no_variance_between_them():
    assert between_variance([60, 60.5, 59.5], [50, 50, 50]) == 0
    assert between_variance([60, 60], [50, 50]) == 0


def test_the_variance_between_is_large_where_sampling_is_certain():
    assert between_variance([0, 100], [1e-6, 1e-6]) == pytest.approx(5000)


@pytest.mark.parametrize(
    ("estimates", "variances", "between"),
    [
        ([], [], 1),
        ([1, 2], [1], 1),
        ([1, np.nan], [1, 1], 1),
        ([1, 2], [1, 0], 1),
        ([1, 2], [1, -1], 1),
        ([1, 2], [1, np.inf], 1),
        ([1, 2], [1, 1], -1),
        ([1, 2], [1, 1], np.nan),
        ([[1, 2]], [[1, 1]], 1),
    ],
)
def test_refusals(estimates, variances, between):
    with pytest.raises(NotComputable):
        shrink(estimates, variances, between)


def test_one_unit_has_no_variance_between():
    with pytest.raises(NotComputable, match="at least 2"):
        between_variance([60], [5])
