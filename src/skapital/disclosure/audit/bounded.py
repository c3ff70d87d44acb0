"""Groups that cross, where the ends of the scale matter: linear programs over the totals of their smallest parts.

Two trees cut the same people in two ways. Each published figure bounds the total of a row of parts; a part's total lies
between nothing and the top of the scale for everybody in it. What is left for one person's answer is found with HiGHS.
How many are in a part is not known either: it may be any number that the published numbers allow, in halves of a person
too, which only leaves more room and so never calls a leak that is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Program:
    """Variables: the people of each part, its total, and the room that one answer of it has, given those.

    ``upper @ v <= most`` and ``equal @ v == exactly``.
    """

    parts: tuple[Part, ...]
    upper: csr_array
    most: Floats
    equal: csr_array
    exactly: Floats


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
    """With n people and a total T, one answer has the room ``min(T, 100 n - T, 100 (n - 1))``, and never above 100."""
    parts = tuple(sorted(frozenset().union(*(row.parts for row in component))))
    place = {part: index for index, part in enumerate(parts)}
    at = [(index, place[part]) for index, row in enumerate(component) for part in row.parts]
    rows, columns = np.array(at, dtype=int).T
    inside = coo_array((np.ones(len(at)), (rows, columns)), (len(component), len(parts)))
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
    low, high = (np.array([getattr(row, end) for row in component]) for end in ("low", "high"))
    most = np.concatenate([high, -low, np.repeat([0.0, 0.0, 0.0, -SCALE_TOP], len(parts))])
    return _Program(
        parts, upper, most, _stacked([inside, nothing, nothing]), np.array([float(row.n) for row in component])
    )


def _identity(size: int) -> coo_array:
    return coo_array((np.ones(size), (np.arange(size), np.arange(size))), (size, size))


def _stacked(*blocks: Sequence[coo_array]) -> csr_array:
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
    rows = LinearConstraint(program.upper, -np.inf, program.most + _LOOSE)
    sums = LinearConstraint(program.equal, program.exactly, program.exactly)
    found = milp(cost, constraints=[rows, sums], bounds=Bounds(least, top))
    return np.asarray(found.x, dtype=np.float64) if found.status == 0 else None


def _extreme(program: _Program, place: int, sign: float) -> float | None:
    """The least (sign 1) or greatest (sign -1) answer of somebody in a part; None where nobody can be there.

    ``x <= total`` and ``total - x <= top (n - 1)``.
    """
    size = len(program.parts)
    more = coo_array(
        (
            [1.0, -1.0, -1.0, 1.0, -SCALE_TOP],
            ([0, 0, 1, 1, 1], [3 * size, size + place, 3 * size, size + place, place]),
        ),
        (2, 3 * size + 1),
    )
    wider = coo_array((program.upper.shape[0], 1))
    longer = coo_array((program.equal.shape[0], 1))
    whole = _Program(
        program.parts,
        csr_array(_below(_stacked([coo_array(program.upper), wider]), more)),
        np.concatenate([program.most, [0.0, -SCALE_TOP]]),
        _stacked([coo_array(program.equal), longer]),
        program.exactly,
    )
    cost = np.concatenate([np.zeros(3 * size), [sign]])
    free = {2 * size + at: (-np.inf, np.inf) for at in range(size)}
    found = _solve(whole, cost, {**free, place: (1.0, np.inf), 3 * size: (0.0, SCALE_TOP)})
    return None if found is None else float(found[-1])


def _below(upper: csr_array, more: coo_array) -> csr_array:
    return _stacked([coo_array(upper)], [more])
