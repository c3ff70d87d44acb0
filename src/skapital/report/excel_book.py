"""A workbook being written: its cell formats, the set-up of a sheet, and runs of text as one string."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from skapital.report.model import Inline, Interval, Mark, Number
from skapital.report.numbers import write_number
from skapital.report.texts import Catalogue

TITLE_HEIGHT = 30
CAPTION_HEIGHT = 21


class Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that writes its many plain cells in one step each; the library's own steps take three times as long.

    Should a later version of the library no longer ask this way, its own steps write the same bytes.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if not cell.format or kind not in ("String", "Number", "Blank"):
            super()._write_cell(row, col, cell)
            return
        at = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
        if kind == "String":
            self.fh.write(f'{at} t="s"><v>{cell.string}</v></c>')
        elif kind == "Number":
            self.fh.write(f"{at}><v>{cell.number:.16G}</v></c>")
        else:
            self.fh.write(f"{at}/>")


class Book:
    """A workbook being written, with its formats made once."""

    def __init__(self, workbook: Any, words: Catalogue, accent: str) -> None:
        self.workbook = workbook
        self.words = words
        self._accent = accent
        self._formats: dict[tuple[str, ...], Any] = {}

    def style(self, *names: str, number: str = "") -> Any:
        """Return a cell format by the names of its traits."""
        key = (*names, number)
        if key not in self._formats:
            traits: dict[str, object] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
            for name in names:
                traits |= self._traits(name)
            if number:
                traits["num_format"] = number
            self._formats[key] = self.workbook.add_format(traits)
        return self._formats[key]

    def _traits(self, name: str) -> Mapping[str, object]:
        traits: dict[str, dict[str, object]] = {
            "title": {"bold": True, "font_size": 20, "font_color": self._accent},
            "caption": {"bold": True, "font_size": 14, "font_color": self._accent},
            "header": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"},
            "strong": {"bold": True},
            "wrap": {"text_wrap": True},
            "right": {"align": "right"},
            "words": {"italic": True, "align": "right"},
            "quiet": {"font_color": "#4D5A63"},
            "frame": {"border": 1, "text_wrap": True},
            "indent": {"indent": 1, "align": "left"},
            "link": {"font_color": self._accent, "underline": 1},
        }
        return traits[name]

    def sheet(self, name: str) -> Any:
        """Add a sheet set up for A4 with its name in the footer."""
        sheet = self.workbook.add_worksheet(name, Sheet)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet


def plain(parts: Inline, words: Catalogue) -> str:
    """Return a run of text as one string, with figures written as on the page."""
    if len(parts) == 1:
        return _plain(parts[0], words)
    return "".join(_plain(part, words) for part in parts)


def _plain(part: str | Number | Interval | Mark, words: Catalogue, *, unit: bool = True) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Number):
        if part.value is None:
            return words.text(f"withheld.{part.withheld}")
        return write_number(part.value, part.kind, words.language, part.decimals, unit=unit)
    if isinstance(part, Interval):
        low = _plain(part.low, words, unit=not part.one_unit)
        return f"{low} {words.text('word.to')} {_plain(part.high, words)}"
    return f"{part.symbol} {part.words}" + (f", {part.note}" if part.note else "")
