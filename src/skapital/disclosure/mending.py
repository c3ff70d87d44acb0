"""The cheapest way to mend a cut: what to withhold so that its two sides hang together again.

A cut tells about few people because nothing but they ties its sides. Withholding a group that two families share lays
an edge between what is left of the groups above it in the one and in the other; withholding any group joins what it
leaves to what the group above it leaves. So the cheapest mending is the shortest path from one side to the other, with
the answers that are lost as length (Dijkstra).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from skapital.disclosure.state import NOWHERE, State
from skapital.disclosure.system import bits

Place = tuple[int, int]
"""A family and a shown node of it: what that node leaves. ``(-1, -1)`` is what lies outside a family."""

OUTSIDE: Place = (NOWHERE, NOWHERE)


@dataclass(frozen=True)
class _Tie:
    """A way from one place to another: ``node`` is withheld for it, or nothing if it is there already."""

    to: Place
    length: int
    node: int | None


def cheapest_mending(
    state: State, side: Collection[Place], may_hide: Callable[[int], bool], length: Callable[[int], int]
) -> list[int] | None:
    """Return the nodes to withhold so that one side of a cut hangs together with the other, or None if nothing can.

    Parameters
    ----------
    side
        The remainders on one side, of two families.
    may_hide, length
        Whether a node may be withheld, and what that costs.
    """
    families = sorted({number for number, _ in side})
    if len(families) == 1:
        families += [number for number in range(len(state.left)) if number != families[0]][:1]
    ties = _ties(state, families, may_hide, length)
    across = {tie.to for place in side for tie in ties.get(place, ()) if tie.node is None}
    return _shortest(ties, set(side), _other_side(state, families, set(side)) | (across - set(side)))


def _other_side(state: State, families: Collection[int], side: set[Place]) -> set[Place]:
    """The places that share atoms with the side, or hang together with one that does."""
    mask = 0
    for number, node in side:
        mask |= state.left[number].get(node, 0)
    rows = (row for row in state.tangle(mask) if row.family in families)
    return {(row.family, row.group) for row in rows} - side


def _ties(
    state: State, families: Collection[int], may_hide: Callable[[int], bool], length: Callable[[int], int]
) -> dict[Place, list[_Tie]]:
    ties: dict[Place, list[_Tie]] = {}
    for one, other, node in (*_standing(state, families), *_possible(state, families, may_hide)):
        cost = 0 if node is None else length(node)
        ties.setdefault(one, []).append(_Tie(other, cost, node))
        ties.setdefault(other, []).append(_Tie(one, cost, node))
    return ties


def _standing(state: State, families: Collection[int]) -> Iterable[tuple[Place, Place, int | None]]:
    """What hangs together now: the remainders of the families that an atom lies in, unless it is known by itself."""
    first = min(families)
    for node, mask in state.left[first].items():
        for atom in bits(mask):
            if state.alone(atom) is None:
                for number in families:
                    if number != first:
                        yield (first, node), _place(number, state.owner(number, atom)), None


def _possible(
    state: State, families: Collection[int], may_hide: Callable[[int], bool]
) -> Iterable[tuple[Place, Place, int | None]]:
    """What would hang together if a node were withheld."""
    for node, shown in enumerate(state.shown):
        if not shown or not may_hide(node):
            continue
        above = {n: _place(n, state.above(n, node)) for n in families if node in state.layout.up[n]}
        for number, place in above.items():
            if node in state.left[number] or place != OUTSIDE:
                yield (number, node), place, node
        left = [state.left[number].get(node, 0) for number in above]
        if len(above) > 1 and all(left) and left[0] & left[1]:
            one, other = above.values()
            yield one, other, node


def _place(number: int, node: int) -> Place:
    return OUTSIDE if node == NOWHERE else (number, node)


def _shortest(ties: dict[Place, list[_Tie]], start: set[Place], goal: set[Place]) -> list[int] | None:
    """Dijkstra; ties that are there already lead nowhere new from the start, for all of them are the cut itself."""
    queue: list[tuple[int, int, Place]] = [(0, number, place) for number, place in enumerate(sorted(start))]
    came: dict[Place, tuple[Place, int | None] | None] = dict.fromkeys(start)
    known = dict.fromkeys(start, 0)
    heapq.heapify(queue)
    while queue:
        so_far, _, place = heapq.heappop(queue)
        if place in goal:
            return _nodes(came, place)
        if so_far > known[place]:
            continue
        for tie in ties.get(place, ()):
            if tie.node is None and place in start:
                continue
            length = so_far + tie.length
            if tie.to not in start and length < known.get(tie.to, length + 1):
                known[tie.to], came[tie.to] = length, (place, tie.node)
                heapq.heappush(queue, (length, len(came), tie.to))
    return None


def _nodes(came: dict[Place, tuple[Place, int | None] | None], place: Place) -> list[int]:
    found: list[int] = []
    step = came[place]
    while step is not None:
        place, node = step
        if node is not None:
            found.append(node)
        step = came[place]
    return sorted(set(found))
