import dataclasses

import numpy as np
import pandas as pd
import pytest

from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from made_up.staff import (
    DEFINITIONS,
    QUARTER,
    jobs,
    places,
    records,
    released_hr,
    remembered,
    some_absence,
    units_shown,
    value,
)
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.disclosure.dominance import Shares, dominated
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import release
from skapital.disclosure.released_amounts import released_amounts
from skapital.indicators import periods

LINE = tree("line", ("A", "K"), ("A1", "A"), ("A2", "A"), ("B", "K"), ("B1", "B"), ("B2", "B"))
YEAR = periods.calendar_year(2014)


def of(sizes, spans=(QUARTER,), spells=None, leaders=None, **more):
    staff = jobs(sizes) + jobs(leaders or {}, level="decentral")
    return released_hr(records(staff, some_absence(staff) if spells is None else spells), spans, [LINE], **more)


def test_a_group_needs_ten_full_time_equivalents_and_leaves_as_many():
    cells = of({"A1": 9, "A2": 30, "B1": 12, "B2": 30}).cells
    assert units_shown(cells) == {"K", "A", "B", "B1", "B2"}  # A less A2 would be the nine of A1
    assert units_shown(cells, "turnover_out") == {"K", "A", "B", "B1", "B2"}


def test_ten_full_time_equivalents_of_four_persons_are_too_few():
    four = [(f"p{i}", "A1", "2010-01-01", None, 2.5, None, None, None, None) for i in range(4)]
    staff = four + jobs({"A2": 30, "B1": 30})
    shown = units_shown(released_hr(records(staff, some_absence(staff)), [QUARTER], [LINE]).cells)
    assert "A1" not in shown and "A2" not in shown


def test_no_days_at_all_may_be_shown():
    cells = of({"A1": 12, "A2": 30, "B1": 12}, spells=[]).cells
    assert value(cells, "A1", "absence_days") == 0
    assert value(cells, "A1", "absence_none", "share:none") == 1
    assert value(cells, "A1", "turnover_out") == 0


def test_one_person_with_nearly_all_days_is_not_read_off_a_unit():
    spells = [("A1-e-0", "A1", "2014-07-01", "2014-08-31", "own_illness", 1.0)]
    spells += [(f"A1-e-{i}", "A1", "2014-07-07", "2014-07-07", "own_illness", 1.0) for i in range(1, 4)]
    spells += some_absence(jobs({"A2": 30, "B1": 30, "B2": 30}))
    cells = of({"A1": 15, "A2": 30, "B1": 30, "B2": 30}, spells=spells).cells
    assert "A1" not in units_shown(cells) and "A2" not in units_shown(cells)  # A less A2 is A1
    assert "A1" in units_shown(cells, "absence_none") and "A1" in units_shown(cells, "turnover_out")
    assert "A" in units_shown(cells)


def test_days_of_long_spells_may_be_one_persons_where_all_days_are_not():
    spells = [("A1-e-0", "A1", "2014-07-01", "2014-08-15", "own_illness", 1.0)]
    spells += [(f"A1-e-{i}", "A1", "2014-07-07", "2014-07-18", "own_illness", 1.0) for i in range(1, 8)]
    spells += some_absence(jobs({"A2": 30, "B1": 30, "B2": 30}))
    cells = of({"A1": 15, "A2": 30, "B1": 30, "B2": 30}, spells=spells).cells
    assert "A1" in units_shown(cells)
    assert "A1" not in units_shown(cells, "absence_long") and "A1" not in units_shown(cells, "absence_short")
    assert value(cells, "A", "absence_days") > 0


def test_short_and_long_add_up_where_both_are_shown():
    cells = of({"A1": 40, "A2": 30, "B1": 30, "B2": 30}).cells
    for unit in units_shown(cells, "absence_long"):
        parts = value(cells, unit, "absence_short") + value(cells, unit, "absence_long")
        assert parts == pytest.approx(value(cells, unit, "absence_days"))


