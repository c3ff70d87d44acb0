"""Several trees at once: where the people of old units are counted, so that one code is the same people in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skapital.config.lineage import NOT_COMPARABLE, History, history, restated_unit
from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.config.placing import belongs, upwards


def places(
    old: Sequence[Organisation], new: Sequence[Organisation], events: Sequence[LineageEvent]
) -> dict[str, dict[str, str]]:
    """Return for each new tree the unit of it in which the people of each old unit are counted.

    Each tree follows its own units: those of a split workplace are counted in the department that holds its parts, and
    in the committee that does. A code that stands in two trees is the same people, so what the line says of it holds
    for all trees; only the root, which has everybody, is left to each.

    Parameters
    ----------
    old, new
        The trees of two dates, the line first in each.
    events
        The lineage.

    Returns
    -------
    dict
        By name of the new tree, then by every unit of any old tree. Units that a tree does not list are counted where
        :func:`~skapital.config.placing.belongs` says.

    Raises
    ------
    InputError
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    before = {tree.tree: tree for tree in old}
    codes = dict.fromkeys(code for tree in old for code in tree.by_code)
    line, in_line = new[0], restated_unit(old[0], new[0], events)
    found = {line.tree: {code: in_line.get(code, line.root.code) for code in codes}}
    for tree in new[1:]:
        own: Mapping[str, str] = {}
        if tree.tree in before:
            own = restated_unit(with_guests(before[tree.tree], old[0]), with_guests(tree, line), events)
        homes = belongs({*line.by_code, *tree.by_code}, line, tree)
        found[tree.tree] = {code: _beside(in_line.get(code), own.get(code), line, tree, homes) for code in codes}
    return found


def histories(
    old: Sequence[Organisation], new: Sequence[Organisation], events: Sequence[LineageEvent]
) -> dict[str, History]:
    """Return the history of every unit of the new trees; a code that stands in several is told by the line.

    Units of a tree that is new itself, and that the line does not know, are ``new``.

    Raises
    ------
    InputError
        As :func:`places`.
    """
    before = {tree.tree: with_guests(tree, old[0]) for tree in old}
    placed = places(old, new, events)
    found: dict[str, History] = {}
    for tree in new:
        told = {unit.code: History(NOT_COMPARABLE, "new", ()) for unit in tree.units}
        if tree.tree in before:
            earlier = before[tree.tree]
            there = {code: placed[tree.tree][code] for code in earlier.by_code}
            told = history(earlier, with_guests(tree, new[0]), events, there)
        found |= {code: told[code] for code in tree.by_code if code not in found}
    return found


def with_guests(tree: Organisation, line: Organisation) -> Organisation:
    """Return a tree with the units that only the line lists hung where their people belong."""
    homes = belongs((unit.code for unit in line.units if unit.code not in tree.by_code), line, tree)
    guests = (Unit(code, line.by_code[code].name, home, line.by_code[code].level) for code, home in homes.items())
    return Organisation(tree.tree, tree.date, (*tree.units, *guests))


def _beside(
    in_line: str | None, own: str | None, line: Organisation, tree: Organisation, homes: Mapping[str, str]
) -> str:
    """The place in another tree of people who are counted in a unit of the line, and in one of the tree itself."""
    shared = tree.root.code if in_line is None else tree.nearest(upwards(in_line, line))
    if shared != tree.root.code or (own is None and in_line is None):
        return shared
    if own is None:
        return homes[str(in_line)]
    return next((code for code in upwards(homes[own], tree) if code not in line.by_code), tree.root.code)
