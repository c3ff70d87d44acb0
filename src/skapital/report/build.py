"""The reports: one builder a kind. Each takes :class:`~skapital.report.facts.Facts` and gives a ``ReportModel``."""

from __future__ import annotations

from skapital.report.build_index import ReportFile, index
from skapital.report.build_leaders import leaders
from skapital.report.build_municipality import municipality
from skapital.report.build_quarter import quarter_municipality, quarter_unit
from skapital.report.build_unit import branch, workplace

__all__ = [
    "ReportFile",
    "branch",
    "index",
    "leaders",
    "municipality",
    "quarter_municipality",
    "quarter_unit",
    "workplace",
]
