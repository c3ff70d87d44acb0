"""Which groups are shown: little is lost, nothing is left that tells about too few people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from skapital.disclosure.crossing import small_cut, tangles
from skapital.disclosure.nested import least_loss, nodes_of
from skapital.disclosure.remainders import Remainder, remainders
from skapital.disclosure.system import Counts, Flags, System, bits
from skapital.errors import NotComputable
from skapital.tables import Family


@dataclass(frozen=True)
class Bounds:
    """What is settled before the choice, by group.

    ``allowed`` may be shown by its own figures; ``fixed_shown`` was published and cannot be taken back;
    ``fixed_hidden`` was withheld where the same people were published.
    """

    allowed: Flags
    fixed_shown: Flags
    fixed_hidden: Flags


def pattern(system: System, bounds: Bounds) -> Flags:
    """Return which groups of a tier are shown.

    Family by family the least loss is found exactly; what one family withholds is withheld in all. Then combinations of
    families are cut (:mod:`.crossing`), each too small one mended by withholding the smallest group in it, and at last
    every withheld group that can be shown after all is shown, in organisation order.
    """
    shown = mended(system, _family_by_family(system, bounds), bounds, _too_small)
    return _polished(system, shown, bounds)


Violations = Callable[[System, Flags], Iterator[Sequence[int]]]
"""From a state to the groups involved in each thing that tells too much, one after the other."""


def mended(system: System, shown: Flags, bounds: Bounds, violations: Violations) -> Flags:
    """Withhold the smallest group involved until nothing tells too much (but what is already published)."""
    shown = shown.copy()
    while groups := _to_withhold(system, shown, bounds, violations):
        for group in groups:
            shown[_same_people(system, group)] = False
    return shown


def _to_withhold(system: System, shown: Flags, bounds: Bounds, violations: Violations) -> list[int]:
    """The group to withhold for each violation; one that already loses a group is left for the next look."""
    chosen: dict[int, None] = {}
    for involved in violations(system, shown):
        choice = [group for group in involved if shown[group] and not bounds.fixed_shown[group]]
        if choice and not chosen.keys() & set(choice):
            chosen[_cheapest(system, shown, choice)] = None
    return list(chosen)


def _cheapest(system: System, shown: Flags, choice: Sequence[int]) -> int:
    """The smallest group whose withholding mends a violation by itself; if none does, the smallest."""
    order = sorted(choice, key=lambda group: (_size(system, group), group))
    for group in order:
        trial = shown.copy()
        trial[_same_people(system, group)] = False
        if not _tangled(system, trial, choice):
            return group
    return order[0]


def _tangled(system: System, shown: Flags, groups: Sequence[int]) -> bool:
    """Whether what these groups leave, alone or with other families, still tells about too few people."""
    around = 0
    for group in groups:
        around |= system.masks[group]
    rows = [row for row in remainders(system, shown) if row.mask & around]
    if any(_leaves_few(system, row) for row in rows if row.group in groups or set(row.parts) & set(groups)):
        return True
    near = [tangle for tangle in tangles(rows) if any(row.mask & around for row in tangle)]
    return any(small_cut(system, tangle) is not None for tangle in near)


def _leaves_few(system: System, row: Remainder) -> bool:
    left = system.counts[row.group] - system.counts[list(row.parts)].sum(axis=0)
    return bool(row.parts) and _below(left, system.least)


def _family_by_family(system: System, bounds: Bounds) -> Flags:
    may_show = bounds.allowed & ~bounds.fixed_hidden | bounds.fixed_shown
    may_show = _shared(system, may_show)
    loss = np.where(bounds.allowed & ~bounds.fixed_hidden, system.counts.min(axis=1), 0)
    atom_least = system.atoms.min(axis=1)
    for family in system.families:
        own = _own(system, family, atom_least)
        nodes = nodes_of(family, own, [int(value) for value in loss], may_show, ~bounds.fixed_shown)
        try:
            decided = least_loss(family, nodes, system.least)
        except NotComputable:
            continue  # published before and too small already: nothing here can mend it, and the audit will say so
        may_show = may_show.copy()
        for group, show in decided.items():
            may_show[group] &= show
        may_show = _shared(system, may_show)
    return may_show


def _own(system: System, family: Family, atom_least: Counts) -> list[int]:
    """Answers of each group that lie in none of its children, counted by the least answered measure of each atom."""
    left = {group: system.masks[group] for group in family.groups}
    for group, parent in zip(family.groups, family.parents, strict=True):
        if parent >= 0:
            left[parent] &= ~system.masks[group]
    return [int(atom_least[list(bits(left[group]))].sum()) for group in family.groups]


def _shared(system: System, may_show: Flags) -> Flags:
    """Groups of the same people are shown or withheld together."""
    shared = may_show.copy()
    for same in _classes(system):
        shared[same] = may_show[same].all()
    return shared


def _classes(system: System) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for group, mask in enumerate(system.masks):
        found.setdefault(mask, []).append(group)
    return [same for same in found.values() if len(same) > 1]


def _same_people(system: System, group: int) -> list[int]:
    return [other for other, mask in enumerate(system.masks) if mask == system.masks[group]]


def _size(system: System, group: int) -> int:
    return int(system.counts[group].max())


def _too_small(system: System, shown: Flags) -> Iterator[Sequence[int]]:
    """The groups of each remainder, and of each combination of families, that tells about too few people."""
    rows = remainders(system, shown)
    for row in rows:
        if _leaves_few(system, row):
            yield (*row.parts, row.group)
    for tangle in tangles(rows):
        cut = small_cut(system, tangle)
        if cut is not None:
            yield sorted({group for row in cut for group in (*row.parts, row.group)})


def _below(n: Counts, least: int) -> bool:
    """Whether any count is of somebody, but of fewer than the least."""
    return bool(((n > 0) & (n < least)).any())


def _polished(system: System, shown: Flags, bounds: Bounds) -> Flags:
    """Show again what can be shown: a choice made for one family may have become needless by one made for another."""
    best = shown
    for group in np.flatnonzero(bounds.allowed & ~bounds.fixed_hidden & ~shown):
        if best[group]:
            continue
        same = _same_people(system, int(group))
        trial = best.copy()
        trial[same] = True
        if bounds.allowed[same].all() and _stays_safe(system, trial, int(group)):
            best = trial
    return best


def _stays_safe(system: System, trial: Flags, group: int) -> bool:
    """Whether showing ``group`` leaves nothing too small; only what shares people with it can have changed."""
    rows = remainders(system, trial)
    near = [row for row in rows if system.masks[row.group] & system.masks[group]]
    if any(_leaves_few(system, row) for row in near):
        return False
    around = _around(system, group, near)
    touched = [tangle for tangle in tangles(rows) if any(row.mask & around for row in tangle)]
    return all(small_cut(system, tangle) is None for tangle in touched)


def _around(system: System, group: int, near: Sequence[Remainder]) -> int:
    """The atoms of a group and of the remainders it was taken from."""
    mask = system.masks[group]
    for row in near:
        if group in row.parts or row.group == group:
            mask |= row.mask
    return mask
