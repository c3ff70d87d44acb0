"""Days of one or two people: who had none is published, so where all others had none the days are theirs.

The gate judges dominance with everybody's days at hand. From outside it shows where only one or two had any: one
person's days are then the total, and either of two knows the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import Leak, named
from skapital.disclosure.audit.people import Family
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

NONE = ("absence_none", "share:none")
DAYS = ("absence_days", "absence_short", "absence_long")
TOLD_BY_TOTAL = 2


def days_of_few(figures: Mapping[Key, Mapping[GroupName, Figure]], trees: Sequence[Family]) -> Iterator[Leak]:
    """Yield days of a group or a remainder in which one or two people were absent at all.

    Parameters
    ----------
    figures
        Amounts, with those that follow from others group by group.
    """
    for key, days in sorted(figures.items()):
        without = figures.get((*key[:2], *NONE), {})
        if key[2] not in DAYS or key[3] != "rate" or not without:
            continue
        both = {group: figure for group, figure in days.items() if group in without}
        for row in dict.fromkeys(row for tree in trees for row in remainders(tree, both)):
            absent = _absent(row, without)
            if absent is not None and 0 < absent <= TOLD_BY_TOTAL and _amount(row, days) > 0:
                who = "one person" if absent == 1 else "two people"
                yield leak_of(key, row, row.plus, f"the days of {who}: {named(row.plus, row.minus)}")


def _absent(row: Remainder, without: Mapping[GroupName, Figure]) -> int | None:
    """How many had any absence; not known where the share is rounded too coarsely to count people."""
    groups = [without[group] for group in (row.plus, *row.minus)]
    if any(figure.n * figure.half >= 0.5 for figure in groups):
        return None
    counts = [figure.n - round(figure.n * figure.value) for figure in groups]
    return counts[0] - sum(counts[1:])


def _amount(row: Remainder, days: Mapping[GroupName, Figure]) -> float:
    """The least that the days can be."""
    whole, taken = days[row.plus], [days[group] for group in row.minus]
    most = sum(figure.base * (figure.value + figure.half) for figure in taken)
    return whole.base * (whole.value - whole.half) - most
