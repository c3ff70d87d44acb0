"""Which workplaces are below a unit, as far as the published list of units tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from skapital.disclosure.audit.published import UnitRow


def workplaces_below(units: Sequence[UnitRow], level: str = "") -> dict[tuple[str, str], frozenset[str]]:
    """Return by structure and unit the workplaces below it in any tree; a workplace is below itself.

    Parameters
    ----------
    level
        The level whose units are workplaces. Where it is not known: units without units below them, of the level that
        most of these have.
    """
    lowest = _lowest(units)
    workplace = level or _most_common(lowest)
    above = {(unit.structure, unit.tree, unit.code): unit.parent for unit in units if not unit.members}
    found: dict[tuple[str, str], set[str]] = {}
    for unit in units if level else lowest:
        if unit.level == workplace and not unit.members:
            code: str | None = unit.code
            while code is not None:
                found.setdefault((unit.structure, code), set()).add(unit.code)
                code = above.get((unit.structure, unit.tree, code))
    for unit in units:
        if unit.members:
            found[unit.structure, unit.code] = _of_members(unit, found)
    return {key: frozenset(inside) for key, inside in found.items()}


def _of_members(unit: UnitRow, found: Mapping[tuple[str, str], set[str]]) -> set[str]:
    return set().union(*(found.get((unit.structure, member), set()) for member in unit.members))


def _lowest(units: Sequence[UnitRow]) -> list[UnitRow]:
    parents = {(unit.structure, unit.tree, unit.parent) for unit in units}
    return [unit for unit in units if (unit.structure, unit.tree, unit.code) not in parents and not unit.members]


def _most_common(units: Sequence[UnitRow]) -> str:
    levels = Counter(unit.level for unit in units)
    return max(levels, key=lambda level: levels[level], default="")
