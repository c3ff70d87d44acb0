import numpy as np
import pandas as pd
import pytest

from skapital.scoring.scales import least_answered, person_scores

NAN = np.nan


@pytest.mark.parametrize(("items", "needed"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)])
def test_at_least_half_of_the_items(items, needed):
    assert least_answered(items, 0.5) == needed


def test_a_share_that_is_no_binary_number_is_not_rounded_up():
    assert least_answered(10, 0.7) == 7
    assert least_answered(3, 2 / 3) == 2
    assert least_answered(4, 0.0) == 1
    assert least_answered(4, 1.0) == 4


def scores(instrument, rows):
    return person_scores(pd.DataFrame(rows, columns=list(instrument.items), dtype=float), instrument)


def test_a_person_score_is_the_mean_of_the_answered_items(trust):
    rows = [[100, 100, 100, 100], [75, 50, 75, NAN], [75, NAN, 75, NAN], [75, NAN, NAN, NAN], [NAN] * 4]
    np.testing.assert_allclose(scores(trust, rows)["trust"], [100, 200 / 3, 75, NAN, NAN])


def test_a_composite_is_the_mean_of_the_scale_scores_not_of_the_items(make_instrument):
    instrument = make_instrument({c: {} for c in "ABC"}, {"one": ("A",), "two": ("B", "C"), "both": ("one", "two")})
    assert scores(instrument, [[0, 100, 100]])["both"].tolist() == [50.0]


def test_a_composite_needs_all_its_scales(make_instrument):
    instrument = make_instrument({c: {} for c in "ABC"}, {"one": ("A",), "two": ("B", "C"), "both": ("one", "two")})
    result = scores(instrument, [[NAN, 100, 100], [50, NAN, 100], [50, NAN, NAN]])
    np.testing.assert_array_equal(result["both"], [NAN, 75, NAN])
    np.testing.assert_array_equal(result["two"], [100, 100, NAN])


def test_composites_may_be_listed_before_their_scales_and_nest(make_instrument):
    scales = {"all": ("both", "three"), "both": ("one", "two"), "one": ("A",), "two": ("B",), "three": ("C",)}
    result = scores(make_instrument({c: {} for c in "ABC"}, scales), [[0, 100, 100]])
    assert list(result.columns) == list(scales)
    assert result.iloc[0].to_dict() == {"all": 75.0, "both": 50.0, "one": 0.0, "two": 100.0, "three": 100.0}


def test_the_share_is_the_instruments(make_instrument):
    instrument = make_instrument({c: {} for c in "ABCD"}, {"s": tuple("ABCD")}, share=0.75)
    np.testing.assert_array_equal(scores(instrument, [[1, 2, 3, NAN], [1, 2, NAN, NAN]])["s"], [2, NAN])


def test_the_index_is_kept(trust):
    values = pd.DataFrame([[1.0] * 4], columns=list(trust.items), index=pd.Index(["x"], name="respondent"))
    assert person_scores(values, trust).index.equals(values.index)
