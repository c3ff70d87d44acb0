"""The settings of a workspace: `skapital.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Round:
    """One measurement."""

    id: str
    title: str
    instrument: str
    fieldwork_from: str
    fieldwork_to: str
    cut_off: str


@dataclass(frozen=True)
class Baseline:
    """What later figures are measured against."""

    round: str
    hr_period: str


@dataclass(frozen=True)
class Settings:
    """What a second municipality would change.

    ``leader_levels`` run from the top down; ``report_levels`` are the organisation's levels whose units get a report.
    ``expected_response`` is the share (0-1) of those invited who are expected to answer.
    ``organisation_dates`` of a round is the newest organisation at or before its ``cut_off``.
    """

    municipality: str
    municipality_code: str
    language: str
    rounds: tuple[Round, ...]
    baseline: Baseline
    leader_levels: tuple[str, ...]
    report_levels: tuple[str, ...]
    workplace_level: str
    centre_level: str
    link_rounds: bool
    keep_raw_files: bool
    retention_years: int
    smallest_important_difference: float
    expected_response: float
    path: Path

    def round(self, round_id: str) -> Round:
        """Return the round of that id.

        Raises
        ------
        KeyError
            If there is none.
        """
        return next(entry for entry in self.rounds if entry.id == round_id)
