"""The measures of HR figures: what each is a rate of, and so how it is rounded, judged and written."""

from __future__ import annotations

from typing import Final

ABSENCE: Final = (
    "absence_days",
    "absence_percent",
    "absence_short",
    "absence_long",
    "absence_spells",
    "absence_none",
    "absence_concentration",
)
TURNOVER: Final = ("turnover_out", "turnover_in", "turnover_total", "mobility", "first_year_attrition")
PROPORTIONS: Final = ("turnover_out", "first_year_attrition")
"""Events of people over people: a rate that has Wilson limits and can be no more than 1."""
_SHARES: Final = frozenset((*TURNOVER, "absence_none", "absence_concentration"))


def is_share(measure: str) -> bool:
    """Return whether a measure is a share of people (0-1), written as percent."""
    return measure in _SHARES


def is_rate(measure: str) -> bool:
    """Return whether a measure is days or spells, or a percentage of days (0-100)."""
    return measure in ABSENCE and measure not in _SHARES
