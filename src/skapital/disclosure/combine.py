"""Nobody without a report: withheld siblings are read together, where what is left of their parent is exactly they."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.disclosure.remainders import remainders
from skapital.disclosure.system import Flags, System
from skapital.tables import Asked, Family, GroupKey

_LONGEST_CODE = 40
_APART = ":combined"


@dataclass(frozen=True)
class Combined:
    """A combined unit: its code, the parent it stands under, and the siblings it is the union of."""

    code: str
    parent: str
    members: tuple[str, ...]


def combined_units(
    asked: Asked, system: System, shown: Flags, published: Mapping[str, Sequence[Combined]]
) -> list[Combined]:
    """Return the combined units of the publication's first tree.

    Where the remainder of a shown unit is exactly the union of two or more withheld units right below it, that union
    is published as a unit of its own: its total follows from the others anyway, so it gives nothing away.

    Parameters
    ----------
    published
        By structure: those of earlier publications. A code goes on naming the same members, and no others.
    """
    before = [unit for units in published.values() for unit in units]
    named = {frozenset(unit.members): unit.code for unit in before}
    codes = {key.unit for key in asked.keys} | set(named.values())
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
            names = tuple(asked.keys[member].unit for member in members)
            code = named.get(frozenset(names)) or _code(key.unit, codes)
            codes.add(code)
            found.append(Combined(code, key.unit, names))
    return found


def combined_in(tables: Sequence[pd.DataFrame]) -> dict[str, tuple[Combined, ...]]:
    """Return by structure the combined units that stand in tables of units (``columns.UNIT_COLUMNS``)."""
    found: dict[str, dict[Combined, None]] = {}
    for table in tables:
        rows = table[[isinstance(members, list) for members in table["members"]]]
        for structure, code, parent, members in zip(
            rows[c.STRUCTURE], rows["code"], rows["parent"], rows["members"], strict=True
        ):
            found.setdefault(str(structure), {})[Combined(str(code), str(parent), tuple(members))] = None
    return {structure: tuple(units) for structure, units in found.items()}


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
    for unit in combined:
        asked = _with_one(asked, unit, structure, own=True)
    return asked


def with_published(asked: Asked, published: Mapping[str, Sequence[Combined]]) -> Asked:
    """Return the groups with the combined units of earlier publications too, which are said no more but are known."""
    for structure, units in published.items():
        for unit in units:
            if GroupKey(structure, c.EMPLOYEES, unit.code) not in asked.keys:
                asked = _with_one(asked, unit, structure, own=False)
    return asked


def _with_one(asked: Asked, unit: Combined, structure: str, own: bool) -> Asked:
    place = {key: index for index, key in enumerate(asked.keys)}
    wanted = [GroupKey(structure, c.EMPLOYEES, code) for code in (unit.parent, *unit.members)]
    if not all(key in place for key in wanted):
        return asked
    parent, *members = (place[key] for key in wanted)
    new = len(asked.keys)
    return replace(
        asked,
        keys=(*asked.keys, GroupKey(structure, c.EMPLOYEES, unit.code)),
        member=np.vstack([asked.member, asked.member[members].any(axis=0)]),
        families=_among(asked.families, structure, new, parent, members),
        own=np.append(asked.own, own),
    )


def _among(
    families: tuple[Family, ...], structure: str, new: int, parent: int, members: Sequence[int]
) -> tuple[Family, ...]:
    """Put the combined group into the structure's first tree, which the other trees do not know; where its members
    stand under another combined group there, into a family of such groups."""
    first = next(index for index, family in enumerate(families) if family.structure == structure)
    above = dict(zip(families[first].groups, families[first].parents, strict=True))
    if all(above.get(member) == parent for member in members):
        return tuple(
            _inserted(family, new, parent, members) if index == first else family
            for index, family in enumerate(families)
        )
    name = families[first].tree + _APART
    for index, family in enumerate(families):
        if (family.structure, family.tree) == (structure, name) and not set(members) & set(family.groups):
            return (*families[:index], _extended(family, new, members), *families[index + 1 :])
    return (*families, _extended(Family(structure, name, (), ()), new, members))


def _extended(family: Family, new: int, members: Sequence[int]) -> Family:
    return replace(
        family,
        groups=(*family.groups, new, *members),
        parents=(*family.parents, -1, *(new for _ in members)),
    )


def _inserted(family: Family, new: int, parent: int, members: Sequence[int]) -> Family:
    """Put the combined group right before its members."""
    above: Mapping[int, int] = dict(zip(family.groups, family.parents, strict=True))
    order: list[tuple[int, int]] = []
    for group in family.groups:
        if group == members[0]:
            order.append((new, parent))
        order.append((group, new if group in members else above[group]))
    return replace(family, groups=tuple(g for g, _ in order), parents=tuple(p for _, p in order))
