"""Stayers, joiners and leavers under the policy: nothing about too few follows from them and the units together."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.compare.change import ALL_COLUMNS
from skapital.disclosure import linked
from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.crossing import row_reduced
from skapital.disclosure.audit.published import from_release
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.publication.release_json import release_json
from skapital.tables import Link

LEAST = 5


def linked_part(trees, sizes, stays):
    """A round in which ``stays[unit]`` of each unit's employees answered the other round too."""
    given = answers(sizes, seed=3)
    found = part(given, [Structure(trees[0].date, tuple(trees), given[c.ANSWER_UNIT], frame(sizes))])
    people = found.observations.people
    place = people.groupby("unit").cumcount()
    flags = (place < people["unit"].map(stays)).to_numpy(dtype=bool)
    constants = pd.DataFrame(
        [("round", "2014-06", "2014-01-01", "employees", "K", "stayers:2012", "trust", c.CORRELATION, 0.5, 40, None)],
        columns=list(c.CELL_COLUMNS),
    )
    return replace(found, links=(Link("stayers:2012", "joiners:2012", flags, constants),))


def released(one, trees, memory=None) -> Release:
    whole = aggregate.collect([one], [(trees[0].date, trees)], "workplace")
    return release(whole, POLICY, memory or Memory.empty(), equations_of(INSTRUMENT))


def groups(found: Release, name: str | None, measure: str = "trust") -> set[str]:
    rows = found.cells[(found.cells[c.STATISTIC] == c.MEAN) & (found.cells[c.MEASURE] == measure)]
    rows = rows[rows[c.WITHHELD].isna() & (rows[c.POPULATION] == c.EMPLOYEES)]
    own = rows[rows[c.GROUP].isna() if name is None else rows[c.GROUP] == name]
    return set(own[c.UNIT])


LINE = tree("line", ("C1", "K"), ("C2", "K"), ("A", "C1"), ("B", "C1"), ("D", "C2"), ("E", "C2"))
MED = tree("med", ("M1", "K"), ("M2", "K"), ("A", "M1"), ("D", "M1"), ("B", "M2"), ("E", "M2"))
SIZES = {"A": 20, "B": 20, "D": 20, "E": 20}


def test_stayers_are_shown_where_they_and_the_others_are_enough():
    one = linked_part([LINE], SIZES, {"A": 10, "B": 12, "D": 9, "E": 20})
    found = released(one, [LINE])
    assert groups(found, "stayers:2012") == {"K", "C1", "C2", "A", "B", "D", "E"}
    assert groups(found, "joiners:2012") == {"K", "C1", "C2", "A", "B", "D"}  # nobody came to E
    cell = found.cell("2014-06", "A", "trust", c.MEAN, group="stayers:2012")
    scores = one.observations.values["trust"]
    own = scores[one.links[0].stays & (one.observations.people["unit"] == "A").to_numpy()]
    assert (cell.n, cell.value) == (10, pytest.approx(own.mean(), abs=0.05))


def test_four_who_came_hide_who_stayed():
    found = released(linked_part([LINE], SIZES, {"A": 16, "B": 12, "D": 9, "E": 10}), [LINE])
    assert "A" not in groups(found, "stayers:2012")
    assert "A" in groups(found, None), "the unit's own figure is never given up for it"
    assert {"K", "C1"} - groups(found, "stayers:2012") == set()


