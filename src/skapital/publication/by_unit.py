"""A round's figures by unit for the analyst's screen, on the organisation of its time or a later one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.lineage import SAME, History
from skapital.config.lineage_trees import histories, places
from skapital.config.settings import Round
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.errors import InputError
from skapital.publication.scale_gate import failed_scales, without_scales
from skapital.publication.workspace import Workspace
from skapital.scoring import recode, scales
from skapital.store.database import Store
from skapital.tables import Aggregate

_UNCHANGED = History(SAME, SAME, ())


@dataclass(frozen=True)
class Regrouped:
    """A round's people in the organisation asked for, and in that of its own time where that is another one.

    ``histories`` says of the units of the organisation asked for whose figure theirs is.
    """

    structures: tuple[Structure, ...]
    histories: Mapping[str, History] = field(default_factory=dict)


def regrouped(store: Store, entry: Round, as_of: str = "") -> Regrouped:
    """Return a round's people on the organisation of a date, by the units' lineage alone.

    Parameters
    ----------
    as_of
        ISO date, on or after the round's cut-off; empty: the organisation of the round's own time.

    Raises
    ------
    InputError
        ``no-organisation`` if there is none at the date; ``as-of-before`` for a date before the round's organisation;
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    answers, frame = store.answers(entry.id), store.frame(entry.id)
    then = tuple(store.organisations_on(entry.cut_off))
    if not then:
        message = f"there is no organisation at {entry.cut_off}, the cut-off of {entry.id}; take one in first"
        raise InputError(message, slug="no-organisation")
    own = Structure(then[0].date, then, answers[c.ANSWER_UNIT], frame)
    if as_of and as_of < then[0].date:
        message = (
            f"--as-of: {entry.id} stands on the organisation of {then[0].date}; history is only carried forward, "
            "so give that date or a later one"
        )
        raise InputError(message, slug="as-of-before")
    now = tuple(store.organisations_on(as_of)) if as_of else then
    if [one.date for one in now] == [one.date for one in then]:
        return Regrouped((own,))
    events = store.lineage()
    placed = places(then, now, events)
    later = Structure(f"as of {as_of}", now, answers[c.ANSWER_UNIT], frame, placed)
    return Regrouped((later, own), histories(then, now, events))


def released(workspace: Workspace, store: Store, entry: Round, grouped: Regrouped) -> Release:
    """Return what the gate shows of the response and the scale means of a round by unit, in the groups asked for.

    The organisation of the round's own time is a crossing group, as in a publication. How many answered in all is known
    beside it, so a figure that would tell with it how many of few leaders answered is withheld too.
    """
    answers, asked = store.answers(entry.id), workspace.instrument(entry.id)
    instrument = without_scales(asked, failed_scales(answers, asked, workspace.scale_standard.gate))
    values = recode.item_values(answers, instrument)
    part = aggregate.round_data(
        round_id=entry.id,
        answers=answers,
        values=values,
        scores=scales.person_scores(values, instrument),
        instrument=instrument,
        structures=grouped.structures,
        leader_levels=workspace.settings.leader_levels,
        quality={},
    )
    means = tuple(tier for tier in part.tiers if tier.statistics == "mean" or tier.name == "spread")
    structures = [(one.name, one.trees) for one in grouped.structures[:1]]
    whole = aggregate.collect([replace(part, tiers=means)], structures, workspace.settings.workplace_level)
    return release(whole, workspace.policy_of(store, entry.id), _all_known(whole), equations_of(instrument))


def _all_known(whole: Aggregate) -> Memory:
    """What stands on the screen already: how many answered in all (`imports`, `status`), leaders among them."""
    part = whole.periods[0]
    known = dict.fromkeys(c.RELEASED_COLUMNS)
    rows = [
        {
            **known,
            c.PERIOD_KIND: part.observations.period_kind,
            c.PERIOD: part.observations.period,
            c.STRUCTURE: key.structure,
            c.POPULATION: key.population,
            c.UNIT: key.unit,
            c.MEASURE: c.RESPONSE,
            c.STATISTIC: c.MEAN,
        }
        for key in part.asked.keys
        if key.population == c.ALL
    ]
    return Memory(cells=pd.DataFrame(rows, columns=list(c.RELEASED_COLUMNS), dtype=object))


@dataclass(frozen=True)
class UnitMeans:
    """A unit's scale means: by scale the mean and the number of answers behind it, ``None`` where withheld.

    ``grade`` and ``reason`` say whose figures they are on a later organisation (``config.lineage``).
    """

    tree: str
    unit: str
    name: str
    grade: str
    reason: str
    scales: Mapping[str, tuple[float, int] | None]

    def as_json(self) -> dict[str, object]:
        """Return it as a JSON object."""
        shown = {scale: {"mean": one[0], "n": one[1]} if one else None for scale, one in self.scales.items()}
        named = {"tree": self.tree, "unit": self.unit, "name": self.name, "grade": self.grade, "reason": self.reason}
        return {**named, "scales": shown}


def means_by_unit(workspace: Workspace, store: Store, entry: Round, as_of: str = "") -> list[UnitMeans]:
    """Return the employees' scale means of every unit of every tree, in organisation order, as the gate shows them.

    Raises
    ------
    InputError
        As :func:`regrouped`.
    """
    grouped = regrouped(store, entry, as_of)
    cells = released(workspace, store, entry, grouped).cells
    rows = cells[(cells[c.STATISTIC] == c.MEAN) & (cells[c.POPULATION] == c.EMPLOYEES) & cells[c.WITHHELD].isna()]
    own = rows[(rows[c.STRUCTURE] == grouped.structures[0].name) & rows[c.GROUP].isna()]
    shown = {
        (str(unit), str(measure)): (float(value), int(n))
        for unit, measure, value, n in own[[c.UNIT, c.MEASURE, c.VALUE, c.N]].itertuples(index=False, name=None)
    }
    names = tuple(workspace.instrument(entry.id).scales)
    return [
        UnitMeans(
            tree.tree,
            unit.code,
            unit.name,
            (told := grouped.histories.get(unit.code, _UNCHANGED)).grade,
            told.reason,
            {scale: shown.get((unit.code, scale)) for scale in names},
        )
        for tree in grouped.structures[0].trees
        for unit in tree.units
    ]
