import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from skapital.compare import bands, intervals, verdict
from skapital.config.instrument import Band
from skapital.errors import NotComputable
from skapital.indicators import proportions


def test_overlapping_error_of_the_domain_note():
    # instruments.md 6.9: n1 30, n2 28, n12 20, s1 18, s2 17, r .6
    assert intervals.overlapping_error(18, 30, 17, 28, 20, 0.6) == pytest.approx(3.5183, abs=5e-5)
    assert intervals.overlapping_error(18, 30, 17, 28, 0, 0.6) == pytest.approx(4.5958, abs=5e-5)


@given(st.integers(2, 60), st.floats(-0.99, 0.99))
def test_full_overlap_is_the_paired_form(n, r):
    paired = np.sqrt((18**2 + 17**2 - 2 * r * 18 * 17) / n)
    assert intervals.overlapping_error(18, n, 17, n, n, r) == pytest.approx(paired)


def test_paired_agrees_with_scipy():
    first = np.array([50.0, 60, 70, np.nan, 40, 55])
    second = np.array([55.0, 58, 80, 70, 45, np.nan])
    found = intervals.paired(first, second)
    both = ~(np.isnan(first) | np.isnan(second))
    other = stats.ttest_rel(second[both], first[both])
    assert found.p[0] == pytest.approx(other.pvalue)
    assert (found.low[0], found.high[0]) == pytest.approx(tuple(other.confidence_interval()))


def test_finite_population_of_the_domain_note():
    assert intervals.finite_population(18 / np.sqrt(20), 20, 25) == pytest.approx(1.800, abs=5e-4)
    with pytest.raises(ValueError, match="list"):
        intervals.finite_population(1.0, 30, 25)


def test_impossible_overlap_is_refused():
    with pytest.raises(ValueError, match="linked"):
        intervals.overlapping_error(18, 30, 17, 28, 29, 0.5)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 8.0, "cannot_tell"),
        (0.1, 8.0, "better"),
        (-8.0, -0.1, "worse"),
        (-5.0, 4.0, "cannot_tell"),
        (-4.9, 4.9, "no_sign"),
        (0.0, 4.9, "no_sign"),
        (np.nan, 1.0, "withheld"),
    ],
)
def test_edges_of_the_verdict(low, high, expected):
    assert verdict.verdicts(np.array([low]), np.array([high]), 5.0) == [expected]


@given(st.floats(-30, 30), st.floats(0, 30))
def test_every_interval_has_one_verdict(low, width):
    word = verdict.verdicts(np.array([low]), np.array([low + width]), 5.0)[0]
    assert word in ("better", "worse", "no_sign", "cannot_tell")
    assert (word in ("better", "worse")) == (low > 0 or low + width < 0)


def test_wilson_and_byar_have_no_zero_width():
    # Wilson 0/10: 0 to .2775 (Newcombe 1998, table I); Byar 10: 4.79 to 18.39 (Breslow & Day 1987)
    assert proportions.wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-5)
    assert proportions.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert proportions.byar(10) == pytest.approx((4.79, 18.39), abs=0.01)
    assert proportions.byar(0)[1] > 3
    with pytest.raises(NotComputable):
        proportions.wilson(3, 2)
    with pytest.raises(NotComputable):
        proportions.byar(-1)


def test_bands_are_half_open_and_compared_before_rounding():
    table = [Band(0, 50, {"en": "low"}), Band(50, 101, {"en": "high"})]
    assert bands.band_of(49.96, table) is table[0]
    assert bands.band_of(50.0, table) is table[1]
    assert bands.band_of(60.0, []) is None
    with pytest.raises(ValueError, match="no band"):
        bands.band_of(120.0, table)


def test_a_paired_change_needs_two_persons():
    two = intervals.paired(np.array([50.0, 60.0]), np.array([55.0, 75.0]))
    assert (two.value[0], two.df[0]) == (10.0, 1.0)
    with pytest.raises(ValueError, match=r"^a paired change needs two persons with both values$"):
        intervals.paired(np.array([50.0, np.nan]), np.array([55.0, 75.0]))


def test_another_level_gives_another_interval():
    first, second = np.array([50.0, 60, 70, 45]), np.array([55.0, 75, 70, 50])
    wide, narrow = intervals.paired(first, second), intervals.paired(first, second, 0.8)
    ends = stats.ttest_rel(second, first).confidence_interval(0.8)
    assert (narrow.low[0], narrow.high[0]) == pytest.approx(tuple(ends))
    assert wide.low[0] < narrow.low[0]
    later, earlier = (intervals.Means(*(np.array([x]) for x in (one.mean(), one.std(ddof=1), 4.0, 3.0)))
                      for one in (second, first))  # fmt: skip
    ends = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.8)
    found = intervals.independent(later, earlier, 0.8)
    assert (found.low[0], found.high[0]) == pytest.approx(tuple(ends))


def test_nobody_answered_is_no_mean_of_a_list():
    with pytest.raises(ValueError, match=r"^those who answered are among those on the list$"):
        intervals.finite_population(1.0, 0, 25)
    assert intervals.finite_population(2.0, 25, 25) == 0.0


@pytest.mark.parametrize(
    ("n_both", "correlation"), [(29, 0.5), (-1, 0.5), (20, 1.01), (20, -1.01)], ids=["29 of 28", "less", "high", "low"]
)
def test_what_cannot_be_is_said(n_both, correlation):
    with pytest.raises(ValueError, match=r"^linked persons are among those who answered, and a correlation lies in -1"):
        intervals.overlapping_error(18, 30, 17, 28, n_both, correlation)


def test_the_ends_of_what_can_be():
    # the same people, the same spread, the same order: nothing is left to chance
    assert intervals.overlapping_error(18, 30, 18, 30, 30, 1.0) == 0.0
    assert intervals.overlapping_error(18, 30, 18, 30, 30, -1.0) == pytest.approx(2 * 18 / np.sqrt(30))


def test_a_difference_without_spread_or_freedom():
    zero, none = np.array([0.0]), np.array([np.nan])
    same = intervals.of(np.array([3.0]), zero, np.array([9.0]))
    assert (same.low[0], same.high[0], same.p[0], same.detectable[0]) == (3.0, 3.0, 0.0, 0.0)
    assert intervals.of(zero, zero, np.array([9.0])).p[0] == 1.0
    lone = intervals.of(np.array([3.0]), np.array([2.0]), zero)
    assert np.isnan([lone.low[0], lone.high[0], lone.p[0], lone.detectable[0]]).all()
    assert np.isnan(intervals.of(none, zero, np.array([9.0])).p[0])
