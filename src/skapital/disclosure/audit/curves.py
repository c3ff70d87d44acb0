"""Steps of a retention curve: two neighbouring points and their bands say how many were at risk, and how many left.

A step is ``1 - d/n`` of the curve, and it adds ``d/(n (n - d))`` to what the width of the band is made of (Greenwood;
log(-log) limits). Both are known to within the rounding of the points; what is judged is the most that it leaves.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from skapital.config.policy import Policy
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import Leak, named
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder

RETENTION: Final = "retention"
_SHARE, _LIMITS = "share", ("low", "high")
_NORMAL: Final = 1.959964
"""Of 95 % limits."""
_CERTAIN: Final = 1.25
"""How far below the least number of leavers the most must lie: those who left beside very different numbers at risk
look like fewer than they are."""

Range = tuple[float, float]


@dataclass(frozen=True)
class _Point:
    """A point of a curve, and what its band is made of, each within its rounding."""

    share: Range
    spread: Range


_BEGIN: Final = _Point((1.0, 1.0), (0.0, 0.0))


def steps_of_few(figures: Mapping[Key, Mapping[GroupName, Figure]], policy: Policy) -> Iterator[Leak]:
    """Yield the curves with a step in which somebody left, but surely too few."""
    half = 0.5 * 10.0 ** -policy.decimals[_SHARE]
    for (key, group), points in sorted(_curves(figures, half).items()):
        how = next((told for step in pairwise([_BEGIN, *points]) if (told := _told(*step, policy))), "")
        if how:
            row = Remainder(frozenset(), 0, 0.0, 0.0, group, ())
            yield leak_of(key, row, group, f"{how}: {named(group, ())}")


def _curves(
    figures: Mapping[Key, Mapping[GroupName, Figure]], half: float
) -> dict[tuple[Key, GroupName], list[_Point]]:
    """The points of every curve in order."""
    found: dict[tuple[Key, GroupName], list[_Point]] = defaultdict(list)
    for key in sorted(key for key in figures if key[2] == RETENTION and key[3].startswith(f"{_SHARE}:")):
        place = key[3].partition(":")[2]
        limits = [figures.get((*key[:3], f"{name}:{place}"), {}) for name in _LIMITS]
        for group, figure in figures[key].items():
            if 0 < figure.value < 1 and all(group in one for one in limits):
                share = (figure.value - half, figure.value + half)
                spreads = [_spread(share, one[group].value, half) for one in limits]
                spread = (max(low for low, _ in spreads), min(high for _, high in spreads))
                found[(*key[:3], RETENTION), group].append(_Point(share, spread))
    return found


def _spread(share: Range, limit: float, half: float) -> Range:
    """The variance of log survival that puts a limit of the band where it is."""
    ends = [_variance(*one) for one in product(share, (limit - half, limit + half))]
    return min(ends), max(ends)


def _variance(share: float, limit: float) -> float:
    if not (0 < share < 1 and 0 < limit < 1):
        return math.inf
    log = abs(math.log(share))
    return (log * math.log(abs(math.log(limit)) / log) / _NORMAL) ** 2


def _told(begin: _Point, end: _Point, policy: Policy) -> str:
    """What a step tells of those who left in it."""
    least, most = 1 - end.share[1] / begin.share[0], 1 - end.share[0] / begin.share[1]
    added = end.spread[0] - begin.spread[1]
    if least <= 0 or not 0 < added < math.inf:
        return ""
    at_risk = most / (added * (1 - most))
    few = most * at_risk < policy.leaving["leavers"] - _CERTAIN
    return f"a step of a curve in which fewer than {policy.leaving['leavers']} left" if few else ""
