"""One period of amounts through the gate: absence and turnover, and longer periods that are sums of shorter ones.

The figures of a unit and a period are sums over contributors. All that counts persons shares one pattern: in every
published group, in every non-empty remainder and in every combination of crossing trees there are the policy's least
full-time equivalents and persons, each person counted in one place. What is made of days stays inside that pattern and
obeys the rules on dominance as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.bounds import keys_of
from skapital.disclosure.dominance import Shares, dominations
from skapital.disclosure.given import given_before
from skapital.disclosure.pattern import Bounds, mend, pattern
from skapital.disclosure.published import Published
from skapital.disclosure.sizes import size_system
from skapital.disclosure.state import State
from skapital.disclosure.system import Atoms, Flags, System
from skapital.tables import AmountTier, GroupKey, Magnitudes, PeriodData, Size


@dataclass(frozen=True)
class DecidedAmounts:
    """A tier's outcome: the groups that reach the minima, those that are shown, and those in which nobody is."""

    tier: AmountTier
    keys: tuple[GroupKey, ...]
    enough: Flags
    shown: Flags
    empty: Flags

    def open_to(self, keys: Sequence[GroupKey]) -> Flags:
        """Whether longer periods may show these groups: shown here, or nobody is in them."""
        known = dict(zip(self.keys, self.shown | self.empty, strict=True))
        return np.array([known.get(key, False) for key in keys], dtype=bool)


def decide_amounts(
    part: PeriodData,
    atoms: Atoms,
    policy: Policy,
    published: Published,
    quarters: Sequence[Mapping[str, DecidedAmounts]] = (),
) -> dict[str, DecidedAmounts]:
    """Return the outcome of every tier of a period of amounts, by the tier's name.

    Parameters
    ----------
    part, atoms
        The period, and how its contributors fall into atoms.
    published
        What was published of amounts.
    quarters
        The outcomes of the quarters that the period is the sum of: what one of them withholds, it withholds.
    """
    magnitudes = _magnitudes(part)
    decided: dict[str, DecidedAmounts] = {}
    for tier in magnitudes.tiers:
        built, enough = size_system(part, sizes_of(magnitudes, tier), atoms, policy)
        inside = _open(part, tier, quarters)
        shown_before, hidden_before = _earlier(part, tier, published)
        if tier.within is None or tier.sizes:
            start = inside if tier.within is None else inside & decided[tier.within].shown
            shown = pattern(built, Bounds(enough & start, shown_before, hidden_before))
        else:
            start = decided[tier.within].shown & inside & ~hidden_before | shown_before
            shown = undominated(part, tier, atoms, built, Bounds(start, shown_before, hidden_before), policy)
        decided[tier.name] = DecidedAmounts(tier, part.asked.keys, enough, shown, ~_anybody(part))
    return decided


def _open(part: PeriodData, tier: AmountTier, quarters: Sequence[Mapping[str, DecidedAmounts]]) -> Flags:
    """Groups that all quarters leave open; a quarter without such figures has nothing to protect."""
    found = np.ones(len(part.asked.keys), dtype=bool)
    for quarter in quarters:
        if tier.name in quarter:
            found &= quarter[tier.name].open_to(part.asked.keys)
    return found


def sizes_of(magnitudes: Magnitudes, tier: AmountTier) -> tuple[Size, ...]:
    """Return what a tier's groups are measured by: its own sizes, or those of the tier it stays inside."""
    by_name = {one.name: one for one in magnitudes.tiers}
    while not tier.sizes and tier.within is not None:
        tier = by_name[tier.within]
    return tier.sizes


def _anybody(part: PeriodData) -> Flags:
    there = (part.observations.values.to_numpy(dtype=np.float64) > 0).any(axis=1)
    found: Flags = np.asarray(part.asked.member[:, there].any(axis=1), dtype=bool)
    return found


def undominated(
    part: PeriodData,
    tier: AmountTier,
    atoms: Atoms,
    built: System,
    bounds: Bounds,
    policy: Policy,
    changes: Sequence[pd.DataFrame] = (),
) -> Flags:
    """Return which groups are shown of a tier that is made of persons' days, so that nobody's are read off.

    Parameters
    ----------
    built, bounds
        The tier's groups over atoms, and what is settled of them.
    changes
        By how much each contributor's amounts changed, since each time they were published: a difference of two figures
        is a total too.
    """
    state = State(built, bounds.allowed)
    if _magnitudes(part).by_person:
        person = pd.factorize(part.observations.people["who"])[0].astype(np.int64)
        tables = (part.observations.values, *changes)
        amounts = [
            Shares.of(atoms.of_person, person, table[name].to_numpy(dtype=np.float64))
            for table in tables
            for name in tier.dominance
        ]
        mend(state, bounds, lambda now: dominations(now, amounts, policy))
        _show_again(state, bounds, lambda around: next(dominations(state, amounts, policy, around), None) is None)
    return state.flags()


def _show_again(state: State, bounds: Bounds, safe: Callable[[int], bool]) -> None:
    """Show what one mending withheld and another made needless, the largest first."""
    nodes = [
        node
        for node, groups in enumerate(state.layout.groups_of)
        if not state.shown[node] and bounds.allowed[list(groups)].all()
    ]
    for node in sorted(nodes, key=lambda one: (-state.sizes[one], one)):
        state.show(node)
        if not safe(state.changed_by(node)):
            state.hide(node)


def _earlier(part: PeriodData, tier: AmountTier, published: Published) -> tuple[Flags, Flags]:
    """Groups shown in this tier before, and those withheld; of a quarter also those that a longer period showed."""
    figures = [f"{ratio.measure} {ratio.statistic}" for ratio in tier.ratios]
    shown: set[GroupKey] = set()
    hidden: set[GroupKey] = set()
    for same, rows in published.about(part):
        said = rows[(rows[c.MEASURE] + " " + rows[c.STATISTIC]).isin(figures)]
        said = pd.concat([said, given_before(_magnitudes(part), tier, rows)])
        there = said[c.WITHHELD].isna()
        shown |= set(keys_of(said[there]))
        hidden |= set(keys_of(said[~there])) if same else set()
    return _flags(part, shown), _flags(part, hidden - shown)


def _flags(part: PeriodData, keys: set[GroupKey]) -> Flags:
    return np.array([key in keys for key in part.asked.keys], dtype=bool)


def _magnitudes(part: PeriodData) -> Magnitudes:
    if part.magnitudes is None:
        raise ValueError("a period of answers has no amounts")
    return part.magnitudes
