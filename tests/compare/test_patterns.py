import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from skapital.compare.patterns import departures, newcombe
from skapital.errors import NotComputable

GROUPS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 200)), min_size=2, max_size=8).map(
    lambda pairs: (np.array([left for left, _ in pairs]), np.array([left + more for left, more in pairs]))
)


def test_newcombe_agrees_with_his_example():
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, example (a): 56/70 - 48/80, method 10.
    low, high = newcombe(np.array([56]), np.array([70]), np.array([48]), np.array([80]))
    assert (low[0], high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_one_group_far_off_is_found_and_the_others_are_not():
    found = departures(np.array([10, 12, 40, 9]), np.array([100, 110, 100, 95]))
    assert found.departs[2]
    assert found.difference[2] > 0.2


def test_equal_groups_do_not_depart():
    found = departures(np.array([10, 10, 10]), np.array([100, 100, 100]))
    assert not found.departs.any()
    assert found.difference == pytest.approx([0, 0, 0])


@given(GROUPS)
def test_interval_holds_the_difference(groups):
    found = departures(*groups)
    assert (found.low <= found.difference + 1e-12).all()
    assert (found.high >= found.difference - 1e-12).all()
    assert (found.low < found.high).all()


@given(GROUPS, st.randoms(use_true_random=False))
def test_order_of_groups_does_not_matter(groups, random):
    order = list(range(groups[0].size))
    random.shuffle(order)
    assert departures(groups[0][order], groups[1][order]).adjusted_p == pytest.approx(
        departures(*groups).adjusted_p[order]
    )


def test_two_groups_mirror_each_other():
    found = departures(np.array([5, 20]), np.array([50, 60]))
    assert found.difference[0] == pytest.approx(-found.difference[1])
    assert found.adjusted_p[0] == pytest.approx(stats.fisher_exact([[5, 45], [20, 40]]).pvalue)


@pytest.mark.parametrize(("left", "staff"), [([1], [2]), ([1, 3], [2, 2]), ([0, 0], [0, 4]), ([-1, 1], [4, 4])])
def test_impossible_counts_are_refused(left, staff):
    with pytest.raises(NotComputable):
        departures(np.array(left), np.array(staff))
