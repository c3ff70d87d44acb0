"""Positions in drawn charts: a percentage is a place on the scale of 0-100, so it must be a released figure too.

Bars stand one after another: a bar's start is the end of the one before, its label stands in its middle. Positions
in pixels are layout: rows, gaps, and the shapes of marks; charts of the plotting library hold only pixels, and stand
beside a table whose figures are traced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from skapital.disclosure.audit.read_files import DRAWN, Place

_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")
GRID = frozenset((0.0, 25.0, 50.0, 75.0, 100.0))
TOLERANCE = 0.06
"""Shares are drawn as percent with one decimal; a run of bars adds their rounding."""


_AXIS = frozenset(("<line x1>", "<line x2>", "<circle cx>", "<text x>"))


def side_by_side(points: int) -> frozenset[float]:
    """Return where up to so many rounds stand side by side: each in the middle of its share of the width."""
    return frozenset(round(100 * (place + 0.5) / count, 3) for count in range(1, points + 1) for place in range(count))


def misplaced(places: Iterable[Place], known: frozenset[float], rounds: int = 2) -> list[Place]:
    """Return the drawn places whose percentage is no released figure and no layout.

    Layout are grid lines, the end of the bar before, and where one of ``rounds`` measurements stands on a time axis.
    """
    axis = side_by_side(rounds)
    found: list[Place] = []
    start = end = 0.0
    for place in places:
        if place.kind != DRAWN:
            continue
        for text in _PERCENT.findall(place.text):
            value = round(float(text), 3)
            if place.where == "<rect width>":
                end = start + value
            elif place.where == "<rect x>" and (abs(value - end) < TOLERANCE * 5 or value == 0):
                start = value
                continue
            elif place.where == "<text x>" and abs(value - (start + end) / 2) < TOLERANCE:
                continue
            if place.where in _AXIS and value in axis:
                continue
            if value not in GRID and value not in known:
                found.append(place)
    return found
