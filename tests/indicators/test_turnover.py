import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import NotComputable
from skapital.indicators import turnover

YEAR = turnover.Window(pd.Timestamp("2014-01-01"), pd.Timestamp("2014-12-31"))


def spells(*rows):
    frame = pd.DataFrame(rows, columns=["person", "unit", "start", "end", "end_type"])
    frame["start"], frame["end"] = pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])
    return frame


def staff():
    return spells(
        ("stays", "W1", "2010-01-01", None, None),
        ("leaves", "W1", "2012-01-01", "2014-05-31", "resigned"),
        ("retires", "W1", "1990-01-01", "2014-06-30", "retired"),
        ("moves", "W1", "2012-01-01", "2014-03-31", "moved"),
        ("moves", "W2", "2014-04-01", None, None),
        ("returns", "W1", "2012-01-01", "2014-04-30", "resigned"),
        ("returns", "W1", "2014-06-15", None, None),
        ("comes", "W2", "2014-09-01", None, None),
        ("comes_and_goes", "W2", "2014-02-01", "2014-08-31", "contract_end"),
    )


def test_who_left_came_and_moved():
    people = turnover.movements(staff(), YEAR)
    assert sorted(people.index[people["left"]]) == ["leaves", "retires"]
    assert people.index[people["came"]].tolist() == ["comes"]
    assert people.index[people["moved"]].tolist() == ["moves"]
    assert turnover.outflow(people) == pytest.approx(2 / 5)
    assert turnover.inflow(people) == pytest.approx(1 / 5)
    assert turnover.total_turnover(people) == pytest.approx(3 / 5)
    assert turnover.mobility(people) == pytest.approx(1 / 5)


def test_windows_join_and_nobody_is_lost_between_them():
    rows = spells(
        ("leaves", "W1", "2012-01-01", "2014-12-31", "resigned"),
        ("comes", "W1", "2014-01-01", None, None),
        ("moves", "W1", "2012-01-01", "2013-12-31", "moved"),
        ("moves", "W2", "2014-01-01", None, None),
    )
    before = turnover.Window(pd.Timestamp("2013-01-01"), pd.Timestamp("2013-12-31"))
    after = turnover.Window(pd.Timestamp("2015-01-01"), pd.Timestamp("2015-12-31"))
    found = [turnover.movements(rows, window) for window in (before, YEAR, after)]
    assert [people.index[people["left"]].tolist() for people in found] == [[], ["leaves"], []]
    assert [people.index[people["came"]].tolist() for people in found] == [[], ["comes"], []]
    assert [people.index[people["moved"]].tolist() for people in found] == [[], ["moves"], []]
    assert found[1].loc["moves", ["unit_start", "unit_first", "unit_end"]].tolist() == ["W1", "W2", "W2"]


def test_a_quick_rehire_has_not_left_and_a_slow_one_has():
    people = turnover.movements(
        spells(("p", "W1", "2012-01-01", "2014-02-01", "resigned"), ("p", "W1", "2014-09-01", None, None)), YEAR
    )
    assert not people["left"].any()  # employed again at the end of the window
    gone = spells(("p", "W1", "2012-01-01", "2014-02-01", "resigned"), ("p", "W1", "2015-02-01", None, None))
    assert turnover.movements(gone, YEAR)["left"].all()
    soon = spells(("p", "W1", "2012-01-01", "2014-12-01", "resigned"), ("p", "W1", "2015-01-15", None, None))
    assert not turnover.movements(soon, YEAR)["left"].any()


def test_expected_leavers_are_left_out_of_both_sides():
    people = turnover.movements(staff(), YEAR, expected=["retired"])
    assert "retires" not in people.index
    assert turnover.outflow(people) == pytest.approx(1 / 4)


def test_first_year_attrition_follows_everybody_for_a_year():
    rows = spells(
        ("a", "W1", "2013-03-01", "2013-09-01", "resigned"),
        ("b", "W1", "2013-06-01", None, None),
        ("c", "W1", "2013-06-01", "2014-08-01", "resigned"),
    )
    assert turnover.first_year_attrition(rows, YEAR) == (1, 3)


@pytest.fixture(scope="module")
def in_order():
    return turnover.movements(staff(), YEAR).sort_index()["left"]


@given(st.permutations(range(9)))
def test_order_of_rows_does_not_matter(in_order, order):
    people = turnover.movements(staff().iloc[order].reset_index(drop=True), YEAR).sort_index()
    assert people["left"].equals(in_order)


def test_moving_everyone_changes_nothing_in_the_whole():
    moved = staff().assign(unit="W9")
    assert turnover.outflow(turnover.movements(moved, YEAR)) == turnover.outflow(turnover.movements(staff(), YEAR))


def test_no_staff_at_the_start_is_refused():
    with pytest.raises(NotComputable):
        turnover.outflow(turnover.movements(spells(("p", "W1", "2014-09-01", None, None)), YEAR))
