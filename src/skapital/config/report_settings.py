"""How reports look and which scales head them: `report.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skapital.config.checked import read_document

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class ReportSettings:
    """House colour, whom to ask, and which scale stands first."""

    accent: str
    contact: Mapping[str, str]
    headline_scale: str


def read_report_settings(path: Path) -> ReportSettings:
    """Read and check a ``report.toml``.

    Raises
    ------
    ConfigurationError
        With every problem of the file.
    """
    document = read_document(path)
    top = document.top
    accent = top.text("accent")
    if accent and not _COLOUR.fullmatch(accent):
        top.note("config-bad-value", "accent", f'"{accent}" is no colour; write it as #rrggbb, such as #0b5c6b')
    found = ReportSettings(accent, top.in_languages("contact"), top.text("headline_scale"))
    document.close()
    return found
