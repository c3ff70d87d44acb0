"""Targets follow their units: those of renamed and moved units hold on, merged and split ones are asked for again."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skapital.config.lineage import carried_on
from skapital.config.organisation import LineageEvent, Organisation


def followed(
    targets: pd.DataFrame,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> pd.DataFrame:
    """Return the targets under the codes of now, without those whose unit is no longer one and itself.

    Parameters
    ----------
    targets
        As the store gives them; a target was decided for a unit of the organisation at ``decided_on``. A proposal
        without that date stands as it is.
    organisations
        All trees at hand.
    now
        The trees of the publication, the line first.
    events
        The lineage.

    Raises
    ------
    InputError
        ``lineage-missing`` if a unit vanished and no event says what became of it.
    """
    codes = [
        _code_of_now(str(unit), str(decided_on), organisations, now, events)
        for unit, decided_on in zip(targets["unit"], targets["decided_on"].fillna(""), strict=True)
    ]
    renamed = targets.assign(unit=pd.Series(codes, index=targets.index, dtype="str"))
    return renamed.dropna(subset="unit").drop_duplicates(["unit", "measure", "state"], keep="last", ignore_index=True)


def _code_of_now(
    unit: str,
    decided_on: str,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> str | None:
    if not decided_on:
        return unit
    for tree in now:
        same_tree = sorted((one for one in organisations if one.tree == tree.tree), key=lambda one: one.date)
        then = next((one for one in reversed(same_tree) if one.date <= decided_on), same_tree[0] if same_tree else tree)
        if unit in then.by_code and then.date < tree.date:
            return carried_on(then, tree, events).get(unit)
    return unit
