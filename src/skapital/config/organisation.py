"""The organisation as dated data: units in a tree, and what became of them (lineage)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Unit:
    """One unit of a tree. ``level`` is a word of the configuration (municipality, centre, workplace, …)."""

    code: str
    name: str
    parent: str | None
    level: str


@dataclass(frozen=True)
class Organisation:
    """One tree as of a date; ``units`` stand in organisation order, the root first."""

    tree: str
    date: str
    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """The units by code, in organisation order."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def root(self) -> Unit:
        """The municipality."""
        return next(unit for unit in self.units if unit.parent is None)

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {unit.code: [] for unit in self.units}
        for unit in self.units:
            if unit.parent is not None:
                found[unit.parent].append(unit.code)
        return {code: tuple(children) for code, children in found.items()}

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes right below ``code``, in organisation order."""
        return self._children[code]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above ``code``, nearest first."""
        above: list[str] = []
        parent = self.by_code[code].parent
        while parent is not None:
            above.append(parent)
            parent = self.by_code[parent].parent
        return tuple(above)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {unit.code: place for place, unit in enumerate(self.units)}

    def within(self, code: str) -> tuple[str, ...]:
        """Return ``code`` and all codes below it, in organisation order."""
        found, pending = [], [code]
        while pending:
            one = pending.pop()
            found.append(one)
            pending += self._children[one]
        return tuple(sorted(found, key=self._order.__getitem__))


@dataclass(frozen=True)
class LineageEvent:
    """What happened to units at a date: ``kind`` is rename, merge, split, move, close or new.

    One row in the file for each pair of ``old`` and ``new``; ``share`` documents a split and apportions nothing.
    """

    date: str
    kind: str
    old: str | None
    new: str | None
    share: float | None
    source: str
