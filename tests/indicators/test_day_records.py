import numpy as np
import pandas as pd
import pytest

from made_up.staff import DEFINITIONS, JOB_COLUMNS
from skapital.indicators import absence, periods
from skapital.indicators.contributions import absence_rows
from skapital.indicators.day_records import parts_by_month
from skapital.indicators.records import hr_records

PLANNED = [7.4, 7.4, 8.5, 10.0, 16.0, 17.5]
ABSENT = [7.4, 2.4, 2.5, 5.0, 16.0, 14.25]
DATES = ["2015-07-30", "2015-07-31", "2015-08-03", "2015-08-04", "2015-08-05", "2015-08-10"]


def days(dates=DATES, hours=ABSENT, planned=PLANNED, reason="own_illness"):
    return pd.DataFrame(
        {"person": "p", "unit": "W1", "date": dates, "reason": reason, "hours": hours, "planned": planned}
    )


def dated(table):
    return table.assign(date=pd.to_datetime(table["date"]))


def test_the_worked_example_of_region_hovedstaden():
    parts, _ = parts_by_month(dated(days()), 7.4)
    assert parts["days"].sum() == pytest.approx(6.4257, abs=5e-5)
    assert absence.person_view_days(np.array(ABSENT), np.array(PLANNED)) == pytest.approx(3.933, abs=5e-4)


def test_a_weekend_does_not_end_a_spell_and_a_longer_gap_does():
    parts, lengths = parts_by_month(dated(days()), 7.4)
    assert lengths.tolist() == [7, 1]  # Thursday to Wednesday; Monday after
    assert parts["last"].tolist() == [False, True, True]  # the first spell lies in two months
    assert parts["month"].astype(str).tolist() == ["2015-07", "2015-08", "2015-08"]


def test_days_without_planned_hours_do_not_count():
    parts, lengths = parts_by_month(dated(days(["2015-07-01", "2015-07-02"], [7.4, 7.4], [0.0, 7.4])), 7.4)
    assert parts["days"].tolist() == [1.0] and lengths.tolist() == [1]


def test_day_records_take_the_place_of_spells_in_their_months():
    jobs = pd.DataFrame([("p", "W1", "2010-01-01", None, 1.0, None, None, None, None)], columns=JOB_COLUMNS)
    spells = pd.DataFrame(
        [("p", "W1", "2015-06-29", "2015-07-01", "own_illness", 1.0)],
        columns=["person", "unit", "start", "end", "reason", "fraction"],
    )
    none = pd.DataFrame({"month": []})
    found = hr_records(
        employment=jobs,
        absence=spells,
        employment_months=none,
        absence_months=none,
        absence_days=days(),
        definitions=DEFINITIONS,
    )
    june, july = (
        absence_rows(found.absence, DEFINITIONS.absence, periods.span_of("month", name))["days"].sum()
        for name in ("2015-06", "2015-07")
    )
    assert june == 2.0  # the spell's Monday and Tuesday
    assert july == pytest.approx((7.4 + 2.4) / 7.4)  # the day records', not the spell's Wednesday
    assert pd.Period("2015-08", freq="M") in found.covered["absence"]
