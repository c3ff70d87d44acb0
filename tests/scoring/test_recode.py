import numpy as np
import pandas as pd
import pytest

from skapital.errors import InputError
from skapital.scoring.recode import asked, item_values

NAN = np.nan


def test_options_get_their_values_and_reversed_items_are_turned(make_answers, trust):
    answers = make_answers([["5", "4", "1", "2"]], ["TM1", "TMX2", "TM3", "TM4"])
    assert item_values(answers, trust).to_numpy().tolist() == [[100.0, 75.0, 100.0, 25.0]]


def test_blank_missing_code_and_not_answered_are_no_value(make_answers, trust):
    answers = make_answers([["", "9", None, "  "]], ["TM1", "TMX2", "TM3", "TM4"])
    assert item_values(answers, trust).isna().all(axis=None)


def test_the_columns_are_the_instruments_in_its_order_whatever_the_export(make_answers, trust):
    answers = make_answers([["2", "5"]], ["TM4", "TM1"])
    values = item_values(answers, trust)
    assert list(values.columns) == ["TM1", "TMX2", "TM3", "TM4"]
    assert values["TM1"].tolist() == [100.0] and values["TM4"].tolist() == [25.0]
    assert values["TMX2"].isna().all()
    assert values.index.equals(answers.index)


def test_an_unknown_code_stops_the_run_and_is_not_repeated(make_answers, trust):
    answers = make_answers([["5", "Anna Hansen", "6", "2"]], ["TM1", "TMX2", "TM3", "TM4"])
    with pytest.raises(InputError) as caught:
        item_values(answers, trust)
    assert caught.value.slug == "unknown-code"
    assert [problem.column for problem in caught.value.problems] == ["TMX2", "TM3"]
    said = caught.value.message + "".join(problem.as_text() for problem in caught.value.problems)
    assert "Anna" not in said and "p0" not in said
    assert "1, 2, 3, 4, 5, 9" in said and "[codes]" in said
    assert caught.value.problems[0].message.startswith("1 answers")


def test_a_routed_item_has_a_value_only_where_its_route_leads(make_answers, make_instrument):
    instrument = make_instrument({"OB1": {}, "OB1A": {"asked_if": ("OB1", ("4", "5"))}}, {})
    answers = make_answers([["5", "5"], ["4", "1"], ["1", "5"], [None, "5"], ["9", "5"]], ["OB1", "OB1A"])
    assert item_values(answers, instrument)["OB1A"].tolist()[:2] == [100.0, 0.0]
    assert item_values(answers, instrument)["OB1A"].isna().tolist() == [False, False, True, True, True]
    assert asked(answers, instrument.items["OB1A"]).tolist() == [True, True, False, False, False]


def test_a_route_to_an_item_that_was_not_in_the_export_leads_nobody_on(make_answers, make_instrument):
    instrument = make_instrument({"OB1": {}, "OB1A": {"asked_if": ("OB1", ("5",))}}, {})
    answers = make_answers([["5"]], ["OB1A"])
    assert not asked(answers, instrument.items["OB1A"]).any()
    assert item_values(answers, instrument)["OB1A"].isna().all()


def test_an_item_is_not_for_some_leader_levels(make_answers, make_instrument):
    instrument = make_instrument({"NL1": {"not_for": ("direktion",)}}, {})
    answers = make_answers([["5"], ["5"], ["5"]], ["NL1"], leader_level=[None, "direktion", "centerchef"])
    assert item_values(answers, instrument)["NL1"].isna().tolist() == [False, True, False]
    assert asked(answers, instrument.items["NL1"]).tolist() == [True, False, True]


def test_an_item_without_a_column_was_asked_of_nobody(make_answers, trust):
    answers = make_answers([["5"]], ["TM1"])
    assert asked(answers, trust.items["TM1"]).tolist() == [True]
    assert asked(answers, trust.items["TM4"]).tolist() == [False]


def test_codes_are_recognised_whatever_text_type_the_table_has(trust):
    for dtype in ("str", object, "category"):
        answers = pd.DataFrame({"TM1": pd.Series(["5", None, "9", "1"], dtype=dtype)})
        np.testing.assert_array_equal(item_values(answers, trust)["TM1"], [100, NAN, NAN, 0])


def test_no_answers_give_no_values(make_answers, trust):
    assert item_values(make_answers([], ["TM1", "TMX2", "TM3", "TM4"]), trust).shape == (0, 4)
