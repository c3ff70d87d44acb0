"""A correction of a linked round: who is gone, came or went from the stayers to the others, by brute force."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.disclosure import linked
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.tables import Link, PeriodData

LINE = tree("line", ("C1", "K"), ("C2", "K"), ("A", "C1"), ("B", "C1"), ("D", "C2"), ("E", "C2"))
SIZES = {"A": 40, "B": 40, "D": 40, "E": 40}
LEAST = 5


def part_of(given: pd.DataFrame, stayed: pd.Series) -> PeriodData:
    found = part(given, [Structure(LINE.date, (LINE,), given[c.ANSWER_UNIT], frame(SIZES))])
    nothing = pd.DataFrame(columns=list(c.CELL_COLUMNS))
    flags = stayed.reindex(found.observations.people.index).to_numpy(dtype=bool)
    return replace(found, links=(Link("stayers:2012", "joiners:2012", flags, nothing),))


def released(one: PeriodData, memory: Memory | None = None) -> Release:
    whole = aggregate.collect([one], [(LINE.date, [LINE])], "workplace")
    return release(whole, POLICY, memory or Memory.empty(), equations_of(INSTRUMENT))


def whole_town(sizes: dict[str, int], each: int) -> tuple[pd.DataFrame, pd.Series]:
    """Answers, and of each unit the first ``each`` who stayed."""
    given = answers(sizes, seed=5)
    return given, given.groupby("unit").cumcount() < each


def other(given: pd.DataFrame, people: pd.Index) -> pd.DataFrame:
    corrected = given.copy()
    corrected.loc[people, "TM1"] = [("1" if code in ("4", "5") else "5") for code in corrected.loc[people, "TM1"]]
    return corrected


def again(given: pd.DataFrame, stayed: pd.Series, corrected: pd.DataFrame, after: pd.Series) -> bool:
    """Whether the means of trust stand after a correction, every group's."""
    first = released(part_of(given, stayed))
    second = released(part_of(corrected, after), Memory.of([(first.cells, first.contributions)]))
    before, later = (_means(one) for one in (first, second))
    assert before[0].equals(later[0]) == bool([one for one in second.kept if "the figures" in one])
    return before[0].equals(later[0])


def _means(found: Release) -> tuple[pd.DataFrame, set[str]]:
    rows = found.cells[(found.cells[c.MEASURE] == "trust") & (found.cells[c.STATISTIC] == c.MEAN)]
    groups = {str(group) for group in rows.loc[rows[c.WITHHELD].isna(), c.GROUP].dropna()}
    return rows[[c.UNIT, c.POPULATION, c.GROUP, c.VALUE, c.N]].reset_index(drop=True), groups


def of(given: pd.DataFrame, unit: str, stayed: pd.Series, n: int, *, stayers: bool) -> pd.Index:
    return given.index[(given["unit"] == unit) & (stayed == stayers)][:n]


def test_enough_of_both_who_are_gone_are_taken_out() -> None:
    given, stayed = whole_town(SIZES, 20)
    gone = [*of(given, "A", stayed, 12, stayers=True), *of(given, "A", stayed, 12, stayers=False)]
    assert not again(given, stayed, given.drop(gone), stayed)


def test_two_of_the_others_who_are_gone_hold_the_period_up() -> None:
    given, stayed = whole_town(SIZES, 20)
    gone = [*of(given, "A", stayed, 12, stayers=True), *of(given, "A", stayed, 2, stayers=False)]
    assert again(given, stayed, given.drop(gone), stayed)


def test_who_went_from_the_stayers_to_the_others_does_not_hide_a_change_of_the_unit() -> None:
    """Nine go from the one to the other, three change an answer: the unit's new total less the old is of the three."""
    given, stayed = whole_town(SIZES, 20)
    after = stayed.copy()
    after[of(given, "A", stayed, 9, stayers=True)] = False
    assert not again(given, stayed, given, after), "nine who turned are enough by themselves"
    assert again(given, stayed, other(given, of(given, "A", stayed, 3, stayers=False)), after)


