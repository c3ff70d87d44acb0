"""Charts of the plotting library: positions are read back into figures through the axes, and must trace as any number.

An axis whose ticks carry numbers is read by them. One without ticks is read as a reader would: some drawn position is
one of the numbers that stand in the chart, another one is too, or the edge is zero. If no such reading makes every
position a released figure, something else is drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final
from xml.etree import ElementTree

from skapital.disclosure.audit.trace import numbers_in, readings
from skapital.errors import InputError

_SVG: Final = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_POINT: Final = re.compile(r"(-?\d+(?:\.\d+)?)[ ,](-?\d+(?:\.\d+)?)")
_AXES: Final = re.compile(r"axes_\d+$")
_EDGE: Final = 1e-3
_PIXEL: Final = 2e-4
"""How far a position may be off for its rounding in the file."""
_PLACES: Final = (0, 1, 2, 3)
_TRIED: Final = 40
"""Positions and numbers tried as anchors of an axis without ticks."""


@dataclass(frozen=True)
class Strange:
    """A chart and axis on which something is drawn at a place that is no released figure."""

    chart: str
    axis: str


@dataclass(frozen=True)
class _Shape:
    """The points of a path or a mark; a closed path is a bar."""

    points: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True)
class _Line:
    """``figure = start + slope x position``."""

    start: float
    slope: float

    def at(self, position: float) -> float:
        return self.start + self.slope * position


@dataclass(frozen=True)
class _Axis:
    """One axis: ticks, positions of lines and marks, and the two ends of every bar, in pixels.

    ``rising`` along x; down the page figures fall.
    """

    ticks: tuple[tuple[float, str], ...]
    positions: tuple[float, ...]
    bars: tuple[tuple[float, float], ...]
    edges: tuple[float, float]
    rising: bool


def strange_positions(page: str, known: frozenset[float]) -> Iterator[Strange]:
    """Yield the axes of a page's charts on which something is drawn that is no known figure.

    Raises
    ------
    InputError
        If a drawing cannot be read: what cannot be read is not safe.
    """
    for text in (one for one in _SVG.findall(page) if "axes_" in one):
        try:
            root = ElementTree.fromstring(text)
        except ElementTree.ParseError as error:
            raise InputError("a chart of a page cannot be read", slug="audit-unknown-file") from error
        for axes in root.iter():
            if _AXES.search(axes.get("id", "")):
                printed = [number for one in _texts(axes) for number in numbers_in(one)]
                written = known.union(*map(readings, printed))
                for name, axis in _axes(axes):
                    if not _explained(axis, written, _figures(printed)):
                        yield Strange(str(axes.get("id")), name)


def _axes(axes: ElementTree.Element) -> Iterator[tuple[str, _Axis]]:
    """The two axes of a chart; what is drawn at the edge of the chart is its frame."""
    groups = [child for child in axes if child.tag.endswith("}g")]
    named = {str(group.get("id", "")).rpartition("matplotlib.")[2]: group for group in groups}
    frame, *rest = (group for group in groups if "matplotlib.axis" not in str(group.get("id", "")))
    drawn = [shape for group in rest if "legend" not in str(group.get("id", "")) for shape in _shapes(group)]
    box = next(_shapes(frame)).points
    for place, name in enumerate(("x", "y")):
        edges = (min(point[place] for point in box), max(point[place] for point in box))
        inside = [([point[place] for point in shape.points], shape.closed) for shape in drawn if shape.points]
        lines = {one for shape, closed in inside if not closed for one in shape}
        free = sorted(one for one in lines if min(abs(one - edge) for edge in edges) > _EDGE)
        bars = tuple((min(shape), max(shape)) for shape, closed in inside if closed)
        yield name, _Axis(_ticks(named.get(f"axis_{place + 1}"), place), tuple(free), bars, edges, name == "x")


def _shapes(group: ElementTree.Element) -> Iterator[_Shape]:
    """Every path of a group, and every mark put somewhere; shapes to be put are no positions."""
    if group.tag.endswith("}defs"):
        return
    if group.tag.endswith("}use"):
        yield _Shape(((float(group.get("x", "nan")), float(group.get("y", "nan"))),), closed=False)
    if group.tag.endswith("}path"):
        drawn = group.get("d", "")
        points = tuple((float(x), float(y)) for x, y in _POINT.findall(drawn))
        yield _Shape(points, drawn.rstrip().endswith(("z", "Z")))
    for child in group:
        yield from _shapes(child)


def _ticks(axis: ElementTree.Element | None, place: int) -> tuple[tuple[float, str], ...]:
    """Position and label of each tick: of its mark or grid line, else, along x, of its text, else not a number."""
    found = []
    for tick in axis if axis is not None else ():
        if "tick" in str(tick.get("id", "")):
            marks = [shape.points[0][place] for shape in _shapes(tick) if shape.points]
            label = next((text for text in tick.iter() if text.tag.endswith("}text")), None)
            if label is not None:
                centre = float(label.get("x", "nan")) if place == 0 else math.nan
                found.append((marks[0] if marks else centre, "".join(label.itertext())))
    return tuple(found)


def _texts(axes: ElementTree.Element) -> Iterator[str]:
    """What is written in the chart; labels of ticks are no figures of it."""
    for group in axes:
        if "matplotlib.axis" not in str(group.get("id", "")):
            yield from ("".join(one.itertext()) for one in group.iter() if one.tag.endswith("}text"))


def _figures(printed: Sequence[str]) -> list[float]:
    """The numbers that can be figures: where some are printed with decimals, whole ones are names of events."""
    figures = [one for one in printed if not one.lstrip("-−+±").isdigit()] or printed
    return sorted({value for one in figures for value in readings(one)})


def _explained(axis: _Axis, known: frozenset[float], written: Sequence[float]) -> bool:
    if len(_places(axis)) < 2 or _named_by_words(axis.ticks):
        return True
    lines: Iterable[_Line] = _by_ticks(axis.ticks)
    if not lines and len(written) < 2:
        return True  # nobody can tell the scale of such a chart
    lines = lines or _by_guess(axis, written)
    return any(_all_known(axis, line, known) for line in lines)


def _places(axis: _Axis) -> list[float]:
    """Every position drawn, but at the edges."""
    ends = {end for bar in axis.bars for end in bar if min(abs(end - edge) for edge in axis.edges) > _EDGE}
    return sorted(ends | set(axis.positions))


def _named_by_words(ticks: Sequence[tuple[float, str]]) -> bool:
    """Whether the axis has names, years or classes on it: its places are an order and no figures."""
    return bool(ticks) and any(not readings(label.strip(" %")) or _is_year(label) for _, label in ticks)


def _is_year(label: str) -> bool:
    return len(label) == 4 and label.isdigit()


def _by_ticks(ticks: Sequence[tuple[float, str]]) -> list[_Line]:
    ticks = [tick for tick in ticks if not math.isnan(tick[0])]
    if len(ticks) < 2:
        return []
    (first, low), (last, high) = ticks[0], ticks[-1]
    return [_through(first, _signed(low), last, _signed(high))] if first != last else []


def _signed(label: str) -> float:
    size = max(readings(label.strip(" %")))
    return -size if label.strip().startswith(("-", "−")) else size


def _by_guess(axis: _Axis, written: Sequence[float]) -> Iterable[_Line]:
    """Lines through two drawn positions that stand in words, or through one and zero at an edge."""
    places, numbers = _places(axis)[:_TRIED], written[:_TRIED]
    for edge, place, number in product(axis.edges, places, numbers):
        yield _through(edge, 0.0, place, number)
    for (low, high), (first, last) in product(combinations(numbers, 2), combinations(places, 2)):
        yield _through(first, low, last, high) if axis.rising else _through(first, high, last, low)


def _through(first: float, low: float, last: float, high: float) -> _Line:
    slope = (high - low) / (last - first)
    return _Line(low - slope * first, slope)


def _all_known(axis: _Axis, line: _Line, known: frozenset[float]) -> bool:
    tolerance = abs(line.slope) * _PIXEL + 1e-9
    if not line.slope:
        return False
    if not all(_is_known(line.at(one), known, tolerance) for one in axis.positions):
        return False
    return all(
        _is_known(line.slope * (high - low), known, tolerance)
        or all(_is_known(line.at(end), known, tolerance) for end in (low, high))
        for low, high in axis.bars
    )


def _is_known(value: float, known: Iterable[float], tolerance: float) -> bool:
    near = (round(abs(value), places) for places in _PLACES)
    return any(abs(abs(value) - one) <= tolerance and one in known for one in near) or abs(value) <= tolerance
