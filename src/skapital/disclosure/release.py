"""The Release: what may be said. Only :func:`release` makes one, and nothing else may be compared or reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.cells import period_cells
from skapital.disclosure.combine import Combined, combined_units, with_combined, with_published
from skapital.disclosure.freeze import through_memory
from skapital.disclosure.linked import linked_cells
from skapital.disclosure.links import unlinked
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import Decided, decide, equations_in, main_tier, shown_in
from skapital.disclosure.released_amounts import released_amounts
from skapital.disclosure.rounding import rounded
from skapital.disclosure.small_units import LEFT_OUT, counted
from skapital.disclosure.system import atoms
from skapital.disclosure.units import report_tiers, with_combined_units
from skapital.errors import UnreleasedError
from skapital.tables import Aggregate, Asked, GroupKey, PeriodData

_GATE: Final = object()


@dataclass(frozen=True)
class Cell:
    """One released or withheld figure."""

    value: float | None
    n: int | None
    base: float | None
    withheld: str | None


@dataclass(frozen=True)
class Release:
    """All that one publication says, checked together.

    Attributes
    ----------
    units
        Columns ``columns.UNIT_COLUMNS``; a combined unit stands right before its members.
    cells
        Columns ``columns.RELEASED_COLUMNS``, rounded once; a withheld row has a reason and no figures.
    exact
        The same rows unrounded; for ``compare`` alone.
    tiers
        Columns ``structure, tree, unit, tier, covered_by, n_invited, counted``: who gets which report, where the rest
        are read, and whether their answers are in any total.
    withheld_counts
        Number of withheld cells by reason, for the manifest.
    loss
        Answers in units whose scale means the minimum alone would show, but that are withheld to protect others.
    kept
        What stands as it was published, because changing it would tell about too few people. Sentences without figures.
    contributions
        The people behind it all, a table a period, to be remembered by the workspace and by nothing else.
    definitions
        By kind, period and topic of amounts: what the figures were counted by. Figures that stand keep theirs.
    """

    units: pd.DataFrame
    cells: pd.DataFrame
    exact: pd.DataFrame
    tiers: pd.DataFrame
    withheld_counts: Mapping[str, int]
    loss: int
    kept: tuple[str, ...]
    contributions: tuple[pd.DataFrame, ...]
    policy: Policy
    gate: object
    definitions: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.gate is not _GATE:
            raise UnreleasedError("a Release is made by disclosure.release() alone")

    @cached_property
    def _by_key(self) -> Mapping[tuple[object, ...], Cell]:
        table = self.cells
        group = table[c.GROUP].astype(object).where(table[c.GROUP].notna(), None)
        columns = [table[c.PERIOD], table[c.STRUCTURE], table[c.POPULATION], table[c.UNIT], group]
        columns += [table[c.MEASURE], table[c.STATISTIC], table[c.VALUE], table[c.N], table[c.BASE], table[c.WITHHELD]]
        return {
            row[:7]: Cell(
                _number(row[7]), _whole(row[8]), _number(row[9]), row[10] if isinstance(row[10], str) else None
            )
            for row in zip(*columns, strict=True)
        }

    def cell(
        self,
        period: str,
        unit: str,
        measure: str,
        statistic: str,
        population: str = c.EMPLOYEES,
        structure: str | None = None,
        group: str | None = None,
    ) -> Cell | None:
        """Return a cell, or None if it was never asked for. Without ``structure``: the publication's own."""
        own = structure or str(self.units[c.STRUCTURE].iloc[0])
        return self._by_key.get((period, own, population, unit, group, measure, statistic))


def require_release(candidate: object) -> Release:
    """Return ``candidate`` if it is a Release; what compares or reports calls this first."""
    if not isinstance(candidate, Release):
        raise UnreleasedError(f"only a Release may be compared or reported, not {type(candidate).__name__}")
    return candidate


