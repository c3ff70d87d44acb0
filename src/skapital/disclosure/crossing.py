"""Trees that cross: what several partitions of the same people tell together. Exact, on whole numbers.

Two families partition the same atoms into remainders. Take the remainders as nodes and the atoms as edges between the
remainder of the one family and the remainder of the other: a combination of published totals gives each edge the
difference of two numbers put on its ends, so the totals that involve fewest people are the cuts of this graph. The
smallest is found by Stoer and Wagner's algorithm. Where three or more families meet, pairs are cut first, and then all
sets of people below the least are tried (:mod:`.circuits`).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from skapital.disclosure.circuits import TooTangled, small_support, weights_of
from skapital.disclosure.remainders import Remainder
from skapital.disclosure.system import Counts, Flags, System, bits

OUTSIDE: Final = -1

Combination = dict[tuple[int, int], int]
"""By family and group of a remainder: its weight in a sum of remainders."""


def small_cut(system: System, tangle: Sequence[Remainder]) -> Combination | None:
    """Return a combination of remainders that tells about too few people, or None if every combination is safe.

    Cuts are first weighed with the least answered measure of each atom: if these are large enough, all are.
    """
    for row in tangle:
        n = system.atom_counts(row.mask)
        if ((n > 0) & (n < system.least)).any():
            return {(row.family, row.group): 1}
    anybody = system.atoms.max(axis=1) > 0
    for pair in _pairs(tangle):
        if _all_large(_edges(pair, system.atoms.min(axis=1), anybody), system.least):
            continue
        for measure in range(system.atoms.shape[1]):
            answers = system.atoms[:, measure]
            cut = _cut(pair, _edges(pair, answers, answers > 0), system.least)
            if cut is not None:
                return cut
    return _of_many(system, tangle) if len({row.family for row in tangle}) > 2 else None


def _pairs(tangle: Sequence[Remainder]) -> Iterator[list[Remainder]]:
    families = sorted({row.family for row in tangle})
    for one, other in combinations(families, 2):
        yield [row for row in tangle if row.family in (one, other)]


_Weights = dict[int, dict[int, int]]


def _cut(rows: Sequence[Remainder], weights: _Weights, least: int) -> Combination | None:
    """Return a combination over one side of a cut below the least, if there is one."""
    for part in _parts(weights):
        side = _small_side({node: dict(weights[node]) for node in part}, least)
        if side is not None:
            side = [index for index in part if index not in side] if OUTSIDE in side else side
            first = rows[side[0]].family
            return {(rows[i].family, rows[i].group): 1 if rows[i].family == first else -1 for i in side}
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
    queue = [(0, node) for node in tie]
    leader = {node: node for node in weights}
    joined: list[tuple[int, int]] = []
    last, weight = next(iter(tie)), 0
    while queue:
        known, node = heapq.heappop(queue)
        if tie.get(node) != -known:
            continue
        last, weight = node, tie.pop(node)
        for other, value in weights[last].items():
            if other in tie:
                tie[other] += value
                heapq.heappush(queue, (-tie[other], other))
                if tie[other] >= least and _top(leader, other) != _top(leader, last):
                    joined.append((_top(leader, last), _top(leader, other)))
                    leader[_top(leader, other)] = _top(leader, last)
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


def _of_many(system: System, tangle: Sequence[Remainder]) -> Combination | None:
    """Search combinations of three or more families; measures answered by somebody in the same atoms go together."""
    rows, columns = _matrix(tangle)
    answers = np.array([system.atoms[list(column)].sum(axis=0) for column in columns], dtype=np.int64)
    for there in np.unique(answers > 0, axis=1).T:
        alike = ((answers > 0) == there[:, None]).all(axis=0)
        people = answers[:, alike].min(axis=1)
        try:
            support = small_support(rows, people, system.least)
        except TooTangled:
            return {(row.family, row.group): index + 1 for index, row in enumerate(tangle)}
        if support is not None:
            weights = weights_of(rows, support, people)
            return {(r.family, r.group): weight for r, weight in zip(tangle, weights, strict=True) if weight}
    return None


def _matrix(tangle: Sequence[Remainder]) -> tuple[Counts, list[tuple[int, ...]]]:
    """Remainders x atoms, 0 or 1; atoms that lie in the same remainders are one column."""
    inside: dict[int, list[int]] = {}
    for index, row in enumerate(tangle):
        for atom in bits(row.mask):
            inside.setdefault(atom, []).append(index)
    columns: dict[tuple[int, ...], list[int]] = {}
    for atom, at in sorted(inside.items()):
        columns.setdefault(tuple(at), []).append(atom)
    rows = np.zeros((len(tangle), len(columns)), dtype=np.int64)
    for place, at_rows in enumerate(columns):
        rows[list(at_rows), place] = 1
    return rows, [tuple(atoms) for atoms in columns.values()]
