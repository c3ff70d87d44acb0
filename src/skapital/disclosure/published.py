"""What was published of amounts, by period: looked through once, since there is much of it after some years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from skapital import columns as c
from skapital.indicators.periods import quarters_of, span_of
from skapital.tables import PeriodData


@dataclass(frozen=True)
class Published:
    """Remembered cells of amounts by kind and name of their period."""

    by_period: Mapping[tuple[str, str], pd.DataFrame]
    columns: tuple[str, ...]

    @staticmethod
    def of(cells: pd.DataFrame) -> Published:
        """Return the cells of amounts among all remembered ones; those of rounds are left out."""
        mine = cells[cells[c.PERIOD_KIND] != "round"]
        found = mine.groupby([c.PERIOD_KIND, c.PERIOD], sort=True)
        by_period = {(str(kind), str(period)): rows for (kind, period), rows in found}
        return Published(by_period, tuple(str(name) for name in cells.columns))

    def of_period(self, part: PeriodData) -> pd.DataFrame:
        """Return what was published of a period under its own name."""
        nothing = pd.DataFrame(columns=list(self.columns))
        return self.by_period.get((part.observations.period_kind, part.observations.period), nothing)

    def about(self, part: PeriodData) -> Iterator[tuple[bool, pd.DataFrame]]:
        """Yield what was published of the same months, whatever their kind, with True; and of a quarter what was
        published of longer periods over it, with False."""
        months = part.magnitudes.months if part.magnitudes is not None else ("", "")
        quarter = part.observations.period if part.observations.period_kind == "quarter" else ""
        for (kind, period), rows in self.by_period.items():
            span = span_of(kind, period)
            if (str(span.first), str(span.last)) == months:
                yield True, rows
            elif quarter in {one.name for one in quarters_of(span)}:
                yield False, rows
