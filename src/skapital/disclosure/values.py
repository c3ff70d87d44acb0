"""Rules on values: a figure that pins somebody's answer is withheld for that measure, and what would give it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from skapital.aggregate.cells import option_counts, problem_counts, totals
from skapital.config.policy import Policy
from skapital.disclosure.pattern import Bounds, Violation, mend
from skapital.disclosure.remainders import Remainder, remainders
from skapital.disclosure.state import State
from skapital.disclosure.system import Flags, System
from skapital.tables import BoolArray, Observations, Tier

Floats = npt.NDArray[np.float64]
TOP = 100.0
EXACT = 1e-9


@dataclass(frozen=True)
class Evidence:
    """Sums over groups, as far as a rule needs them: they add up, so a remainder's are the group's less its parts'.

    ``n`` and each of ``sums`` are by group.
    """

    n: Floats
    sums: tuple[Floats, ...]


def pins_mean(n: Floats, sums: Sequence[Floats], width: float) -> Flags:
    """Whether a total pins an answer: ``n x mean < W`` or ``n x (100 - mean) < W``."""
    found: Flags = (sums[0] < width - EXACT) | (TOP * n - sums[0] < width - EXACT)
    return found


def pins_spread(n: Floats, sums: Sequence[Floats], width: float) -> Flags:
    """Whether mean and SD pin all answers: none is farther than ``sd (n - 1) / √n`` from the mean (Samuelson 1968)."""
    size = np.maximum(n, 1.0)
    mean = sums[0] / size
    reach = np.sqrt(np.maximum(sums[1] - size * mean**2, 0.0) * np.maximum(size - 1, 0.0) / size)
    found: Flags = np.minimum(TOP, mean + reach) - np.maximum(0.0, mean - reach) < width - EXACT
    return found


def unanimous(n: Floats, sums: Sequence[Floats], _width: float = 0.0) -> Flags:
    """Whether all gave one and the same of the answers counted."""
    found: Flags = np.logical_or.reduce([np.rint(one) == np.rint(n) for one in sums])
    return found


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
    rows = remainders(system, shown)
    less = _differences(rows, len(shown))
    found: dict[str, Flags] = {}
    for index, (measure, rules) in enumerate(_rules(observations, tier, member, policy)):
        pinned = any(rule.broken_by(less).any() for rule in rules)
        found[measure] = mended(system, index, bounds.of(measure), shown, rules) if pinned else shown
    return found


def _differences(rows: Sequence[Remainder], groups: int) -> csr_array:
    """Remainders x groups: 1 at the group, -1 at its parts."""
    at = [(index, row.group, 1.0) for index, row in enumerate(rows)]
    at += [(index, part, -1.0) for index, row in enumerate(rows) for part in row.parts]
    row, column, value = zip(*at, strict=True) if at else ((), (), ())
    return csr_array((np.array(value), (np.array(row, dtype=int), np.array(column, dtype=int))), (len(rows), groups))


@dataclass(frozen=True)
class Rule:
    """What a total may not tell: ``pins`` says from n, sums and the policy's width which remainders tell too much."""

    evidence: Evidence
    pins: Callable[[Floats, Sequence[Floats], float], Flags]
    width: float = 0.0

    def broken_by(self, less: csr_array) -> Flags:
        """Return which remainders break the rule; a remainder of nobody breaks none."""
        n = less @ self.evidence.n
        found: Flags = (n > 0.5) & self.pins(n, [less @ one for one in self.evidence.sums], self.width)
        return found


def broken(system: System, shown: Flags, rules: Sequence[Rule]) -> bool:
    """Whether a remainder of the shown groups breaks a rule."""
    less = _differences(remainders(system, shown), len(shown))
    return any(rule.broken_by(less).any() for rule in rules)


def mended(system: System, index: int, bounds: Bounds, shown: Flags, rules: Sequence[Rule]) -> Flags:
    """Return the groups of one measure that are shown when no remainder breaks a rule."""

    def violations(state: State) -> Iterator[Violation]:
        groups = state.layout.groups_of
        rows = list(state.rows())
        parts = [state.parts(row.family, row.group) for row in rows]
        named = [
            replace(row, group=groups[row.group][0], parts=tuple(groups[part][0] for part in inside))
            for row, inside in zip(rows, parts, strict=True)
        ]
        less = _differences(named, len(system.masks))
        broken = np.logical_or.reduce([rule.broken_by(less) for rule in rules])
        yield from (Violation((*parts[i], rows[i].group)) for i in np.flatnonzero(broken))

    narrowed = replace(system, counts=system.counts[:, [index]], atoms=system.atoms[:, [index]])
    state = State(narrowed, shown)
    mend(state, bounds, violations)
    return state.flags()


def _rules(
    observations: Observations, tier: Tier, member: BoolArray, policy: Policy
) -> Iterator[tuple[str, tuple[Rule, ...]]]:
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
            yield measure, (Rule(Evidence(n, (total, raw)), pins_spread, policy.value_width),)
        elif tier.statistics == "mean":
            yield measure, (Rule(Evidence(n, (total,)), pins_mean, policy.value_width),)
        else:
            yield measure, _answer_rules(observations, measure, member, n, total, policy)


def _answer_rules(
    observations: Observations, item: str, member: BoolArray, n: Floats, total: Floats, policy: Policy
) -> tuple[Rule, ...]:
    _, counts = option_counts(observations, item, member)
    columns = tuple(counts[:, option].astype(np.float64) for option in range(counts.shape[1]))
    mean = Rule(Evidence(n, (total,)), pins_mean, policy.value_width)
    return (mean, Rule(Evidence(n, columns), unanimous)) if policy.unanimity else (mean,)


def _problem_rules(
    observations: Observations, tier: Tier, member: BoolArray, policy: Policy
) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """All yes is a leak, none is not."""
    found = totals(observations, tier.measures, member)
    stated = problem_counts(observations, tier.measures, member)
    for column, measure in enumerate(tier.measures):
        evidence = Evidence(found.n[:, column].astype(np.float64), (stated[:, column].astype(np.float64),))
        yield measure, (Rule(evidence, unanimous),) if policy.unanimity else ()
