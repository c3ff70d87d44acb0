import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import InputError
from skapital.indicators import periods

MONTHS = st.integers(0, 600).map(lambda step: pd.Period("1990-01", freq="M") + step)


def months(first, last):
    return frozenset(pd.period_range(first, last, freq="M"))


def test_a_quarter_has_its_three_months():
    span = periods.quarter("2015Q3")
    assert [str(month) for month in span.months] == ["2015-07", "2015-08", "2015-09"]
    assert (str(span.start.date()), str(span.end.date())) == ("2015-07-01", "2015-09-30")


def test_rolling_year_ends_with_the_quarter():
    span = periods.rolling_year(periods.quarter("2015Q3"))
    assert (span.name, str(span.first), len(span.months)) == ("2015-09", "2014-10", 12)


@given(MONTHS)
def test_a_year_before_is_twelve_months_back(month):
    span = periods.quarter_of(month)
    assert periods.year_before(span).first == span.first - 12
    assert periods.year_before(span).name[4:] == span.name[4:]


@given(MONTHS, st.integers(0, 40))
def test_quarters_of_whole_years_make_the_years(first, years):
    first = pd.Period(year=first.year, month=1, freq="M")
    found = periods.quarters_between(first, first + 12 * years + 11)
    assert len(found) == 4 * (years + 1)


def test_latest_complete_needs_every_source():
    absence, staff = months("2014-01", "2015-11"), months("2013-01", "2015-09")
    assert periods.latest_complete([absence, staff]).name == "2015Q3"
    assert periods.latest_complete([absence, months("2015-02", "2015-03")]) is None


def test_a_gap_makes_its_quarter_incomplete_and_is_named():
    holed = months("2015-01", "2015-09") - {pd.Period("2015-08", freq="M")}
    assert periods.latest_complete([holed]).name == "2015Q2"
    assert periods.gaps(holed) == (pd.Period("2015-08", freq="M"),)
    assert periods.gaps(frozenset()) == ()


@pytest.mark.parametrize("name", ["2015Q5", "2015", "2015-Q3", "latest", ""])
def test_what_is_no_quarter_is_refused(name):
    with pytest.raises(InputError):
        periods.quarter(name)
