"""Positions in drawn charts: a percentage is a place on the scale of 0-100, so it must be a released figure too.

Bars stand one after another: a bar's start is the end of the one before, its label stands in its middle. On a chart
over time measurements stand side by side, each in the middle of its share of the width, and heights are figures, read
by the lines of the grid. Other positions in pixels are layout: rows, gaps, and the shapes of marks; charts of the
plotting library hold only pixels (:mod:`.plotted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from skapital.disclosure.audit.places import DRAWN, Place

_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")
GRID = frozenset((0.0, 25.0, 50.0, 75.0, 100.0))
TOLERANCE = 0.06
"""Shares are drawn as percent with one decimal; a run of bars adds their rounding."""


_CHART, _OVER_TIME = "<svg class>", "trend"
_OF_CHART = ("<svg ", "<title", "<desc", "<line", "<text", "<circle", "<path", "<rect", "<use", "text over")
_AXIS = frozenset(("<line x1>", "<line x2>", "<circle cx>", "<text x>"))
_HEIGHTS = frozenset(("<line y1>", "<line y2>", "<circle cy>"))


def misplaced(places: Iterable[Place], known: frozenset[float], rounds: int = 2) -> list[Place]:
    """Return the drawn places whose percentage is no released figure and no layout.

    Layout are grid lines, the end of the bar before, and on a chart over time the places of its own marks: no more of
    them than the ``rounds`` of the release.
    """
    found: list[Place] = []
    for chart in _charts(places):
        over_time = (chart[0].where, chart[0].text) == (_CHART, _OVER_TIME)
        found += _across(chart, known, _side_by_side(chart, rounds) if over_time else frozenset())
        found += _down(chart, known) if over_time else ()
    return found


def _charts(places: Iterable[Place]) -> Iterator[list[Place]]:
    """The places of each chart, and what stands between charts."""
    chart: list[Place] = []
    for place in places:
        ends = bool(chart) and chart[0].where == _CHART and not place.where.startswith(_OF_CHART)
        if chart and (ends or place.where == _CHART):
            yield chart
            chart = []
        chart.append(place)
    if chart:
        yield chart


def _side_by_side(chart: Sequence[Place], rounds: int) -> frozenset[float]:
    """Where the marks of a chart over time stand; nothing where they do not stand side by side."""
    marks = [round(float(text), 3) for place in chart if place.where == "<circle cx>" for text in
             _PERCENT.findall(place.text)]  # fmt: skip
    expected = [round(100 * (place + 0.5) / len(marks), 3) for place in range(len(marks))]
    return frozenset(marks) if marks == expected and len(marks) <= rounds else frozenset()


def _across(chart: Sequence[Place], known: frozenset[float], marks: frozenset[float]) -> Iterator[Place]:
    start = end = 0.0
    for place in chart:
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
            if place.where in _AXIS and value in marks:
                continue
            if value not in GRID and value not in known:
                yield place


def _down(chart: Sequence[Place], known: frozenset[float]) -> Iterator[Place]:
    """The heights of a chart over time that are no released figure. Without a grid nobody can tell its scale."""
    bottom, *_, top = [_number(one) for one in _grid(chart)] or [0.0, 0.0]
    if bottom == top:
        return
    for place in chart:
        if place.where in _HEIGHTS:
            value = round(100 * (bottom - _number(place)) / (bottom - top), 3)
            if value not in GRID and value not in known:
                yield place


def _grid(chart: Sequence[Place]) -> list[Place]:
    """Where the lines of the grid stand, from 0 to 100."""
    kind = ""
    found = []
    for place in chart:
        kind = place.text if place.where == "<line class>" else kind
        if place.where == "<line y1>" and kind == "grid":
            found.append(place)
    return found


def _number(place: Place) -> float:
    """The pixels of a position; one that is no number is nowhere, and so no figure."""
    try:
        return float(place.text)
    except ValueError:
        return float("nan")
