"""A released figure of amounts is frozen: late or corrected records change it only if none or enough persons stand
behind the change, in its group and in everything that the changed figures together leave.

The change of a figure is itself a sum over those who changed, so which figures may change together is the same
question as which figures may be shown together, asked of the changed persons alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.memory import DEFINITION
from skapital.disclosure.pattern import Bounds, pattern
from skapital.disclosure.sizes import LEAST, whole_sizes
from skapital.disclosure.system import Flags, System, atoms
from skapital.tables import Magnitudes, PeriodData

Floats = npt.NDArray[np.float64]
SAME = 1e-9
VALUE = "value:"


@dataclass(frozen=True)
class Standing:
    """A period of amounts with what was published of it.

    Attributes
    ----------
    now
        The period on the records of today; contributors that are gone stand in it with nothing.
    then
        The same on the records of the last time, if that is the only one.
    may_change
        By group: whether its figures may be those of today.
    changes
        By how much each contributor's amounts differ from those of each time they were published, without sign.
    published
        Its remembered cells.
    stood
        What the figures that were published last were counted by.
    known
        Whether the same records were published before.
    """

    now: PeriodData
    then: PeriodData | None
    may_change: Flags
    changes: tuple[pd.DataFrame, ...]
    published: pd.DataFrame
    stood: str
    known: bool

    @property
    def moved(self) -> Flags:
        """By group: whether anything has changed in it since it was published."""
        member = self.now.asked.member
        found = np.zeros(len(member), dtype=bool)
        for change in self.changes:
            found |= member[:, (change > SAME).any(axis=1).to_numpy()].any(axis=1)
        return found

    @property
    def definition(self) -> str:
        """What figures that stand were counted by."""
        return _magnitudes(self.now).definition if self.may_change.all() else self.stood

    @property
    def kept(self) -> tuple[str, ...]:
        """Sentences for the manifest."""
        return () if self.may_change.all() else _said(self.now)

    def held_to(self, may_change: Flags) -> Standing:
        """Return the same with fewer groups that may change.

        Where a change of definition may not be shown everywhere, it is shown nowhere.
        """
        if self.stood != _magnitudes(self.now).definition and not may_change.all():
            may_change = np.zeros_like(may_change)
        return replace(self, may_change=may_change)


def standing(part: PeriodData, versions: Sequence[pd.DataFrame], cells: pd.DataFrame, policy: Policy) -> Standing:
    """Return what may change of a period of amounts, given what was released of it before.

    Every earlier version counts, for all of them have been seen.

    Parameters
    ----------
    versions
        Who stood behind it each time it was published.
    cells
        What was published of it.
    """
    magnitudes = _magnitudes(part)
    published = _of_this_topic(cells, part, magnitudes)
    every = np.ones(len(part.asked.keys), dtype=bool)
    if not versions or published.empty:
        return Standing(part, None, every, (), published, magnitudes.definition, known=False)
    stood = str(versions[-1][DEFINITION].iloc[0])
    now = _with_gone(part, versions)
    if now is None:
        return Standing(part, None, ~every, (), published, stood, known=True)
    earlier = [_amounts_of(version, now) for version in versions]
    may = every
    for one in earlier:
        may = may & _may_change(now, one, policy)
    changes = tuple((now.observations.values - one).abs() for one in earlier)
    then = _on(now, earlier[0]) if len(versions) == 1 else None
    known = not _changed(now, earlier[-1]).any()
    return Standing(now, then, every, changes, published, stood, known).held_to(may)


def _on(now: PeriodData, amounts: pd.DataFrame) -> PeriodData:
    """The period on other amounts; ready cells were not made of them, and are not shown."""
    magnitudes = _magnitudes(now)
    given = None if magnitudes.given is None else magnitudes.given.assign(**{c.VALUE: np.nan})
    observations = replace(now.observations, values=amounts)
    return replace(now, observations=observations, magnitudes=replace(magnitudes, given=given))


def _of_this_topic(published: pd.DataFrame, part: PeriodData, magnitudes: Magnitudes) -> pd.DataFrame:
    """The rows of the topic's measures and kinds of groups: another topic may say the same measure of other groups."""
    kinds = {_kind_of_group(key.group) for key, own in zip(part.asked.keys, part.asked.own, strict=True) if own}
    if magnitudes.given is not None:
        kinds |= {_kind_of_group(group) for group in magnitudes.given[c.GROUP]}
    mine = published[c.MEASURE].isin(measures_of(magnitudes)) & published[c.GROUP].map(_kind_of_group).isin(kinds)
    return published[mine]


def _kind_of_group(group: object) -> str:
    return group.partition(":")[0] if isinstance(group, str) else ""


def measures_of(magnitudes: Magnitudes) -> set[str]:
    """Return the measures that are said of amounts."""
    given = set() if magnitudes.given is None else set(magnitudes.given[c.MEASURE])
    return {ratio.measure for tier in magnitudes.tiers for ratio in tier.ratios} | given


