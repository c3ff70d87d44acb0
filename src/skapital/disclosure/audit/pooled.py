"""Results about one person: above a workplace they are about several leaders at once, or they are that person's.

How many workplaces with answers enough are below a unit is not published where they are withheld; those with as many
invited are counted, which are at least as many. So what is called a leak here is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from skapital.config.policy import Policy
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.limits import NO_PERSONS_TOTAL
from skapital.disclosure.audit.published import Figure, GroupName, UnitRow
from skapital.disclosure.audit.remainders import Remainder
from skapital.disclosure.audit.workplaces import workplaces_below

ABOUT_ONE = "about_one_person"
_WHOLE = ("employees", "leaders", "all")


def about_few_leaders(
    figures: Mapping[Key, Mapping[GroupName, Figure]],
    units: Sequence[UnitRow],
    policy: Policy,
    classes: Mapping[str, str],
    level: str,
) -> Iterator[Leak]:
    """Yield figures about the nearest leader of a unit above the workplaces with few of them, and of a leader level.

    Parameters
    ----------
    level
        The level whose units have one nearest leader each; empty where the manifest does not name it.
    """
    below = workplaces_below(units, level)
    for key, groups in sorted(figures.items()):
        if classes.get(key[2]) == ABOUT_ONE and key[3] not in NO_PERSONS_TOTAL:
            invited = figures.get((key[0], key[1], "response", "n_invited"), {})
            for group, figure in sorted(groups.items()):
                how = _too_few(group, below, invited, policy)
                if how:
                    yield leak_of(key, Remainder(frozenset(), figure.n, 0.0, 0.0, group, ()), group, how)


def _too_few(
    group: GroupName,
    below: Mapping[tuple[str, str], frozenset[str]],
    invited: Mapping[GroupName, Figure],
    policy: Policy,
) -> str:
    structure, population, unit, _ = group
    if population not in _WHOLE:
        return "about the nearest leaders of one level of leaders"
    inside = below.get((structure, unit), frozenset())
    if population == "leaders" or inside == {unit}:
        return ""
    large = [code for code in inside if _may_answer(invited.get((structure, "employees", code, "")), policy)]
    return f"about fewer than {policy.pooled_leaders} nearest leaders" if len(large) < policy.pooled_leaders else ""


def _may_answer(invited: Figure | None, policy: Policy) -> bool:
    return invited is None or invited.value >= policy.minimum[ABOUT_ONE]
