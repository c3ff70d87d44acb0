"""A period as it was published: the people of then with what they answered, in the groups they stood in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.disclosure.memory import LINK, OPTION, VALUE
from skapital.tables import Link, Observations, PeriodData


def places_of(people: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield unit and population of each person; who stands in the same place is in the same groups."""
    known = people[["unit", "population"]].astype(object).where(people[["unit", "population"]].notna(), "")
    return zip(known["unit"], known["population"], strict=True)


def as_then(part: PeriodData, behind: pd.DataFrame, published: pd.DataFrame) -> PeriodData:
    """Return a period on the people and answers that were published, so that new groups are made of them too.

    Where somebody of then stood in a place where nobody stands now, that person's groups are not known, and the period
    has nobody.

    Parameters
    ----------
    part
        The period as it is now.
    behind
        Who stood behind it when it was published.
    published
        Its remembered cells.
    """
    constants = _constants(part.constants, published)
    place = {key: number for number, key in enumerate(places_of(part.observations.people))}
    at = [place.get(key, -1) for key in places_of(behind)]
    if -1 in at:
        return replace(nobody(part), constants=constants)
    return replace(
        part,
        observations=_observations(part.observations, behind),
        asked=replace(part.asked, member=part.asked.member[:, at]),
        links=tuple(_links(part, behind)),
        constants=constants,
    )


def nobody(part: PeriodData) -> PeriodData:
    """Return a period of which nothing is known but the groups that are asked for."""
    seen = part.observations
    observations = replace(seen, people=seen.people[:0], values=seen.values[:0], options=seen.options[:0])
    return replace(
        part, observations=observations, asked=replace(part.asked, member=part.asked.member[:, :0]), links=()
    )


def _observations(now: Observations, behind: pd.DataFrame) -> Observations:
    values = behind.filter(like=VALUE).rename(columns=lambda name: name.removeprefix(VALUE))
    options = behind.filter(like=OPTION).rename(columns=lambda name: name.removeprefix(OPTION))
    return replace(
        now,
        people=behind.reindex(columns=now.people.columns),
        values=values.reindex(columns=now.values.columns).astype(float),
        options=options.reindex(columns=now.options.columns),
    )


def _links(part: PeriodData, behind: pd.DataFrame) -> Iterator[Link]:
    """The links as they were published. One that is new is not made of people who are gone or have moved since."""
    people = part.observations.people
    same = behind.index.isin(people.index).all() and list(places_of(behind)) == list(
        places_of(people.reindex(behind.index))
    )
    for link in part.links:
        name = LINK + link.stayers
        if name in behind:
            yield replace(link, stays=(behind[name] == True).to_numpy(dtype=bool))  # noqa: E712
        elif same:
            stays = pd.Series(link.stays, index=people.index).reindex(behind.index)
            yield replace(link, stays=stays.to_numpy(dtype=bool))


def _constants(constants: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Figures of the whole municipality as they were published, on whatever organisation; nothing where none was."""
    names = [c.POPULATION, c.MEASURE, c.STATISTIC]
    said = published[published[c.WITHHELD].isna() & published[c.GROUP].isna()].drop_duplicates(names)
    then = said.set_index(names)[[c.VALUE, c.N]].reindex(pd.MultiIndex.from_frame(constants[names]))
    return constants.assign(**{name: np.asarray(then[name], dtype=np.float64) for name in (c.VALUE, c.N)})
