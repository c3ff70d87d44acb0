"""Whether a published period may be said anew: nobody or enough people stand behind each figure's change, everywhere.

The new figure less the old one is a total about those whose answers came, went or changed. So they are held to the
rules that any group is held to: number, in every group, remainder and combination of families, and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.bounds import enough, minimum, published_groups
from skapital.disclosure.linked import with_links
from skapital.disclosure.memory import Compared, Flags, Floats, compared
from skapital.disclosure.pattern import too_small
from skapital.disclosure.period import main_tier
from skapital.disclosure.state import State
from skapital.disclosure.system import System, atoms, system
from skapital.disclosure.then import places_of
from skapital.disclosure.values import EXACT, TOP, Evidence, Rule, broken
from skapital.tables import Asked, PeriodData, Tier


def standing(part: PeriodData, behind: pd.DataFrame, published: pd.DataFrame, policy: Policy) -> frozenset[str] | None:
    """Return the measures of a published period that may not be said anew; ``None`` if that is the whole period.

    Yes/no questions are in no equation with others, so that they may stand alone; whatever else stands takes all along.

    Parameters
    ----------
    part
        The period as it is now.
    behind
        Its contributors as they were published.
    published
        Its remembered cells.

    Notes
    -----
    Those who are gone or have moved are put where they were, beside somebody of the same unit and population; where
    nobody is left there, what they would tell is not known, and the period stands. So it does where rounds are linked,
    since nobody says which of the linked groups a person who is gone would be in.
    """
    part = replace(part, asked=with_links(part.asked, part.links)[0])
    both = compared(part, behind)
    elsewhere = both.elsewhere()
    differs = both.differs() | elsewhere[:, None]
    of_links = {main_tier(part): both.linked_otherwise()[:, None]}  # means alone are said of linked groups
    if not differs.any() and not any(changed.any() for changed in of_links.values()):
        return frozenset()
    placed = _placed(part, both, elsewhere)
    if placed is None or (part.links and (elsewhere & both.was_there()).any()):
        return None
    stand = [
        one
        for one in part.tiers
        if not _may_change(part, one, published, placed, both, differs | of_links.get(one, False), policy)
    ]
    alone = all(tier.statistics == "problem" for tier in stand)
    moved = bool(stand) and bool((elsewhere & both.in_both()).any())
    return frozenset(name for tier in stand for name in tier.measures) if alone and not moved else None


@dataclass(frozen=True)
class _Placed:
    """Everybody of now, then those of then who are gone or stood elsewhere, each in the groups they are or were in.

    ``person`` gives their rows among all persons, ``now`` and ``then`` whether they count now and did then.
    """

    asked: Asked
    person: np.ndarray
    now: Flags
    then: Flags


def _placed(part: PeriodData, both: Compared, elsewhere: Flags) -> _Placed | None:
    """Put everybody into the groups; None if somebody of then has no companion of now whose groups are known."""
    people = part.observations.people
    rows = both.now.index.get_indexer(people.index)
    was_there = both.was_there()
    leaving = np.flatnonzero(elsewhere & was_there)
    place = {key: number for number, key in enumerate(places_of(people))}
    at = [place.get(key, -1) for key in places_of(both.then.iloc[leaving])]
    if -1 in at:
        return None
    member = np.concatenate([part.asked.member, part.asked.member[:, at]], axis=1)
    person = np.concatenate([rows, leaving])
    now = np.arange(len(person)) < len(rows)
    then = np.where(now, (was_there & ~elsewhere)[person], True)
    return _Placed(replace(part.asked, member=member), person, now, then)


def _may_change(
    part: PeriodData,
    tier: Tier,
    published: pd.DataFrame,
    placed: _Placed,
    both: Compared,
    differs: Flags,
    policy: Policy,
) -> bool:
    columns = [both.measures.index(name) for name in tier.measures if name in both.measures]
    there = part.observations.values[list(tier.measures)].notna().to_numpy()
    as_now = system(part.asked, atoms(part.asked), there, minimum(policy, tier))
    shown = enough(as_now.counts, minimum(policy, tier)) | published_groups(part.asked, tier, as_now, published)
    new, old = (values[:, columns][placed.person] for values in (both.values(both.now), both.values(both.then)))
    new, old = np.where(placed.now[:, None], new, np.nan), np.where(placed.then[:, None], old, np.nan)
    said = ~np.isnan(new) | ~np.isnan(old)
    changed = differs[:, columns][placed.person] & said
    built = system(placed.asked, atoms(placed.asked), changed, minimum(policy, tier))
    if _tells(built, shown):
        return False
    rules = _rules(tier, placed.asked, changed, new, old, policy)
    return not any(broken(built, shown, [rule]) for rule in rules)


def _tells(changed: System, shown: Flags) -> bool:
    """Whether a group, remainder or combination of families holds some of the changed, but too few."""
    return next(too_small(State(changed, shown)), None) is not None


def _rules(tier: Tier, asked: Asked, changed: Flags, new: Floats, old: Floats, policy: Policy) -> Iterator[Rule]:
    """By measure: the change of the total may not be as large as those who changed can make it, nor nearly."""
    if tier.statistics == "spread":
        return
    problem = tier.statistics == "problem"
    if problem and not policy.unanimity:
        return
    weights = asked.member.astype(np.float64)
    for column, measure in enumerate(tier.measures):
        if measure == c.RESPONSE:
            continue  # that somebody answered has one value: its number is judged, there is nothing to pin
        some = changed[:, column]
        after, before = (_counted(values[:, column], problem) for values in (new, old))
        can_rise, can_fall = some & ~np.isnan(new[:, column]), some & ~np.isnan(old[:, column])
        change = np.where(some, np.nan_to_num(after) - np.nan_to_num(before), 0.0)
        sums = tuple(weights @ one.astype(np.float64) for one in (change, can_rise, can_fall))
        yield Rule(Evidence(weights @ some, sums), _all_yes if problem else _pins_change, policy.value_width)


def _counted(values: Floats, problem: bool) -> Floats:
    """What is added up: values, or for a yes/no question 1 for each who states a problem."""
    return np.where(np.isnan(values), np.nan, values < TOP) if problem else values


def _pins_change(_n: Floats, sums: Sequence[Floats], width: float) -> Flags:
    change, rise, fall = sums
    found: Flags = (TOP * rise - change < width - EXACT) | (TOP * fall + change < width - EXACT)
    return found


def _all_yes(_n: Floats, sums: Sequence[Floats], _width: float) -> Flags:
    """All who came said yes, or all who went had said it, and who changed did so the same way."""
    change, rise, fall = (np.rint(one) for one in sums)
    found: Flags = ((rise > 0) & (change == rise)) | ((fall > 0) & (-change == fall))
    return found
