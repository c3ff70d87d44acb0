"""What subtraction gives: a published group less the largest published groups inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    shown = {group: parts for group, parts in family.parts.items() if group in figures}
    inside = _largest_inside(shown)
    return [_remainder(group, inside[group], shown, figures) for group in shown if inside[group] is not None]


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
    group: GroupName,
    inside: tuple[GroupName, ...] | None,
    shown: Mapping[GroupName, frozenset[Part]],
    figures: Mapping[GroupName, Figure],
) -> Remainder:
    minus = inside or ()
    whole, taken = figures[group], [figures[name] for name in minus]
    slack = sum(figure.half * figure.n for figure in (whole, *taken))
    total = whole.n * whole.value - sum(figure.n * figure.value for figure in taken)
    left = shown[group].difference(*(shown[name] for name in minus))
    n = whole.n - sum(figure.n for figure in taken)
    base = whole.base - sum(figure.base for figure in taken)
    return Remainder(left, n, total - slack, total + slack, group, minus, base)
