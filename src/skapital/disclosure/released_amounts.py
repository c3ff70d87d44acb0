"""All periods of amounts of a publication through the gate, quarters before the longer periods that stand on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.amount_cells import amount_cells, group_sums
from skapital.disclosure.amounts import DecidedAmounts, decide_amounts
from skapital.disclosure.bounds import keys_of
from skapital.disclosure.dominated_changes import undominated_changes
from skapital.disclosure.freeze_amounts import Standing, standing
from skapital.disclosure.memory import Memory, contributions, topic_of
from skapital.disclosure.published import Published
from skapital.disclosure.rounding import rounded
from skapital.disclosure.system import Flags, atoms
from skapital.indicators.periods import quarters_of, span_of
from skapital.tables import GroupKey, PeriodData


@dataclass(frozen=True)
class ReleasedAmounts:
    """The rows of all printed periods in their order, what stands as it was published, and the people behind.

    ``contributions`` are of periods whose records were not published before; ``definitions`` say by kind, period and
    topic what the figures were counted by.
    """

    cells: pd.DataFrame
    kept: tuple[str, ...]
    contributions: tuple[pd.DataFrame, ...]
    definitions: Mapping[tuple[str, str, str], str]


def released_amounts(parts: Sequence[PeriodData], memory: Memory, policy: Policy) -> ReleasedAmounts:
    """Return what may be said of the periods of amounts among ``parts``.

    A longer period is shown only where all quarters inside it are, printed or not; so nothing follows for a quarter
    that is withheld.
    """
    mine = [part for part in parts if part.magnitudes is not None]
    published = Published.of(memory.cells)
    quarters: dict[tuple[str, str], _Gated] = {}
    found: dict[int, _Gated] = {}
    for index in sorted(range(len(mine)), key=lambda at: mine[at].observations.period_kind != "quarter"):
        gated = _gated(mine[index], memory, published, policy, _inside(mine[index], quarters))
        if mine[index].observations.period_kind == "quarter":
            quarters[topic_of(mine[index]), mine[index].observations.period] = gated
        if _printed(mine[index]):
            found[index] = gated
    printed = [(mine[at], found[at]) for at in sorted(found)]
    nothing = pd.DataFrame(columns=list(c.RELEASED_COLUMNS))
    return ReleasedAmounts(
        pd.concat([one.rows for _, one in printed], ignore_index=True) if printed else nothing,
        tuple(sentence for _, one in printed for sentence in one.standing.kept),
        tuple(contributions(part) for part, one in printed if not one.standing.known),
        {_name(part): one.standing.definition for part, one in printed},
    )


@dataclass(frozen=True)
class _Gated:
    """One period: how it stands, which groups are shown of it, and its rows."""

    standing: Standing
    decided: Mapping[str, DecidedAmounts]
    rows: pd.DataFrame


def _gated(
    part: PeriodData, memory: Memory, published: Published, policy: Policy, quarters: Sequence[_Gated]
) -> _Gated:
    """Figures of today where they may change; else what was published, or what the records of then give."""
    stands = standing(part, memory.behind(part), published.of_period(part), policy)
    now, found, inside = stands.now, atoms(stands.now.asked), [quarter.decided for quarter in quarters]
    decided = decide_amounts(now, found, policy, published, inside)
    nothing = pd.DataFrame(columns=list(c.RELEASED_COLUMNS))
    moved = stands.moved
    wanted = _printed(part) or bool(moved.any())
    rows = amount_cells(now, decided, policy, _held(now, quarters)) if wanted else nothing
    if moved.any():
        known = ~moved | _as_published(rows, stands, policy)
        stands = stands.held_to(undominated_changes(stands, found, policy, decided, known))
    before = None
    if stands.then is not None and not stands.may_change.all():
        before = decide_amounts(stands.then, found, policy, published, inside)
    shown = decided if before is None else {name: _either(one, before[name], stands) for name, one in decided.items()}
    if not _printed(part):
        return _Gated(stands, shown, nothing)
    if not stands.may_change.all():
        then = None if before is None or stands.then is None else amount_cells(stands.then, before, policy)
        rows = _stitched(rows, then, stands)
    return _Gated(stands, shown, rows)


def _as_published(rows: pd.DataFrame, stands: Standing, policy: Policy) -> Flags:
    """By group: whether all its figures of today are, rounded, those that were published."""
    key = list(c.CELL_KEY)
    said = rows[rows[c.WITHHELD].isna()]
    ours, theirs = (pd.MultiIndex.from_frame(table[key].astype(object)) for table in (said, stands.published))
    before = pd.Series(stands.published[c.VALUE].to_numpy(dtype=np.float64), theirs).reindex(ours).to_numpy()
    differs = rounded(said, policy)[c.VALUE].to_numpy(dtype=np.float64) != before
    moved = {key for key, other in zip(_whose(said, stands), differs, strict=True) if other}
    asked = stands.now.asked
    return np.array([own and key not in moved for key, own in zip(asked.keys, asked.own, strict=True)], dtype=bool)


def _held(part: PeriodData, quarters: Sequence[_Gated]) -> pd.DataFrame | None:
    """What a longer period sums up where quarters in it stand as they were published: else a year would tell the
    change that its quarters do not. Not known where a quarter stands on records that are not at hand."""
    if all(quarter.standing.may_change.all() for quarter in quarters) or part.magnitudes is None:
        return None
    names = [*part.magnitudes.adds, *part.magnitudes.averages]
    total = sum(_standing_sums(quarter.standing, names).reindex(list(part.asked.keys)) for quarter in quarters)
    if not isinstance(total, pd.DataFrame):
        return None
    total[list(part.magnitudes.averages)] /= len(quarters)
    return total.reset_index(drop=True)


def _standing_sums(stands: Standing, names: list[str]) -> pd.DataFrame:
    """By group: the sums of today where it may change, else those of then."""
    sums = group_sums(stands.now)[names]
    if not stands.may_change.all():
        then = np.nan if stands.then is None else group_sums(stands.then)[names]
        sums = sums.where(pd.Series(stands.may_change), then)
    return sums.set_axis(pd.Index(list(stands.now.asked.keys), tupleize_cols=False))


def _either(now: DecidedAmounts, then: DecidedAmounts, stands: Standing) -> DecidedAmounts:
    may = stands.may_change
    return replace(
        now,
        enough=np.where(may, now.enough, then.enough),
        shown=np.where(may, now.shown, then.shown),
        empty=now.empty & then.empty,
    )


def _stitched(rows: pd.DataFrame, then: pd.DataFrame | None, stands: Standing) -> pd.DataFrame:
    """The rows of today, with those in their place that may not change: as published, else on the records of then."""
    may = dict(zip(stands.now.asked.keys, stands.may_change, strict=True))
    stay = ~np.array([bool(may[key]) for key in _whose(rows, stands)], dtype=bool)
    found = rows.copy()
    if then is None:
        found.loc[stay, [c.VALUE, c.N, c.BASE]] = np.nan
        found.loc[stay & found[c.WITHHELD].isna().to_numpy(), c.WITHHELD] = c.PROTECTED
    else:
        found = pd.concat([rows[~stay], then[stay]]).sort_index()
    key = list(c.CELL_KEY)
    ours, theirs = (pd.MultiIndex.from_frame(table[key].astype(object)) for table in (found, stands.published))
    known = theirs.get_indexer(ours)
    place = np.flatnonzero(stay & (known >= 0))
    for name in (c.VALUE, c.N, c.BASE, c.WITHHELD):
        column = found[name].astype(object).to_numpy(copy=True)
        column[place] = stands.published[name].astype(object).to_numpy()[known[place]]
        found[name] = pd.Series(column, found.index, dtype=object if name == c.WITHHELD else np.float64)
    return found


def _whose(rows: pd.DataFrame, stands: Standing) -> list[GroupKey]:
    """The group that each row tells of; a band's curve is its unit's."""
    groups = set(stands.now.asked.keys)
    return [key if key in groups else replace(key, group=None) for key in keys_of(rows)]


def _name(part: PeriodData) -> tuple[str, str, str]:
    return part.observations.period_kind, part.observations.period, topic_of(part)


def _inside(part: PeriodData, quarters: Mapping[tuple[str, str], _Gated]) -> list[_Gated]:
    seen = part.observations
    if seen.period_kind == "quarter":
        return []
    inside = [(topic_of(part), span.name) for span in quarters_of(span_of(seen.period_kind, seen.period))]
    return [quarters[key] for key in inside if key in quarters]


def _printed(part: PeriodData) -> bool:
    return part.magnitudes is not None and part.magnitudes.printed
