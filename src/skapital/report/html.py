"""A report as one HTML page: no script, no network, readable by eye, by ear, on paper and in the dark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from string import ascii_lowercase
from typing import Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from skapital.report import figures
from skapital.report.build_answers import part_has_room
from skapital.report.colour import accent_pair
from skapital.report.model import (
    Block,
    Bullets,
    Definitions,
    FigureBlock,
    Inline,
    Interval,
    Links,
    Mark,
    Notice,
    Number,
    Paragraph,
    PlanTable,
    ReportModel,
    Table,
    inline_numbers,
)
from skapital.report.numbers import write_number
from skapital.report.protection import Statement
from skapital.report.texts import Catalogue, catalogue
from skapital.resources import resource

PLAIN_ACCENT = "#0b5c6b"
"""Of pages that are the same in every house."""
_BLOCKS = {
    Paragraph: "paragraph",
    Bullets: "bullets",
    Definitions: "definitions",
    Notice: "notice",
    Table: "table",
    FigureBlock: "figure",
    PlanTable: "plan",
    Links: "links",
}
_DRAWN_BY_TEMPLATE = {
    figures.DotFigure: "dots",
    figures.StackedFigure: "stacked",
    figures.TrendFigure: "trend",
}
_WIDE: Final = 6
_WIDEST: Final = 9
"""From how many columns on a table's cells are made narrower."""


def render(model: ReportModel, templates: Path | None = None) -> bytes:
    """Return the page as UTF-8.

    Parameters
    ----------
    model
        The report.
    templates
        A workspace's folder of own templates and texts; a file there replaces the shipped one of that name.
    """
    words = catalogue(model.language, templates)
    environment = _environment(templates)
    page = environment.get_template("index.html.j2" if model.kind == "index" else "report.html.j2").render(
        model=model,
        words=words,
        accent=accent_pair(model.accent),
        inline=lambda parts, unit=True: inline(parts, model.language, words, unit=unit),
        style=_style(templates),
        draw=draw,
    )
    return page.encode("utf-8")


def render_statements(statements: Sequence[Statement]) -> bytes:
    """Return the protection statement, an article a language, as UTF-8; no workspace's templates: all read the same."""
    page = _environment(None).get_template("protection.html.j2")
    return page.render(statements=statements, accent=accent_pair(PLAIN_ACCENT), style=_style(None)).encode("utf-8")


def inline(parts: Inline, language: str, words: Catalogue, *, unit: bool = True) -> Markup:
    """Return a run of text as markup; a figure carries its value in a ``data`` element, and its unit if asked for."""
    return Markup("".join(_part(part, language, words, unit) for part in parts))


def _part(part: str | Number | Interval | Mark, language: str, words: Catalogue, unit: bool) -> str:
    """Return a part as HTML: words are escaped here, what is not words is digits and tags of our own."""
    if isinstance(part, str):
        return str(escape(part))
    if isinstance(part, Number):
        return _number(part, language, words, unit)
    if isinstance(part, Interval):
        low = _number(part.low, language, words, unit and not part.one_unit)
        high = _number(part.high, language, words, unit)
        return f'<span class="interval">{low} {escape(words.text("word.to"))} {high}</span>'
    note = f', <span class="mark-note">{escape(part.note)}</span>' if part.note else ""
    symbol = f'<span class="symbol" aria-hidden="true">{escape(part.symbol)}</span>'
    return f'<span class="mark is-{part.tone}">{symbol} {escape(part.words)}</span>{note}'


def _number(number: Number, language: str, words: Catalogue, unit: bool) -> str:
    if number.value is None:
        return f'<span class="withheld">{escape(words.text(f"withheld.{number.withheld}"))}</span>'
    text = write_number(number.value, number.kind, language, number.decimals, unit=unit)
    return f'<data value="{number.value!r}">{text}</data>'


def in_points(table: Table) -> list[bool]:
    """Return for each column whether all its figures are percentage points: then its head says so, and no cell does."""
    columns = [[row.cells[place] for row in table.rows] for place in range(len(table.columns))]
    kinds = [{number.kind for cell in cells for number in inline_numbers(cell)} for cells in columns]
    return [found == {"share_difference"} for found in kinds]


def draw(block: FigureBlock) -> Markup | None:
    """Return a chart drawn by the plotting library, or ``None`` for the kinds a template draws."""
    if type(block.figure) in _DRAWN_BY_TEMPLATE:
        return None
    from skapital.report import plots  # the plotting library costs a second to load; a workplace's page needs none

    return Markup(plots.draw(block.figure, block.id))


def _block_name(block: Block) -> str:
    return _BLOCKS[type(block)]


def _figure_name(figure: figures.Figure) -> str:
    return _DRAWN_BY_TEMPLATE[type(figure)]


def _letter(place: int) -> str:
    """A place in an order, for a class: a number there would look like a figure that was not released."""
    return ascii_lowercase[min(place, len(ascii_lowercase) - 1)]


def _width_class(columns: int) -> Markup:
    """The class of a table with many columns, told in words."""
    name = "widest" if columns >= _WIDEST else "wide" if columns >= _WIDE else ""
    return Markup(f' class="{name}"') if name else Markup("")


@lru_cache(maxsize=8)
def _environment(templates: Path | None) -> Environment:
    folders = [templates] if templates else []
    loaders = [FileSystemLoader(str(folder)) for folder in (*folders, resource("reports", "templates"))]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["block_name"] = _block_name
    environment.filters["figure_name"] = _figure_name
    environment.filters["in_points"] = in_points
    environment.filters["letter"] = _letter
    environment.filters["width_class"] = _width_class
    environment.filters["percent"] = lambda value: f"{round(value, 4):g}%"
    environment.tests["roomy"] = part_has_room
    environment.tests["said"] = lambda cell: not any(True for _ in inline_numbers(cell))
    return environment


@lru_cache(maxsize=8)
def _style(templates: Path | None) -> Markup:
    own = templates / "style.css" if templates else None
    path = own if own and own.exists() else resource("reports", "templates", "style.css")
    return Markup(path.read_text(encoding="utf-8"))
