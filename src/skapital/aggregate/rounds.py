"""One round's people, groups and tiers, ready for the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import Structure, groups
from skapital.aggregate.invited import invited_by_group
from skapital.aggregate.levels import least_answered, merged_levels, population_names
from skapital.aggregate.tiers import tiers
from skapital.config.instrument import Instrument
from skapital.tables import Observations, PeriodData

Quality = Mapping[str, Mapping[str, float | None]]
"""By scale: statistics about the whole (``alpha``, ``icc1``, ``pooled_sd``, …) and ``n``, the persons behind them."""


def round_data(
    *,
    round_id: str,
    answers: pd.DataFrame,
    values: pd.DataFrame,
    scores: pd.DataFrame,
    instrument: Instrument,
    structures: Sequence[Structure],
    leader_levels: Sequence[str],
    quality: Quality,
    fixed_levels: Sequence[Sequence[str]] | None = None,
    also: frozenset[tuple[str, str]] = frozenset(),
) -> PeriodData:
    """Return everything a publication would say of one round.

    Parameters
    ----------
    round_id
        Such as ``2014-06``.
    answers
        As the store gives them (``columns.ANSWER_BACKGROUND``, then option codes).
    values, scores
        Item values and person scores, same index.
    structures
        The publication's own structure first; others only where they were published before.
    leader_levels
        From the top down.
    quality
        Statistics about the whole municipality's employees, by scale.
    fixed_levels
        How an earlier round merged the levels; it holds for later ones.
    also
        Groups of other structures that are shown too, as in :func:`skapital.aggregate.groups.groups`.
    """
    level = answers[c.ANSWER_LEADER_LEVEL]
    observed = values.join(scores)
    measures = [name for name in observed.columns if not _sensitive(instrument, str(name))]
    merged = fixed_levels or merged_levels(leader_levels, least_answered(observed, level, measures))
    population = population_names(level.where(level.notna(), c.EMPLOYEES).astype(object), merged)
    people = pd.DataFrame({"unit": answers[c.ANSWER_UNIT], "population": population}, index=answers.index)
    asked = groups(people, structures, ["+".join(parts) for parts in merged], also)
    answered = pd.Series(100.0, index=answers.index, name=c.RESPONSE)
    options = answers[[code for code in instrument.items if code in answers.columns]].where(values.notna())
    return PeriodData(
        observations=Observations("round", round_id, people, observed.join(answered), options),
        asked=asked,
        tiers=tiers(instrument),
        constants=_constants(round_id, structures[0], quality),
        invited=invited_by_group(asked, structures, merged),
    )


def _sensitive(instrument: Instrument, measure: str) -> bool:
    item = instrument.items.get(measure)
    return item is not None and (item.item_class == "sensitive" or item.asked_if is not None)


def _constants(round_id: str, structure: Structure, quality: Quality) -> pd.DataFrame:
    root = structure.trees[0].root.code
    rows = [
        ("round", round_id, structure.name, c.EMPLOYEES, root, None, scale, statistic, value, found["n"], None)
        for scale, found in quality.items()
        for statistic, value in found.items()
        if statistic != "n" and value is not None
    ]
    return pd.DataFrame(rows, columns=list(c.CELL_COLUMNS))
