"""Laws of what is compared: of differences, verdicts, shrunken figures, lists of many units, proportions and counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skapital import columns as c
from skapital.compare import intervals, many
from skapital.compare.against import part_of_whole
from skapital.compare.intervals import Means
from skapital.compare.shrunken import shrunken
from skapital.compare.verdict import SMALLER_THAN_MATTERS, notes, verdicts
from skapital.indicators.proportions import byar, wilson

scores = st.floats(0, 100)
spreads = st.floats(1, 40)
sizes = st.integers(5, 400)
ends = st.floats(-60, 60)
shares = st.floats(1e-9, 1.0)


def group(mean, sd, n):
    return Means(np.array([mean]), np.array([sd]), np.array([float(n)]), np.array([n - 1.0]))


# ---- differences


@given(scores, scores, spreads, spreads, sizes, sizes)
def test_an_interval_holds_its_difference_and_is_never_of_zero_width(a, b, s, t, n, m):
    found = intervals.independent(group(a, s, n), group(b, t, m))
    assert found.low[0] < found.value[0] < found.high[0]
    assert found.detectable[0] > found.high[0] - found.value[0]


@given(scores, scores, spreads, spreads, sizes, sizes)
def test_the_p_value_and_the_interval_say_the_same(a, b, s, t, n, m):
    found = intervals.independent(group(a, s, n), group(b, t, m))
    assume(abs(found.p[0] - 0.05) > 1e-6)
    assert (found.p[0] < 0.05) == (found.low[0] > 0 or found.high[0] < 0)


@given(scores, scores, spreads, sizes, st.integers(1, 400))
def test_more_answers_never_make_it_less_certain(a, b, s, n, more):
    few = intervals.independent(group(a, s, n), group(b, s, n))
    several = intervals.independent(group(a, s, n + more), group(b, s, n + more))
    assert several.high[0] - several.low[0] < few.high[0] - few.low[0]


@given(scores, scores, spreads, spreads, sizes, sizes)
def test_degrees_of_freedom_lie_between_the_smaller_group_and_both(a, b, s, t, n, m):
    df = intervals.independent(group(a, s, n), group(b, t, m)).df[0]
    assert min(n, m) - 1 - 1e-6 <= df <= n + m - 2 + 1e-6


@given(spreads, spreads, sizes, sizes, st.floats(0, 1), st.floats(0.0, 0.95))
def test_people_who_answered_twice_make_the_independent_interval_too_wide_never_too_narrow(s, t, n, m, part, r):
    both = int(part * min(n, m))
    linked = intervals.overlapping_error(s, n, t, m, both, r)
    assert linked <= intervals.overlapping_error(s, n, t, m, 0, 0.0) + 1e-9


@given(spreads, spreads, sizes, st.floats(-0.9, 0.9))
def test_all_the_same_people_is_the_paired_change(s, t, n, r):
    assert intervals.overlapping_error(s, n, t, n, n, r) == pytest.approx(np.sqrt((s**2 + t**2 - 2 * r * s * t) / n))


@given(st.integers(1, 200), st.integers(0, 200), st.floats(0.1, 10))
def test_a_finite_population_only_narrows(n, others, error):
    found = intervals.finite_population(error, n, n + others)
    assert 0 <= found < error
    assert (found == 0) == (others == 0)


# ---- verdicts


@given(ends, st.floats(0.01, 40), st.floats(0.5, 20))
def test_turning_the_scale_turns_the_verdict(low, width, matters):
    high = low + width
    word = verdicts(np.array([low]), np.array([high]), matters)[0]
    turned = verdicts(np.array([-high]), np.array([-low]), matters)[0]
    assert turned == {c.BETTER: c.WORSE, c.WORSE: c.BETTER}.get(word, word)
    assert notes(np.array([low]), np.array([high]), matters) == notes(np.array([-high]), np.array([-low]), matters)


@given(ends, st.floats(0.01, 40), st.floats(0.5, 20))
def test_what_is_said_follows_from_zero_and_from_what_matters(low, width, matters):
    high = low + width
    word = verdicts(np.array([low]), np.array([high]), matters)[0]
    note = notes(np.array([low]), np.array([high]), matters)[0]
    assert (word in (c.BETTER, c.WORSE)) == (low > 0 or high < 0)
    assert (word == c.NO_SIGN) == (low <= 0 <= high and -matters < low and high < matters)
    assert (note == SMALLER_THAN_MATTERS) == (word in (c.BETTER, c.WORSE) and -matters < low and high < matters)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.0, 3.0, "no_sign"),
        (0.0, 9.0, "cannot_tell"),
        (-3.0, 0.0, "no_sign"),
        (-5.0, 3.0, "cannot_tell"),
        (-3.0, 5.0, "cannot_tell"),
        (np.nextafter(0, 1), 9.0, "better"),
        (-9.0, -np.nextafter(0, 1), "worse"),
        (np.nan, 3.0, "withheld"),
        (1.0, np.nan, "withheld"),
    ],
)
def test_an_end_that_just_touches_is_neither_beyond_zero_nor_inside_what_matters(low, high, word):
    assert verdicts(np.array([low]), np.array([high]), 5.0) == [word]


@pytest.mark.parametrize(
    ("low", "high", "note"), [(1.0, 5.0, None), (1.0, 4.9, "smaller_than_matters"), (-5.0, -1.0, None)]
)
def test_a_difference_that_may_be_just_what_matters_is_not_called_smaller(low, high, note):
    assert notes(np.array([low]), np.array([high]), 5.0) == [note]


# ---- part and whole


@given(scores, spreads, sizes, st.integers(50, 500), st.floats(-20, 20))
def test_a_part_lies_above_the_whole_as_it_lies_above_the_rest(mean, sd, n, others, ahead):
    whole_mean = mean - ahead * others / (n + others)
    found = part_of_whole(group(mean, sd, n), group(whole_mean, 60.0, n + others))
    assert found.value[0] == pytest.approx(mean - whole_mean, abs=1e-6)


# ---- shrunken figures

_units = st.lists(st.tuples(st.floats(-30, 30), st.floats(1, 80)), min_size=5, max_size=12)


def _arrays(units):
    return np.array([one for one, _ in units]), np.array([one for _, one in units])


@given(_units, st.floats(-50, 50), st.floats(0.1, 10))
def test_shrinking_moves_with_the_figures_and_with_their_unit(units, shift, factor):
    y, v = _arrays(units)
    plain, moved = shrunken(y, v), shrunken(y * factor + shift, v * factor**2)
    for name in ("estimate", "low", "high"):
        assert getattr(moved, name) == pytest.approx(getattr(plain, name) * factor + shift, rel=1e-6, abs=1e-5)


@given(_units)
def test_a_shrunken_figure_lies_among_the_figures_and_within_its_interval(units):
    y, v = _arrays(units)
    found = shrunken(y, v)
    assert (found.estimate >= y.min() - 1e-6).all()
    assert (found.estimate <= y.max() + 1e-6).all()
    assert (found.low < found.estimate).all()
    assert (found.estimate < found.high).all()


@given(_units, st.randoms())
def test_the_order_of_units_does_not_matter(units, random):
    order = list(range(len(units)))
    random.shuffle(order)
    y, v = _arrays(units)
    assert shrunken(y[order], v[order]).estimate == pytest.approx(shrunken(y, v).estimate[order], abs=1e-7)


# ---- many units


@given(st.lists(shares, max_size=40))
def test_benjamini_and_hochberg_lie_between_one_by_one_and_bonferroni(p_values):
    found = many.benjamini_hochberg(p_values)
    assert all(p <= 0.05 for p, flag in zip(p_values, found, strict=True) if flag)
    assert all(flag for p, flag in zip(p_values, found, strict=True) if p <= 0.05 / len(p_values) * (1 - 1e-12))


@given(st.lists(shares, min_size=1, max_size=40))
def test_a_smaller_p_value_is_never_kept_out_by_a_larger_one(p_values):
    flags = many.benjamini_hochberg(p_values)
    largest = max((p for p, flag in zip(p_values, flags, strict=True) if flag), default=0.0)
    assert all(flag == (p <= largest) for p, flag in zip(p_values, flags, strict=True))


@given(st.lists(shares, min_size=1, max_size=40))
def test_holm_begins_with_bonferroni_and_keeps_the_order(p_values):
    adjusted = many.holm(p_values)
    assert all(p - 1e-15 <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))
    assert min(adjusted) == pytest.approx(min(1.0, min(p_values) * len(p_values)))
    order = np.argsort(p_values, kind="stable")
    assert (np.diff(np.array(adjusted)[order]) >= -1e-15).all()


# ---- proportions and counts


@given(st.integers(1, 400), st.data())
def test_a_share_lies_in_its_interval_and_yes_mirrors_no(n, data):
    events = data.draw(st.integers(0, n))
    low, high = wilson(events, n)
    assert 0 <= low <= events / n + 1e-12
    assert events / n - 1e-12 <= high <= 1
    assert high - low > 0
    assert (1 - high, 1 - low) == pytest.approx(wilson(n - events, n), abs=1e-12)


@given(st.integers(0, 5_000))
def test_a_count_lies_in_its_interval_and_more_is_more(count):
    low, high = byar(count)
    assert 0 <= low <= count < high
    assert byar(count + 1) > (low, high)
