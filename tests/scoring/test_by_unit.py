import numpy as np
import pandas as pd
import pytest

from skapital.errors import NotComputable
from skapital.scoring.by_unit import alpha_by_unit, unit_moments
from skapital.scoring.icc import anova_icc, anova_of
from skapital.scoring.moments import complete_moments
from skapital.scoring.reliability import cronbach_alpha, feldt_interval

NAN = np.nan


def answers(seed=1, people=300, units=25, missing=0.05):
    random = np.random.default_rng(seed)
    unit = np.array([f"W{i:02d}" for i in random.integers(units, size=people)])
    values = 25 * np.clip(np.round(2 + random.normal(size=(people, 1)) + random.normal(size=(people, 4))), 0, 4)
    values[random.random(values.shape) < missing] = NAN
    return values, unit


def test_alpha_of_every_unit_is_alpha_of_that_unit():
    values, unit = answers()
    result = alpha_by_unit(unit_moments(values, unit))
    assert len(result) > 20
    for name, row in result.iterrows():
        moments = complete_moments(values[unit == name])
        alpha = cronbach_alpha(moments.covariance)
        assert row["n"] == moments.n
        assert row["alpha"] == pytest.approx(alpha, rel=1e-10)
        assert (row["low"], row["high"]) == pytest.approx(feldt_interval(alpha, moments.n, 4), rel=1e-9)


def test_alpha_of_every_unit_is_pingouins():
    import pingouin

    values, unit = answers()
    result = alpha_by_unit(unit_moments(values, unit))
    for name, row in result.iterrows():
        complete = pd.DataFrame(values[unit == name]).dropna()
        theirs, interval = pingouin.cronbach_alpha(data=complete)
        assert row["alpha"] == pytest.approx(theirs, rel=1e-10)
        assert (row["low"], row["high"]) == pytest.approx(tuple(interval), abs=0.0006)


def test_icc_from_the_same_moments():
    values, unit = answers()
    whole = ~np.isnan(values).any(axis=1)
    from_moments = anova_of(unit_moments(values, unit).groups())
    direct = anova_icc(values[whole].mean(axis=1), unit[whole])
    assert from_moments.icc1 == pytest.approx(direct.icc1, rel=1e-10)
    assert from_moments.msw == pytest.approx(direct.msw, rel=1e-10)


def test_listwise_and_without_people_who_have_no_unit():
    moments = unit_moments([[1, 2], [3, 4], [NAN, 4], [9, 9]], pd.Series(["b", "a", "a", None], dtype=object))
    assert moments.unit.tolist() == ["a", "b"] and moments.n.tolist() == [1, 1]
    assert moments.mean.tolist() == [[3, 1], [4, 2]]
    assert moments.total_mean.tolist() == [7, 3]
    assert not moments.several.any()


def test_units_without_a_complete_row_are_left_out():
    moments = unit_moments([[1, 2], [NAN, 4]], np.array(["a", "b"]))
    assert moments.unit.tolist() == ["a"]


def test_a_unit_whose_sums_do_not_vary_has_no_alpha():
    result = alpha_by_unit(unit_moments([[1, 2], [2, 1], [1, 1], [2, 2]], np.array([1, 1, 2, 2])))
    assert result.index.tolist() == [2] and result["alpha"].tolist() == [1.0]


def test_a_far_away_level_costs_no_digits():
    values, unit = answers(missing=0)
    near, far = (alpha_by_unit(unit_moments(values + shift, unit))["alpha"] for shift in (0, 1e8))
    np.testing.assert_allclose(near, far, rtol=1e-6)


def test_refusals():
    with pytest.raises(NotComputable, match="two items"):
        alpha_by_unit(unit_moments([[1], [2]], np.array([1, 1])))
    with pytest.raises(NotComputable, match="no complete answer"):
        unit_moments([[NAN, 1]], np.array([1]))
    with pytest.raises(NotComputable, match="infinite"):
        unit_moments([[np.inf, 1]], np.array([1]))
    with pytest.raises(NotComputable, match="2 persons but 1 units"):
        unit_moments([[1, 1], [2, 2]], np.array([1]))
