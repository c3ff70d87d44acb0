"""What every scoring statistic obeys, whatever the data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skapital.config.instrument import Instrument, Item, Option, ResponseSet, Scale
from skapital.errors import NotComputable
from skapital.scoring.agreement import a_wg, ad_m, within_group_agreement
from skapital.scoring.by_unit import alpha_by_unit, unit_moments
from skapital.scoring.factor import omega_total
from skapital.scoring.icc import anova_icc
from skapital.scoring.items import alpha_if_dropped, item_rest_correlations
from skapital.scoring.moments import complete_moments, pairwise_covariance
from skapital.scoring.quality import defined
from skapital.scoring.recode import item_values
from skapital.scoring.reliability import cronbach_alpha, feldt_interval, guttman_lambda6, standardised_alpha
from skapital.scoring.reml import reml_icc
from skapital.scoring.scales import person_scores
from skapital.scoring.shrinkage import between_variance, shrink

OPTIONS = ResponseSet("five", tuple(Option(str(code), 25.0 * code, {}) for code in range(5)), ())
ITEMS = ("A", "B", "C", "D", "E")

CODES = arrays(np.int8, st.tuples(st.integers(6, 40), st.just(5)), elements=st.integers(-1, 4))


def instrument(turned=(), share=0.5):
    items = {code: Item(code, {}, OPTIONS, code in turned, "ordinary", None, ()) for code in ITEMS}
    parts = {"one": ("A", "B", "C"), "two": ("D", "E")}
    scales = {name: Scale(name, {}, "other", codes, (), (), "", ()) for name, codes in parts.items()}
    scales["both"] = Scale("both", {}, "total", (), tuple(parts), (), "", ())
    return Instrument("laws", {}, "", share, items, scales, "")


def answers(codes):
    frame = pd.DataFrame(codes.astype(str), columns=list(ITEMS), dtype="str")
    return frame.where(codes >= 0)


def values_of(codes):
    return np.where(codes >= 0, 25.0 * codes, np.nan)


def computed(function, *arguments):
    """Return a statistic, or pass over data that do not define it."""
    try:
        return function(*arguments)
    except NotComputable:
        assume(False)


# ---- scores


@given(CODES)
def test_scores_lie_within_the_answers_they_are_made_of(codes):
    scores = person_scores(item_values(answers(codes), instrument()), instrument())
    given_low = np.nanmin(np.where(codes >= 0, values_of(codes), np.inf), axis=1)
    given_high = np.nanmax(np.where(codes >= 0, values_of(codes), -np.inf), axis=1)
    for scale in scores:
        has = scores[scale].notna().to_numpy()
        assert (scores[scale].to_numpy()[has] >= given_low[has] - 1e-9).all()
        assert (scores[scale].to_numpy()[has] <= given_high[has] + 1e-9).all()


@given(CODES, st.sets(st.sampled_from(ITEMS)))
def test_turning_twice_is_not_turning(codes, turned):
    once = item_values(answers(codes), instrument(turned))
    twice = 100 - once[list(turned)]
    plain = item_values(answers(codes), instrument())
    pd.testing.assert_frame_equal(once.assign(**{code: twice[code] for code in turned}), plain)


@given(CODES)
def test_turning_every_item_mirrors_every_score(codes):
    plain = person_scores(item_values(answers(codes), instrument()), instrument())
    mirrored = person_scores(item_values(answers(codes), instrument(ITEMS)), instrument())
    np.testing.assert_allclose(mirrored, 100 - plain, atol=1e-9)


@given(CODES, st.randoms())
def test_scores_do_not_depend_on_the_order_of_people_or_columns(codes, random):
    order, columns = list(range(len(codes))), list(ITEMS)
    random.shuffle(order)
    random.shuffle(columns)
    plain = person_scores(item_values(answers(codes), instrument()), instrument())
    mixed = person_scores(item_values(answers(codes).iloc[order][columns], instrument()), instrument())
    pd.testing.assert_frame_equal(mixed.sort_index(), plain)


@given(CODES, arrays(np.int8, (1, 5), elements=st.integers(-1, 4)))
def test_one_more_respondent_changes_nobody_elses_score(codes, more):
    plain = person_scores(item_values(answers(codes), instrument()), instrument())
    grown = person_scores(item_values(answers(np.vstack([codes, more])), instrument()), instrument())
    pd.testing.assert_frame_equal(grown.iloc[:-1], plain)


@given(CODES, st.floats(0.05, 1.0))
def test_a_stricter_share_only_takes_scores_away(codes, share):
    values = item_values(answers(codes), instrument())
    strict, loose = person_scores(values, instrument(share=1.0)), person_scores(values, instrument(share=share))
    assert (strict.notna() <= loose.notna()).all(axis=None)
    kept = strict.notna().to_numpy()
    np.testing.assert_allclose(strict.to_numpy()[kept], loose.to_numpy()[kept])


# ---- reliability


@given(CODES, st.floats(0.1, 50), st.floats(-1000, 1000), st.randoms())
def test_alpha_is_unmoved_by_metric_and_order(codes, factor, shift, random):
    values = values_of(codes)
    alpha = computed(lambda v: cronbach_alpha(complete_moments(v).covariance), values)
    assume(alpha > -1e6)
    columns, rows = random.sample(range(5), 5), random.sample(range(len(values)), len(values))
    other = values[np.ix_(rows, columns)] * factor + shift
    assert cronbach_alpha(complete_moments(other).covariance) == pytest.approx(alpha, rel=1e-6, abs=1e-6)


@given(CODES)
def test_no_coefficient_is_above_one(codes):
    moments = computed(complete_moments, values_of(codes))
    coefficients = [defined(f, moments.covariance) for f in (cronbach_alpha, guttman_lambda6, standardised_alpha)]
    assert all(value is None or value <= 1 + 1e-9 for value in coefficients)


@given(CODES)
def test_each_items_rest_correlation_stays_when_all_items_are_turned(codes):
    values = values_of(codes)
    plain = computed(lambda v: item_rest_correlations(complete_moments(v).covariance), values)
    turned = item_rest_correlations(complete_moments(100 - values).covariance)
    assert turned == pytest.approx(plain, abs=1e-9)
    assert all(r is None or -1 - 1e-9 <= r <= 1 + 1e-9 for r in plain)


@given(CODES, st.integers(0, 4))
def test_turning_one_item_changes_the_sign_of_its_rest_correlation(codes, item):
    values = values_of(codes)
    plain = computed(lambda v: item_rest_correlations(complete_moments(v).covariance), values)
    values[:, item] = 100 - values[:, item]
    turned = item_rest_correlations(complete_moments(values).covariance)
    assume(plain[item] is not None)
    assert turned[item] == pytest.approx(-plain[item], abs=1e-9)


@given(CODES)
def test_complete_answers_have_the_same_covariance_pairwise(codes):
    values = values_of(codes)
    complete = values[~np.isnan(values).any(axis=1)]
    assume(len(complete) >= 2)
    np.testing.assert_allclose(pairwise_covariance(complete), complete_moments(complete).covariance, atol=1e-8)


@given(st.floats(-5, 1), st.integers(2, 2000), st.integers(2, 40))
def test_a_feldt_interval_is_an_interval_and_never_leaves_one(alpha, n, k):
    low, high = feldt_interval(alpha, n, k)
    assert low <= high <= 1 + 1e-12
    assert low <= alpha + 1e-9


@given(arrays(np.float64, st.integers(4, 8), elements=st.floats(0.2, 0.95)), st.randoms())
def test_omega_of_one_factor_is_exact_and_unmoved_by_order(loadings, random):
    order = random.sample(range(len(loadings)), len(loadings))
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1)
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert omega_total(matrix).value == pytest.approx(expected, abs=1e-6)
    assert omega_total(matrix[np.ix_(order, order)]).value == pytest.approx(expected, abs=1e-6)
    assert cronbach_alpha(matrix) <= expected + 1e-9  # alpha is a lower bound of it


@given(CODES)
def test_alpha_if_dropped_is_none_or_at_most_one(codes):
    moments = computed(complete_moments, values_of(codes))
    assert all(alpha is None or alpha <= 1 + 1e-9 for alpha in computed(alpha_if_dropped, moments.covariance))


# ---- units

GROUPED = st.integers(8, 60).flatmap(
    lambda n: st.tuples(
        arrays(np.int8, (n, 5), elements=st.integers(-1, 4)), arrays(np.int8, n, elements=st.integers(0, 5))
    )
)


def score_of(codes):
    return np.where((codes >= 0).all(axis=1), values_of(codes).mean(axis=1), np.nan)


@given(GROUPED, st.floats(0.1, 20), st.floats(-500, 500), st.randoms())
def test_icc_is_unmoved_by_metric_names_and_order(data, factor, shift, random):
    codes, unit = data
    score = score_of(codes)
    plain = computed(anova_icc, score, unit)
    order = random.sample(range(len(score)), len(score))
    other = anova_icc((score * factor + shift)[order], np.array([f"W{9 - u}" for u in unit])[order])
    assert (other.icc1, other.icc1_n0) == pytest.approx((plain.icc1, plain.icc1_n0), abs=1e-7)
    assert (other.n, other.n_groups) == (plain.n, plain.n_groups)
    assert other.pooled_sd == pytest.approx(plain.pooled_sd * factor, abs=1e-6)


@settings(deadline=None)
@given(GROUPED)
def test_reml_lies_between_nothing_and_everything_inside_its_interval(data):
    codes, unit = data
    result = computed(reml_icc, score_of(codes), unit)
    assert 0 <= result.interval.low <= result.icc1 + 1e-9
    assert result.icc1 <= result.interval.high + 1e-9 <= 1 + 1e-8
    assert result.between >= 0 and result.within > 0


@given(GROUPED, st.randoms())
def test_agreement_does_not_depend_on_order_and_stays_in_range(data, random):
    codes, unit = data
    values = values_of(codes)
    plain = computed(within_group_agreement, values, unit, 1250)
    rows, columns = random.sample(range(len(unit)), len(unit)), random.sample(range(5), 5)
    mixed = within_group_agreement(values[np.ix_(rows, columns)], unit[rows], 1250)
    pd.testing.assert_frame_equal(mixed, plain, atol=1e-9, rtol=1e-9)
    assert plain["rwg_j"].between(0, 1).all() and (plain["rwg_star_j"] <= 1).all()
    assert (plain["n"] >= 2).all()


@given(GROUPED)
def test_turning_the_scale_round_changes_no_agreement(data):
    codes, unit = data
    values = values_of(codes)
    plain = computed(within_group_agreement, values, unit, 1250)
    pd.testing.assert_frame_equal(within_group_agreement(100 - values, unit, 1250), plain, atol=1e-9)
    pd.testing.assert_series_equal(ad_m(100 - values, unit), ad_m(values, unit), atol=1e-9)
    pd.testing.assert_series_equal(a_wg(100 - values, unit, 0, 100), a_wg(values, unit, 0, 100), atol=1e-9)


@given(GROUPED, arrays(np.int8, (1, 5), elements=st.integers(0, 4)))
def test_one_more_respondent_elsewhere_changes_no_unit_figure_here(data, more):
    codes, unit = data
    values = values_of(codes)
    grown, places = np.vstack([values, values_of(more)]), np.append(unit, 99)
    before = computed(unit_moments, values, unit)
    after = unit_moments(grown, places)
    kept = after.unit != 99
    np.testing.assert_array_equal(after.n[kept], before.n)
    np.testing.assert_array_equal(after.total_mean[kept], before.total_mean)
    np.testing.assert_array_equal(after.squares[:, kept], before.squares)
    if before.several.any():
        pd.testing.assert_frame_equal(
            alpha_by_unit(after).drop(index=99, errors="ignore"), alpha_by_unit(before), check_index_type=False
        )


# ---- shrinking

ESTIMATES = st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 400)), min_size=2, max_size=30)


@given(ESTIMATES, st.floats(0, 500))
def test_a_shrunken_mean_lies_between_the_unit_and_the_municipality(data, between):
    y, v = np.array(data).T
    result = shrink(y, v, between)
    low, high = np.minimum(y, result.grand_mean), np.maximum(y, result.grand_mean)
    assert (result.estimate >= low - 1e-9).all() and (result.estimate <= high + 1e-9).all()
    assert ((result.reliability >= 0) & (result.reliability < 1)).all()
    np.testing.assert_allclose(result.estimate - y, result.expected_change, atol=1e-9)


@given(ESTIMATES, st.floats(-50, 50), st.floats(0.1, 10))
def test_the_variance_between_units_follows_the_metric(data, shift, factor):
    y, v = np.array(data).T
    plain = between_variance(y, v)
    assert plain >= 0
    assert between_variance(y * factor + shift, v * factor**2) == pytest.approx(plain * factor**2, rel=1e-5, abs=1e-5)
