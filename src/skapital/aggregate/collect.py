"""All periods of a publication together, with its list of units."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skapital import columns as c
from skapital.config.organisation import Organisation
from skapital.tables import Aggregate, PeriodData


def collect(
    parts: Sequence[PeriodData], structures: Sequence[tuple[str, Sequence[Organisation]]], workplace_level: str
) -> Aggregate:
    """Return the aggregate of a publication.

    Parameters
    ----------
    parts
        The publication's own period first.
    structures
        Name and trees, the publication's own structure first.
    workplace_level
        The level whose units are workplaces.
    """
    frames = [_units(name, tree) for name, trees in structures for tree in trees]
    workplaces = {
        unit.code for _, trees in structures for tree in trees for unit in tree.units if unit.level == workplace_level
    }
    return Aggregate(pd.concat(frames, ignore_index=True), tuple(parts), frozenset(workplaces))


def _units(structure: str, tree: Organisation) -> pd.DataFrame:
    """The units of one tree; ``own_members`` where answers can belong to the unit itself and none of its children."""
    rows = [
        (structure, tree.tree, unit.code, unit.name, unit.level, unit.parent, None, bool(tree.children(unit.code)))
        for unit in tree.units
    ]
    return pd.DataFrame(rows, columns=list(c.UNIT_COLUMNS)).astype({"members": object, "parent": object})
