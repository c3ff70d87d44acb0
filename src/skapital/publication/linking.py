"""Rounds whose persons may be followed: who answered two of them at the same unit. Only where both were locked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.lineage_trees import places
from skapital.disclosure.period import main_tier
from skapital.publication.inputs import Inputs, RoundInputs
from skapital.scoring.change_scores import Answered, Stayers, stayers
from skapital.tables import Link, PeriodData


def with_links(parts: Sequence[PeriodData], inputs: Inputs, published: pd.DataFrame) -> list[PeriodData]:
    """Return the periods with who stayed, came and went between each pair of rounds that is linked.

    Parameters
    ----------
    parts
        Aligned with ``inputs.rounds``, the publication's own round first.
    published
        Remembered cells: pairs that were published cross with what is published now.
    """
    found = list(parts)
    for later, earlier in _pairs(inputs.rounds, published):
        measures = _alike(parts[later], parts[earlier], inputs.rounds[earlier])
        if not measures:
            continue
        stayed = _stayers(parts[later], parts[earlier], inputs, (later, earlier), measures)
        now, then = inputs.rounds[later].round.id, inputs.rounds[earlier].round.id
        for place, other, others in ((later, then, c.JOINERS), (earlier, now, c.LEAVERS)):
            part = found[place]
            stays = part.observations.people.index.isin(stayed.people)
            constants = _constants(part, stayed, inputs, c.STAYERS + other) if place == later else _nothing()
            link = Link(c.STAYERS + other, others + other, stays, constants)
            found[place] = replace(part, links=(*part.links, link))
    return found


def _pairs(rounds: Sequence[RoundInputs], published: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Positions of later and earlier: the publication's round with the one before, and what was published so."""
    groups = published[[c.PERIOD, c.GROUP]].dropna()
    known = set(zip(groups[c.PERIOD].astype(str), groups[c.GROUP].astype(str), strict=True))
    for later, one in enumerate(rounds):
        for earlier, other in enumerate(rounds[later + 1 :], later + 1):
            newest = (later, earlier) == (0, 1)
            if one.linked and other.linked and (newest or (one.round.id, c.STAYERS + other.round.id) in known):
                yield later, earlier


def _alike(now: PeriodData, then: PeriodData, first: RoundInputs) -> list[str]:
    """The scales that both rounds asked the same way."""
    there = then.observations.values.columns
    return [name for name in main_tier(now).measures if name in there and name not in (c.RESPONSE, *first.unlike)]


def _stayers(now: PeriodData, then: PeriodData, inputs: Inputs, pair: tuple[int, int], measures: list[str]) -> Stayers:
    second, first = (inputs.rounds[place] for place in pair)
    placed = {} if first.structure == second.structure else places(first.trees, second.trees, inputs.lineage)
    line = Structure(second.structure, second.trees, _units(then), first.frame, placed)
    return stayers(
        Answered(then.observations.values[measures], line.units_in(second.trees[0], _units(then))),
        Answered(now.observations.values[measures], _units(now)),
        measures,
    )


def _units(part: PeriodData) -> pd.Series:
    people = part.observations.people
    return people["unit"].where(people["population"] == c.EMPLOYEES)


def _constants(part: PeriodData, stayed: Stayers, inputs: Inputs, group: str) -> pd.DataFrame:
    structure, root = inputs.structure, inputs.now[0].root.code
    period = part.observations.period
    rows = [
        ("round", period, structure, c.EMPLOYEES, root, group, measure, c.CORRELATION, value, stayed.n, None)
        for measure, value in stayed.correlation.items()
        if value is not None
    ]
    return pd.DataFrame(rows, columns=list(c.CELL_COLUMNS))


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=list(c.CELL_COLUMNS))
