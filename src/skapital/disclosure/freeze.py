"""A released cell is frozen: it changes only if none or enough people stand behind the change, everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.linked import with_links
from skapital.disclosure.memory import Memory, changed_people, remembered, remembered_links
from skapital.disclosure.remainders import remainders
from skapital.disclosure.system import atoms, system
from skapital.tables import Observations, PeriodData


@dataclass(frozen=True)
class Gated:
    """A period with what was published of it.

    Attributes
    ----------
    part
        The period, on the answers that may be used.
    published
        Its remembered cells.
    verbatim
        Rows of the publication's own structure that stand as they were, if the period is frozen.
    kept
        Sentences for the manifest.
    """

    part: PeriodData
    published: pd.DataFrame
    verbatim: pd.DataFrame
    kept: tuple[str, ...]

    def merged(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the new rows, with those that stand as they were in their place."""
        if self.verbatim.empty:
            return rows
        key = list(c.CELL_KEY)
        old = pd.MultiIndex.from_frame(self.verbatim[key].astype(object))
        new = pd.MultiIndex.from_frame(rows[key].astype(object))
        return pd.concat([self.verbatim[list(c.RELEASED_COLUMNS)], rows[~new.isin(old)]], ignore_index=True)


def through_memory(part: PeriodData, memory: Memory, policy: Policy) -> Gated:
    """Return the period as it may be released, given what was released of it before.

    Where answers of fewer than the minimum have come, gone or changed, in any published group or remainder, the period
    stands: its figures are repeated, and groups that are new are made from the answers it was published on. If answers
    have been taken away since, new groups are not shown at all.
    """
    seen = part.observations
    behind = next(reversed(memory.behind(part)), None)
    cells = memory.cells
    published = cells[(cells[c.PERIOD_KIND] == seen.period_kind) & (cells[c.PERIOD] == seen.period)]
    if behind is None or published.empty:
        return Gated(part, published, published.iloc[:0], ())
    changed = changed_people(part, behind)
    if _may_change(part, changed, policy):
        return Gated(part, published, published.iloc[:0], ())
    old = replace(part, observations=remembered(part, behind), links=remembered_links(part, behind))
    if not behind.index.isin(seen.people.index).all():
        old = replace(old, observations=_nothing(old))
    same = published[published[c.STRUCTURE].isin({key.structure for key in part.asked.keys})]
    own = {key.structure for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own}
    verbatim = same[same[c.STRUCTURE].isin(own)]
    sentence = f"{seen.period}: the figures stand as published; too few people are behind what has changed since"
    return Gated(old, published, verbatim, (sentence,))


def _may_change(part: PeriodData, changed: pd.Series, policy: Policy) -> bool:
    """Whether the changed people are none or enough in every remainder; those taken away count together."""
    if not changed.any():
        return True
    gone = int(changed[~changed.index.isin(part.observations.people.index)].sum())
    minimum = policy.minimum["scale"]
    if 0 < gone < minimum:
        return False
    there = changed.reindex(part.observations.people.index, fill_value=False).to_numpy(dtype=bool)[:, None]
    asked, _ = with_links(part.asked, part.links)
    built = system(asked, atoms(asked), there, minimum)
    rows = remainders(built, np.ones(len(asked.keys), dtype=bool))
    counts = np.array([built.atom_counts(row.mask)[0] for row in rows])
    return bool(((counts == 0) | (counts >= minimum)).all())


def _nothing(part: PeriodData) -> Observations:
    seen = part.observations
    nothing = seen.options.mask(seen.options.notna())
    return replace(seen, values=seen.values * np.nan, options=nothing)
