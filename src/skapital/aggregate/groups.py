"""Groups of people: every unit of every tree of a structure, the leaders by level, and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.organisation import Organisation
from skapital.config.placing import belongs
from skapital.tables import Asked, BoolArray, Family, GroupKey


@dataclass(frozen=True)
class Structure:
    """The trees of one date, the unit each person belongs to in them, and who was invited.

    ``trees`` has the line first. ``own_unit`` has the person as index; ``frame`` has the columns
    ``unit, leader_level, n_invited``. For history both have the units of their own time, and ``places`` says by tree in
    which of its units the people of each are counted, by the units' lineage.
    """

    name: str
    trees: tuple[Organisation, ...]
    own_unit: pd.Series
    frame: pd.DataFrame
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def units_in(self, tree: Organisation, units: pd.Series) -> pd.Series:
        """Return for units of persons or of the frame the units of a tree they are counted in; missing stays so."""
        placed = self.places.get(tree.tree, {})
        there = [str(unit) for unit in units.dropna().unique()]
        return units.map({**belongs(there, self.trees[0], tree), **placed})


def groups(
    people: pd.DataFrame,
    structures: Sequence[Structure],
    levels: Sequence[str],
    also: frozenset[tuple[str, str]] = frozenset(),
) -> Asked:
    """Return all groups of the people of one period.

    Parameters
    ----------
    people
        Index person; column ``population``: ``employees`` or a leader level, merged levels joined by ``+``.
    structures
        The publication's own structure first. Persons without a unit belong to the root alone.
    levels
        The leader levels to ask for, merged ones as one, from the top down.
    also
        Structure and unit of employees' groups of other structures that this publication shows too: the common origin
        of a split.
    """
    keys: dict[GroupKey, BoolArray] = {}
    families: list[Family] = []
    employee = (people["population"] == c.EMPLOYEES).to_numpy(dtype=bool)
    for structure in structures:
        for tree in structure.trees:
            own_unit = structure.own_unit.reindex(people.index)
            rows = _unit_rows(tree, structure.units_in(tree, own_unit))
            members = {GroupKey(structure.name, c.EMPLOYEES, code): row & employee for code, row in rows.items()}
            families.append(
                _family(structure.name, tree, members, _leaders(structure.name, tree, people, levels), keys)
            )
    own = np.array([_is_own(key, structures[0].name, also) for key in keys], dtype=bool)
    return Asked(tuple(keys), np.array(list(keys.values()), dtype=bool), tuple(families), own)


def _is_own(key: GroupKey, structure: str, also: frozenset[tuple[str, str]]) -> bool:
    return key.structure == structure or (key.population == c.EMPLOYEES and (key.structure, key.unit) in also)


def _unit_rows(tree: Organisation, own_unit: pd.Series) -> dict[str, BoolArray]:
    """Membership of each unit: those who belong to it or to a unit below it; the root has everybody."""
    place = {unit.code: index for index, unit in enumerate(tree.units)}
    above = np.zeros((len(tree.units), len(tree.units) + 1), dtype=bool)
    for unit in tree.units:
        column = place[unit.code]
        above[column, column] = True
        if unit.parent is not None:
            above[:, column] |= above[:, place[unit.parent]]
            above[column, column] = True
    above[place[tree.root.code], :] = True
    at = own_unit.map(place).fillna(len(tree.units)).to_numpy(dtype=np.int_)
    return {unit.code: above[index, at] for index, unit in enumerate(tree.units)}


def _leaders(
    structure: str, tree: Organisation, people: pd.DataFrame, levels: Sequence[str]
) -> dict[GroupKey, BoolArray]:
    root, population = tree.root.code, people["population"]
    leader = (population != c.EMPLOYEES).to_numpy(dtype=bool)
    found = {
        GroupKey(structure, c.ALL, root): np.ones(len(people), dtype=bool),
        GroupKey(structure, c.LEADERS, root): leader,
    }
    for level in levels:
        found[GroupKey(structure, level, root)] = (population == level).to_numpy(dtype=bool)
    return found


def _family(
    structure: str,
    tree: Organisation,
    units: Mapping[GroupKey, BoolArray],
    leaders: Mapping[GroupKey, BoolArray],
    keys: dict[GroupKey, BoolArray],
) -> Family:
    """Add the groups of one tree to ``keys`` and return them as a family. A code that two trees have is added once."""
    root = tree.root.code
    whole, of_leaders = GroupKey(structure, c.ALL, root), GroupKey(structure, c.LEADERS, root)
    up: dict[GroupKey, GroupKey | None] = {whole: None, of_leaders: whole}
    up |= {key: of_leaders for key in leaders if key not in (whole, of_leaders)}
    for unit in tree.units:
        key = GroupKey(structure, c.EMPLOYEES, unit.code)
        up[key] = whole if unit.parent is None else GroupKey(structure, c.EMPLOYEES, unit.parent)
    for key in up:
        keys.setdefault(key, leaders[key] if key in leaders else units[key])
    place = {key: index for index, key in enumerate(keys)}
    parents = tuple(-1 if parent is None else place[parent] for parent in up.values())
    return Family(structure, tree.tree, tuple(place[key] for key in up), parents)
