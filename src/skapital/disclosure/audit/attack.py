"""The attack: every published figure of every publication at hand is laid over people, subtracted and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

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

Totals = Mapping[Key, Mapping[GroupName, Figure]]
Asked = tuple[str, Any]
"""One of the attack's own questions: what kind, and of what."""
_PERSONS: Final = "persons"
_AMOUNT: Final = "amount"
_EQUATION: Final = "equation"
_VERSIONS: Final = "versions"


def attack(
    publications: Sequence[Published],
    policy: Policy,
    classes: Mapping[str, str],
    changed: frozenset[str] = frozenset(),
    parts_of: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
    workplace_level: str = "",
) -> list[Leak]:
    """Return every leak found in publications read together, oldest first; see :func:`laid_out`."""
    whole = laid_out(publications, policy, classes, changed, parts_of, workplace_level)
    return whole.leaks(map(whole.told_by, whole.questions()))


def laid_out(
    publications: Sequence[Published],
    policy: Policy,
    classes: Mapping[str, str],
    changed: frozenset[str] = frozenset(),
    parts_of: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
    workplace_level: str = "",
) -> Attack:
    """Return publications laid over the people they are about, ready to be asked.

    Parameters
    ----------
    publications
        What the attacker has, oldest first.
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
    printed = _as_printed(all_of_it, policy)
    figures = sharpened(printed, all_of_it.comparisons)
    return Attack(
        publications=tuple(publications),
        policy=policy,
        classes=classes,
        changed=changed,
        workplace_level=workplace_level,
        whole=all_of_it,
        trees=families(all_of_it.units, groups, changed),
        printed=printed,
        figures=figures,
        totals=_person_totals(figures),
        amounts=amounts(all_of_it.figures),
        equations=tuple(equations_of(figures, parts_of)),
    )


@dataclass(frozen=True, eq=False)
class Attack:
    """Publications laid over people. Each of its questions can be asked apart from the others, on another process too.

    ``printed`` are all figures with the rounding of their statistic, ``figures`` those that comparisons make sharper,
    ``totals`` those of them that are totals over persons, ``amounts`` absence and turnover with what follows from them.
    """

    publications: tuple[Published, ...]
    policy: Policy
    classes: Mapping[str, str]
    changed: frozenset[str]
    workplace_level: str
    whole: Published
    trees: tuple[Family, ...]
    printed: Totals
    figures: Totals
    totals: Totals
    amounts: Totals
    equations: tuple[Equation, ...]

    def questions(self) -> list[Asked]:
        """Return what can be asked apart: figure by figure, equation by equation, and two publications at a time."""
        return [
            *((_PERSONS, key) for key in sorted(self.totals)),
            *((_AMOUNT, key) for key in sorted(self.amounts)),
            *((_EQUATION, equation) for equation in self.equations),
            *((_VERSIONS, pair) for pair in combinations(range(len(self.publications)), 2)),
        ]

    def told_by(self, asked: Asked) -> list[Leak]:
        """Return the leaks that one question finds."""
        kinds: Mapping[str, Callable[[Any], Iterable[Leak]]] = {
            _PERSONS: self._persons,
            _AMOUNT: self._amount,
            _EQUATION: self._equation,
            _VERSIONS: self._versions,
        }
        kind, what = asked
        return list(kinds[kind](what))

    def leaks(self, found: Iterable[Sequence[Leak]]) -> list[Leak]:
        """Return all leaks, each once: of the questions, and of what is quickly seen in the whole."""
        beside = list(self._in_the_whole())
        return list(dict.fromkeys([*beside, *(leak for one in found for leak in one)]))

    def _in_the_whole(self) -> Iterable[Leak]:
        policy, classes, told = self.policy, self.classes, _as_counted(self.amounts, self.policy)
        yield from told_by_comparisons(self.publications, self.changed)
        yield from printed_finer(self.publications, policy, classes)
        for one in self.publications:
            yield from told_by_counts(one)
        yield from told_by_series(self.publications)
        yield from told_by_associations(self.publications)
        yield from days_of_few(told, self.trees)
        yield from reasons_of_few(told, self.trees, policy)
        yield from self._by_time()
        yield from steps_of_few(self.whole.figures, policy)
        yield from pinned_by_spread(self.printed, self.trees, policy, classes)
        yield from about_few_leaders(self.printed, self.whole.units, policy, classes, self.workplace_level)
        yield from told_beside_the_reason(self.publications)
        yield from numbers_told(self.printed, self.whole.hidden)

    def _persons(self, key: Key) -> Iterable[Leak]:
        """A total over persons: how many are left of it, and how close their answers are known."""
        question = Question(key, limits(self.policy, self.classes, key[2], key[3]))
        invited = self.printed.get((key[0], key[1], "response", "n_invited"), {})
        return nested_and_crossing(question, self.totals[key], self.trees, alone(self.trees, invited))

    def _amount(self, key: Key) -> Iterable[Leak]:
        """Absence and turnover: least persons and full-time equivalents, everywhere."""
        figures = self.amounts[key]
        question = Question(key, limits(self.policy, self.classes, key[2], key[3]))
        apart = {group: figure for group, figure in figures.items() if stands_apart(key[2], group[3])}
        for group, figure in apart.items():
            yield from judged(question, Remainder(frozenset(), figure.n, 0.0, 0.0, group, (), figure.base), group, ())
        nested = {group: figure for group, figure in figures.items() if group not in apart}
        yield from nested_and_crossing(question, nested, self.trees)

    def _by_time(self) -> Iterable[Leak]:
        """Absence and turnover in every quarter of a year."""
        for one in by_time(self.amounts, self.trees):
            least = limits(self.policy, self.classes, one.key[2], one.key[3]).base
            withheld = not (one.minus or one.nobody) and one.plus in self.whole.hidden.get(one.key, ())
            if withheld or too_little(one.base, one.slack, least):
                how = f"what is left of longer periods: {named(one.plus, one.minus)}"
                row = Remainder(frozenset(), 0, 0.0, 0.0, one.plus, one.minus)
                yield leak_of(one.key, row, one.plus, how)

    def _equation(self, equation: Equation) -> Iterable[Leak]:
        yield from self._few(equation)
        yield from self._given_back(equation)

    def _few(self, equation: Equation) -> Iterable[Leak]:
        """Those who answered only part of a scale, where rounding does not hide them."""
        whole = equation.whole
        least = limits(self.policy, self.classes, whole[2], whole[3]).minimum
        for few in few_left_over(equation, self.printed, self.trees):
            if too_few(few.number, least) and few.width < self.policy.value_width:
                ways = named(few.row.plus, few.row.minus)
                how = f"less its parts it is about fewer than {least} people: {ways}"
                yield leak_of(whole, few.row, few.row.plus, how)

    def _given_back(self, equation: Equation) -> Iterable[Leak]:
        """A figure that is withheld, and that the others of its scale give back."""
        figures = self.figures
        for key, derived in given_back(equation, figures).items():
            question = Question(key, limits(self.policy, self.classes, key[2], key[3]))
            for row in (row for tree in self.trees for row in remainders(tree, {**figures.get(key, {}), **derived})):
                used = (row.plus, *row.minus)
                if not derived.keys().isdisjoint(used) and complete(equation, figures, used):
                    for leak in judged(question, row, row.plus, row.minus):
                        yield replace(leak, how=f"from the other figures of {equation.whole[2]}, {leak.how}")

    def _versions(self, pair: tuple[int, int]) -> Iterable[Leak]:
        """One publication, and a later one that says something of the same people."""
        both = [_answers(_as_printed(self.publications[place], self.policy)) for place in pair]
        return told_by_versions(both, self.trees, self.policy, self.classes)


def _as_printed(published: Published, policy: Policy) -> dict[Key, dict[GroupName, Figure]]:
    """Every figure with the rounding of its statistic."""
    halves = {key: _half(key[3], figures, policy) for key, figures in published.figures.items()}
    return {
        key: {group: _rounded(figure, halves[key]) for group, figure in found.items()}
        for key, found in published.figures.items()
    }


def _answers(figures: Totals) -> dict[Key, Mapping[GroupName, Figure]]:
    return {key: found for key, found in figures.items() if key[2] not in AMOUNTS}


def _person_totals(figures: Totals) -> dict[Key, dict[GroupName, Figure]]:
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


def _as_counted(told: Totals, policy: Policy) -> dict[Key, dict[GroupName, Figure]]:
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
