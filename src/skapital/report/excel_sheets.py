"""The sheets of a workbook. A withheld figure is words, never a number; nothing is hidden or merged."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from skapital.report.excel_book import CAPTION_HEIGHT, TITLE_HEIGHT, Book, plain
from skapital.report.model import (
    Bullets,
    Column,
    Definitions,
    Inline,
    Interval,
    Notice,
    Number,
    Paragraph,
    PlanTable,
    ReportModel,
    Table,
)
from skapital.report.numbers import excel_format
from skapital.report.texts import Catalogue

_HEADER_ROW = 2
_WIDEST = 58
_SHORT_HEADER = 18
_LINE_HEIGHT = 15.5
_PLAN_ROWS = 30
_PLAN_WIDTHS = (6, 22, 34, 28, 18, 16, 10, 34, 18, 13, 16, 13, 16, 16)


@dataclass(frozen=True)
class _Laid:
    """A table as the workbook has it: an interval takes two columns, and every cell is written out once.

    ``columns`` has the column of each cell of a row; ``rows`` their contents and ``texts`` the same as text.
    """

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    texts: tuple[tuple[str, ...], ...]


def _laid(table: Table, words: Catalogue) -> _Laid:
    columns = tuple(column for column in table.columns for _ in _headers(column))
    rows = tuple(
        tuple(parts for cell, column in zip(row.cells, table.columns, strict=True) for parts in _spread(cell, column))
        for row in table.rows
    )
    return _Laid(table, columns, rows, tuple(tuple(plain(parts, words) for parts in row) for row in rows))


def write_tables(book: Book, name: str, tables: tuple[Table, ...]) -> None:
    """Write tables one below the other: caption, header, rows, notes. A sheet of one table has frozen panes."""
    sheet = book.sheet(name)
    laid = tuple(_laid(table, book.words) for table in tables)
    widths = _common_widths(laid)
    at = 0
    for one in laid:
        at = _write_table(book, sheet, one, at, widths) + 2
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    if len(tables) == 1:
        sheet.freeze_panes(_HEADER_ROW + 1, 1)
        sheet.repeat_rows(_HEADER_ROW)
    else:
        sheet.freeze_panes(0, 1)


def _write_table(book: Book, sheet: Any, laid: _Laid, top: int, widths: tuple[int, ...]) -> int:
    table = laid.table
    sheet.set_row(top, CAPTION_HEIGHT)
    sheet.write_string(top, 0, table.caption, book.style("caption"))
    header_row = top + _HEADER_ROW
    numeric = (False, *(column.numeric for column in laid.columns))
    headers = _all_headers(table)
    for at, header in enumerate(headers):
        sheet.write_string(
            header_row, at, header, book.style("header", *(("right",) if numeric[at] else ("indent",) if at else ()))
        )
    _set_height(sheet, header_row, *((header, width - 2) for header, width in zip(headers, widths, strict=False)))
    for place in range(len(table.rows)):
        _write_row(book, sheet, header_row + 1 + place, laid, place, widths)
    after = header_row + len(table.rows) + 1
    for place, note in enumerate(table.notes, after + 1):
        sheet.write_string(place, 0, plain(note, book.words), book.style("quiet"))
    return after + len(table.notes)


def _all_headers(table: Table) -> tuple[str, ...]:
    return (table.stub, *(header for column in table.columns for header in _headers(column)))


def _headers(column: Column) -> tuple[str, ...]:
    return (column.low, column.high) if column.spread else (column.header,)


def _write_row(book: Book, sheet: Any, at: int, laid: _Laid, place: int, widths: tuple[int, ...]) -> None:
    row, cells, written = laid.table.rows[place], laid.rows[place], laid.texts[place]
    strong = ("strong",) if row.strong else ()
    figures, words = (*strong, "words"), (*strong, "wrap", "indent")
    sheet.write_string(at, 0, row.header, book.style("wrap", *strong, *(("indent",) if row.depth else ())))
    lines = _lines(row.header, widths[0])
    for across, (parts, text, column) in enumerate(zip(cells, written, laid.columns, strict=True), start=1):
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Number) and only.value is not None:
            number = excel_format(only.kind, only.decimals)
            sheet.write_number(
                at, across, only.value, book.style(*(strong if column.numeric else words), number=number)
            )
        else:
            sheet.write_string(at, across, text, book.style(*(figures if column.numeric else words)))
        if not column.numeric and len(text) > 0.9 * widths[across]:
            lines = max(lines, _lines(text, widths[across]))
    _set_lines(sheet, at, lines)


def _spread(cell: Inline, column: Column) -> tuple[Inline, ...]:
    if not column.spread:
        return (cell,)
    if len(cell) == 1 and isinstance(cell[0], Interval):
        return ((cell[0].low,), (cell[0].high,))
    return (cell, cell)


def _common_widths(tables: tuple[_Laid, ...]) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for laid in tables:
        for at, width in enumerate(_widths(laid)):
            found[at] = min(_WIDEST, max(found.get(at, 0), width))
    return tuple(found.values())


def _widths(laid: _Laid) -> tuple[int, ...]:
    """The two columns of an interval are equally wide."""
    table = laid.table
    found = [max([len(row.header) + 3 * row.depth for row in table.rows] + [len(table.stub), 18]) + 3]
    lengths = [max(map(len, texts), default=0) for texts in zip(*laid.texts, strict=True)]
    lengths = lengths or [0] * len(laid.columns)
    for column in table.columns:
        headers = _headers(column)
        at = len(found) - 1
        longest = max(lengths[at : at + len(headers)])
        for header in headers:
            words = [header] if len(header) <= _SHORT_HEADER else header.split()
            found.append(max([longest, 10, *(len(word) + 1 for word in words)]) + 3)
    return tuple(found)


def write_cover(book: Book, model: ReportModel, sheets: tuple[tuple[str, str], ...]) -> None:
    """Write the first sheet: what this is, what is true, and what is on the other sheets."""
    words = book.words
    sheet = book.sheet(words.text("sheet.cover"))
    sheet.set_portrait()
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    draft = [(words.text("word.draft"), "strong")] if model.draft else []
    heads = [
        *draft,
        (model.kicker, "quiet"),
        (model.title, "title"),
        (model.subtitle, "quiet"),
        (" › ".join(model.path), "quiet"),
    ]
    at = 0
    for text, style in heads:
        if text:
            sheet.set_row(at, TITLE_HEIGHT if style == "title" else None)
            sheet.write_string(at, 0, text, book.style(style))
            at += 1
    at = _write_lines(book, sheet, at + 1, words.text("word.summary"), model.summary)
    sheet.set_row(at, CAPTION_HEIGHT)
    sheet.write_string(at, 0, words.text("notes.sheets"), book.style("caption"))
    for place, (name, caption) in enumerate(sheets, at + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", book.style("link"), name)
        sheet.write_string(place, 1, caption, book.style("wrap"))
    last = at + 1 + len(sheets)
    notes = words.text("sheet.notes")
    sheet.write_url(last, 0, f"internal:'{notes}'!A1", book.style("link"), notes)
    sheet.write_string(last, 1, words.text("notes.title"), book.style("wrap"))


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, since a workbook does not say so by itself."""
    return max(1, math.ceil(1.05 * len(text) / max(1, width)))


