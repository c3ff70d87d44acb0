"""Who answered only part of a scale must not follow from it less its items, nor from a composite less its scales."""

import pytest

from made_up.municipality import POLICY, answers, frame, released, shown, tree
from skapital import columns as c
from skapital.disclosure.memory import Memory

LINE = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
SIZES = {"A": 12, "B": 30, "D": 30}
COLLABORATION = ["SW1", "SW2", "SW3"]


def with_gaps(items, number, unit="A", sizes=SIZES):
    given = answers(sizes, seed=3)
    people = given.index[given["unit"] == unit][:number]
    given.loc[people, items] = None
    return released([LINE], given, frame(sizes))


def test_a_composite_less_its_scales_would_be_one_persons_score():
    found = with_gaps(COLLABORATION, 1)
    assert "A" not in shown(found, "social_capital")
    assert not {"B", "D", "K"} <= shown(found, "social_capital")  # K less B less D would be A again
    for scale in ("trust", "justice", "collaboration"):
        assert "A" in shown(found, scale)


def test_a_scale_less_its_items_would_be_one_persons_score():
    found = with_gaps(["TM4"], 1)
    assert "A" not in shown(found, "TM4")
    assert "A" not in shown(found, "TM4", c.SHARE + "1")
    assert {"A"} <= shown(found, "TM1") & shown(found, "TMX2") & shown(found, "TM3") & shown(found, "trust")


@pytest.mark.parametrize(("number", "seen"), [(0, True), (1, False), (7, False), (8, True)])
def test_none_or_enough_who_answered_only_part_hide_nothing(number, seen):
    sizes = {"A": 30, "B": 30, "D": 30}
    given = answers(sizes, seed=3)
    given.loc[given.index[given["unit"] == "A"][:number], "TM4"] = None
    found = released([LINE], given, frame(sizes))
    assert ("A" in shown(found, "TM4")) == seen


def test_in_a_large_group_rounding_hides_them():
    half = 0.5 * 10.0 ** -POLICY.decimals["score"]
    enough = int(POLICY.value_width / (2 * half * 4)) + 1
    few = {"A": enough - 3, "B": 200, "D": 200}
    many = {"A": enough + 3, "B": 200, "D": 200}
    assert "A" not in shown(with_gaps(["TM4"], 1, sizes=few), "TM4")
    assert "A" in shown(with_gaps(["TM4"], 1, sizes=many), "TM4")


def test_what_an_equation_withheld_stays_withheld_in_a_later_publication():
    given = answers(SIZES, seed=3)
    people = given.index[given["unit"] == "A"][:1]
    given.loc[people, ["TM4"]] = None
    first = released([LINE], given, frame(SIZES))
    again = released([LINE], given, frame(SIZES), memory=Memory.of([(first.cells, first.contributions)]))
    assert "A" not in shown(first, "TM4")
    assert "A" not in shown(again, "TM4")
    assert "A" in shown(again, "TM1")
