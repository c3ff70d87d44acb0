import numpy as np
import pandas as pd
import pytest

from skapital import resources
from skapital.config.definitions import read_definitions
from skapital.indicators import contributions, periods

DEFINITIONS = read_definitions(resources.resource("configs", "definitions.toml"))
QUARTER = periods.quarter("2015Q3")


@pytest.fixture
def employment():
    rows = [
        ("a", "W1", "2013-01-01", None, 1.0, None, None),
        ("b", "W1", "2013-01-01", "2015-08-15", 0.5, None, "resigned"),
        ("b", "W2", "2015-08-16", None, 0.5, None, None),
        ("c", "W2", "2013-01-01", None, 1.0, "decentral", None),
        ("d", "W2", "2015-07-20", None, 1.0, None, None),
        ("e", "W2", "2013-01-01", "2015-07-31", 1.0, None, "resigned"),
    ]
    frame = pd.DataFrame(rows, columns=["person", "unit", "start", "end", "fraction", "leader_level", "end_type"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


@pytest.fixture
def spells():
    rows = [
        ("a", "W1", "2015-06-29", "2015-07-03", "own_illness", np.nan),
        ("b", "W1", "2015-08-03", "2015-08-04", "own_illness", 1.0),
        ("b", "W2", "2015-09-01", "2015-09-01", "child_ill", 1.0),
        ("e", "W2", "2015-07-01", "2015-07-31", "work_injury", 0.5),
    ]
    frame = pd.DataFrame(rows, columns=["person", "unit", "start", "end", "reason", "fraction"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def test_absence_counts_where_the_person_was(spells, employment):
    rows = contributions.counted_once(
        contributions.absence_rows(contributions.prepare(spells, employment), DEFINITIONS.absence, QUARTER)
    )
    got = rows.set_index(["person", "unit"])
    assert got.loc[("a", "W1"), ["base", "days"]].tolist() == [1.0, 3.0]  # three of five weekdays lie in July
    assert got.loc[("b", "W1"), ["base", "days"]].tolist() == pytest.approx([0.5 * 2 / 3, 1.0])  # half-time
    assert got.loc[("b", "W2"), ["days", "persons"]].tolist() == [0.0, 0]  # a child's illness does not count
    assert got.loc[("b", "W1"), ["persons", "none"]].tolist() == [1, 0]  # one person, counted where most of him was
    assert got.loc[("a", "W1"), ["spells", "none"]].tolist() == [1, 0]
    assert got.loc[("e", "W2"), ["days", "days_long"]].tolist() == [11.5, 11.5]  # 23 weekdays, half a day each
    assert got.loc[("c", "W2"), "population"] == "decentral"
    assert got.loc[("a", "W1"), "population"] == "employees"


def test_heads_are_persons_for_as_long_as_they_were_there_whatever_their_hours(spells, employment):
    rows = contributions.absence_rows(contributions.prepare(spells, employment), DEFINITIONS.absence, QUARTER)
    heads = rows.set_index(["person", "unit"])["heads"]
    assert heads[("a", "W1")] == 1.0
    assert heads[("b", "W1")] == pytest.approx(2 / 3)  # half-time, there on two firsts of three
    assert heads[("b", "W2")] == pytest.approx(1 / 3)
    assert heads.groupby("person").sum().max() <= 1.0


def test_a_quarter_is_the_sum_of_its_months(spells, employment):
    records = contributions.prepare(spells, employment)
    months = [periods.Span("month", str(month), month, month) for month in QUARTER.months]
    by_month = sum(contributions.absence_rows(records, DEFINITIONS.absence, month)["days"].sum() for month in months)
    assert by_month == contributions.absence_rows(records, DEFINITIONS.absence, QUARTER)["days"].sum()


def test_moving_everyone_changes_nothing_in_the_whole(spells, employment):
    whole = contributions.absence_rows(contributions.prepare(spells, employment), DEFINITIONS.absence, QUARTER)
    moved = contributions.absence_rows(
        contributions.prepare(spells.assign(unit="W9"), employment.assign(unit="W9")), DEFINITIONS.absence, QUARTER
    )
    assert moved[["base", "days"]].sum().to_dict() == pytest.approx(whole[["base", "days"]].sum().to_dict())


def test_turnover_counts_each_person_once(employment):
    rows = contributions.turnover_rows(employment, DEFINITIONS.turnover, QUARTER).set_index("person")
    assert rows["left"].to_dict() == {"a": 0, "b": 0, "c": 0, "d": 0, "e": 1}
    assert rows.loc["b", ["unit", "moved"]].tolist() == ["W1", 1]
    assert rows.loc["d", ["unit", "came", "start"]].tolist() == ["W2", 1, 0]
