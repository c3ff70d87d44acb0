"""One period through the gate: every tier's pattern, the rules on values, and what equations tie together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.instrument import Instrument
from skapital.config.policy import Policy
from skapital.disclosure.bounds import bounds, least
from skapital.disclosure.pattern import Bounds, pattern
from skapital.disclosure.system import Atoms, Flags, System, system
from skapital.disclosure.values import shown_by_measure
from skapital.tables import PeriodData, Tier

_MAIN: Final = "main"


@dataclass(frozen=True)
class Decided:
    """A tier's outcome: the groups shown by number, and for each measure after the rules on values."""

    tier: Tier
    system: System
    allowed: Flags
    shown: Flags
    by_measure: Mapping[str, Flags]
    held: Bounds


def decide(
    part: PeriodData,
    atoms: Atoms,
    policy: Policy,
    workplaces: frozenset[str],
    published: pd.DataFrame,
    equations: Mapping[str, tuple[str, ...]],
) -> dict[str, Decided]:
    """Return the outcome of every tier of a period, by the tier's name.

    Nothing is shown of a group whose scale means are withheld: it has no report, and the n of a single question would
    tell nearly how many answered. What shows spread is shown where the means of the same measures are.

    Parameters
    ----------
    equations
        By scale: the measures it is the mean of (items, or scales for a composite).
    """
    decided: dict[str, Decided] = {}
    for tier in part.tiers:
        wider = decided.get(tier.name.removesuffix(":spread"), decided.get(_MAIN))
        decided[tier.name] = _tier(part, tier, atoms, policy, workplaces, published, wider)
    return {name: _as_before(one) for name, one in tied(decided, equations).items()}


def _as_before(one: Decided) -> Decided:
    """What was withheld of a measure before stays withheld: it may have been so for what an equation gives back."""
    kept = {name: flags & ~one.held.of(name).fixed_hidden for name, flags in one.by_measure.items()}
    return replace(one, by_measure=kept)


def _tier(
    part: PeriodData,
    tier: Tier,
    atoms: Atoms,
    policy: Policy,
    workplaces: frozenset[str],
    published: pd.DataFrame,
    wider: Decided | None,
) -> Decided:
    built, held, shown = shown_in(part, tier, atoms, policy, workplaces, published, wider.shown if wider else None)
    by_measure = shown_by_measure(part.observations, tier, part.asked.member, built, held, shown, policy)
    return Decided(tier, built, held.allowed, shown, by_measure, held)


def shown_in(
    part: PeriodData,
    tier: Tier,
    atoms: Atoms,
    policy: Policy,
    workplaces: frozenset[str],
    published: pd.DataFrame,
    wider: Flags | None = None,
) -> tuple[System, Bounds, Flags]:
    """Return a tier's system, its bounds, and the groups shown by numbers of people alone."""
    there = part.observations.values[list(tier.measures)].notna().to_numpy()
    built = system(part.asked, atoms, there, least(policy, tier))
    held = bounds(part, tier, built, policy, workplaces, published, wider)
    return built, held, pattern(built, held)


def tied(decided: dict[str, Decided], equations: Mapping[str, tuple[str, ...]]) -> dict[str, Decided]:
    """Withhold what would give a withheld measure back through ``scale = mean of its parts``.

    A scale withheld for its values takes its items and the composites it is part of with it; an item takes the other
    items of its scale; a composite takes its scales, unless one of them is withheld already.
    """
    lost = {
        name: one.shown & ~flags
        for one in decided.values()
        for name, flags in one.by_measure.items()
        if (one.shown & ~flags).any()
    }
    if not lost:
        return decided
    more: dict[str, Flags] = {}
    for whole, parts in equations.items():
        nothing = np.zeros_like(next(iter(lost.values())))
        of_parts = np.logical_or.reduce([nothing, *(lost[part] for part in parts if part in lost)])
        of_whole = lost.get(whole, nothing)
        composite = any(part in equations for part in parts)
        _add(more, parts, of_whole & ~of_parts if composite else of_whole | of_parts)
        if composite:
            _add(more, (whole,), of_parts)
    return {name: _without(one, more) for name, one in decided.items()}


def _add(more: dict[str, Flags], names: Sequence[str], flags: Flags) -> None:
    for name in names:
        more[name] = more[name] | flags if name in more else flags


def _without(one: Decided, more: Mapping[str, Flags]) -> Decided:
    kept = {name: flags & ~more[name] if name in more else flags for name, flags in one.by_measure.items()}
    return replace(one, by_measure=kept)


def equations_of(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Return by scale what it is the mean of: its items, or for a composite its scales."""
    return {name: scale.items or scale.of for name, scale in instrument.scales.items()}


def equations_in(part: PeriodData, equations: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the equations all of whose measures a period says something of.

    An earlier round that was asked otherwise has only the measures that were asked the same way.
    """
    said = {measure for tier in part.tiers for measure in tier.measures}
    return {whole: parts for whole, parts in equations.items() if whole in said and said.issuperset(parts)}


def main_tier(part: PeriodData) -> Tier:
    """Return the tier that decides who gets a report: the one response belongs to."""
    return next(tier for tier in part.tiers if c.RESPONSE in tier.measures)
