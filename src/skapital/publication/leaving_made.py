"""Leaving and comparable municipalities in a quarterly publication: periods for the gate, then what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.compare import benchmarks, departing
from skapital.compare.benchmarks import Benchmarked, Figure
from skapital.config.benchmarks import BenchmarkRules
from skapital.config.definitions import Definitions
from skapital.config.exits import ExitWords
from skapital.disclosure.release import Release
from skapital.indicators.periods import Span
from skapital.indicators.records import HrRecords
from skapital.publication.workspace import Workspace
from skapital.report.leaving_facts import LeavingFacts
from skapital.store.database import Store
from skapital.tables import PeriodData

OUTFLOW_MATTERS = 0.05
"""Without a judgement in `quarter.toml`: the smallest difference in outflow that matters."""


@dataclass(frozen=True)
class LeavingInputs:
    """Job-stop talks and comparable figures as stored, and what they are read by."""

    exits: pd.DataFrame
    words: ExitWords
    figures: tuple[Figure, ...]
    rules: BenchmarkRules
    own: str


def read_leaving(workspace: Workspace, store: Store) -> LeavingInputs:
    """Read job-stop talks and comparable figures out of a workspace."""
    return LeavingInputs(
        exits=store.table("exits"),
        words=workspace.exit_words,
        figures=benchmarks.figures_of(store.table("benchmarks")),
        rules=workspace.benchmark_rules,
        own=workspace.own_in_benchmarks,
    )


def leaving_periods(
    inputs: LeavingInputs,
    records: HrRecords,
    definitions: Definitions,
    spans: tuple[Span, ...],
    branches: aggregate.Branches,
) -> tuple[PeriodData, ...]:
    """Return the periods of leaving for the gate: of ``spans`` the twelve months and the year.

    Retention and outflow by group are of the twelve months alone. First-year attrition needs the year before too: an
    extract lists nobody who was hired and gone before it begins.
    """
    long = [span for span in spans if span.kind in ("rolling12", "year")]
    rolling = [span for span in long if span.kind == "rolling12"]
    bands = inputs.words.seniority_bands
    starts, codes = [band.from_years for band in bands], [band.choice.code for band in bands]
    turnover, employment, covered = definitions.turnover, records.employment, records.covered["employment"]
    followed = [span for span in long if set(pd.period_range(span.first - 12, span.last, freq="M")) <= covered]
    rolling = [span for span in rolling if set(span.months) <= covered]
    parts = [aggregate.exits_data(inputs.exits, inputs.words, span, branches) for span in long]
    if len(employment):
        parts += [aggregate.first_year_data(employment, turnover, span, branches) for span in followed]
        parts += [aggregate.outflow_by_group(employment, turnover, span, branches, starts, codes) for span in rolling]
        parts += [aggregate.retention_data(employment, turnover, inputs.words, span, branches) for span in rolling]
    return tuple(part for part in parts if part is not None)


@dataclass(frozen=True)
class LeavingTold:
    """What is said of leaving: comparisons with other municipalities and patterns, unrounded."""

    comparisons: pd.DataFrame
    patterns: pd.DataFrame
    found: tuple[Benchmarked, ...]
    equivalents_period: str | None


def leaving_told(
    release: Release,
    inputs: LeavingInputs,
    definitions: Definitions,
    *,
    rolling: Span | None,
    quarters: tuple[str, ...],
    last_year: int,
    centres: tuple[str, ...],
    matters: float = OUTFLOW_MATTERS,
) -> LeavingTold:
    """Return the comparisons and patterns of a quarter's release.

    Parameters
    ----------
    last_year
        The last calendar year that was over when the quarter ended.
    matters
        The smallest difference in outflow over twelve months that matters.
    """
    found = benchmarks.benchmarked(inputs.figures, inputs.rules, own=inputs.own, last_year=last_year)
    root = str(release.units.loc[release.units["parent"].isna(), "code"].iloc[0])
    periods = [one.own.period for one in found] + ([rolling.name] if rolling else [])
    chosen = next((name for name in periods if _equivalents(release, root, name) is not None), None)
    of_persons = definitions.absence.of_persons  # then the base of absence is persons, and not full-time equivalents
    staff = None if chosen is None or of_persons else _equivalents(release, root, chosen)
    base = definitions.absence.base_days
    gaps = [None if staff is None else benchmarks.in_full_time_equivalents(one, staff, base) for one in found]
    structure = str(release.units[c.STRUCTURE].iloc[0])
    tables = [departing.of_seasons(release, quarters=quarters, smallest=matters)]
    if rolling is not None:
        tables.insert(0, departing.of_year(release, period=rolling.name, centres=centres, smallest=matters))
    patterns = [table for table in tables if len(table)]
    return LeavingTold(
        comparisons=benchmarks.comparisons(found, root=root, structure=structure, gaps=gaps),
        patterns=pd.concat(patterns, ignore_index=True) if patterns else tables[-1],
        found=found,
        equivalents_period=chosen,
    )


def _equivalents(release: Release, root: str, period: str) -> float | None:
    """Our full-time equivalents of a period: of everybody where that is released, else of the employees."""
    for population in (c.ALL, c.EMPLOYEES):
        cell = release.cell(period, root, "absence_days", c.RATE, population)
        if cell is not None and cell.base is not None:
            return cell.base
    return None


def leaving_facts(inputs: LeavingInputs, told: LeavingTold, release: Release) -> LeavingFacts:
    """Return the part of a report's facts about leaving, rounded."""
    return LeavingFacts(
        words=inputs.words,
        patterns=departing.rounded_patterns(told.patterns, release),
        benchmarks=told.found,
        rules=inputs.rules,
        equivalents_period=told.equivalents_period,
    )
