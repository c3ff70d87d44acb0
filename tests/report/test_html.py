"""A page anybody can read: structure, self-containment, and no meaning in colour alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from made_up.quarter import with_hr
from skapital.report import build, html
from skapital.report.facts import Facts
from skapital.report.model import Column, Interval, Number, ReportModel, Row, Table
from skapital.report.texts import catalogue

VOID = {"meta", "br", "img", "input", "link", "hr", "circle", "line", "path", "rect", "use"}


class Structure(HTMLParser):
    """The tags of a page, and whether they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(
    scope="session",
    params=["workplace", "small", "branch", "leaders", "municipality", "quarter", "quarter_unit", "index"],
)
def model(request: pytest.FixtureRequest, follow_up: Facts) -> ReportModel:
    files = [
        build.ReportFile("municipality", "municipality/report.html", "municipality/report.xlsx"),
        build.ReportFile("unit", "units/W001/report.html", "units/W001/report.xlsx", "W001", "line"),
    ]
    makers = {
        "workplace": lambda: build.workplace(follow_up, "W001"),
        "small": lambda: build.workplace(follow_up, "W003"),
        "branch": lambda: build.branch(follow_up, "C1-A1"),
        "leaders": lambda: build.leaders(follow_up),
        "municipality": lambda: build.municipality(follow_up),
        "quarter": lambda: build.quarter_municipality(with_hr(follow_up), "2015Q3"),
        "quarter_unit": lambda: build.quarter_unit(with_hr(follow_up), "W001", "2015Q3"),
        "index": lambda: build.index(follow_up, files),
    }
    return makers[request.param]()


@pytest.fixture(scope="session")
def text(model: ReportModel) -> str:
    return html.render(model).decode("utf-8")


@pytest.fixture(scope="session")
def structure(text: str) -> Structure:
    found = Structure()
    found.feed(text)
    return found


def test_every_element_is_closed_in_order(structure: Structure) -> None:
    assert structure.faults == [] and structure.open == []


def test_the_page_needs_no_script_and_no_network(text: str, structure: Structure) -> None:
    names = {name for name, _ in structure.tags}
    assert not names & {"script", "iframe", "object", "embed", "img", "link"}
    assert not re.search(r"(src|href)=\"(https?:)?//|url\((?!#)|@import", text)


def test_language_title_and_one_first_heading(structure: Structure) -> None:
    assert structure.named("html") == [{"lang": "da"}]
    assert len(structure.named("h1")) == 1
    levels = [int(name[1]) for name, _ in structure.tags if re.fullmatch(r"h[1-6]", name)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_stand_once_and_links_lead_somewhere(structure: Structure) -> None:
    ids = [attributes["id"] for _, attributes in structure.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for a in structure.named("a") if a.get("href", "").startswith("#")}  # type: ignore[index,union-attr]
    named = {name for _, a in structure.tags for name in (a.get("aria-labelledby") or "").split()}
    assert (inside | named) <= set(ids)


def test_tables_have_captions_and_header_cells(structure: Structure, model: ReportModel) -> None:
    assert len(structure.named("caption")) == len(structure.named("table"))
    assert all(th.get("scope") in ("col", "row") for th in structure.named("th"))


def test_charts_have_a_text_alternative_and_a_table_twin(text: str) -> None:
    for chart in re.findall(r'<figure class="chart".*?</figure>', text, flags=re.DOTALL):
        assert "<table" in chart
        assert re.search(r'role="img" aria-label(ledby)?="[^"]+"', chart)


def test_nothing_reads_nan_none_or_an_unfilled_place(text: str) -> None:
    body = text[text.index("<body") :]
    assert not re.search(r">[^<]*\b(nan|None|inf|undefined)\b[^<]*<", body)
    assert not re.search(r">[^<]*\{[a-z_]+\}[^<]*<", body)


def test_verdicts_are_symbol_and_words(follow_up: Facts) -> None:
    text = html.render(build.branch(follow_up, "C1")).decode("utf-8")
    assert '<span class="symbol" aria-hidden="true">=</span> Ingen tegn på ændring</span>' in text


def test_the_same_model_gives_the_same_bytes(model: ReportModel) -> None:
    assert html.render(model) == html.render(model)


def test_a_name_cannot_break_out_of_the_page(follow_up: Facts) -> None:
    nasty = replace(build.workplace(follow_up, "W001"), title="<script>alert(1)</script> & søn")
    text = html.render(nasty).decode("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; søn" in text


def test_a_draft_says_so_on_the_page(follow_up: Facts) -> None:
    model = build.workplace(follow_up, "W001")
    assert "KLADDE" not in html.render(model).decode("utf-8")
    assert html.render(replace(model, draft=True)).decode("utf-8").count("KLADDE") == 2


def test_a_workspaces_own_template_replaces_the_shipped_one(follow_up: Facts, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("body { color: rebeccapurple; }", encoding="utf-8")
    assert b"rebeccapurple" in html.render(build.workplace(follow_up, "W003"), tmp_path)


def points(value: float | None) -> Number:
    return Number(value, "share_difference", ("x",), None if value is not None else "too_few")


def test_an_interval_says_its_unit_once_and_a_column_of_points_says_it_in_its_head() -> None:
    words, gap = catalogue("da"), Interval(points(-0.01), points(0.04))
    bare = re.sub(r"<[^>]+>", "", html.inline((gap,), "da", words))
    assert bare == "\N{MINUS SIGN}1 til +4\N{NO-BREAK SPACE}%-point"
    rows = (Row("a", ((points(0.02),), (gap,), ("tekst",))), Row("b", ((points(None),), ("ikke opgjort",), ("",))))
    table = Table("n", "c", "s", (Column("Forskel"), Column("Usikkerhed", low="l", high="h"), Column("Andet")), rows)
    assert html.in_points(table) == [True, True, False]
    mixed = Row("c", ((Number(0.5, "share", ("x",)),), (gap,), ("",)))
    assert html.in_points(replace(table, rows=(*rows, mixed))) == [False, True, False]
