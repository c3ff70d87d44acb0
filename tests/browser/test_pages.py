"""What only a browser can tell: accessibility, narrow screens, print, keyboard, and that nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

OF_QUARTER = ("quarter", "quarter_centre", "quarter_municipality", "quarter_index")
KINDS = ("workplace", "baseline", "threshold", "branch", "leaders", "municipality", "index", "english", "protection",
         *OF_QUARTER)  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@contextmanager
def opened(
    browser: Browser, path: Path, *, width: int = 1100, scheme: str = "light", script: bool = True
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], kind: str, scheme: str) -> None:
    with opened(browser, pages[kind], scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_axe_is_awake(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"]) as page:
        page.evaluate("document.querySelector('.kicker').style.color = '#cccccc'")
        assert Axe().run(page, options=RULES).violations_count == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_screen(browser: Browser, pages: dict[str, Path], kind: str) -> None:
    with opened(browser, pages[kind]) as page:
        for width in (320, 400, 768):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_and_nothing_complains(browser: Browser, pages: dict[str, Path], kind: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(pages[kind].as_uri())
    assert (asked, said) == ([pages[kind].as_uri()], [])
    context.close()


def test_all_is_there_without_script(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"], script=False) as page:
        assert page.locator("svg.dots").first.is_visible()
        page.locator("summary").first.click()
        assert page.locator("details[open] table").first.is_visible()


def test_the_first_tab_skips_to_the_content(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        box = page.locator(".skip").bounding_box()
        assert box is not None and box["x"] >= 0
        page.keyboard.press("Enter")
        assert page.url.endswith("#indhold")


def test_paper_shows_the_folded_tables_and_no_contents_list(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"]) as page:
        page.emulate_media(media="print", color_scheme="dark")
        heights = page.evaluate(
            "[...document.querySelectorAll('details table')].map(t => t.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 20
        assert not page.locator(".contents").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("kind", OF_QUARTER[:3])
def test_paper_shows_all_of_a_quarter_within_the_sheet(browser: Browser, pages: dict[str, Path], kind: str) -> None:
    with opened(browser, pages[kind], width=794) as page:  # A4 at 96 dots an inch
        page.emulate_media(media="print", color_scheme="dark")
        wide = "all => all.filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.caption.innerText)"
        assert page.locator("table:not(.plan)").evaluate_all(wide) == []
        assert page.locator("details table").first.is_visible()
        assert not page.locator(".contents").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("kind", OF_QUARTER[:3])
def test_what_a_quarter_says_instead_of_a_figure_breaks_no_table(
    browser: Browser, pages: dict[str, Path], kind: str
) -> None:
    """A sentence in a cell of figures wraps, so at a desk's width no table has to be pushed aside."""
    with opened(browser, pages[kind], width=1000) as page:
        pushed = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"
        assert page.locator(".scroll:not(:has(table.plan))").evaluate_all(pushed) == []


def test_paper_is_a4_and_the_plan_lies_down(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"]) as page:
        data = page.pdf(prefer_css_page_size=True)
    boxes = {box for box in data.split(b"/MediaBox ")[1:] for box in [box[: box.index(b"]") + 1]]}
    sizes = {tuple(round(float(side)) for side in box.strip(b"[] ").split()[2:]) for box in boxes}
    assert sizes == {(595, 842), (842, 595)}


def test_marks_of_a_chart_lie_where_their_figures_say(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["workplace"]) as page:
        chart = page.locator("#figur-resultat svg.dots").first
        frame = chart.evaluate("e => e.getBoundingClientRect().toJSON()")
        places = "all => all.map(e => [e.getAttribute('cx'), e.getBoundingClientRect().x + e.r.baseVal.value])"
        circles = chart.locator("circle.value").evaluate_all(places)
        assert len(circles) >= 8
        for percent, middle in circles:
            assert middle == pytest.approx(frame["x"] + frame["width"] * float(percent.rstrip("%")) / 100, abs=2)
