"""Scales are means of their items, composites of their scales: what is left over, and what a withheld part must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skapital.disclosure.audit.people import Family
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

Key = tuple[str, str, str, str]
Figures = Mapping[Key, Mapping[GroupName, Figure]]


@dataclass(frozen=True)
class Equation:
    """``whole`` is the mean of ``parts``, person by person.

    ``exact`` where the total of a part is a whole number of steps, so that its rounding hides nothing.
    """

    whole: Key
    parts: tuple[Key, ...]
    exact: bool


@dataclass(frozen=True)
class Few:
    """People who answered only part of an equation, in a published group or a remainder, and how well they are told.

    ``number`` is the most they can be; their total is known to within ``width``.
    """

    equation: Equation
    row: Remainder
    number: int
    width: float


def equations_of(figures: Figures, parts_of: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Equation]:
    """Return the equations between published means, period by period.

    Parameters
    ----------
    parts_of
        By period, and under "" for all others: by scale the measures it is the mean of.
    """
    found = []
    for kind, period in dict.fromkeys(key[:2] for key in figures):
        named = parts_of.get(period, parts_of.get("", {}))
        for scale, measures in named.items():
            whole, *parts = ((kind, period, measure, "mean") for measure in (scale, *measures))
            if sum(key in figures for key in (whole, *parts)) >= len(parts):
                found.append(Equation(whole, tuple(parts), exact=named.keys().isdisjoint(measures)))
    return found


def few_left_over(equation: Equation, figures: Figures, trees: Iterable[Family]) -> list[Few]:
    """Return where the whole less its parts is a total about a few people.

    For those who answered every part the difference is nothing, so it is all about the others: at most as many as there
    are gaps, part by part, among those who answered anything. The whole's total is known to within its rounding, times
    the number of parts; so are those of parts that are not exact.
    """
    keys = (equation.whole, *equation.parts)
    answered = figures.get((*equation.whole[:2], *_ANSWERED), {})
    common = frozenset.intersection(*(frozenset(figures.get(key, {})) for key in keys))
    whole = {group: figures[equation.whole][group] for group in common}
    found = []
    for row in (row for tree in trees for row in remainders(tree, whole)):
        counts = [_signed(figures[part], row) for part in equation.parts]
        there = _signed(answered, row) if _all_in(answered, row) else max(*counts, row.n)
        few = sum(there - n for n in counts)
        if few > 0:
            found.append(Few(equation, row, few, _width(equation, figures, row)))
    return found


_ANSWERED: Final = ("response", "n_answered")


def _all_in(figures: Mapping[GroupName, Figure], row: Remainder) -> bool:
    return all(group in figures for group in (row.plus, *row.minus))


def _signed(figures: Mapping[GroupName, Figure], row: Remainder) -> int:
    return figures[row.plus].n - sum(figures[group].n for group in row.minus)


def _width(equation: Equation, figures: Figures, row: Remainder) -> float:
    groups = (row.plus, *row.minus)
    slack = len(equation.parts) * sum(_slack(figures[equation.whole][group]) for group in groups)
    if not equation.exact:
        slack += sum(_slack(figures[part][group]) for part in equation.parts for group in groups)
    return 2 * slack


def _slack(figure: Figure) -> float:
    return figure.n * figure.half


def given_back(equation: Equation, figures: Figures) -> dict[Key, dict[GroupName, Figure]]:
    """Return figures that are not published and that the rest of an equation gives, where all answered everything.

    That is where the same number stands behind every published figure of the equation.
    """
    found: dict[Key, dict[GroupName, Figure]] = {}
    keys = (equation.whole, *equation.parts)
    for group in sorted(frozenset().union(*(figures.get(key, {}).keys() for key in keys))):
        shown = {key: figures[key][group] for key in keys if group in figures.get(key, {})}
        if len(shown) == len(keys) - 1 and len({figure.n for figure in shown.values()}) == 1:
            missing = next(key for key in keys if key not in shown)
            found.setdefault(missing, {})[group] = _solved(equation, missing, shown)
    return found


def _solved(equation: Equation, missing: Key, shown: Mapping[Key, Figure]) -> Figure:
    parts = [shown[key] for key in equation.parts if key != missing]
    total, slack = sum(figure.value for figure in parts), sum(figure.half for figure in parts)
    n = next(iter(shown.values())).n
    if missing == equation.whole:
        return Figure(total / len(parts), slack / len(parts), n)
    whole = shown[equation.whole]
    return Figure(len(equation.parts) * whole.value - total, len(equation.parts) * whole.half + slack, n)


def complete(equation: Equation, figures: Figures, groups: Iterable[GroupName]) -> bool:
    """Whether in every group the same number stands behind all published figures of the equation."""
    keys = (equation.whole, *equation.parts)
    return all(len({figures[key][group].n for key in keys if group in figures.get(key, {})}) == 1 for group in groups)
