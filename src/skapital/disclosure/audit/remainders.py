"""What subtraction gives: a published group less the largest published groups inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from skapital.disclosure.audit.people import Family, Part
from skapital.disclosure.audit.published import Figure, GroupName


@dataclass(frozen=True)
class Remainder:
    """People about whom a total follows from published figures.

    ``low`` and ``high`` bound the total of their values, given the rounding of every figure used. ``plus`` is the
    group it was taken from, ``minus`` the groups taken away. ``base`` are its full-time equivalents, for amounts.
    """

    parts: frozenset[Part]
    n: int
    low: float
    high: float
    plus: GroupName
    minus: tuple[GroupName, ...]
    base: float = 0.0


def remainders(family: Family, figures: Mapping[GroupName, Figure]) -> list[Remainder]:
    """Return the remainder of every published group of a family, those without published parts whole.

    For nested groups these are all that can be derived: every total that follows exactly is a sum of remainders, and
    they are apart from one another, so the smallest derivable total is the smallest remainder.
    """
    shown = family.among(figures)
    return [_remainder(*one, figures) for one in _nested(family, shown)] if shown else []


_Nested = tuple[GroupName, tuple[GroupName, ...], frozenset[Part]]
"""A group, the largest shown groups strictly inside it, and who is left."""


@lru_cache(maxsize=256)
def _nested(family: Family, shown: frozenset[GroupName]) -> tuple[_Nested, ...]:
    """Who is left of whom depends on what is shown alone, so figures of one pattern share it."""
    groups = {group: parts for group, parts in family.parts.items() if group in shown}
    inside = _largest_inside(groups)
    return tuple(
        (group, minus, groups[group].difference(*(groups[name] for name in minus)))
        for group in groups
        if (minus := inside[group]) is not None
    )


def _largest_inside(shown: Mapping[GroupName, frozenset[Part]]) -> dict[GroupName, tuple[GroupName, ...] | None]:
    """For each group the largest groups strictly inside; None where an equal set of people was seen before."""
    order = sorted(shown, key=lambda group: (len(shown[group]), group))
    holder: dict[Part, GroupName] = {}
    seen: set[frozenset[Part]] = set()
    found: dict[GroupName, tuple[GroupName, ...] | None] = {}
    for group in order:
        parts = shown[group]
        if parts in seen:
            found[group] = None
            continue
        seen.add(parts)
        found[group] = tuple(sorted({holder[part] for part in parts if part in holder}))
        holder.update(dict.fromkeys(parts, group))
    return found


def _remainder(
    group: GroupName, minus: tuple[GroupName, ...], left: frozenset[Part], figures: Mapping[GroupName, Figure]
) -> Remainder:
    whole = figures[group]
    n, total, slack, base = whole.n, whole.n * whole.value, whole.half * whole.n, whole.base
    if minus:
        taken = [figures[name] for name in minus]
        n -= sum(figure.n for figure in taken)
        total -= sum(figure.n * figure.value for figure in taken)
        slack += sum(figure.half * figure.n for figure in taken)
        base -= sum(figure.base for figure in taken)
    return Remainder(left, n, total - slack, total + slack, group, minus, base)
