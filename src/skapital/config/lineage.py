"""What became of units between two organisations: where their people are counted now, and what may be compared.

History is restated by the units' lineage alone, never by persons' own moves, so every person of an old unit goes
with it to exactly one place, and totals are conserved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from skapital.config.organisation import LineageEvent, Organisation
from skapital.errors import InputError

SAME: Final = "same"
MAPPED: Final = "mapped"
NOT_COMPARABLE: Final = "not_comparable"
CARRIED_ON: Final = frozenset(("rename", "move", "merge"))


@dataclass(frozen=True)
class History:
    """Whether a unit's earlier figure may be set beside its own.

    Attributes
    ----------
    grade
        ``same`` (the same units' people), ``mapped`` (by lineage) or ``not_comparable``.
    reason
        ``same, renamed, moved, merged, split, composition`` (units came or went below it) or ``new``.
    origins
        The old units behind it, in the old organisation's order.
    """

    grade: str
    reason: str
    origins: tuple[str, ...]


def successors(code: str, events: Sequence[LineageEvent], after: str, until: str) -> frozenset[str]:
    """Return the codes a unit goes by at ``until``: several after a split, none after a closing.

    Events of dates after ``after`` up to ``until`` are followed in order of date.
    """
    current = frozenset({code})
    for date in sorted({event.date for event in events if after < event.date <= until}):
        told: dict[str, set[str]] = {}
        for event in events:
            if event.date == date and event.old is not None and event.kind != "new":
                told.setdefault(event.old, set()).update({event.new} if event.new is not None else ())
        current = frozenset(new for one in current for new in told.get(one, {one}))
    return current


def restated_unit(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> dict[str, str]:
    """Return for each unit of the old tree the unit of the new one in which its people are counted now.

    Renamed and moved units carry on, merged ones go together, the people of a split unit are counted in the lowest unit
    that holds all its parts, and those of a closed one where its old parent's are.

    Raises
    ------
    InputError
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    lost: list[str] = []
    placed: dict[str, str] = {}
    for unit in old.units:
        codes = successors(unit.code, events, old.date, new.date)
        known = [code for code in codes if code in new.by_code]
        if len(known) < len(codes):
            lost.append(unit.code)
        if known:
            placed[unit.code] = _common(new, known)
        else:
            placed[unit.code] = placed[unit.parent] if unit.parent is not None else new.root.code
    if lost:
        names = ", ".join(lost[:10]) + (" …" if len(lost) > 10 else "")
        raise InputError(
            f"the units {names} of {old.date} are gone in {new.date} and no lineage says what became of them; "
            "add them to the lineage file (rename, merge, split, move or close)",
            slug="lineage-missing",
        )
    return placed


def history(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> dict[str, History]:
    """Return the history of every unit of the new tree, in its order.

    Raises
    ------
    InputError
        As :func:`restated_unit`.
    """
    placed = restated_unit(old, new, events)
    went = {unit.code: successors(unit.code, events, old.date, new.date) for unit in old.units}
    inside: dict[str, set[str]] = {unit.code: set() for unit in new.units}
    for code, place in placed.items():
        for above in (place, *new.ancestors(place)):
            inside[above].add(code)
    return {unit.code: _history(unit.code, old, new, went, inside[unit.code]) for unit in new.units}


def _history(
    code: str, old: Organisation, new: Organisation, went: dict[str, frozenset[str]], inside: Collection[str]
) -> History:
    before = tuple(one for one in old.by_code if code in went[one])
    split = tuple(one for one in before if len(went[one]) > 1)
    if split:
        return History(MAPPED, "split", split)
    if len(before) > 1:
        return History(MAPPED, "merged", before)
    if not before:
        return History(NOT_COMPARABLE, "new", ()) if not inside else _composed(old, inside)
    one = before[0]
    if set(old.within(one)) != set(inside):
        return _composed(old, inside)
    return History(SAME, _what_changed(old, new, one, code), before)


def _composed(old: Organisation, inside: Collection[str]) -> History:
    return History(MAPPED, "composition", tuple(one for one in old.by_code if one in inside))


def _what_changed(old: Organisation, new: Organisation, before: str, code: str) -> str:
    one, other = old.by_code[before], new.by_code[code]
    if one.parent != other.parent:
        return "moved"
    return "renamed" if before != code or one.name != other.name else SAME


def _common(tree: Organisation, codes: Sequence[str]) -> str:
    """The lowest unit that holds all of ``codes``."""
    if len(codes) == 1:
        return codes[0]
    lines = [(code, *tree.ancestors(code)) for code in codes]
    return next(unit for unit in lines[0] if all(unit in line for line in lines))
