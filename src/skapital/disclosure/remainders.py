"""What subtraction gives: a shown group less the largest shown groups inside it, family by family."""

from __future__ import annotations

from dataclasses import dataclass

from skapital.disclosure.system import Flags, System
from skapital.tables import Family


@dataclass(frozen=True)
class Remainder:
    """The people left when a group's largest shown parts are taken away.

    ``group`` and ``parts`` are positions of groups, ``mask`` the atoms left, ``family`` the position of the family.
    """

    family: int
    group: int
    parts: tuple[int, ...]
    mask: int


def remainders(system: System, shown: Flags) -> list[Remainder]:
    """Return all non-empty remainders of the shown groups.

    For nested groups a total follows exactly if and only if it is a sum of remainders of the family, and remainders are
    apart, so the smallest total that follows is the smallest remainder (docs/disclosure.md, theorem).
    """
    found: list[Remainder] = []
    for number, family in enumerate(system.families):
        found += _of_family(system, number, family, shown)
    return found


def _of_family(system: System, number: int, family: Family, shown: Flags) -> list[Remainder]:
    nearest: dict[int, int] = {}
    parts: dict[int, list[int]] = {}
    for group, parent in zip(family.groups, family.parents, strict=True):
        above = parent if parent < 0 or shown[parent] else nearest[parent]
        nearest[group] = above
        if shown[group]:
            parts.setdefault(group, [])
            if above >= 0:
                parts[above].append(group)
    rows = []
    for group, inside in parts.items():
        mask = system.masks[group]
        for part in inside:
            mask &= ~system.masks[part]
        if mask:
            rows.append(Remainder(number, group, tuple(inside), mask))
    return rows
