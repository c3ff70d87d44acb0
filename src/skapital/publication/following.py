"""Targets follow their units: those of renamed and moved units hold on, merged and split ones are asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from skapital.config.lineage import ENDED, carried_on, steps, successors
from skapital.config.organisation import LineageEvent, Organisation
from skapital.store.memory import TARGET_KEY


@dataclass(frozen=True)
class Fate:
    """What became of the unit that a target was decided for.

    Attributes
    ----------
    code
        Its code of now; ``None`` if it is no longer one and itself, so that the target does not hold.
    became
        Then, the units its people work in now, in organisation order; none if it was closed.
    since
        Then, the date of the organisation in which it is gone; else empty.
    """

    code: str | None
    became: tuple[str, ...] = ()
    since: str = ""


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
    codes = [fate.code for fate in fates(targets, organisations, now, events)]
    renamed = targets.assign(unit=pd.Series(codes, index=targets.index, dtype="str"))
    return renamed.dropna(subset="unit").drop_duplicates(TARGET_KEY, keep="last", ignore_index=True)


def fates(
    targets: pd.DataFrame,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> list[Fate]:
    """Return what became of the unit of each target; parameters and errors as :func:`followed`."""
    pairs = zip(targets["unit"], targets["decided_on"].fillna(""), strict=True)
    return [_fate(str(unit), str(decided_on), organisations, now, events) for unit, decided_on in pairs]


def to_ask_again(
    targets: pd.DataFrame,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> dict[str, tuple[str, ...]]:
    """Return by unit of now the old units whose adopted targets ended with them, where it has none of its own yet.

    A unit is asked again for the measures that an old unit had a target of; parameters and errors as :func:`followed`.
    """
    adopted = targets[targets["state"] == "adopted"]
    own = followed(adopted, organisations, now, events)
    has = set(zip(own["unit"], own["measure"], strict=True))
    asked: dict[str, dict[str, None]] = {}
    for (unit, measure), fate in zip(
        adopted[["unit", "measure"]].itertuples(index=False, name=None),
        fates(adopted, organisations, now, events),
        strict=True,
    ):
        for code in fate.became:
            if (code, measure) not in has:
                asked.setdefault(code, {})[str(unit)] = None
    return {code: tuple(old) for code, old in asked.items()}


def _fate(
    unit: str,
    decided_on: str,
    organisations: Sequence[Organisation],
    now: Sequence[Organisation],
    events: Sequence[LineageEvent],
) -> Fate:
    for tree in now if decided_on else ():
        same_tree = sorted((one for one in organisations if one.tree == tree.tree), key=lambda one: one.date)
        then = next((one for one in reversed(same_tree) if one.date <= decided_on), same_tree[0] if same_tree else tree)
        if unit in then.by_code and then.date < tree.date:
            code = carried_on(then, tree, events).get(unit)
            return Fate(code) if code is not None else _ended(unit, then, tree, same_tree, events)
    return Fate(unit)


def _ended(
    unit: str, then: Organisation, tree: Organisation, same_tree: Sequence[Organisation], events: Sequence[LineageEvent]
) -> Fate:
    went = successors(unit, steps(events, then.date, tree.date)) - {ENDED}
    between = [one for one in same_tree if then.date < one.date <= tree.date]
    since = next((one.date for one in between if unit not in carried_on(then, one, events)), tree.date)
    return Fate(None, tree.in_order(went & set(tree.by_code)), since)
