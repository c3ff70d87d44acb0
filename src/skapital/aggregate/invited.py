"""How many were invited, by group: always shown, since the frame is known to everybody."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.aggregate.levels import population_names
from skapital.config.organisation import Organisation
from skapital.tables import Asked, GroupKey


def invited_by_group(
    asked: Asked, structures: Sequence[Structure], merged: Sequence[Sequence[str]]
) -> dict[GroupKey, int]:
    """Return the number invited of every group; a group that the frame does not know has none."""
    counts: dict[GroupKey, int] = {}
    for structure in structures:
        frame = structure.frame
        level = frame["leader_level"].where(frame["leader_level"].notna(), c.EMPLOYEES).astype(object)
        population = population_names(level, merged)
        for tree in structure.trees:
            placed = frame.assign(population=population, unit=structure.units_in(tree, frame["unit"]))
            counts |= _of_tree(structure.name, tree, placed)
    return {key: counts[key] for key in asked.keys if key in counts}


def _of_tree(structure: str, tree: Organisation, frame: pd.DataFrame) -> dict[GroupKey, int]:
    root = tree.root.code
    by_population = frame.groupby("population")["n_invited"].sum()
    whole = int(by_population.sum())
    found = {GroupKey(structure, str(name), root): int(n) for name, n in by_population.items()}
    found[GroupKey(structure, c.ALL, root)] = whole
    found[GroupKey(structure, c.LEADERS, root)] = whole - int(by_population.get(c.EMPLOYEES, 0))
    own = frame[frame["population"] == c.EMPLOYEES].groupby("unit")["n_invited"].sum()
    below = {unit.code: int(own.get(unit.code, 0)) for unit in tree.units}
    for unit in reversed(tree.units):
        if unit.parent is not None:
            below[unit.parent] += below[unit.code]
    below[root] = int(own.sum())
    return found | {GroupKey(structure, c.EMPLOYEES, code): n for code, n in below.items()}
