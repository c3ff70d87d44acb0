"""All configuration files of a workspace: each read once, checked whole and frozen by its own module."""

from __future__ import annotations

from skapital.config.read_instrument import read_instrument
from skapital.config.read_policy import read_policy
from skapital.config.read_settings import REPORT_LANGUAGES, read_settings
from skapital.config.report_settings import ReportSettings, read_report_settings

__all__ = [
    "REPORT_LANGUAGES",
    "ReportSettings",
    "read_instrument",
    "read_policy",
    "read_report_settings",
    "read_settings",
]
