"""Groups of the municipality and its centres, whole and by a mark of persons: what figures about leaving stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.aggregate.hr_places import HrPlaces
from skapital.config.organisation import Organisation
from skapital.tables import Asked, BoolArray, Family, GroupKey

POSITION_GROUP = "position_group"
SENIORITY_BAND = "seniority_band"


@dataclass(frozen=True)
class Branches:
    """Where figures about leaving are shown: the organisation of the publication, and its level of centres."""

    places: HrPlaces
    centre_level: str

    @property
    def line(self) -> Organisation:
        """The line of the publication."""
        return self.places.now[0]

    @property
    def centres(self) -> tuple[str, ...]:
        """The codes of the centres, in organisation order."""
        return tuple(unit.code for unit in self.line.units if unit.level == self.centre_level)

    def key(self, unit: str, group: str | None = None) -> GroupKey:
        """Return the key of a unit's employees, or of a group of them."""
        return GroupKey(self.line.date, c.EMPLOYEES, unit, group)

    def centre_of(self, units: pd.Series, days: pd.Series) -> pd.Series:
        """Return the centre in which units of their own days are counted now; missing for the municipality's own staff.

        Parameters
        ----------
        units, days
            Aligned: a unit's code, and the day on which it was the unit's code.
        """
        located = pd.Series(None, index=units.index, dtype=object)
        epochs = days.map({day: self.places.epoch(day) for day in days.unique()})
        for epoch in epochs.unique():
            there = epochs == epoch
            located[there] = self.places.located(units[there], pd.Timestamp(epoch))
        structure = self.places.structures(located, "9999")[0]
        now = structure.units_in(self.line, located)
        return now.map({code: self._above(str(code)) for code in now.dropna().unique()})

    def _above(self, code: str) -> str | None:
        return next((one for one in (code, *self.line.ancestors(code)) if one in self.centres), None)

    def asked(self, centre: pd.Series, marks: Sequence[pd.Series], *, whole: bool = True) -> Asked:
        """Return the groups: the municipality, its centres, and for each mark the municipality's people by it.

        Parameters
        ----------
        centre
            By contributor, as :meth:`centre_of` gives it.
        marks
            Series named as kinds of groups, such as ``position_group``, by contributor; missing belongs to none. Groups
            stand in the order of a categorical's categories, else by name.
        whole
            Whether the municipality and the centres are printed too; else they only stand as known.
        """
        root = self.key(self.line.root.code)
        rows: dict[GroupKey, BoolArray] = {root: np.ones(len(centre), dtype=bool)}
        rows |= {self.key(code): (centre == code).to_numpy(dtype=bool) for code in self.centres}
        families = [self._family("centres", tuple(rows), 0)]
        for mark in marks:
            words = _words(mark)
            groups = {self.key(root.unit, f"{mark.name}:{word}"): (mark == word).to_numpy(dtype=bool) for word in words}
            families.append(self._family(str(mark.name), (root, *groups), len(rows)))
            rows |= groups
        own = np.array([whole or key.group is not None for key in rows], dtype=bool)
        return Asked(tuple(rows), np.array(list(rows.values()), dtype=bool), tuple(families), own)

    def _family(self, name: str, keys: tuple[GroupKey, ...], begin: int) -> Family:
        """The municipality over groups that stand one after another from ``begin`` on (the first family: from 1)."""
        places = (0, *range(max(begin, 1), max(begin, 1) + len(keys) - 1))
        return Family(self.line.date, name, places, (-1, *([0] * (len(keys) - 1))))


def _words(mark: pd.Series) -> list[str]:
    there = set(mark.dropna())
    order = mark.cat.categories if isinstance(mark.dtype, pd.CategoricalDtype) else sorted(there)
    return [str(word) for word in order if word in there]
