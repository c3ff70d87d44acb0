"""Several trees at once: where the people of old units are counted, so that one code is the same people in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skapital.config.lineage import NOT_COMPARABLE, History, history, restated_unit
from skapital.config.organisation import LineageEvent, Organisation
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
        By name of the new tree, then by every unit of any old tree. Units that an old tree did not list, or all where
        the tree is new itself, are counted where :func:`~skapital.config.placing.belongs` says.

    Raises
    ------
    InputError
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    before = {tree.tree: tree for tree in old}
    own = {tree.tree: _own(before.get(tree.tree), tree, events) for tree in new}
    codes = dict.fromkeys(code for tree in old for code in tree.by_code)
    line, in_line = new[0], own[new[0].tree]
    found = {line.tree: {code: in_line.get(code, line.root.code) for code in codes}}
    for tree in new[1:]:
        found[tree.tree] = {code: _beside(in_line.get(code), own[tree.tree].get(code), line, tree) for code in codes}
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
    before = {tree.tree: tree for tree in old}
    placed = places(old, new, events)
    found: dict[str, History] = {}
    for tree in new:
        told = {unit.code: History(NOT_COMPARABLE, "new", ()) for unit in tree.units}
        if tree.tree in before:
            earlier, there = before[tree.tree], placed[tree.tree]
            told = history(earlier, tree, events, _own_or_elsewhere(there, old[0], earlier))
        found |= {code: one for code, one in told.items() if code not in found}
    return found


def _own(old: Organisation | None, new: Organisation, events: Sequence[LineageEvent]) -> Mapping[str, str]:
    return {} if old is None else restated_unit(old, new, events)


def _own_or_elsewhere(there: Mapping[str, str], line: Organisation, tree: Organisation) -> dict[str, str]:
    """The places of a tree's own units, and of others that are not counted with the unit they belonged to in it."""
    homes = belongs(there, line, tree)
    return {code: place for code, place in there.items() if homes[code] == code or there[homes[code]] != place}


def _beside(in_line: str | None, own: str | None, line: Organisation, tree: Organisation) -> str:
    """The place in another tree of people who have one in the line; ``None`` where the old tree has no such unit."""
    shared = tree.root.code if in_line is None else tree.nearest(upwards(in_line, line))
    if shared != tree.root.code:
        return shared
    if own is None:
        return tree.root.code if in_line is None else belongs([in_line], line, tree)[in_line]
    return next((code for code in upwards(own, tree) if code not in line.by_code), tree.root.code)
