"""Reasons for leaving: enough talks behind each, and none that only a few gave, or all but a few.

Several reasons may be given, so they share no total; each is judged by itself, in groups and in what is left of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from skapital.config.policy import Policy
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import Leak, named, too_few
from skapital.disclosure.audit.people import Family
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

EXITS, _SHARE = "exits", "share:"


def reasons_of_few(
    figures: Mapping[Key, Mapping[GroupName, Figure]], trees: Sequence[Family], policy: Policy
) -> Iterator[Leak]:
    """Yield reasons of fewer talks than the policy asks for, or that few gave, or all but few.

    Parameters
    ----------
    figures
        Amounts, each with the rounding of its statistic.
    """
    for key, groups in sorted(figures.items()):
        if key[2] == EXITS:
            for row in dict.fromkeys(row for tree in trees for row in remainders(tree, groups)):
                how = _too_few_talks(row, policy) or (_told(row, groups, policy) if key[3].startswith(_SHARE) else "")
                if how:
                    yield leak_of(key, row, row.plus, f"{how}: {named(row.plus, row.minus)}")


def _too_few_talks(row: Remainder, policy: Policy) -> str:
    least = policy.leaving["talks"]
    return f"fewer than {least} talks" if too_few(row.n, least) else ""


def _told(row: Remainder, groups: Mapping[GroupName, Figure], policy: Policy) -> str:
    """What the number of those who gave a reason tells, where rounding leaves one number."""
    named_groups = [groups[group] for group in (row.plus, *row.minus)]
    if row.n <= 0 or any(figure.n * figure.half >= 0.5 for figure in named_groups):
        return ""
    counts = [round(figure.n * figure.value) for figure in named_groups]
    gave, least = counts[0] - sum(counts[1:]), policy.leaving["chosen"]
    if too_few(gave, least):
        return f"a reason of fewer than {least} people"
    return f"a reason that all but fewer than {least} gave" if row.n - gave < least else ""
