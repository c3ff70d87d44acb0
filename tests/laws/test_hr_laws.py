"""Absence and turnover of random municipalities: an attacker by brute force, and what must add up.

The attacker knows who is in which unit in which quarter. For every set of smallest parts with too few full-time
equivalents or persons he asks whether a combination of published totals, over two trees and over quarters and years,
lives on that set alone.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from made_up.municipality import POLICY, tree
from made_up.staff import DEFINITIONS, places, records, released_hr, remembered, some_absence
from skapital import aggregate
from skapital.config.lineage_trees import belongs
from skapital.indicators import periods
from skapital.indicators.contributions import turnover_rows

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Making a failing town smaller takes minutes and is seldom needed."""
QUARTERS = [periods.quarter(f"2014Q{number}") for number in range(1, 5)]
YEAR = periods.calendar_year(2014)
SIZE = st.one_of(st.integers(0, 14), st.integers(9, 40))


@st.composite
def towns(draw, most=6):
    """Two trees over the same workplaces, own staff of centres, leaders; how many there are in each quarter."""
    codes = [f"W{number}" for number in range(draw(st.integers(3, most)))]
    centres, committees = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    line = [(f"C{number}", "K") for number in range(centres)]
    line += [(code, f"C{draw(st.integers(0, centres - 1))}") for code in codes]
    med = [(f"M{number}", "K") for number in range(committees)]
    med += [(code, f"M{draw(st.integers(0, committees - 1))}") for code in codes]
    parts = (
        [(code, None) for code in codes] + [(f"C{number}", None) for number in range(centres)] + [("K", "decentral")]
    )
    steady = draw(st.booleans())
    sizes = {}
    for part in parts:
        n = draw(SIZE)
        sizes[part] = [n if steady or draw(st.integers(0, 3)) else draw(SIZE) for _ in QUARTERS]
    fraction = draw(st.sampled_from([1.0, 0.8]))
    return tree("line", *line), tree("med", *med), sizes, fraction


def staff_of(sizes, fraction):
    """One spell a person and quarter; person ``i`` is there in each quarter with more than ``i``."""
    return [
        (f"{unit}{level or ''}-{i}", unit, *dates(quarter), fraction, None, None, level, None)
        for (unit, level), numbers in sizes.items()
        for quarter, n in zip(QUARTERS, numbers, strict=True)
        for i in range(n)
    ]


def dates(quarter):
    return str(quarter.start.date()), str(quarter.end.date())


def inside(one, line, code, population, parts):
    """The smallest parts of a group of one tree."""
    units = {unit for unit, level in parts if level is None}
    home = belongs(units, line, one)
    employees = {(unit, None) for unit in units if code == "K" or home[unit] in one.within(code)}
    leaders = {part for part in parts if part[1] is not None}
    return {"employees": employees, "leaders": leaders, "all": employees | leaders}[population]


def published(cells, measure):
    rows = cells[(cells["measure"] == measure) & cells["withheld"].isna()]
    rows = rows[rows["statistic"].isin(["rate", "share:none"])]
    return set(zip(rows["period"], rows["unit"], rows["population"], strict=True))


def equations(trees, sizes, groups):
    """Published totals as 0-1 rows over (part, quarter), and the columns."""
    columns = [(part, q) for part, numbers in sizes.items() for q in range(4) if numbers[q]]
    place = {column: index for index, column in enumerate(columns)}
    rows = []
    for period, code, population in groups:
        over = [q for q, quarter in enumerate(QUARTERS) if period in (quarter.name, YEAR.name)]
        for one in trees:
            if code in one.by_code:
                row = np.zeros(len(columns))
                for part in inside(one, trees[0], code, population, sizes):
                    row[[place[part, q] for q in over if (part, q) in place]] = 1
                rows.append(row)
    return np.array(rows).reshape(-1, len(columns)), columns


def too_small(trees, sizes, fraction, groups):
    """Sets of parts, few in a quarter, on which alone a combination of published totals lives."""
    matrix, columns = equations(trees, sizes, groups)
    rank = np.linalg.matrix_rank(matrix) if len(matrix) else 0
    found = []
    for q in range(4):
        there = [index for index, (_, at) in enumerate(columns) if at == q]
        for size in range(1, len(there) + 1):
            for some in combinations(there, size):
                n = sum(sizes[columns[index][0]][q] for index in some)
                if n < POLICY.magnitude_persons or n * fraction < POLICY.magnitude_base:
                    rest = np.delete(matrix, some, axis=1)
                    if rank and np.linalg.matrix_rank(rest) < rank:
                        found.append([columns[index] for index in some])
    return found


