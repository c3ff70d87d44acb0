"""Change where persons are followed. Only tests may hold the gate's token."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from made_up.releases import NOW, release_of
from skapital import columns as c
from skapital.compare import change, intervals, linked
from skapital.compare.intervals import Means
from skapital.compare.linked import Both


def means(mean, sd, n):
    return Means(*(np.array([float(one)]) for one in (mean, sd, n, n - 1)))


def both(later, earlier, n, r):
    return Both(*(np.array([float(one)]) for one in (later, earlier, n, r)))


def test_the_worked_example_of_the_domain_note():
    # instruments.md 6.9: n1 30, n2 28, n12 20, s1 18, s2 17, r .6
    found = linked.overlapping(means(66, 17, 28), means(60, 18, 30), both(67, 60, 20, 0.6))
    assert found.error[0] == pytest.approx(3.5183, abs=5e-5)
    # Derrick et al. (2017): m + (welch - m) (na + nb) / (na + nb + 2 n12)
    welch = intervals.independent(means(66, 17, 28), means(60, 18, 30)).df[0]
    assert found.df[0] == pytest.approx(27 + (welch - 27) * 18 / 58)
    assert found.error[0] == pytest.approx(intervals.overlapping_error(18, 30, 17, 28, 20, 0.6))


def test_where_nobody_is_known_to_have_stayed_rounds_are_independent():
    later, earlier = means(66, 17, 28), means(60, 18, 30)
    found = linked.overlapping(later, earlier, both(np.nan, np.nan, np.nan, np.nan))
    apart = intervals.independent(later, earlier)
    assert (found.low[0], found.high[0], found.df[0]) == (apart.low[0], apart.high[0], apart.df[0])


@given(st.integers(5, 60), st.floats(-0.9, 0.9), st.floats(-20, 20))
def test_if_everybody_stayed_it_is_their_paired_change_and_nobody_came(n, r, change_of_mean):
    later, earlier, same = means(60 + change_of_mean, 17, n), means(60, 18, n), both(60 + change_of_mean, 60, n, r)
    whole, stayed = linked.overlapping(later, earlier, same), linked.of_stayers(later, earlier, same)
    assert (whole.low[0], whole.high[0]) == pytest.approx((stayed.low[0], stayed.high[0]))
    assert np.isnan(linked.of_who_came_and_went(later, earlier, same).value[0])


@pytest.mark.parametrize(
    ("n_later", "n_earlier"), [(21, 20), (20, 21), (20, 26)], ids=["one came", "one went", "six went"]
)
def test_who_came_alone_or_went_alone_is_a_part_too(n_later, n_earlier):
    # closed form: with nobody who went, d - t = w (j - t2), of variance w² s² (1/n_j + 1/n_12)
    later, earlier, same = means(66, 17, n_later), means(60, 18, n_earlier), both(64, 61, 20, 0.6)
    found = linked.of_who_came_and_went(later, earlier, same)
    moved, n, sd = (n_later - 20, n_later, 17) if n_later > 20 else (n_earlier - 20, n_earlier, 18)
    assert found.value[0] == pytest.approx(6 - 3)
    assert found.error[0] == pytest.approx(moved / n * sd * np.sqrt(1 / moved + 1 / 20))


def test_where_nobody_differs_in_how_he_moved_nothing_is_left_to_chance():
    later, earlier, same = means(66, 18, 20), means(60, 18, 20), both(66, 60, 20, 1.0)
    stayed = linked.of_stayers(later, earlier, same)
    assert (stayed.error[0], stayed.low[0], stayed.high[0], stayed.p[0]) == (0.0, 6.0, 6.0, 0.0)
    # rounding alone could make the sum of squares less than nothing
    beyond = linked.of_stayers(later, earlier, both(66, 60, 20, 1.0 + 1e-12))
    assert beyond.error[0] == 0.0


def test_paired_scores_give_the_paired_test():
    draw = np.random.default_rng(8)
    first = draw.normal(60, 18, 30)
    second = 0.6 * first + draw.normal(28, 12, 30)
    r = np.corrcoef(first, second)[0, 1]
    later, earlier = means(second.mean(), second.std(ddof=1), 30), means(first.mean(), first.std(ddof=1), 30)
    found = linked.of_stayers(later, earlier, both(second.mean(), first.mean(), 30, r))
    other = stats.ttest_rel(second, first)
    assert found.p[0] == pytest.approx(other.pvalue)
    assert (found.low[0], found.high[0]) == pytest.approx(tuple(other.confidence_interval()))


def rounds_with_overlap(draw, units, n, stay):
    """Scores of two rounds (units x people), of whom the first ``stay`` answered both; r .6."""
    person = draw.standard_normal((units, n))
    again = np.where(
        np.arange(n) < stay, 0.6 * person + 0.8 * draw.standard_normal((units, n)), draw.standard_normal((units, n))
    )
    return 60 + 18 * person, 63 + 18 * again


@pytest.mark.parametrize("stay", [6, 14])
def test_the_intervals_hold_the_truth(stay):
    draw, n = np.random.default_rng(17), 20
    first, second = rounds_with_overlap(draw, 20_000, n, stay)
    later, earlier = (
        Means(one.mean(axis=1), one.std(axis=1, ddof=1), np.full(20_000, float(n)), np.full(20_000, n - 1.0))
        for one in (second, first)
    )
    same = Both(
        second[:, :stay].mean(axis=1), first[:, :stay].mean(axis=1), np.full(20_000, float(stay)), np.full(20_000, 0.6)
    )
    whole, stayed = linked.overlapping(later, earlier, same), linked.of_stayers(later, earlier, same)
    rest = linked.of_who_came_and_went(later, earlier, same)
    for found, truth, above in ((whole, 3.0, 0.007), (stayed, 3.0, 0.012), (rest, 0.0, 0.015)):
        held = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.943 < held < 0.95 + above, "the spread of all stands in for the stayers' own, on the safe side"
    assert rest.value == pytest.approx(whole.value - stayed.value)
    assert whole.error.mean() < intervals.independent(later, earlier).error.mean()


# ---- out of a release


def linked_release(*, n_then=12, r=0.5, withheld=None):
    found = release_of(
        [
            ("2014", "A", 60.0, 30, 18.0),
            ("2016", "A", 66.0, 28, 17.0),
            ("2016", "K", 64.0, 90, 18.0),
            ("2014", "K", 61.0, 90, 18.0),
        ]
    )
    base = found.exact[(found.exact[c.UNIT] == "A") & (found.exact[c.STATISTIC] == c.MEAN)]
    rows = []
    for period, other, mean, n in (("2016", "2014", 69.0, 12), ("2014", "2016", 61.0, n_then)):
        row = base[base[c.PERIOD] == period].assign(**{c.GROUP: f"stayers:{other}", c.VALUE: mean, c.N: n})
        rows.append(row.assign(**{c.WITHHELD: withheld}) if period == "2014" and withheld else row)
    constant = rows[0].assign(**{c.UNIT: "K", c.STATISTIC: c.CORRELATION, c.VALUE: r, c.N: 12})
    object.__setattr__(found, "exact", pd.concat([found.exact, *rows, constant], ignore_index=True))
    return found


def compared(found):
    table = change.rounds(found, period="2016", earlier="2014", kind="round", smallest_important=5, past={})
    return table.set_index(c.UNIT)


def test_a_release_of_linked_rounds_says_what_the_change_is_made_of():
    found = linked_release()
    table = compared(found)
    assert table.loc["A", "n_linked"] == 12
    assert np.isnan(table.loc["K", "n_linked"])
    error = intervals.overlapping_error(18, 30, 17, 28, 12, 0.5)
    welch = intervals.independent(means(66, 17, 28), means(60, 18, 30)).df[0]
    df = 27 + (welch - 27) * 34 / 58
    assert table.loc["A", "high"] - 6 == pytest.approx(stats.t.ppf(0.975, df) * error)
    parts = change.of_linked(found, period="2016", earlier="2014", smallest_important=5)
    assert parts[[c.UNIT, "kind"]].to_numpy().tolist() == [["A", "stayers"], ["A", "came_and_went"]]
    assert parts["difference"].tolist() == pytest.approx([8.0, -2.0])
    assert parts["n_linked"].tolist() == [12, 12]
    assert parts[["grade", "reason"]].to_numpy().tolist() == [["same", "same"]] * 2
    assert (parts.index.tolist(), "index" in parts.columns) == ([0, 1], False)
    assert parts[c.STRUCTURE].unique().tolist() == [NOW]


@pytest.mark.parametrize("how", [{"n_then": 11}, {"withheld": "protected"}, {"r": np.nan}])
def test_what_is_not_released_both_times_leaves_the_rounds_independent(how):
    found = linked_release(**how)
    plain = release_of([("2014", "A", 60.0, 30, 18.0), ("2016", "A", 66.0, 28, 17.0)])
    assert compared(found).loc["A", ["low", "high"]].tolist() == compared(plain).loc["A", ["low", "high"]].tolist()
    assert change.of_linked(found, period="2016", earlier="2014", smallest_important=5).empty


def test_rounds_that_are_not_linked_have_no_such_parts():
    plain = release_of([("2014", "A", 60.0, 30, 18.0), ("2016", "A", 66.0, 28, 17.0)])
    assert change.of_linked(plain, period="2016", earlier="2014", smallest_important=5).empty
    assert compared(plain)["n_linked"].isna().all()
