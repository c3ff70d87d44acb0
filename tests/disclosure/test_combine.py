"""Units that are read together: a code names the same members for ever, and what was once said of them is known."""

import numpy as np

from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.disclosure.combine import Combined, with_published
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release

LINE = tree("line", ("C", "K"), ("F", "K"), ("A", "C"), ("B", "C"), ("E", "C"), ("D", "C"))
LARGE = {"A": 4, "B": 4, "E": 20, "D": 20, "F": 20}
SMALL = {**LARGE, "E": 3}


def one_period(sizes, period):
    given = answers(sizes, seed=len(period))
    return part(given, [Structure(LINE.date, (LINE,), given[c.ANSWER_UNIT], frame(sizes))], period)


def released(*periods, after: tuple[Release, ...] = ()) -> Release:
    memory = Memory.of([(one.cells, one.contributions) for one in after], [one.units for one in after])
    whole = aggregate.collect(list(periods), [(LINE.date, (LINE,))], "workplace")
    return release(whole, POLICY, memory, equations_of(INSTRUMENT))


def members(found: Release) -> dict[str, list[str]]:
    rows = found.units[found.units["members"].notna()]
    return dict(zip(rows["code"], rows["members"], strict=True))


def test_a_code_goes_on_naming_the_same_members_and_no_others() -> None:
    first = released(one_period(SMALL, "2014-06"))
    second = released(one_period(LARGE, "2015-06"), after=(first,))
    third = released(one_period(SMALL, "2016-06"), after=(first, second))
    (code,), (other,) = members(first), members(second)
    assert code != other
    assert members(first)[code] == ["A", "B", "E"] and members(second)[other] == ["A", "B"]
    assert list(members(third)) == [code]


def test_fewer_members_are_not_shown_of_a_round_in_which_more_were() -> None:
    """In 2014 A, B and E were read together, and 3 answered in E: A and B alone would give them by subtraction."""
    then = one_period(SMALL, "2014-06")
    first = released(then)
    second = released(one_period(LARGE, "2016-06"), then, after=(first,))
    (code,) = members(second)
    assert second.cell("2016-06", code, "trust", c.MEAN).n == 8
    assert second.cell("2014-06", code, "trust", c.MEAN).withheld
    (before,) = members(first)
    assert first.cell("2014-06", before, "trust", c.MEAN).n == 11


def test_unions_that_overlap_are_families_apart() -> None:
    asked = one_period(LARGE, "2014-06").asked
    known = {
        LINE.date: (Combined("X", "C", ("A", "B")), Combined("Y", "C", ("B", "E")), Combined("Z", "C", ("A", "D")))
    }
    found = with_published(asked, known)
    added = [key.unit for key in found.keys[len(asked.keys) :]]
    assert added == ["X", "Y", "Z"] and not found.own[len(asked.keys) :].any()
    for family in found.families:
        for group in family.groups:
            for other in family.groups:
                both = found.member[group] & found.member[other]
                nested = both.any() and (
                    np.array_equal(both, found.member[group]) or np.array_equal(both, found.member[other])
                )
                assert nested or not both.any()


def test_a_union_that_is_said_no_more_still_counts() -> None:
    """Of 2014 the three together were shown and nothing around them: two of them alone would give the third."""
    then = one_period(SMALL, "2014-06")
    first = released(then)
    (union,) = members(first)
    around = first.cells["unit"] != union
    cells = first.cells.assign(
        **{
            c.WITHHELD: first.cells[c.WITHHELD].where(~around, c.PROTECTED),
            **{name: first.cells[name].where(~around) for name in (c.VALUE, c.N, c.BASE)},
        }
    )
    memory = Memory.of([(cells, first.contributions)], [first.units])
    whole = aggregate.collect([one_period(LARGE, "2016-06"), then], [(LINE.date, (LINE,))], "workplace")
    second = release(whole, POLICY, memory, equations_of(INSTRUMENT))
    (code,) = members(second)
    assert second.cell("2014-06", code, "trust", c.MEAN).withheld
    assert second.cell("2016-06", code, "trust", c.MEAN).n == 8
