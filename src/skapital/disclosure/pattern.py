"""Which groups are shown: little is lost, nothing is left that tells about too few people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from skapital.disclosure.crossing import small_cut
from skapital.disclosure.exhaustive import FEW, least_hidden
from skapital.disclosure.mending import Place, cheapest_mending
from skapital.disclosure.nested import least_loss, nodes_of
from skapital.disclosure.state import State
from skapital.disclosure.system import Counts, Flags, System, bits
from skapital.errors import NotComputable
from skapital.tables import Family

GRAIN: Final = 20
"""Amounts are weighed by at most so many grains of their minimum, since the programme's work grows with its square."""


@dataclass(frozen=True)
class Bounds:
    """What is settled before the choice, by group.

    ``allowed`` may be shown by its own figures; ``fixed_shown`` was published and cannot be taken back;
    ``fixed_hidden`` was withheld where the same people were published. ``measures`` holds, for each measure that was
    published before, the groups in which it was shown and those in which it was withheld.
    """

    allowed: Flags
    fixed_shown: Flags
    fixed_hidden: Flags
    measures: Mapping[str, tuple[Flags, Flags]] = field(default_factory=dict)

    def of(self, measure: str) -> Bounds:
        """Return the bounds of one measure: what a rule on values withheld of it stays withheld."""
        if measure not in self.measures:
            return self
        shown, hidden = self.measures[measure]
        return replace(self, fixed_shown=shown, fixed_hidden=hidden & ~shown)

    def of_people(self, system: System) -> Bounds:
        """Return the bounds with what was published of some people holding for every group of just these people.

        A unit that goes on in a new organisation was published under the old one.
        """
        shown = {mask for mask, fixed in zip(system.masks, self.fixed_shown, strict=True) if fixed and mask}
        fixed = np.array([mask in shown for mask in system.masks], dtype=bool) | self.fixed_shown
        return replace(self, fixed_shown=fixed, fixed_hidden=self.fixed_hidden & ~fixed)


def pattern(system: System, bounds: Bounds) -> Flags:
    """Return which groups of a tier are shown.

    Where few groups are open to choice, every choice is weighed (:mod:`.exhaustive`). Else family by family the least
    loss is found exactly; what one family withholds is withheld in all. Then combinations of families are cut
    (:mod:`.crossing`), each too small one mended by withholding as little as ties its sides together (:mod:`.mending`),
    and at last every withheld group that can be shown after all is shown, the largest first.

    Notes
    -----
    Withholding only ever takes totals away, so what is safe stays safe while others are mended.
    """
    bounds = bounds.of_people(system)
    exact = _small_enough(system, bounds)
    if exact is not None:
        return exact
    state = State(system, _family_by_family(system, bounds))
    mend(state, bounds, too_small)
    _polish(state, bounds)
    return state.flags()


def _small_enough(system: System, bounds: Bounds) -> Flags | None:
    """The pattern of least loss where few groups are open to choice and families cross; else None."""
    may_show = _shared(system, bounds.allowed & ~bounds.fixed_hidden | bounds.fixed_shown)
    state = State(system, may_show)
    shown = [node for node, there in enumerate(state.shown) if there]
    choice = [node for node in shown if not bounds.fixed_shown[list(state.layout.groups_of[node])].any()]
    if len(choice) > FEW or len(system.families) < 2:
        return None
    hidden = least_hidden(
        state,
        choice,
        lambda one: next((violation.involved for violation in too_small(one)), None),
        lambda node: state.sizes[node],
    )
    if hidden is None:
        return None
    for node in sorted(hidden):
        state.hide(node)
    return state.flags()


@dataclass(frozen=True)
class Violation:
    """Something that tells too much: the nodes whose totals it is made of, and if it is a cut, one side of it."""

    involved: Sequence[int]
    side: tuple[Place, ...] = ()


Violations = Callable[[State], Iterator[Violation]]


def mend(state: State, bounds: Bounds, violations: Violations) -> None:
    """Withhold the least that mends each violation until nothing tells too much (but what is already published)."""
    fixed = [bool(bounds.fixed_shown[list(groups)].any()) for groups in state.layout.groups_of]
    while chosen := _to_withhold(state, fixed, violations):
        for node in chosen:
            state.hide(node)


def _to_withhold(state: State, fixed: Sequence[bool], violations: Violations) -> set[int]:
    """The nodes to withhold for each violation; one that already loses a node is left for the next look."""
    chosen: set[int] = set()
    for violation in violations(state):
        choice = [node for node in violation.involved if state.shown[node] and not fixed[node]]
        if chosen & set(choice):
            continue
        if violation.side:
            path = cheapest_mending(state, violation.side, lambda node: not fixed[node], state.sizes.__getitem__)
            chosen |= set(path or ())
        if choice and not chosen & set(choice):
            chosen.add(min(choice, key=lambda node: (state.sizes[node], node)))
    return chosen


def too_small(state: State) -> Iterator[Violation]:
    """Yield each remainder, and each combination of families, that tells about too few people."""
    yield from _few_around(state, state.everybody())


def _few_around(state: State, around: int) -> Iterator[Violation]:
    """As :func:`too_small`, for the remainders that share people with ``around``."""
    for place in state.few_rows(around):
        yield Violation(state.involved({place: 1}))
    for tangle in state.tangles(around):
        combination = small_cut(state.system, tangle)
        if combination is not None:
            cut = len({number for number, _ in combination}) < 3 and set(combination.values()) <= {1, -1}
            yield Violation(state.involved(state.without_known(combination)), tuple(combination) if cut else ())


def _polish(state: State, bounds: Bounds) -> None:
    """Show again what can be shown: a choice made for one family may have become needless by one made for another."""
    may_show = bounds.allowed & ~bounds.fixed_hidden
    nodes = [
        node
        for node, groups in enumerate(state.layout.groups_of)
        if not state.shown[node] and may_show[list(groups)].all()
    ]
    for node in sorted(nodes, key=lambda node: (-state.sizes[node], node)):
        state.show(node)
        if next(_few_around(state, state.changed_by(node)), None) is not None:
            state.hide(node)


def _family_by_family(system: System, bounds: Bounds) -> Flags:
    may_show = bounds.allowed & ~bounds.fixed_hidden | bounds.fixed_shown
    may_show = _shared(system, may_show)
    loss = np.where(bounds.allowed & ~bounds.fixed_hidden, system.counts.min(axis=1), 0)
    atom_least = system.atoms.min(axis=1)
    grain, least = max(1, system.least // GRAIN), min(system.least, GRAIN)
    for family in system.families:
        own = [max(left // grain, 1) if left else 0 for left in _own(system, family, atom_least)]
        nodes = nodes_of(family, own, [int(value) for value in loss], may_show, ~bounds.fixed_shown)
        try:
            decided = least_loss(family, nodes, least)
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
    groups: dict[int, list[int]] = {}
    for group, mask in enumerate(system.masks):
        groups.setdefault(mask, []).append(group)
    for same in groups.values():
        shared[same] = may_show[same].all()
    return shared
