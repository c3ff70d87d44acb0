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

    def asked(
        self, centre: pd.Series, marks: Sequence[pd.Series], *, whole: bool = True, in_centres: bool = False
    ) -> Asked:
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
        in_centres
            Whether each centre's people are asked for by the marks too: in the family of centres they lie in their
            centre, in the family of the mark in the municipality's group.
        """
        top = self.line.root.code
        root = self.key(top)
        rows: dict[GroupKey, BoolArray] = {root: np.ones(len(centre), dtype=bool)}
        rows |= {self.key(code): (centre == code).to_numpy(dtype=bool) for code in self.centres}
        over = {"centres": {key: root for key in rows if key != root}}
        for mark in marks:
            groups = {f"{mark.name}:{word}": (mark == word).to_numpy(dtype=bool) for word in _words(mark)}
            rows |= {self.key(top, group): row for group, row in groups.items()}
            over[str(mark.name)] = {self.key(top, group): root for group in groups}
            for code in self.centres if in_centres else ():
                inside = {self.key(code, group): row & rows[self.key(code)] for group, row in groups.items()}
                rows |= {key: row for key, row in inside.items() if row.any()}
                mine = [key for key in inside if key in rows]
                over["centres"] |= {key: self.key(code) for key in mine} if mark is marks[0] else {}
                over[str(mark.name)] |= {key: self.key(top, key.group) for key in mine}
        own = np.array([whole or key.group is not None for key in rows], dtype=bool)
        place = {key: index for index, key in enumerate(rows)}
        families = tuple(
            Family(
                self.line.date, name, (0, *(place[key] for key in above)), (-1, *(place[up] for up in above.values()))
            )
            for name, above in over.items()
        )
        return Asked(tuple(rows), np.array(list(rows.values()), dtype=bool), families, own)


def _words(mark: pd.Series) -> list[str]:
    there = set(mark.dropna())
    order = mark.cat.categories if isinstance(mark.dtype, pd.CategoricalDtype) else sorted(there)
    return [str(word) for word in order if word in there]
