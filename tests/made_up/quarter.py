"""A quarter's HR part on top of made-up facts: released rates of eleven quarters, comparisons, signals."""

from __future__ import annotations

import random
from dataclasses import replace

import pandas as pd

from skapital import columns as c
from skapital.compare import limits, quarter, signals
from skapital.compare.quarter import Earlier, Place
from skapital.compare.table import rounded, rounded_by_measure
from skapital.config.definitions import read_definitions
from skapital.config.quarter_settings import read_quarter_settings
from skapital.disclosure.release import Release
from skapital.indicators.absence import gamma_limits
from skapital.indicators.proportions import wilson
from skapital.report.facts import Facts
from skapital.report.hr_facts import Event, HrFacts
from skapital.resources import resource

SERIES = tuple(f"{year}Q{number}" for year in (2013, 2014, 2015) for number in (1, 2, 3, 4))[:11]
NOW, BEFORE, ROLLING, BASELINE = "2015Q3", "2014Q3", "2015-09", ("year", "2013")
WITHHELD_UNIT = "W003"
EVENTS = (
    Event("2014-01-01", None, "system_change", "Nyt system til indberetning af fravær", True),
    Event("2014-08-01", "C1", "other", "Skolereformen træder i kraft", False),
)


def with_hr(facts: Facts) -> Facts:
    """The facts of a quarterly edition: HR cells for every unit that has a size, one unit withheld."""
    cells = pd.concat([facts.release.cells, hr_cells(facts)], ignore_index=True)
    release = replace(facts.release, cells=cells, exact=cells)
    settings = read_quarter_settings(resource("configs", "quarter.toml"))
    now = Place("quarter", NOW)
    adopted = pd.DataFrame(
        [(t.unit, t.population, t.measure, t.value) for t in facts.targets],
        columns=["unit", "population", "measure", "value"],
    )
    compared = pd.concat(
        [
            quarter.since(release, Earlier(now, Place("quarter", BEFORE), "quarter"), settings),
            quarter.since(release, Earlier(Place("rolling12", ROLLING), Place(*BASELINE), "baseline"), settings),
            quarter.targets(release, Place("rolling12", ROLLING), adopted, settings),
            quarter.above(release, now, settings),
        ],
        ignore_index=True,
    )
    drawn = limits.limits(
        release, now, measures=settings.run_chart.measures, levels=("centre", "workplace"),
        settings=replace(settings.funnel, least_units=2),
    )  # fmt: skip
    read = signals.signals(release, quarters=SERIES, settings=settings.run_chart, breaks={})
    counts = limits.workplace_counts(drawn, facts.root.code, "workplace", settings.funnel)
    return replace(
        facts,
        release=release,
        edition="quarter",
        comparisons=pd.concat([facts.comparisons, rounded(compared, release)], ignore_index=True),
        counts=pd.concat([facts.counts, counts], ignore_index=True),
        hr=_hr(release, settings, read, drawn),
    )


def _hr(release: Release, settings, read: pd.DataFrame, drawn: pd.DataFrame) -> HrFacts:  # type: ignore[no-untyped-def]
    return HrFacts(
        quarter=NOW,
        before=BEFORE,
        rolling=ROLLING,
        baseline=BASELINE,
        year=None,
        series=SERIES,
        gaps=(),
        signals=rounded_by_measure(read, ("centre", "low", "high"), release.policy),
        limits=rounded_by_measure(drawn.drop(columns="base"), ("low", "high"), release.policy),
        events=EVENTS,
        definitions=read_definitions(resource("configs", "definitions.toml")),
        settings=settings,
        leaders_apart=True,
    )


def hr_cells(facts: Facts) -> pd.DataFrame:
    """Rates of every unit with a figure of response, in every period the reports show."""
    own = facts.release.cells[
        (facts.release.cells[c.STATISTIC] == c.N_ANSWERED) & facts.release.cells[c.WITHHELD].isna()
    ]
    sizes = own[own[c.POPULATION] == c.EMPLOYEES].drop_duplicates(c.UNIT).set_index(c.UNIT)[c.VALUE]
    periods = [("quarter", name) for name in SERIES] + [("rolling12", ROLLING), BASELINE, ("year", "2015")]
    rows = [
        row
        for kind, name in periods
        for unit, size in sizes.items()
        for row in _cells(facts.structure, kind, name, str(unit), float(size))
    ]
    return pd.DataFrame(rows, columns=list(c.RELEASED_COLUMNS))


def _cells(structure: str, kind: str, period: str, unit: str, size: float):  # type: ignore[no-untyped-def]
    chance = random.Random(f"{kind}{period}{unit}")
    years = 0.25 if kind == "quarter" else 1.0
    days, left = round(chance.uniform(10, 16) * years, 1), round(chance.uniform(0.05, 0.2) * years, 3)
    base = 0.9 * size
    of_days, of_people = gamma_limits(days * base, base, 12.0), wilson(round(left * size), int(size))
    figures = [
        ("absence_days", (days, *of_days), 1), ("absence_percent", (100 * days / (260 * years),), 1),
        ("absence_short", (days / 2,), 1), ("absence_long", (days / 2,), 1), ("absence_spells", (1.1 * years,), 1),
        ("turnover_out", (left, *of_people), 3), ("turnover_in", (left, *of_people), 3),
        ("turnover_total", (2 * left,), 3),
    ]  # fmt: skip
    for measure, values, places in figures:
        for statistic, value in zip((c.RATE, c.LOW, c.HIGH), values, strict=False):
            key = (kind, period, structure, c.EMPLOYEES, unit, None, measure, statistic)
            if unit == WITHHELD_UNIT:
                yield (*key, None, None, None, c.TOO_FEW)
            else:
                yield (*key, round(value, places), int(size), round(base, 1), None)
