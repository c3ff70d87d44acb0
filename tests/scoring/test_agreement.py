import numpy as np
import pandas as pd
import pytest

from skapital.errors import NotComputable
from skapital.scoring import agreement as a
from skapital.scoring.agreement_null import rwg_null_point

NAN = np.nan
FIVE = [0, 25, 50, 75, 100]


def test_one_item_is_plain_rwg():
    values, unit = [[50], [75], [100], [0], [0]], ["a", "a", "a", "b", "b"]
    result = a.within_group_agreement(values, unit, 1250)
    assert result.loc["a", "rwg_j"] == pytest.approx(1 - 625 / 1250)
    assert result.loc["b", "rwg_j"] == 1
    assert result["n"].to_dict() == {"a": 3, "b": 2}


def test_the_hundred_point_metric_gives_what_the_five_point_metric_gives():
    values = np.random.default_rng(1).integers(1, 6, size=(60, 4))
    unit = np.repeat(np.arange(6), 10)
    five = a.within_group_agreement(values, unit, a.uniform_variance([1, 2, 3, 4, 5]))
    hundred = a.within_group_agreement((values - 1) * 25, unit, a.uniform_variance(FIVE))
    pd.testing.assert_frame_equal(five, hundred)


def test_the_variance_is_cut_first_so_that_rwg_stays_within_0_and_1():
    values = [[0, 0], [100, 100], [0, 100], [100, 0]]
    result = a.within_group_agreement(values, [1, 1, 1, 1], 1250).iloc[0]
    assert result["rwg_j"] == 0
    assert result["rwg_star_j"] == pytest.approx(1 - (10000 / 3) / 1250)  # not cut


def test_rows_with_a_missing_item_and_units_of_one_are_left_out():
    values = [[50, 50], [75, NAN], [75, 75], [0, 0], [0, 0]]
    result = a.within_group_agreement(values, ["a", "a", "a", "b", None], 1250)
    assert result.index.tolist() == ["a"] and result["n"].tolist() == [2]


def test_several_null_variances_are_meaned():
    values, unit = [[50, 50], [75, 75], [100, 0]], [1, 1, 1]
    pd.testing.assert_frame_equal(
        a.within_group_agreement(values, unit, [1000, 1500]), a.within_group_agreement(values, unit, 1250)
    )


def test_two_options_are_enough_for_a_null_variance():
    assert a.uniform_variance([0, 100]) == 2500


def test_uniform_variance_refuses_what_is_no_set_of_options():
    for options in ([5], [], [1, 1], [1, NAN], [[1, 2], [3, 4]]):
        with pytest.raises(NotComputable):
            a.uniform_variance(options)


@pytest.mark.parametrize("null", [0, -1, NAN, np.inf, [1250, 0]])
def test_a_null_variance_is_positive(null):
    with pytest.raises(NotComputable, match="positive"):
        a.within_group_agreement([[1], [2]], [1, 1], null)


def test_nobody_beside_another_is_refused():
    for function in (lambda v, u: a.within_group_agreement(v, u, 1250), a.ad_m, lambda v, u: a.a_wg(v, u, 0, 100)):
        with pytest.raises(NotComputable, match="two complete"):
            function([[1.0, 2], [3, 4]], ["a", "b"])


def test_ad_m_is_the_mean_distance_from_the_mean():
    result = a.ad_m([[0, 100], [50, 100], [100, 100], [7, 7]], ["a", "a", "a", "b"])
    assert result.to_dict() == {"a": pytest.approx(100 / 3 / 2)}


def test_ad_m_reads_units_of_any_type():
    values = [[0.0, 100], [50, 100], [7, NAN], [9, 9]]
    for unit in (["x", "x", "x", None], pd.Series(["x", "x", "x", None], dtype="str"), [1.0, 1.0, 1.0, NAN]):
        assert a.ad_m(values, unit).tolist() == [12.5]


