"""The two views of Region Hovedstaden, each through the whole of the counting, from payroll's days to a unit's rate."""

from dataclasses import replace

import pandas as pd
import pytest

from made_up.municipality import tree
from made_up.staff import DEFINITIONS, JOB_COLUMNS, MONTH_COLUMNS, SPELL_COLUMNS, places, records
from skapital import aggregate
from skapital.config.definitions import Definitions, read_definitions
from skapital.errors import ConfigurationError, InputError
from skapital.indicators import periods
from skapital.indicators.records import hr_records
from skapital.resources import resource

PERSON: Definitions = replace(DEFINITIONS, absence=replace(DEFINITIONS.absence, view="person"))
QUARTER = periods.quarter("2015Q3")
PLANNED = [7.4, 7.4, 8.5, 10.0, 16.0, 17.5]
ABSENT = [7.4, 2.4, 2.5, 5.0, 16.0, 14.25]
DATES = ["2015-07-01", "2015-07-02", "2015-08-03", "2015-08-04", "2015-08-05", "2015-09-28"]
FRACTIONS = {"a": 1.0, "b": 0.86, "c": 1.0, "d": 1.0, "e": 0.81, "f": 1.0}
TREE = tree("line", ("W", "K"))


def job(person, fraction=1.0, end=None):
    return (person, "W", "2010-01-01", end, fraction, None, None, None, "resigned" if end else None)


def rows(definitions, *, gone=()):
    """The printed example: a unit of six, two of whom have the same six shifts of absence."""
    days = pd.concat(
        pd.DataFrame({"person": who, "unit": "W", "date": DATES, "reason": "own_illness", "hours": ABSENT,
                      "planned": PLANNED}) for who in ("a", "b")
    )  # fmt: skip
    jobs = [job(who, fraction, "2015-09-29" if who in gone else None) for who, fraction in FRACTIONS.items()]
    edges = [job("first", end="2015-06-30"), job("last", end="2015-10-31")]
    spell = ("last", "W", "2015-09-30", "2015-10-01", "child_ill", 1.0)
    empty = pd.DataFrame({"month": []})
    found = hr_records(
        employment=pd.DataFrame([*jobs, *edges[:1]], columns=JOB_COLUMNS),
        absence=pd.DataFrame([spell, ("last", "W", "2015-06-30", "2015-06-30", "child_ill", 1.0)],
                             columns=SPELL_COLUMNS),
        employment_months=empty, absence_months=empty, absence_days=days, definitions=definitions,
    )  # fmt: skip
    covered = frozenset(QUARTER.months)
    whole = replace(found, covered={"employment": covered, "absence": covered})
    part = aggregate.hr_data(whole, definitions, QUARTER, places([TREE]))
    return part.observations.values.sum()


def test_the_unit_view_is_full_time_days_over_full_time_equivalents():
    sums = rows(DEFINITIONS)
    assert sums["days"] == pytest.approx(2 * 6.4257, abs=1e-3)
    assert sums["days"] / sums["base"] == pytest.approx(2.27, abs=5e-3)


def test_the_person_view_is_lost_shares_of_shifts_over_persons():
    sums = rows(PERSON)
    assert sums["days"] == pytest.approx(2 * 3.933, abs=1e-3)
    assert (sums["base"], round(sums["fte"], 2)) == (6.0, 5.67)  # the gate asks for full-time equivalents in both views


def test_who_has_left_counts_in_the_unit_view_alone():
    assert rows(DEFINITIONS, gone="b")["days"] == pytest.approx(2 * 6.4257, abs=1e-3)
    sums = rows(PERSON, gone="b")
    assert (sums["days"], sums["base"]) == (pytest.approx(3.933, abs=5e-4), 5.0)


def test_a_spell_without_hours_is_whole_shifts_whatever_the_fraction():
    half = [job("a", 0.5), job("b", 1.0)]
    spells = [("a", "W", "2015-08-03", "2015-08-04", "own_illness", None)]
    for definitions, days in ((DEFINITIONS, 1.0), (PERSON, 2.0)):
        found = hr_records(
            employment=pd.DataFrame(half, columns=JOB_COLUMNS),
            absence=pd.DataFrame(spells, columns=SPELL_COLUMNS),
            employment_months=pd.DataFrame({"month": []}), absence_months=pd.DataFrame({"month": []}),
            definitions=definitions,
        )  # fmt: skip
        assert found.absence.parts["days"].sum() == days


def test_monthly_totals_have_no_person_view():
    totals = [("W", "2015-07", 3.0, 10.0, 10.0)]
    assert records([], months=[("W", "2015-07", 10, 10.0, 0, 0)], absence_months=totals).absence is None
    with pytest.raises(InputError) as caught:
        hr_records(
            employment=pd.DataFrame(columns=JOB_COLUMNS), absence=pd.DataFrame(columns=SPELL_COLUMNS),
            employment_months=pd.DataFrame([("W", "2015-07", 10, 10.0, 0, 0)], columns=MONTH_COLUMNS),
            absence_months=pd.DataFrame(totals, columns=["unit", "month", "days", "fte", "persons"]),
            definitions=PERSON,
        )  # fmt: skip
    assert caught.value.slug == "person-view-needs-persons"


def test_the_view_is_chosen_in_the_definition_and_another_word_is_refused(tmp_path):
    text = resource("configs", "definitions.toml").read_text(encoding="utf-8")
    (tmp_path / "d.toml").write_text(text.replace('view = "unit"', 'view = "person"'), encoding="utf-8")
    assert read_definitions(tmp_path / "d.toml").absence.of_persons
    (tmp_path / "d.toml").write_text(text.replace('view = "unit"', 'view = "persons"'), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_definitions(tmp_path / "d.toml")
