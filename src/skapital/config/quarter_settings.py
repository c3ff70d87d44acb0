"""What the quarterly publication judges: `quarter.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skapital.config.checked import Table, read_document

JUDGED: Final = ("absence_days", "absence_percent", "turnover_out", "first_year_attrition")
"""The measures that have an interval, and so can have a verdict."""
LOWER, HIGHER = "lower", "higher"
QUARTER, YEAR = "quarter", "year"


@dataclass(frozen=True)
class Judgement:
    """How differences of a measure are judged.

    Attributes
    ----------
    better
        ``lower`` or ``higher``.
    matters
        Smallest important difference by ``quarter`` and ``year`` (twelve months, rolling or calendar), in the measure's
        own unit.
    """

    better: str
    matters: Mapping[str, float]

    def smallest_important(self, period_kind: str) -> float:
        """Return the smallest important difference of a period's figure."""
        return self.matters[QUARTER if period_kind == QUARTER else YEAR]


@dataclass(frozen=True)
class RunChartSettings:
    """Which measures are followed, from how many points, and whether the yearly wave is taken out."""

    measures: tuple[str, ...]
    least_points: int
    seasonal: bool


@dataclass(frozen=True)
class FunnelSettings:
    """The level of limits, from how many units, and where the size bands of workplaces meet (full-time equivalents)."""

    level: float
    least_units: int
    size_bands: tuple[float, ...]


@dataclass(frozen=True)
class QuarterSettings:
    """A checked `quarter.toml`; ``measures`` in the file's order."""

    measures: Mapping[str, Judgement]
    run_chart: RunChartSettings
    funnel: FunnelSettings
    sha256: str


def read_quarter_settings(path: Path) -> QuarterSettings:
    """Read and check a `quarter.toml`.

    Raises
    ------
    ConfigurationError
        With every unknown key, unknown measure and wrong value in the file.
    """
    document = read_document(path)
    tables = document.top.table_by_name("measures")
    for name in tables:
        if name not in JUDGED:
            message = f'"{name}" has no interval to be judged by; known are {", ".join(JUDGED)}'
            document.top.note("config-unknown-word", f"measures.{name}", message)
    found = QuarterSettings(
        measures={name: _judgement(table) for name, table in tables.items()},
        run_chart=_run_chart(document.top.table("run_chart"), tuple(tables)),
        funnel=_funnel(document.top.table("funnel")),
        sha256=document.sha256,
    )
    document.close()
    return found


def _judgement(table: Table) -> Judgement:
    matters = table.table("matters")
    return Judgement(
        better=table.choice("better", (LOWER, HIGHER)),
        matters={kind: matters.number(kind, least=0.0001, most=100) for kind in (QUARTER, YEAR)},
    )


def _run_chart(table: Table, judged: tuple[str, ...]) -> RunChartSettings:
    measures = table.texts("measures")
    for name in measures:
        if name not in judged:
            table.note("config-unknown-word", "measures", f'"{name}" has no table under [measures]')
    return RunChartSettings(measures, table.whole("least_points", least=10, most=100), table.flag("seasonal"))


def _funnel(table: Table) -> FunnelSettings:
    bands = table.numbers("size_bands")
    if list(bands) != sorted(set(bands)):
        table.note("config-bad-value", "size_bands", "must rise from one number to the next")
    return FunnelSettings(
        table.number("level", least=0.5, most=0.9999), table.whole("least_units", least=2, most=1000), bands
    )
