"""A report as a workbook: a cover, one tidy sheet a table with real numbers, the plan to fill in, and notes."""

from __future__ import annotations

import datetime
import io

import xlsxwriter

from skapital.report.colour import accent_pair
from skapital.report.excel_book import Book
from skapital.report.excel_sheets import write_cover, write_notes, write_plan, write_tables
from skapital.report.model import FigureBlock, PlanTable, ReportModel, Table
from skapital.report.texts import catalogue

_LONGEST_SHEET_NAME = 31


def render(model: ReportModel) -> bytes:
    """Return the workbook. The same model gives the same bytes: its date is the report's, never the clock's."""
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.datetime.combine(datetime.date.fromisoformat(model.date), datetime.time())
    words = catalogue(model.language)
    workbook.set_properties(
        {
            "title": f"{model.title} – {model.subtitle}",
            "subject": model.kicker,
            "author": model.kicker.split(" · ")[0],
            "created": created,
            "language": "da-DK" if model.language == "da" else "en-GB",
        }
    )
    book = Book(workbook, words, accent_pair(model.accent).light)
    sheets = sheets_of(model)
    listed = [(name, tables[0].caption) for name, tables in sheets]
    listed += [(model.tidy.name, model.tidy.caption)] if model.tidy is not None else []
    write_cover(book, model, tuple(listed))
    for name, tables in sheets:
        first = tables[0]
        if isinstance(first, PlanTable):
            write_plan(book, name, first)
        else:
            write_tables(book, name, tuple(table for table in tables if isinstance(table, Table)))
    if model.tidy is not None:
        write_tables(book, model.tidy.name, (model.tidy,))
    write_notes(book, model)
    workbook.close()
    return written.getvalue()


def sheets_of(model: ReportModel) -> tuple[tuple[str, tuple[Table | PlanTable, ...]], ...]:
    """Return the sheets in reading order: tables of one name share a sheet, one below the other."""
    found: dict[str, tuple[Table | PlanTable, ...]] = {}
    for section in model.sections:
        for block in section.blocks:
            table = block.twin if isinstance(block, FigureBlock) else block
            if isinstance(table, (Table, PlanTable)):
                name = table.name[:_LONGEST_SHEET_NAME]
                found[name] = (*found.get(name, ()), table)
    return tuple(found.items())
