import json

import numpy as np
import pytest

from made_up.screens import everything
from skapital.errors import InputError, NotComputable
from skapital.scoring.items import alpha_if_dropped, item_rest_correlations
from skapital.scoring.moments import complete_moments
from skapital.scoring.quality import scale_quality, units_of_employees
from skapital.scoring.recode import item_values
from skapital.scoring.scales import person_scores
from skapital.scoring.score_table import in_population, score_table

TRUST = ["TM1", "TMX2", "TM3", "TM4"]
CONTRACT_SCALE = [
    *("scale", "n_items", "n", "mean", "sd", "floor_share", "ceiling_share", "alpha", "alpha_low", "alpha_high"),
    *(
        "omega",
        "icc1",
        "icc1_n0",
        "icc2",
        "icc1_reml",
        "rwg_median",
        "rwg_star_median",
        "n_complete",
        "n_units",
        "items",
    ),
]
CONTRACT_ITEM = ["item", "n", "mean", "sd", "missing_share", "r_drop", "alpha_if_dropped"]


@pytest.fixture
def municipality(make_answers):
    """600 answers with a common factor; 40 workplaces; 4 in the direktion, 8 centre leaders, the rest employees."""
    random = np.random.default_rng(1)
    unit = random.integers(40, size=600)
    trait = random.normal(size=600) + 0.4 * random.normal(size=40)[unit]
    codes = np.clip(np.round(3.4 + trait[:, None] + random.normal(size=(600, 4))), 1, 5).astype(int)
    codes[:, 2] = 6 - codes[:, 2]
    texts = codes.astype(str).astype(object)
    texts[random.random(texts.shape) < 0.05] = None
    texts[random.random(texts.shape) < 0.02] = "9"
    level = ["direktion"] * 4 + ["centerchef"] * 8 + [None] * 588
    return make_answers(texts.tolist(), TRUST, unit=[f"W{u:03d}" for u in unit], leader_level=level)


@pytest.fixture
def table(municipality, trust, minimum, standard):
    def make(population="all", answers=municipality, instrument=trust, **options):
        options.setdefault("seen", everything(population))
        return score_table(
            answers, instrument, population, round_id="2014-06", minimum=minimum, standard=standard, **options
        )

    return make


def test_every_key_of_the_contract_is_there(table):
    result = table().as_json()
    assert (result["round"], result["population"], result["n_respondents"]) == ("2014-06", "all", 600)
    assert isinstance(result["warnings"], list)
    for row in result["scales"]:
        assert set(CONTRACT_SCALE) <= set(row)
        assert [item["item"] for item in row["items"]] == TRUST
        assert all(set(CONTRACT_ITEM) <= set(item) for item in row["items"])
    json.dumps(result, allow_nan=False)


def test_the_figures_are_those_of_the_functions(table, municipality, trust):
    values = item_values(municipality, trust)
    score = person_scores(values, trust)["trust"].dropna()
    quality = scale_quality(values, person_scores(values, trust), trust, units_of_employees(municipality))["trust"]
    row = table().as_json()["scales"][0]
    assert row["n"] == len(score) < 600
    assert row["mean"] == pytest.approx(score.mean(), rel=1e-14)
    assert row["sd"] == pytest.approx(score.std(ddof=1), rel=1e-14)
    assert row["floor_share"] == (score == 0).mean() > 0
    assert row["ceiling_share"] == (score == 100).mean() > 0
    for name in ("alpha", "alpha_low", "alpha_high", "omega", "icc1", "icc1_n0", "icc2", "icc1_reml", "rwg_median"):
        assert row[name] == getattr(quality, name), name
    assert row["rwg_star_median"] == quality.rwg_star_median
    assert (row["n_complete"], row["n_units"]) == (len(values.dropna()), 40)
    covariance = complete_moments(values).covariance
    assert [item["r_drop"] for item in row["items"]] == list(item_rest_correlations(covariance))
    assert [item["alpha_if_dropped"] for item in row["items"]] == list(alpha_if_dropped(covariance))
    for item in row["items"]:
        given = values[item["item"]].dropna()
        assert item["n"] == len(given)
        assert (item["mean"], item["sd"]) == pytest.approx((given.mean(), given.std(ddof=1)), rel=1e-13)
        assert item["missing_share"] == pytest.approx(1 - len(given) / 600)


