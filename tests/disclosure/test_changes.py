"""A published figure may be said anew only if nobody or enough people stand behind its change, measure by measure."""

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import INSTRUMENT, answers, frame, released, shown, tree
from skapital import columns as c
from skapital.disclosure.memory import Memory

LINE = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
SIZES = {"A": 30, "B": 30, "D": 30}
TRUST = ("TM1", "TMX2", "TM3", "TM4")


def again(given: pd.DataFrame, corrected: pd.DataFrame):  # type: ignore[no-untyped-def]
    """The publication of a file, then that of the file corrected."""
    first = released([LINE], given, frame(SIZES))
    memory = Memory.of([(first.cells, first.contributions)])
    return first, released([LINE], corrected, frame(SIZES), memory)


def stands(given: pd.DataFrame, corrected: pd.DataFrame, measure: str = "trust", statistic: str = c.MEAN) -> bool:
    """Whether every figure of a measure is the one that was published."""
    first, second = again(given, corrected)
    before, after = (_said(one.cells, measure, statistic) for one in (first, second))
    same = before.equals(after)
    assert second.kept or not same
    return same


def _said(cells: pd.DataFrame, measure: str, statistic: str) -> pd.DataFrame:
    rows = cells[(cells[c.MEASURE] == measure) & (cells[c.STATISTIC] == statistic)]
    return rows[[c.UNIT, c.POPULATION, c.VALUE, c.N]].reset_index(drop=True)


def other(given: pd.DataFrame, people: list[str], item: str) -> pd.DataFrame:
    """These people's answers to an item turned to another option."""
    corrected = given.copy()
    codes = [option.code for option in INSTRUMENT.items[item].responses.options]
    for person in people:
        corrected.loc[person, item] = next(code for code in (codes[0], codes[-1]) if code != given.loc[person, item])
    return corrected


def of(given: pd.DataFrame, unit: str, n: int) -> list[str]:
    return given.index[given["unit"] == unit][:n].tolist()


@pytest.mark.parametrize("n", [1, 4])
def test_a_correction_of_few_stands(n: int) -> None:
    given = answers(SIZES)
    assert stands(given, other(given, of(given, "A", n), "TM1"))


def test_many_corrections_of_one_item_do_not_hide_one_of_another() -> None:
    given = answers(SIZES)
    corrected = other(given, of(given, "A", 12), "TM1")
    assert not stands(given, corrected)
    assert stands(given, other(corrected, of(given, "A", 1), "JU1"))


def test_people_taken_away_one_from_each_unit_stand() -> None:
    """Five in all, but fewer in each unit: each unit's old total less the new one is theirs."""
    given = answers(SIZES)
    assert stands(given, given.drop([*of(given, "A", 2), *of(given, "B", 2), *of(given, "D", 1)]))


def test_people_taken_away_many_from_a_unit_give_new_figures() -> None:
    given = answers(SIZES)
    assert not stands(given, given.drop(of(given, "A", 22)))  # 22 are enough for every class of question


def test_one_who_is_counted_elsewhere_stands() -> None:
    given = answers(SIZES)
    corrected = given.copy()
    corrected.loc[of(given, "A", 1), "unit"] = "B"
    assert stands(given, corrected)


def test_a_unit_that_is_gone_whole_stands() -> None:
    """Nobody of today stands where they stood, so what the difference tells is not known."""
    given = answers(SIZES)
    assert stands(given, given[given["unit"] != "D"])


def late(given: pd.DataFrame, unit: str, n: int, seed: int) -> pd.DataFrame:
    """Answers of ``n`` more people of a unit."""
    more = answers({unit: n}, seed=seed)
    more.index = pd.Index([f"late{number}" for number in range(n)], name="respondent")
    return pd.concat([given, more])


def test_few_late_answers_stand_and_many_do_not() -> None:
    given = answers(SIZES)
    assert stands(given, late(given, "A", 4, seed=7))
    assert not stands(given, late(given, "A", 25, seed=7))


def test_late_answers_that_are_all_best_stand() -> None:
    """Old total and new give the total of the late ones: near its end, it gives each of them."""
    given = answers(SIZES)
    corrected = late(given, "A", 25, seed=7)
    new = corrected.index.str.startswith("late")
    for item in TRUST:
        best = max(INSTRUMENT.items[item].responses.options, key=lambda option: option.value)
        worst = min(INSTRUMENT.items[item].responses.options, key=lambda option: option.value)
        corrected.loc[new, item] = (worst if INSTRUMENT.items[item].reversed else best).code
    assert stands(given, corrected)


