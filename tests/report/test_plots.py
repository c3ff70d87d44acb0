from __future__ import annotations

import re
import subprocess
import sys
import xml.dom.minidom

import pytest

from skapital.report import figures, plots

COUNTS = figures.CountFigure(("Under 55", "55–60", "60 og derover"), (5, 17, 9), "Social kapital", "Antal")
ESTIMATES = figures.EstimateFigure(
    (figures.Estimate("Tillid", 0.84, 0.82, 0.86), figures.Estimate("Retfærdighed", 0.79, None, None)),
    0.7,
    "Grænse",
    "Alfa",
    tuple((at / 5, f"0,{2 * at}" if at < 5 else "1,0") for at in range(6)),
)
WORDS = ("Fremgang", "Ingen tegn", "Kan ikke", "Tilbagegang", "Vises ikke")
VERDICTS = figures.VerdictFigure(("Tillid",), WORDS, ((11, 1, 176, 3, 17),), "Antal")
CURVE = figures.CurveFigure(
    (figures.CurvePoint(1, 0.946, 0.929, 0.958, ""), figures.CurvePoint(4, 0.668, None, None, "66,8 %")),
    ((0, "0 år"), (4, "1 år")),
    ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")),
    "Tid siden ansættelsen",
)
ALL = pytest.mark.parametrize(
    "figure", [COUNTS, ESTIMATES, VERDICTS, CURVE], ids=["counts", "estimates", "verdicts", "curve"]
)


@ALL
def test_a_chart_is_well_formed_and_the_same_each_time(figure: figures.Figure) -> None:
    drawn = plots.draw(figure, "figur-a")
    assert xml.dom.minidom.parseString(drawn.replace("xlink:", "")).documentElement.tagName == "svg"
    assert plots.draw(figure, "figur-a") == drawn


@ALL
def test_text_stays_text_and_colours_are_the_pages_own(figure: figures.Figure) -> None:
    drawn = plots.draw(figure, "figur-a")
    assert "<text" in drawn and "var(--" in drawn
    assert "<metadata" not in drawn and "Matplotlib v" not in drawn
    assert not re.search(r"(fill|stroke): #(?!ffffff)", drawn)


def test_two_charts_of_one_page_share_no_id() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', plots.draw(COUNTS, name))) for name in ("figur-a", "figur-b")]
    assert ids[0] and not ids[0] & ids[1]


def test_the_counts_are_written_on_the_chart() -> None:
    assert {"5", "17", "9", "Under 55"} <= set(re.findall(r">([^<>\n]+)</text>", plots.draw(COUNTS, "a")))


def test_a_curve_writes_its_labelled_points_alone() -> None:
    words = set(re.findall(r">([^<>\n]+)</text>", plots.draw(CURVE, "a")))
    assert "66,8 %" in words
    assert not any("94" in word for word in words)


def test_a_run_chart_is_the_same_whatever_was_drawn_before_it() -> None:
    texts = ("4,1", "midte 3,2", "nedre grænse 2,1", "øvre grænse 4,3")
    years = ((0, "2013"), (4, "2014"), (8, "2015"))
    events = (figures.RunEvent(3, "1", is_break=True), figures.RunEvent(4, "Ø", is_break=False))
    long = figures.RunFigure((3.8, 3.2, None, 2.9, 3.3, 3.0, 3.4, 3.1, 4.1), 2, 3.2, 2.1, 4.3, texts, years, events)
    short = figures.RunFigure((0.0, 0.12), 0, None, None, None, ("12 %", "", "", ""), years[:1], ())
    alone = []
    for figure in (long, short):
        plots._run_axes.cache_clear()
        alone.append(plots.draw(figure, "a"))
    assert [plots.draw(figure, "a") for figure in (long, short, long)] == [*alone, alone[0]]


def test_what_a_template_draws_is_refused() -> None:
    with pytest.raises(ValueError, match="template"):
        plots.draw(figures.TrendFigure((), None, ""), "a")


def test_a_workplaces_page_needs_no_plotting_library() -> None:
    code = "import sys; from skapital.report import build, html, excel; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
