"""Answered and invited by unit, with the answers withheld where a report would withhold them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.settings import Round
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.errors import InputError
from skapital.publication.workspace import Workspace
from skapital.scoring import recode, scales
from skapital.store.database import Store

_TIERS = ("main", "spread")
"""The tiers that decide whether a unit's scales, and with them its number of answers, may be seen."""


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


def response(workspace: Workspace, store: Store, entry: Round) -> list[UnitResponse]:
    """Return the response of every unit of every tree, employees, in organisation order.

    Raises
    ------
    InputError
        ``no-organisation`` if there is no organisation at the round's cut-off.
    """
    trees = store.organisations_on(entry.cut_off)
    if not trees:
        message = f"there is no organisation at {entry.cut_off}, the cut-off of {entry.id}; take one in first"
        raise InputError(message, slug="no-organisation")
    answers, frame = store.answers(entry.id), store.frame(entry.id)
    shown = _shown(workspace, store, entry, answers, frame) if len(answers) else {}
    invited = frame[frame["leader_level"].isna()].groupby("unit")["n_invited"].sum()
    found: list[UnitResponse] = []
    for tree in trees:
        for unit in tree.units:
            everybody = unit.parent is None
            n = int(invited.sum() if everybody else invited.reindex(tree.within(unit.code), fill_value=0).sum())
            answered = shown.get(unit.code) if len(answers) else 0
            found.append(UnitResponse(tree.tree, unit.code, unit.name, n, answered))
    return found


def _shown(
    workspace: Workspace, store: Store, entry: Round, answers: pd.DataFrame, frame: pd.DataFrame
) -> dict[str, int]:
    """The answers of the units whose number the gate releases."""
    trees = store.organisations_on(entry.cut_off)
    instrument = workspace.instrument(entry.id)
    values = recode.item_values(answers, instrument)
    part = aggregate.round_data(
        round_id=entry.id,
        answers=answers,
        values=values,
        scores=scales.person_scores(values, instrument),
        instrument=instrument,
        structures=[Structure(trees[0].date, tuple(trees), answers[c.ANSWER_UNIT], frame)],
        leader_levels=workspace.settings.leader_levels,
        quality={},
    )
    part = replace(part, tiers=tuple(tier for tier in part.tiers if tier.name in _TIERS))
    whole = aggregate.collect([part], [(trees[0].date, trees)], workspace.settings.workplace_level)
    policy = workspace.policy_of(store, entry.id)
    found: Release = release(whole, policy, Memory.empty(), equations_of(instrument))
    cells = found.cells
    rows = cells[(cells[c.STATISTIC] == c.N_ANSWERED) & (cells[c.MEASURE] == c.RESPONSE) & cells[c.WITHHELD].isna()]
    own = rows[(rows[c.POPULATION] == c.EMPLOYEES) & rows[c.GROUP].isna()]
    return {str(unit): int(value) for unit, value in zip(own[c.UNIT], own[c.VALUE], strict=True)}