def test_a_wg_against_the_most_variance_its_mean_allows():
    result = a.a_wg([[1], [5], [1], [5], [3], [3]], ["split"] * 4 + ["one"] * 2, 1, 5)
    assert result["split"] == pytest.approx(-1)
    assert result["one"] == 1


def test_a_wg_near_an_end_does_not_hold_and_at_the_end_is_one():
    answers = [[1.0], [1], [1], [1.5], [5], [5]]
    result = a.a_wg(answers, ["near"] * 4 + ["end"] * 2, 1, 5)
    assert pd.isna(result["near"]) and result["end"] == 1
    two = a.a_wg([[1.0, 2], [1, 4], [1, 2], [1.5, 4]], ["near"] * 4, 1, 5)
    assert two["near"] == pytest.approx(0.5)  # the first item does not hold, the second does
    for ends in ((5, 1), (5, 5)):
        with pytest.raises(NotComputable, match="above the lowest"):
            a.a_wg(answers, ["near"] * 6, *ends)


def test_the_chance_point_is_the_same_every_time_and_follows_its_seed():
    one = rwg_null_point(8, 3, FIVE, 0.4)
    assert rwg_null_point(8, 3, FIVE, 0.4) == one
    assert rwg_null_point(8, 3, FIVE, 0.4, seed=2) != one
    assert rwg_null_point(8, 3, FIVE, 0.4, seed=2) == pytest.approx(one, abs=0.03)


def test_the_chance_point_falls_with_raters_and_rises_with_items_and_their_correlation():
    points = [rwg_null_point(n, 4, FIVE, 0.5) for n in (5, 10, 20, 40)]
    assert points == sorted(points, reverse=True) and points[0] > 0.7 > points[1]
    assert rwg_null_point(20, 6, FIVE, 0.5) > rwg_null_point(20, 2, FIVE, 0.5)
    assert rwg_null_point(20, 4, FIVE, 0.5) > rwg_null_point(20, 4, FIVE, 0.0)
    assert rwg_null_point(20, 4, FIVE, -0.3) == rwg_null_point(20, 4, FIVE, 0.0)
    assert rwg_null_point(20, 4, FIVE, 0.5, level=0.5) < rwg_null_point(20, 4, FIVE, 0.5)


def test_the_chance_point_does_not_depend_on_the_metric_or_the_order_of_options():
    assert rwg_null_point(10, 3, [5, 4, 3, 2, 1], 0.5) == pytest.approx(rwg_null_point(10, 3, FIVE, 0.5), abs=1e-12)


def test_by_chance_units_lie_above_the_point_five_times_in_a_hundred():
    random = np.random.default_rng(77)
    values = np.array(FIVE)[random.integers(5, size=(3000 * 10, 3))]
    found = a.within_group_agreement(values, np.repeat(np.arange(3000), 10), 1250)["rwg_j"]
    assert np.mean(found > rwg_null_point(10, 3, FIVE, 0.0)) == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(
    "arguments", [(1, 3, FIVE, 0.5), (5, 0, FIVE, 0.5), (5, 3, FIVE, 1.0), (5, 3, FIVE, NAN), (5, 3, [1], 0.5)]
)
def test_the_chance_point_refuses(arguments):
    with pytest.raises(NotComputable):
        rwg_null_point(*arguments)
    with pytest.raises(NotComputable):
        rwg_null_point(5, 3, FIVE, 0.5, draws=99)
    with pytest.raises(NotComputable):
        rwg_null_point(5, 3, FIVE, 0.5, level=1.0)


def test_drawing_in_parts_changes_no_shape(monkeypatch):
    from skapital.scoring import agreement_null

    monkeypatch.setattr(agreement_null, "_CHUNK", 7 * 10 * 3)
    assert rwg_null_point(10, 3, FIVE, 0.5, draws=400) == pytest.approx(rwg_null_point(10, 3, FIVE, 0.5), abs=0.05)
