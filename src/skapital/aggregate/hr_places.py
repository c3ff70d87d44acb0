"""Where the people of HR records are counted: the unit of their own time, on the organisation of a publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from skapital.aggregate.groups import Structure
from skapital.config.lineage import steps, successors
from skapital.config.lineage_trees import places
from skapital.config.organisation import LineageEvent, Organisation

AT = "@"
"""Stands between a unit's code and the date of the organisation it is a code of: the same code may be reused."""


@dataclass(frozen=True)
class HrPlaces:
    """The organisations that HR figures are made on.

    Attributes
    ----------
    now
        The trees of the publication, the line first.
    known
        All trees at hand, of every date.
    lineage
        What became of units.
    before
        The trees of other structures under which HR figures were published, since they cross with those of now.
    also
        Structure and unit of groups of those structures that are shown too: the common origins of splits.
    """

    now: tuple[Organisation, ...]
    known: tuple[Organisation, ...]
    lineage: tuple[LineageEvent, ...]
    before: tuple[tuple[Organisation, ...], ...] = ()
    also: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The dates of the line, in order of time."""
        return tuple(sorted({tree.date for tree in (*self.known, *self.now) if tree.tree == self.now[0].tree}))

    def epoch(self, day: pd.Timestamp) -> str:
        """Return the date of the organisation that held on a day; before the first one, the first."""
        return max((date for date in self.dates if date <= str(day.date())), default=self.dates[0])

    def located(self, units: pd.Series, day: pd.Timestamp) -> pd.Series:
        """Return units of a day with the date of their organisation: the one that held then, else the newest that
        knows the code. Missing stays so."""
        held = self.epoch(day)
        order = [held, *(date for date in reversed(self.dates) if date != held)]
        found = {
            str(code): f"{code}{AT}{next((date for date in order if code in self._codes[date]), held)}"
            for code in units.dropna().unique()
        }
        return units.map(found)

    def goes_on(self, old: str, new: str) -> bool:
        """Whether a located unit is what became of another: being counted there is no move."""
        (before, then), (after, since) = (one.rpartition(AT)[::2] for one in (old, new))
        return after in successors(before, steps(self.lineage, then, since))

    def structures(self, units: pd.Series, newest: str) -> tuple[Structure, ...]:
        """Return the structures for contributors' located units: of the publication, then those that were published.

        ``newest`` is the date of the newest organisation of the period; figures were not published under an older one.
        """
        sets = [self.now, *(trees for trees in self.before if newest <= trees[0].date != self.now[0].date)]
        nobody = pd.DataFrame({"unit": [], "leader_level": [], "n_invited": []})
        return tuple(Structure(t[0].date, tuple(t), units, nobody, self._placed[t[0].date]) for t in sets)

    @cached_property
    def _codes(self) -> Mapping[str, frozenset[str]]:
        return {date: frozenset(c for tree in self._trees_on(date) for c in tree.by_code) for date in self.dates}

    def _trees_on(self, date: str) -> list[Organisation]:
        newest: dict[str, Organisation] = {}
        for tree in sorted((*self.known, *self.now), key=lambda one: (one.tree != self.now[0].tree, one.date)):
            if tree.date <= date:
                newest[tree.tree] = tree
        return list(newest.values())

    @cached_property
    def _placed(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """By structure and tree: where located units are counted."""
        return {trees[0].date: self._of_structure(trees) for trees in (self.now, *self.before)}

    def _of_structure(self, trees: Sequence[Organisation]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {tree.tree: {} for tree in trees}
        for date in self.dates:
            if date <= trees[0].date:
                old = self._trees_on(date)
                for name, placed in places(old, trees, self.lineage).items():
                    found[name] |= {f"{code}{AT}{date}": unit for code, unit in placed.items()}
        return found
