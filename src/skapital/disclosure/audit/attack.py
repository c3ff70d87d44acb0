"""The attack: every published figure of every publication at hand is laid over people, subtracted and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from skapital.config.policy import Policy
from skapital.disclosure.audit.amounts import AMOUNTS, amounts, by_time, stands_apart
from skapital.disclosure.audit.compared import told_by_comparisons
from skapital.disclosure.audit.counted import told_by_associations, told_by_counts, told_by_series
from skapital.disclosure.audit.curves import steps_of_few
from skapital.disclosure.audit.equations import Equation, complete, equations_of, few_left_over, given_back
from skapital.disclosure.audit.few_absent import days_of_few
from skapital.disclosure.audit.finer import printed_finer
from skapital.disclosure.audit.insider import alone
from skapital.disclosure.audit.judging import Key, Question, judged, leak_of, nested_and_crossing
from skapital.disclosure.audit.leaks import Leak, named, too_few, too_little
from skapital.disclosure.audit.limits import NO_PERSONS_TOTAL, limits
from skapital.disclosure.audit.numbers_told import numbers_told, told_beside_the_reason
from skapital.disclosure.audit.people import Family, families
from skapital.disclosure.audit.pooled import about_few_leaders
from skapital.disclosure.audit.published import Figure, GroupName, Published, finest, together
from skapital.disclosure.audit.reasons import reasons_of_few
from skapital.disclosure.audit.remainders import Remainder, remainders
from skapital.disclosure.audit.sharpened import sharpened
from skapital.disclosure.audit.spreads import pinned_by_spread
from skapital.disclosure.audit.versions import told_by_versions


def attack(
    publications: Sequence[Published],
    policy: Policy,
    classes: Mapping[str, str],
    changed: frozenset[str] = frozenset(),
    parts_of: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
    workplace_level: str = "",
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
    workplace_level
        The level whose units have one nearest leader each.
    """
    all_of_it = together(publications)
    groups = {group for figures in all_of_it.figures.values() for group in figures}
    trees = families(all_of_it.units, groups, changed)
    printed = _as_printed(all_of_it, policy)
    figures = sharpened(printed, all_of_it.comparisons)
    found = [*told_by_comparisons(publications, changed), *printed_finer(publications, policy, classes)]
    found += [leak for one in publications for leak in told_by_counts(one)]
    found += told_by_series(publications) + told_by_associations(publications)
    for key, totals in sorted(_person_totals(figures).items()):
        question = Question(key, limits(policy, classes, key[2], key[3]))
        invited = printed.get((key[0], key[1], "response", "n_invited"), {})
        found += nested_and_crossing(question, totals, trees, alone(trees, invited))
    found += _amounts(all_of_it, trees, policy, classes)
    for equation in equations_of(figures, parts_of):
        found += _few(equation, printed, trees, policy, classes)
        found += _given_back(equation, figures, trees, policy, classes)
    found += steps_of_few(all_of_it.figures, policy)
    found += pinned_by_spread(printed, trees, policy, classes)
    found += about_few_leaders(printed, all_of_it.units, policy, classes, workplace_level)
    found += told_beside_the_reason(publications)
    found += numbers_told(printed, all_of_it.hidden)
    found += told_by_versions([_answers(_as_printed(one, policy)) for one in publications], trees, policy, classes)
    return list(dict.fromkeys(found))


def _as_printed(published: Published, policy: Policy) -> dict[Key, dict[GroupName, Figure]]:
    """Every figure with the rounding of its statistic."""
    halves = {key: _half(key[3], figures, policy) for key, figures in published.figures.items()}
    return {
        key: {group: _rounded(figure, halves[key]) for group, figure in found.items()}
        for key, found in published.figures.items()
    }


def _answers(figures: Mapping[Key, Mapping[GroupName, Figure]]) -> dict[Key, Mapping[GroupName, Figure]]:
    return {key: found for key, found in figures.items() if key[2] not in AMOUNTS}


