"""The small records that facts are made of: a target, a source, a unit, a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skapital.report.model import Number


@dataclass(frozen=True)
class Target:
    """A target of a unit for a measure. ``state`` is ``adopted`` or ``proposed``; ``words`` one without a number."""

    unit: str
    measure: str
    state: str
    baseline: float | None
    value: float | None
    due: str
    decided_by: str = ""
    decided_on: str = ""
    words: str = ""


@dataclass(frozen=True)
class Source:
    """A file behind the figures, named by what it is: ``kind`` such as ``survey`` and when it was taken out."""

    kind: str
    period: str
    rows: int


@dataclass(frozen=True)
class UnitInfo:
    """A unit of the publication's own structure in one tree."""

    tree: str
    code: str
    name: str
    level: str
    parent: str | None
    members: tuple[str, ...] | None
    own_members: bool


@dataclass(frozen=True)
class Comparison:
    """A difference with its interval and verdict. Figures are ``None`` where the verdict is ``withheld``."""

    numbers: Mapping[str, Number]
    verdict: str
    note: str
    grade: str
    reason: str
    since: str

    def number(self, name: str) -> Number | None:
        """Return ``difference``, ``low``, ``high``, ``detectable`` or a shrunken figure, if there is one."""
        return self.numbers.get(name)


@dataclass(frozen=True)
class UnitPast:
    """What became of a unit since the earlier round: a reason of ``config.lineage``, and the old units' names."""

    reason: str
    origins: tuple[str, ...]


def unit_info(row: tuple[object, ...]) -> UnitInfo:
    """Return a unit from a row with the columns ``columns.UNIT_COLUMNS``."""
    _, tree, code, name, level, parent, members, own = row
    several = tuple(str(member) for member in members) if isinstance(members, (list, tuple)) else None
    above = str(parent) if isinstance(parent, str) else None
    return UnitInfo(str(tree), str(code), str(name), str(level), above, several, bool(own))
