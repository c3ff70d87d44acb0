"""Files of spells put together: quarter by quarter the same as the whole list, late and corrected ones too."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from skapital.indicators.in_force import in_force, months_told, stated

COLUMNS = ["person", "unit", "start", "end", "reason"]
JOBS = ["person", "unit", "start", "end", "fraction", "end_type", "initiative"]


def spells(*files, columns=COLUMNS):
    rows = [(number, *row) for number, file in files for row in file]
    table = pd.DataFrame(rows, columns=["import_id", *columns])
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def covers(*given):
    rows = [
        (number, str(month), current)
        for number, first, last, current in given
        for month in pd.period_range(first, last, freq="M")
    ]
    return pd.DataFrame(rows, columns=["import_id", "month", "current"])


def listed(found, columns=COLUMNS):
    """Rows as texts, in no order."""
    told = found.assign(start=found["start"].astype(str), end=found["end"].astype(str))
    return sorted(tuple(str(value) for value in row) for row in told[columns].itertuples(index=False, name=None))


SECOND, THIRD = ("2015-04", "2015-06"), ("2015-07", "2015-09")
LONG = ("a", "W1", "2015-06-20", "2015-07-10", "own_illness")


def test_a_spell_over_the_edge_of_two_files_is_one_spell():
    cut = ("a", "W1", "2015-06-20", "2015-06-30", "own_illness")
    coverage = covers((1, *SECOND, True), (2, *THIRD, True))
    assert listed(in_force(spells((1, [cut]), (2, [LONG])), coverage)) == listed(spells((1, [LONG])))
    rest = ("a", "W1", "2015-07-01", "2015-07-10", "own_illness")
    assert listed(in_force(spells((1, [cut]), (2, [rest])), coverage)) == listed(spells((1, [LONG])))


def test_what_meets_inside_a_file_stays_apart():
    two = [
        ("a", "W1", "2015-05-01", "2015-05-03", "own_illness"),
        ("a", "W1", "2015-05-04", "2015-05-06", "own_illness"),
    ]
    assert listed(in_force(spells((1, two)), covers((1, *SECOND, True)))) == listed(spells((1, two)))


def test_a_corrected_file_takes_its_months_and_no_others():
    first = [
        ("a", "W1", "2015-05-01", "2015-05-09", "own_illness"),
        ("b", "W1", "2015-08-01", "2015-08-20", "own_illness"),
    ]
    second = [("b", "W1", "2015-08-01", "2015-08-05", "own_illness")]
    coverage = covers((1, "2015-04", "2015-06", True), (1, "2015-07", "2015-09", False), (2, *THIRD, True))
    assert listed(in_force(spells((1, first), (2, second)), coverage)) == listed(spells((1, [first[0], second[0]])))


def test_a_file_that_lost_all_its_months_says_nothing():
    coverage = covers((1, *SECOND, False), (2, *SECOND, True))
    assert in_force(spells((1, [LONG])), coverage).empty
    assert stated(coverage) == frozenset(pd.period_range(*SECOND, freq="M"))


def test_a_file_of_months_takes_them_from_a_whole_list():
    whole = [LONG, ("b", "W1", "2015-02-01", "2015-02-03", "own_illness"), ("c", "W1", "2015-09-01", "2015-09-02", "x")]
    coverage = covers((2, *THIRD, True))
    found = in_force(spells((1, whole), (2, [])), coverage)
    cut = ("a", "W1", "2015-06-20", "2015-06-30", "own_illness")
    assert listed(found) == listed(spells((1, [cut, whole[1]])))


def test_who_left_has_not_come_back_after_the_last_file():
    before = [("a", "W1", "2010-01-01", None, 1.0, None, None), ("b", "W1", "2010-01-01", None, 1.0, None, None)]
    after = [("a", "W1", "2010-01-01", "2015-08-15", 1.0, "resigned", "employee"),
             ("b", "W1", "2010-01-01", None, 1.0, None, None)]  # fmt: skip
    made = spells((1, before), (2, after), columns=JOBS)
    found = in_force(made, covers((1, *SECOND, True), (2, *THIRD, True)))
    assert listed(found, JOBS) == listed(spells((1, after), columns=JOBS), JOBS)


def test_who_is_missing_in_the_next_file_was_there_until_it_began():
    before = [("a", "W1", "2010-01-01", None, 1.0, None, None)]
    found = in_force(spells((1, before), columns=JOBS), covers((1, *SECOND, True), (2, *THIRD, True)))
    assert listed(found, ["person", "end"]) == [("a", "2015-06-30")]


def test_without_stated_months_nothing_is_changed():
    made = spells((1, [LONG]))
    assert listed(in_force(made, covers())) == listed(made)
    assert "import_id" not in in_force(made, covers())
    assert months_told(made) == frozenset([pd.Period("2015-07", freq="M")])


QUARTERS = [("2015-01", "2015-03"), SECOND, THIRD, ("2015-10", "2015-12")]


@st.composite
def absences(draw):
    """A year of spells; of one person and unit never two that meet, for a file's edge could not tell them apart."""
    found = []
    for person in range(draw(st.integers(1, 5))):
        day = pd.Timestamp("2014-12-15")
        for _ in range(draw(st.integers(0, 6))):
            day += pd.Timedelta(days=draw(st.integers(2, 90)))
            end = day + pd.Timedelta(days=draw(st.integers(0, 120)))
            if end > pd.Timestamp("2015-12-31"):
                break
            if end >= pd.Timestamp("2015-01-01"):
                found.append((str(person), "W1", str(day.date()), str(end.date()), draw(st.sampled_from("xy"))))
            day = end
    return found


@given(absences(), st.booleans(), st.permutations(range(4)))
def test_quarterly_files_are_the_same_as_the_whole_list(rows, cut, order):
    """Law: whatever the order the files come in, and whether the export cuts spells at its edges or not."""
    files = []
    for number in order:
        first, last = (pd.Timestamp(f"{QUARTERS[number][0]}-01"), pd.Period(QUARTERS[number][1], freq="M").end_time)
        inside = [row for row in rows if pd.Timestamp(row[2]) <= last and pd.Timestamp(row[3]) >= first]
        if cut:
            inside = [
                (*row[:2], max(row[2], str(first.date())) if number else row[2], min(row[3], str(last.date())), row[4])
                for row in inside
            ]
        files.append((number + 1, inside))
    coverage = covers(*((number + 1, *QUARTERS[number], True) for number in range(4)))
    assert listed(in_force(spells(*files), coverage)) == listed(spells((1, rows)))