def test_a_year_is_shown_only_where_its_quarters_are():
    small = [(f"x{i}", "A1", "2014-03-31", "2014-06-30", 1.0, None, None, None, "contract_end") for i in range(30)]
    staff = small + jobs({"A1": 3, "A2": 30, "B1": 30, "B2": 30})
    found = records(staff, some_absence(staff))
    quarters = [periods.quarter(f"2014Q{q}") for q in (1, 2, 3, 4)]
    cells = released_hr(found, [YEAR], [LINE]).cells
    assert set(cells["period"]) == {"2014"}  # the quarters are decided, not printed
    assert "A1" not in units_shown(cells, "absence_none", "2014")
    both = released_hr(found, [YEAR, *quarters], [LINE]).cells
    assert "A1" in units_shown(both, "absence_none", "2014Q2")
    assert "A1" not in units_shown(both, "absence_none", "2014Q1")
    assert units_shown(both, "absence_days", "2014") == units_shown(cells, "absence_days", "2014")


def test_the_same_year_under_two_names_is_the_same():
    spans = [YEAR, periods.rolling_year(periods.quarter("2014Q4"))]
    cells = of({"A1": 9, "A2": 30, "B1": 12, "B2": 30}, spans).cells
    figures = cells.drop(columns=["period", "period_kind"])
    year, rolling = (figures[cells["period"] == name].reset_index(drop=True) for name in ("2014", "2014-12"))
    pd.testing.assert_frame_equal(year, rolling)


def test_leaders_and_the_whole_stand_apart_only_where_they_are_told_apart():
    without = of({"A1": 20, "B1": 20}).cells
    assert set(without["population"]) == {"employees"}
    cells = of({"A1": 20, "B1": 20}, leaders={"K": 12}).cells
    rows = cells[cells["measure"] == "turnover_out"]
    assert set(rows.loc[rows["unit"] == "K", "population"]) == {"employees", "leaders", "all"}
    assert set(rows.loc[rows["unit"] != "K", "population"]) == {"employees"}


def test_intervals_hold_the_rate_and_are_wider_for_small_units():
    cells = of({"A1": 12, "A2": 60, "B1": 30, "B2": 30}).cells
    width = {}
    for unit in ("A1", "K"):
        low, rate, high = (value(cells, unit, "absence_days", name) for name in ("low", "rate", "high"))
        assert low < rate < high
        width[unit] = (high - low) / rate
        assert value(cells, unit, "turnover_out", "low") <= value(cells, unit, "turnover_out") + 1e-12
    assert width["A1"] > width["K"]


def test_percent_is_of_the_base_of_days_in_that_period():
    cells = of({"A1": 20, "A2": 20, "B1": 20}, [QUARTER, YEAR]).cells
    for period, months in (("2014Q3", 3), ("2014", 12)):
        days = value(cells, "K", "absence_days", period=period)
        expected = 100 * days / (DEFINITIONS.absence.base_days * months / 12)
        assert value(cells, "K", "absence_percent", period=period) == pytest.approx(expected)


def test_the_five_percent_with_most_are_shown_where_they_are_five():
    few = of({"A1": 40, "A2": 40}).cells
    assert few.loc[few["measure"] == "absence_concentration", "withheld"].tolist() == ["too_few"]
    many = of({"A1": 60, "A2": 60}).cells
    row = many[many["measure"] == "absence_concentration"].iloc[0]
    assert 0.05 < row["value"] < 1 and row["n"] == 120


def test_monthly_totals_have_days_and_turnover_without_intervals_of_days():
    months = [(u, f"2014-{m:02d}", 20.0, 18.5, 1.0, 2.0) for u in ("A1", "A2", "B1") for m in range(1, 13)]
    absent = [(u, f"2014-{m:02d}", 15.0, None, None) for u in ("A1", "A2", "B1") for m in range(1, 13)]
    cells = released_hr(records([], months=months, absence_months=absent), [QUARTER, YEAR], [LINE]).cells
    assert value(cells, "A1", "absence_days") == pytest.approx(45 / 18.5)
    assert value(cells, "A1", "absence_days", period="2014") == pytest.approx(180 / 18.5)
    assert value(cells, "A1", "turnover_out") == pytest.approx(6 / 20)
    assert not {"absence_none", "absence_short", "mobility"} & set(cells["measure"])
    assert set(cells.loc[cells["measure"] == "absence_days", "statistic"]) == {"rate"}
    assert set(cells["population"]) == {"employees"}


