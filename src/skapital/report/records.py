"""The small records that facts are made of: a target, a source, a unit, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from skapital import columns as c
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
    """A difference with its interval and verdict. Figures are ``None`` where the verdict is ``withheld``.

    ``grade`` and ``reason`` say whether the two may be compared, ``withheld`` why the earlier figure is not shown.
    """

    numbers: Mapping[str, Number]
    verdict: str
    note: str
    grade: str
    reason: str
    since: str
    withheld: str = ""

    def number(self, name: str) -> Number | None:
        """Return ``difference``, ``low``, ``high``, ``detectable`` or a shrunken figure, if there is one."""
        return self.numbers.get(name)


@dataclass(frozen=True)
class UnitPast:
    """What became of a unit since an earlier round.

    Attributes
    ----------
    grade, reason
        Words of ``config.lineage``.
    origins
        The old units' names.
    source
        The structure and unit its earlier figure is taken from, where that is not the unit itself as restated.
    """

    grade: str
    reason: str
    origins: tuple[str, ...]
    source: tuple[str, str] | None = None


SAME_UNIT = UnitPast("same", "same", ())


_KINDS = {
    "difference": "difference",
    "low": "difference",
    "high": "difference",
    "detectable": "points",
    "shrunken": "difference",
    "shrunken_low": "difference",
    "shrunken_high": "difference",
}


def comparison_of(row: Mapping[object, object], decimals: Callable[[str], int]) -> Comparison:
    """Return a comparison from a row of the comparisons; ``decimals`` says what a kind of figure is written with."""
    key = tuple(_word(row[name]) or None for name in c.COMPARISON_KEY)
    numbers = {
        name: Number(float(str(row[name])), kind, ("comparison", *key, name), decimals=decimals(kind))
        for name, kind in _KINDS.items()
        if name in row and not pd.isna(row[name])  # type: ignore[call-overload]
    }
    words = (_word(row.get(name)) for name in ("verdict", "note", "grade", "reason", "from", c.WITHHELD))
    return Comparison(numbers, *words)


def known_verdict(verdict: object) -> str:
    """Return a verdict that is known.

    Raises
    ------
    ValueError
        If it is unknown: nothing is guessed.
    """
    if verdict not in c.VERDICTS:
        raise ValueError(f"unknown verdict {verdict!r}")
    return str(verdict)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def unit_info(row: tuple[object, ...]) -> UnitInfo:
    """Return a unit from a row with the columns ``columns.UNIT_COLUMNS``."""
    _, tree, code, name, level, parent, members, own = row
    several = tuple(str(member) for member in members) if isinstance(members, (list, tuple)) else None
    above = str(parent) if isinstance(parent, str) else None
    return UnitInfo(str(tree), str(code), str(name), str(level), above, several, bool(own))
