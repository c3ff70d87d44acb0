"""Whether a published period may be said anew: nobody or enough people stand behind each figure's change, everywhere.

The new figure less the old one is a total about those whose answers came, went or changed. So they are held to the
rules that any group is held to: number, in every group, remainder and combination of families, and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.bounds import enough, minimum, published_groups
from skapital.disclosure.linked import with_links
from skapital.disclosure.memory import Compared, Flags, Floats, compared
from skapital.disclosure.pattern import too_small
from skapital.disclosure.placed import Placed, placed, turned
from skapital.disclosure.state import State
from skapital.disclosure.system import System, atoms, system
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
    Those who are gone are put where they were, beside somebody of the same unit and population; where nobody is left
    there, what they would tell is not known, and the period stands. In linked rounds they were among those who stayed
    or among the others, as it was published; of a pair of rounds that is new nobody knows which. Where somebody has
    moved the period stands: he changes the units he left and came to, but not the one above both, and hides nobody
    there.
    """
    both = compared(part, behind)
    elsewhere = both.elsewhere()
    if not (both.differs().any() or elsewhere.any() or any(flags.any() for flags in turned(part, both))):
        return frozenset()
    rows = None if (elsewhere & both.in_both()).any() else placed(part, both)
    if rows is None:
        return None
    whole = replace(part, asked=with_links(part.asked, part.links)[0])
    differs = both.differs() | elsewhere[:, None]
    stand = [one for one in part.tiers if not _may_change(whole, one, published, rows, both, differs, policy)]
    alone = all(tier.statistics == "problem" for tier in stand)
    return frozenset(name for tier in stand for name in tier.measures) if alone else None


def _may_change(
    part: PeriodData,
    tier: Tier,
    published: pd.DataFrame,
    rows: Placed,
    both: Compared,
    differs: Flags,
    policy: Policy,
) -> bool:
    columns = [both.measures.index(name) for name in tier.measures if name in both.measures]
    there = part.observations.values[list(tier.measures)].notna().to_numpy()
    as_now = system(part.asked, atoms(part.asked), there, minimum(policy, tier))
    shown = enough(as_now.counts, minimum(policy, tier)) | published_groups(part.asked, tier, as_now, published)
    new, old = (values[:, columns][rows.person] for values in (both.values(both.now), both.values(both.then)))
    new, old = np.where(rows.now[:, None], new, np.nan), np.where(rows.then[:, None], old, np.nan)
    said = ~np.isnan(new) | ~np.isnan(old)
    # figures of linked groups are means of scales: going from one to the other changes nothing else
    differs = np.where(rows.turned[:, None], tier.statistics == "mean", differs[:, columns][rows.person])
    changed = differs & said
    found, least = atoms(rows.asked), minimum(policy, tier)
    if any(_tells(system(rows.asked, found, some, least), shown) for some in _persons(rows, changed)):
        return False
    built = system(rows.asked, found, changed, least)
    rules = _rules(tier, rows.asked, changed, new, old, policy)
    return not any(broken(built, shown, [rule]) for rule in rules)


def _persons(rows: Placed, changed: Flags) -> Iterator[Flags]:
    """Rows that surely are different people, of those who changed.

    Where some are gone and others came, both may be the same people: a file without respondents gives everybody another
    pseudonym each time, and who went from one group of linked rounds to the other stands in both.
    """
    gone, came = ~rows.now & changed.any(axis=1), ~rows.then & changed.any(axis=1)
    if not (gone.any() and came.any()):
        yield changed
        return
    yield changed & ~gone[:, None]
    yield changed & ~came[:, None]


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
