"""Rules on values: a figure that pins somebody's answer is withheld for that measure, and what would give it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from skapital.aggregate.cells import option_counts, problem_counts, totals
from skapital.config.policy import Policy
from skapital.disclosure.pattern import Bounds, mended
from skapital.disclosure.remainders import Remainder, remainders
from skapital.disclosure.system import Flags, System
from skapital.tables import BoolArray, Observations, Tier

Floats = npt.NDArray[np.float64]
TOP = 100.0


@dataclass(frozen=True)
class Evidence:
    """Sums over groups, as far as a rule needs them: they add up, so a remainder's are the group's less its parts'.

    ``n`` and each of ``sums`` are by group.
    """

    n: Floats
    sums: tuple[Floats, ...]

    def of(self, row: Remainder) -> tuple[float, tuple[float, ...]]:
        """Return n and sums of a remainder."""
        parts = list(row.parts)
        n = float(self.n[row.group] - self.n[parts].sum())
        return n, tuple(float(one[row.group] - one[parts].sum()) for one in self.sums)


def pins_mean(n: float, sums: Sequence[float], width: float) -> bool:
    """Whether a total pins an answer: ``n x mean < W`` or ``n x (100 - mean) < W``."""
    return sums[0] < width - 1e-9 or TOP * n - sums[0] < width - 1e-9


def pins_spread(n: float, sums: Sequence[float], width: float) -> bool:
    """Whether mean and SD pin all answers: none is farther than ``sd (n - 1) / √n`` from the mean (Samuelson 1968)."""
    if n < 2:
        return n > 0
    mean = sums[0] / n
    reach = float(np.sqrt(max(sums[1] - n * mean**2, 0.0) / (n - 1)) * (n - 1) / np.sqrt(n))
    return min(TOP, mean + reach) - max(0.0, mean - reach) < width - 1e-9


def unanimous(n: float, sums: Sequence[float]) -> bool:
    """Whether all gave one and the same of the answers counted."""
    return any(round(one) == round(n) for one in sums)


def shown_by_measure(
    observations: Observations,
    tier: Tier,
    member: BoolArray,
    system: System,
    bounds: Bounds,
    shown: Flags,
    policy: Policy,
) -> dict[str, Flags]:
    """Return for each measure of a tier the groups that are shown, the rules on values obeyed.

    A measure whose figures pin nobody keeps the tier's pattern.
    """
    return {
        measure: _mended(system, index, bounds, shown, rule)
        for index, (measure, rule) in enumerate(_rules(observations, tier, member, policy))
    }


@dataclass(frozen=True)
class _Rule:
    evidence: Evidence
    kind: str
    width: float

    def broken(self, row: Remainder) -> bool:
        n, sums = self.evidence.of(row)
        if n <= 0.5:
            return False
        if self.kind == "unanimity":
            return unanimous(n, sums)
        return (pins_mean if self.kind == "mean" else pins_spread)(n, sums, self.width)


def _mended(system: System, index: int, bounds: Bounds, shown: Flags, rules: Sequence[_Rule]) -> Flags:
    def violations(state_system: System, state: Flags) -> Iterator[Sequence[int]]:
        for row in remainders(state_system, state):
            if any(rule.broken(row) for rule in rules):
                yield (*row.parts, row.group)

    narrowed = replace(system, counts=system.counts[:, [index]], atoms=system.atoms[:, [index]])
    return mended(narrowed, shown, bounds, violations) if rules else shown


def _rules(
    observations: Observations, tier: Tier, member: BoolArray, policy: Policy
) -> Iterator[tuple[str, tuple[_Rule, ...]]]:
    if tier.statistics == "problem":
        yield from _problem_rules(observations, tier, member, policy)
        return
    found = totals(observations, tier.measures, member)
    for column, measure in enumerate(tier.measures):
        n, total = found.n[:, column].astype(np.float64), found.total[:, column]
        if measure not in observations.values or measure == "response":
            yield measure, ()
        elif tier.statistics == "spread":
            raw = (
                member.astype(np.float64) @ np.nan_to_num(observations.values[measure].to_numpy(dtype=np.float64)) ** 2
            )
            yield measure, (_Rule(Evidence(n, (total, raw)), "spread", policy.value_width),)
        elif tier.statistics == "mean":
            yield measure, (_Rule(Evidence(n, (total,)), "mean", policy.value_width),)
        else:
            yield measure, _answer_rules(observations, measure, member, n, total, policy)


def _answer_rules(
    observations: Observations, item: str, member: BoolArray, n: Floats, total: Floats, policy: Policy
) -> tuple[_Rule, ...]:
    _, counts = option_counts(observations, item, member)
    columns = tuple(counts[:, option].astype(np.float64) for option in range(counts.shape[1]))
    mean = _Rule(Evidence(n, (total,)), "mean", policy.value_width)
    return (mean, _Rule(Evidence(n, columns), "unanimity", 0.0)) if policy.unanimity else (mean,)


def _problem_rules(
    observations: Observations, tier: Tier, member: BoolArray, policy: Policy
) -> Iterator[tuple[str, tuple[_Rule, ...]]]:
    """All yes is a leak, none is not."""
    found = totals(observations, tier.measures, member)
    stated = problem_counts(observations, tier.measures, member)
    for column, measure in enumerate(tier.measures):
        evidence = Evidence(found.n[:, column].astype(np.float64), (stated[:, column].astype(np.float64),))
        yield measure, (_Rule(evidence, "unanimity", 0.0),) if policy.unanimity else ()
