"""All periods of amounts of a publication through the gate, quarters before the longer periods that stand on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.amount_cells import amount_cells
from skapital.disclosure.amounts import DecidedAmounts, decide_amounts
from skapital.disclosure.freeze import through_memory
from skapital.disclosure.memory import Memory, contributions, topic_of
from skapital.disclosure.system import atoms
from skapital.indicators.periods import quarters_of, span_of
from skapital.tables import PeriodData


@dataclass(frozen=True)
class ReleasedAmounts:
    """The rows of all printed periods in their order, what stands as it was published, and the people behind."""

    cells: pd.DataFrame
    kept: tuple[str, ...]
    contributions: tuple[pd.DataFrame, ...]


def released_amounts(parts: Sequence[PeriodData], memory: Memory, policy: Policy) -> ReleasedAmounts:
    """Return what may be said of the periods of amounts among ``parts``.

    A longer period is shown only where all quarters inside it are, printed or not; so nothing follows for a quarter
    that is withheld.
    """
    mine = [part for part in parts if part.magnitudes is not None]
    quarters: dict[tuple[str, str], Mapping[str, DecidedAmounts]] = {}
    rows: dict[int, pd.DataFrame] = {}
    kept: dict[int, tuple[str, ...]] = {}
    for index in sorted(range(len(mine)), key=lambda at: mine[at].observations.period_kind != "quarter"):
        gated = through_memory(mine[index], memory, policy)
        seen = gated.part.observations
        inside = _inside(gated.part, quarters)
        decided = decide_amounts(gated.part, atoms(gated.part.asked), policy, memory.cells, inside)
        if seen.period_kind == "quarter":
            quarters[topic_of(gated.part), seen.period] = decided
        if _printed(gated.part):
            rows[index] = gated.merged(amount_cells(gated.part, decided, policy))
            kept[index] = gated.kept
    order = sorted(rows)
    nothing = pd.DataFrame(columns=list(c.RELEASED_COLUMNS))
    return ReleasedAmounts(
        pd.concat([rows[at] for at in order], ignore_index=True) if order else nothing,
        tuple(sentence for at in order for sentence in kept[at]),
        tuple(contributions(mine[at]) for at in order),
    )


def _inside(
    part: PeriodData, quarters: Mapping[tuple[str, str], Mapping[str, DecidedAmounts]]
) -> list[Mapping[str, DecidedAmounts]]:
    seen = part.observations
    if seen.period_kind == "quarter":
        return []
    inside = [(topic_of(part), span.name) for span in quarters_of(span_of(seen.period_kind, seen.period))]
    return [quarters[key] for key in inside if key in quarters]


def _printed(part: PeriodData) -> bool:
    return part.magnitudes is not None and part.magnitudes.printed
