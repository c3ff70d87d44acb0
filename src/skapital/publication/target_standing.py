"""Where each recorded target stands after reorganisations: it holds, it is asked for again, or it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from skapital.config.organisation import LineageEvent, Organisation
from skapital.errors import InputError
from skapital.publication.following import Fate, fates
from skapital.store.memory import ADOPTED, PROPOSED

ASK_AGAIN: Final = "ask_again"
REPLACED: Final = "replaced"
CLOSED: Final = "closed"
STATES: Final = (ADOPTED, PROPOSED, ASK_AGAIN, REPLACED, CLOSED)


@dataclass(frozen=True)
class TargetStanding:
    """A recorded target and what became of it.

    Attributes
    ----------
    row
        As the store keeps it.
    unit
        The code of now of the unit it was decided for; its own code where the unit is gone.
    state
        ``adopted`` and ``proposed`` hold; ``ask_again``: the unit was merged or split, and not all that it became have
        a target of their own; ``replaced``: they have; ``closed``: nothing came of it.
    became, ask_from
        The units to be asked and the organisation's date, also where the reorganisation lies ahead.
    """

    row: Mapping[str, object]
    unit: str
    state: str
    became: tuple[str, ...]
    ask_from: str


def target_standings(
    targets: pd.DataFrame,
    organisations: Sequence[Organisation],
    *,
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
    baseline_day: str,
) -> tuple[TargetStanding, ...]:
    """Return where each target stands in the organisation of now.

    Parameters
    ----------
    targets
        As the store gives them.
    organisations
        All trees at hand, also those to come.
    now
        The trees of the newest round that has begun.
    baseline_day
        The day that proposals are for; they have no day of their own.

    Returns
    -------
    tuple
        In the order of ``targets``. Proposals for units that are gone are left out: they were for the baseline. Where
        the lineage has a gap nothing can be told, and a target stands as it was recorded.
    """
    newest = {tree.tree: tree for tree in sorted(organisations, key=lambda one: one.date)}
    dated = targets.assign(decided_on=targets["decided_on"].fillna("").replace("", baseline_day))
    today = _known(dated, organisations, now, events)
    ahead = _known(dated, organisations, tuple(newest.values()), events)
    rows = [{str(name): value for name, value in row.items()} for row in targets.to_dict("records")]
    has = {
        (fate.code, str(row["measure"]))
        for row, fate in zip(rows, today, strict=True)
        if row["state"] == ADOPTED and fate.code is not None
    }
    found = (_standing(row, one, later, has) for row, one, later in zip(rows, today, ahead, strict=True))
    return tuple(one for one in found if one is not None)


def _known(
    targets: pd.DataFrame,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> list[Fate]:
    try:
        return fates(targets, organisations, now, events)
    except InputError:  # lineage-missing: status and reports say so
        return [Fate(str(unit)) for unit in targets["unit"]]


def _standing(row: Mapping[str, object], today: Fate, ahead: Fate, has: set[tuple[str, str]]) -> TargetStanding | None:
    unit, measure, state = str(row["unit"]), str(row["measure"]), str(row["state"])
    if today.code is not None:
        return TargetStanding(row, today.code, state, ahead.became, ahead.since)
    if state == PROPOSED:
        return None
    if not today.became:
        return TargetStanding(row, unit, CLOSED, (), today.since)
    still = tuple(code for code in today.became if (code, measure) not in has)
    return TargetStanding(row, unit, ASK_AGAIN if still else REPLACED, still, today.since)
