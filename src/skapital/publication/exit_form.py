"""The fillable job-stop form: questions with drop-downs from organisation and `exits.toml`, no room for free text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from skapital.config.exits import Choice, ExitWords
from skapital.config.organisation import Organisation
from skapital.ingest.exits_form import CHOSEN, LISTS, MARK, MONTH_OF_YEAR, QUESTIONS, REASON, SHEET, YEAR
from skapital.report.texts import Catalogue

_MADE: Final = datetime(2000, 1, 1)
"""The same form has the same bytes whenever it is made."""
_ANSWER: Final = 2
_YEARS: Final = (2000, 2100)

Lists = Mapping[str, Sequence[tuple[str, str]]]
"""By question: the code and the text of each answer in its drop-down."""


def exit_form(
    organisation: Organisation, position_groups: Sequence[str], words: ExitWords, texts: Catalogue, accent: str
) -> bytes:
    """Return the form as a workbook.

    Parameters
    ----------
    organisation
        Whose units the drop-down offers, in organisation order.
    position_groups
        Offered in the order given; none leaves the question out of use.
    words
        The answers of every other question.
    texts
        The form's language.
    accent
        The house's colour.
    """
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"title": texts.text("form.title"), "created": _MADE})
    form, lists = book.add_worksheet(SHEET), book.add_worksheet(LISTS)
    lists.hide()
    offered = _offered(organisation, position_groups, words, texts)
    ranges = _write_lists(lists, offered)
    _write_form(form, _styles(book, accent), words, texts, ranges)
    book.close()
    return written.getvalue()


def _offered(
    organisation: Organisation, position_groups: Sequence[str], words: ExitWords, texts: Catalogue
) -> dict[str, list[tuple[str, str]]]:
    named = ("seniority_band", "age_band", "type", "initiative", "recommend", "main_reason")
    return {
        "held": [("1", texts.text("form.yes")), ("0", texts.text("form.no"))],
        "unit": [(unit.code, f"{unit.code} {unit.name}") for unit in organisation.units],
        "position_group": [(group, group) for group in position_groups],
        MONTH_OF_YEAR: [(f"{month:02d}", f"{month:02d}") for month in range(1, 13)],
        **{name: _texts(words.choices(name), texts.language) for name in named},
        CHOSEN: [(CHOSEN, CHOSEN)],
    }


def _texts(choices: Sequence[Choice], language: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.labels[language]) for choice in choices]


def _write_lists(sheet: Any, offered: Lists) -> dict[str, str]:
    """Write question, code and text a row; return the range of each question's texts."""
    ranges, row = {}, 0
    for name, answers in offered.items():
        if answers:
            ranges[name] = f"='{LISTS}'!$C${row + 1}:$C${row + len(answers)}"
        for code, text in answers:
            sheet.write_row(row, 0, [name, code, text])
            row += 1
    return ranges


def _styles(book: Any, accent: str) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 18, "font_color": accent, "text_wrap": False}),
        "heading": book.add_format({**base, "bold": True, "font_size": 13, "font_color": accent, "text_wrap": False}),
        "text": book.add_format(base),
        "answer": book.add_format({**base, "border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "@"}),
        "year": book.add_format({**base, "border": 1, "locked": False, "bg_color": "#FFFBE6", "align": "left"}),
        "help": book.add_format({**base, "font_color": "#4D5A63"}),
    }


def _write_form(
    sheet: Any, styles: Mapping[str, Any], words: ExitWords, texts: Catalogue, ranges: Mapping[str, str]
) -> None:
    _set_up(sheet)
    sheet.write(0, 0, MARK, styles["help"])
    sheet.write(0, 1, texts.text("form.title"), styles["title"])
    sheet.merge_range(1, 1, 1, 3, texts.text("form.intro"), styles["text"])
    row = 3
    for key in QUESTIONS:
        _question(sheet, row, key, texts.text(f"form.{key}"), texts.text(f"form.{key}_help"), styles, ranges)
        row += 1
    sheet.write(row + 1, 1, texts.text("form.reasons"), styles["heading"])
    sheet.write(row + 1, 3, texts.text("form.reasons_help"), styles["help"])
    row += 2
    for choice in words.reasons:
        _question(sheet, row, REASON + choice.code, choice.labels[texts.language], "", styles, ranges)
        row += 1
    main = texts.text("form.main_reason")
    _question(sheet, row + 1, "main_reason", main, texts.text("form.main_reason_help"), styles, ranges)
    sheet.print_area(0, 1, row + 1, 3)


def _set_up(sheet: Any) -> None:
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 44)
    sheet.set_column(_ANSWER, _ANSWER, 46)
    sheet.set_column(3, 3, 60)
    sheet.set_row(0, 28)
    sheet.set_row(1, 48)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.protect("", {"select_locked_cells": False})  # guides the hand; without a password it keeps nobody out
    sheet.set_selection(3, _ANSWER, 3, _ANSWER)


def _question(
    sheet: Any, row: int, key: str, question: str, help_text: str, styles: Mapping[str, Any], ranges: Mapping[str, str]
) -> None:
    sheet.write(row, 0, key, styles["help"])
    sheet.write(row, 1, question, styles["text"])
    sheet.write_blank(row, _ANSWER, None, styles["year" if key == YEAR else "answer"])
    sheet.write(row, 3, help_text, styles["help"])
    choice = CHOSEN if key.startswith(REASON) else key
    if key == YEAR:
        sheet.data_validation(
            row,
            _ANSWER,
            row,
            _ANSWER,
            {"validate": "integer", "criteria": "between", "minimum": _YEARS[0], "maximum": _YEARS[1]},
        )
    elif choice in ranges:
        sheet.data_validation(row, _ANSWER, row, _ANSWER, {"validate": "list", "source": ranges[choice]})