def test_late_answers_that_all_state_a_problem_stand_and_none_of_them_does_not() -> None:
    given = answers(SIZES)
    corrected = late(given, "A", 25, seed=7)
    new = corrected.index.str.startswith("late")
    options = sorted(INSTRUMENT.items["PH1"].responses.options, key=lambda one: one.value)
    yes, no = options[0].code, options[-1].code
    corrected.loc[new, "PH1"] = yes
    assert stands(given, corrected, "PH1", c.SHARE_PROBLEM)
    corrected.loc[new, "PH1"] = no
    assert not stands(given, corrected, "PH1", c.SHARE_PROBLEM)


def test_what_stands_shows_what_was_shown() -> None:
    given = answers(SIZES)
    first, second = again(given, other(given, of(given, "A", 1), "TM1"))
    assert shown(first) == shown(second)
    assert np.isfinite(second.cells.loc[second.cells[c.WITHHELD].isna(), c.VALUE].astype(float)).all()


# ---- what stands goes on standing


def test_what_stood_once_stands_in_the_next_publication_too() -> None:
    """The people remembered behind a figure that stands are those it was made of, not those of the day."""
    given = answers(SIZES)
    corrected = other(given, of(given, "A", 1), "TM1")
    first, second = again(given, corrected)
    memory = Memory.of([(one.cells, one.contributions) for one in (first, second)])
    third = released([LINE], corrected, frame(SIZES), memory)
    assert third.kept
    pd.testing.assert_series_equal(third.cells[c.VALUE], first.cells[c.VALUE])


def test_a_correction_taken_back_but_for_one_person_stands() -> None:
    """Every version was seen: the third less the first would be one person's change."""
    given = answers(SIZES)
    first, second = again(given, other(given, of(given, "A", 12), "TM1"))
    assert not second.kept
    memory = Memory.of([(one.cells, one.contributions) for one in (first, second)])
    third = released([LINE], other(given, of(given, "A", 1), "TM1"), frame(SIZES), memory)
    assert third.kept
    pd.testing.assert_series_equal(third.cells[c.VALUE], second.cells[c.VALUE])


@pytest.mark.parametrize("n", [1, 3])
def test_a_yes_no_question_stands_alone(n: int) -> None:
    """Late answers enough for scales, of whom few were asked or corrected in one question: that one stands."""
    given = answers(SIZES)
    corrected = late(other(given, of(given, "B", n), "PH1"), "A", 25, seed=7)
    first, second = again(given, corrected)
    assert any("PH1" in sentence for sentence in second.kept)
    before, after = (one.cell("2014-06", "B", "PH1", c.SHARE_PROBLEM) for one in (first, second))
    assert before == after
    assert second.cell("2014-06", "A", "trust", c.MEAN).n == first.cell("2014-06", "A", "trust", c.MEAN).n + 25
    memory = Memory.of([(one.cells, one.contributions) for one in (first, second)])
    third = released([LINE], corrected, frame(SIZES), memory)
    assert third.kept == second.kept
    pd.testing.assert_series_equal(third.cells[c.VALUE], second.cells[c.VALUE])


def test_a_file_without_respondents_names_everybody_anew_and_hides_nobody() -> None:
    """Else one answer corrected would look like everybody gone and everybody come."""
    given = answers(SIZES)

    def anew(corrected: pd.DataFrame) -> pd.DataFrame:
        return corrected.rename(index=lambda name: f"row-{name}")

    first, second = again(given, anew(given))
    assert (second.kept, second.cells.equals(first.cells)) == ((), True)
    assert stands(given, anew(other(given, of(given, "A", 4), "TM1")))
    assert not stands(given, anew(other(given, of(given, "A", 12), "TM1")))


def test_movers_do_not_hide_one_who_changed_an_answer() -> None:
    """Three go from one small unit to another: in the unit above they change nothing, and the one is left."""
    line = tree("line", ("C", "K"), ("A", "C"), ("B", "C"), ("D", "C"), ("E", "K"))
    sizes = {"A": 4, "B": 4, "D": 30, "E": 30}
    given = answers(sizes)
    corrected = other(given, of(given, "A", 1), "TM1")
    corrected.loc[of(given, "A", 4)[1:], "unit"] = "B"
    first = released([line], given, frame(sizes))
    second = released([line], corrected, frame(sizes), Memory.of([(first.cells, first.contributions)]))
    assert _said(first.cells, "trust", c.MEAN).equals(_said(second.cells, "trust", c.MEAN))
    assert second.kept
