"""Everybody of two versions of a period in the groups they are or were in: a change is a total like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.disclosure.linked import with_links
from skapital.disclosure.memory import LINK, Compared, Flags
from skapital.disclosure.then import places_of
from skapital.tables import Asked, Link, PeriodData

Places = npt.NDArray[np.int64]
_ALL = -1


@dataclass(frozen=True)
class Placed:
    """Rows of persons in groups, those of linked rounds among them.

    Everybody of now stands once, where he is, and who is gone where he was. Who went from those who stayed in linked
    rounds to the others, or back, stands once more in each of the two, and in none of them with his first row: the
    unit's own total has not changed by it.

    Attributes
    ----------
    asked
        The groups, one column a row.
    person
        By row, the place among all persons of both versions.
    now, then
        Whether the row counts now and did then.
    turned
        Whether it stands for going from one group of a pair of linked rounds to the other.
    """

    asked: Asked
    person: Places
    now: Flags
    then: Flags
    turned: Flags


@dataclass(frozen=True)
class _Rows:
    """Rows that are alike: ``beside`` are the people of now in whose groups they stand, ``state`` says who stayed."""

    person: Places
    beside: Places
    now: Flags
    then: Flags
    state: pd.DataFrame
    link: int = _ALL


def turned(part: PeriodData, both: Compared) -> list[Flags]:
    """Return by link who stands in the same place, but in the other of its two groups."""
    same_place = ~both.elsewhere()
    return [both.linked_otherwise(link.stayers) & same_place for link in part.links]


def placed(part: PeriodData, both: Compared) -> Placed | None:
    """Return everybody in the groups; None where it is not known in which.

    Somebody of then has no companion of now, of the same unit and population, who tells his groups; or he is gone, and
    the pair of linked rounds is new.
    """
    people = part.observations.people
    was_there = both.was_there()
    leaving = np.flatnonzero(was_there & ~both.in_both())
    place = {key: number for number, key in enumerate(places_of(people))}
    beside = np.array([place.get(key, -1) for key in places_of(both.then.iloc[leaving])], dtype=np.int64)
    unknown = [link for link in part.links if not both.knows(link.stayers)]
    if (beside < 0).any() or (len(leaving) and unknown):
        return None
    here = both.now.index.get_indexer(people.index)
    blocks = [
        _Rows(here, np.arange(len(here)), np.ones(len(here), dtype=bool), was_there[here], both.now),
        _Rows(leaving, beside, np.zeros(len(leaving), dtype=bool), was_there[leaving], both.then),
        *_turned_rows(part, both, here),
    ]
    return Placed(
        asked=_asked(part, blocks),
        person=np.concatenate([block.person for block in blocks]),
        now=np.concatenate([block.now for block in blocks]),
        then=np.concatenate([block.then for block in blocks]),
        turned=np.concatenate([np.full(len(block.person), block.link != _ALL) for block in blocks]),
    )


def _turned_rows(part: PeriodData, both: Compared, here: Places) -> Iterator[_Rows]:
    position = pd.Series(np.arange(len(here)), index=here)
    for number, flags in enumerate(turned(part, both)):
        persons = np.flatnonzero(flags)
        beside = position.reindex(persons).to_numpy(dtype=np.int64)
        yes, no = np.ones(len(persons), dtype=bool), np.zeros(len(persons), dtype=bool)
        yield _Rows(persons, beside, yes, no, both.now, number)
        yield _Rows(persons, beside, no, yes, both.then, number)


def _asked(part: PeriodData, blocks: Sequence[_Rows]) -> Asked:
    """The groups over all rows; a row of one pair of linked rounds is in no other groups."""
    base = replace(part.asked, member=part.asked.member[:, np.concatenate([block.beside for block in blocks])])
    links = [replace(link, stays=np.concatenate([_stays(link, block) for block in blocks])) for link in part.links]
    asked, _ = with_links(base, links)
    of_link = np.concatenate([np.full(len(block.person), block.link) for block in blocks])
    person = np.concatenate([block.person for block in blocks])
    member = asked.member.copy()
    for number, link in enumerate(part.links):
        groups = np.array([key.group in (link.stayers, link.others) for key in asked.keys])
        mine = of_link == number
        first = (of_link == _ALL) & np.isin(person, person[mine])
        member[np.ix_(groups, first)] = False
        member[np.ix_(~groups, mine)] = False
    return replace(asked, member=member)


def _stays(link: Link, block: _Rows) -> Flags:
    name = LINK + link.stayers
    if name not in block.state:  # nobody is gone then: the rows are those of now
        return link.stays[block.beside]
    found: Flags = (block.state[name].iloc[block.person] == True).to_numpy(dtype=bool)  # noqa: E712
    return found
