"""What comparisons give away: a difference and one of its two figures are the other one.

Comparisons are made from released cells alone, so each must follow from published figures: both sides stand in some
publication, and what they differ by is what the comparison says. A comparison with a withheld side tells that side; one
that is not the difference of its sides tells of figures nobody released.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from skapital.disclosure.audit.leaks import Leak, named
from skapital.disclosure.audit.published import Comparison, Figure, GroupName, Published, half_place
from skapital.disclosure.audit.sides import TWO_SIDED, Shown

_SPLIT: Final = "split"
_REFERENCE: Final = "reference"
_TOLERANCE: Final = 1e-6


def told_by_comparisons(publications: Sequence[Published], changed: Collection[str]) -> list[Leak]:
    """Return every figure that is withheld, or never released, and that a comparison tells.

    Parameters
    ----------
    publications
        All that the attacker has.
    changed
        Units whose people a reorganisation changed: the earlier figure of a split unit is that of the unit it was in.
    """
    index = Shown(publications)
    rows = (row for one in publications for row in one.comparisons if row.figures)
    return list(dict.fromkeys(leak for row in rows for leak in _told(row, index, changed)))


Sides = list[tuple[str, GroupName]]


def _told(row: Comparison, index: Shown, changed: Collection[str]) -> Iterable[Leak]:
    ways = _ways(row, index)
    missing = [
        [(period, group) for period, group in sides if group not in index.shown.get((period, row.measure), {})]
        for sides in ways
    ]
    if row.kind == _REFERENCE:  # our own figure may be that of a published source, as long as no cell withholds it
        missing = [[one for one in gone if (one[0], row.measure, one[1]) in index.hidden] for gone in missing]
    complete = [sides for sides, gone in zip(ways, missing, strict=True) if not gone]
    if any(_agrees(row, sides, index) for sides in complete):
        return
    if complete:
        yield _leak(row, row.period, row.group, "a difference that is not the one of its two published figures")
    elif not _of_another_unit(row, missing[0], index, changed):
        for period, group in missing[0]:
            others = tuple(other for _, other in ways[0] if other != group)
            yield _leak(row, period, group, f"a {row.kind} comparison and its other side: {named(row.group, others)}")


def _ways(row: Comparison, index: Shown) -> list[Sides]:
    """The published figures a comparison can be made of; a unit's whole is the municipality or any unit above it."""
    own = (row.period, row.group)
    if row.kind in TWO_SIDED and row.earlier != row.period:
        return [[own, (row.earlier, row.group)]]
    if row.kind != "parent":
        return [[own]]
    structure, population, unit, breakdown = row.group
    above = sorted(index.above.get((structure, unit), ())) or [""]
    return [[own, (row.period, (structure, population, code, breakdown))] for code in above]


def _agrees(row: Comparison, sides: Sides, index: Shown) -> bool:
    if len(sides) < 2 or "difference" not in row.figures:
        return True
    first, second = (index.shown[period, row.measure][group] for period, group in sides)
    return _fits(row.figures["difference"], first, second)


def _fits(difference: float, first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    """Whether a rounded difference can be that of two rounded figures, as one of the publications has them."""
    return any(
        abs(one.value - other.value - difference) <= one.half + other.half + _rounding(difference, one) + _TOLERANCE
        for one in first
        for other in second
    )


def _rounding(difference: float, figure: Figure) -> float:
    """Half the last place of a difference: as it is printed, or as its figures are."""
    return max(half_place(repr(difference)), figure.half)


def _of_another_unit(
    row: Comparison, gone: Sequence[tuple[str, GroupName]], index: Shown, changed: Collection[str]
) -> bool:
    """Whether the earlier figure is the published one of the unit that a split unit came from."""
    if row.reason != _SPLIT or [period for period, _ in gone] != [row.earlier] or "difference" not in row.figures:
        return False
    now = index.shown[row.period, row.measure][row.group]
    return any(
        group[1] == row.group[1] and group[2] in changed and _fits(row.figures["difference"], now, then)
        for group, then in index.shown.get((row.earlier, row.measure), {}).items()
    )


def _leak(row: Comparison, period: str, group: GroupName, how: str) -> Leak:
    structure, population, unit, _ = group
    return Leak(period, structure, population, (unit,), row.measure, "mean", how)
