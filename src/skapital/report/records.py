"""The small records that facts are made of: a target, a source, a unit, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.compare.measures import is_rate, is_share
from skapital.report.model import Number


@dataclass(frozen=True)
class Target:
    """A target of a unit for a measure. ``state`` is ``adopted`` or ``proposed``; ``words`` one without a number.

    ``population`` is whose it is: the employees', and at the municipality perhaps the leaders'.
    """

    unit: str
    measure: str
    state: str
    baseline: float | None
    value: float | None
    due: str
    decided_by: str = ""
    decided_on: str = ""
    words: str = ""
    population: str = c.EMPLOYEES


@dataclass(frozen=True)
class Source:
    """A file behind the figures, named by what it is: ``kind`` such as ``survey`` and when it was taken out.

    Nothing of its rows: less a released number of answers they would tell how many of few leaders answered.
    """

    kind: str
    period: str


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
    stands: bool | None = None

    def number(self, name: str) -> Number | None:
        """Return ``difference``, ``low``, ``high``, ``detectable``, ``by_chance`` or a shrunken figure, if any."""
        return self.numbers.get(name)


_WORDS: Final = ("verdict", "note", "grade", "reason", "from", c.WITHHELD)


def comparison_of(row: Mapping[Hashable, object], decimals: Callable[[str], int]) -> Comparison:
    """Return a comparison from a row of the table of comparisons; ``decimals`` says how a kind of figure is written."""
    key = tuple(_word(row[name]) or None for name in c.COMPARISON_KEY)
    numbers = {
        name: Number(float(str(row[name])), kind, ("comparison", *key, name), decimals=decimals(kind))
        for name, kind in difference_kinds(str(row[c.MEASURE])).items()
        if name in row and not pd.isna(row[name])  # type: ignore[call-overload]
    }
    verdict, note, grade, reason, since, withheld = (_word(row.get(name)) for name in _WORDS)
    stands = row.get("stands")
    told = stands if isinstance(stands, bool) else None
    return Comparison(numbers, verdict, note, grade, reason, since, withheld, told)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


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


def target_number(target: Target, column: str, decimals: Callable[[str], int]) -> Number | None:
    """Return a target's value (or its ``baseline``) as a figure; None where it is in words."""
    value = target.value if column == "value" else target.baseline
    if value is None:
        return None
    kind = figure_kind(target.measure)
    source = ("target", target.unit, target.population, target.measure, target.state, column)
    return Number(float(value), kind, source, decimals=decimals(kind))


FEW = 5
_OF_PERSONS = ("persons-in-two-units", "invited-after-cut-off", "moved-since-frame", "left-since-frame")
_OF_ANSWERS = ("unit-not-in-organisation", "unit-empty")
_OF_UNITS = ("response-over-100", "answers-without-frame", "unit-without-frame")


@dataclass(frozen=True)
class FrameFinding:
    """A misfit between who was invited and who answered, counted over the whole municipality."""

    slug: str
    count: int

    @property
    def counts(self) -> str:
        """What is counted: ``persons``, ``answers`` or ``units``.

        Raises
        ------
        ValueError
            If the slug is unknown: nothing is guessed.
        """
        for what, slugs in (("persons", _OF_PERSONS), ("answers", _OF_ANSWERS), ("units", _OF_UNITS)):
            if self.slug in slugs:
                return what
        raise ValueError(f"unknown finding about the frame: {self.slug!r}")

    @property
    def few(self) -> bool:
        """Whether it is about so few people that only "under five" may be said."""
        return self.counts != "units" and self.count < FEW

    @property
    def shown_count(self) -> int:
        """The number that is printed."""
        return FEW if self.few else self.count


def known_verdict(verdict: object) -> str:
    """Return a verdict.

    Raises
    ------
    ValueError
        If it is none.
    """
    if verdict not in c.VERDICTS:
        raise ValueError(f"unknown verdict {verdict!r}")
    return str(verdict)


def unit_info(row: tuple[object, ...]) -> UnitInfo:
    """Return a unit from a row with the columns ``columns.UNIT_COLUMNS``."""
    _, tree, code, name, level, parent, members, own = row
    several = tuple(str(member) for member in members) if isinstance(members, (list, tuple)) else None
    above = str(parent) if isinstance(parent, str) else None
    return UnitInfo(str(tree), str(code), str(name), str(level), above, several, bool(own))


def difference_kinds(measure: str) -> dict[str, str]:
    """Return how each figure of a measure's comparison is written."""
    signed, plain = ("difference", "points")
    if is_share(measure):
        signed, plain = "share_difference", "share"
    elif is_rate(measure):
        signed, plain = "rate_difference", "rate"
    names = ("difference", "low", "high", "shrunken", "shrunken_low", "shrunken_high", "by_chance")
    return {**dict.fromkeys(names, signed), "detectable": plain, "n_linked": "count"}


def figure_kind(measure: str) -> str:
    """Return how a measure's own figure is written."""
    if measure == "absence_percent":
        return "percent"
    return "share" if is_share(measure) else "rate" if is_rate(measure) else "score"
