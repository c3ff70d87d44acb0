"""A scale is the mean of its items: who answered only some of them must not follow from the difference.

Let everybody of a group but a few answer all items of a scale. Then ``items x scale total - sum of item totals`` is
zero for those who answered all, and so it is a total about the few. The same holds for a composite and its scales.
Where the few are fewer than the minimum, one figure of the equation is withheld: the composite, or the scale's least
answered item. In a large group the rounding of the figures hides the few: with p parts, rounded to half a place h, the
total is only known to within ``2 h p n``, and for a composite twice that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from skapital.config.policy import Policy
from skapital.disclosure.period import Decided
from skapital.disclosure.system import Flags
from skapital.disclosure.values import Evidence, Floats, Rule, broken, mended
from skapital.tables import PeriodData


def unlinked(
    decided: Mapping[str, Decided], part: PeriodData, equations: Mapping[str, tuple[str, ...]], policy: Policy
) -> dict[str, Decided]:
    """Return the outcome of a period with one figure of each equation withheld where its rest would tell about few.

    Parameters
    ----------
    equations
        By scale: the measures it is the mean of.
    """
    found = dict(decided)
    values = part.observations.values
    for whole, parts in equations.items():
        composite = all(name in equations for name in parts)
        victim = whole if composite else _least_answered(values, parts)
        name = _tier_of(found, victim, "mean" if composite else "answers")
        some = values[list(parts)].notna()
        few = (some.any(axis=1) & ~some.all(axis=1)).to_numpy(dtype=bool)
        if name is not None and few.any():
            places = (4 if composite else 2) * 0.5 * 10.0 ** -policy.decimals["score"] * len(parts)
            found[name] = _withheld(found[name], victim, part, few, policy, policy.value_width / places)
    return found


def _least_answered(values: pd.DataFrame, parts: Sequence[str]) -> str:
    answered = [int(values[name].notna().sum()) for name in parts]
    return parts[max(range(len(parts)), key=lambda index: (-answered[index], index))]


def _tier_of(decided: Mapping[str, Decided], measure: str, statistics: str) -> str | None:
    return next(
        (name for name, one in decided.items() if measure in one.by_measure and one.tier.statistics == statistics), None
    )


def _withheld(one: Decided, measure: str, part: PeriodData, few: Flags, policy: Policy, hidden_from: float) -> Decided:
    """Withhold a measure where fewer than the minimum are few, in a group or remainder of less than ``hidden_from``."""
    index = one.tier.measures.index(measure)
    least = policy.minimum[one.tier.rule]

    def tells(n: Floats, sums: Sequence[Floats], _width: float) -> Flags:
        found: Flags = (sums[0] > 0.5) & (sums[0] < least - 0.5) & (n < hidden_from)
        return found

    counts = one.system.counts[:, index].astype(np.float64)
    rule = Rule(Evidence(counts, (part.asked.member.astype(np.float64) @ few,)), tells)
    flags = one.by_measure[measure]
    if not broken(one.system, flags, (rule,)):
        return one
    return replace(
        one, by_measure={**one.by_measure, measure: mended(one.system, index, one.held.of(measure), flags, (rule,))}
    )
