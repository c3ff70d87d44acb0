"""Nobody without a report: withheld siblings are read together, where what is left of their parent is exactly they."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from skapital import columns as c
from skapital.disclosure.remainders import remainders
from skapital.disclosure.system import Flags, System
from skapital.tables import Asked, Family, GroupKey

_LONGEST_CODE = 40


@dataclass(frozen=True)
class Combined:
    """A combined unit: its code, the parent it stands under, and the siblings it is the union of."""

    code: str
    parent: str
    members: tuple[str, ...]


def combined_units(asked: Asked, system: System, shown: Flags) -> list[Combined]:
    """Return the combined units of the publication's first tree.

    Where the remainder of a shown unit is exactly the union of two or more withheld units right below it, that union
    is published as a unit of its own: its total follows from the others anyway, so it gives nothing away.
    """
    codes = {key.unit for key in asked.keys}
    found: list[Combined] = []
    for row in remainders(system, shown):
        key = asked.keys[row.group]
        if row.family != 0 or not row.parts or key.population != c.EMPLOYEES:
            continue
        members = _withheld_below(asked.families[0], row.group, shown)
        union = 0
        for member in members:
            union |= system.masks[member]
        if len(members) > 1 and union == row.mask and (system.counts[row.group] > 0).any():
            code = _code(key.unit, codes)
            codes.add(code)
            found.append(Combined(code, key.unit, tuple(asked.keys[member].unit for member in members)))
    return found


def _withheld_below(family: Family, group: int, shown: Flags) -> list[int]:
    return [
        child
        for child, parent in zip(family.groups, family.parents, strict=True)
        if parent == group and not shown[child]
    ]


def _code(parent: str, taken: set[str]) -> str:
    """A code that is safe as a path and stands nowhere else (case ignored)."""
    stem = re.sub(r"[^A-Za-z0-9._-]", "", parent)[: _LONGEST_CODE - len("-samlet-99")] + "-samlet"
    lowered = {code.lower() for code in taken}
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
    return next(code for code in candidates if code.lower() not in lowered)


def with_combined(asked: Asked, combined: Sequence[Combined], structure: str) -> Asked:
    """Return the groups with the combined units among them, each between its parent and its members.

    Where the members are no groups of their own, as in figures of centres alone, their union is none either.
    """
    known = set(asked.keys)
    for unit in combined:
        if all(GroupKey(structure, c.EMPLOYEES, code) in known for code in unit.members):
            asked = _with_one(asked, unit, structure)
    return asked


def _with_one(asked: Asked, unit: Combined, structure: str) -> Asked:
    place = {key: index for index, key in enumerate(asked.keys)}
    members = [place[GroupKey(structure, c.EMPLOYEES, code)] for code in unit.members]
    parent = place[GroupKey(structure, c.EMPLOYEES, unit.parent)]
    new = len(asked.keys)
    row = asked.member[members].any(axis=0)
    return replace(
        asked,
        keys=(*asked.keys, GroupKey(structure, c.EMPLOYEES, unit.code)),
        member=np.vstack([asked.member, row]),
        families=tuple(_inserted(family, index, new, parent, members) for index, family in enumerate(asked.families)),
        own=np.append(asked.own, True),
    )


def _inserted(family: Family, index: int, new: int, parent: int, members: Sequence[int]) -> Family:
    """Put the combined group right before its members in the first family; other trees do not know it."""
    if index:
        return family
    above: Mapping[int, int] = dict(zip(family.groups, family.parents, strict=True))
    order: list[tuple[int, int]] = []
    for group in family.groups:
        if group == members[0]:
            order.append((new, parent))
        order.append((group, new if group in members else above[group]))
    return replace(family, groups=tuple(g for g, _ in order), parents=tuple(p for _, p in order))
