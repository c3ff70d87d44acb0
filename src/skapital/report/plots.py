"""Charts of the municipality's, the centres' and later reports, drawn by matplotlib as SVG that follows the page.

Text stays text, colours are the page's own (dark mode and print work), and the same figure gives the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, cast

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from skapital.report import figures
from skapital.report import plots_series as series
from skapital.report.plots_series import Colours

_TEXT, _QUIET, _RULE, _ACCENT, _INTERVAL, _PAGE = "#010101", "#020202", "#030303", "#040404", "#050505", "#fdfdfd"
_TONES = ("#010a00", "#010a01", "#010a02", "#010a03", "#010a04")
_ON_TONES = ("#010b00", "#010b01", "#010b02", "#010b03", "#010b04")
_VARIABLES: Final[Mapping[str, str]] = {
    _TEXT: "--text",
    _QUIET: "--quiet",
    _RULE: "--rule",
    _ACCENT: "--accent",
    _INTERVAL: "--interval",
    _PAGE: "--page",
    **{colour: f"--tone-{place}" for place, colour in enumerate(_TONES)},
    **{colour: f"--on-{place}" for place, colour in enumerate(_ON_TONES)},
}
"""Stand-in colours of the drawing, and the page's colours that take their place."""

COLOURS = Colours(text=_TEXT, quiet=_QUIET, rule=_RULE, accent=_ACCENT, interval=_INTERVAL, page=_PAGE)
LayoutEngine = Literal["constrained"] | None
_VERDICT_TONES = (0, 1, 2, 4)
_WIDTH = 8.4
_LEAST_SHARE_FOR_TEXT = 0.04


