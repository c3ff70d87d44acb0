"""Charts as plain values. A view draws them; nothing here knows how. Every value is a released, rounded figure.

The first three kinds stand on the page of a workplace and are SVG by template; the others are drawn by ``plots``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dot:
    """One line of a dot chart on 0-100; ``text`` is the figure in words of the page's language.

    ``unsure`` means of few answers, or of units that hardly differ, are drawn hollow.
    """

    label: str
    value: float
    low: float | None
    high: float | None
    earlier: float | None
    target: float | None
    reference: float | None
    text: str
    strong: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class DotFigure:
    """Means with their intervals on 0-100, with marks for the earlier round, the target and the municipality."""

    dots: tuple[Dot, ...]
    legend: tuple[tuple[str, str], ...]
    low_end: str
    high_end: str


@dataclass(frozen=True)
class Part:
    """A part of a bar: from ``start`` over ``width`` percent, with the option's place among the options."""

    start: float
    width: float
    tone: int
    text: str


@dataclass(frozen=True)
class Bar:
    """One question's answers."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class StackedFigure:
    """How answers are spread, best option first; ``legend`` is ``(tone, label)``."""

    bars: tuple[Bar, ...]
    legend: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TrendPoint:
    """One measurement in a trend."""

    label: str
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class TrendFigure:
    """A measure over a few rounds on 0-100, with the target as a line."""

    points: tuple[TrendPoint, ...]
    target: float | None
    target_text: str


@dataclass(frozen=True)
class CountFigure:
    """How many workplaces are in each class; a count a class, no names."""

    classes: tuple[str, ...]
    counts: tuple[int, ...]
    x_label: str
    y_label: str


@dataclass(frozen=True)
class Estimate:
    """One line of an estimate chart."""

    label: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class EstimateFigure:
    """Coefficients with intervals up to 1 and a dashed line at a ``guide`` value.

    ``ticks`` are places with their words, from below all that is drawn up to 1: a coefficient may be negative.
    """

    estimates: tuple[Estimate, ...]
    guide: float
    guide_label: str
    x_label: str
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class VerdictFigure:
    """For each measure, how many workplaces have each verdict."""

    measures: tuple[str, ...]
    verdicts: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    x_label: str


@dataclass(frozen=True)
class RunEvent:
    """Something that happened before the point at ``place``; ``label`` stands at its line, a break ends a level."""

    place: int
    label: str
    is_break: bool


@dataclass(frozen=True)
class RunFigure:
    """A series of periods: released values (None: a gap), the centre and limits from the point ``read_from`` on.

    ``texts`` are the words at the last point, the centre and the two limits; ``ticks`` name the places on the axis that
    have a name.
    """

    values: tuple[float | None, ...]
    read_from: int
    centre: float | None
    low: float | None
    high: float | None
    texts: tuple[str, str, str, str]
    ticks: tuple[tuple[int, str], ...]
    events: tuple[RunEvent, ...]


@dataclass(frozen=True)
class LimitRow:
    """A unit's value and its limits."""

    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class LimitFigure:
    """Units in organisation order, each with its limits around the common rate; the municipality's rate is a line."""

    rows: tuple[LimitRow, ...]
    guide: float | None
    guide_label: str
    x_label: str


@dataclass(frozen=True)
class CurvePoint:
    """A point of a curve at ``x`` quarters, 0-1, with its limits; ``text`` is the figure in words of the page."""

    x: int
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class CurveFigure:
    """The share that is left after so many quarters; only released points, joined by straight lines."""

    points: tuple[CurvePoint, ...]
    ticks: tuple[tuple[int, str], ...]
    shares: tuple[tuple[float, str], ...]
    x_label: str


Figure = (
    DotFigure
    | StackedFigure
    | TrendFigure
    | CountFigure
    | EstimateFigure
    | VerdictFigure
    | RunFigure
    | LimitFigure
    | CurveFigure
)
