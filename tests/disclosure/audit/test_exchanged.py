"""A unit of five to seven in which everybody was exchanged: when it looks as if few had come, and when it does not."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from made_up.attacked import attacked
from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.tables import Link, PeriodData

LINE = (tree("line", ("A", "K"), ("B", "K"), ("D", "K"), ("E", "K")),)


def whole(given: pd.DataFrame) -> PeriodData:
    invited = frame(given["unit"].value_counts().to_dict())
    return part(given, [Structure(LINE[0].date, LINE, given[c.ANSWER_UNIT], invited)], "2014-06")


def published(period: PeriodData, *after: Release) -> Release:
    memory = Memory.of([(one.cells, one.contributions) for one in after], [one.units for one in after])
    data = aggregate.collect([period], [(LINE[0].date, LINE)], "workplace")
    return release(data, POLICY, memory, equations_of(INSTRUMENT))


def of(sizes: dict[str, int], seed: int, name: str) -> pd.DataFrame:
    given = answers(sizes, seed=seed)
    return given.set_axis(pd.Index([f"{name}{place}" for place in range(len(given))], name="respondent"))


def exchanged(then: int, now: int, seed: int) -> tuple[Release, Release]:
    """Two publications of a round: in between all of A, B and E turned out to be others, and nobody of D."""
    same = of({"D": 30}, 4, "d")
    first = published(whole(pd.concat([same, of({"A": then, "B": 30, "E": 7}, seed, "then")])))
    second = published(whole(pd.concat([same, of({"A": now, "B": 30, "E": 7}, seed + 100, "now")])), first)
    before, after = (one.cell("2014-06", "A", "trust", c.MEAN) for one in (first, second))
    assert (before.n, after.n) == (then, now) and before.value != after.value  # the gate says it anew: all are others
    return first, second


@pytest.mark.parametrize(("then", "now", "seed"), [(6, 6, 0), (7, 7, 1), (5, 7, 1), (6, 7, 1)])
def test_others_who_do_not_look_like_few_are_no_leak(then: int, now: int, seed: int) -> None:
    assert attacked(*exchanged(then, now, seed)) == []


def test_others_who_look_just_as_if_two_had_come_are_held_for_two() -> None:
    """Nothing in the files tells them from two late answers: a reader would take the difference for theirs."""
    leaks = attacked(*exchanged(5, 7, 0))
    assert {leak.units for leak in leaks} == {("A",)}
    assert {leak.how.partition(":")[0] for leak in leaks} == {"published twice, and changed by fewer than 5 people"}


def test_a_unit_in_which_nobody_stayed_from_one_round_to_the_next_is_no_leak() -> None:
    given = of({"A": 6, "B": 30, "D": 30, "E": 30}, 3, "r")
    nobody = (given["unit"] != "A").to_numpy()
    link = Link("stayers:2016-06", "leavers:2016-06", nobody, pd.DataFrame(columns=list(c.CELL_COLUMNS)))
    found = published(dataclasses.replace(whole(given), links=(link,)))
    of_leavers = found.cells[(found.cells[c.UNIT] == "A") & (found.cells[c.GROUP] == link.others)]
    assert of_leavers[c.VALUE].notna().any()
    assert attacked(found) == []
