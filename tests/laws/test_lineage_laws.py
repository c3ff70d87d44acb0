"""What holds for any reorganisation: nobody is lost, and one step or two come to the same wherever they can."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up.reorganisations import Chronicle, chronicle
from skapital.aggregate.groups import Structure, groups
from skapital.aggregate.invited import invited_by_group
from skapital.config.lineage import ENDED, carried_on, history, restated_unit, steps, successors

YEARS = 6


@st.composite
def three_years(draw: st.DrawFn) -> tuple[Chronicle, tuple[int, int, int]]:
    """A municipality that reorganised for some years, and three of its trees in order of time."""
    chosen = draw(st.lists(st.integers(0, YEARS), min_size=3, max_size=3, unique=True))
    first, second, third = sorted(chosen)
    return chronicle(draw(st.integers(0, 10**6)), years=YEARS, a_year=8), (first, second, third)


def one_way(code: str, told: Chronicle, years: tuple[int, int, int]) -> bool:
    """Whether a unit has one place on the way, which the tree between knows and the way from there does not end.

    Elsewhere one step knows more than two: the tree between no longer tells the parts of a unit that was split
    before it, and the old one not the parent that a unit had when it was closed after it.
    """
    old, between, new = (told.trees[year] for year in years)
    halfway = successors(code, steps(told.events, old.date, between.date))
    if halfway == {ENDED}:
        return one_way(str(old.by_code[code].parent), told, years)
    onward = [successors(one, steps(told.events, between.date, new.date)) for one in halfway]
    return len(halfway) == 1 and ENDED not in onward[0]


@given(three_years())
@settings(max_examples=40)
def test_one_step_and_two_come_to_the_same_place(drawn: tuple[Chronicle, tuple[int, int, int]]) -> None:
    told, years = drawn
    old, between, new = (told.trees[year] for year in years)
    first, second = restated_unit(old, between, told.events), restated_unit(between, new, told.events)
    direct = restated_unit(old, new, told.events)
    certain = [code for code in direct if one_way(code, told, years)]
    assert {code: direct[code] for code in certain} == {code: second[first[code]] for code in certain}
    assert len(certain) > len(direct) / 2  # the law is about most units, or it says nothing


@given(three_years())
@settings(max_examples=40)
def test_the_whole_has_the_same_people_in_one_step_and_in_two(
    drawn: tuple[Chronicle, tuple[int, int, int]],
) -> None:
    told, years = drawn
    old, between, new = (told.trees[year] for year in years)
    first, second = restated_unit(old, between, told.events), restated_unit(between, new, told.events)
    n = {code: len(people) for code, people in told.people[years[0]].items()}
    direct, chained = Counter[str](), Counter[str]()
    for code, place in restated_unit(old, new, told.events).items():
        direct[place] += n[code]
        chained[second[first[code]]] += n[code]
    assert direct.total() == chained.total() == sum(n.values())
    assert set(direct) | set(chained) <= set(new.within(new.root.code))


@given(three_years())
@settings(max_examples=40)
def test_what_holds_for_a_unit_over_both_steps_holds_over_one(
    drawn: tuple[Chronicle, tuple[int, int, int]],
) -> None:
    told, years = drawn
    old, between, new = (told.trees[year] for year in years)
    first, second = carried_on(old, between, told.events), carried_on(between, new, told.events)
    twice = {code: second[one] for code, one in first.items() if one in second}
    once = carried_on(old, new, told.events)
    assert {code: once.get(code) for code in twice} == twice


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_a_tree_and_itself_are_the_same(seed: int) -> None:
    tree = chronicle(seed, years=1, a_year=8).trees[1]
    assert restated_unit(tree, tree, ()) == {code: code for code in tree.by_code}
    assert all(
        (one.grade, one.reason, one.origins) == ("same", "same", (code,))
        for code, one in history(tree, tree, ()).items()
    )


@given(three_years())
@settings(max_examples=25)
def test_a_merger_conserves_the_invited_and_the_answers(drawn: tuple[Chronicle, tuple[int, int, int]]) -> None:
    """As the reports count them: the earlier frame and answers regrouped, and as they were then."""
    told, years = drawn
    old, new = told.trees[years[0]], told.trees[years[2]]
    people = told.people[years[0]]
    answered = pd.Series([unit for unit, there in people.items() for person in there if person % 3], dtype=object)
    rows = [(unit, pd.NA, len(there)) for unit, there in people.items() if there]
    frame = pd.DataFrame(rows, columns=["unit", "leader_level", "n_invited"])
    placed = restated_unit(old, new, told.events)
    structures = [
        Structure("now", (new,), answered, frame, {new.tree: placed}),
        Structure("then", (old,), answered, frame),
    ]
    asked = groups(pd.DataFrame({"population": "employees"}, index=answered.index), structures, [])
    employees = [key for key in asked.keys if key.population == "employees"]
    people_in = dict(zip(asked.keys, asked.member.sum(axis=1), strict=True))
    invited = invited_by_group(asked, structures, [])
    n_answered = {(key.structure, key.unit): people_in[key] for key in employees}
    n_invited = {(key.structure, key.unit): invited[key] for key in employees}
    for counts, total in ((n_answered, len(answered)), (n_invited, frame["n_invited"].sum())):
        assert counts["now", new.root.code] == counts["then", old.root.code] == total
        for code, one in history(old, new, told.events).items():
            if one.reason in ("same", "renamed", "moved", "merged"):
                assert counts["now", code] == sum(counts["then", origin] for origin in one.origins)