def test_units_stand_as_they_would_without_links():
    sizes = {"A": 7, "B": 3, "D": 20, "E": 12, "C1": 6}
    one = linked_part([LINE, MED], sizes, {"A": 5, "B": 2, "D": 10, "E": 7})
    with_them, without = released(one, [LINE, MED]), released(replace(one, links=()), [LINE, MED])
    plain = with_them.cells[with_them.cells[c.GROUP].isna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(plain, without.cells.reset_index(drop=True))


def test_what_crosses_with_the_units_is_looked_at_together():
    # A: 12 of whom 10 stayed; B: 11 of whom 1 stayed. C1: 11 stayed, 12 came. A's total less the stayers of C1 is about
    # the 2 who came to A and the 1 who stayed in B.
    sizes = {"A": 12, "B": 11, "D": 20, "E": 20}
    found = released(linked_part([LINE], sizes, {"A": 10, "B": 1, "D": 10, "E": 10}), [LINE])
    assert "C1" in groups(found, None)
    assert "C1" not in groups(found, "stayers:2012")
    assert "K" not in groups(found, "stayers:2012") or "C2" not in groups(found, "stayers:2012")


@pytest.mark.parametrize("seed", range(12))
def test_no_combination_of_all_that_is_shown_is_about_one_to_four_people(seed):
    draw = np.random.default_rng(seed)
    trees = [LINE, MED][: 1 + seed % 2]
    sizes = {unit: int(draw.integers(3, 16)) for unit in ("A", "B", "D", "E")}
    stays = {unit: int(draw.integers(0, n + 1)) for unit, n in sizes.items()}
    one = linked_part(trees, sizes, stays)
    found = released(one, trees)
    asked, _ = linked.with_links(one.asked, one.links)
    keys = {(key.population, key.unit, key.group): row for key, row in zip(asked.keys, asked.member, strict=True)}
    cells = found.cells[(found.cells[c.MEASURE] == "trust") & (found.cells[c.STATISTIC] == c.MEAN)]
    cells = cells[cells[c.WITHHELD].isna()]
    names = zip(cells[c.POPULATION], cells[c.UNIT], cells[c.GROUP].where(cells[c.GROUP].notna(), None), strict=True)
    rows = [keys[name] for name in names if name in keys]
    packed, people = np.unique(np.array(rows), axis=1, return_counts=True)
    matrix = packed.astype(int)
    rank = rank_of(matrix)
    small = [place for place, n in enumerate(people) if n < LEAST]
    for size in range(1, LEAST):
        for chosen in combinations(small, size):
            if people[list(chosen)].sum() < LEAST:
                rest = np.delete(matrix, list(chosen), axis=1)
                assert rank_of(rest) == rank, f"a combination lives on {chosen}"


def rank_of(matrix) -> int:
    return len(row_reduced([[Fraction(int(value)) for value in row] for row in matrix])) if matrix.shape[1] else 0


# ---- memory


def remembered(found: Release) -> Memory:
    return Memory.of([(found.cells, found.contributions)])


def test_one_person_less_among_the_stayers_changes_nothing_that_was_published():
    one = linked_part([LINE], SIZES, {"A": 10, "B": 12, "D": 9, "E": 10})
    first = released(one, [LINE])
    fewer = one.links[0].stays.copy()
    fewer[np.flatnonzero(fewer)[0]] = False
    other = replace(one, links=(replace(one.links[0], stays=fewer),))
    again = released(other, [LINE], remembered(first))
    assert len(again.kept) == 1
    keys = list(c.CELL_KEY)
    old, new = (table.cells.set_index(keys)[[c.VALUE, c.N]].sort_index() for table in (first, again))
    pd.testing.assert_frame_equal(old, new)


def test_enough_of_the_stayers_may_change():
    one = linked_part([LINE], SIZES, {"A": 10, "B": 12, "D": 9, "E": 10})
    other = linked_part([LINE], SIZES, {"A": 15, "B": 12, "D": 9, "E": 10})
    again = released(other, [LINE], remembered(released(one, [LINE])))
    assert again.kept == ()
    assert again.cell("2014-06", "A", "trust", c.MEAN, group="stayers:2012").n == 15


# ---- the attacker


def leaks_of(found: Release):
    document = json.loads(release_json(found, pd.DataFrame(columns=list(ALL_COLUMNS)), pd.DataFrame(columns=["unit"])))
    classes = {name: INSTRUMENT.measure_class(name) for name in (*INSTRUMENT.scales, *INSTRUMENT.items)}
    classes["response"] = "response"
    return attack([from_release(document)], POLICY, classes)


def test_the_attacker_finds_nothing_in_what_the_gate_lets_through():
    one = linked_part([LINE, MED], SIZES, {"A": 16, "B": 12, "D": 9, "E": 4})
    assert leaks_of(released(one, [LINE, MED])) == []


def test_the_attacker_finds_the_few_who_came_where_the_gate_fails(monkeypatch):
    def everything(_seen, tier, _member, built, *_rest):
        return dict.fromkeys(tier.measures, np.ones(len(built.masks), dtype=bool))

    monkeypatch.setattr(linked, "pattern", lambda built, held: np.ones(len(built.masks), dtype=bool))
    monkeypatch.setattr(linked, "shown_by_measure", everything)
    monkeypatch.setattr(linked, "unlinked", lambda decided, *_: decided)
    found = leaks_of(released(linked_part([LINE], SIZES, {"A": 16, "B": 12, "D": 9, "E": 10}), [LINE]))
    assert any("fewer than 5 people" in leak.how and leak.units == ("A",) for leak in found)
