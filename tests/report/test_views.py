"""HTML, workbook and release say the same, figure by figure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest

from skapital import columns as c
from skapital.report import build, excel, html
from skapital.report.facts import Facts
from skapital.report.model import FigureBlock, Interval, Number, ReportModel
from skapital.report.numbers import write_number

BUILDERS: dict[str, Callable[[Facts], ReportModel]] = {
    "large workplace": lambda facts: build.workplace(facts, "W001"),
    "workplace at the threshold": lambda facts: build.workplace(facts, "W003"),
    "department with covered units": lambda facts: build.branch(facts, "C1-A1"),
    "med committee": lambda facts: build.branch(facts, "M1", "med"),
    "leaders": build.leaders,
    "municipality": build.municipality,
}


@pytest.fixture(params=["follow_up", "baseline"])
def facts(request: pytest.FixtureRequest) -> Facts:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@pytest.fixture(params=list(BUILDERS))
def model(request: pytest.FixtureRequest, facts: Facts) -> ReportModel:
    return BUILDERS[request.param](facts)


class Values(HTMLParser):
    """Gathers the figures of a page: the values of ``data`` elements and the text in them, inside tables or not."""

    def __init__(self) -> None:
        super().__init__()
        self.table: list[tuple[float, str]] = []
        self.prose: list[tuple[float, str]] = []
        self._depth = 0
        self._open: float | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "table"
        if tag == "data":
            self._open = float(dict(attrs)["value"] or "nan")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "table"

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            (self.table if self._depth else self.prose).append((self._open, data))
            self._open = None


def page(model: ReportModel) -> Values:
    values = Values()
    values.feed(html.render(model).decode("utf-8"))
    return values


Rows = dict[tuple[str | None, ...], dict[str, object]]


@pytest.fixture(scope="session")
def tables(follow_up: Facts, baseline: Facts) -> dict[tuple[int, str], Rows]:
    """The release and the comparisons again, read by the full key and by nothing of the report's own."""
    found = {}
    for facts in (follow_up, baseline):
        found[id(facts), "cell"] = by_key(facts.release.cells, c.CELL_KEY)
        found[id(facts), "comparison"] = by_key(facts.comparisons, c.COMPARISON_KEY)
    return found


def by_key(table: pd.DataFrame, key: tuple[str, ...]) -> Rows:
    records = table.to_dict("records")
    found = {tuple(row[name] if isinstance(row[name], str) else None for name in key): row for row in records}
    assert len(found) == len(records)
    return found


def test_every_figure_is_the_released_one(
    facts: Facts, model: ReportModel, tables: dict[tuple[int, str], Rows]
) -> None:
    checked = 0
    for number in (*model.numbers(), *model.prose_numbers()):
        kind, *key, column = number.source
        if kind in ("cell", "comparison"):
            value = tables[id(facts), kind][tuple(key)][str(column)]
            assert number.value == (None if pd.isna(value) else value)
            checked += 1
    assert checked > 20


def test_the_page_shows_exactly_the_models_figures(model: ReportModel) -> None:
    values = page(model)
    expected = [(n.value, written(n)) for n in model.numbers() if n.value is not None]
    assert values.table == expected


def written(number: Number) -> str:
    assert number.value is not None
    return write_number(number.value, number.kind, "da", number.decimals)


def test_the_page_shows_exactly_the_models_figures_in_prose(model: ReportModel) -> None:
    expected = sorted(n.value for n in model.prose_numbers() if n.value is not None)
    assert sorted(value for value, _ in page(model).prose) == expected


def workbook_cells(model: ReportModel) -> dict[str, list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(excel.render(model)))
    return {sheet.title: [cell.value for row in sheet.iter_rows() for cell in row] for sheet in book}


def test_the_workbook_holds_exactly_the_models_figures(model: ReportModel) -> None:
    cells = workbook_cells(model)
    for name, tables in excel.sheets_of(model):
        if not hasattr(tables[0], "rows"):
            continue
        numbers = [n.value for table in tables for row in table.rows for n in _numbers_in_order(row.cells)]  # type: ignore[union-attr]
        found = [float(value) for value in cells[name] if isinstance(value, (int, float))]
        assert found == [value for value in numbers if value is not None]


def _numbers_in_order(cells: tuple[tuple[object, ...], ...]) -> list[Number]:
    found: list[Number] = []
    for cell in cells:
        for part in cell:
            found += [part] if isinstance(part, Number) else [part.low, part.high] if isinstance(part, Interval) else []
    return found


def test_a_withheld_figure_is_a_word_with_its_reason_in_every_view(follow_up: Facts) -> None:
    model = build.workplace(follow_up, "W003")
    withheld = [n for n in model.numbers() if n.value is None]
    assert not withheld or {n.withheld for n in withheld} <= {c.TOO_FEW, c.PROTECTED}
    department = build.branch(follow_up, "C1-A1")
    assert all(n.value is not None for n in department.numbers())
    text = html.render(model).decode("utf-8")
    assert "Det viser vi ikke" in text and "For få svar" in text
    rows = [row for table in model.tables() for row in table.rows if table.name == "Vises ikke"]
    assert {row.header for row in rows} >= {"Spredning og yderpunkter", "Svarfordeling", "APV-problemer"}


def test_charts_stand_on_the_released_figures(follow_up: Facts) -> None:
    model = build.workplace(follow_up, "W001")
    text = html.render(model).decode("utf-8")
    block = next(b for s in model.sections for b in s.blocks if isinstance(b, FigureBlock) and b.id == "figur-resultat")
    start = text.index('id="figur-resultat-t"')
    drawn = text[start : text.index('<ul class="legend"', start)]
    means = [row.cells[1][0] for row in block.twin.rows]
    circles = [float(at) for at in re.findall(r'<circle class="value" cx="([\d.]+)%"', drawn)]
    assert circles == [mean.value for mean in means if isinstance(mean, Number)]


def test_text_alternatives_say_no_other_figures(follow_up: Facts) -> None:
    model = build.workplace(follow_up, "W001")
    for section in model.sections:
        for block in section.blocks:
            if isinstance(block, FigureBlock):
                numbers = [n for row in block.twin.rows for n in _numbers_in_order(row.cells)]
                allowed = {written(n) for n in numbers if n.value is not None}
                assert set(re.findall(r"\d+,\d+(?:\u00a0%)?", block.description)) <= allowed
