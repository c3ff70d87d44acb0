"""Groups that cross, where the ends of the scale matter: linear programs over the totals of their smallest parts.

Two trees cut the same people in two ways. Each published figure bounds the total of a row of parts; a part's total lies
between nothing and the top of the scale for everybody in it. What is left for one person's answer is found with HiGHS.
How many are in a part is not known either: it may be any number that the published numbers allow, in halves of a person
too, which only leaves more room and so never calls a leak that is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from skapital.disclosure.audit.leaks import SCALE_TOP
from skapital.disclosure.audit.people import Part
from skapital.disclosure.audit.remainders import Remainder

Floats = npt.NDArray[np.float64]
_LOOSE: Final = 1e-7
"""Room for the solver's own rounding."""


@dataclass(frozen=True, eq=False)
class _Shape:
    """What a program has of who is in which row alone, so that the measures of one pattern share it.

    Variables: the people of each part, its total, and the room that one answer of it has, given those.
    """

    parts: tuple[Part, ...]
    upper: csr_array
    equal: csr_array


@dataclass(frozen=True)
class _Program:
    """``shape.upper @ v <= most`` and ``shape.equal @ v == exactly``."""

    shape: _Shape
    most: Floats
    exactly: Floats

    @property
    def parts(self) -> tuple[Part, ...]:
        """The smallest parts, in the order of the variables."""
        return self.shape.parts


def pinned_parts(component: Sequence[Remainder], width: float) -> Iterator[Part]:
    """Yield the parts of crossing rows in which somebody's answer can lie only within less than ``width`` points.

    One solution that gives every part as much room as it can, up to ``width``, settles most of them at once; only the
    others are asked one by one.
    """
    program = _program(component)
    size = len(program.parts)
    best = _solve(program, np.repeat([0.0, 0.0, -1.0], size), {2 * size + at: (-np.inf, width) for at in range(size)})
    if best is None:
        return
    for place in np.flatnonzero(best[2 * size :] < width - _LOOSE):
        low, high = (_extreme(program, int(place), sign) for sign in (1.0, -1.0))
        if low is not None and high is not None and high - low < width - _LOOSE:
            yield program.parts[place]


def _program(component: Sequence[Remainder]) -> _Program:
    shape = _shape(tuple(row.parts for row in component))
    low, high = (np.array([getattr(row, end) for row in component]) for end in ("low", "high"))
    most = np.concatenate([high, -low, np.repeat([0.0, 0.0, 0.0, -SCALE_TOP], len(shape.parts))])
    return _Program(shape, most, np.array([float(row.n) for row in component]))


@lru_cache(maxsize=1_024)
def _shape(sets: tuple[frozenset[Part], ...]) -> _Shape:
    """With n people and a total T, one answer has the room ``min(T, 100 n - T, 100 (n - 1))``, and never above 100."""
    parts = tuple(sorted(frozenset().union(*sets)))
    place = {part: index for index, part in enumerate(parts)}
    at = [(index, place[part]) for index, one in enumerate(sets) for part in one]
    rows, columns = np.array(at, dtype=int).T
    inside = coo_array((np.ones(len(at)), (rows, columns)), (len(sets), len(parts)))
    nothing = coo_array(inside.shape)
    each, none = _identity(len(parts)), coo_array((len(parts), len(parts)))
    upper = _stacked(
        [nothing, inside, nothing],
        [nothing, -inside, nothing],
        [-SCALE_TOP * each, each, none],
        [none, -each, each],
        [-SCALE_TOP * each, each, each],
        [-SCALE_TOP * each, none, each],
    )
    return _Shape(parts, upper, _stacked([inside, nothing, nothing]))


def _identity(size: int) -> coo_array:
    return coo_array((np.ones(size), (np.arange(size), np.arange(size))), (size, size))


def _stacked(*blocks: Sequence[coo_array | csr_array]) -> csr_array:
    """Blocks beside and below one another."""
    data, rows, columns, down = [], [], [], 0
    for line in blocks:
        across = 0
        for block in line:
            block = coo_array(block)
            data.append(block.data)
            rows.append(block.row + down)
            columns.append(block.col + across)
            across += block.shape[1]
        down += line[0].shape[0]
    return csr_array((np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), (down, across))


def _solve(
    program: _Program, cost: Floats, bounds: Mapping[int, tuple[float, float]] = MappingProxyType({})
) -> Floats | None:
    """The cheapest solution; None where the figures allow none."""
    size = len(cost)
    least, top = np.zeros(size), np.full(size, np.inf)
    for place, (low, high) in bounds.items():
        least[place], top[place] = low, high
    rows = LinearConstraint(program.shape.upper, -np.inf, program.most + _LOOSE)
    sums = LinearConstraint(program.shape.equal, program.exactly, program.exactly)
    found = milp(cost, constraints=[rows, sums], bounds=Bounds(least, top))
    return np.asarray(found.x, dtype=np.float64) if found.status == 0 else None


def _extreme(program: _Program, place: int, sign: float) -> float | None:
    """The least (sign 1) or greatest (sign -1) answer of somebody in a part; None where nobody can be there."""
    size = len(program.parts)
    whole = _Program(_longer(program.shape, place), np.concatenate([program.most, [0.0, -SCALE_TOP]]), program.exactly)
    cost = np.concatenate([np.zeros(3 * size), [sign]])
    free = {2 * size + at: (-np.inf, np.inf) for at in range(size)}
    found = _solve(whole, cost, {**free, place: (1.0, np.inf), 3 * size: (0.0, SCALE_TOP)})
    return None if found is None else float(found[-1])


@lru_cache(maxsize=1_024)
def _longer(shape: _Shape, place: int) -> _Shape:
    """With one variable more, an answer x of somebody in a part: ``x <= total`` and ``total - x <= top (n - 1)``."""
    size = len(shape.parts)
    more = coo_array(
        (
            [1.0, -1.0, -1.0, 1.0, -SCALE_TOP],
            ([0, 0, 1, 1, 1], [3 * size, size + place, 3 * size, size + place, place]),
        ),
        (2, 3 * size + 1),
    )
    upper = _stacked([shape.upper, coo_array((shape.upper.shape[0], 1))], [more])
    return _Shape(shape.parts, upper, _stacked([shape.equal, coo_array((shape.equal.shape[0], 1))]))
