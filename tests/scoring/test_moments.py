import numpy as np
import pytest

from skapital.errors import NotComputable
from skapital.scoring import moments

NAN = np.nan


def test_covariance_of_complete_rows_with_n_after_incomplete_rows_are_gone():
    values = [[1, 2], [2, 4], [NAN, 9], [3, 9], [4, NAN]]
    result = moments.complete_moments(values)
    assert result.n == 3
    np.testing.assert_allclose(result.covariance, np.cov([[1, 2, 3], [2, 4, 9]]))


def test_pairwise_covariance_uses_all_who_answered_both():
    random = np.random.default_rng(3)
    values = random.normal(size=(30, 3)) * 20 + 50
    values[random.random((30, 3)) < 0.2] = NAN
    import pandas as pd

    np.testing.assert_allclose(moments.pairwise_covariance(values), pd.DataFrame(values).cov(), rtol=1e-12)


@pytest.mark.parametrize("values", [[[1, 2]], [[NAN, 1], [2, 3]], np.empty((0, 2))])
def test_fewer_than_two_complete_rows_have_no_covariance(values):
    with pytest.raises(NotComputable, match="two complete rows"):
        moments.complete_moments(values)


def test_two_rows_have_one():
    assert moments.complete_moments([[1, 2], [3, 2]]).covariance.tolist() == [[2, 0], [0, 0]]


def test_a_pair_answered_by_one_person_has_no_covariance():
    with pytest.raises(NotComputable, match="fewer than two persons"):
        moments.pairwise_covariance([[1, 2], [NAN, 3], [4, NAN]])


def test_a_pair_answered_by_two_persons_has_one():
    assert moments.pairwise_covariance([[1, 2], [3, 6], [NAN, 4]])[0, 1] == pytest.approx(4)


def test_infinite_values_and_other_shapes_are_refused():
    with pytest.raises(NotComputable, match="infinite"):
        moments.as_matrix([[np.inf, 1]])
    with pytest.raises(NotComputable, match="1 dimensions"):
        moments.as_matrix([1, 2])


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        ([[1.0]], "at least 2 items"),
        ([[1, 2]], "square"),
        ([1, 2], "square"),
        ([[1, NAN], [NAN, 1]], "finite"),
        ([[1, np.inf], [np.inf, 1]], "finite"),
        ([[-1, 0], [0, 1]], "negative"),
        ([[1, 0.5], [0.4, 1]], "symmetric"),
    ],
)
def test_what_is_no_covariance_matrix_is_refused(matrix, reason):
    with pytest.raises(NotComputable, match=reason):
        moments.checked_covariance(matrix)


def test_a_covariance_matrix_passes_unchanged_and_rounding_is_no_asymmetry():
    matrix = [[4.0, 1.0 + 1e-12], [1.0, 9.0]]
    assert moments.checked_covariance(matrix).tolist() == matrix


def test_correlation():
    np.testing.assert_allclose(moments.correlation([[4, 3], [3, 9]]), [[1, 0.5], [0.5, 1]])


@pytest.mark.parametrize("variance", [0.0, 1e-26])
def test_a_constant_item_correlates_with_nothing(variance):
    with pytest.raises(NotComputable, match="constant"):
        moments.correlation([[variance, 0], [0, 1]])


def test_a_small_item_is_not_a_constant_one():
    assert moments.correlation([[1e-12, 5e-7], [5e-7, 1]])[0, 1] == pytest.approx(0.5)