def test_icc_and_agreement_rest_on_employees_in_units_whatever_the_population(table):
    everybody, employees, leaders = (table(p).as_json()["scales"][0] for p in ("all", "employees", "leaders"))
    for name in ("icc1", "icc2", "icc1_reml", "rwg_median", "n_units"):
        assert everybody[name] == employees[name]
        assert leaders[name] in (None, 0)
    assert leaders["n_units"] == 0
    assert everybody["mean"] != employees["mean"] != leaders["mean"]


def test_populations(municipality, table):
    assert table("employees").n_respondents == 588
    assert table("leaders").n_respondents == 12
    assert table("direktion").n_respondents is None  # four, fewer than the minimum
    assert table("direktion+centerchef").n_respondents == 12
    assert in_population(municipality.drop(columns="leader_level"), "employees").all()


@pytest.mark.parametrize("word", ["chefer", "", "direktion+", "direktion+chefer", "EMPLOYEES"])
def test_an_unknown_population_stops_the_run(table, word):
    with pytest.raises(InputError, match="direktion") as caught:
        table(word)
    assert caught.value.slug == "unknown-population"


def test_without_any_unit_the_scores_still_come(table, municipality):
    row = table(answers=municipality.drop(columns=["unit", "leader_level", "position_group"])).as_json()["scales"][0]
    assert row["mean"] is not None and row["alpha"] is not None
    assert row["icc1"] is None and row["rwg_median"] is None and row["n_units"] == 0


# ---- what the minimum n withholds


@pytest.mark.parametrize(("people", "mean_shown", "spread_shown"), [(4, 0, 0), (5, 1, 0), (7, 1, 0), (8, 1, 1)])
def test_the_minimum_n_holds_on_screen(table, municipality, people, mean_shown, spread_shown):
    answers = municipality[municipality[TRUST].isin(list("12345")).all(axis=1)].iloc[20 : 20 + people]
    row = table(answers=answers).as_json()["scales"][0]
    assert (row["n"] is not None, row["mean"] is not None) == (mean_shown, mean_shown)
    beyond = ["sd", "floor_share", "ceiling_share", "alpha", "alpha_low", "n_complete"]
    assert all((row[name] is not None) == spread_shown for name in beyond)
    for item in row["items"]:
        assert all((item[name] is not None) == spread_shown for name in CONTRACT_ITEM[1:])


def test_quality_needs_as_many_complete_rows_as_a_distribution(table, municipality):
    answers = municipality.iloc[20:60].copy()
    answers.loc[answers.index[7:], "TM4"] = None
    row = table(answers=answers).as_json()["scales"][0]
    assert row["mean"] is not None
    assert row["n_complete"] is row["alpha"] is row["omega"] is None
    assert row["items"][0]["r_drop"] is None and row["items"][0]["mean"] is not None
    assert row["items"][3]["mean"] is None
    assert row["rwg_median"] is None and row["icc1"] is not None


def test_too_few_employees_in_units_have_no_icc(table, municipality):
    answers = municipality.iloc[:19]  # 12 leaders and 7 employees
    row = table(answers=answers).as_json()["scales"][0]
    assert row["icc1"] is None and row["n_units"] is None and row["alpha"] is not None


