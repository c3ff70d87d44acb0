"""Earlier rounds on the organisation of the publication: regrouped by the units' lineage, never by persons' moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from skapital.aggregate.groups import Structure
from skapital.compare.change import Past
from skapital.config.lineage import SAME
from skapital.config.lineage_trees import histories, places
from skapital.publication.inputs import Inputs, RoundInputs
from skapital.report.records import UnitPast


@dataclass(frozen=True)
class Restated:
    """A round's structures as a publication needs them, and where each unit's earlier figure comes from.

    ``also`` names groups of the round's own structure that are shown too: the common origins of splits.
    """

    structures: tuple[Structure, ...]
    past: Mapping[str, Past]
    also: frozenset[tuple[str, str]]


def as_then(one: RoundInputs) -> Structure:
    """Return the round on the organisation of its own time."""
    return Structure(one.structure, one.trees, one.answers["unit"], one.frame)


def restated(one: RoundInputs, inputs: Inputs, shown_on: Collection[str] = ()) -> Restated:
    """Return a round on the organisation of the publication; for crossing, as it was then and wherever it was shown.

    Parameters
    ----------
    shown_on
        The organisations on which earlier publications showed it, by name.
    """
    between = tuple(
        Structure(name, trees, one.answers["unit"], one.frame, places(one.trees, trees, inputs.lineage))
        for name, trees in inputs.stood_in.items()
        if name in shown_on and name > one.structure and name != inputs.structure
    )
    if one.structure == inputs.structure:
        return Restated((as_then(one), *between), {}, frozenset())
    placed = places(one.trees, inputs.now, inputs.lineage)
    past = _past(one, inputs)
    origins = frozenset(found.origin for found in past.values() if found.origin is not None)
    regrouped = Structure(inputs.structure, inputs.now, one.answers["unit"], one.frame, placed)
    return Restated((regrouped, as_then(one), *between), past, origins)


def pasts(inputs: Inputs) -> dict[str, dict[str, UnitPast]]:
    """Return by earlier round what became of the publication's units since; those that are the same are left out."""
    return {one.round.id: _told(one, inputs) for one in inputs.rounds[1:] if one.structure != inputs.structure}


def _told(one: RoundInputs, inputs: Inputs) -> dict[str, UnitPast]:
    names = {unit.code: unit.name for tree in reversed(one.trees) for unit in tree.units}
    found = _past(one, inputs)
    told = histories(one.trees, inputs.now, inputs.lineage)
    return {
        code: UnitPast(past.grade, past.reason, tuple(names[each] for each in told[code].origins), past.origin)
        for code, past in found.items()
    }


def _past(one: RoundInputs, inputs: Inputs) -> dict[str, Past]:
    found: dict[str, Past] = {}
    for code, past in histories(one.trees, inputs.now, inputs.lineage).items():
        origin = (one.structure, past.origins[0]) if past.reason == "split" and len(past.origins) == 1 else None
        if past.reason != SAME:
            found[code] = Past(past.grade, past.reason, origin)
    return found
