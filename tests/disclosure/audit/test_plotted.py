"""Charts of the plotting library: a position that is no released figure is read back and found."""

import dataclasses
import io

import matplotlib
import pytest
from matplotlib.figure import Figure as Canvas

from skapital.disclosure.audit.plotted import strange_positions
from skapital.errors import InputError
from skapital.report import plots
from skapital.report.figures import CountFigure, Estimate, EstimateFigure, RunEvent, RunFigure, VerdictFigure

TICKS = ((0.0, "0"), (0.2, "0,2"), (0.4, "0,4"), (0.6, "0,6"), (0.8, "0,8"), (1.0, "1"))
RELEASED = frozenset((0.81, 0.77, 0.85, 0.62, 0.58, 0.66, 0.7, 0.2, 0.4, 0.6, 0.8, 1.0, 11.0, 16.0, 27.0, 5.0))
LINES = (Estimate("Tillid", 0.81, 0.77, 0.85), Estimate("Samarbejde", 0.62, 0.58, 0.66))
ESTIMATES = EstimateFigure(LINES, 0.7, "0,70", "alfa", TICKS)
COUNTS = CountFigure(("Under 55", "55-60", "60-65"), (11, 16, 27), "Social kapital", "Antal")
VERDICTS = VerdictFigure(("Tillid", "Samarbejde"), ("bedre", "ringere", "intet tegn", "uvist", "tilbageholdt"),
                         ((5, 11, 0, 16, 5), (11, 5, 16, 0, 5)), "Antal")  # fmt: skip


def strange(figure, known=RELEASED):
    return [(one.chart, one.axis) for one in strange_positions(f"<p>{plots.draw(figure, 'f')}</p>", known)]


@pytest.mark.parametrize("figure", [ESTIMATES, COUNTS, VERDICTS], ids=["estimates", "counts", "verdicts"])
def test_released_figures_are_found_again(figure):
    assert strange(figure) == []


def test_a_negative_coefficient_is_drawn_where_it_is():
    low = (Estimate("Tillid", -0.03, -0.27, 0.18), LINES[1])
    ticks = ((-0.5, "−0,5"), (0.0, "0,0"), (0.5, "0,5"), (1.0, "1,0"))
    known = RELEASED | {0.03, 0.27, 0.18}  # read without their signs
    assert strange(dataclasses.replace(ESTIMATES, estimates=low, ticks=ticks), known) == []
    assert strange(dataclasses.replace(ESTIMATES, estimates=low, ticks=ticks), known - {0.27}) == [("f-axes_1", "x")]


@pytest.mark.parametrize(
    "line",
    [Estimate("Tillid", 0.8137, 0.77, 0.85), Estimate("Tillid", 0.81, 0.7688, 0.85), Estimate("T", 0.83, 0.77, 0.85)],
)
def test_a_dot_or_the_end_of_an_interval_that_was_not_released_is_found(line):
    assert strange(dataclasses.replace(ESTIMATES, estimates=(line, LINES[1]))) == [("f-axes_1", "x")]


def test_a_bar_that_is_longer_than_its_number_is_found():
    page = plots.draw(COUNTS, "f")
    other = plots.draw(dataclasses.replace(COUNTS, counts=(11, 13, 27)), "f")
    assert list(strange_positions(page, RELEASED)) == []
    planted = other.replace(">13<", ">16<")
    assert [one.axis for one in strange_positions(planted, RELEASED)] == ["y"]


def test_a_part_of_a_bar_that_was_not_released_is_found():
    counts = ((5, 11, 0, 16, 5), (11, 7, 16, 0, 5))
    planted = plots.draw(dataclasses.replace(VERDICTS, counts=counts), "f").replace(">7<", ">5<")
    assert [one.axis for one in strange_positions(planted, RELEASED)] == ["x"]


def test_a_mark_added_to_a_finished_chart_is_found():
    page = plots.draw(ESTIMATES, "f")
    end = page.rindex("</g>", 0, page.rindex("</g>"))
    planted = page[:end] + '<g id="f-more"><path d="M 301.25 80 L 333.5 80"/></g>' + page[end:]
    assert [one.axis for one in strange_positions(planted, RELEASED)] == ["x"]


def test_a_chart_that_cannot_be_read_is_not_safe():
    with pytest.raises(InputError, match="cannot be read"):
        list(strange_positions('<svg><g id="f-axes_1"><b></svg>', RELEASED))


def test_a_page_without_charts_is_quiet():
    assert list(strange_positions("<p>61,83</p>", frozenset())) == []


def series(values, *, ticks):
    canvas = Canvas(figsize=(6, 3))
    axes = canvas.add_subplot()
    axes.plot(range(len(values)), values, "o-")
    axes.plot([-0.5, len(values)], [3.1, 3.1])
    axes.text(len(values), 3.1, "3,1 dage")
    axes.text(len(values), values[-1], "2,8 dage")
    axes.set_xticks([0, len(values) - 1], ["2013K1", "2015K3"])
    if not ticks:
        axes.set_yticks([])
    written = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        canvas.savefig(written, format="svg")
    return written.getvalue()


@pytest.mark.parametrize("ticks", [True, False])
def test_every_point_of_a_series_is_read_with_ticks_and_without(ticks):
    known = frozenset((2.8, 3.1, 3.4, 2.9, 3.6))
    assert list(strange_positions(series([3.4, 2.9, 3.6, 2.8], ticks=ticks), known)) == []
    assert [one.axis for one in strange_positions(series([3.4, 2.9, 3.3, 2.8], ticks=ticks), known)] == ["y"]
    assert [one.axis for one in strange_positions(series([3.4, 2.9, 3.6213, 2.8], ticks=ticks), known)] == ["y"]


def test_numbers_of_events_are_no_figures_that_a_scale_could_be_read_from():
    """Only 1,0 is printed as a figure, so nobody can tell the scale; 1 and 2 name events."""
    run = RunFigure((3.9, 1.4, None, 1.8, 1.0), 0, None, None, None, ("1,0", "", "", ""), ((0, "2013"), (4, "2014")),
                    (RunEvent(1, "1", False), RunEvent(4, "2", False)))  # fmt: skip
    assert strange(run, frozenset((1.4, 1.8, 1.0))) == []
    levels = dataclasses.replace(run, centre=1.4, texts=("1,0", "1,4", "", ""))
    assert strange(levels, frozenset((3.9, 1.4, 1.8, 1.0))) == []
    assert strange(levels, frozenset((1.4, 1.8, 1.0))) == [("f-axes_1", "y")]