def _set_height(sheet: Any, row: int, *texts: tuple[str, int]) -> None:
    _set_lines(sheet, row, max(_lines(text, width) for text, width in texts))


def _set_lines(sheet: Any, row: int, lines: int) -> None:
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * lines)


def _write_lines(book: Book, sheet: Any, at: int, heading: str, lines: tuple[Inline, ...]) -> int:
    sheet.set_row(at, CAPTION_HEIGHT)
    sheet.write_string(at, 0, heading, book.style("caption"))
    for place, line in enumerate(lines, at + 1):
        sheet.write_string(place, 0, plain(line, book.words), book.style())
    return at + len(lines) + 2


def write_plan(book: Book, name: str, plan: PlanTable) -> None:
    """Write the action-plan table, framed and empty, with a line of help under each header."""
    sheet = book.sheet(name)
    sheet.set_row(0, CAPTION_HEIGHT)
    sheet.write_string(0, 0, plan.caption, book.style("caption"))
    for at, (header, help_text) in enumerate(zip(plan.columns, plan.help, strict=True)):
        sheet.write_string(_HEADER_ROW, at, header, book.style("header", "frame"))
        sheet.write_string(_HEADER_ROW + 1, at, help_text, book.style("frame", "quiet"))
        sheet.set_column(at, at, _PLAN_WIDTHS[at] if at < len(_PLAN_WIDTHS) else 16)
    for place in range(_PLAN_ROWS):
        row = _HEADER_ROW + 2 + place
        sheet.set_row(row, 45)
        sheet.write_number(row, 0, place + 1, book.style("frame"))
        for at in range(1, len(plan.columns)):
            sheet.write_blank(row, at, None, book.style("frame"))
    sheet.freeze_panes(_HEADER_ROW + 2, 1)
    sheet.repeat_rows(_HEADER_ROW)


def write_notes(book: Book, model: ReportModel) -> None:
    """Write the last sheet: how to read, what is withheld, method; the text of the report's explaining parts."""
    words = book.words
    sheet = book.sheet(words.text("sheet.notes"))
    sheet.set_portrait()
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 95)
    sheet.set_row(0, CAPTION_HEIGHT)
    sheet.write_string(0, 0, words.text("notes.title"), book.style("caption"))
    at = 1
    for text in (words.text("notes.numbers"), words.text("notes.withheld")):
        sheet.write_string(at, 0, text, book.style())
        at += 1
    for section in model.sections:
        lines = [line for block in section.blocks for line in _note_lines(block)]
        if not lines:
            continue
        sheet.write_string(at + 1, 0, section.heading, book.style("strong"))
        at += 2
        for term, parts in lines:
            text = plain(parts, words)
            sheet.write_string(at, 0, term, book.style("wrap"))
            sheet.write_string(at, 1, text, book.style("wrap"))
            _set_height(sheet, at, (term, 30), (text, 95))
            at += 1


def _note_lines(block: object) -> list[tuple[str, Inline]]:
    if isinstance(block, Definitions):
        return list(block.items)
    if isinstance(block, Paragraph):
        return [("", block.parts)]
    if isinstance(block, Notice):
        return [(block.title if not at else "", parts) for at, parts in enumerate(block.paragraphs)]
    if isinstance(block, Bullets):
        return [("", parts) for parts in block.items]
    return []
