"""Which quarters HR records cover, from the data and never from the clock; what is missing is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from skapital.errors import InputError
from skapital.indicators.periods import Span, gaps, latest_complete, quarter, quarters_between

LATEST = "latest"
Months = frozenset[pd.Period]
_HOW = "take in the records: skapital ingest employment FILE, skapital ingest absence FILE"


@dataclass(frozen=True)
class Coverage:
    """The months that each HR source covers; a source without records is not in it.

    ``guessed`` are those that no file states: they are told by the dates of its spells.
    """

    sources: Mapping[str, Months]
    guessed: Mapping[str, Months] = field(default_factory=dict)

    @property
    def common(self) -> Months:
        """The months that every source covers."""
        return frozenset.intersection(*self.sources.values()) if self.sources else frozenset()

    def latest(self) -> str | None:
        """Return the last quarter whose three months are covered in every source."""
        found = latest_complete(self.sources.values()) if self.sources else None
        return found.name if found else None

    def covers(self, span: Span) -> bool:
        """Return whether every source covers all months of a period."""
        return set(span.months) <= self.common

    def quarters_until(self, last: Span) -> tuple[Span, ...]:
        """Return all covered quarters up to and with ``last``, in order."""
        months = [month for month in self.common if month <= last.last]
        if not months:
            return ()
        return tuple(span for span in quarters_between(min(months), max(months)) if self.covers(span))

    def gaps(self) -> dict[str, tuple[str, ...]]:
        """Return by source the months that are missing between its first and its last, where there are any."""
        found = {name: tuple(str(month) for month in gaps(months)) for name, months in self.sources.items()}
        return {name: months for name, months in found.items() if months}

    def told_by_dates(self) -> dict[str, tuple[str, str]]:
        """Return by source the first and the last month that only dates tell, where there are any."""
        return {name: (str(min(months)), str(max(months))) for name, months in self.guessed.items() if months}

    def chosen(self, name: str) -> Span:
        """Return the quarter asked for, or the latest one.

        Raises
        ------
        InputError
            ``bad-quarter``, ``no-complete-quarter``, or ``quarter-not-covered`` with the months that are missing.
        """
        if name == LATEST:
            return quarter(self._latest_or_stop())
        span = quarter(name)
        if not self.covers(span) or not self.sources:
            raise InputError(f"{name} is not covered: {self._lacking(span)}; {_HOW}", slug="quarter-not-covered")
        return span

    def _latest_or_stop(self) -> str:
        found = self.latest()
        if found is None:
            message = f"no quarter is covered whole by every HR source ({self._extent()}); {_HOW}"
            raise InputError(message, slug="no-complete-quarter")
        return found

    def _lacking(self, span: Span) -> str:
        if not self.sources:
            return "there are no HR records"
        lacking = {name: [str(month) for month in span.months if month not in months]
                   for name, months in self.sources.items()}  # fmt: skip
        return "; ".join(f"{name} lacks {', '.join(months)}" for name, months in lacking.items() if months)

    def _extent(self) -> str:
        if not self.sources:
            return "there are no HR records"
        return "; ".join(f"{name}: {min(months)} to {max(months)}" for name, months in self.sources.items())


def coverage_of(covered: Mapping[str, Months], guessed: Mapping[str, Months] = MappingProxyType({})) -> Coverage:
    """Return the coverage of records; sources that cover no month at all are left out."""
    return Coverage({name: months for name, months in covered.items() if months}, dict(guessed))
