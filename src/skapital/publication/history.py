"""Earlier rounds on the organisation of the publication: regrouped by the units' lineage, never by persons' moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skapital.aggregate.groups import Structure
from skapital.compare.change import NOT_COMPARABLE, Past
from skapital.config.lineage import SAME, history, restated_unit
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


def restated(one: RoundInputs, inputs: Inputs) -> Restated:
    """Return an earlier round on the organisation of the publication's round, and as it was then for crossing."""
    now = inputs.rounds[0]
    if one.structure == now.structure:
        return Restated((as_then(one),), {}, frozenset())
    moved = restated_unit(one.trees[0], now.trees[0], inputs.lineage)
    own_unit = one.answers["unit"].map(lambda unit: moved.get(unit, unit) if isinstance(unit, str) else unit)
    regrouped = one.frame.assign(unit=[moved.get(unit, unit) for unit in one.frame["unit"]])
    frame = regrouped.groupby(["unit", "leader_level"], dropna=False, as_index=False, sort=True)[["n_invited"]].sum()
    past = _past(one, inputs)
    origins = frozenset(found.origin for found in past.values() if found.origin is not None)
    return Restated((Structure(now.structure, now.trees, own_unit, frame), as_then(one)), past, origins)


def pasts(inputs: Inputs) -> dict[str, UnitPast]:
    """Return what became of the publication's units since the round before; those that are the same are left out."""
    if len(inputs.rounds) < 2 or inputs.rounds[1].structure == inputs.rounds[0].structure:
        return {}
    own, earlier = inputs.rounds[:2]
    found: dict[str, UnitPast] = {}
    for tree in own.trees:
        before = next((old for old in earlier.trees if old.tree == tree.tree), None)
        if before is None:
            continue
        for code, past in history(before, tree, inputs.lineage).items():
            names = tuple(before.by_code[one].name for one in past.origins)
            found.setdefault(code, UnitPast(past.reason, names))  # a workplace is told by the line, which comes first
    return {code: past for code, past in found.items() if past.reason != SAME}


def _past(one: RoundInputs, inputs: Inputs) -> dict[str, Past]:
    now = inputs.rounds[0]
    found: dict[str, Past] = {}
    for tree in now.trees:
        before = next((old for old in one.trees if old.tree == tree.tree), None)
        if before is None:
            found |= {unit.code: Past(NOT_COMPARABLE, "new") for unit in tree.units if unit.code not in found}
            continue
        for code, past in history(before, tree, inputs.lineage).items():
            if past.reason == "same" or code in found:
                continue
            origin = (one.structure, past.origins[0]) if past.reason == "split" and len(past.origins) == 1 else None
            found[code] = Past(past.grade, past.reason, origin)
    return found
