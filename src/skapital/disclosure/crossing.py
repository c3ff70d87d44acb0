"""Trees that cross: what several partitions of the same people tell together. Exact, on whole numbers and rationals.

Two families partition the same atoms into remainders. Take the remainders as nodes and the atoms as edges between the
remainder of the one family and the remainder of the other: a combination of published totals gives each edge the
difference of two numbers put on its ends, so the totals that involve fewest people are the cuts of this graph. The
smallest is found by Stoer and Wagner's algorithm. Where three or more families meet, pairs are cut and the rest is
searched by row reduction over the rationals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Final

from skapital.disclosure.remainders import Remainder
from skapital.disclosure.system import Counts, Flags, System, bits

OUTSIDE: Final = -1
ROWS_FOR_REDUCTION: Final = 60
"""Larger tangles of three or more families are cut pair by pair only; the audit looks at them again."""


def tangles(rows: Sequence[Remainder]) -> list[list[Remainder]]:
    """Return the remainders that hang together through shared atoms; an equal set of atoms once, single ones not."""
    distinct = list({row.mask: row for row in rows}.values())
    leader = list(range(len(distinct)))
    holder: dict[int, int] = {}
    for index, row in enumerate(distinct):
        for atom in bits(row.mask):
            other = holder.setdefault(atom, index)
            leader[_find(leader, index)] = _find(leader, other)
    groups: dict[int, list[Remainder]] = {}
    for index, row in enumerate(distinct):
        groups.setdefault(_find(leader, index), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def small_cut(system: System, tangle: Sequence[Remainder]) -> list[Remainder] | None:
    """Return remainders that together tell about too few people, or None if every combination is safe.

    Cuts are first weighed with the least answered measure of each atom: if these are large enough, all are.
    """
    anybody = system.atoms.max(axis=1) > 0
    for pair in _pairs(tangle):
        if _all_large(_edges(pair, system.atoms.min(axis=1), anybody), system.least):
            continue
        for measure in range(system.atoms.shape[1]):
            answers = system.atoms[:, measure]
            cut = _cut(pair, _edges(pair, answers, answers > 0), system.least)
            if cut is not None:
                return cut
    if len({row.family for row in tangle}) > 2 and len(tangle) <= ROWS_FOR_REDUCTION:
        return _reduced(system, tangle)
    return None


def _pairs(tangle: Sequence[Remainder]) -> Iterator[list[Remainder]]:
    families = sorted({row.family for row in tangle})
    for one, other in combinations(families, 2):
        yield [row for row in tangle if row.family in (one, other)]


_Weights = dict[int, dict[int, int]]


def _cut(rows: Sequence[Remainder], weights: _Weights, least: int) -> list[Remainder] | None:
    """Return the remainders on one side of a cut below the least, if there is one."""
    for part in _parts(weights):
        side = _small_side({node: dict(weights[node]) for node in part}, least)
        if side is not None:
            return [rows[index] for index in side if index != OUTSIDE] or [rows[i] for i in part if i != OUTSIDE]
    return None


def _all_large(weights: _Weights, least: int) -> bool:
    """Whether no part can be cut below the least."""
    return all(_small_side({node: dict(weights[node]) for node in part}, least) is None for part in _parts(weights))


def _edges(rows: Sequence[Remainder], answers: Counts, there: Flags) -> _Weights:
    """Weights between remainders over the atoms that are ``there``; one that only one family covers leads outside."""
    ends: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        for atom in bits(row.mask):
            ends.setdefault(atom, []).append(index)
    weights: _Weights = {index: {} for index in (*range(len(rows)), OUTSIDE)}
    for atom, at in ends.items():
        one, other = (at[0], at[1]) if len(at) > 1 else (at[0], OUTSIDE)
        n = int(answers[atom])
        if there[atom] and one != other:
            weights[one][other] = weights[one].get(other, 0) + n
            weights[other][one] = weights[other].get(one, 0) + n
    return weights


def _parts(weights: _Weights) -> list[list[int]]:
    left, parts = set(weights), []
    while left:
        pending, part = [min(left)], []
        while pending:
            node = pending.pop()
            if node in left:
                left.remove(node)
                part.append(node)
                pending += weights[node]
        parts.append(sorted(part))
    return parts


def _small_side(weights: _Weights, least: int) -> list[int] | None:
    """Return the nodes of one side of a cut below ``least`` of a connected graph, or None if there is none."""
    merged = {node: [node] for node in weights}
    while len(weights) > 1:
        last, weight, joined = _adjacency_order(weights, least)
        if weight < least:
            return merged[last]
        for kept, gone in joined:
            _contract(weights, merged, kept, gone)
    return None


def _adjacency_order(weights: _Weights, least: int) -> tuple[int, int, list[tuple[int, int]]]:
    """Order nodes by their ties to those already taken.

    Returns the last node, the weight of the cut that separates it, and pairs that no cut below ``least`` separates.
    """
    tie = dict.fromkeys(sorted(weights), 0)
    leader = {node: node for node in weights}
    joined: list[tuple[int, int]] = []
    last, weight = next(iter(tie)), 0
    while tie:
        last = max(tie, key=lambda node: (tie[node], -node))
        weight = tie.pop(last)
        for node, value in weights[last].items():
            if node in tie:
                tie[node] += value
                if tie[node] >= least and _top(leader, node) != _top(leader, last):
                    joined.append((_top(leader, last), _top(leader, node)))
                    leader[_top(leader, node)] = _top(leader, last)
    return last, weight, joined


def _top(leader: dict[int, int], node: int) -> int:
    while leader[node] != node:
        node = leader[node]
    return node


def _contract(weights: _Weights, merged: dict[int, list[int]], kept: int, gone: int) -> None:
    merged[kept] += merged.pop(gone)
    for node, value in weights.pop(gone).items():
        del weights[node][gone]
        if node != kept:
            weights[kept][node] = weights[kept].get(node, 0) + value
            weights[node][kept] = weights[kept][node]


def _reduced(system: System, tangle: Sequence[Remainder]) -> list[Remainder] | None:
    """Search reduced rows and their pairs for a combination about too few people."""
    for rows, support in _combinations(tuple(row.mask for row in tangle)):
        n = system.atoms[list(bits(support))].sum(axis=0)
        if ((n > 0) & (n < system.least)).any():
            return [tangle[index] for index in rows]
    return None


@lru_cache(maxsize=512)
def _combinations(masks: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Which remainders are combined, and the atoms that are left: from reduced rows, their sums and differences.

    It depends on who is in which remainder alone, so measures and looks of one pattern share it. Atoms that lie in the
    same remainders are one column.
    """
    alike: dict[tuple[int, ...], int] = {}
    for atom in bits(_union_of(masks)):
        column = tuple(mask >> atom & 1 for mask in masks)
        alike[column] = alike.get(column, 0) | 1 << atom
    columns = list(alike.values())
    rows = _row_reduced([[Fraction(column[i]) for column in alike] for i in range(len(masks))])
    pairs = (_added(a, b, sign) for a, b in combinations(rows, 2) for sign in (Fraction(1), Fraction(-1)))
    found: dict[tuple[tuple[int, ...], int], None] = {}
    for weights, vector in (*rows, *pairs):
        support = _union_of([mask for mask, value in zip(columns, vector, strict=True) if value])
        found[tuple(index for index, weight in enumerate(weights) if weight), support] = None
    return tuple(found)


_Row = tuple[list[Fraction], list[Fraction]]


def _row_reduced(matrix: Sequence[Sequence[Fraction]]) -> list[_Row]:
    size = len(matrix)
    work: list[_Row] = [([Fraction(int(i == j)) for j in range(size)], list(row)) for i, row in enumerate(matrix)]
    done = 0
    for column in range(len(matrix[0])):
        pivot = next((i for i in range(done, size) if work[i][1][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        factor = work[done][1][column]
        work[done] = ([v / factor for v in work[done][0]], [v / factor for v in work[done][1]])
        for i in range(size):
            if i != done and work[i][1][column]:
                work[i] = _added(work[i], work[done], -work[i][1][column])
        done += 1
    return work[:done]


def _added(row: _Row, other: _Row, factor: Fraction) -> _Row:
    return (
        [a + factor * b for a, b in zip(row[0], other[0], strict=True)],
        [a + factor * b for a, b in zip(row[1], other[1], strict=True)],
    )


def _union_of(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _find(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
