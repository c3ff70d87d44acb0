"""What a quarterly report is built from besides the release: periods, definitions, signals, limits, events, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from skapital import columns as c
from skapital.config.definitions import Definitions
from skapital.config.quarter_settings import QuarterSettings
from skapital.report.leaving_facts import LeavingFacts


@dataclass(frozen=True)
class Event:
    """Something that happened: an ISO date, the unit it is about (None: all), a text, and whether it is a break."""

    date: str
    unit: str | None
    kind: str
    text: str
    is_break: bool


@dataclass(frozen=True)
class Changed:
    """What is new since the edition before: how many figures of a period and measure moved, came or went."""

    period: str
    measure: str
    moved: int
    came: int
    went: int


@dataclass(frozen=True)
class SinceLast:
    """What a new edition says of the one before.

    ``definitions`` says whether the figures are counted otherwise than then; ``kept`` that some stand as published.
    """

    edition: str
    changes: tuple[Changed, ...]
    definitions: bool
    kept: bool


@dataclass(frozen=True)
class HrFacts:
    """The HR part of a quarterly publication.

    Attributes
    ----------
    quarter, before
        Names of this quarter and of the same one a year earlier (None where it is not covered).
    rolling
        Name of the twelve months that end with the quarter, such as ``2015-09``; None where they are not covered.
    baseline
        Kind and name of the baseline period; None where it is not covered.
    year
        The calendar year, in a fourth quarter's publication.
    series
        Names of the quarters that are followed, in order; ``gaps`` those between that no source covers whole.
    signals, limits
        Tables of ``compare.signals`` and ``compare.limits``, rounded.
    missing
        By source the months that lack between its first and last.
    told_by_dates
        By source the first and last month that no file states to cover, but that dates tell.
    leaders_apart
        Whether leaders are left out of the employees' figures.
    baseline_refused
        Why the baseline is not compared with the present: ``season`` or ``overlaps``; empty: it is.
    associations
        Table of ``compare.association``, rounded; empty where no measurement has twelve covered months behind it.
    counted_by
        By kind and name of a period, by what its figures are counted (``Definitions.named``): what stands keeps it.
    left_out
        By measure the quarters of another definition that are not drawn, since no break was declared after them.
    """

    quarter: str
    before: str | None
    rolling: str | None
    baseline: tuple[str, str] | None
    year: str | None
    series: tuple[str, ...]
    gaps: tuple[str, ...]
    signals: pd.DataFrame
    limits: pd.DataFrame
    events: tuple[Event, ...]
    definitions: Definitions
    settings: QuarterSettings
    leaders_apart: bool
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told_by_dates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    baseline_refused: str = ""
    since_last: SinceLast | None = None
    leaving: LeavingFacts | None = None
    associations: pd.DataFrame = field(default_factory=pd.DataFrame)
    counted_by: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def texts(self) -> str:
        """Under which prefix the words stand that take the place of others: where absence is counted by person."""
        return "person_view." if self.definitions.absence.of_persons else ""

    @cached_property
    def _signals(self) -> Mapping[tuple[str, str], Mapping[str, object]]:
        rows = self.signals.to_dict("records")
        return {(str(row[c.UNIT]), str(row[c.MEASURE])): {str(k): v for k, v in row.items()} for row in rows}

    def signal(self, unit: str, measure: str) -> Mapping[str, object] | None:
        """Return what the series of a unit says, as a row of the table, if it was read."""
        return self._signals.get((unit, measure))

    @cached_property
    def _limits(self) -> Mapping[tuple[str, str], Mapping[str, object]]:
        rows = self.limits.to_dict("records")
        return {(str(row[c.UNIT]), str(row[c.MEASURE])): {str(k): v for k, v in row.items()} for row in rows}

    def limit(self, unit: str, measure: str) -> Mapping[str, object] | None:
        """Return a unit's limits around the common rate of its level, as a row of the table, if there are any."""
        return self._limits.get((unit, measure))