def release(aggregate: Aggregate, policy: Policy, memory: Memory, equations: Mapping[str, tuple[str, ...]]) -> Release:
    """Decide what may be said of everything a publication would like to say, and round it once.

    Parameters
    ----------
    aggregate
        All periods; the publication's own first.
    policy
        The policy that was locked for the round.
    memory
        Everything published before.
    equations
        By scale: the measures it is the mean of (:func:`skapital.disclosure.period.equations_of`).

    Returns
    -------
    Release
        Deterministic: the same input gives the same pattern, always.
    """
    periods = [part if part.magnitudes is not None else counted(part, policy) for part in aggregate.periods]
    aggregate = replace(aggregate, periods=tuple(periods))
    combined = _combined(aggregate, policy, memory)
    own_structure = str(aggregate.units[c.STRUCTURE].iloc[0])
    parts: list[PeriodData] = []
    kept: list[str] = []
    people: list[pd.DataFrame] = []
    exact: list[pd.DataFrame] = []
    decisions: list[dict[str, Decided]] = []
    answers = [part for part in aggregate.periods if part.magnitudes is None]
    for part in answers:
        whole = replace(part, asked=_with_all(part, combined, own_structure, memory))
        whole = replace(whole, invited=_invited_of(whole.invited, combined, own_structure))
        gated = through_memory(whole, memory, policy)
        held = equations_in(part, equations)
        decided = decide(gated.part, atoms(gated.part.asked), policy, aggregate.workplaces, gated.published, held)
        decided = unlinked(decided, gated.part, held, policy)
        linked = linked_cells(gated.part, decided, policy, gated.published, held)
        rows = pd.concat([period_cells(gated.part, decided, policy), linked], ignore_index=True)
        exact.append(gated.merged(rows, policy))
        kept += gated.kept
        people.append(gated.people)
        parts.append(gated.part)
        decisions.append(decided)
    amounts = released_amounts(
        [replace(part, asked=_with_all(part, combined, own_structure, memory)) for part in aggregate.periods],
        memory,
        policy,
    )
    table = pd.concat([*exact, amounts.cells], ignore_index=True)
    own_main = decisions[0][main_tier(parts[0]).name]
    return Release(
        units=with_combined_units(aggregate.units, combined),
        cells=rounded(table, policy),
        exact=table,
        tiers=report_tiers(aggregate.units, combined, parts[0], decisions[0], left_out=policy.small_units == LEFT_OUT),
        withheld_counts={str(k): int(v) for k, v in table[c.WITHHELD].value_counts().sort_index().items()},
        loss=int(own_main.system.counts[own_main.allowed & ~own_main.shown & parts[0].asked.own].max(axis=1).sum()),
        kept=(*kept, *amounts.kept),
        contributions=(*people, *amounts.contributions),
        policy=policy,
        gate=_GATE,
        definitions=amounts.definitions,
    )


def _combined(aggregate: Aggregate, policy: Policy, memory: Memory) -> list[Combined]:
    part = aggregate.periods[0]
    gated = through_memory(part, memory, policy)
    asked, tier = gated.part.asked, main_tier(part)
    built, _, shown = shown_in(gated.part, tier, atoms(asked), policy, aggregate.workplaces, gated.published)
    found = combined_units(asked, built, shown, memory.combined)
    standing = set(gated.verbatim[c.UNIT]) - {unit.code for unit in found}
    structure = str(aggregate.units[c.STRUCTURE].iloc[0])
    return [*found, *(unit for unit in memory.combined.get(structure, ()) if unit.code in standing)]


def _with_all(part: PeriodData, combined: Sequence[Combined], structure: str, memory: Memory) -> Asked:
    return with_published(with_combined(part.asked, combined, structure), memory.combined)


def _invited_of(invited: Mapping[GroupKey, int], combined: Sequence[Combined], structure: str) -> dict[GroupKey, int]:
    more = {
        GroupKey(structure, c.EMPLOYEES, unit.code): sum(
            invited.get(GroupKey(structure, c.EMPLOYEES, member), 0) for member in unit.members
        )
        for unit in combined
    }
    return {**invited, **more}


def _number(value: object) -> float | None:
    return None if not isinstance(value, int | float) or value != value else float(value)


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)
