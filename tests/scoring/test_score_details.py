"""Every figure that `--full` adds is that of its function, on the right people."""

import numpy as np
import pandas as pd
import pytest

from made_up.screens import everything
from skapital.scoring import reliability as r
from skapital.scoring.agreement import ad_m, within_group_agreement
from skapital.scoring.agreement_null import rwg_null_point
from skapital.scoring.factor import omega_total
from skapital.scoring.icc import anova_icc, mean_reliability
from skapital.scoring.invariance import invariance
from skapital.scoring.moments import complete_moments, correlation, pairwise_covariance
from skapital.scoring.quality import units_of_employees
from skapital.scoring.recode import item_values
from skapital.scoring.reml import reml_icc
from skapital.scoring.scales import person_scores
from skapital.scoring.score_part import Before
from skapital.scoring.score_table import score_table

CODES = list("ABCD")


@pytest.fixture(scope="module")
def instrument(make_instrument):
    return make_instrument({c: {} for c in CODES}, {"s": tuple(CODES)})


@pytest.fixture(scope="module")
def answers(make_answers):
    random = np.random.default_rng(4)
    unit = random.integers(30, size=500)
    trait = random.normal(size=500) + 0.4 * random.normal(size=30)[unit]
    codes = np.clip(np.round(3.2 + trait[:, None] + random.normal(size=(500, 4))), 1, 5).astype(int).astype(str)
    texts = codes.astype(object)
    texts[random.random(texts.shape) < 0.06] = None
    level = ["decentral"] * 150 + [None] * 350
    return make_answers(texts.tolist(), CODES, unit=[f"W{u}" for u in unit], leader_level=level)


@pytest.fixture(scope="module")
def parts(answers, instrument):
    values = item_values(answers, instrument)
    return values, person_scores(values, instrument)["s"], units_of_employees(answers)


@pytest.fixture(scope="module")
def details(answers, instrument, minimum, standard):
    table = score_table(
        answers, instrument, round_id="r", minimum=minimum, seen=everything(), standard=standard, full=True
    )
    return table.scales[0].details


def test_reliability(details, parts):
    covariance, n = complete_moments(parts[0])
    assert details["alpha_standardised"] == r.standardised_alpha(covariance)
    assert details["mean_inter_item_correlation"] == r.mean_correlation(covariance)
    assert details["lambda6"] == r.guttman_lambda6(covariance)
    assert details["alpha_standard_error"] == r.alpha_standard_error(covariance, n)
    assert (details["alpha_duhachek_low"], details["alpha_duhachek_high"]) == r.duhachek_interval(covariance, n)
    assert details["alpha_pairwise"] == r.cronbach_alpha(pairwise_covariance(parts[0]))
    assert details["inter_item_correlations"] == correlation(covariance).tolist()
    fit = omega_total(covariance)
    assert details["omega_loadings"] == dict(zip(CODES, fit.loadings, strict=True))
    assert details["omega_against_observed"] == fit.against_observed
    assert (details["omega_identification"], details["omega_heywood"]) == ("over_identified", [])


def test_units(details, parts):
    _, score, units = parts
    anova, reml = anova_icc(score, units), reml_icc(score, units)
    assert (details["icc1_low"], details["icc1_high"]) == anova.icc1_interval
    assert (details["icc2_low"], details["icc2_high"]) == anova.icc2_interval
    assert (details["icc1_reml_low"], details["icc1_reml_high"]) == reml.interval
    assert details["icc2_reml"] == reml.icc2
    assert (details["pooled_sd"], details["mean_unit_size"]) == (anova.pooled_sd, anova.mean_size)
    sizes = units[score.notna()].dropna().value_counts()
    own = mean_reliability(sizes, reml.between, reml.within)
    assert details["mean_reliability_median"] == np.median(own)
    assert details["units_reliable_70"] == np.sum(own >= 0.7)
    assert details["units_reliable_50"] == np.sum(own >= 0.5) > details["units_reliable_70"]
    assert "analysis of variance" in details["icc_estimator"] and "restricted" in details["icc_estimator"]


