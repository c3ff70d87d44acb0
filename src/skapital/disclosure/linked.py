"""Those who answered two rounds, and those who came or went: groups under the policy, in every unit of the line.

They cross with the units' own totals, with the other tree and with every remainder, so the same proof decides them: the
units' figures stand as they were decided, and a group of stayers is shown only where nothing about too few follows from
all of it together. Nothing of the units is ever withheld to show them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.aggregate.cells import blocks
from skapital.config.policy import Policy
from skapital.disclosure.bounds import bounds, least, minimum
from skapital.disclosure.cells import Figures, constant_rows, figure_rows
from skapital.disclosure.links import unlinked
from skapital.disclosure.pattern import Bounds, pattern
from skapital.disclosure.period import Decided, main_tier
from skapital.disclosure.system import Flags, atoms, system
from skapital.disclosure.values import shown_by_measure
from skapital.tables import Asked, Family, Link, PeriodData, Tier


def with_links(asked: Asked, links: Sequence[Link]) -> tuple[Asked, tuple[int, ...]]:
    """Return the groups with stayers and others in every unit of the line, and for each the place of its unit.

    Those who stayed in a unit are the ones who stayed in its parts, and so are the others: each link adds a family of
    two trees.
    """
    keys, rows, own, of_unit = list(asked.keys), [asked.member], list(asked.own), list(range(len(asked.keys)))
    families = list(asked.families)
    for line in _lines(asked):
        for link in links:
            groups: list[int] = []
            parents: list[int] = []
            for name, inside in ((link.stayers, link.stays), (link.others, ~link.stays)):
                place: dict[int, int] = {}
                for group, parent in zip(line.groups, line.parents, strict=True):
                    key = asked.keys[group]
                    if key.population != c.EMPLOYEES:
                        continue
                    place[group] = len(keys)
                    groups.append(len(keys))
                    parents.append(place.get(parent, -1))
                    keys.append(replace(key, group=name))
                    rows.append((asked.member[group] & inside)[None, :])
                    own.append(asked.own[group])
                    of_unit.append(group)
            families.append(Family(line.structure, f"{line.tree}:{link.stayers}", tuple(groups), tuple(parents)))
    return Asked(tuple(keys), np.vstack(rows), tuple(families), np.array(own, dtype=bool)), tuple(of_unit)


def _lines(asked: Asked) -> list[Family]:
    """The first tree of each structure."""
    first: dict[str, Family] = {}
    for family in asked.families:
        first.setdefault(family.structure, family)
    return list(first.values())


def linked_cells(
    part: PeriodData,
    decided: Mapping[str, Decided],
    policy: Policy,
    published: pd.DataFrame,
    equations: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Return the rows of a period about stayers and others, unrounded; none where rounds are not linked.

    Parameters
    ----------
    decided
        What was decided of the units: it is not changed.
    published
        Remembered cells of the period.
    equations
        By scale, what it is the mean of.
    """
    if not part.links:
        return pd.DataFrame(columns=list(c.RELEASED_COLUMNS))
    main = decided[main_tier(part).name]
    asked, of_unit = with_links(part.asked, part.links)
    whole = replace(part, asked=asked)
    patterns: dict[bytes, list[str]] = {}
    for measure in main.tier.measures:
        if measure != c.RESPONSE:
            patterns.setdefault(main.by_measure[measure].tobytes(), []).append(measure)
    frames = []
    for measures in patterns.values():
        tier = Tier("linked", main.tier.rule, (*measures, c.RESPONSE), "mean")
        one = _decided(whole, tier, main.by_measure[measures[0]], of_unit, policy, published)
        one = unlinked({tier.name: one}, whole, _among(equations, measures), policy)[tier.name]
        frames.append(_rows(whole, one, len(part.asked.keys), policy))
    constants = pd.concat([link.constants for link in part.links], ignore_index=True)
    return pd.concat([*frames, constant_rows(constants, policy)], ignore_index=True)


def _decided(
    whole: PeriodData,
    tier: Tier,
    units: Flags,
    of_unit: Sequence[int],
    policy: Policy,
    published: pd.DataFrame,
) -> Decided:
    there = whole.observations.values[list(tier.measures)].notna().to_numpy()
    built = system(whole.asked, atoms(whole.asked), there, least(policy, tier))
    held = bounds(whole, tier, built, policy, frozenset(), published, None)
    base = np.arange(len(of_unit)) < len(units)
    shown_unit = units[list(of_unit)]
    held = Bounds(
        allowed=np.where(base, shown_unit, held.allowed & shown_unit),
        fixed_shown=np.where(base, shown_unit, held.fixed_shown & shown_unit),
        fixed_hidden=np.where(base, ~shown_unit, held.fixed_hidden),
    )
    shown = pattern(built, held)
    by_measure = shown_by_measure(whole.observations, tier, whole.asked.member, built, held, shown, policy)
    return Decided(tier, built, held.allowed, shown, by_measure, held)


def _among(equations: Mapping[str, tuple[str, ...]], measures: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The composites that stand among these measures with all their scales."""
    return {whole: parts for whole, parts in equations.items() if whole in measures and set(parts) <= set(measures)}


def _rows(whole: PeriodData, one: Decided, units: int, policy: Policy) -> pd.DataFrame:
    own = whole.asked.own.copy()
    own[:units] = False
    only = replace(whole, asked=replace(whole.asked, own=own))
    tier = replace(one.tier, measures=one.tier.measures[:-1])
    figures = []
    for block in blocks(whole.observations, tier, whole.asked.member[own]):
        shown = one.by_measure[block.measure][own] & (block.n > 0) & np.isfinite(block.value)
        figures.append(Figures(block, shown, minimum(policy, tier)))
    return figure_rows(only, figures)