# ---- what was published stands


def test_a_change_by_few_leaves_the_published_figure_and_says_so():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    spells = some_absence(staff)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    late = [*spells, ("A1-e-1", "A1", "2014-09-01", "2014-09-05", "own_illness", 1.0)]
    second = released_hr(records(staff, late), [QUARTER], [LINE], memory=remembered(first))
    assert value(second.cells, "A1", "absence_days") == value(first.cells, "A1", "absence_days")
    assert len(second.kept) == 1 and "2014Q3" in second.kept[0]


def test_a_change_by_many_is_shown():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    spells = some_absence(staff)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    late = spells + [(f"A1-e-{i}", "A1", "2014-09-01", "2014-09-05", "own_illness", 1.0) for i in range(8)]
    second = released_hr(records(staff, late), [QUARTER], [LINE], memory=remembered(first))
    assert value(second.cells, "A1", "absence_days") > value(first.cells, "A1", "absence_days")
    assert second.kept == ()


def test_where_enough_are_behind_a_change_it_is_shown_and_elsewhere_not():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20, "B2": 20})
    spells = some_absence(staff)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    of_a1 = [(f"A1-e-{i}", "A1", "2014-09-01", "2014-09-05", "own_illness", 1.0) for i in range(8)]
    of_b1 = [(f"B1-e-{i}", "B1", "2014-09-01", "2014-09-05", "own_illness", 1.0) for i in range(2)]
    second = released_hr(records(staff, [*spells, *of_a1, *of_b1]), [QUARTER], [LINE], memory=remembered(first))
    moved = {
        unit: value(second.cells, unit, "absence_days") - value(first.cells, unit, "absence_days")
        for unit in ("K", "A", "A1", "A2", "B", "B1", "B2")
    }
    assert moved["B"] == moved["B1"] == 0  # two persons
    changed = [unit for unit in ("K", "A") if moved[unit] > 0]
    assert moved["A1"] > 0 and changed in (["A"], ["K"])  # K less A would be the two
    assert len(second.kept) == 1


def test_what_stood_stays_known_when_more_comes():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20, "B2": 20})
    spells = some_absence(staff)
    one = ("B1-e-0", "B1", "2014-09-01", "2014-09-05", "own_illness", 1.0)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    second = released_hr(records(staff, [*spells, one]), [QUARTER], [LINE], memory=remembered(first))
    third = released_hr(records(staff, [*spells, one]), [QUARTER], [LINE], memory=remembered(first, second))
    assert second.contributions and not third.contributions  # the same records are remembered once
    assert value(third.cells, "B1", "absence_days") == value(first.cells, "B1", "absence_days")
    assert third.kept == second.kept


def test_a_change_that_would_leave_one_persons_days_stands_and_the_rest_is_shown():
    """A1, B1 and B2 lose the same kind of days, by enough persons; in A1 one person would be left with them."""
    staff = jobs({"A1": 20, "A2": 20, "B1": 20, "B2": 20})
    left = [("A1-e-0", "A1", "2014-07-07", "2014-07-25", "own_illness", 1.0)]
    left += [(f"{u}-e-{i}", u, "2014-07-07", "2014-07-09", "own_illness", 1.0) for u in ("A2", "B1", "B2")
             for i in range(12)]  # fmt: skip
    wrong = [(f"{u}-e-{i}", u, "2014-08-04", "2014-08-08", "own_illness", 1.0) for u in ("A1", "B1", "B2")
             for i in range(8)]  # fmt: skip
    first = released_hr(records(staff, [*left, *wrong]), [QUARTER], [LINE])
    second = released_hr(records(staff, left), [QUARTER], [LINE], memory=remembered(first))
    changed = {
        unit
        for unit in ("K", "A", "A1", "A2", "B", "B1", "B2")
        if value(second.cells, unit, "absence_days") < value(first.cells, unit, "absence_days")
    }
    assert changed == {"K", "B2"}, "A less A2, and K less B or less B1 and B2, would be A1"
    assert second.kept and second.contributions
    third = released_hr(records(staff, left), [QUARTER], [LINE], memory=remembered(first, second))
    key = list(c.CELL_KEY)
    again = third.cells[third.cells["measure"] == "absence_days"].set_index(key)["value"]
    stood = second.cells[second.cells["measure"] == "absence_days"].set_index(key)["value"]
    pd.testing.assert_series_equal(again, stood)


