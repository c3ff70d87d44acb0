"""What a comparison adds to the two figures it was made from: their difference, known to within its own rounding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from skapital.disclosure.audit.published import Comparison, Figure, GroupName, half_place
from skapital.disclosure.audit.sides import TWO_SIDED, Figures, Key, central


def sharpened(figures: Figures, comparisons: Iterable[Comparison]) -> dict[Key, dict[GroupName, Figure]]:
    """Return the figures with the rounding that is left when comparisons are laid beside them.

    ``later - earlier`` is known to within its own rounding, that of the figures, which can narrow both.
    """
    found = {key: dict(groups) for key, groups in figures.items()}
    places = _by_period(found)
    for row in comparisons:
        if row.kind in TWO_SIDED and "difference" in row.figures and row.period != row.earlier:
            now, then = (places.get((period, row.measure), {}).get(row.group) for period in (row.period, row.earlier))
            if now and then and now[3] == then[3]:
                _narrow(found, now, then, row, figures[now][row.group].half)
    return found


def _narrow(found: dict[Key, dict[GroupName, Figure]], now: Key, then: Key, row: Comparison, half: float) -> None:
    first, second, difference = found[now][row.group], found[then][row.group], row.figures["difference"]
    half = max(half, half_place(repr(difference)))
    low, high = difference - half, difference + half
    if "low" in row.figures and "high" in row.figures:
        middle = (row.figures["low"] + row.figures["high"]) / 2
        low, high = max(low, middle - half), min(high, middle + half)
    narrower = _between(first, second.value - second.half + low, second.value + second.half + high)
    other = _between(second, first.value - first.half - high, first.value + first.half - low)
    found[now][row.group], found[then][row.group] = narrower, other


def _between(figure: Figure, low: float, high: float) -> Figure:
    """The figure within both its own rounding and an interval; unchanged where the two do not meet."""
    low, high = max(low, figure.value - figure.half), min(high, figure.value + figure.half)
    return replace(figure, value=(low + high) / 2, half=(high - low) / 2) if low <= high else figure


def _by_period(figures: Figures) -> dict[tuple[str, str], dict[GroupName, Key]]:
    found: dict[tuple[str, str], dict[GroupName, Key]] = {}
    for key, groups in central(figures).items():
        found.setdefault((key[1], key[2]), {}).update(dict.fromkeys(groups, key))
    return found
