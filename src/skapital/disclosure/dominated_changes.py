"""Corrected days: enough persons may be behind a change, and yet one person's days be read off what it leaves."""

from __future__ import annotations

import numpy as np

from skapital.config.policy import Policy
from skapital.disclosure.amounts import DecidedAmounts, sizes_of, undominated
from skapital.disclosure.freeze_amounts import Standing
from skapital.disclosure.pattern import Bounds
from skapital.disclosure.sizes import size_system
from skapital.disclosure.system import Atoms, Flags


def undominated_changes(
    stands: Standing, atoms: Atoms, policy: Policy, decided: dict[str, DecidedAmounts], as_published: Flags
) -> Flags:
    """Return which groups may still change when what it tells of a person's days is weighed too.

    What was shown cannot be withheld now. So where the records of today put too much in too few hands, the figure of
    then stands, which says nothing of today; and where one person has most of a change, it stands as well.

    Parameters
    ----------
    stands
        What may change as far as numbers of persons go.
    decided
        The outcome of every tier on the records of today.
    as_published
        By group: whether its figures are what was published, so that they are known whether it may change or not.
    """
    part, may = stands.now, stands.may_change
    if part.magnitudes is None or not part.magnitudes.by_person:
        return may
    for tier in part.magnitudes.tiers:
        if tier.within is None or tier.sizes:
            continue
        built, _ = size_system(part, sizes_of(part.magnitudes, tier), atoms, policy)
        told = (may | as_published) & decided[tier.name].shown
        bounds = Bounds(told, as_published, np.zeros_like(may))
        may = may & (undominated(part, tier, atoms, built, bounds, policy, stands.changes) | ~told)
    return may