def test_two_who_turned_stand() -> None:
    given, stayed = whole_town(SIZES, 20)
    after = stayed.copy()
    after[of(given, "A", stayed, 2, stayers=True)] = False
    assert again(given, stayed, given, after)


def test_no_combination_of_both_versions_is_about_one_to_four_people() -> None:
    said_anew = [_tried(seed) for seed in range(16)]
    assert sum(said_anew) >= 6, "hardly anything was tried"


def _tried(seed: int) -> bool:
    """A random correction; whether anything was said anew."""
    draw = np.random.default_rng(seed)
    given, stayed = whole_town({unit: int(draw.integers(15, 70)) for unit in SIZES}, 0)
    stayed[:] = draw.random(len(stayed)) < 0.5
    of_unit = given["unit"] == str(draw.choice(list(SIZES)))
    after = stayed.copy()
    if seed % 2:
        after[of_unit] ^= draw.random(int(of_unit.sum())) < 0.5
    changed = given.index[of_unit & (draw.random(len(given)) < 0.6)]
    corrected = other(given, changed) if seed % 3 else given
    gone = given.index[of_unit & (draw.random(len(given)) < 0.5)] if seed % 4 > 1 else given.index[:0]
    one, two = part_of(given, stayed), part_of(corrected.drop(gone), after)
    first = released(one)
    second = released(two, Memory.of([(first.cells, first.contributions)]))
    if any("the figures" in sentence for sentence in second.kept):
        return False
    scores = [found.observations.values["trust"].reindex(given.index) for found in (one, two)]
    same = np.isclose(*scores, rtol=0, atol=1e-9)
    versions = _rows(first, one, given.index), _rows(second, two, given.index)
    then = np.vstack([versions[0], np.where(same, versions[1], False)])
    now = np.vstack([np.zeros_like(versions[0]), np.where(same, False, versions[1])])
    kinds, people = np.unique(np.vstack([then, now]), axis=1, return_counts=True)
    then, now = np.vsplit(kinds.astype(np.int64), 2)
    rank = _rank(np.hstack([then, now]))
    small = [kind for kind, n in enumerate(people) if n < LEAST]
    for size in range(1, LEAST):
        for chosen in combinations(small, size):
            if people[list(chosen)].sum() < LEAST:
                rest = [np.delete(columns, list(chosen), axis=1) for columns in (then, now)]
                assert _rank(np.hstack(rest)) == rank, f"seed {seed}: a combination is about {people[list(chosen)]}"
    return True


def _rows(found: Release, one: PeriodData, everybody: pd.Index) -> np.ndarray:
    """The people of each published mean, by all who ever answered."""
    asked, _ = linked.with_links(one.asked, one.links)
    keys = {(key.population, key.unit, key.group): row for key, row in zip(asked.keys, asked.member, strict=True)}
    cells = found.cells[(found.cells[c.MEASURE] == "trust") & (found.cells[c.STATISTIC] == c.MEAN)]
    cells = cells[cells[c.WITHHELD].isna()]
    names = zip(cells[c.POPULATION], cells[c.UNIT], cells[c.GROUP].where(cells[c.GROUP].notna(), None), strict=True)
    place = everybody.get_indexer(one.observations.people.index)
    rows = np.zeros((len(cells), len(everybody)), dtype=bool)
    for number, name in enumerate(names):
        rows[number, place] = keys[name]
    return rows


def _rank(matrix: np.ndarray) -> int:
    """The rank over the whole numbers modulo a prime, which takes none for dependent that is not."""
    prime, rest, rank = 2_147_483_647, matrix % 2_147_483_647, 0
    for column in range(rest.shape[1]):
        rows = np.flatnonzero(rest[rank:, column])
        if not len(rows):
            continue
        rest[[rank, rank + rows[0]]] = rest[[rank + rows[0], rank]]
        rest[rank] = rest[rank] * pow(int(rest[rank, column]), -1, prime) % prime
        others = np.flatnonzero(rest[:, column])
        others = others[others != rank]
        rest[others] = (rest[others] - rest[others, column][:, None] * rest[rank]) % prime
        rank += 1
        if rank == len(rest):
            break
    return rank
