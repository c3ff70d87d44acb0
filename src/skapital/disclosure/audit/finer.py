"""Comparisons that are printed finer than the promise: they narrow what rounding hides of their two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from skapital.config.policy import Policy
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.published import Comparison, Published

_MAGNITUDE: Final = "magnitude"
_EXACT: Final = 1e-9


def printed_finer(publications: Sequence[Published], policy: Policy, classes: Mapping[str, str]) -> Iterator[Leak]:
    """Yield the comparisons with a figure that has more decimals than the policy promises for its measure.

    Of a measure that is no answer it is not known whether it is a share, so the finest promise holds.
    """
    for row in (row for one in publications for row in one.comparisons):
        answers = classes.get(row.measure, _MAGNITUDE) != _MAGNITUDE
        decimals = policy.decimals["score"] if answers else max(policy.decimals.values())
        if _finer(row.figures.values(), decimals):
            yield _leak(row)


def _finer(figures: Iterable[float], decimals: int) -> bool:
    return any(abs(figure - round(figure, decimals)) > _EXACT for figure in figures)


def _leak(row: Comparison) -> Leak:
    structure, population, unit, _ = row.group
    how = f"a {row.kind} comparison printed finer than its figures are"
    return Leak(row.period, structure, population, (unit,), row.measure, "mean", how)
