"""HR records over a reorganisation: where people are counted, and what is no move."""

from made_up.municipality import tree
from made_up.staff import DEFINITIONS, places, records, some_absence
from skapital import aggregate
from skapital.config.organisation import LineageEvent
from skapital.indicators import periods

OLD = tree("line", ("A", "K"), ("A1", "A"), ("A2", "A"), ("B", "K"), ("B1", "B"))
NEW = tree("line", ("A", "K"), ("A3", "A"), ("A4", "A"), ("B", "K"), ("B1", "B"), date="2014-07-01")
EVENTS = [
    LineageEvent("2014-07-01", "split", "A1", "A3", 0.5, "s"),
    LineageEvent("2014-07-01", "split", "A1", "A4", 0.5, "s"),
    LineageEvent("2014-07-01", "merge", "A2", "A4", None, "s"),
]


def staff():
    """Ten of A1 in each part, ten of A2 in A4, one of B1 who goes to A3 with the new organisation."""
    rows = []
    for person, old, new in [
        *((f"a{i}", "A1", "A3") for i in range(10)),
        *((f"b{i}", "A1", "A4") for i in range(10)),
        *((f"c{i}", "A2", "A4") for i in range(10)),
        ("d", "B1", "A3"),
        *((f"e{i}", "B1", "B1") for i in range(9)),
    ]:
        rows.append((person, old, "2010-01-01", "2014-06-30", 1.0, None, None, None, "moved"))
        rows.append((person, new, "2014-07-01", None, 1.0, None, None, None, None))
    return rows


def sums(part, unit):
    row = next(
        m
        for k, m in zip(part.asked.keys, part.asked.member, strict=True)
        if (k.population, k.unit) == ("employees", unit)
    )
    return part.observations.values[row].sum()


def test_people_of_a_new_organisation_count_where_they_are_from_its_first_day():
    rows = staff()
    where = places([NEW], EVENTS, known=(OLD, NEW))
    span = periods.quarter("2014Q3")
    part = aggregate.hr_data(records(rows, some_absence(rows)), DEFINITIONS, span, where)
    assert [sums(part, unit)["start"] for unit in ("A3", "A4", "B1")] == [11, 20, 9]
    assert [round(sums(part, unit)["base"], 6) for unit in ("A3", "A4", "B1")] == [11, 20, 9]
    assert sums(part, "K")["moved"] == 1  # who went to what became of his unit has not moved


def test_earlier_people_count_by_the_lineage_of_their_units():
    rows = staff()
    where = places([NEW], EVENTS, known=(OLD, NEW))
    part = aggregate.hr_data(records(rows, some_absence(rows)), DEFINITIONS, periods.quarter("2014Q2"), where)
    assert [sums(part, unit)["start"] for unit in ("A3", "A4", "A", "B1")] == [0, 10, 30, 10]  # the split one's in A


def test_a_year_over_a_reorganisation_is_the_sum_of_its_quarters():
    rows = staff()
    found = records(rows, some_absence(rows))
    where = places([NEW], EVENTS, known=(OLD, NEW))
    year, *quarters = aggregate.hr_periods(found, DEFINITIONS, [periods.calendar_year(2014)], where)
    for unit in ("K", "A", "A4", "B1"):
        days = sum(sums(quarter, unit)["days"] for quarter in quarters)
        assert round(sums(year, unit)["days"], 6) == round(days, 6)
    assert len(quarters) == 4 and sums(year, "K")["persons"] == 40


def test_spells_of_a_unit_half_a_year_old_are_over_those_who_were_there_then():
    """Everybody had two spells in its half year; it counted for half the year, which is four a whole year."""
    rows = staff()
    of_a3 = [row[0] for row in rows if row[1] == "A3"]
    spells = [(who, "A3", day, day, "own_illness", 1.0) for who in of_a3 for day in ("2014-08-04", "2014-11-03")]
    where = places([NEW], EVENTS, known=(OLD, NEW))
    year, *_ = aggregate.hr_periods(records(rows, spells), DEFINITIONS, [periods.calendar_year(2014)], where)
    found = sums(year, "A3")
    assert found["spells"] / found["heads"] == 4 and found["heads"] == found["base"] == 5.5
    ratios = {ratio.measure: ratio for tier in year.magnitudes.tiers for ratio in tier.ratios}
    assert ratios["absence_spells"].over == "heads"
