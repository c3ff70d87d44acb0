import numpy as np
import pytest

from skapital.config.scale_quality import UnderstandingLimits
from skapital.errors import NotComputable
from skapital.scoring.factor_groups import CONFIGURAL, METRIC, SCALAR, _discrepancy, _Layout, fit_groups
from skapital.scoring.invariance import ALIKE, DIFFERS, SLIGHTLY, group_moments, invariance, understanding

LIMITS = UnderstandingLimits(least_cfi_change=-0.01, least_d_macs=0.2, least_group=100, source="test")
LOADINGS = np.array([18.0, 16, 14, 20])


def people(n, seed, mean=0.0, spread=1.0, shift=(0, 0, 0, 0), loadings=LOADINGS):
    random = np.random.default_rng(seed)
    factor = mean + spread * random.normal(size=(n, 1))
    return 60 + np.array(shift) + factor * loadings + 12 * random.normal(size=(n, len(loadings)))


def test_a_higher_level_alone_is_no_other_understanding():
    result = invariance(people(3000, 1), people(3000, 2, mean=0.6, spread=0.8))
    configural, metric, scalar = result.fits
    assert (configural.df, metric.df, scalar.df) == (4, 7, 10)
    assert scalar.chi_square < 25 and scalar.cfi > 0.998 and scalar.rmsea < 0.03
    assert configural.chi_square <= metric.chi_square + 1e-6 <= scalar.chi_square + 2e-6
    assert max(result.d_macs) < 0.06
    assert result.latent_difference == pytest.approx(0.6, abs=0.07)
    assert understanding(result, LIMITS) == ALIKE


def test_an_item_that_is_answered_otherwise_at_the_same_level_is_found():
    result = invariance(people(3000, 1), people(3000, 2, shift=(0, 0, 18, 0)))
    assert understanding(result, LIMITS) == DIFFERS
    assert np.argmax(result.d_macs) == 2 and result.d_macs[2] > 0.5
    assert result.d_points[2] == pytest.approx(result.d_macs[2] * np.sqrt(14**2 + 12**2), rel=0.05)
    assert result.fits[1].cfi > 0.995 > result.fits[2].cfi


def test_another_loading_is_found_in_the_metric_model():
    result = invariance(people(3000, 1), people(3000, 2, loadings=np.array([18.0, 16, 2, 20])))
    assert result.fits[1].chi_square - result.fits[0].chi_square > 100
    assert np.argmax(result.d_macs) == 2


def test_a_misfit_of_little_size_is_said_to_be_slight():
    result = invariance(people(60000, 1), people(60000, 2, shift=(0, 0, 3, 0)))
    narrow = UnderstandingLimits(-1e-4, 0.2, 100, "test")
    assert understanding(result, narrow) == SLIGHTLY
    assert understanding(result, LIMITS) == ALIKE


def test_too_few_in_a_group_cannot_be_told():
    result = invariance(people(99, 1), people(3000, 2))
    assert understanding(result, LIMITS) is None
    assert understanding(invariance(people(100, 1), people(3000, 2)), LIMITS) is not None


def test_three_items_leave_the_configural_model_no_degree_of_freedom():
    result = invariance(people(500, 1)[:, :3], people(500, 2)[:, :3])
    assert result.fits[0].df == 0 and result.fits[0].cfi is None and result.fits[0].rmsea is None
    assert (result.fits[1].df, result.fits[2].df) == (2, 4)
    assert result.fits[0].chi_square == pytest.approx(0, abs=1e-5)
    assert understanding(result, LIMITS) == ALIKE


def test_metric_and_order_of_people_change_nothing():
    first, second = people(400, 1), people(300, 2, mean=0.3, shift=(5, 0, 0, 0))
    plain, other = invariance(first, second), invariance(first[::-1] / 25 + 1, second[::-1] / 25 + 1)
    assert other.d_macs == pytest.approx(plain.d_macs, abs=1e-4)
    assert other.latent_difference == pytest.approx(plain.latent_difference, abs=1e-4)
    for a, b in zip(plain.fits, other.fits, strict=True):
        assert a.chi_square == pytest.approx(b.chi_square, abs=1e-3)


def test_incomplete_rows_are_left_out_before_n_is_taken():
    first, second = people(200, 1), people(150, 2)
    second[:30, 1] = np.nan
    assert invariance(first, second).n == (200, 120)


def test_the_slopes_are_those_of_the_discrepancy():
    groups = [group_moments(people(120, seed, mean=seed / 5) / 20) for seed in (1, 2)]
    for model in (CONFIGURAL, METRIC, SCALAR):
        layout = _Layout(2, 4, model)
        x = layout.start(groups) + 0.05 * np.random.default_rng(3).normal(size=sum(layout.sizes()))
        _, slopes = _discrepancy(groups, layout, x)
        for place in range(len(x)):
            step = np.zeros(len(x))
            step[place] = 1e-6
            numeric = (_discrepancy(groups, layout, x + step)[0] - _discrepancy(groups, layout, x - step)[0]) / 2e-6
            assert slopes[place] == pytest.approx(numeric, abs=1e-6)


def test_the_fit_gives_the_means_and_covariances_it_implies():
    groups = [group_moments(people(5000, 1)), group_moments(people(5000, 2, mean=0.5))]
    fit = fit_groups(groups, SCALAR)
    for place, group in enumerate(groups):
        implied = fit.intercepts[place] + fit.loadings[place] * fit.mean[place]
        assert implied == pytest.approx(group.mean, abs=1.0)
    assert fit.loadings[0] == pytest.approx(LOADINGS, abs=1.0) and (fit.mean[0], fit.variance[0]) == (0, 1)


def test_refusals():
    good = people(100, 1)
    with pytest.raises(NotComputable, match="three items"):
        invariance(good[:, :2], good[:, :2])
    with pytest.raises(NotComputable, match="complete rows"):
        invariance(good, good[:4])
    with pytest.raises(NotComputable, match="does not vary"):
        invariance(good, np.column_stack([good[:, :3], np.full(100, 50.0)]))
    with pytest.raises(NotComputable, match="follows from"):
        invariance(good, np.column_stack([good[:, :3], good[:, 0]]))
    with pytest.raises(NotComputable, match="same items"):
        invariance(good, good[:, :3])
    with pytest.raises(NotComputable, match="no model"):
        fit_groups([group_moments(good)], "strict")


def test_a_heywood_case_is_refused():
    random = np.random.default_rng(3)
    matrix = np.linalg.cholesky([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    with pytest.raises(NotComputable, match="Heywood"):
        invariance(random.normal(size=(500, 3)) @ matrix.T, random.normal(size=(500, 3)) @ matrix.T)