def _said(part: PeriodData) -> tuple[str, ...]:
    period = part.observations.period
    return (f"{period}: some figures stand as published; too few people are behind what has changed in them since",)


def _with_gone(part: PeriodData, versions: Sequence[pd.DataFrame]) -> PeriodData | None:
    """The period with contributors of earlier versions that are gone, with nothing; None if one cannot be placed."""
    people = part.observations.people
    alike = [name for name in people.columns if name != "who"]
    gone = pd.concat([version.loc[~version.index.isin(people.index)] for version in versions])
    gone = gone.loc[~gone.index.duplicated(), [name for name in people.columns if name in gone]]
    if gone.empty:
        return part
    if list(gone.columns) != list(people.columns):
        return None
    first = people.reset_index(drop=True).drop_duplicates(alike)
    known = pd.Series(first.index, pd.MultiIndex.from_frame(first[alike]))
    place = known.reindex(pd.MultiIndex.from_frame(gone[alike]))
    if place.isna().any() or not _tells_groups(part, people[alike], place):
        return None
    member = np.hstack([part.asked.member, part.asked.member[:, place.to_numpy(dtype=np.int64)]])
    values = part.observations.values
    nothing = pd.DataFrame(0.0, index=gone.index, columns=values.columns)
    observations = replace(
        part.observations,
        people=pd.concat([people, gone]),
        values=pd.concat([values, nothing]),
        options=pd.DataFrame(index=[*values.index, *gone.index]),
    )
    return replace(part, observations=observations, asked=replace(part.asked, member=member))


def _tells_groups(part: PeriodData, alike: pd.DataFrame, place: pd.Series) -> bool:
    """Whether contributors who are alike are in the same groups, as far as somebody gone is placed by it."""
    used = alike.reset_index(drop=True).iloc[place.astype(int).unique()]
    everyone = pd.MultiIndex.from_frame(alike)
    atom = atoms(part.asked).of_person
    return all(len(np.unique(atom[everyone == row])) == 1 for row in used.itertuples(index=False, name=None))


def _amounts_of(version: pd.DataFrame, now: PeriodData) -> pd.DataFrame:
    """The amounts of an earlier version, aligned; who was not there had nothing."""
    values = now.observations.values
    named = version.filter(like=VALUE).rename(columns=lambda name: str(name).removeprefix(VALUE))
    known = named.reindex(index=values.index, columns=values.columns)
    return known.astype(float).fillna(0.0)


def _changed(now: PeriodData, then: pd.DataFrame) -> Flags:
    ours, theirs = now.observations.values.to_numpy(dtype=np.float64), then.to_numpy(dtype=np.float64)
    found: Flags = (np.abs(ours - theirs) > SAME).any(axis=1)
    return found


def _may_change(now: PeriodData, then: pd.DataFrame, policy: Policy) -> Flags:
    """By group: whether its figures may change, with all others of which that is said."""
    changed = _changed(now, then)
    if not changed.any():
        return np.ones(len(now.asked.keys), dtype=bool)
    found = atoms(now.asked)
    amount = _persons_behind(now, then, changed) / policy.magnitude_persons
    of_atom, of_group = whole_sizes(found, amount, changed.astype(np.float64))
    of_units = np.array([key.population == c.EMPLOYEES for key in now.asked.keys])
    worth = np.where(of_units, of_group, 0)
    system = System(found.masks, worth[:, None], of_atom[:, None], now.asked.families, LEAST)
    nothing = np.zeros(len(now.asked.keys), dtype=bool)
    shown = pattern(system, Bounds((of_group == 0) | (of_group >= LEAST), nothing, nothing))
    may: Flags = np.asarray(shown | (of_group == 0), dtype=bool)
    return may


def _persons_behind(now: PeriodData, then: pd.DataFrame, changed: Flags) -> Floats:
    """How many persons each changed contributor stands for: a person once; a unit's total that came or went for its
    persons, one that changed for nobody in particular."""
    if not _magnitudes(now).by_person:
        ours, theirs = now.observations.values, then
        whole = ((ours == 0).all(axis=1) | (theirs == 0).all(axis=1)).to_numpy()
        names = [name for name in ("persons", "start") if name in ours]
        persons = np.maximum(ours[names].to_numpy().max(axis=1), theirs[names].to_numpy().max(axis=1))
        return np.where(changed & whole, persons, 0.0).astype(np.float64)
    who = pd.Series(now.observations.people["who"].to_numpy())
    counted = pd.Series(changed) & ~who.where(changed).duplicated()
    found: Floats = counted.to_numpy().astype(np.float64)
    return found


def _magnitudes(part: PeriodData) -> Magnitudes:
    if part.magnitudes is None:
        raise ValueError("a period of answers has no amounts")
    return part.magnitudes
