"""The rows of a score table: what `skapital score` prints and gives as JSON. ``None`` is undefined or withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class ItemRow:
    """One item; of a scale, with its place in it (``r_drop``, ``alpha_if_dropped`` on the complete rows)."""

    item: str
    n: int | None
    mean: float | None
    sd: float | None
    missing_share: float | None
    r_drop: float | None = None
    alpha_if_dropped: float | None = None


@dataclass(frozen=True)
class ScaleRow:
    """One scale: its group score, its quality, its items. Names as in the contract of `score --json`."""

    scale: str
    n_items: int
    n: int | None
    mean: float | None
    sd: float | None
    floor_share: float | None
    ceiling_share: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    icc1: float | None
    icc1_n0: float | None
    icc2: float | None
    icc1_reml: float | None
    rwg_median: float | None
    rwg_star_median: float | None
    n_complete: int | None
    n_units: int | None
    gate: str
    items: tuple[ItemRow, ...]
    details: Mapping[str, object] | None = None


@dataclass(frozen=True)
class ProblemRow:
    """A yes/no item: how many of those asked answered, and the share that states a problem."""

    item: str
    n: int | None
    share: float | None


@dataclass(frozen=True)
class Finding:
    """Something a psychometrician would look at. Its message asks; it never changes a figure."""

    slug: str
    scale: str
    item: str | None
    message: str


@dataclass(frozen=True)
class ScoreTable:
    """Everything `skapital score` says about one round and population."""

    round: str
    population: str
    n_respondents: int | None
    scales: tuple[ScaleRow, ...]
    items: tuple[ItemRow, ...]
    problems: tuple[ProblemRow, ...]
    findings: tuple[Finding, ...]
    response_style: Mapping[str, object] | None = None

    @property
    def failed_scales(self) -> tuple[str, ...]:
        """The scales that failed their gate; with ``--strict`` they end the command with exit code 3."""
        return tuple(row.scale for row in self.scales if row.gate == "failed")

    @property
    def warnings(self) -> tuple[str, ...]:
        """The findings as sentences."""
        return tuple(finding.message for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the contract's object: unrounded numbers, ``None`` where undefined or withheld."""
        result: dict[str, Any] = {"round": self.round, "population": self.population}
        result["n_respondents"] = self.n_respondents
        result["scales"] = [_as_dict(row) for row in self.scales]
        result["items"] = [_as_dict(row) for row in self.items]
        result["problems"] = [_as_dict(row) for row in self.problems]
        result["warnings"] = list(self.warnings)
        result["findings"] = [_as_dict(row) for row in self.findings]
        if self.response_style is not None:
            result["response_style"] = dict(self.response_style)
        return result


@dataclass
class Findings:
    """The findings while they are gathered, in the order of the instrument."""

    rows: list[Finding] = field(default_factory=list)

    def add(self, slug: str, scale: str, item: str | None, message: str) -> None:
        """Note one."""
        self.rows.append(Finding(slug, scale, item, message))


def _as_dict(row: object) -> dict[str, Any]:
    """Return a row as a JSON object, rows within it too; ``details`` only where there are any."""
    result: dict[str, Any] = {}
    for part in fields(row):  # type: ignore[arg-type]  # rows are dataclasses
        value = getattr(row, part.name)
        if part.name == "details" and value is None:
            continue
        result[part.name] = [_as_dict(inner) for inner in value] if isinstance(value, tuple) else value
    return result
