import numpy as np
import pandas as pd
import pytest

from skapital.scoring.agreement import within_group_agreement
from skapital.scoring.factor import omega_total
from skapital.scoring.icc import anova_icc
from skapital.scoring.moments import complete_moments
from skapital.scoring.quality import scale_quality, units_of_employees
from skapital.scoring.reliability import cronbach_alpha, feldt_interval
from skapital.scoring.reml import reml_icc
from skapital.scoring.scales import person_scores

ITEMS = list("ABCDE")


@pytest.fixture
def instrument(make_instrument):
    return make_instrument({c: {} for c in ITEMS}, {"one": tuple("ABC"), "two": tuple("DE"), "both": ("one", "two")})


def data(people=120, missing=0.1, seed=1):
    random = np.random.default_rng(seed)
    unit = random.integers(10, size=people)
    latent = random.normal(size=(people, 1)) + random.normal(size=(10, 1))[unit] * 0.5 + random.normal(size=(people, 5))
    values = 25 * np.clip(np.round(2 + latent), 0, 4)
    values[random.random(values.shape) < missing] = np.nan
    units = pd.Series([f"W{u}" for u in unit], dtype=object)
    units[:15] = pd.NA
    return pd.DataFrame(values, columns=ITEMS), units


def test_each_figure_is_that_of_its_function_on_the_right_people(instrument):
    values, units = data()
    scores = person_scores(values, instrument)
    quality = scale_quality(values, scores, instrument, units)
    assert list(quality) == ["one", "two", "both"]
    for scale, codes in (("one", list("ABC")), ("two", list("DE")), ("both", ITEMS)):
        own, table = quality[scale], values[codes]
        moments = complete_moments(table)
        alpha = cronbach_alpha(moments.covariance)
        assert (own.scale, own.n_items, own.n_complete) == (scale, len(codes), len(table.dropna()))
        assert own.alpha == alpha
        assert (own.alpha_low, own.alpha_high) == feldt_interval(alpha, len(table.dropna()), len(codes))
        assert own.omega == omega_total(moments.covariance).value
        anova = anova_icc(scores[scale], units)
        assert (own.icc1, own.icc1_n0, own.icc2) == (anova.icc1, anova.icc1_n0, anova.icc2)
        assert own.icc1_reml == reml_icc(scores[scale], units).icc1
        assert own.pooled_sd == anova.pooled_sd
        has_both = units.notna() & scores[scale].notna()
        assert (own.n_in_units, own.n_units) == (has_both.sum(), units[has_both].nunique())
        agreement = within_group_agreement(table, units, 1250)
        assert own.rwg_median == np.median(agreement["rwg_j"])
        assert own.rwg_star_median == np.median(agreement["rwg_star_j"])
        assert (own.n_agreement, own.n_agreement_units) == (agreement["n"].sum(), len(agreement))


def test_the_composite_rests_on_the_union_of_its_items(instrument):
    values, units = data()
    quality = scale_quality(values, person_scores(values, instrument), instrument, units)
    assert quality["both"].n_items == 5
    assert quality["both"].n_complete < min(quality["one"].n_complete, quality["two"].n_complete)


def test_nobody_leaves_everything_undefined_and_nothing_nan(instrument):
    values = pd.DataFrame(columns=ITEMS, dtype=float)
    quality = scale_quality(values, person_scores(values, instrument), instrument, pd.Series(dtype=object))
    for own in quality.values():
        assert own.n_complete == own.n_units == own.n_in_units == own.n_agreement == 0
        for name in ("alpha", "alpha_low", "omega", "icc1", "icc1_n0", "icc2", "icc1_reml", "pooled_sd", "rwg_median"):
            assert getattr(own, name) is None


def test_without_units_only_the_unit_figures_are_undefined(instrument):
    values, _ = data()
    nobody = pd.Series(pd.NA, index=values.index, dtype=object)
    own = scale_quality(values, person_scores(values, instrument), instrument, nobody)["one"]
    assert own.alpha is not None and own.icc1 is None and own.rwg_star_median is None and own.n_units == 0


def test_a_single_item_has_no_reliability_but_an_icc(make_instrument):
    values, units = data()
    instrument = make_instrument({"A": {}}, {"s": ("A",)})
    own = scale_quality(values[["A"]], person_scores(values[["A"]], instrument), instrument, units)["s"]
    assert own.alpha is None and own.omega is None and own.alpha_low is None
    assert own.icc1 is not None and own.rwg_median is not None


def test_leaders_count_among_leaders_only(make_answers):
    answers = make_answers(
        [["1"], ["1"], ["1"]], ["A"], unit=["W1", "W2", None], leader_level=[None, "decentral", None]
    )
    assert units_of_employees(answers).isna().tolist() == [False, True, True]
    assert units_of_employees(answers).iloc[0] == "W1"
    assert units_of_employees(answers.drop(columns="unit")).isna().all()
    assert units_of_employees(answers.drop(columns="leader_level")).isna().tolist() == [False, False, True]
