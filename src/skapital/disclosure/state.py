"""A choice of shown groups, changed one at a time: what each shown group leaves, and what hangs together with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from skapital.disclosure.circuits import PRIME
from skapital.disclosure.remainders import Remainder
from skapital.disclosure.system import Counts, Flags, System, bits
from skapital.tables import Family

NOWHERE = -1
"""In place of a node: no group of the family."""


@dataclass(frozen=True)
class Layout:
    """Groups of the same people are one node; every family is a tree of nodes.

    Attributes
    ----------
    node_of
        By group, its node; groups of nobody have none.
    groups_of
        By node, its groups, in organisation order.
    masks
        By node, its atoms.
    up
        By family: the node above a node.
    below
        By family: the nodes right below a node.
    deepest
        By family and atom: the smallest node that holds the atom.
    """

    node_of: tuple[int, ...]
    groups_of: tuple[tuple[int, ...], ...]
    masks: tuple[int, ...]
    up: tuple[Mapping[int, int], ...]
    below: tuple[Mapping[int, tuple[int, ...]], ...]
    deepest: tuple[Mapping[int, int], ...]


@lru_cache(maxsize=16)
def layout(masks: tuple[int, ...], families: tuple[Family, ...]) -> Layout:
    """Return the layout of groups given by their atoms."""
    groups: dict[int, list[int]] = {}
    for group, mask in enumerate(masks):
        if mask:
            groups.setdefault(mask, []).append(group)
    place = {mask: node for node, mask in enumerate(groups)}
    node_of = tuple(place.get(mask, NOWHERE) for mask in masks)
    trees = [_tree(family, node_of) for family in families]
    below = []
    for tree in trees:
        children: dict[int, list[int]] = {node: [] for node in tree}
        for node, above in tree.items():
            if above != NOWHERE:
                children[above].append(node)
        below.append({node: tuple(inside) for node, inside in children.items()})
    return Layout(
        node_of,
        tuple(tuple(same) for same in groups.values()),
        tuple(groups),
        tuple(trees),
        tuple(below),
        tuple(_deepest(tree, tuple(groups)) for tree in trees),
    )


def _tree(family: Family, node_of: Sequence[int]) -> dict[int, int]:
    """The node above each node of a family; a parent's node always stands before its children's."""
    tree: dict[int, int] = {}
    for group, parent in zip(family.groups, family.parents, strict=True):
        node = node_of[group]
        if node != NOWHERE and node not in tree:
            tree[node] = node_of[parent] if parent >= 0 else NOWHERE
    return tree


def _deepest(tree: Mapping[int, int], masks: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for node in tree:
        found.update(dict.fromkeys(bits(masks[node]), node))
    return found


class State:
    """Which nodes are shown; ``left[family][node]`` holds what a shown node has and none of its shown parts has.

    ``sizes`` says what withholding a node loses: the answers of each of its groups to its best answered measure.
    """

    def __init__(self, system: System, shown: Flags) -> None:
        self.system = system
        self.layout = layout(system.masks, system.families)
        best = system.counts.max(axis=1)
        self.shown = [bool(shown[list(groups)].all()) for groups in self.layout.groups_of]
        self.left: list[dict[int, int]] = [{} for _ in system.families]
        self.sizes = [int(best[list(groups)].sum()) for groups in self.layout.groups_of]
        self._counts: dict[int, Counts] = {}
        self._few: dict[int, bool] = {}
        for number, tree in enumerate(self.layout.up):
            for node in tree:
                if self.shown[node]:
                    self._take(number, node)

    def flags(self) -> Flags:
        """Return the shown groups."""
        nodes = np.array([*self.shown, False], dtype=bool)
        found: Flags = nodes[list(self.layout.node_of)]
        return found

    def above(self, number: int, node: int) -> int:
        """Return the nearest shown node above a node in a family."""
        tree = self.layout.up[number]
        found = tree[node]
        while found != NOWHERE and not self.shown[found]:
            found = tree[found]
        return found

    def owner(self, number: int, atom: int) -> int:
        """Return the shown node of a family that has the atom in what it leaves."""
        node = self.layout.deepest[number].get(atom, NOWHERE)
        return node if node == NOWHERE or self.shown[node] else self.above(number, node)

    def parts(self, number: int, node: int) -> list[int]:
        """Return the largest shown nodes inside a node in a family."""
        found, pending = [], list(reversed(self.layout.below[number][node]))
        while pending:
            part = pending.pop()
            if self.shown[part]:
                found.append(part)
            else:
                pending += reversed(self.layout.below[number][part])
        return found

    def hide(self, node: int) -> None:
        """Withhold a node; what it left is left by the shown node above it."""
        for number, tree in enumerate(self.layout.up):
            if node in tree:
                mask = self.left[number].pop(node, 0)
                above = self.above(number, node)
                if above != NOWHERE:
                    self.left[number][above] = self.left[number].get(above, 0) | mask
                    if not self.left[number][above]:
                        del self.left[number][above]
        self.shown[node] = False

    def show(self, node: int) -> None:
        """Show a node; what it leaves is no longer left by the shown node above it."""
        self.shown[node] = True
        for number, tree in enumerate(self.layout.up):
            if node in tree:
                self._take(number, node)

    def _take(self, number: int, node: int) -> None:
        """Give a node that has just been shown its atoms, from the shown node above it."""
        mask = self.layout.masks[node]
        for part in self.parts(number, node):
            mask &= ~self.layout.masks[part]
        above = self.above(number, node)
        if above != NOWHERE and above in self.left[number]:
            self.left[number][above] &= ~mask
            if not self.left[number][above]:
                del self.left[number][above]
        if mask:
            self.left[number][node] = mask

    def counts(self, mask: int) -> Counts:
        """Return the answers of a set of atoms, by measure."""
        if mask not in self._counts:
            self._counts[mask] = self.system.atom_counts(mask)
        return self._counts[mask]

    def few(self, mask: int) -> bool:
        """Whether any measure was answered by somebody of these atoms, but by fewer than the least."""
        if mask not in self._few:
            n = self.counts(mask)
            self._few[mask] = bool(((n > 0) & (n < self.system.least)).any())
        return self._few[mask]

    def rows(self) -> Iterator[Remainder]:
        """Yield all remainders, family by family; ``group`` and ``parts`` are nodes."""
        for number, left in enumerate(self.left):
            for node, mask in left.items():
                yield Remainder(number, node, (), mask)

    def few_rows(self, around: int) -> list[tuple[int, int]]:
        """Return family and node of the remainders that share people with ``around`` and are about too few."""
        return [
            (number, node)
            for number, left in enumerate(self.left)
            for node, mask in left.items()
            if mask & around and self.few(mask)
        ]

    def everybody(self) -> int:
        """Return the atoms of all remainders."""
        everything = 0
        for left in self.left:
            for mask in left.values():
                everything |= mask
        return everything

    def changed_by(self, node: int) -> int:
        """Return the atoms of every remainder that showing or withholding a node changes."""
        around = 0
        for number, tree in enumerate(self.layout.up):
            if node in tree:
                above = self.above(number, node)
                around |= self.left[number].get(node, 0) | self.left[number].get(above, 0)
        return around

    def tangle(self, around: int) -> list[Remainder]:
        """Return the remainders that hang together with these atoms through shared atoms.

        An atom that is a remainder alone is known by itself, ties nothing together, and is taken out of the others.
        """
        found: dict[tuple[int, int], int] = {}
        pending, known, seen = around, 0, 0
        while pending:
            low = pending & -pending
            seen |= low
            holders = self.holders(low.bit_length() - 1)
            if any(mask == low for _, _, mask in holders):
                known |= low
            else:
                for number, node, mask in holders:
                    found[number, node] = mask
                    pending |= mask
            pending &= ~seen
        rows = (Remainder(number, node, (), mask & ~known) for (number, node), mask in found.items())
        return [row for row in rows if row.mask]

    def holders(self, atom: int) -> list[tuple[int, int, int]]:
        """Return family, node and atoms of every remainder that holds an atom."""
        found = []
        for number, left in enumerate(self.left):
            node = self.owner(number, atom)
            if node != NOWHERE:
                found.append((number, node, left[node]))
        return found

    def alone(self, atom: int) -> tuple[int, int] | None:
        """Return family and node of a remainder that is this atom alone, if there is one."""
        whole = 1 << atom
        return next(((number, node) for number, node, mask in self.holders(atom) if mask == whole), None)

    def tangles(self, around: int) -> Iterator[list[Remainder]]:
        """Yield each separate tangle in which families cross over these atoms, or over what holds one of them."""
        for atom in bits(around):
            for _, _, mask in self.holders(atom):
                around |= mask
        while around:
            rows = self.tangle(around & -around)
            around &= around - 1
            for row in rows:
                around &= ~row.mask
            if len({row.mask for row in rows}) > 1 or any(self.left[row.family][row.group] != row.mask for row in rows):
                yield rows

    def involved(self, weights: Mapping[tuple[int, int], int]) -> list[int]:
        """Return the groups (as nodes) whose totals a combination of remainders needs; what cancels is not needed."""
        net: dict[int, int] = {}
        for (number, node), weight in weights.items():
            net[node] = net.get(node, 0) + weight
            for part in self.parts(number, node):
                net[part] = net.get(part, 0) - weight
        return sorted(node for node, weight in net.items() if weight % PRIME)

    def without_known(self, weights: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
        """Return a combination with the atoms that are known by themselves taken out of it."""
        value: dict[int, int] = {}
        for (number, node), weight in weights.items():
            for atom in bits(self.left[number][node]):
                value[atom] = value.get(atom, 0) + weight
        found = dict(weights)
        for atom, total in value.items():
            place = self.alone(atom)
            if place is not None and total % PRIME:
                found[place] = found.get(place, 0) - total
        return found
