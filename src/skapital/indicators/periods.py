"""Periods of HR figures: months, quarters, rolling years and calendar years, from the data and never from the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from skapital.errors import InputError

_QUARTER = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True)
class Span:
    """A named period: ``kind`` is a word of ``columns.PERIOD_KINDS``; ``first`` and ``last`` are months (inclusive)."""

    kind: str
    name: str
    first: pd.Period
    last: pd.Period

    @property
    def months(self) -> pd.PeriodIndex:
        """The months of the period, in order."""
        return pd.period_range(self.first, self.last, freq="M")

    @property
    def start(self) -> pd.Timestamp:
        """The first day."""
        return self.first.start_time.normalize()

    @property
    def end(self) -> pd.Timestamp:
        """The last day."""
        return self.last.end_time.normalize()


def quarter(name: str) -> Span:
    """Return the quarter of a name such as ``2015Q3``.

    Raises
    ------
    InputError
        If the name is no quarter.
    """
    found = _QUARTER.fullmatch(name)
    if found is None:
        raise InputError(f'"{name}" is no quarter; write it as 2015Q3, or "latest"', slug="bad-quarter")
    first = pd.Period(year=int(found[1]), month=3 * int(found[2]) - 2, freq="M")
    return Span("quarter", name, first, first + 2)


def quarter_of(month: pd.Period) -> Span:
    """Return the quarter a month lies in."""
    return quarter(f"{month.year}Q{(month.month + 2) // 3}")


def year_before(span: Span) -> Span:
    """Return the same period one year earlier."""
    return _renamed(span, span.first - 12, span.last - 12)


def rolling_year(span: Span) -> Span:
    """Return the twelve months that end with the period, named by their last month, such as ``2015-09``."""
    return Span("rolling12", str(span.last), span.last - 11, span.last)


def year_after(date: str) -> Span:
    """Return the four whole quarters that follow an ISO date, as twelve months named by their last."""
    begins = quarter_of(pd.Period(date[:7], freq="M")).last + 1
    return Span("rolling12", str(begins + 11), begins, begins + 11)


def calendar_year(year: int) -> Span:
    """Return a calendar year."""
    return Span("year", str(year), pd.Period(f"{year}-01", freq="M"), pd.Period(f"{year}-12", freq="M"))


def span_of(kind: str, name: str) -> Span:
    """Return the span of a kind and a name, as they stand in a cell.

    Raises
    ------
    InputError
        ``bad-quarter`` if a quarter's name is none.
    ValueError
        If the kind is no period of HR figures.
    """
    if kind == "quarter":
        return quarter(name)
    if kind == "year":
        return calendar_year(int(name))
    month = pd.Period(name, freq="M")
    if kind == "rolling12":
        return Span(kind, name, month - 11, month)
    if kind == "month":
        return Span(kind, name, month, month)
    raise ValueError(f"{kind} is no period of HR figures")


def quarters_of(span: Span) -> tuple[Span, ...]:
    """Return the quarters a span is the sum of; none if it is shorter or starts or ends inside one."""
    inside = quarters_between(span.first, span.last)
    return inside if 3 * len(inside) == len(span.months) else ()


def quarters_between(first: pd.Period, last: pd.Period) -> tuple[Span, ...]:
    """Return all quarters that lie whole inside the months from ``first`` to ``last``, in order."""
    spans = dict.fromkeys(quarter_of(month) for month in pd.period_range(first, last, freq="M"))
    return tuple(span for span in spans if span.first >= first and span.last <= last)


def latest_complete(covered: Iterable[frozenset[pd.Period]]) -> Span | None:
    """Return the last quarter whose three months are covered in every source; None if there is none."""
    common = frozenset.intersection(*covered)
    whole = [quarter_of(month) for month in sorted(common) if set(quarter_of(month).months) <= common]
    return whole[-1] if whole else None


def gaps(months: frozenset[pd.Period]) -> tuple[pd.Period, ...]:
    """Return the months that are missing between the first and the last that are covered."""
    if not months:
        return ()
    return tuple(month for month in pd.period_range(min(months), max(months), freq="M") if month not in months)


def _renamed(span: Span, first: pd.Period, last: pd.Period) -> Span:
    if span.kind == "quarter":
        return quarter_of(first)
    if span.kind == "year":
        return calendar_year(first.year)
    return Span(span.kind, str(last), first, last)