@given(towns(), st.permutations([*QUARTERS, YEAR]), st.integers(1, 4))
@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
def test_no_total_about_few_follows_from_trees_quarters_and_years_in_any_order(town, spans, first):
    line, med, sizes, fraction = town
    staff = staff_of(sizes, fraction)
    assume(staff)
    found = records(staff, some_absence(staff))
    before = released_hr(found, spans[:first], [line, med])
    after = released_hr(found, spans[first:], [line, med], memory=remembered(before))
    for measure in ("absence_none", "absence_days"):
        groups = published(before.cells, measure) | published(after.cells, measure)
        assert too_small([line, med], sizes, fraction, groups) == []


@given(towns(most=5), st.integers(0, 1000))
@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
def test_no_remainder_has_its_days_in_too_few_hands(town, seed):
    line, med, sizes, fraction = town
    staff = staff_of(sizes, fraction)
    spells = some_absence(staff, seed, share=0.1)
    cells = released_hr(records(staff, spells), QUARTERS[:1], [line, med]).cells
    groups = published(cells, "absence_days")
    days = days_by_person(spells, fraction)
    for one in (line, med):
        mine = {group: inside(one, line, *group[1:], sizes) for group in groups if group[1] in one.by_code}
        for whole in mine.values():
            rest = set(whole)
            for other in mine.values():
                rest -= other if other < whole else set()
            amounts = sorted((d for (unit, level), d in days if (unit, level) in rest), reverse=True)
            total = sum(amounts)
            if total:
                assert total - sum(amounts[:2]) >= POLICY.dominance_percent / 100 * amounts[0] - 1e-9
                assert amounts[0] <= POLICY.dominance_k / 100 * total + 1e-9


def days_by_person(spells, fraction):
    """Days in the first quarter, with the part each person belongs to, counted weekday by weekday."""
    found = {}
    for person, unit, start, end, _, share in spells:
        dates = pd.bdate_range(start, end)
        n = sum(QUARTERS[0].start <= day <= QUARTERS[0].end for day in dates)
        part = (unit, "decentral") if "decentral" in person else (unit, None)
        found[person, part] = found.get((person, part), 0.0) + n * share * fraction
    return [(part, n) for (_, part), n in found.items()]


# ---- what must add up


@given(towns(), st.integers(0, 1000))
@settings(max_examples=10, deadline=None, phases=NO_SHRINKING)
def test_units_and_quarters_add_up(town, seed):
    line, _, sizes, fraction = town
    staff = staff_of(sizes, fraction)
    found = records(staff, some_absence(staff, seed))
    parts = aggregate.hr_periods(found, DEFINITIONS, [YEAR, *QUARTERS], places([line]))
    by_period = {part.observations.period: part.observations.values[["base", "days", "spells"]].sum() for part in parts}
    if len(by_period) == 5:
        summed = sum(by_period[quarter.name] for quarter in QUARTERS)
        np.testing.assert_allclose(by_period["2014"], summed / [4, 1, 1])
    for part in parts:
        seen = part.observations
        of_groups = dict(zip(part.asked.keys, part.asked.member, strict=True))
        member = {key.unit: row for key, row in of_groups.items() if key.population == "employees"}
        employees = (seen.people["population"] == "employees").to_numpy()
        for unit in line.units:
            own = employees & (seen.people["unit"] == unit.code).to_numpy()
            below = sum((member[code] for code in line.children(unit.code)), own.astype(int))
            np.testing.assert_array_equal(member[unit.code], below)  # each contributor in one part of each unit


@given(towns(), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None, phases=NO_SHRINKING)
def test_moving_everyone_changes_nothing_in_the_whole_and_a_leaver_counts_once(town, random):
    _, _, sizes, fraction = town
    staff = staff_of(sizes, fraction)
    assume(staff)
    moved = [(row[0], random.choice(["W0", "W1", "W2"]), *row[2:]) for row in staff]
    ours, theirs = (turnover_rows(records(rows).employment, DEFINITIONS.turnover, YEAR) for rows in (staff, moved))
    assert ours[["start", "left", "came"]].sum().to_dict() == theirs[["start", "left", "came"]].sum().to_dict()
    assert not ours["person"].duplicated().any()
    assert ours["left"].sum() <= ours["start"].sum()
