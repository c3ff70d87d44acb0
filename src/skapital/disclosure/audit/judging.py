"""What is made of the published figures of one question: every remainder and combination, held to its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from skapital.disclosure.audit.amounts import BASE_HALF
from skapital.disclosure.audit.bounded import pinned_parts
from skapital.disclosure.audit.crossing import Derived, components, derivable
from skapital.disclosure.audit.insider import of_others
from skapital.disclosure.audit.leaks import Leak, named, pinned, too_few, too_little, unanimous
from skapital.disclosure.audit.limits import Limits
from skapital.disclosure.audit.people import Family, Part
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Question:
    """One statistic of one measure in one period, with the limits it must keep."""

    key: Key
    limits: Limits


def nested_and_crossing(
    question: Question,
    figures: Mapping[GroupName, Figure],
    trees: Sequence[Family],
    own: frozenset[Part] = frozenset(),
) -> Iterable[Leak]:
    """Yield what groups of one question give away, and what is left of them, tree by tree and where trees cross.

    ``own`` are the parts in which one person alone was invited.
    """
    rows = [row for tree in trees for row in remainders(tree, figures)]
    for row in rows:
        yield from judged(question, row, row.plus, row.minus)
    for component in components(rows):
        for derived in derivable(component):
            plus, minus = _way(derived)
            yield from judged(question, derived, plus, minus)
        yield from _crossing(question, component, own)


def _crossing(question: Question, component: Sequence[Remainder], own: frozenset[Part]) -> Iterable[Leak]:
    """What the ends of the scale tell where groups cross, and what one who knows his own answer finds there."""
    hold = question.limits
    if hold.width is not None:
        for part in pinned_parts(component, hold.width):
            row = next(row for row in component if part in row.parts)
            how = f"an answer within {hold.width:g} points, by the ends of the scale and all that crosses there"
            yield leak_of(question.key, replace(row, parts=frozenset({part})), row.plus, how)
    for derived in of_others(component, own):
        if too_few(derived.n, min(hold.difference, hold.minimum) - 1):
            plus, minus = _way(derived)
            yield leak_of(question.key, derived, plus, f"for one who knows his own answer: {named(plus, minus)}")


def _way(derived: Derived) -> tuple[GroupName, tuple[GroupName, ...]]:
    """The published groups used, as one group less others (those added beyond the first are named with it)."""
    first = derived.added[0]
    others = [row.plus for row in (*derived.added[1:], *derived.taken)]
    return first.plus, (*first.minus, *others)


def judged(
    question: Question, row: Remainder | Derived, plus: GroupName, minus: tuple[GroupName, ...]
) -> Iterable[Leak]:
    """Yield a leak if a total about these people breaks one of the question's limits."""
    hold = question.limits
    least = min(hold.difference, hold.minimum) if minus else hold.minimum
    slack = BASE_HALF * (1 + len(minus))
    if hold.base and too_little(row.base, slack, hold.base):
        how = f"fewer than {hold.base:g} full-time equivalents: {named(plus, minus)}"
        yield leak_of(question.key, row, plus, how)
    elif too_few(row.n, least):
        yield leak_of(question.key, row, plus, f"a total about fewer than {least} people: {named(plus, minus)}")
    elif hold.width is not None and pinned(row.n, row.low, row.high, hold.width):
        yield leak_of(question.key, row, plus, f"an answer within {hold.width:g} points: {named(plus, minus)}")
    elif hold.unanimity and question.key[3].startswith("share:") and unanimous(row.n, row.low, row.high):
        yield leak_of(question.key, row, plus, f"everybody gave the same answer: {named(plus, minus)}")


def leak_of(key: Key, row: Remainder | Derived, plus: GroupName, how: str) -> Leak:
    """Return the leak of a total about these people, named by the units they are in."""
    units = tuple(sorted({part[-1] for part in row.parts})) or (plus[2],)
    leak = Leak(key[1], plus[0], plus[1], units, key[2], key[3], how)
    return replace(leak, units=(plus[2],)) if len(units) > _UNITS_NAMED else leak


_UNITS_NAMED = 12
