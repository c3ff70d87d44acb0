import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from skapital.errors import NotComputable
from skapital.indicators import absence

# Region Hovedstaden's worked example: hours planned and absent of six shifts.
PLANNED = np.array([7.4, 7.4, 8.5, 10.0, 16.0, 17.5])
ABSENT = np.array([7.4, 2.4, 2.5, 5.0, 16.0, 14.25])
AMOUNTS = st.lists(st.floats(0, 200), min_size=2, max_size=30).map(np.array)


def spells(*rows):
    frame = pd.DataFrame(rows, columns=["person", "unit", "start", "end", "reason", "fraction", "employment"])
    frame["start"], frame["end"] = pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])
    return frame.assign(spell=np.arange(len(frame)))


def employment(*rows):
    frame = pd.DataFrame(rows, columns=["person", "unit", "start", "end", "fraction"])
    frame["start"], frame["end"] = pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])
    return frame


def test_person_view_of_region_hovedstaden():
    assert absence.person_view_days(ABSENT, PLANNED) == pytest.approx(3.933, abs=5e-4)


def test_unit_view_of_region_hovedstaden():
    assert absence.unit_view_days(ABSENT, 7.4) == pytest.approx(6.4257, abs=5e-5)


def test_days_per_full_time_equivalent_of_region_hovedstaden():
    fractions = np.array([1.0, 0.86, 1.0, 1.0, 0.81, 1.0])
    days = np.array([6.4257, 6.4257, 0, 0, 0, 0])
    assert absence.rate_interval(days, fractions, None).value == pytest.approx(2.27, abs=5e-3)


def test_shifts_without_planned_hours_do_not_count():
    assert absence.person_view_days(np.array([7.4, 3.0]), np.array([7.4, 0.0])) == 1.0


def test_a_spell_over_a_month_end_is_split_and_weekends_do_not_count():
    parts = absence.by_month(spells(("p", "W1", "2014-01-30", "2014-02-03", "own_illness", 1.0, 0.5)))
    assert parts["month"].astype(str).tolist() == ["2014-01", "2014-02"]
    assert parts["calendar_days"].tolist() == [2, 3]
    assert parts["days"].tolist() == [1.0, 0.5]  # Thursday and Friday; Monday alone, since 1-2 February are a weekend


def test_splitting_keeps_all_days():
    whole = spells(("p", "W1", "2013-11-04", "2014-03-09", "own_illness", 1.0, 1.0))
    days = np.busday_count("2013-11-04", "2014-03-10")
    assert absence.by_month(whole)["days"].sum() == days


def test_full_time_equivalents_are_the_mean_of_the_firsts():
    staff = employment(("p", "W1", "2013-05-01", "2014-02-15", 0.8), ("p", "W2", "2014-02-16", None, 1.0))
    months = pd.period_range("2014-01", "2014-03", freq="M")
    got = absence.full_time_equivalents(staff, months).set_index("unit")["base"]
    assert got.to_dict() == pytest.approx({"W1": 0.8 * 2 / 3, "W2": 1 / 3})


def test_one_between_two_firsts_has_no_equivalents():
    staff = employment(("p", "W1", "2014-01-02", "2014-01-30", 1.0))
    assert absence.full_time_equivalents(staff, pd.period_range("2014-01", "2014-03", freq="M")).empty


def test_amounts_tell_short_from_long_by_the_whole_spell():
    rows = spells(
        ("p", "W1", "2014-01-20", "2014-02-28", "own_illness", 1.0, 1.0),
        ("p", "W1", "2014-02-03", "2014-02-03", "child_ill", 1.0, 1.0),
        ("q", "W1", "2014-02-04", "2014-02-05", "own_illness", 1.0, 1.0),
    )
    parts = absence.by_month(rows)
    february = parts[parts["month"] == pd.Period("2014-02")]
    staff = employment(
        ("p", "W1", "2013-01-01", None, 1.0), ("q", "W1", "2013-01-01", None, 1.0), ("r", "W1", "2013-01-01", None, 0.5)
    )
    base = absence.full_time_equivalents(staff, pd.period_range("2014-02", "2014-02", freq="M"))
    got = absence.amounts_by_person(
        february, base, reasons=["own_illness"], long_from=31, lengths=absence.spell_lengths(rows)
    ).set_index("person")
    assert got.loc["p", ["days", "days_short", "days_long"]].tolist() == [20, 0, 20]
    assert got.loc["q", ["days", "days_short", "days_long"]].tolist() == [2, 2, 0]
    assert got.loc["r", ["base", "days", "spells"]].tolist() == [0.5, 0, 0]


def test_gamma_limits_with_no_dispersion_are_exact_poisson():
    low, high = absence.gamma_limits(10.0, 4.0, 1.0)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 20) / 2 / 4)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 22) / 2 / 4)


def test_no_absence_still_has_an_interval():
    rate = absence.rate_interval(np.zeros(12), np.ones(12), 8.0)
    assert rate.low == 0.0
    assert rate.high > 0


def test_without_a_dispersion_there_is_no_interval():
    assert absence.rate_interval(np.ones(5), np.ones(5), None).low is None


def test_from_1000_persons_the_interval_is_that_of_the_mean():
    days = np.random.default_rng(3).gamma(0.5, 20, 4000)
    rate = absence.rate_interval(days, np.ones(4000), None)
    reach = 1.959963984540054 * days.std(ddof=1) / np.sqrt(4000)
    assert rate.method == "own"
    assert (rate.low, rate.high) == pytest.approx((days.mean() - reach, days.mean() + reach), rel=2e-3)


def test_below_1000_persons_the_pooled_dispersion_is_used():
    days = np.random.default_rng(3).gamma(0.5, 20, 999)
    rate = absence.rate_interval(days, np.ones(999), 30.0)
    assert (rate.low, rate.high) == absence.gamma_limits(days.sum(), 999.0, 30.0)


def test_percent_names_its_base():
    assert absence.percent_of_base(12.0, 226) == pytest.approx(5.3, abs=0.05)


def test_concentration_takes_the_boundary_person_in_part():
    assert absence.concentration(np.array([10.0, 5, 5, 0]), top=0.375) == pytest.approx(12.5 / 20)


@given(AMOUNTS)
def test_rate_does_not_depend_on_the_order_of_persons(days):
    base = np.linspace(0.4, 1.0, days.size)
    assert absence.rate_interval(days, base, 5.0).value == pytest.approx(
        absence.rate_interval(days[::-1], base[::-1], 5.0).value
    )


@given(AMOUNTS)
@example(np.array([0.0, 2.225073858507e-311]))
def test_interval_holds_the_rate(days):
    rate = absence.rate_interval(days, np.ones(days.size), 3.0)
    assert rate.low <= rate.value <= rate.high


@given(AMOUNTS.filter(lambda days: days.sum() > 0))
def test_all_persons_have_all_days(days):
    assert absence.concentration(days, top=1.0) == pytest.approx(1.0)


@pytest.mark.parametrize("days", [[-1.0, 2.0], [np.nan, 2.0]])
def test_impossible_amounts_are_refused(days):
    with pytest.raises(NotComputable):
        absence.rate_interval(np.array(days), np.ones(2), 1.0)


def test_a_rate_without_staff_is_refused():
    with pytest.raises(NotComputable):
        absence.rate_interval(np.zeros(2), np.zeros(2), 1.0)
    with pytest.raises(NotComputable):
        absence.percent_of_base(3.0, 0)
    with pytest.raises(NotComputable):
        absence.dispersion(np.zeros(3), np.ones(3))
