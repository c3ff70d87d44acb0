"""The organisation as dated data: units in a tree, and what became of them (lineage)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """One tree as of a date; ``units`` stand in organisation order, the root first and every unit after its parent.

    Raises
    ------
    ValueError
        If there is not one root at the top, a code stands twice or a unit comes before its parent. Files with such
        faults are refused when they come in; :func:`parents_first` puts the units of a sound one in order.
    """

    tree: str
    date: str
    units: tuple[Unit, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for unit in self.units:
            if (unit.parent is None) == bool(seen) or unit.code in seen or (seen and unit.parent not in seen):
                raise ValueError(
                    f"the tree {self.tree} of {self.date} has {unit.code} in a place where it cannot stand"
                )
            seen.add(unit.code)

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
        return self.in_order(found)

    def in_order(self, codes: Collection[str]) -> tuple[str, ...]:
        """Return codes of this tree in organisation order."""
        return tuple(sorted(codes, key=self._order.__getitem__))

    def lowest_common(self, codes: Collection[str]) -> str:
        """Return the lowest unit that is or holds all of ``codes`` (at least one)."""
        lines = [(code, *self.ancestors(code)) for code in codes]
        shared = set(lines[0]).intersection(*lines[1:])
        return next(code for code in lines[0] if code in shared)

    def nearest(self, codes: Iterable[str]) -> str:
        """Return the first of ``codes`` that is a unit of this tree, else the root."""
        return next((code for code in codes if code in self.by_code), self.root.code)


def workplaces_apart(one: Organisation, other: Organisation, level: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the workplaces that only ``one`` has and those that only ``other`` has: two trees have the same ones."""
    here, there = ([unit.code for unit in tree.units if unit.level == level] for tree in (one, other))
    only_here, only_there = set(here) - set(there), set(there) - set(here)
    return tuple(code for code in here if code in only_here), tuple(code for code in there if code in only_there)


def parents_first(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units of a sound tree with every unit after its parent.

    A file that is so already keeps its order; else the units stand depth first, those of one parent in their own order.
    """
    below: dict[str | None, list[Unit]] = {}
    seen: set[str | None] = {None}
    in_order = True
    for unit in units:
        in_order &= unit.parent in seen
        seen.add(unit.code)
        below.setdefault(unit.parent, []).append(unit)
    return tuple(units) if in_order and units and units[0].parent is None else tuple(_depth_first(below))


def _depth_first(below: Mapping[str | None, list[Unit]]) -> list[Unit]:
    found: list[Unit] = []
    pending = list(reversed(below.get(None, [])))
    while pending:
        unit = pending.pop()
        found.append(unit)
        pending += reversed(below.get(unit.code, []))
    return found


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