def test_a_change_that_is_mostly_one_persons_stands():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    spells = some_absence(staff)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    late = [(f"A1-e-{i}", "A1", "2014-09-01", "2014-09-01", "own_illness", 1.0) for i in range(8)]
    alike = released_hr(records(staff, [*spells, *late]), [QUARTER], [LINE], memory=remembered(first))
    assert value(alike.cells, "A1", "absence_days") > value(first.cells, "A1", "absence_days")
    late[0] = ("A1-e-0", "A1", "2014-08-25", "2014-09-30", "own_illness", 1.0)
    mostly_one = released_hr(records(staff, [*spells, *late]), [QUARTER], [LINE], memory=remembered(first))
    assert value(mostly_one.cells, "A1", "absence_days") == value(first.cells, "A1", "absence_days")


def test_one_who_is_taken_out_again_is_counted_among_the_changed():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    first = released_hr(records(staff, some_absence(staff)), [QUARTER], [LINE])
    fewer = staff[1:]
    second = released_hr(records(fewer, some_absence(staff)), [QUARTER], [LINE], memory=remembered(first))
    assert value(second.cells, "A1", "turnover_out", "rate") == value(first.cells, "A1", "turnover_out", "rate")
    rows = second.cells[(second.cells["unit"] == "A1") & (second.cells["measure"] == "turnover_out")]
    assert set(rows["n"]) == {20.0}


def test_a_year_tells_no_change_that_its_quarters_do_not():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20, "B2": 20})
    spells = some_absence(staff)
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    late = [*spells, ("B1-e-0", "B1", "2014-09-01", "2014-09-12", "own_illness", 1.0)]
    quarters = [periods.quarter(f"2014Q{number}") for number in range(1, 5)]
    found = released_hr(records(staff, late), [YEAR, *quarters], [LINE], memory=remembered(first))
    for unit in ("K", "B", "B1", "A1"):
        summed = sum(value(found.cells, unit, "absence_days", period=one.name) for one in quarters)
        assert value(found.cells, unit, "absence_days", period="2014") == pytest.approx(summed)


def test_another_definition_is_shown_everywhere_or_nowhere():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    spells = [*some_absence(staff), ("A1-e-1", "A1", "2014-09-01", "2014-09-05", "child_ill", 1.0)]
    first = released_hr(records(staff, spells), [QUARTER], [LINE])
    wider = dataclasses.replace(DEFINITIONS.absence, version=2, reasons=(*DEFINITIONS.absence.reasons, "child_ill"))
    second = released_hr(
        records(staff, spells),
        [QUARTER],
        [LINE],
        memory=remembered(first),
        definitions=dataclasses.replace(DEFINITIONS, absence=wider),
    )
    assert value(second.cells, "A1", "absence_days") == value(first.cells, "A1", "absence_days")
    assert set(second.definitions.values()) == set(first.definitions.values())


def test_what_a_longer_period_showed_binds_its_quarters():
    staff = jobs({"A1": 20, "A2": 20, "B1": 20})
    found = records(staff, some_absence(staff))
    year = released_hr(found, [YEAR], [LINE])
    quarter = released_hr(found, [QUARTER], [LINE], memory=remembered(year))
    assert units_shown(year.cells, "absence_days", "2014") <= units_shown(quarter.cells)


