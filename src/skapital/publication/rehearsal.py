"""Before fieldwork: which report each unit will get, by the gate itself, if as many answer as are expected to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skapital import aggregate
from skapital.aggregate.expected import expected_data
from skapital.aggregate.groups import Structure
from skapital.config.settings import Round
from skapital.disclosure.coverage import Coverage, coverage
from skapital.disclosure.memory import Memory
from skapital.disclosure.release import Release, release
from skapital.errors import InputError
from skapital.publication.made import fixed_levels
from skapital.publication.release_json import read_release
from skapital.publication.workspace import Workspace
from skapital.store.database import Store


@dataclass(frozen=True)
class UnitForecast:
    """One unit's employees, and the report they will get: ``covered_by`` names the unit in whose report they are read.

    ``tier_if_all_answer`` is the report they would get if everybody invited answered.
    """

    tree: str
    unit: str
    name: str
    n_invited: int
    tier: str
    covered_by: str | None
    tier_if_all_answer: str

    def as_json(self) -> dict[str, object]:
        """Return it under the contract's keys."""
        return {
            "tree": self.tree,
            "unit": self.unit,
            "name": self.name,
            "n_invited": self.n_invited,
            "tier": self.tier,
            "covered_by": self.covered_by,
            "tier_if_all_answer": self.tier_if_all_answer,
        }


@dataclass(frozen=True)
class Together:
    """Siblings that will share a report."""

    unit: str
    name: str
    members: tuple[str, ...]
    n_invited: int
    tier: str

    def as_json(self) -> dict[str, object]:
        """Return it under its JSON keys."""
        return {
            "unit": self.unit,
            "name": self.name,
            "members": list(self.members),
            "n_invited": self.n_invited,
            "tier": self.tier,
        }


@dataclass(frozen=True)
class Rehearsal:
    """What a round will give: each unit once (as its first tree has it), in organisation order, and who is covered."""

    units: tuple[UnitForecast, ...]
    together: tuple[Together, ...]
    coverage: Coverage


def rehearse(workspace: Workspace, store: Store, entry: Round, share: float) -> Rehearsal:
    """Return who will get which report if ``share`` (0-1) of those invited answer.

    The policy is the locked one, or the file's if none is locked yet.

    Raises
    ------
    InputError
        ``no-organisation``, or ``no-frame`` if nobody is invited yet.
    """
    trees = store.organisations_on(entry.cut_off)
    if not trees:
        message = f"there is no organisation at {entry.cut_off}, the cut-off of {entry.id}; take one in first"
        raise InputError(message, slug="no-organisation")
    frame = store.frame(entry.id)
    if frame.empty:
        how = f"take in who is invited with `skapital ingest frame FILE --round {entry.id}`"
        raise InputError(f"the round {entry.id} has no frame yet; {how}", slug="no-frame")
    settings, structure = workspace.settings, Structure(trees[0].date, tuple(trees), pd.Series(dtype=object), frame)
    levels, policy = _levels(workspace, store), workspace.policy_of(store, entry.id)

    def released(share: float) -> Release:
        """The gate's own release of the expected answers."""
        part = expected_data(entry.id, structure, share, settings.leader_levels, levels)
        whole = aggregate.collect([part], [(structure.name, structure.trees)], settings.workplace_level)
        return release(whole, policy, Memory.empty(), {})

    expected = released(share)
    return Rehearsal(
        units=_units(expected, released(1.0)),
        together=_together(expected),
        coverage=coverage(expected.units, expected.tiers),
    )


def _levels(workspace: Workspace, store: Store) -> tuple[tuple[str, ...], ...] | None:
    said = [read_release(one.release_json).cells for one in store.memory() if one.withdrawn is None]
    return fixed_levels(workspace.settings.leader_levels, pd.concat(said)) if said else None


def _units(expected: Release, everybody: Release) -> tuple[UnitForecast, ...]:
    known = expected.units.set_index(["tree", "code"])
    best = {(tree, unit): tier for tree, unit, tier in everybody.tiers[["tree", "unit", "tier"]].values}
    found: dict[str, UnitForecast] = {}
    for tree, unit, tier, by, n in expected.tiers[["tree", "unit", "tier", "covered_by", "n_invited"]].values:
        row = known.loc[(tree, unit)]
        if row["members"] is None and unit not in found:
            covered = by if isinstance(by, str) else None
            found[unit] = UnitForecast(tree, unit, str(row["name"]), int(n), tier, covered, best[tree, unit])
    return tuple(found.values())


def _together(expected: Release) -> tuple[Together, ...]:
    rows = expected.units[expected.units["members"].notna()]
    tiers = expected.tiers.set_index("unit")
    return tuple(
        Together(code, name, tuple(members), int(tiers["n_invited"].loc[code]), str(tiers["tier"].loc[code]))
        for code, name, members in rows[["code", "name", "members"]].values
    )
