"""Made-up HR records for tests of absence and turnover: staff in units, spells of absence, and what is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from made_up.municipality import POLICY
from skapital import aggregate, resources
from skapital.config.definitions import Definitions, read_definitions
from skapital.config.organisation import LineageEvent, Organisation
from skapital.config.policy import Policy
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import ReleasedAmounts, released_amounts
from skapital.indicators import periods
from skapital.indicators.records import HrRecords, hr_records

DEFINITIONS = read_definitions(resources.resource("configs", "definitions.toml"))
QUARTER = periods.quarter("2014Q3")
JOB_COLUMNS = ["person", "unit", "start", "end", "fraction", "position_group", "age_band", "leader_level", "end_type"]
SPELL_COLUMNS = ["person", "unit", "start", "end", "reason", "fraction"]
MONTH_COLUMNS = ["unit", "month", "persons", "fte", "joiners", "leavers"]
ABSENCE_MONTH_COLUMNS = ["unit", "month", "days", "fte", "persons"]


def jobs(sizes: Mapping[str, int], *, level: str | None = None, start: str = "2010-01-01") -> list[tuple[object, ...]]:
    """So many full-time persons in each unit, employed throughout; named by unit and number."""
    return [
        (f"{unit}-{level or 'e'}-{number}", unit, start, None, 1.0, None, None, level, None)
        for unit, n in sizes.items()
        for number in range(n)
    ]


def edges() -> list[tuple[object, ...]]:
    """A person elsewhere whose coming and going shows which months the files cover."""
    return [("edge", "K", "2012-01-01", "2013-01-01", 1.0, None, None, None, "resigned")]


def records(
    staff: Sequence[tuple[object, ...]],
    spells: Sequence[tuple[object, ...]] = (),
    *,
    months: Sequence[tuple[object, ...]] = (),
    absence_months: Sequence[tuple[object, ...]] = (),
) -> HrRecords:
    """Records as the store would give them. Two spells that do not count say that 2013 to 2016 are covered."""
    covering = [
        ("edge", "K", "2013-01-01", "2013-01-01", "child_ill", 1.0),
        ("edge", "K", "2016-12-31", "2016-12-31", "child_ill", 1.0),
    ]
    gone = [("late", "K", "2016-12-31", "2016-12-31", 1.0, None, None, None, "contract_end")]
    return hr_records(
        employment=pd.DataFrame([*staff, *edges(), *gone] if staff else [], columns=JOB_COLUMNS).astype(
            {name: object for name in JOB_COLUMNS if name != "fraction"}
        ),
        absence=pd.DataFrame([*spells, *covering] if staff else [], columns=SPELL_COLUMNS),
        employment_months=pd.DataFrame(list(months), columns=MONTH_COLUMNS),
        absence_months=pd.DataFrame(list(absence_months), columns=ABSENCE_MONTH_COLUMNS),
        definitions=DEFINITIONS,
    )


def some_absence(staff: Sequence[tuple[object, ...]], seed: int = 0, share: float = 0.6) -> list[tuple[object, ...]]:
    """Short spells spread over 2013-2015, several for most persons."""
    draw = np.random.default_rng(seed)
    found: list[tuple[object, ...]] = []
    for person, unit, *_ in staff:
        for quarter in range(12):
            if draw.random() < share:
                first = pd.Timestamp("2013-01-01") + pd.Timedelta(days=int(quarter * 91 + draw.integers(0, 80)))
                last = first + pd.Timedelta(days=int(draw.integers(0, 6)))
                found.append((person, unit, str(first.date()), str(last.date()), "own_illness", 1.0))
    return found


def places(trees: Sequence[Organisation], lineage: Sequence[LineageEvent] = (), **more: object) -> aggregate.HrPlaces:
    known = more.pop("known", tuple(trees))
    return aggregate.HrPlaces(tuple(trees), tuple(known), tuple(lineage), **more)  # type: ignore[arg-type]


def released_hr(
    found: HrRecords,
    spans: Sequence[periods.Span],
    trees: Sequence[Organisation],
    memory: Memory | None = None,
    rules: Policy = POLICY,
    definitions: Definitions = DEFINITIONS,
) -> ReleasedAmounts:
    parts = aggregate.hr_periods(found, definitions, spans, places(trees))
    return released_amounts(parts, memory or Memory.empty(), rules)


def remembered(*publications: ReleasedAmounts) -> Memory:
    return Memory.of([(one.cells, one.contributions) for one in publications])


def value(cells: pd.DataFrame, unit: str, measure: str, statistic: str = "rate", period: str = "2014Q3") -> float:
    """The one figure of an employees' unit."""
    rows = cells[
        (cells["unit"] == unit)
        & (cells["measure"] == measure)
        & (cells["statistic"] == statistic)
        & (cells["period"] == period)
        & (cells["population"] == "employees")
    ]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


def units_shown(cells: pd.DataFrame, measure: str = "absence_days", period: str = "2014Q3") -> set[str]:
    rows = cells[
        (cells["measure"] == measure)
        & (cells["statistic"].isin(["rate", "share:none"]))
        & (cells["period"] == period)
        & (cells["population"] == "employees")
    ]
    return set(rows.loc[rows["withheld"].isna(), "unit"])
