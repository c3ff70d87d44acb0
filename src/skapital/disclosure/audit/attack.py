"""The attack: every published figure of every publication at hand is laid over people, subtracted and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from skapital.config.policy import Policy
from skapital.disclosure.audit.amounts import AMOUNTS, BASE_HALF, amounts, by_time, stands_apart
from skapital.disclosure.audit.bounded import pinned_parts
from skapital.disclosure.audit.compared import (
    sharpened,
    told_by_associations,
    told_by_comparisons,
    told_by_counts,
    told_by_series,
)
from skapital.disclosure.audit.crossing import Derived, components, derivable
from skapital.disclosure.audit.equations import Equation, complete, equations_of, few_left_over, given_back
from skapital.disclosure.audit.insider import alone, of_others
from skapital.disclosure.audit.leaks import Leak, named, pinned, spread_pins, too_few, too_little, unanimous
from skapital.disclosure.audit.limits import NO_PERSONS_TOTAL, Limits, limits
from skapital.disclosure.audit.people import Family, Part, families
from skapital.disclosure.audit.published import Figure, GroupName, Published, finest, together
from skapital.disclosure.audit.remainders import Remainder, remainders

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Question:
    """One statistic of one measure in one period, with the limits it must keep."""

    key: Key
    limits: Limits


def attack(
    publications: Sequence[Published],
    policy: Policy,
    classes: Mapping[str, str],
    changed: frozenset[str] = frozenset(),
    parts_of: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
) -> list[Leak]:
    """Return every leak found in publications read together, oldest first.

    Parameters
    ----------
    publications
        What the attacker has.
    policy
        The promise that was made to staff.
    classes
        The class of each measure, as the manifest names them.
    changed
        Units whose people a reorganisation changed, as everybody knows.
    parts_of
        By period, and under "" for all others: by scale the measures it is the mean of, as the method page says.
    """
    all_of_it = together(publications)
    groups = {group for figures in all_of_it.figures.values() for group in figures}
    trees = families(all_of_it.units, groups, changed)
    printed = _as_printed(all_of_it, policy)
    figures = sharpened(printed, all_of_it.comparisons)
    found = told_by_comparisons(publications, changed)
    found += [leak for one in publications for leak in told_by_counts(one)]
    found += told_by_series(publications) + told_by_associations(publications)
    for key, totals in sorted(_person_totals(figures).items()):
        question = _Question(key, limits(policy, classes, key[2], key[3]))
        invited = printed.get((key[0], key[1], "response", "n_invited"), {})
        found += _nested_and_crossing(question, totals, trees, alone(trees, invited))
    found += _amounts(all_of_it, trees, policy, classes)
    for equation in equations_of(figures, parts_of):
        found += _few(equation, printed, trees, policy, classes)
        found += _given_back(equation, figures, trees, policy, classes)
    found += _spreads(figures, policy, classes)
    return list(dict.fromkeys(found))


def _as_printed(published: Published, policy: Policy) -> dict[Key, dict[GroupName, Figure]]:
    """Every figure with the rounding of its statistic."""
    halves = {key: _half(key[3], figures, policy) for key, figures in published.figures.items()}
    return {
        key: {group: replace(figure, half=halves[key]) for group, figure in found.items()}
        for key, found in published.figures.items()
    }


def _person_totals(figures: Mapping[Key, Mapping[GroupName, Figure]]) -> dict[Key, dict[GroupName, Figure]]:
    """Figures that are means of persons' values; ``n_answered`` is one: everyone who answered counts 1."""
    totals: dict[Key, dict[GroupName, Figure]] = {}
    for key, found in figures.items():
        if key[2] in AMOUNTS:
            continue
        if key[3] == "n_answered":
            totals[key] = {group: Figure(1.0, 0.0, int(figure.value)) for group, figure in found.items()}
        elif key[3] not in NO_PERSONS_TOTAL and key[3] != "sd":
            totals[key] = {group: _counted(key[3], figure) for group, figure in found.items()}
    return totals


