"""From five years of HR records to released cells: `python benchmarks/bench_hr_cells.py`.

5,000 employees in 260 workplaces of 10 centres and 34 departments, crossed by 30 committees; all quarters so far, two
rolling years and a calendar year; then the next quarter, with the first publication remembered.
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd

from skapital import aggregate, resources
from skapital.config.definitions import read_definitions
from skapital.config.load import read_policy
from skapital.config.organisation import Organisation, Unit
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import released_amounts
from skapital.indicators import periods
from skapital.indicators.records import HrRecords, hr_records

EMPLOYEES, WORKPLACES = 5_000, 260
SPELLS_A_YEAR = 2.2
FIRST, LAST = pd.Timestamp("2013-01-01"), pd.Timestamp("2017-12-31")
DATE = "2013-01-01"


def main() -> None:
    """Make the records, the cells and the next quarter's, and print what each took."""
    draw = np.random.default_rng(20140601)
    trees = organisation()
    definitions = read_definitions(resources.resource("configs", "definitions.toml"))
    policy = read_policy(resources.resource("configs", "policy.toml"))
    places = aggregate.HrPlaces(trees, trees, ())
    started = time.process_time()
    records = hr_records(**tables(draw), definitions=definitions)
    told("records read and split by month", started)
    memory = Memory.empty()
    for name in ("2017Q3", "2017Q4"):
        spans = spans_until(periods.quarter(name), records)
        started = time.process_time()
        parts = aggregate.hr_periods(records, definitions, spans, places)
        told(f"{name}: {len(parts)} periods made, {sum(part.magnitudes.printed for part in parts)} printed", started)
        started = time.process_time()
        found = released_amounts(parts, memory, policy)
        told(
            f"{name}: the gate, {len(found.cells)} cells, {int(found.cells['withheld'].notna().sum())} withheld",
            started,
        )
        memory = Memory.of([(found.cells, found.contributions)])
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


def told(what: str, started: float) -> None:
    """Print the processor's time since ``started``."""
    print(f"{time.process_time() - started:6.1f} s  {what}")


def spans_until(quarter: periods.Span, records: HrRecords) -> list[periods.Span]:
    """What a quarterly publication asks for: all quarters so far, rolling and calendar years."""
    covered = records.covered["employment"] & records.covered["absence"]
    series = periods.quarters_between(min(covered), quarter.last)
    rolling = periods.rolling_year(quarter)
    return [*series, rolling, periods.year_before(rolling), periods.calendar_year(2013)]


def organisation() -> tuple[Organisation, ...]:
    """The line and the committees, over the same workplaces."""
    centres = [Unit(f"C{i}", f"Centre {i}", "KOM", "centre") for i in range(10)]
    departments = [Unit(f"D{i}", f"Department {i}", f"C{i % 10}", "department") for i in range(34)]
    line = [Unit(f"W{i}", f"Workplace {i}", f"D{i % 34}", "workplace") for i in range(WORKPLACES)]
    committees = [Unit(f"M{i}", f"Committee {i}", "KOM", "local_med") for i in range(30)]
    med = [Unit(f"W{i}", f"Workplace {i}", f"M{(i * 7) % 34 % 30}", "workplace") for i in range(WORKPLACES)]
    root = Unit("KOM", "Made up", None, "municipality")
    return (
        Organisation("line", DATE, (root, *centres, *departments, *line)),
        Organisation("med", DATE, (root, *committees, *med)),
    )


def tables(draw: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The store's tables: persons who come and go, short spells and a few long ones, leaders apart."""
    places = 1.3 * EMPLOYEES
    size = draw.lognormal(0, 0.6, WORKPLACES)
    unit = draw.choice(WORKPLACES, int(places), p=size / size.sum())
    start = FIRST + pd.to_timedelta(draw.integers(-3000, 1800, len(unit)), unit="D")
    stay = pd.to_timedelta(draw.exponential(6 * 365, len(unit)).astype(int) + 30, unit="D")
    end = pd.Series(start + stay)
    jobs = pd.DataFrame(
        {
            "person": [f"p{i}" for i in range(len(unit))],
            "unit": [f"W{i}" for i in unit],
            "start": start.astype(str),
            "end": end.where(end <= LAST).dt.strftime("%Y-%m-%d"),
            "fraction": draw.choice([1.0, 0.86, 0.81, 0.5], len(unit)),
            "position_group": None,
            "age_band": None,
            "leader_level": np.where(draw.random(len(unit)) < 0.05, "decentral", None),
            "end_type": np.where(end <= LAST, "resigned", None),
        }
    )
    jobs = jobs[end.fillna(LAST) >= FIRST].reset_index(drop=True)
    return {
        "employment": jobs,
        "absence": absence(draw, jobs),
        "employment_months": pd.DataFrame(columns=["unit", "month", "persons", "fte", "joiners", "leavers"]),
        "absence_months": pd.DataFrame(columns=["unit", "month", "days", "fte", "persons"]),
    }


def absence(draw: np.random.Generator, jobs: pd.DataFrame) -> pd.DataFrame:
    """Spells inside the employments: mostly of days, one in twenty of months."""
    first = pd.to_datetime(jobs["start"]).clip(lower=FIRST)
    last = pd.to_datetime(jobs["end"]).fillna(LAST)
    years = ((last - first).dt.days / 365).clip(lower=0)
    at = np.repeat(np.arange(len(jobs)), draw.poisson(SPELLS_A_YEAR * years))
    into = (draw.random(len(at)) * (last - first).dt.days.to_numpy()[at]).astype(int)
    begin = first.to_numpy()[at] + into.astype("timedelta64[D]")
    length = np.where(draw.random(len(at)) < 0.05, draw.integers(31, 120, len(at)), draw.geometric(0.3, len(at)))
    stop = np.minimum(begin + length.astype("timedelta64[D]"), last.to_numpy()[at])
    return pd.DataFrame(
        {
            "person": jobs["person"].to_numpy()[at],
            "unit": jobs["unit"].to_numpy()[at],
            "start": pd.Series(begin).dt.strftime("%Y-%m-%d"),
            "end": pd.Series(stop).dt.strftime("%Y-%m-%d"),
            "reason": "own_illness",
            "fraction": 1.0,
        }
    )


if __name__ == "__main__":
    main()
