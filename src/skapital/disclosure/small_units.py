"""The two practices of the field for small units: counted in the unit above, or counted nowhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.system import Flags
from skapital.errors import ConfigurationError
from skapital.tables import PeriodData

IN_PARENT, LEFT_OUT = "in_parent", "left_out"


def counted(part: PeriodData, policy: Policy) -> PeriodData:
    """Return a period with the people who are counted.

    ``in_parent``: everybody. ``left_out``: all but the employees of units without units below that have fewer answers
    than the minimum for scales; they are then in no total at all, and the number of answers says so.

    Raises
    ------
    ConfigurationError
        If the policy names another practice: an unknown word stops the run.
    """
    if policy.small_units == IN_PARENT:
        return part
    if policy.small_units != LEFT_OUT:
        raise ConfigurationError(f'unknown practice "{policy.small_units}" for small units', slug="config-unknown-word")
    stay = ~_of_small_units(part, policy.minimum["scale"])
    seen = part.observations
    observations = replace(seen, people=seen.people[stay], values=seen.values[stay], options=seen.options[stay])
    return replace(part, observations=observations, asked=replace(part.asked, member=part.asked.member[:, stay]))


def _of_small_units(part: PeriodData, minimum: int) -> Flags:
    """Persons whose own unit has nothing below it and too few answers, in the publication's first tree."""
    family = part.asked.families[0]
    above = set(family.parents)
    small = np.zeros(part.asked.member.shape[1], dtype=bool)
    for group in family.groups:
        members = part.asked.member[group]
        if part.asked.keys[group].population == c.EMPLOYEES and group not in above and members.sum() < minimum:
            small |= members
    return small
