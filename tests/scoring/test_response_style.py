import numpy as np
import pandas as pd

from skapital.scoring.response_style import straight_lining, too_fast


def test_one_option_throughout_is_flagged_before_items_are_turned(make_answers, trust):
    rows = [["4", "4", "4", "4"], ["4", "4", "2", "4"], ["4", "4", "4", None], ["4", "4", "4", "9"], [None] * 4]
    answers = make_answers(rows, list(trust.items))
    assert straight_lining(answers, trust, 4).tolist() == [True, False, False, False, False]
    assert straight_lining(answers, trust, 3).tolist() == [True, False, True, True, False]


def test_items_outside_scales_and_missing_columns_do_not_count(make_answers, make_instrument):
    instrument = make_instrument({c: {} for c in "ABCD"}, {"s": ("A", "B", "C")})
    answers = make_answers([["1", "1", "1", "5"]], list("ABCD"))
    assert straight_lining(answers, instrument, 3).tolist() == [True]
    assert straight_lining(answers.drop(columns="C"), instrument, 3).tolist() == [False]
    assert straight_lining(answers.drop(columns="C"), instrument, 2).tolist() == [True]


def test_each_response_set_is_looked_at_by_itself(make_answers, make_instrument, trust):
    from dataclasses import replace

    other = replace(trust.items["TM1"].responses, id="other")
    items = {"A": {}, "B": {}, "C": {"responses": other}, "D": {"responses": other}}
    instrument = make_instrument(items, {"s": tuple("ABCD")})
    answers = make_answers([["1", "1", "2", "3"], ["1", "2", "3", "3"], ["1", "2", "2", "1"]], list("ABCD"))
    assert straight_lining(answers, instrument, 2).tolist() == [True, True, False]


def test_too_fast_is_less_than_the_seconds_an_item():
    assert too_fast([19.9, 20.0, 300, np.nan, 0], [10, 10, 10, 10, 0], 2.0).tolist() == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_no_respondents(make_answers, trust):
    assert straight_lining(make_answers([], list(trust.items)), trust, 2).tolist() == []
    assert too_fast(pd.Series([], dtype=float), [], 2.0).tolist() == []