def draw(figure: figures.Figure, name: str) -> str:
    """Return a chart as inline SVG.

    Parameters
    ----------
    figure
        One of the kinds that are drawn here.
    name
        Id of the chart on its page; ids inside the drawing begin with it, so that several fit on one page.

    Raises
    ------
    ValueError
        If the kind is drawn by a template instead.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", matplotlib.MatplotlibDeprecationWarning)
        _set_style()
        matplotlib.rcParams["svg.hashsalt"] = name
        if isinstance(figure, figures.CountFigure):
            canvas = _paint(3.4, lambda axes: _counts(axes, figure))
        elif isinstance(figure, figures.EstimateFigure):
            canvas = _paint(0.9 + 0.42 * len(figure.estimates), lambda axes: _estimates(axes, figure))
        elif isinstance(figure, figures.VerdictFigure):
            canvas = _paint(1.4 + 0.46 * len(figure.measures), lambda axes: _verdicts(axes, figure))
        elif isinstance(figure, figures.RunFigure):
            canvas = _paint_runs(figure)
        elif isinstance(figure, figures.LimitFigure):
            canvas = _paint(1.1 + 0.42 * len(figure.rows), lambda axes: series.limits(axes, figure, COLOURS))
        elif isinstance(figure, figures.CurveFigure):
            canvas = _paint(3.4, lambda axes: series.curve(axes, figure, COLOURS))
        else:
            raise ValueError(f"a {type(figure).__name__} is drawn by template")
        return _inline(_svg(canvas), name)


@lru_cache(maxsize=1)
def _set_style() -> None:
    """Set the library's own settings, whatever a user's file of settings says; once a process, since it takes long."""
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(cast(Any, _style()))


def _style() -> dict[str, Any]:
    return {
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 10.5,
        "text.color": _TEXT,
        "axes.labelcolor": _QUIET,
        "axes.edgecolor": _RULE,
        "xtick.color": _QUIET,
        "ytick.color": _TEXT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
    }


def _paint(height: float, paint: Callable[[Axes], None], layout: LayoutEngine = "constrained") -> Canvas:
    canvas, axes = _empty(height, layout)
    paint(axes)
    return canvas


def _empty(height: float, layout: LayoutEngine) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(_WIDTH, height), layout=layout)
    axes = canvas.add_subplot()
    axes.tick_params(length=0)
    return canvas, axes


def _paint_runs(figure: figures.RunFigure) -> Canvas:
    """Paint on the axes of the run chart before: every unit has one, and making axes takes longer than drawing."""
    canvas, axes = _run_axes()
    for one in (*axes.lines, *axes.texts):
        one.remove()
    series.runs(axes, figure, COLOURS)
    return canvas


@lru_cache(maxsize=1)
def _run_axes() -> tuple[Canvas, Axes]:
    """Axes without titles, whose places the library would else look for among the words of each chart."""
    canvas, axes = _empty(3.0, layout=None)
    axes.yaxis.set_visible(False)
    axes.xaxis.set_label_coords(0.5, 0.0)
    return canvas, axes


def _counts(axes: Axes, figure: figures.CountFigure) -> None:
    bars = axes.bar(range(len(figure.counts)), figure.counts, width=0.86, color=_ACCENT)
    axes.bar_label(bars, labels=[str(n) if n else "" for n in figure.counts], padding=3, color=_TEXT)
    axes.set_xticks(range(len(figure.classes)), figure.classes)
    axes.set_yticks([])
    axes.set_xlabel(figure.x_label)
    axes.set_ylabel(figure.y_label)


def _estimates(axes: Axes, figure: figures.EstimateFigure) -> None:
    places = range(len(figure.estimates))
    for place, one in zip(places, figure.estimates, strict=True):
        if one.low is not None and one.high is not None:
            axes.plot([one.low, one.high], [place, place], color=_INTERVAL, linewidth=7, solid_capstyle="butt")
    axes.plot([one.value for one in figure.estimates], list(places), "o", color=_ACCENT, markersize=8)
    axes.axvline(figure.guide, color=_QUIET, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.text(figure.guide, -0.75, f" {figure.guide_label}", color=_QUIET, ha="left", va="center")
    axes.set_yticks(list(places), [one.label for one in figure.estimates])
    axes.set_xticks([at for at, _ in figure.ticks], [text for _, text in figure.ticks])
    axes.set_xlim(figure.ticks[0][0], figure.ticks[-1][0])
    axes.set_ylim(len(figure.estimates) - 0.5, -1.1)
    axes.set_xlabel(figure.x_label)
    axes.grid(axis="x", color=_RULE, linewidth=0.8)


def _verdicts(axes: Axes, figure: figures.VerdictFigure) -> None:
    start = [0] * len(figure.measures)
    whole = max(1, *(sum(row) for row in figure.counts))
    for at, words in enumerate(figure.verdicts):
        withheld = at >= len(_VERDICT_TONES)
        fill, text = (_PAGE, _TEXT) if withheld else (_TONES[_VERDICT_TONES[at]], _ON_TONES[_VERDICT_TONES[at]])
        lengths = [row[at] for row in figure.counts]
        bars = axes.barh(range(len(lengths)), lengths, left=start, height=0.66, color=fill, label=words)
        for bar in bars:
            bar.set_edgecolor(_RULE if withheld else _PAGE)
        labels = [str(n) if n / whole >= _LEAST_SHARE_FOR_TEXT else "" for n in lengths]
        axes.bar_label(bars, labels=labels, label_type="center", color=text)
        start = [begun + length for begun, length in zip(start, lengths, strict=True)]
    axes.set_yticks(range(len(figure.measures)), figure.measures)
    axes.invert_yaxis()
    axes.set_xticks([])  # the counts stand in the bars and the table; marks of an axis would be numbers of nobody's
    axes.set_xlabel(figure.x_label)
    axes.figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=1, handleheight=1)


def _svg(canvas: Canvas) -> str:
    written = io.StringIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    FigureCanvasSVG(canvas).print_svg(written, metadata=metadata)  # type: ignore[no-untyped-call]
    return written.getvalue()


def _inline(svg: str, name: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'font: ([\d.]+)px [^;"]+', r"font-size: \1px", svg)
    svg = re.sub(r"#(?:0[0-9a-f]{5}|fdfdfd)\b", lambda found: _coloured(found.group()), svg)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return "\n".join(line.rstrip() for line in svg.splitlines())


def _coloured(colour: str) -> str:
    return f"var({_VARIABLES[colour]})" if colour in _VARIABLES else colour
