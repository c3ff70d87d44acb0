import math

import numpy as np
import pytest

from skapital.errors import NotComputable
from skapital.scoring import reliability as r
from skapital.scoring.items import alpha_if_dropped, inter_item_correlations, item_rest_correlations
from skapital.scoring.moments import complete_moments

PARALLEL = np.full((4, 4), 0.5) + 0.5 * np.eye(4)


def test_alpha_of_parallel_items_is_spearman_brown():
    assert r.cronbach_alpha(PARALLEL) == pytest.approx(4 * 0.5 / (1 + 3 * 0.5))
    assert r.standardised_alpha(PARALLEL) == pytest.approx(0.8)
    assert r.mean_correlation(PARALLEL) == pytest.approx(0.5)


def test_alpha_and_standardised_alpha_differ_where_variances_do():
    matrix = np.diag([1.0, 2, 3, 4]) @ PARALLEL @ np.diag([1.0, 2, 3, 4])
    assert r.standardised_alpha(matrix) == pytest.approx(0.8)
    assert r.cronbach_alpha(matrix) == pytest.approx(4 / 3 * (1 - 30 / 65))


def test_independent_items_have_alpha_zero_and_opposed_ones_a_negative_alpha():
    assert r.cronbach_alpha(np.eye(5)) == pytest.approx(0)
    assert r.cronbach_alpha([[1, -0.5], [-0.5, 1]]) == pytest.approx(-2)


def test_items_that_cancel_out_have_no_alpha():
    with pytest.raises(NotComputable, match="no variance"):
        r.cronbach_alpha([[1, -1], [-1, 1]])
    with pytest.raises(NotComputable, match="no variance"):
        r.cronbach_alpha(np.zeros((3, 3)))


def test_one_constant_item_among_others_leaves_alpha_but_not_the_correlations():
    matrix = [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 0]]
    assert r.cronbach_alpha(matrix) == pytest.approx(1.5 * (1 - 2 / 3))
    for function in (r.standardised_alpha, r.guttman_lambda6, r.mean_correlation, inter_item_correlations):
        with pytest.raises(NotComputable, match="constant"):
            function(matrix)


def test_lambda6_from_multiple_correlations_by_regression():
    random = np.random.default_rng(8)
    values = random.normal(size=(200, 1)) + random.normal(size=(200, 5))
    standardised = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    unexplained = []
    for item in range(5):
        rest = np.delete(standardised, item, axis=1)
        weights, *_ = np.linalg.lstsq(rest, standardised[:, item], rcond=None)
        unexplained.append(np.var(standardised[:, item] - rest @ weights, ddof=1))
    expected = 1 - sum(unexplained) / np.corrcoef(values.T).sum()
    assert r.guttman_lambda6(np.cov(values.T)) == pytest.approx(expected, rel=1e-12)


def test_lambda6_is_refused_where_an_item_follows_from_the_others():
    base = np.random.default_rng(1).normal(size=(50, 2))
    with pytest.raises(NotComputable, match="follows exactly"):
        r.guttman_lambda6(np.cov(np.column_stack([base, base.sum(axis=1)]).T))


def test_feldt_interval_holds_alpha_and_narrows_with_n():
    for n in (5, 50, 500):
        low, high = r.feldt_interval(0.8, n, 4)
        assert low < 0.8 < high
    assert r.feldt_interval(0.8, 500, 4).low > r.feldt_interval(0.8, 50, 4).low
    assert r.feldt_interval(0.8, 50, 4, 0.9).low > r.feldt_interval(0.8, 50, 4, 0.95).low
    assert r.feldt_interval(1.0, 50, 4) == (1.0, 1.0)
    assert r.feldt_interval(-1.0, 50, 4).low < -1.0  # never clipped


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((1.1, 10, 3), "at most 1"),
        ((math.nan, 10, 3), "finite"),
        ((-math.inf, 10, 3), "finite"),
        ((0.8, 1, 3), "two persons"),
        ((0.8, 10, 1), "two items"),
        ((0.8, 10, 3, 0.0), "confidence"),
        ((0.8, 10, 3, 1.0), "confidence"),
    ],
)
def test_feldt_interval_refuses(arguments, reason):
    with pytest.raises(NotComputable, match=reason):
        r.feldt_interval(*arguments)


def test_two_persons_and_two_items_are_enough_for_an_interval():
    assert r.feldt_interval(0.5, 2, 2).low < 0.5


def test_the_standard_error_shrinks_with_the_root_of_n():
    one, four = r.alpha_standard_error(PARALLEL, 25), r.alpha_standard_error(PARALLEL, 100)
    assert one == pytest.approx(2 * four)
    assert r.duhachek_interval(PARALLEL, 100) == pytest.approx((0.8 - 1.959964 * four, 0.8 + 1.959964 * four), abs=1e-6)
    assert r.duhachek_interval(PARALLEL, 100, 0.9)[1] == pytest.approx(0.8 + 1.644854 * four, abs=1e-6)
    with pytest.raises(NotComputable, match="two persons"):
        r.alpha_standard_error(PARALLEL, 1)


def test_the_standard_error_is_that_of_alpha_in_repeated_samples():
    """The standard deviation of alpha over 2,000 samples of 200 (Monte Carlo error 1.6 %)."""
    random = np.random.default_rng(11)
    factor = np.linalg.cholesky(PARALLEL)
    alphas = [r.cronbach_alpha(np.cov((random.normal(size=(200, 4)) @ factor.T).T)) for _ in range(2000)]
    assert r.alpha_standard_error(PARALLEL, 200) == pytest.approx(np.std(alphas), rel=0.08)


def test_item_rest_correlation_is_with_the_sum_of_the_others():
    values = np.random.default_rng(2).normal(size=(40, 4)).cumsum(axis=1)
    got = item_rest_correlations(np.cov(values.T))
    expected = [np.corrcoef(values[:, i], np.delete(values, i, axis=1).sum(axis=1))[0, 1] for i in range(4)]
    assert got == pytest.approx(expected, rel=1e-12)


def test_alpha_if_dropped_is_alpha_of_the_others():
    values = np.random.default_rng(2).normal(size=(40, 4)).cumsum(axis=1)
    got = alpha_if_dropped(np.cov(values.T))
    expected = [r.cronbach_alpha(np.cov(np.delete(values, i, axis=1).T)) for i in range(4)]
    assert got == pytest.approx(expected, rel=1e-12)


def test_two_items_correlate_with_each_other_and_leave_no_alpha():
    matrix = [[4, 3], [3, 9]]
    assert item_rest_correlations(matrix) == pytest.approx((0.5, 0.5))
    assert alpha_if_dropped(matrix) == (None, None)


def test_a_constant_item_or_rest_has_no_correlation():
    assert item_rest_correlations([[1, 0, 0], [0, 0, 0], [0, 0, 0]]) == (None, None, None)
    assert item_rest_correlations([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 0]]) == pytest.approx((0.5, 0.5, None))
    assert alpha_if_dropped([[1, 0, 0], [0, 0, 0], [0, 0, 0]])[0] is None
    assert alpha_if_dropped([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 0]])[2] == pytest.approx(2 / 3)


def test_alpha_is_the_same_from_answers_in_any_order():
    values = np.random.default_rng(4).normal(size=(30, 3)) + np.arange(30)[:, None] / 10
    forward = r.cronbach_alpha(complete_moments(values).covariance)
    assert r.cronbach_alpha(complete_moments(values[::-1, ::-1]).covariance) == pytest.approx(forward, rel=1e-12)