def test_a_result_about_one_person_is_given_for_all_leaders_only(make_answers, make_instrument, table):
    about = {"item_class": "about_one_person"}
    instrument = make_instrument({"NL1": about, "NL2": about}, {"nearest_leader": ("NL1", "NL2")})
    rows = [[str(1 + i % 5), str(1 + (i + i // 5) % 5)] for i in range(60)]
    level = ["decentral"] * 30 + ["centerchef"] * 10 + [None] * 20
    answers = make_answers(rows, ["NL1", "NL2"], leader_level=level)

    def first(population):
        return table(population, answers, instrument).as_json()["scales"][0]

    for population in ("all", "employees", "leaders"):
        assert first(population)["n"] is not None
        assert first(population)["items"][0]["mean"] is not None
    for population in ("decentral", "decentral+centerchef"):
        assert first(population)["n"] is first(population)["mean"] is None
        assert first(population)["items"][0]["mean"] is None


def test_a_policy_without_a_class_is_refused(municipality, trust, standard):
    with pytest.raises(NotComputable, match="about_one_person"):
        score_table(
            municipality,
            trust,
            round_id="r",
            minimum={"scale": 5, "distribution": 8, "problem": 8, "sensitive": 20},
            seen=everything(),
            standard=standard,
        )


# ---- problem and sensitive items, items outside scales


@pytest.fixture
def problems(make_instrument):
    from dataclasses import replace

    from skapital.config.instrument import Option

    base = make_instrument({"X": {}}, {}).items["X"].responses
    yesno = replace(base, id="yesno", options=(Option("1", 0.0, {}), Option("2", 100.0, {})))
    return make_instrument(
        {
            "KN1": {},
            "PH1": {"responses": yesno, "item_class": "problem"},
            "OB1": {"responses": yesno, "item_class": "sensitive"},
            "OB1A": {"responses": yesno, "item_class": "sensitive", "asked_if": ("OB1", ("1",))},
        },
        {},
    )


def test_problem_items_give_the_share_with_a_problem_of_those_who_answered(make_answers, problems, table):
    rows = [["5", "1", "1", "1"]] * 3 + [["1", "2", "2", None]] * 5 + [["9", "9", "2", None]] * 12
    result = table(answers=make_answers(rows, ["KN1", "PH1", "OB1", "OB1A"]), instrument=problems).as_json()
    assert result["problems"] == [
        {"item": "PH1", "n": 8, "share": 0.375},
        {"item": "OB1", "n": 20, "share": 0.15},
        {"item": "OB1A", "n": None, "share": None},
    ]
    assert [row["item"] for row in result["items"]] == ["KN1"]
    assert result["items"][0]["mean"] == pytest.approx(37.5) and result["items"][0]["missing_share"] == 0.6
    assert result["scales"] == []


@pytest.mark.parametrize(
    ("n", "problem", "sensitive"), [(7, False, False), (8, True, False), (19, True, False), (20, True, True)]
)
def test_problem_and_sensitive_items_have_minima_of_their_own(make_answers, problems, table, n, problem, sensitive):
    rows = [["5", "1" if i % 2 else "2", "2", None] for i in range(n)]
    shown = table(answers=make_answers(rows, ["KN1", "PH1", "OB1", "OB1A"]), instrument=problems).problems
    assert (shown[0].n is not None, shown[1].share is not None) == (problem, sensitive)


def test_a_routed_items_missing_share_is_of_those_asked(make_answers, make_instrument, table):
    instrument = make_instrument({"A": {}, "B": {"asked_if": ("A", ("5",))}}, {})
    rows = [["5", "3"]] * 9 + [["5", None]] + [["1", None]] * 30
    item = table(answers=make_answers(rows, ["A", "B"]), instrument=instrument).items[1]
    assert (item.n, item.missing_share) == (9, pytest.approx(0.1))


def test_an_item_that_was_asked_of_nobody_has_no_missing_share(make_answers, make_instrument, minimum, standard):
    instrument = make_instrument({"A": {}, "B": {}}, {"s": ("A", "B")})
    answers, none = make_answers([["5"]] * 9, ["A"]), dict.fromkeys(minimum, 0)
    row = score_table(answers, instrument, round_id="r", minimum=none, seen=everything(), standard=standard).scales[0]
    assert row.items[1].n == 0 and row.items[1].missing_share is None and row.items[1].mean is None
    assert row.items[1].sd is None


# ---- findings and the gate


def test_a_forgotten_reversal_is_asked_about_and_never_made(table, municipality, trust, make_instrument):
    wrong = make_instrument({code: {} for code in TRUST}, {"trust": tuple(TRUST)})
    result = table(instrument=wrong)
    assert result.scales[0].items[2].r_drop < 0
    said = [warning for warning in result.warnings if "TM3" in warning]
    assert len(said) == 1 and "reversed?" in said[0] and "not turned" in said[0]
    assert [f.slug for f in result.findings if f.item == "TM3"] == ["reversed-item"]
    assert result.scales[0].items[2].mean == pytest.approx(100 - table().scales[0].items[2].mean)


def test_a_good_scale_has_no_findings(table):
    result = table()
    assert result.warnings == () and result.failed_scales == ()
    assert result.scales[0].gate == "passed"


def test_random_answers_are_items_with_a_note_and_no_score(table, make_answers, trust):
    codes = np.random.default_rng(5).integers(1, 6, size=(400, 4)).astype(str)
    result = table(answers=make_answers(codes.tolist(), TRUST))
    row = result.scales[0]
    assert row.gate == "failed" and result.failed_scales == ("trust",)
    assert row.mean is row.sd is row.floor_share is row.ceiling_share is None
    assert row.n == 400 and abs(row.alpha) < 0.35 and row.items[0].mean is not None
    assert any("its score is not" in warning for warning in result.warnings)


def test_a_negative_alpha_is_shown_with_a_warning(table, make_answers, trust):
    rows = [["5", "1", "5", "1"], ["1", "5", "1", "5"]] * 20 + [["4", "2", "3", "1"]] * 5
    result = table(answers=make_answers(rows, TRUST))
    assert result.scales[0].alpha < 0
    assert "negative-alpha" in [finding.slug for finding in result.findings]


def test_a_scale_is_judged_on_the_whole_round(table, municipality):
    employees, leaders = table("employees"), table("leaders")
    assert leaders.scales[0].gate == employees.scales[0].gate == "passed"
    assert leaders.scales[0].mean is not None


def test_few_answers_cannot_tell_and_are_shown(table, municipality):
    result = table(answers=municipality.iloc[20:45])
    assert result.scales[0].gate == "cannot_tell" and result.scales[0].mean is not None
    assert [finding.slug for finding in result.findings] == ["scale-not-judged"]


def test_many_at_an_end_and_a_constant_item_are_said(table, make_answers, make_instrument):
    instrument = make_instrument({c: {} for c in "ABC"}, {"s": ("A", "B", "C")})
    rows = [["5", "5", "3"]] * 20 + [["1", "2", "3"]] * 20 + [["3", "4", "3"]] * 10
    slugs = [(f.slug, f.item) for f in table(answers=make_answers(rows, list("ABC")), instrument=instrument).findings]
    assert ("constant-item", "C") in slugs
    all_high = [["5", "5", "5"]] * 20 + [["1", "2", "1"]] * 20 + [["3", "4", "3"]] * 10
    found = table(answers=make_answers(all_high, list("ABC")), instrument=instrument)
    assert [f.slug for f in found.findings] == ["floor-ceiling"]
    assert "40.0 % have the highest score" in found.warnings[0]
    fewer = table(answers=make_answers(all_high[1:], list("ABC")), instrument=instrument)
    assert fewer.findings == () and fewer.scales[0].ceiling_share > 0.15


def test_a_heywood_case_is_said_with_its_item(table, make_answers, make_instrument):
    random = np.random.default_rng(3)
    matrix = np.linalg.cholesky([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    codes = np.clip(np.round(3 + random.normal(size=(3000, 3)) @ matrix.T), 1, 5).astype(int).astype(str)
    instrument = make_instrument({c: {} for c in "ABC"}, {"s": ("A", "B", "C")})
    result = table(answers=make_answers(codes.tolist(), list("ABC")), instrument=instrument)
    assert result.scales[0].omega is None
    assert [f.slug for f in result.findings] == ["heywood-case"] and "all of A" in result.warnings[0]


def test_findings_tell_nothing_that_is_withheld(table, make_answers):
    rows = [
        ["5", "5", "5", "5"],
        ["1", "1", "1", "1"],
        ["2", "2", "3", "2"],
        ["4", "5", "4", "4"],
        ["5", "4", "4", "5"],
    ]
    result = table(answers=make_answers(rows, TRUST))
    assert {finding.slug for finding in result.findings} == {"scale-not-judged"}


# ---- what --full adds


def test_full_adds_the_other_coefficients(table):
    plain, full = table(), table(full=True)
    assert plain.scales[0].details is None and "details" not in plain.as_json()["scales"][0]
    details = full.as_json()["scales"][0]["details"]
    row = full.as_json()["scales"][0]
    assert details["alpha_duhachek_low"] < row["alpha"] < details["alpha_duhachek_high"]
    assert details["omega_identification"] == "over_identified" and set(details["omega_loadings"]) == set(TRUST)
    assert details["icc1_low"] < row["icc1"] < details["icc1_high"]
    assert details["icc1_reml_low"] < row["icc1_reml"] < details["icc1_reml_high"]
    assert details["icc2_low"] < row["icc2"] < details["icc2_high"]
    assert 0 < details["rwg_null_median"] < 1 and 0 <= details["rwg_above_chance"] <= details["n_units_agreement"]
    assert details["units_reliable_70"] <= details["units_reliable_50"] <= 40
    assert details["alpha_pairwise"] != row["alpha"]
    assert np.shape(details["inter_item_correlations"]) == (4, 4)
    assert details["alpha_standardised"] == pytest.approx(row["alpha"], abs=0.02)
    assert full.as_json()["response_style"] == {"straight_lining": 0, "too_fast": None}
    json.dumps(full.as_json(), allow_nan=False)


def test_full_brings_pingouins_opinion(table):
    opinion = table(full=True).as_json()["scales"][0]["details"]["second_opinion"]
    assert opinion["ours_alpha"] == pytest.approx(opinion["pingouin_alpha"], rel=1e-12)
    assert opinion["ours_alpha_low"] == pytest.approx(opinion["pingouin_alpha_low"], abs=0.0006)
    assert opinion["ours_icc1"] == pytest.approx(opinion["pingouin_icc1"], rel=1e-9)
    assert opinion["ours_icc2"] == pytest.approx(opinion["pingouin_icc2"], rel=1e-9)


def test_full_withholds_with_the_rest(table, municipality):
    result = table(answers=municipality.iloc[20:27], full=True).as_json()
    assert result["scales"][0]["details"] == {}
    assert result["response_style"] == {"straight_lining": None, "too_fast": None}


def test_full_counts_fast_answers_where_there_are_times(table, municipality):
    answers = municipality.assign(seconds=["3", "x", None] + ["60"] * 597)
    assert table(answers=answers, full=True).response_style["too_fast"] == 1


def test_the_order_of_people_changes_nothing(table, municipality):
    forward, backward = (table(answers=a).as_json()["scales"][0] for a in (municipality, municipality.iloc[::-1]))
    for name in CONTRACT_SCALE[2:-1]:
        assert forward[name] == pytest.approx(backward[name], rel=1e-10), name


def test_full_says_whether_leaders_understand_the_items_as_employees_do(table, municipality):
    few = table(full=True).scales[0].details["leaders_and_employees"]
    assert few == {"understanding": None}
    answers = municipality.copy()
    answers.loc[answers.index[:200], "leader_level"] = "decentral"
    said = table(answers=answers, full=True).as_json()["scales"][0]["details"]["leaders_and_employees"]
    assert said["understanding"] == "alike" and set(said["d_macs"]) == set(TRUST)
    assert said["cfi_scalar"] > 0.97 and abs(said["latent_difference"]) < 0.3
    assert "leaders_and_employees" not in table("employees", answers=answers, full=True).scales[0].details
    assert table("leaders", answers=answers, full=True).scales[0].details["leaders_and_employees"] == few
