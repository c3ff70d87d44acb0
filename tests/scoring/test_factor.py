import numpy as np
import pytest

from skapital.errors import NotComputable
from skapital.scoring.factor import minres_loadings, omega_total


def one_factor(loadings):
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1)
    return matrix


@pytest.mark.parametrize("loadings", [[0.8, 0.7, 0.6, 0.5], [0.9, 0.3, 0.4], [0.7, -0.3, 0.6, 0.5, 0.9]])
def test_the_loadings_of_one_factor_are_found_again(loadings):
    fit = omega_total(one_factor(loadings))
    assert fit.loadings == pytest.approx(loadings, abs=1e-8)
    total, unique = sum(loadings) ** 2, sum(1 - np.square(loadings))
    assert fit.value == pytest.approx(total / (total + unique), abs=1e-9)
    assert fit.against_observed == pytest.approx(1 - unique / one_factor(loadings).sum(), abs=1e-9)
    assert fit.heywood == () and fit.improper_value is None


def test_only_correlations_count():
    scale = np.diag([1.0, 10, 3, 0.2])
    matrix = one_factor([0.8, 0.7, 0.6, 0.5])
    assert omega_total(scale @ matrix @ scale).value == pytest.approx(omega_total(matrix).value, abs=1e-9)


def test_no_other_loadings_leave_less():
    random = np.random.default_rng(5)
    matrix = np.corrcoef((random.normal(size=(80, 1)) + random.normal(size=(80, 6))).T)
    upper = np.triu_indices(6, 1)

    def left(loadings):
        return np.sum((matrix - np.outer(loadings, loadings))[upper] ** 2)

    best = minres_loadings(matrix)
    for _ in range(300):
        assert left(best) <= left(best + random.normal(size=6) * 0.01)


def test_the_sum_of_loadings_is_positive_whichever_way_the_items_point():
    matrix = one_factor([-0.8, -0.7, -0.6, 0.1])
    assert sum(minres_loadings(matrix)) > 0
    assert omega_total(matrix).loadings == pytest.approx([0.8, 0.7, 0.6, -0.1], abs=1e-8)


def test_two_items_identify_no_factor():
    fit = omega_total([[4, 3], [3, 9]])
    assert fit.identification == "spearman_brown" and fit.loadings == ()
    assert fit.value == pytest.approx(2 * 0.5 / 1.5)
    assert fit.against_observed is None
    assert omega_total([[1, -0.2], [-0.2, 1]]).value == pytest.approx(-0.5)  # shown, not clipped


def test_three_items_are_said_to_be_just_identified():
    assert omega_total(one_factor([0.5, 0.6, 0.7])).identification == "just_identified"
    assert omega_total(one_factor([0.5, 0.6, 0.7, 0.8])).identification == "over_identified"


def test_a_heywood_case_is_reported_without_an_omega():
    matrix = [[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]]  # first loading: sqrt(.8 * .8 / .5) = 1.13
    fit = omega_total(matrix)
    assert fit.value is None and fit.heywood == (0,)
    loadings = np.array([np.sqrt(1.28), 0.8 / np.sqrt(1.28), 0.8 / np.sqrt(1.28)])
    assert fit.loadings == pytest.approx(loadings, abs=1e-7)
    total = loadings.sum() ** 2
    assert fit.improper_value == pytest.approx(total / (total + np.sum(1 - loadings**2)), abs=1e-7)


def test_a_loading_of_one_is_no_heywood_case():
    assert omega_total(one_factor([1.0, 0.6, 0.5, 0.4])).heywood == ()


def test_refusals():
    with pytest.raises(NotComputable, match="constant"):
        omega_total([[1, 0, 0], [0, 0, 0], [0, 0, 1]])
    with pytest.raises(NotComputable, match="-1"):
        omega_total([[1, -1], [-1, 1]])
    with pytest.raises(NotComputable, match="2 items"):
        omega_total([[1]])
