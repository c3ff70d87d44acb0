import numpy as np
import pandas as pd
import pytest

from skapital.errors import NotComputable
from skapital.scoring.icc import anova_icc, grouped, mean_reliability, spearman_brown
from skapital.scoring.reml import deviance, reml_icc

NAN = np.nan


def people(seed=1, sizes=(3, 9, 14, 6, 22, 1), between=8.0, within=17.0):
    random = np.random.default_rng(seed)
    unit = np.repeat([f"W{i}" for i in range(len(sizes))], sizes)
    level = dict(zip(np.unique(unit), random.normal(65, between, len(sizes)), strict=True))
    return np.array([level[u] for u in unit]) + random.normal(0, within, len(unit)), unit


def test_mean_squares_are_those_of_an_analysis_of_variance():
    from scipy.stats import f_oneway

    score, unit = people()
    result = anova_icc(score, unit)
    assert result.msb / result.msw == pytest.approx(f_oneway(*pd.Series(score).groupby(unit).apply(list)).statistic)
    assert result.pooled_sd == pytest.approx(np.sqrt(result.msw))
    assert (result.n, result.n_groups) == (55, 6)


def test_both_conventions_of_the_group_size():
    score, unit = people()
    result = anova_icc(score, unit)
    sizes = np.array([3, 9, 14, 6, 22, 1])
    n0 = (55 - np.sum(sizes**2) / 55) / 5
    assert (result.mean_size, result.n0) == pytest.approx((55 / 6, n0))
    for size, icc in ((55 / 6, result.icc1), (n0, result.icc1_n0)):
        assert icc == pytest.approx((result.msb - result.msw) / (result.msb + (size - 1) * result.msw))
    assert result.icc1 != pytest.approx(result.icc1_n0)


def test_a_negative_icc_is_shown_as_it_is():
    result = anova_icc([1, 9, 2, 8, 1.5, 8.5], [1, 1, 2, 2, 3, 3])
    assert result.icc1 == pytest.approx(-1)
    assert result.icc2 is None and result.icc1_interval is None


def test_people_without_a_score_or_a_unit_are_left_out_before_n_is_taken():
    score, unit = people()
    more = np.append(score, [NAN, 50.0, NAN])
    places = pd.Series([*unit, "W0", None, "W99"], dtype=object)
    assert anova_icc(more, places) == anova_icc(score, unit)


def test_intervals_hold_the_estimate_and_follow_the_level():
    score, unit = people()
    wide, narrow = anova_icc(score, unit), anova_icc(score, unit, 0.8)
    for interval, value in ((wide.icc1_interval, wide.icc1), (wide.icc2_interval, wide.icc2)):
        assert interval.low < value < interval.high
    assert wide.icc1_interval.low < narrow.icc1_interval.low


def test_units_that_explain_everything():
    result = anova_icc([1, 1, 5, 5], [1, 1, 2, 2])
    assert (result.icc1, result.icc2, result.msw) == (1, 1, 0)
    assert result.icc1_interval is None


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        ([1, 2, 3], [1, 1, 1], "at least two"),
        ([1, 2, 3], [1, 2, 3], "two persons"),
        ([1, NAN, 3], [1, 1, 2], "two persons"),
        ([], [], "at least two"),
        ([4, 4, 4, 4], [1, 1, 2, 2], "equal"),
        ([np.inf, 1, 2, 3], [1, 1, 2, 2], "infinite"),
    ],
)
def test_refusals(values, groups, reason):
    with pytest.raises(NotComputable, match=reason):
        anova_icc(values, groups)


def test_grouped_reduces_to_sizes_means_and_squares():
    parts = grouped([1, 3, 10, NAN], ["a", "a", "b", "b"])
    assert parts.size.tolist() == [2, 1] and parts.mean.tolist() == [2, 10]
    assert (parts.within, parts.n, parts.n_groups) == (2, 3, 2)


def test_spearman_brown_and_its_range():
    assert spearman_brown(0.11, 1) == pytest.approx(0.11)
    assert spearman_brown(0.5, 4) == pytest.approx(0.8)
    assert spearman_brown(-0.1, 5) == pytest.approx(-0.5 / 0.6)
    for icc, size in ((-0.25, 5), (NAN, 5), (0.5, 0), (0.5, -1)):
        with pytest.raises(NotComputable):
            spearman_brown(icc, size)


def test_answers_needed_for_a_reliability_of_seventy():
    """Table of the field: ICC(1) .05 -> 45, .07 -> 31, .10 -> 21, .11 -> 19, .18 -> 11, .20 -> 10."""
    for icc, answers in ((0.05, 45), (0.07, 31), (0.10, 21), (0.11, 19), (0.18, 11), (0.20, 10)):
        reliability = mean_reliability([answers - 1, answers], icc, 1 - icc)
        assert reliability[0] < 0.70 <= reliability[1] + 1e-12