def test_agreement(details, parts):
    values, _, units = parts
    found = within_group_agreement(values, units, 1250)
    r_mean = r.mean_correlation(complete_moments(values).covariance)
    options = [0, 25, 50, 75, 100]
    chance = found["n"].map({n: rwg_null_point(n, 4, options, r_mean) for n in found["n"].unique()})
    assert details["n_units_agreement"] == len(found)
    assert details["rwg_null_median"] == chance.median()
    assert details["rwg_above_chance"] == (found["rwg_j"] > chance).sum() > 0
    assert details["ad_m_median"] == ad_m(values, units).median()


def test_understanding(details, parts, answers):
    leads = answers["leader_level"].notna().to_numpy()
    found = invariance(parts[0][~leads], parts[0][leads])
    said = details["leaders_and_employees"]
    assert [said[f"cfi_{name}"] for name in ("configural", "metric", "scalar")] == [fit.cfi for fit in found.fits]
    assert said["rmsea_scalar"] == found.fits[2].rmsea
    assert said["d_macs"] == dict(zip(CODES, found.d_macs, strict=True))
    assert said["d_points"] == dict(zip(CODES, found.d_points, strict=True))
    assert said["latent_difference"] == found.latent_difference


def test_options_that_differ_between_items_have_no_common_chance_point(
    make_instrument, make_answers, minimum, standard
):
    from dataclasses import replace

    from skapital.config.instrument import Option

    five = make_instrument({"A": {}}, {}).items["A"].responses
    three = replace(five, id="three", options=tuple(Option(str(c), 50.0 * (c - 1), {}) for c in (1, 2, 3)))
    instrument = make_instrument({"A": {}, "B": {"responses": three}, "C": {}}, {"s": ("A", "B", "C")})
    random = np.random.default_rng(1)
    trait = random.normal(size=(300, 1)) + random.normal(size=(300, 3))
    codes = (
        np.column_stack(
            [
                np.clip(np.round(3 + trait[:, 0]), 1, 5),
                np.clip(np.round(2 + trait[:, 1]), 1, 3),
                np.clip(np.round(3 + trait[:, 2]), 1, 5),
            ]
        )
        .astype(int)
        .astype(str)
    )
    answers = make_answers(codes.tolist(), list("ABC"), unit=[f"W{i % 20}" for i in range(300)])
    row = score_table(
        answers, instrument, round_id="r", minimum=minimum, seen=everything(), standard=standard, full=True
    ).scales[0]
    assert row.details["rwg_null_median"] is None and row.details["rwg_above_chance"] is None
    assert row.details["n_units_agreement"] == 20
    values = item_values(answers, instrument)
    null = (1250 + 5000 / 3 + 1250) / 3
    assert row.rwg_median == within_group_agreement(values, answers["unit"], null)["rwg_j"].median()


def test_a_missing_unit_of_a_scored_person_does_not_count(details, parts):
    _, score, units = parts
    assert details["mean_unit_size"] == pytest.approx((units.notna() & score.notna()).sum() / units.nunique())
    assert isinstance(units, pd.Series) and units.isna().sum() == 150


def test_what_a_constant_item_leaves_undefined_is_none(make_instrument, make_answers, minimum, standard):
    instrument = make_instrument({c: {} for c in "AB"}, {"s": ("A", "B")})
    answers = make_answers(
        [[str(1 + i % 5), "3"] for i in range(60)], list("AB"), unit=[f"W{i % 6}" for i in range(60)]
    )
    row = score_table(
        answers, instrument, round_id="r", minimum=minimum, seen=everything(), standard=standard, full=True
    ).scales[0]
    assert row.alpha == 0 and row.omega is None and [item.r_drop for item in row.items] == [None, None]
    for name in ("alpha_standardised", "mean_inter_item_correlation", "lambda6", "inter_item_correlations"):
        assert row.details[name] is None
    for name in ("omega_identification", "omega_loadings", "omega_heywood", "omega_against_observed"):
        assert row.details[name] is None
    assert row.details["alpha_pairwise"] == 0 and row.details["rwg_null_median"] is None


