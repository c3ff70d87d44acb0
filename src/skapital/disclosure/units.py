"""Who gets which report, and the list of units with the combined ones in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.disclosure.combine import Combined
from skapital.disclosure.period import Decided, main_tier
from skapital.disclosure.system import Flags
from skapital.tables import GroupKey, PeriodData


def with_combined_units(units: pd.DataFrame, combined: Sequence[Combined]) -> pd.DataFrame:
    """Return the units with each combined one right before its first member, in the publication's first tree."""
    if not combined:
        return units
    structure, tree = str(units[c.STRUCTURE].iloc[0]), str(units["tree"].iloc[0])
    first = {unit.members[0]: unit for unit in combined}
    names = units[(units[c.STRUCTURE] == structure) & (units["tree"] == tree)].set_index("code")["name"]
    rows: list[tuple[object, ...]] = []
    for row in units.itertuples(index=False, name=None):
        unit = first.get(str(row[2])) if row[:2] == (structure, tree) else None
        if unit is not None:
            title = ", ".join(str(names[member]) for member in unit.members)
            rows.append((structure, tree, unit.code, title, "combined", unit.parent, list(unit.members), False))
        rows.append(row)
    return pd.DataFrame(rows, columns=list(c.UNIT_COLUMNS)).astype({"members": object, "parent": object})


def report_tiers(
    units: pd.DataFrame,
    combined: Sequence[Combined],
    part: PeriodData,
    decided: Mapping[str, Decided],
    *,
    left_out: bool,
) -> pd.DataFrame:
    """Return ``structure, tree, unit, tier, covered_by, n_invited, counted`` for each unit of the own structure.

    ``counted`` is false where small units are ``left_out`` and the unit's answers are in no total.
    """
    structure = str(units[c.STRUCTURE].iloc[0])
    place = {key: index for index, key in enumerate(part.asked.keys)}
    main = decided[main_tier(part).name]
    shown, spread = main.shown, decided["spread"].shown
    somebody = np.any(main.system.counts > 0, axis=1)
    in_combined = {member: unit.code for unit in combined for member in unit.members}
    own = with_combined_units(units, combined)
    own = own[own[c.STRUCTURE] == structure]
    rows = own.itertuples(index=False, name=None)
    parent = {(row[1], row[2]): row[5] if isinstance(row[5], str) else None for row in rows}
    found = []
    for row in own.itertuples(index=False, name=None):
        tree, code = str(row[1]), str(row[2])
        key = GroupKey(structure, c.EMPLOYEES, code)
        tier, covered = _tier(tree, code, key, place, shown, spread, in_combined, parent, structure)
        counted = tier != c.PARENT or not left_out or bool(somebody[place[key]])
        found.append((structure, tree, code, tier, covered, part.invited.get(key, 0), counted))
    return pd.DataFrame(found, columns=["structure", "tree", "unit", "tier", "covered_by", "n_invited", "counted"])


def _tier(
    tree: str,
    code: str,
    key: GroupKey,
    place: Mapping[GroupKey, int],
    shown: Flags,
    spread: Flags,
    in_combined: Mapping[str, str],
    parent: Mapping[tuple[str, str], str | None],
    structure: str,
) -> tuple[str, str | None]:
    if shown[place[key]]:
        return (c.FULL if spread[place[key]] else c.SCALES), code
    if code in in_combined:
        return c.COMBINED, in_combined[code]
    above = parent.get((tree, code))
    while above is not None and not shown[place[GroupKey(structure, c.EMPLOYEES, above)]]:
        above = parent.get((tree, above))
    return c.PARENT, above