def test_reliability_of_means_refuses_what_is_no_variance_or_size():
    assert mean_reliability([5], 0.0, 1.0).tolist() == [0.0]
    assert mean_reliability([1], 1.0, 3.0).tolist() == [0.25]
    for sizes, between, within in (([0], 1, 1), ([5], -1, 1), ([5], 1, 0), ([5], NAN, 1), ([NAN], 1, 1), ([5], 1, -2)):
        with pytest.raises(NotComputable):
            mean_reliability(sizes, between, within)


def test_reml_agrees_with_statsmodels():
    from statsmodels.regression.mixed_linear_model import MixedLM

    score, unit = people(seed=3)
    theirs = MixedLM(score, np.ones((len(score), 1)), groups=unit).fit(reml=True)
    ours = reml_icc(score, unit)
    assert ours.within == pytest.approx(theirs.scale, rel=1e-4)
    assert ours.between == pytest.approx(
        float(theirs.cov_re[0, 0] if isinstance(theirs.cov_re, np.ndarray) else theirs.cov_re.iloc[0, 0]), rel=1e-3
    )
    assert ours.grand_mean == pytest.approx(theirs.fe_params[0], rel=1e-5)


def test_reml_is_the_analysis_of_variance_on_equal_sizes():
    score, unit = people(sizes=(8,) * 12)
    anova, reml = anova_icc(score, unit), reml_icc(score, unit)
    assert reml.icc1 == pytest.approx(anova.icc1, abs=1e-9)
    assert reml.icc2 == pytest.approx(anova.icc2, abs=1e-9)
    assert reml.between == pytest.approx((anova.msb - anova.msw) / 8, rel=1e-8)


def test_reml_ends_at_zero_where_units_do_not_differ_beyond_chance():
    result = reml_icc([1, 9, 2, 8, 1.5, 8.5], [1, 1, 2, 2, 3, 3])
    assert (result.between, result.icc1, result.icc2) == (0, 0, 0)
    assert result.interval.low == 0 < result.interval.high
    assert result.within == pytest.approx(np.var([1, 9, 2, 8, 1.5, 8.5], ddof=1))


def test_no_other_ratio_has_a_lower_deviance():
    score, unit = people(seed=5)
    parts, best = grouped(score, unit), reml_icc(score, unit)
    lowest = deviance(parts, best.between / best.within)
    for ratio in np.geomspace(1e-6, 1e3, 200):
        assert lowest <= deviance(parts, ratio) + 1e-9


def test_the_profile_interval_ends_where_the_deviance_has_risen_by_the_chi_squared_point():
    score, unit = people(seed=5, sizes=(10,) * 20)
    parts, result = grouped(score, unit), reml_icc(score, unit)
    lowest = deviance(parts, result.between / result.within)
    for end in result.interval:
        assert deviance(parts, end / (1 - end)) - lowest == pytest.approx(3.841459, abs=1e-5)
    assert result.interval.low < result.icc1 < result.interval.high
    assert reml_icc(score, unit, 0.8).interval.low > result.interval.low


def test_reml_refuses_units_within_which_nobody_differs():
    with pytest.raises(NotComputable, match="within units"):
        reml_icc([1, 1, 5, 5], [1, 1, 2, 2])
    with pytest.raises(NotComputable, match="at least two"):
        reml_icc([1, 2, 5, 5], [1, 1, 1, 1])


def test_reml_finds_a_very_large_ratio():
    random = np.random.default_rng(1)
    unit = np.repeat(np.arange(20), 5)
    result = reml_icc(random.normal(0, 1000, 20)[unit] + random.normal(0, 0.01, 100), unit)
    assert result.icc1 > 0.999999
    assert result.within == pytest.approx(1e-4, rel=0.4)


def test_the_deviance_is_that_of_the_restricted_likelihood_of_all_the_data():
    """Against the likelihood written with whole matrices: log|V| + log|X'V^-1 X| + r'V^-1 r, at the best sigma^2."""
    score, unit = people(seed=7, sizes=(2, 5, 3, 4))
    parts, n = grouped(score, unit), len(score)
    same, ones = unit[:, None] == unit, np.ones((n, 1))

    def whole(ratio):
        v = np.eye(n) + ratio * same
        inverse = np.linalg.inv(v)
        information = ones.T @ inverse @ ones
        residual = score - (ones @ np.linalg.solve(information, ones.T @ inverse @ score))
        sigma = residual @ inverse @ residual / (n - 1)
        return (n - 1) * np.log(sigma) + np.linalg.slogdet(v)[1] + np.log(information[0, 0])

    for ratio in (0.0, 0.1, 0.7, 5.0):
        assert deviance(parts, ratio) == pytest.approx(whole(ratio), rel=1e-12)
