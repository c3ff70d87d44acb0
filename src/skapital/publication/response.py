"""Answered and invited by unit, with the answers withheld where a report would withhold them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.organisation import Organisation
from skapital.config.settings import Round
from skapital.disclosure.release import Release
from skapital.publication.by_unit import regrouped, released
from skapital.publication.workspace import Workspace
from skapital.store.database import Store


@dataclass(frozen=True)
class UnitResponse:
    """One unit's employees: invited, and answered or ``None`` where that is withheld."""

    tree: str
    unit: str
    name: str
    n_invited: int
    n_answered: int | None

    @property
    def percent(self) -> float | None:
        """Answered of invited in percent; ``None`` where nobody was invited or the answers are withheld."""
        return None if self.n_answered is None or not self.n_invited else 100 * self.n_answered / self.n_invited

    def as_json(self) -> dict[str, object]:
        """Return it under the contract's keys."""
        return {
            "tree": self.tree,
            "unit": self.unit,
            "name": self.name,
            "n_invited": self.n_invited,
            "n_answered": self.n_answered,
        }


def response(workspace: Workspace, store: Store, entry: Round, as_of: str = "") -> list[UnitResponse]:
    """Return the response of every unit of every tree, employees, in organisation order.

    Parameters
    ----------
    as_of
        A date whose organisation is asked for instead of the round's own; see :func:`by_unit.regrouped`.

    Raises
    ------
    InputError
        As :func:`by_unit.regrouped`.
    """
    grouped = regrouped(store, entry, as_of)
    answers, structure = store.answers(entry.id), grouped.structures[0]
    shown = _shown(released(workspace, store, entry, grouped)) if len(answers) else {}
    employees = structure.frame[structure.frame["leader_level"].isna()]
    found: list[UnitResponse] = []
    for tree in structure.trees:
        placed = employees.assign(unit=_placed(structure, tree, employees["unit"]))
        invited = placed.groupby("unit")["n_invited"].sum()
        for unit in tree.units:
            everybody = unit.parent is None
            below = invited.reindex(tree.within(unit.code), fill_value=0)
            n = int(employees["n_invited"].sum() if everybody else below.sum())
            found.append(UnitResponse(tree.tree, unit.code, unit.name, n, shown.get(unit.code) if len(answers) else 0))
    return found


def _placed(structure: Structure, tree: Organisation, units: pd.Series) -> pd.Series:
    """The units of a tree that the invited are counted in; on the round's own organisation they stand as they are."""
    return structure.units_in(tree, units) if structure.places else units


def _shown(found: Release) -> dict[str, int]:
    """The answers of the units whose number the gate releases."""
    cells = found.cells[found.cells[c.STRUCTURE] == found.units[c.STRUCTURE].iloc[0]]
    rows = cells[(cells[c.STATISTIC] == c.N_ANSWERED) & (cells[c.MEASURE] == c.RESPONSE) & cells[c.WITHHELD].isna()]
    own = rows[(rows[c.POPULATION] == c.EMPLOYEES) & rows[c.GROUP].isna()]
    return {str(unit): int(value) for unit, value in zip(own[c.UNIT], own[c.VALUE], strict=True)}
