"""What became of units between two organisations: where their people are counted now, and what may be compared.

History is restated by the units' lineage alone, never by persons' own moves, so every person of an old unit goes
with it to exactly one place, and totals are conserved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skapital.config.organisation import LineageEvent, Organisation
from skapital.errors import InputError

SAME: Final = "same"
MAPPED: Final = "mapped"
NOT_COMPARABLE: Final = "not_comparable"
GRADES: Final = (SAME, MAPPED, NOT_COMPARABLE)

ENDED: Final = ""
"""Stands among the codes of a unit that was closed, wholly or in one of the parts it was split into."""

Step = Mapping[str, frozenset[str]]
"""What units of one date are called from then on; a unit that is not in it goes on as it is."""


@dataclass(frozen=True)
class History:
    """Whether a unit's earlier figure may be set beside its own.

    Attributes
    ----------
    grade
        ``same`` (the same units' people), ``mapped`` (by lineage) or ``not_comparable``.
    reason
        ``same, renamed, moved`` (the unit itself); ``merged`` (set beside the pooled earlier result); ``split`` (set
        beside the unit it was part of); ``composition`` (units came or went below it; the earlier result is that of the
        units it has now); ``split_below`` (it has only some parts of a unit that was split, so nothing earlier fits);
        ``joined`` (part of a split unit together with others); ``new``.
    origins
        The old units behind it, in the old organisation's order.
    """

    grade: str
    reason: str
    origins: tuple[str, ...]


def steps(events: Sequence[LineageEvent], after: str, until: str) -> tuple[Step, ...]:
    """Return what each date's events say, for dates after ``after`` up to ``until``, in order of time."""
    dated: dict[str, dict[str, set[str]]] = {}
    for event in events:
        if after < event.date <= until and event.old is not None:
            dated.setdefault(event.date, {}).setdefault(event.old, set()).add(event.new or ENDED)
    return tuple({old: frozenset(new) for old, new in dated[date].items()} for date in sorted(dated))


def successors(code: str, path: Sequence[Step]) -> frozenset[str]:
    """Return the codes a unit goes by at the end of a path: several after a split, ``ENDED`` after a closing."""
    current = frozenset({code})
    for step in path:
        if not current.isdisjoint(step):
            current = frozenset(new for one in current for new in step.get(one, (one,)))
    return current


def restated_unit(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> dict[str, str]:
    """Return for each unit of the old tree the unit of the new one in which its people are counted now.

    Renamed and moved units carry on, merged ones go together, the people of a split unit are counted in the lowest unit
    that holds all its parts, and those of a closed one (or of a closed part) where its old parent's are. People who
    belong to a centre or a department itself go with that unit.

    Raises
    ------
    InputError
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    return _placed(old, new, _went(old, new, events))


def history(
    old: Organisation, new: Organisation, events: Sequence[LineageEvent], places: Mapping[str, str] | None = None
) -> dict[str, History]:
    """Return the history of every unit of the new tree, in its order.

    Parameters
    ----------
    old, new, events
        As :func:`restated_unit`.
    places
        Where the people of each old unit are counted in the new tree, if not where :func:`restated_unit` says.

    Raises
    ------
    InputError
        As :func:`restated_unit`.
    """
    went = _went(old, new, events)
    placed = _placed(old, new, went) if places is None else places
    came: dict[str, list[str]] = {unit.code: [] for unit in new.units}
    inside: dict[str, set[str]] = {unit.code: set() for unit in new.units}
    for code, codes in went.items():
        for one in codes - {ENDED}:
            came[one].append(code)
    for code, place in placed.items():
        for above in (place, *new.ancestors(place)):
            inside[above].add(code)
    torn = _torn(new, went, placed)
    told = _Told(old, new, went, came, inside, torn)
    return {unit.code: told.of(unit.code) for unit in new.units}


def carried_on(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> dict[str, str]:
    """Return the code of now for each old unit that is still one and itself: what was decided for it still holds.

    Renamed and moved units are; a split, merged or closed one is not, nor one that another was merged into. Units may
    have come or gone below it.

    Raises
    ------
    InputError
        As :func:`restated_unit`.
    """
    went = _went(old, new, events)
    came = Counter(code for codes in went.values() for code in codes)
    alone = {code: next(iter(codes)) for code, codes in went.items() if len(codes) == 1}
    return {code: one for code, one in alone.items() if one != ENDED and came[one] == 1}


@dataclass(frozen=True)
class _Told:
    """All that the history of one unit is told from.

    ``came`` are the old units that go by a new code, ``inside`` those whose people are counted in it or below, ``torn``
    the new units that have some parts of a split unit but not all.
    """

    old: Organisation
    new: Organisation
    went: Mapping[str, frozenset[str]]
    came: Mapping[str, Sequence[str]]
    inside: Mapping[str, set[str]]
    torn: frozenset[str]

    def of(self, code: str) -> History:
        before, inside = self.came[code], self.inside[code]
        held = {below for one in before for below in self.old.within(one)}
        if any(len(self.went[one]) > 1 and one not in inside for one in before):
            alone = len(before) == 1 and inside <= held
            return History(MAPPED if alone else NOT_COMPARABLE, "split" if alone else "joined", tuple(before))
        if code in self.torn:
            return History(NOT_COMPARABLE, "split_below", self._origins(code))
        if not inside:
            return History(NOT_COMPARABLE, "new", ())
        if not before or held != inside:
            return History(MAPPED, "composition", self._origins(code))
        if len(before) > 1:
            return History(MAPPED, "merged", tuple(before))
        return History(SAME, self._what_changed(before[0], code), tuple(before))

    def _origins(self, code: str) -> tuple[str, ...]:
        return self.old.in_order(self.inside[code])

    def _what_changed(self, before: str, code: str) -> str:
        one, other = self.old.by_code[before], self.new.by_code[code]
        if one.parent is not None and (other.parent is None or other.parent not in self.went[one.parent]):
            return "moved"
        return "renamed" if before != code or one.name != other.name else SAME


def _went(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> dict[str, frozenset[str]]:
    """The codes every old unit goes by in the new tree."""
    path = steps(events, old.date, new.date)
    went = {unit.code: successors(unit.code, path) for unit in old.units}
    there = {ENDED, *new.by_code}
    lost = [code for code, codes in went.items() if not codes <= there]
    if lost:
        names = ", ".join(lost[:10]) + (" …" if len(lost) > 10 else "")
        raise InputError(
            f"the units {names} of {old.date} are gone in {new.date} and no lineage says what became of them; "
            "add them to the lineage file (rename, merge, split, move or close)",
            slug="lineage-missing",
        )
    return went


def _placed(old: Organisation, new: Organisation, went: Mapping[str, frozenset[str]]) -> dict[str, str]:
    placed: dict[str, str] = {}
    for unit in old.units:  # parents first, so that a closed unit finds where its parent's people are
        above = new.root.code if unit.parent is None else placed[unit.parent]
        placed[unit.code] = new.lowest_common([code or above for code in went[unit.code]])
    return placed


def _torn(new: Organisation, went: Mapping[str, frozenset[str]], placed: Mapping[str, str]) -> frozenset[str]:
    """The new units above a part of a split unit and below the place where all its people are counted."""
    torn: set[str] = set()
    for code, parts in went.items():
        if len(parts) > 1:
            whole = {placed[code], *new.ancestors(placed[code])}
            torn |= {above for part in parts - {ENDED} for above in new.ancestors(part)} - whole
    return frozenset(torn)