def _person_totals(figures: Mapping[Key, Mapping[GroupName, Figure]]) -> dict[Key, dict[GroupName, Figure]]:
    """Figures that are totals over persons: of ``n_answered`` everyone who answered counts 1, of an SD his square."""
    totals: dict[Key, dict[GroupName, Figure]] = {}
    for key, found in figures.items():
        if key[2] in AMOUNTS:
            continue
        if key[3] == "n_answered":
            totals[key] = {group: Figure(1.0, 0.0, int(figure.value)) for group, figure in found.items()}
        elif key[3] not in NO_PERSONS_TOTAL:
            totals[key] = {group: _counted(key[3], figure) for group, figure in found.items()}
    return totals


def _amounts(
    published: Published, trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    """Absence and turnover: least persons and full-time equivalents, everywhere and in every quarter of a year."""
    told = amounts(published.figures)
    for key, figures in sorted(told.items()):
        question = Question(key, limits(policy, classes, key[2], key[3]))
        apart = {group: figure for group, figure in figures.items() if stands_apart(key[2], group[3])}
        for group, figure in apart.items():
            yield from judged(question, Remainder(frozenset(), figure.n, 0.0, 0.0, group, (), figure.base), group, ())
        nested = {group: figure for group, figure in figures.items() if group not in apart}
        yield from nested_and_crossing(question, nested, trees)
    yield from days_of_few(_as_counted(told, policy), trees)
    yield from reasons_of_few(_as_counted(told, policy), trees, policy)
    for one in by_time(told, trees):
        least = limits(policy, classes, one.key[2], one.key[3]).base
        withheld = not (one.minus or one.nobody) and one.plus in published.hidden.get(one.key, ())
        if withheld or too_little(one.base, one.slack, least):
            how = f"what is left of longer periods: {named(one.plus, one.minus)}"
            row = Remainder(frozenset(), 0, 0.0, 0.0, one.plus, one.minus)
            yield leak_of(one.key, row, one.plus, how)


def _as_counted(told: Mapping[Key, Mapping[GroupName, Figure]], policy: Policy) -> dict[Key, dict[GroupName, Figure]]:
    """Amounts with the rounding of their statistic, coarsely: a rate is printed with the policy's decimals of rates."""
    halves = {
        "rate": 0.5 * 10.0 ** -policy.decimals["rate"],
        "share": 0.5 * 10.0 ** -policy.decimals["share"],
        "n_answered": 0.0,
    }
    return {
        key: {group: _rounded(figure, halves[key[3].partition(":")[0]]) for group, figure in groups.items()}
        for key, groups in told.items()
        if key[3].partition(":")[0] in halves
    }


def _rounded(figure: Figure, half: float) -> Figure:
    return Figure(figure.value, half, figure.n, figure.base)


def _half(statistic: str, figures: Mapping[GroupName, Figure], policy: Policy) -> float:
    """Half the last printed place: as the policy declares it, or finer if a figure is printed finer."""
    kind = "share" if statistic.startswith("share:") else "score"
    return min(0.5 * 10.0 ** -policy.decimals[kind], finest(figures) or 1.0)


def _counted(statistic: str, figure: Figure) -> Figure:
    """A share as the whole number of people it must be, where the rounding leaves only one."""
    if statistic.startswith("share:") and 0 < figure.n * figure.half < 0.5:
        return Figure(round(figure.n * figure.value) / figure.n, 0.0, figure.n, figure.base)
    return figure


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
            yield leak_of(whole, few.row, few.row.plus, f"less its parts it is about fewer than {least} people: {ways}")


def _given_back(
    equation: Equation, figures: Totals, trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterable[Leak]:
    """A figure that is withheld, and that the others of its scale give back."""
    for key, derived in given_back(equation, figures).items():
        question = Question(key, limits(policy, classes, key[2], key[3]))
        for row in (row for tree in trees for row in remainders(tree, {**figures.get(key, {}), **derived})):
            used = (row.plus, *row.minus)
            if not derived.keys().isdisjoint(used) and complete(equation, figures, used):
                for leak in judged(question, row, row.plus, row.minus):
                    yield replace(leak, how=f"from the other figures of {equation.whole[2]}, {leak.how}")
