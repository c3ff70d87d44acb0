"""Run charts and limits of units, painted on axes that ``plots`` makes."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from skapital.report import figures

_ROOM = 0.16
_LEFT, _RIGHT, _BOTTOM, _TOP = 0.02, 0.80, 0.14, 0.90


@dataclass(frozen=True)
class Colours:
    """Stand-ins for the page's own colours."""

    text: str
    quiet: str
    rule: str
    accent: str
    interval: str
    page: str


def runs(axes: Axes, figure: figures.RunFigure, colours: Colours) -> None:
    """Draw a run chart: points and lines between neighbours, centre and limits as far as the series is read."""
    axes.figure.subplots_adjust(left=_LEFT, right=_RIGHT, bottom=_BOTTOM, top=_TOP)
    values = [float("nan") if value is None else value for value in figure.values]
    axes.plot(range(len(values)), values, "o-", color=colours.accent, linewidth=1.6, markersize=5.5)
    span = [figure.read_from - 0.4, len(values) - 0.6]
    styles = ((figure.centre, colours.text, "solid"), (figure.low, colours.quiet, (0, (4, 3))),
              (figure.high, colours.quiet, (0, (4, 3))))  # fmt: skip
    for level, colour, style in styles:
        if level is not None:
            axes.plot(span, [level, level], color=colour, linewidth=1.1, linestyle=style)
    _range(axes, figure)
    _words(axes, figure, colours)
    _marks(axes, figure, colours)
    axes.set_xticks([place for place, _ in figure.ticks], [label for _, label in figure.ticks])
    axes.set_xlim(-0.6, len(values) - 0.4)
    axes.set_yticks([])
    axes.tick_params(axis="x", colors=colours.quiet)


def _range(axes: Axes, figure: figures.RunFigure) -> None:
    """From the lowest to the highest of what is drawn, with room; a series around 0 shows its 0."""
    drawn = [one for one in (*figure.values, figure.low, figure.high) if one is not None]
    bottom, top = min(drawn), max(drawn)
    room = max(top - bottom, 1e-6) * _ROOM
    axes.set_ylim(bottom - room, top + 1.6 * room)


def _words(axes: Axes, figure: figures.RunFigure, colours: Colours) -> None:
    """What stands right of the lines; words that would lie on one another are moved apart."""
    last = next(value for value in reversed(figure.values) if value is not None)
    levels = ((last, figure.texts[0], colours.text, "bold"), (figure.centre, figure.texts[1], colours.text, "normal"),
              (figure.low, figure.texts[2], colours.quiet, "normal"),
              (figure.high, figure.texts[3], colours.quiet, "normal"))  # fmt: skip
    known = sorted((level, text, colour, weight) for level, text, colour, weight in levels if level is not None)
    low, high = axes.get_ylim()
    least, before = 0.075 * (high - low), float("-inf")
    for level, text, colour, weight in known:
        before = max(level, before + least)
        axes.text(
            len(figure.values) - 0.3, before, text, color=colour, weight=weight, va="center", ha="left", clip_on=False
        )


def _marks(axes: Axes, figure: figures.RunFigure, colours: Colours) -> None:
    top = axes.get_ylim()[1]
    for event in figure.events:
        style = "solid" if event.is_break else "dotted"
        axes.axvline(event.place - 0.5, color=colours.quiet, linewidth=1.1, linestyle=style)
        axes.text(event.place - 0.5, top, f" {event.label}", color=colours.quiet, va="bottom", ha="center")


def limits(axes: Axes, figure: figures.LimitFigure, colours: Colours) -> None:
    """Draw units in the order given: a band from the lower to the upper limit, the unit's own rate as a dot."""
    places = range(len(figure.rows))
    for place, row in zip(places, figure.rows, strict=True):
        axes.plot([row.low, row.high], [place, place], color=colours.interval, linewidth=9, solid_capstyle="butt")
    axes.plot([row.value for row in figure.rows], list(places), "o", color=colours.accent, markersize=8)
    edge = max(max(row.value, row.high) for row in figure.rows)
    for place, row in zip(places, figure.rows, strict=True):
        axes.text(edge * 1.03, place, row.text, color=colours.text, va="center", ha="left")
    if figure.guide is not None:
        axes.plot([figure.guide, figure.guide], [-0.6, len(figure.rows) - 0.5], color=colours.quiet, linewidth=1.2,
                  linestyle=(0, (4, 3)))  # fmt: skip
        axes.text(figure.guide, -0.95, figure.guide_label, color=colours.quiet, ha="center", va="center")
    axes.set_yticks(list(places), [row.label for row in figure.rows])
    axes.set_xlim(0, edge * 1.14)
    axes.set_xticks([])
    axes.set_ylim(len(figure.rows) - 0.5, -1.2)
    axes.set_xlabel(figure.x_label)


def curve(axes: Axes, figure: figures.CurveFigure, colours: Colours) -> None:
    """Draw a curve through released points, from everybody at 0 on, with its band as bars."""
    for point in figure.points:
        if point.low is not None and point.high is not None:
            axes.plot([point.x, point.x], [point.low, point.high], color=colours.interval, linewidth=7)
    axes.plot([0, *(p.x for p in figure.points)], [1.0, *(p.value for p in figure.points)], color=colours.accent)
    axes.plot([p.x for p in figure.points], [p.value for p in figure.points], "o", color=colours.accent, markersize=7)
    for point in figure.points:
        if point.text:
            top = (point.x, point.value if point.high is None else point.high)
            axes.annotate(point.text, top, (0, 5), textcoords="offset points", ha="center", color=colours.text)
    axes.set_xticks([x for x, _ in figure.ticks], [text for _, text in figure.ticks])
    axes.set_yticks([share for share, _ in figure.shares], [text for _, text in figure.shares])
    axes.set_xlim(0, figure.ticks[-1][0] + 0.4)
    axes.set_ylim(0, 1.08)
    axes.set_xlabel(figure.x_label)
    axes.grid(axis="y", color=colours.rule, linewidth=0.8)
