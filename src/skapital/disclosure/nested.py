"""The least loss on one tree: dynamic programming over which groups are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skapital.disclosure.system import Flags
from skapital.errors import NotComputable
from skapital.tables import Family

NEVER: Final = float("inf")


@dataclass(frozen=True)
class Node:
    """One group of the tree as the programme sees it.

    ``own`` answers belong to no group below it; ``loss`` is what withholding it costs; ``may_show`` and ``may_hide``
    say what is open to choice.
    """

    own: int
    loss: int
    may_show: bool
    may_hide: bool


@dataclass
class _Plan:
    """Least cost of a subtree if its top is shown, and if it is withheld, by how many answers it leaves uncovered."""

    shown: float
    hidden: list[float]
    picks_shown: list[tuple[bool, int]]
    picks_hidden: list[list[tuple[bool, int]]]


def least_loss(family: Family, nodes: Sequence[Node], least: int) -> dict[int, bool]:
    """Return for each group of a family whether it is shown, so that the loss is least.

    Parameters
    ----------
    family
        A tree, parents before children.
    nodes
        Aligned with ``family.groups``.
    least
        A shown group may leave 0 or at least this many answers uncovered.

    Raises
    ------
    NotComputable
        If what is settled leaves no safe pattern: then something too small was published before.

    Notes
    -----
    State: the number of answers below a group that no shown group covers, up to ``least``. For each group the children
    are added one by one (a knapsack of size ``least``), so the work is groups x least². Ties go to showing the
    group that stands earlier in the organisation.
    """
    place = {group: index for index, group in enumerate(family.groups)}
    children: list[list[int]] = [[] for _ in nodes]
    tops: list[int] = []
    for index, parent in enumerate(family.parents):
        (children[place[parent]] if parent >= 0 else tops).append(index)
    plans: list[_Plan | None] = [None] * len(nodes)
    for index in reversed(range(len(nodes))):
        plans[index] = _plan(nodes[index], [_known(plans[child]) for child in children[index]], least)
    if any(min(_known(plans[top]).shown, *_known(plans[top]).hidden) == NEVER for top in tops):
        raise NotComputable("what was published before leaves no safe pattern", slug="no-safe-pattern")
    decided: dict[int, bool] = {}
    pending = [(top, *_best(_known(plans[top]))) for top in tops]
    while pending:
        index, show, uncovered = pending.pop()
        decided[family.groups[index]] = show
        plan = _known(plans[index])
        picks = plan.picks_shown if show else plan.picks_hidden[uncovered]
        pending += [(child, *pick) for child, pick in zip(children[index], picks, strict=True)]
    return decided


def _known(plan: _Plan | None) -> _Plan:
    if plan is None:
        raise ValueError("a tree lists parents before children")
    return plan


def _best(plan: _Plan) -> tuple[bool, int]:
    hidden = min(range(len(plan.hidden)), key=lambda uncovered: plan.hidden[uncovered])
    return (True, 0) if plan.shown <= plan.hidden[hidden] else (False, hidden)


def _plan(node: Node, children: Sequence[_Plan], least: int) -> _Plan:
    cost, picks = _uncovered(node.own, children, least)
    safe = [uncovered for uncovered in (0, least) if cost[uncovered] < NEVER]
    best = min(safe, key=lambda uncovered: cost[uncovered], default=-1)
    shown = cost[best] if node.may_show and best >= 0 else NEVER
    hidden = [value + node.loss if node.may_hide else NEVER for value in cost]
    return _Plan(shown, hidden, picks[best] if best >= 0 else [], picks)


def _uncovered(own: int, children: Sequence[_Plan], least: int) -> tuple[list[float], list[list[tuple[bool, int]]]]:
    """Least cost of the children by the answers left uncovered among them and the group's own; and the choices made."""
    cost = [NEVER] * (least + 1)
    cost[min(own, least)] = 0.0
    steps: list[list[tuple[int, tuple[bool, int]] | None]] = []
    for child in reversed(children):
        options = [(True, 0, child.shown)] + [(False, left, value) for left, value in enumerate(child.hidden)]
        cost, step = _added(cost, options, least)
        steps.append(step)
    return cost, [_traced(steps, uncovered) for uncovered in range(least + 1)]


def _added(
    cost: list[float], options: Sequence[tuple[bool, int, float]], least: int
) -> tuple[list[float], list[tuple[int, tuple[bool, int]] | None]]:
    after = [NEVER] * (least + 1)
    step: list[tuple[int, tuple[bool, int]] | None] = [None] * (least + 1)
    for show, left, value in options:
        if value == NEVER:
            continue
        for before, so_far in enumerate(cost):
            uncovered = min(before + left, least)
            if so_far + value < after[uncovered]:
                after[uncovered] = so_far + value
                step[uncovered] = (before, (show, left))
    return after, step


def _traced(steps: Sequence[Sequence[tuple[int, tuple[bool, int]] | None]], uncovered: int) -> list[tuple[bool, int]]:
    """The children's choices that led to a number of uncovered answers, in the children's order."""
    picks = []
    for step in reversed(steps):
        came = step[uncovered]
        if came is None:
            return []
        uncovered, pick = came
        picks.append(pick)
    return picks


def nodes_of(family: Family, own: Sequence[int], loss: Sequence[int], may_show: Flags, may_hide: Flags) -> list[Node]:
    """Return the nodes of a family from values by group."""
    return [
        Node(own[index], loss[group], bool(may_show[group]), bool(may_hide[group]))
        for index, group in enumerate(family.groups)
    ]
