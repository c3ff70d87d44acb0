"""The published figures that can be a side of a comparison, each as every publication has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from skapital.disclosure.audit.published import Figure, GroupName, Published

Key = tuple[str, str, str, str]
Figures = Mapping[Key, Mapping[GroupName, Figure]]

_CENTRES: Final = ("mean", "rate")
TWO_SIDED: Final = ("round", "quarter", "baseline")
"""Kinds of comparison between two periods."""


class Shown:
    """Published central figures by period, measure and group, each as the publications have them."""

    def __init__(self, publications: Iterable[Published]) -> None:
        self.shown: dict[tuple[str, str], dict[GroupName, list[Figure]]] = {}
        self.above: dict[tuple[str, str], set[str]] = {}
        self.hidden: set[tuple[str, str, GroupName]] = set()
        for one in publications:
            for (_, period, measure, _), groups in central(one.figures).items():
                places = self.shown.setdefault((period, measure), {})
                for group, figure in groups.items():
                    places.setdefault(group, []).append(figure)
            for (_, period, measure, _), hidden in one.hidden.items():
                self.hidden.update((period, measure, group) for group in hidden)
            roots = {unit.structure: unit.code for unit in one.units if unit.parent is None}
            for unit in one.units:
                above = {code for code in (unit.parent, roots.get(unit.structure)) if code is not None}
                self.above.setdefault((unit.structure, unit.code), set()).update(above - {unit.code})

    def shown_anywhere(self, period: str, measure: str, unit: str) -> bool:
        """Whether a unit's figure is published in any structure."""
        return any(group[2] == unit for group in self.shown.get((period, measure), {}))


def central(figures: Figures) -> Figures:
    """The figures that are compared: means, rates, else whatever a measure has."""
    statistics: dict[tuple[str, str], set[str]] = {}
    for _, period, measure, statistic in figures:
        statistics.setdefault((period, measure), set()).add(statistic)
    return {
        key: groups
        for key, groups in figures.items()
        if key[3] in _CENTRES or not statistics[key[1], key[2]].intersection(_CENTRES)
    }