def _amounts(
    published: Published, trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    """Absence and turnover: least persons and full-time equivalents, everywhere and in every quarter of a year."""
    told = amounts(published.figures)
    for key, figures in sorted(told.items()):
        question = _Question(key, limits(policy, classes, key[2], key[3]))
        apart = {group: figure for group, figure in figures.items() if stands_apart(key[2], group[3])}
        for group, figure in apart.items():
            yield from _judged(question, Remainder(frozenset(), figure.n, 0.0, 0.0, group, (), figure.base), group, ())
        nested = {group: figure for group, figure in figures.items() if group not in apart}
        yield from _nested_and_crossing(question, nested, trees)
    for one in by_time(told, trees):
        least = limits(policy, classes, one.key[2], one.key[3]).base
        withheld = not one.minus and one.plus in published.hidden.get(one.key, ())
        if withheld or too_little(one.base, one.slack, least):
            how = f"what is left of longer periods: {named(one.plus, one.minus)}"
            row = Remainder(frozenset(), 0, 0.0, 0.0, one.plus, one.minus)
            yield _leak(one.key, row, one.plus, how)


def _half(statistic: str, figures: Mapping[GroupName, Figure], policy: Policy) -> float:
    """Half the last printed place: as the policy declares it, or finer if a figure is printed finer."""
    kind = "share" if statistic.startswith("share:") else "score"
    return min(0.5 * 10.0 ** -policy.decimals[kind], finest(figures) or 1.0)


def _counted(statistic: str, figure: Figure) -> Figure:
    """A share as the whole number of people it must be, where the rounding leaves only one."""
    if statistic.startswith("share:") and 0 < figure.n * figure.half < 0.5:
        return replace(figure, value=round(figure.n * figure.value) / figure.n, half=0.0)
    return figure


def _nested_and_crossing(
    question: _Question,
    figures: Mapping[GroupName, Figure],
    trees: Sequence[Family],
    own: frozenset[Part] = frozenset(),
) -> Iterable[Leak]:
    rows = [row for tree in trees for row in remainders(tree, figures)]
    for row in rows:
        yield from _judged(question, row, row.plus, row.minus)
    for component in components(rows):
        for derived in derivable(component):
            plus, minus = _way(derived)
            yield from _judged(question, derived, plus, minus)
        yield from _crossing(question, component, own)


def _crossing(question: _Question, component: Sequence[Remainder], own: frozenset[Part]) -> Iterable[Leak]:
    """What the ends of the scale tell where groups cross, and what one who knows his own answer finds there."""
    hold = question.limits
    if hold.width is not None:
        for part in pinned_parts(component, hold.width):
            row = next(row for row in component if part in row.parts)
            how = f"an answer within {hold.width:g} points, by the ends of the scale and all that crosses there"
            yield _leak(question.key, replace(row, parts=frozenset({part})), row.plus, how)
    for derived in of_others(component, own):
        if too_few(derived.n, min(hold.difference, hold.minimum) - 1):
            plus, minus = _way(derived)
            yield _leak(question.key, derived, plus, f"for one who knows his own answer: {named(plus, minus)}")


Totals = Mapping[Key, Mapping[GroupName, Figure]]


def _few(
    equation: Equation, figures: Totals, trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    """Those who answered only part of a scale, where rounding does not hide them."""
    whole = equation.whole
    least = limits(policy, classes, whole[2], whole[3]).minimum
    for few in few_left_over(equation, figures, trees):
        if too_few(few.number, least) and few.width < policy.value_width:
            ways = named(few.row.plus, few.row.minus)
            yield _leak(whole, few.row, few.row.plus, f"less its parts it is about fewer than {least} people: {ways}")


def _given_back(
    equation: Equation, figures: Totals, trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    """A figure that is withheld, and that the others of its scale give back."""
    for key, derived in given_back(equation, figures).items():
        question = _Question(key, limits(policy, classes, key[2], key[3]))
        for row in (row for tree in trees for row in remainders(tree, {**figures.get(key, {}), **derived})):
            used = (row.plus, *row.minus)
            if not derived.keys().isdisjoint(used) and complete(equation, figures, used):
                for leak in _judged(question, row, row.plus, row.minus):
                    yield replace(leak, how=f"from the other figures of {equation.whole[2]}, {leak.how}")


def _way(derived: Derived) -> tuple[GroupName, tuple[GroupName, ...]]:
    """The published groups used, as one group less others (those added beyond the first are named with it)."""
    first = derived.added[0]
    others = [row.plus for row in (*derived.added[1:], *derived.taken)]
    return first.plus, (*first.minus, *others)


def _judged(
    question: _Question, row: Remainder | Derived, plus: GroupName, minus: tuple[GroupName, ...]
) -> Iterable[Leak]:
    hold = question.limits
    least = min(hold.difference, hold.minimum) if minus else hold.minimum
    slack = BASE_HALF * (1 + len(minus))
    if hold.base and too_little(row.base, slack, hold.base):
        how = f"fewer than {hold.base:g} full-time equivalents: {named(plus, minus)}"
        yield _leak(question.key, row, plus, how)
    elif too_few(row.n, least):
        yield _leak(question.key, row, plus, f"a total about fewer than {least} people: {named(plus, minus)}")
    elif hold.width is not None and pinned(row.n, row.low, row.high, hold.width):
        yield _leak(question.key, row, plus, f"an answer within {hold.width:g} points: {named(plus, minus)}")
    elif hold.unanimity and question.key[3].startswith("share:") and unanimous(row.n, row.low, row.high):
        yield _leak(question.key, row, plus, f"everybody gave the same answer: {named(plus, minus)}")


def _spreads(
    published: Mapping[Key, Mapping[GroupName, Figure]], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    for key, figures in sorted(published.items()):
        if key[3] != "sd" or limits(policy, classes, key[2], "mean").width is None:
            continue
        means = published.get((key[0], key[1], key[2], "mean"), {})
        for group, figure in figures.items():
            mean = means.get(group)
            if mean is not None and spread_pins(figure.n, mean.value, figure.value, policy.value_width):
                row = Remainder(frozenset(), figure.n, 0.0, 0.0, group, ())
                yield _leak(key, row, group, f"everybody's answer within {policy.value_width:g} points: mean and SD")


def _leak(key: Key, row: Remainder | Derived, plus: GroupName, how: str) -> Leak:
    units = tuple(sorted({part[-1] for part in row.parts})) or (plus[2],)
    leak = Leak(key[1], plus[0], plus[1], units, key[2], key[3], how)
    return replace(leak, units=(plus[2],)) if len(units) > _UNITS_NAMED else leak


_UNITS_NAMED = 12
