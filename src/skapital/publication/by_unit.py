"""A round's figures by unit for the analyst's screen, on the organisation of its time or a later one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.lineage import SAME, History
from skapital.config.lineage_trees import histories, places
from skapital.config.organisation import LineageEvent, Organisation
from skapital.config.settings import Round
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.errors import InputError
from skapital.publication.on_screen import on_screen
from skapital.publication.scale_gate import failed_scales, without_scales
from skapital.publication.workspace import Workspace
from skapital.scoring import recode, scales
from skapital.store.database import Store

_UNCHANGED = History(SAME, SAME, ())


@dataclass(frozen=True)
class Regrouped:
    """A round's people in the organisation asked for, then in all it may be asked for on before that, newest first.

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
    return Regrouped((later, *_between(store, own, now, events), own), histories(then, now, events))


def _between(
    store: Store, own: Structure, now: Sequence[Organisation], events: Sequence[LineageEvent]
) -> list[Structure]:
    """A round on the organisations after its own and before the one asked for, newest first.

    Those that no lineage leads to cannot be asked for, so they tell nothing.
    """
    seen, found = {tuple(one.date for one in trees) for trees in (own.trees, now)}, list[Structure]()
    last = max(one.date for one in now)
    for day in sorted({one.date for one in store.organisations() if one.date <= last}):
        trees = tuple(store.organisations_on(day))
        dates = tuple(one.date for one in trees)
        if dates in seen or [one.tree for one in trees] != [one.tree for one in own.trees] or day < own.name:
            continue
        seen.add(dates)
        try:
            placed = places(own.trees, trees, events)
        except InputError:
            continue
        found.insert(0, Structure(f"as of {day}", trees, own.own_unit, own.frame, placed))
    return found


def released(workspace: Workspace, store: Store, entry: Round, grouped: Regrouped) -> Release:
    """Return what the gate shows of the response and the scale means of a round by unit, in the groups asked for.

    Every screen that may stand beside this one is known: all figures of the populations (`score`, `status`, `imports`),
    and the units of every organisation before this one that the round may be asked for on. They are asked in that
    order, whatever is asked for, so that no two screens can be subtracted.
    """
    answers, asked = store.answers(entry.id), workspace.instrument(entry.id)
    policy = workspace.policy_of(store, entry.id)
    screen = on_screen(entry.id, answers, asked, policy, workspace.settings.leader_levels)
    instrument = without_scales(asked, failed_scales(answers, asked, workspace.scale_standard.gate))
    values = recode.item_values(answers, instrument)
    scores = scales.person_scores(values, instrument)

    def gate(structures: Sequence[Structure], known: Memory) -> Release:
        part = aggregate.round_data(
            round_id=entry.id,
            answers=answers,
            values=values,
            scores=scores,
            instrument=instrument,
            structures=structures,
            leader_levels=workspace.settings.leader_levels,
            quality={},
            fixed_levels=screen.levels,
        )
        means = tuple(tier for tier in part.tiers if tier.statistics == "mean" or tier.name == "spread")
        now = [(structures[0].name, structures[0].trees)]
        whole = aggregate.collect([replace(part, tiers=means)], now, workspace.settings.workplace_level)
        return release(whole, policy, known, equations_of(instrument))

    first = grouped.structures[-1]
    known = screen.known_in(first.name, first.trees[0].root.code)
    for place in range(len(grouped.structures) - 1, 0, -1):
        shown = gate(grouped.structures[place:], known).cells
        known = Memory(pd.concat([known.cells, shown], ignore_index=True))
    return gate(grouped.structures, known)


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
