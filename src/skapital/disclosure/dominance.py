"""Nobody's days may be read off a total: the p % rule and the (n, k) rule, on groups and on what subtraction leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skapital.config.policy import Policy
from skapital.disclosure.pattern import Violation
from skapital.disclosure.state import State
from skapital.disclosure.system import Counts, Flags, bits

Floats = npt.NDArray[np.float64]
SLACK = 1e-9


@dataclass(frozen=True)
class Shares:
    """Whose an amount is: by contributor its atom, the person behind it (as a number) and the amount, above 0."""

    atom: Counts
    person: Counts
    amount: Floats

    @staticmethod
    def of(atom: Counts, person: Counts, amount: Floats) -> Shares:
        """Return the shares of those who have any of the amount."""
        there = amount > 0
        return Shares(atom[there], person[there], amount[there])


def dominated(part: Counts, shares: Shares, parts: int, policy: Policy) -> Flags:
    """Return which parts have too much of their total in too few hands.

    Parameters
    ----------
    part
        By contributor of ``shares``: which of the ``parts`` it lies in; -1 is none.
    shares
        Persons' amounts; several rows of one person in a part are one.

    Notes
    -----
    With persons' amounts ``x1 >= x2 >= …`` and their sum ``T``: ``T - x1 - x2 < p/100 x1`` (the second largest could
    work out the largest within p %) or ``x1 + … + xn > k/100 T``. A part in which nobody has anything is safe: 0 may be
    shown.
    """
    inside = part >= 0
    persons = int(shares.person.max(initial=0)) + 1
    key, which = np.unique(part[inside] * persons + shares.person[inside], return_inverse=True)
    amount = np.bincount(which, weights=shares.amount[inside], minlength=len(key))
    owner = key // persons
    order = np.lexsort((-amount, owner))
    owner, amount = owner[order], amount[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    total = np.bincount(owner, weights=amount, minlength=parts)

    def of_largest(count: int) -> Floats:
        largest = np.bincount(owner[place < count], weights=amount[place < count], minlength=parts)
        return largest.astype(np.float64)

    first, two = of_largest(1), of_largest(2)
    within = total - two < policy.dominance_percent / 100 * first - SLACK
    most = of_largest(policy.dominance_n) > policy.dominance_k / 100 * total + SLACK
    found: Flags = (total > 0) & (within | most)
    return found


def dominations(
    state: State, amounts: Sequence[Shares], policy: Policy, around: int | None = None
) -> Iterator[Violation]:
    """Yield each remainder of a state in which one of the amounts is dominated; only those that share atoms with
    ``around``, if that is given."""
    for family, left in enumerate(state.left):
        mine = [(node, mask) for node, mask in left.items() if around is None or mask & around]
        if not mine:
            continue
        label = _labels(mine, len(state.system.atoms))
        wrong = np.zeros(len(mine), dtype=bool)
        for shares in amounts:
            wrong |= dominated(label[shares.atom], shares, len(mine), policy)
        for index in np.flatnonzero(wrong):
            node = mine[index][0]
            yield Violation((*state.parts(family, node), node))


def _labels(rows: Sequence[tuple[int, int]], atoms: int) -> Counts:
    """By atom: which of the remainders (node and atoms) it lies in."""
    label = np.full(atoms, -1, dtype=np.int64)
    for index, (_, mask) in enumerate(rows):
        label[list(bits(mask))] = index
    return label
