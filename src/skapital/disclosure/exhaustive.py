"""The least loss of a small system, exactly: whatever tells too much must lose one of the groups it is made of."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from typing import Final

from skapital.disclosure.state import State

FEW: Final = 16
"""Groups open to choice up to which the least loss is looked for exactly."""
LOOKS: Final = 4_000
"""Looks after which the pattern that was found before stands."""


def least_hidden(
    state: State, choice: Sequence[int], involved: Callable[[State], Sequence[int] | None], loss: Callable[[int], int]
) -> frozenset[int] | None:
    """Return the nodes to withhold so that the loss is least, or None if that took too long or cannot be done.

    Parameters
    ----------
    state
        Everything shown that may be; changed while looking, and left as it was.
    choice
        Nodes that may be withheld.
    involved
        From a state to the nodes that something telling too much is made of, or None if nothing tells too much. While
        all of them are shown it can be worked out, so every safe pattern withholds one: these are the branches.

    Notes
    -----
    Best first, so the first safe pattern is the best; ties go to withholding what stands later in the organisation.
    """
    queue: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    seen: set[tuple[int, ...]] = {()}
    for _ in range(LOOKS):
        if not queue:
            return None
        lost, hidden = heapq.heappop(queue)
        wrong = _wrong(state, hidden, involved)
        if wrong is None:
            return frozenset(-node for node in hidden)
        for node in wrong:
            more = tuple(sorted((*hidden, -node)))
            if node in choice and more not in seen:
                seen.add(more)
                heapq.heappush(queue, (lost + loss(node), more))
    return None


def _wrong(
    state: State, hidden: Sequence[int], involved: Callable[[State], Sequence[int] | None]
) -> Sequence[int] | None:
    """What tells too much if these nodes (as negative numbers) are withheld."""
    nodes = sorted(-node for node in hidden)
    for node in nodes:
        state.hide(node)
    found = involved(state)
    for node in reversed(nodes):
        state.show(node)
    return found