def test_an_alpha_that_is_undefined_has_no_interval(make_instrument, make_answers, minimum, standard):
    instrument = make_instrument({c: {} for c in "AB"}, {"s": ("A", "B")})
    answers = make_answers([["2", "3"]] * 40, list("AB"), unit=[f"W{i % 6}" for i in range(40)])
    row = score_table(
        answers, instrument, round_id="r", minimum=minimum, seen=everything(), standard=standard, full=True
    ).scales[0]
    assert row.gate == "failed" and row.alpha is None and row.icc1 is None and row.rwg_median == 1
    assert row.details["alpha_duhachek_low"] is None and row.details["alpha_standard_error"] is None


def test_agreement_of_fewer_than_the_minimum_is_withheld(make_instrument, make_answers, minimum, standard):
    instrument = make_instrument({c: {} for c in "AB"}, {"s": ("A", "B")})
    for beside, shown in ((7, False), (8, True)):
        units = ["W1"] * beside + [f"X{i}" for i in range(40 - beside)]
        answers = make_answers([[str(1 + i % 5), str(1 + i % 4)] for i in range(40)], list("AB"), unit=units)
        row = score_table(
            answers, instrument, round_id="r", minimum=minimum, seen=everything(), standard=standard
        ).scales[0]
        assert (row.rwg_median is not None, row.rwg_star_median is not None) == (shown, shown)
        assert row.icc1 is not None


# ---- two rounds


def earlier_round(answers, seed, shift=None):
    """The same kind of people, asked again; ``shift`` makes one item easier to agree with at the same level."""
    random = np.random.default_rng(seed)
    trait = random.normal(size=600)
    points = 3.2 + trait[:, None] + random.normal(size=(600, 4))
    if shift:
        points[:, shift[0]] += shift[1]
    codes = np.clip(np.round(points), 1, 5).astype(int).astype(str)
    table = answers.iloc[:0].reindex([f"q{number}" for number in range(600)])
    table["unit"], table["leader_level"] = "W1", None
    table[CODES] = codes
    return table


def full_with(answers, instrument, minimum, standard, before):
    found = score_table(
        answers,
        instrument,
        "all",
        round_id="r",
        minimum=minimum,
        seen=everything(),
        standard=standard,
        full=True,
        before=before,
    )
    return found.scales[0].details


def test_two_rounds_are_compared_item_by_item(answers, instrument, minimum, standard):
    alike = Before("2012", earlier_round(answers, 1), instrument, seen=everything())
    told = full_with(answers, instrument, minimum, standard, alike)["earlier_round"]
    assert (told["round"], told["understanding"]) == ("2012", "alike")
    other = Before("2012", earlier_round(answers, 1, shift=(2, 1.2)), instrument, seen=everything())
    told = full_with(answers, instrument, minimum, standard, other)["earlier_round"]
    assert told["understanding"] == "differs"
    assert max(told["d_macs"], key=told["d_macs"].get) == "C"
    values = (
        item_values(other.answers, instrument)[CODES].to_numpy(),
        item_values(answers, instrument)[CODES].to_numpy(),
    )
    assert told["d_macs"]["C"] == pytest.approx(invariance(*values).d_macs[2])


def test_a_scale_that_was_asked_otherwise_is_not_compared(answers, instrument, minimum, standard):
    for unlike in (("s",), ("C",)):
        before = Before("2012", earlier_round(answers, 1), instrument, unlike, everything())
        assert "earlier_round" not in full_with(answers, instrument, minimum, standard, before)


def test_too_few_then_is_not_told(answers, instrument, minimum, standard):
    few = Before("2012", earlier_round(answers, 1).head(90), instrument, seen=everything())
    told = full_with(answers, instrument, minimum, standard, few)["earlier_round"]
    assert told == {"round": "2012", "understanding": None}
