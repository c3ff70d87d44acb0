"""Three or more families: the smallest sets of people about whom some combination of remainders tells. Exact.

Write each remainder as a row over atoms. A combination that is zero outside a set S of atoms exists if and only if the
rows of S in a basis of the null space are dependent: then, and only then, some row of the span lives on S. Sets that
hold fewer people than the least are few, so all of them are tried. Arithmetic is modulo a prime; the basis is mixed
down to a few columns by fixed multipliers. Both can only make a set look dependent that is not, never the other way
round, as long as the prime divides no elementary divisor of a matrix of zeros and ones with a few ones in a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Residues = npt.NDArray[np.int64]

PRIME: Final = 2_147_483_647
SETS_TRIED: Final = 30_000
"""A tangle that would need more is called unsafe: something in it is withheld, and what is left is looked at again."""


class TooTangled(Exception):
    """There were more small sets than are tried."""


def reduced(matrix: Residues) -> tuple[Residues, list[int]]:
    """Return the reduced row echelon form modulo the prime (rows of zeros dropped) and its pivot columns."""
    work, pivots, done = matrix % PRIME, [], 0
    for column in range(work.shape[1]):
        there = np.flatnonzero(work[done:, column])
        if not len(there):
            continue
        work[[done, done + there[0]]] = work[[done + there[0], done]]
        work[done] = work[done] * pow(int(work[done, column]), -1, PRIME) % PRIME
        for row in np.flatnonzero(work[:, column]):
            if row != done:
                work[row] = (work[row] - work[row, column] * work[done]) % PRIME
        pivots.append(column)
        done += 1
        if done == len(work):
            break
    return work[:done], pivots


def null_rows(rows: Residues) -> Residues:
    """Return a basis of the null space of ``rows`` as columns: one row an atom."""
    echelon, pivots = reduced(rows)
    n = rows.shape[1]
    free = np.setdiff1d(np.arange(n), pivots)
    basis = np.zeros((n, len(free)), dtype=np.int64)
    basis[free, np.arange(len(free))] = 1
    if pivots:
        basis[pivots] = -echelon[:, free] % PRIME
    return basis


def small_support(rows: Residues, people: Residues, least: int) -> list[int] | None:
    """Return atoms that hold 1 to ``least - 1`` people and on which alone some combination of rows lives; else None.

    Parameters
    ----------
    rows
        Remainders x atoms, 0 or 1.
    people
        By atom, how many. Atoms of nobody hide nothing: a combination may be anything on them.

    Raises
    ------
    TooTangled
        If too many sets would have to be tried.
    """
    basis = null_rows(rows)
    for atom in np.flatnonzero(people == 0):
        basis = _without(basis, int(atom))
    small = [int(a) for a in np.argsort(people, kind="stable") if 0 < people[a] < least]
    fit = int(np.searchsorted(np.cumsum(people[small]), least))
    mixed = _mixed(basis[small], fit)
    return _search(mixed, [int(people[a]) for a in small], small, least - 1)


def _mixed(basis: Residues, members: int) -> Residues:
    """Mix the columns down to as many as a small set has members at most, and two; dependent rows stay dependent."""
    width = members + 2
    if basis.shape[1] <= width:
        return basis
    multipliers = np.random.default_rng(20140601).integers(1, PRIME, size=(basis.shape[1], width))
    mixed = np.zeros((len(basis), width), dtype=np.int64)
    for column in range(basis.shape[1]):
        mixed = (mixed + basis[:, [column]] * multipliers[column]) % PRIME
    return mixed


def _without(rows: Residues, atom: int) -> Residues:
    """Take the direction of one row out of all: the others, modulo it."""
    there = np.flatnonzero(rows[atom])
    if not len(there):
        return rows
    pivot = int(there[0])
    factor = rows[:, pivot] * pow(int(rows[atom, pivot]), -1, PRIME) % PRIME
    left: Residues = (rows - factor[:, None] * rows[atom]) % PRIME
    return left


def _search(rows: Residues, people: Sequence[int], names: Sequence[int], room: int) -> list[int] | None:
    """Depth first over sets of atoms with at most ``room`` people, smallest atoms first."""
    sizes = np.asarray(people, dtype=np.int64)
    tried = 0
    pending: list[tuple[int, Residues, int, list[int]]] = [(0, rows, room, [])]
    while pending:
        first, left, room_left, chosen = pending.pop()
        tried += 1
        if tried > SETS_TRIED:
            raise TooTangled
        last = int(np.searchsorted(sizes, room_left, side="right"))
        gone = np.flatnonzero(~left[first:last].any(axis=1))
        if len(gone):
            return [names[i] for i in (*chosen, first + int(gone[0]))]
        for atom in range(first, last):
            if sizes[atom] + sizes[min(atom + 1, len(sizes) - 1)] <= room_left and atom + 1 < last:
                pending.append((atom + 1, _without(left, atom), room_left - int(sizes[atom]), [*chosen, atom]))
    return None


def weights_of(rows: Residues, support: Sequence[int], people: Residues) -> list[int]:
    """Return the weights (modulo the prime) of rows in a combination that lives on ``support`` and atoms of nobody."""
    outside = np.setdiff1d(np.flatnonzero(people > 0), support)
    combinations = null_rows(rows[:, outside].T).T
    for weights in combinations:
        made = np.zeros(rows.shape[1], dtype=np.int64)
        for index in np.flatnonzero(weights):
            made = (made + weights[index] * rows[index]) % PRIME
        if made[list(support)].any():
            return [int(weight) for weight in weights]
    raise ValueError("no combination of these rows lives on these atoms")
