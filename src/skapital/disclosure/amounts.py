"""One period of amounts through the gate: absence and turnover, and longer periods that are sums of shorter ones.

The figures of a unit and a period are sums over contributors. All that counts persons shares one pattern: in every
published group, in every non-empty remainder and in every combination of crossing trees there are the policy's least
full-time equivalents and persons, each person counted in one place. What is made of days stays inside that pattern and
obeys the rules on dominance as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.bounds import keys_of
from skapital.disclosure.dominance import Shares, dominations
from skapital.disclosure.given import given_before
from skapital.disclosure.pattern import Bounds, mend, pattern
from skapital.disclosure.state import State
from skapital.disclosure.system import Atoms, Counts, Flags, System, bits
from skapital.errors import ConfigurationError
from skapital.indicators.periods import quarters_of, span_of
from skapital.tables import AmountTier, GroupKey, Magnitudes, PeriodData, Size

LEAST: Final = 1_000_000
"""Sizes are counted in millionths of their minimum, so that persons and full-time equivalents stand in one system."""
FINE: Final = 1e-3
"""Of a millionth: what sums of floating-point numbers may be off by."""
Floats = npt.NDArray[np.float64]


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
    published: pd.DataFrame,
    quarters: Sequence[Mapping[str, DecidedAmounts]] = (),
) -> dict[str, DecidedAmounts]:
    """Return the outcome of every tier of a period of amounts, by the tier's name.

    Parameters
    ----------
    part, atoms
        The period, and how its contributors fall into atoms.
    published
        All remembered cells.
    quarters
        The outcomes of the quarters that the period is the sum of: what one of them withholds, it withholds.
    """
    magnitudes = _magnitudes(part)
    decided: dict[str, DecidedAmounts] = {}
    for tier in magnitudes.tiers:
        built, enough = size_system(part, _sizes(magnitudes, tier), atoms, policy)
        inside = _open(part, tier, quarters)
        shown_before, hidden_before = _earlier(part, tier, published)
        if tier.within is None or tier.sizes:
            start = inside if tier.within is None else inside & decided[tier.within].shown
            shown = pattern(built, Bounds(enough & start, shown_before, hidden_before))
        else:
            start = decided[tier.within].shown & inside & ~hidden_before | shown_before
            shown = _undominated(part, tier, atoms, built, Bounds(start, shown_before, hidden_before), policy)
        decided[tier.name] = DecidedAmounts(tier, part.asked.keys, enough, shown, ~_anybody(part))
    return decided


def _open(part: PeriodData, tier: AmountTier, quarters: Sequence[Mapping[str, DecidedAmounts]]) -> Flags:
    """Groups that all quarters leave open; a quarter without such figures has nothing to protect."""
    found = np.ones(len(part.asked.keys), dtype=bool)
    for quarter in quarters:
        if tier.name in quarter:
            found &= quarter[tier.name].open_to(part.asked.keys)
    return found


def size_system(part: PeriodData, sizes: Sequence[Size], atoms: Atoms, policy: Policy) -> tuple[System, Flags]:
    """Return the groups over atoms with each size in millionths of its minimum, and which groups reach all minima.

    A contributor that is there but adds nothing to a size weighs one millionth, so that it is never taken for nobody.
    Leaders and the whole are counted as no more than they must be: where something has to be withheld, they go first.
    """
    within = _atoms_of_groups(atoms)
    columns, by_group = [], []
    for size in sizes:
        amount, there = _size(part, size)
        scaled = np.bincount(atoms.of_person, weights=amount, minlength=atoms.n) * LEAST / _minimum(policy, size)
        present = np.bincount(atoms.of_person, weights=there, minlength=atoms.n).astype(np.float64)
        columns.append(_whole(scaled, present))
        by_group.append(_whole(within @ scaled, within @ present))
    counts = np.array(by_group).T
    enough: Flags = ((counts == 0) | (counts >= LEAST)).all(axis=1) & (counts > 0).any(axis=1)
    first_to_go = np.array([key.population != c.EMPLOYEES for key in part.asked.keys])
    counts[first_to_go] = np.minimum(counts[first_to_go], LEAST)
    return System(atoms.masks, counts, np.array(columns).T, part.asked.families, LEAST), enough


def _atoms_of_groups(atoms: Atoms) -> csr_array:
    """Groups x atoms: 1 where the atom lies in the group."""
    inside = [bits(mask) for mask in atoms.masks]
    starts = np.cumsum([0, *(len(one) for one in inside)])
    at = np.array([atom for one in inside for atom in one], dtype=np.int64)
    return csr_array((np.ones(len(at)), at, starts), (len(inside), atoms.n))


def _whole(scaled: Floats, present: Floats) -> Counts:
    """Millionths as whole numbers, at least 1 where anybody is."""
    found: Counts = np.where(present > 0, np.maximum(np.ceil(scaled - FINE), 1.0), 0.0).astype(np.int64)
    return found


def _size(part: PeriodData, size: Size) -> tuple[Floats, Floats]:
    values = part.observations.values
    there = np.zeros(len(values), dtype=bool)
    for name in size.present or (size.column,):
        there |= values[name].to_numpy(dtype=np.float64) > 0
    return values[size.column].to_numpy(dtype=np.float64), there.astype(np.float64)


def _minimum(policy: Policy, size: Size) -> float:
    if size.least is not None:
        return size.least
    known = {"persons": float(policy.magnitude_persons), "full_time_equivalents": policy.magnitude_base}
    if size.minimum not in known:
        raise ConfigurationError(f'the policy has no minimum of "{size.minimum}"', slug="config-unknown-word")
    return known[size.minimum]


def _sizes(magnitudes: Magnitudes, tier: AmountTier) -> tuple[Size, ...]:
    by_name = {one.name: one for one in magnitudes.tiers}
    while not tier.sizes and tier.within is not None:
        tier = by_name[tier.within]
    return tier.sizes


def _anybody(part: PeriodData) -> Flags:
    found: Flags = np.asarray(part.asked.member.any(axis=1), dtype=bool)
    return found


def _undominated(
    part: PeriodData, tier: AmountTier, atoms: Atoms, built: System, bounds: Bounds, policy: Policy
) -> Flags:
    magnitudes = _magnitudes(part)
    state = State(built, bounds.allowed)
    if magnitudes.by_person:
        person = pd.factorize(part.observations.people["who"])[0].astype(np.int64)
        amounts = [
            Shares.of(atoms.of_person, person, part.observations.values[name].to_numpy(dtype=np.float64))
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


def _earlier(part: PeriodData, tier: AmountTier, published: pd.DataFrame) -> tuple[Flags, Flags]:
    """Groups shown in this tier before, and groups withheld; of a quarter also those shown in a longer period over it.

    Periods of the same months are the same period, whatever their kind.
    """
    figures = {(ratio.measure, ratio.statistic) for ratio in tier.ratios}
    said = [pair in figures for pair in zip(published[c.MEASURE], published[c.STATISTIC], strict=True)]
    rows = published[np.array(said, dtype=bool) & (published[c.PERIOD_KIND] != "round").to_numpy()]
    rows = pd.concat([rows, given_before(_magnitudes(part), tier, published)])
    months = _magnitudes(part).months
    shown: set[GroupKey] = set()
    hidden: set[GroupKey] = set()
    for (kind, period), mine in rows.groupby([c.PERIOD_KIND, c.PERIOD]):
        span = span_of(str(kind), str(period))
        same = (str(span.first), str(span.last)) == months
        over = part.observations.period_kind == "quarter" and part.observations.period in {
            one.name for one in quarters_of(span)
        }
        if same or over:
            there = mine[c.WITHHELD].isna()
            shown |= set(keys_of(mine[there]))
            hidden |= set(keys_of(mine[~there])) if same else set()
    return _flags(part, shown), _flags(part, hidden - shown)


def _flags(part: PeriodData, keys: set[GroupKey]) -> Flags:
    return np.array([key in keys for key in part.asked.keys], dtype=bool)


def _magnitudes(part: PeriodData) -> Magnitudes:
    if part.magnitudes is None:
        raise ValueError("a period of answers has no amounts")
    return part.magnitudes
