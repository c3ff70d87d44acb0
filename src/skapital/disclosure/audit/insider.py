"""One who knows his own answer, and who is the only one of a part where trees cross: what that tells him of others.

In nested groups it tells him nothing new: a total less his answer is about one fewer, and totals about fewer than the
minimum are leaks already. Where groups cross, a part that is he alone can be taken out of every figure, and
combinations that were none become totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from skapital.disclosure.audit.crossing import Derived, derivable
from skapital.disclosure.audit.people import Family, Part
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder


def alone(trees: Sequence[Family], invited: Mapping[GroupName, Figure]) -> frozenset[Part]:
    """Return the parts in which one single person was invited, as the published numbers of invited say."""
    return frozenset(
        next(iter(parts))
        for tree in trees
        for group, parts in tree.parts.items()
        if len(parts) == 1 and group in invited and invited[group].value == 1
    )


def of_others(component: Sequence[Remainder], own: frozenset[Part]) -> Iterator[Derived]:
    """Yield totals about others that follow for the one person of a part, from the rows of a crossing component."""
    for part in sorted(own.intersection(*[frozenset().union(*(row.parts for row in component))])):
        without = [
            replace(row, parts=row.parts - {part}, n=row.n - 1) if part in row.parts else row for row in component
        ]
        distinct = list({row.parts: row for row in without if row.parts}.values())
        yield from derivable(distinct)
