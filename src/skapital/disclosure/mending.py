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
    ties = _Ties(state, tuple(families), may_hide, length)
    across = {tie.to for place in side for tie in ties.of(place) if tie.node is None}
    return _shortest(ties, set(side), _other_side(state, families, set(side)) | (across - set(side)))


def _other_side(state: State, families: Collection[int], side: set[Place]) -> set[Place]:
    """The places that share atoms with the side, or hang together with one that does."""
    mask = 0
    for number, node in side:
        mask |= state.left[number].get(node, 0)
    rows = (row for row in state.tangle(mask) if row.family in families)
    return {(row.family, row.group) for row in rows} - side


@dataclass(frozen=True)
class _Ties:
    """The ways on from a place, looked up when the search gets there."""

    state: State
    families: tuple[int, ...]
    may_hide: Callable[[int], bool]
    length: Callable[[int], int]

    def of(self, place: Place) -> Iterable[_Tie]:
        """Yield what hangs together with a place now, and what would if a node were withheld."""
        number, node = place
        if place == OUTSIDE:
            return
        for atom in bits(self.state.left[number].get(node, 0)):
            if self.state.alone(atom) is None:
                for other in self.families:
                    if other != number:
                        yield _Tie(_place(other, self.state.owner(other, atom)), 0, None)
        if self.may_hide(node):
            yield _Tie(_place(number, self.state.above(number, node)), self.length(node), node)
        for part in self.state.parts(number, node):
            if self.may_hide(part):
                yield from (_Tie(to, self.length(part), part) for to in self._without(number, part))

    def _without(self, number: int, part: int) -> Iterable[Place]:
        """What a shown node ties its place to if a part of it is withheld."""
        state = self.state
        yield number, part
        for other in self.families:
            shared = state.left[number].get(part, 0) & state.left[other].get(part, 0)
            if other != number and shared:
                yield _place(other, state.above(other, part))


def _place(number: int, node: int) -> Place:
    return OUTSIDE if node == NOWHERE else (number, node)


def _shortest(ties: _Ties, start: set[Place], goal: set[Place]) -> list[int] | None:
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
        for tie in ties.of(place):
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
