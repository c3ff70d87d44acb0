"""What is settled before the choice: a group's own numbers, and what was published or withheld before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.pattern import Bounds
from skapital.disclosure.system import Counts, Flags, System
from skapital.errors import ConfigurationError
from skapital.tables import Asked, GroupKey, PeriodData, Tier

Places = npt.NDArray[np.intp]
STATISTICS = {
    "mean": (c.MEAN,),
    "spread": (c.SD, c.SHARE_FLOOR, c.SHARE_CEILING),
    "answers": (c.MEAN,),
    "problem": (c.SHARE_PROBLEM,),
}
"""By what a tier shows: the statistics that tell whether a group was published in it."""


def minimum(policy: Policy, tier: Tier) -> int:
    """Return the least n of a tier.

    Raises
    ------
    ConfigurationError
        If the policy has no such class, or has it turned off: what nobody promised to protect is not shown.
    """
    if tier.rule == "comments" and policy.comments == "off":
        raise ConfigurationError("comments are off in the policy, so none can be shown", slug="config-unknown-word")
    if tier.rule not in policy.minimum:
        raise ConfigurationError(f'the policy has no minimum for "{tier.rule}"', slug="config-unknown-word")
    return policy.minimum[tier.rule]


def least(policy: Policy, tier: Tier) -> int:
    """Return the least remainder of a tier."""
    minimum(policy, tier)  # refuses a class that is not known
    return policy.difference[tier.rule]


def enough(counts: Counts, least_n: int) -> Flags:
    """Whether every measure that anybody of the group answered was answered by enough, by group."""
    found: Flags = ((counts == 0) | (counts >= least_n)).all(axis=1) & (counts > 0).any(axis=1)
    return found


def bounds(
    part: PeriodData,
    tier: Tier,
    system: System,
    policy: Policy,
    workplaces: frozenset[str],
    published: pd.DataFrame,
    wider: Flags | None,
) -> Bounds:
    """Return the bounds of a tier.

    Parameters
    ----------
    part, tier, system
        The period, the tier, and its groups over atoms.
    workplaces
        Units that have one nearest leader each.
    published
        Remembered cells of this period.
    wider
        Groups shown in the tier of means, if this tier shows spread: what is withheld there is withheld here.
    """
    allowed = enough(system.counts, minimum(policy, tier))
    if tier.pooled:
        allowed &= _about_enough_leaders(part.asked, system, allowed, policy, workplaces)
    if wider is not None:
        allowed &= wider
    rows, same = _rows_of(tier, published), _same_people(system)
    at, withheld = _places(part.asked, rows), rows[c.WITHHELD].notna().to_numpy(dtype=bool)
    was_shown, was_hidden = _earlier(same, at, withheld)
    by_measure = rows.groupby(c.MEASURE).indices
    measures = {str(name): _earlier(same, at[own], withheld[own]) for name, own in sorted(by_measure.items())}
    return Bounds(allowed, was_shown, was_hidden & ~was_shown, measures)


def _about_enough_leaders(
    asked: Asked, system: System, allowed: Flags, policy: Policy, workplaces: frozenset[str]
) -> Flags:
    """Results about one person: for a workplace, and above it over enough workplaces that are shown themselves."""
    single = np.array([key.population == c.EMPLOYEES and key.unit in workplaces for key in asked.keys])
    found = single.copy()
    for group, key in enumerate(asked.keys):
        if key.population not in (c.EMPLOYEES, c.LEADERS, c.ALL) or single[group]:
            continue
        mask = system.masks[group]
        inside = {
            system.masks[other]
            for other in np.flatnonzero(single & allowed)
            if system.masks[other] & ~mask == 0 and asked.keys[other].structure == key.structure
        }
        found[group] = key.population == c.LEADERS or len(inside) >= policy.pooled_leaders
    return found


def _places(asked: Asked, rows: pd.DataFrame) -> Places:
    """The group of each row; -1 for one that is not asked about now."""
    place = {key: index for index, key in enumerate(asked.keys)}
    return np.array([place.get(key, -1) for key in keys_of(rows)], dtype=np.intp)


def _same_people(system: System) -> Places:
    """By group the first one that is the same people."""
    first: dict[int, int] = {}
    return np.array([first.setdefault(mask, group) for group, mask in enumerate(system.masks)], dtype=np.intp)


def _earlier(same: Places, at: Places, withheld: Flags) -> tuple[Flags, Flags]:
    """Groups in published rows that were shown, and groups withheld; the same people count as one group."""
    shown, hidden = np.zeros(len(same), dtype=bool), np.zeros(len(same), dtype=bool)
    shown[same[at[~withheld & (at >= 0)]]] = True
    hidden[same[at[withheld & (at >= 0)]]] = True
    return shown[same], hidden[same]


def published_groups(asked: Asked, tier: Tier, system: System, published: pd.DataFrame) -> Flags:
    """Return the groups whose figures of a tier were published before, under whatever name the same people had."""
    rows = _rows_of(tier, published)
    return _earlier(_same_people(system), _places(asked, rows), rows[c.WITHHELD].notna().to_numpy(dtype=bool))[0]


def _rows_of(tier: Tier, published: pd.DataFrame) -> pd.DataFrame:
    said = published[c.STATISTIC].isin(STATISTICS[tier.statistics])
    return published[published[c.MEASURE].isin(tier.measures) & said]


def keys_of(rows: pd.DataFrame) -> list[GroupKey]:
    """Return the group of each row of a table of cells."""
    group = rows[c.GROUP].astype(object).where(rows[c.GROUP].notna(), None)
    columns = (rows[c.STRUCTURE], rows[c.POPULATION], rows[c.UNIT], group)
    return [GroupKey(*names) for names in zip(*columns, strict=True)]