def test_what_a_quarter_withheld_stays_withheld_in_a_year_however_little_is_drawn_of_the_quarter():
    spells = [(f"A1-e-{i}", "A1", "2014-07-07", "2014-08-08", "own_illness", 1.0) for i in range(4)]
    spells += [(f"A1-e-{i}", "A1", "2014-08-11", "2014-08-18", "own_illness", 1.0) for i in range(4, 20)]
    staff = jobs({"A1": 20, "A2": 30, "B1": 30, "B2": 30})
    found = records(staff, [*some_absence(staff), *spells])
    strict = dataclasses.replace(POLICY, dominance_percent=300)  # four long spells are too few
    first = released_hr(found, [QUARTER], [LINE], rules=strict)
    assert "A1" in units_shown(first.cells) and "A1" not in units_shown(first.cells, "absence_long")
    year, *quarters = aggregate.hr_periods(found, DEFINITIONS, [YEAR], places([LINE]))
    parts = [year, *(aggregate.drawn(part, ["absence_days"]) for part in quarters)]
    assert "A1" in units_shown(released_amounts(parts, Memory.empty(), POLICY).cells, "absence_long", "2014")
    later = released_amounts(parts, remembered(first), POLICY).cells
    assert "A1" not in units_shown(later, "absence_long", "2014") and "A1" in units_shown(later, period="2014")


def test_a_drawn_quarter_says_rates_alone_of_the_measures_that_are_drawn():
    staff = jobs({"A1": 20, "A2": 30})
    (quarter,) = aggregate.hr_periods(records(staff, some_absence(staff)), DEFINITIONS, [QUARTER], places([LINE]))
    cells = released_amounts([aggregate.drawn(quarter, ["absence_days"])], Memory.empty(), POLICY).cells
    assert set(zip(cells["measure"], cells["statistic"], strict=True)) == {("absence_days", "rate")}


# ---- through the gate with a round


def test_a_release_holds_rounds_and_quarters_together():
    sizes = {"A1": 9, "A2": 30, "B1": 12, "B2": 30}
    given = answers(sizes)
    structure = Structure(LINE.date, (LINE,), given["unit"], frame(sizes))
    staff = jobs(sizes)
    hr = aggregate.hr_periods(records(staff, some_absence(staff)), DEFINITIONS, [QUARTER, YEAR], places([LINE]))
    whole = aggregate.collect([part(given, [structure]), *hr], [(LINE.date, [LINE])], "workplace")
    found = release(whole, POLICY, Memory.empty(), equations_of(INSTRUMENT))
    cell = found.cell("2014Q3", "B1", "absence_days", "rate")
    assert cell is not None and cell.withheld is None and cell.n == 12 and cell.base == 12.0
    assert found.cell("2014Q3", "A1", "absence_days", "rate").value is None
    assert found.cell("2014Q3", "K", "turnover_out", "rate").value == round(
        found.cell("2014Q3", "K", "turnover_out", "rate").value, 3
    )
    again = release(whole, POLICY, Memory.of([(found.cells, found.contributions)]), equations_of(INSTRUMENT))
    pd.testing.assert_frame_equal(again.cells, found.cells)


# ---- dominance


def test_dominance_by_hand():
    def of_days(*days):
        shares = Shares.of(np.zeros(len(days), dtype=np.int64), np.arange(len(days)), np.array(days, dtype=float))
        return bool(dominated(np.zeros(len(shares.amount), dtype=np.int64), shares, 1, POLICY)[0])

    assert of_days(75, 24.9)  # nothing is left beside the two largest
    assert of_days(76, 12, 12)  # more than 75 % on one
    assert not of_days(75, 12.5, 12.5)
    assert of_days(50, 40, 4.9)  # the second knows the first within 10 %
    assert not of_days(50, 40, 5.1)


def test_two_rows_of_one_person_are_one_amount():
    shares = Shares.of(np.array([0, 0, 0, 0]), np.array([0, 0, 1, 2]), np.array([40.0, 40.0, 12.0, 8.0]))
    assert dominated(np.zeros(4, dtype=np.int64), shares, 1, POLICY)[0]
