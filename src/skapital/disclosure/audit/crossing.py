"""Groups that cross: two trees over the same people, or the same answers on two organisations. Exact rationals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import lcm
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from skapital.disclosure.audit.people import Part
from skapital.disclosure.audit.remainders import Remainder

TOGETHER: Final = 3
"""How many remainders of one side are tried together."""
ROWS_FOR_ALL_WAYS: Final = 40
"""A component of more remainders is tried with single ones taken away only; so much crossing is itself told."""
_SAFE: Final = 2**61
"""Whole numbers below it can be added in 64 bits; larger ones are kept as Python's."""
Exact = int | Fraction
"""Whole numbers as long as they are: row reduction of sets hardly ever leaves them, and they are far quicker."""
Reduced = tuple[list[Exact], list[Exact]]
Integers = npt.NDArray[Any]


@dataclass(frozen=True)
class Derived:
    """A total about a few people, and the published remainders it was made from (added, then taken away)."""

    parts: frozenset[Part]
    n: int
    low: float
    high: float
    added: tuple[Remainder, ...]
    taken: tuple[Remainder, ...]
    base: float = 0.0


def components(rows: Sequence[Remainder]) -> list[list[Remainder]]:
    """Return the remainders that hang together by shared people, each set of people once, only where some cross."""
    distinct = list({row.parts: row for row in rows if row.parts}.values())
    return [[distinct[place] for place in places] for places in _hanging(tuple(row.parts for row in distinct))]


@lru_cache(maxsize=256)
def _hanging(sets: tuple[frozenset[Part], ...]) -> tuple[tuple[int, ...], ...]:
    """Which sets hang together, by their places; those that touch no other are left out."""
    of_part: dict[Part, list[int]] = {}
    for index, one in enumerate(sets):
        for part in one:
            of_part.setdefault(part, []).append(index)
    leader = list(range(len(sets)))
    for indices in of_part.values():
        for index in indices[1:]:
            leader[_find(leader, index)] = _find(leader, indices[0])
    groups: dict[int, list[int]] = {}
    for index in range(len(sets)):
        groups.setdefault(_find(leader, index), []).append(index)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def derivable(component: Sequence[Remainder]) -> Iterable[Derived]:
    """Yield totals of smaller sets of people that follow exactly from the remainders of a component.

    Two ways are tried. *Covering*: some remainders taken from all those that touch them, which on two partitions of
    the same people finds every pure total made with up to three remainders taken away. *Elimination*: rational row
    reduction, and sums and differences of two reduced rows, which also finds what needs three partitions.
    """
    for way in _ways(tuple(row.parts for row in component)):
        yield _made(component, way)


@dataclass(frozen=True)
class Way:
    """The remainders, by their place, whose combination with these weights is a total of ``parts``."""

    parts: frozenset[Part]
    weights: tuple[tuple[int, float], ...]


@lru_cache(maxsize=4_096)
def _ways(sets: tuple[frozenset[Part], ...]) -> tuple[Way, ...]:
    """The ways depend on who is in which set alone, so measures of one pattern share them."""
    small = len(sets) <= ROWS_FOR_ALL_WAYS
    found = list(_by_covering(sets, TOGETHER if small else 1))
    if small:
        found += _by_elimination(sets)
    return tuple(dict.fromkeys(found))


def _by_covering(sets: Sequence[frozenset[Part]], together: int) -> Iterable[Way]:
    for size in range(1, min(together, len(sets) - 1) + 1):
        for taken in combinations(range(len(sets)), size):
            inner = frozenset().union(*(sets[index] for index in taken))
            if sum(len(sets[index]) for index in taken) != len(inner):
                continue
            cover = [index for index in range(len(sets)) if index not in taken and sets[index] & inner]
            outer = frozenset().union(*(sets[index] for index in cover)) if cover else frozenset()
            if inner < outer and sum(len(sets[index]) for index in cover) == len(outer):
                signs = [float((i in cover) - (i in taken)) for i in range(len(sets))]
                yield Way(outer - inner, _used(signs))


def _by_elimination(sets: Sequence[frozenset[Part]]) -> Iterable[Way]:
    """Whole numbers over one denominator are as exact as fractions, and a matrix of them is added at once."""
    parts = sorted(frozenset().union(*sets))
    reduced = row_reduced([[int(part in one) for part in parts] for one in sets])
    weights, vectors, over = _over_one_denominator(reduced)
    one, other = np.triu_indices(len(reduced), 1)
    for first, second in ((weights, vectors), *_sums(weights, vectors, one, other)):
        sign = (second > 0).any(axis=1).astype(int) - (second < 0).any(axis=1)
        for at in np.flatnonzero(sign):
            support = frozenset(parts[place] for place in np.flatnonzero(second[at]))
            yield Way(support, _used([int(sign[at]) * int(weight) / over for weight in first[at]]))


def _over_one_denominator(reduced: Sequence[Reduced]) -> tuple[Integers, Integers, int]:
    """Weights and vectors as whole numbers, and what to divide them by."""
    over = lcm(*(value.denominator for row in reduced for values in row for value in values))
    found = [[[int(value * over) for value in values] for values in row] for row in zip(*reduced, strict=True)]
    largest = max(abs(value) for rows in found for row in rows for value in row)
    weights, vectors = (np.array(rows, dtype=np.int64 if largest < _SAFE else object) for rows in found)
    return weights, vectors, over


def _sums(weights: Integers, vectors: Integers, one: Integers, other: Integers) -> Iterable[tuple[Integers, Integers]]:
    """Sums and differences of the rows, pair by pair."""
    for sign in (1, -1):
        yield weights[one] + sign * weights[other], vectors[one] + sign * vectors[other]


def _used(weights: Sequence[float]) -> tuple[tuple[int, float], ...]:
    return tuple((place, weight) for place, weight in enumerate(weights) if weight)


def _made(component: Sequence[Remainder], way: Way) -> Derived:
    n, low, high, base = 0.0, 0.0, 0.0, 0.0
    added: list[Remainder] = []
    taken: list[Remainder] = []
    for place, weight in way.weights:
        row = component[place]
        n += weight * row.n
        base += weight * row.base
        least, most = (row.low, row.high) if weight > 0 else (row.high, row.low)
        low += weight * least
        high += weight * most
        (added if weight > 0 else taken).append(row)
    return Derived(way.parts, round(n), low, high, tuple(added), tuple(taken), base)


def row_reduced(rows: Sequence[Sequence[Exact]]) -> list[Reduced]:
    """Return the reduced rows with the weights of the given rows that make each; rows of zeros are dropped."""
    work: list[Reduced] = [([int(i == j) for j in range(len(rows))], list(row)) for i, row in enumerate(rows)]
    done = 0
    for column in range(len(rows[0])):
        pivot = next((i for i in range(done, len(work)) if work[i][1][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        work[done] = _divided(work[done], work[done][1][column])
        for i in range(len(work)):
            if i != done and work[i][1][column]:
                work[i] = _added(work[i], work[done], -work[i][1][column])
        done += 1
    return work[:done]


def _divided(row: Reduced, by: Exact) -> Reduced:
    if by == 1:
        return row
    factor = by if by == -1 else Fraction(1, 1) / by
    return [factor * value for value in row[0]], [factor * value for value in row[1]]


def _added(row: Reduced, other: Reduced, factor: Exact) -> Reduced:
    return (
        [a + factor * b if b else a for a, b in zip(row[0], other[0], strict=True)],
        [a + factor * b if b else a for a, b in zip(row[1], other[1], strict=True)],
    )


def _find(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
