"""A released cell is frozen: it changes only if none or enough people stand behind the change, everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.changes import standing
from skapital.disclosure.memory import Memory, behind_both, contributions, named_as_now, remembered
from skapital.disclosure.rounding import rounded
from skapital.disclosure.then import as_then
from skapital.tables import Observations, PeriodData

_WHY = "too few people are behind what has changed since"


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
    people
        Who stands behind it, to be remembered with the publication: those of then where it stands.
    """

    part: PeriodData
    published: pd.DataFrame
    verbatim: pd.DataFrame
    kept: tuple[str, ...]
    people: pd.DataFrame

    def merged(self, rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
        """Return the new rows, with those that stand as they were in their place.

        Where the answers of then give the figure that was published, the row keeps it unrounded: what is compared to
        it then comes out as it did before.
        """
        if self.verbatim.empty:
            return rows
        old, here = _by_key(self.verbatim), _by_key(rows)
        again = _by_key(rounded(rows, policy)).reindex(old.index)
        same = (again[c.VALUE] == old[c.VALUE]) & (again[c.N] == old[c.N]) & again[c.WITHHELD].isna()
        stand = old.loc[~same.to_numpy(dtype=bool), list(c.RELEASED_COLUMNS)]
        place = {key: number for number, key in enumerate(here.index)}
        found = pd.concat([here[~here.index.isin(stand.index)], stand])
        order = [place.get(key, len(place)) for key in found.index]
        return found.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def _by_key(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index(pd.MultiIndex.from_frame(rows[list(c.CELL_KEY)].astype(object)))


def through_memory(part: PeriodData, memory: Memory, policy: Policy) -> Gated:
    """Return the period as it may be released, given what was released of it before.

    Where answers of fewer than the minimum have come, gone or changed (:mod:`.changes`), the period stands: its figures
    are repeated, and groups that are new are made from the people and answers it was published on. Every earlier
    version counts, for all of them have been seen.
    """
    seen = part.observations
    versions = [named_as_now(one, part) for one in memory.behind(part)]
    cells = memory.cells
    published = cells[(cells[c.PERIOD_KIND] == seen.period_kind) & (cells[c.PERIOD] == seen.period)]
    if not versions or published.empty:
        return Gated(part, published, published.iloc[:0], (), contributions(part))
    stands = [standing(part, one, published, policy) for one in versions]
    known = [one for one in stands if one is not None]
    if len(known) < len(stands):
        return _as_published(part, versions[-1], published)
    stand = frozenset[str]().union(*known)
    if not stand:
        return Gated(part, published, published.iloc[:0], (), contributions(part))
    return _partly_as_published(part, versions[-1], published, stand)


def _as_published(part: PeriodData, behind: pd.DataFrame, published: pd.DataFrame) -> Gated:
    """The whole period stands, and the people behind it stay those who were."""
    sentence = f"{part.observations.period}: the figures stand as published; {_WHY}"
    then = as_then(part, behind, published)
    return Gated(then, published, _verbatim(part, published), (sentence,), behind.reset_index())


def _partly_as_published(
    part: PeriodData, behind: pd.DataFrame, published: pd.DataFrame, stand: frozenset[str]
) -> Gated:
    """Some yes/no questions stand with the answers they were published on, the rest is said anew."""
    seen, then = part.observations, remembered(part, behind)
    if not _all_there(part, behind):
        then = _nothing(replace(part, observations=then))
    names = [name for name in seen.values.columns if name in stand]
    options = [name for name in seen.options.columns if name in stand]
    mixed = replace(
        seen,
        values=seen.values.assign(**{name: then.values[name] for name in names}),
        options=seen.options.assign(**{name: then.options[name] for name in options}),
    )
    sentence = f"{seen.period}: {', '.join(names)} stand as published; {_WHY}"
    kept = remembered(part, behind)
    lasting = replace(
        mixed,
        values=mixed.values.assign(**{name: kept.values[name] for name in names}),
        options=mixed.options.assign(**{name: kept.options[name] for name in options}),
    )
    people = behind_both(replace(part, observations=lasting), behind, stand)
    verbatim = _verbatim(part, published[published[c.MEASURE].isin(stand)])
    return Gated(replace(part, observations=mixed), published, verbatim, (sentence,), people)


def _all_there(part: PeriodData, behind: pd.DataFrame) -> bool:
    return bool(behind.index.isin(part.observations.people.index).all())


def _verbatim(part: PeriodData, published: pd.DataFrame) -> pd.DataFrame:
    """The published rows of the publication's own structure."""
    same = published[published[c.STRUCTURE].isin({key.structure for key in part.asked.keys})]
    own = {key.structure for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own}
    return same[same[c.STRUCTURE].isin(own)]


def _nothing(part: PeriodData) -> Observations:
    seen = part.observations
    nothing = seen.options.mask(seen.options.notna())
    return replace(seen, values=seen.values * np.nan, options=nothing)
