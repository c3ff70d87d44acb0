"""Numbers that only number things in order: rows of an empty plan, the sheets of a workbook. They tell nothing.

Each is accepted only where it is the very number that the order gives: a figure put in its place breaks the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from skapital.disclosure.audit.places import CELL, TEXT, Place

_LEAST: Final = {CELL: 10, TEXT: 5}
"""A run of fewer numbers is none: cells of a workbook, headers of rows on a page."""
_HEADER: Final = "<th>"
_SHEET_NAME, _SHEET_NUMBER, _NAMED_PART, _OF_SHEET = (
    f"xl/workbook.xml <{one}>" for one in ("sheet name", "sheet sheetId", "definedName", "definedName localSheetId")
)
_TITLE, _COUNT, _VERSION = (f"docProps/app.xml <{one}>" for one in ("lpstr", "i4", "AppVersion"))
_REPEATED: Final = "!$3:$3"
"""The row that every printed page of a sheet repeats: caption, empty row, headers."""
_WRITTEN_BY: Final = "12.0000"
"""The version of Excel that the library of workbooks names."""


def numbering(places: Sequence[Place]) -> frozenset[int]:
    """Return which places of a file only number things in order."""
    return frozenset((*_rows(places), *_of_workbook(places)))


def _rows(places: Sequence[Place]) -> Iterator[int]:
    """Where one after another says 1, 2, 3 …, as the rows of an empty action plan do.

    A figure among them breaks the run.
    """
    run: list[int] = []
    for index, place in enumerate(places):
        if place.kind not in _LEAST:
            continue
        if run and (place.where != places[run[-1]].where or place.text != str(len(run) + 1)):
            yield from _long_enough(run, places)
            run = []
        if place.text == str(len(run) + 1) and (place.kind == CELL or place.where == _HEADER):
            run.append(index)
    yield from _long_enough(run, places)


def _long_enough(run: Sequence[int], places: Sequence[Place]) -> Sequence[int]:
    return run if run and len(run) >= _LEAST[places[run[0]].kind] else ()


def _of_workbook(places: Sequence[Place]) -> Iterator[int]:
    """Sheets numbered 1, 2, 3 …, names of parts that say the number of their sheet, and how many there are of each."""
    sheets = [place.text for place in places if place.where == _SHEET_NAME]
    if not sheets:
        return
    parts = [place.text for place in places if place.where == _NAMED_PART]
    numbered, told = 0, {"Worksheets": len(sheets), "Named Ranges": len(parts)}
    sheet = title = ""
    for index, place in enumerate(places):
        if place.where == _SHEET_NUMBER:
            numbered += 1
            expected = str(numbered)
        elif place.where == _NAMED_PART:
            sheet = _sheet_of(place.text)
            expected = place.text if sheet in sheets else ""
        elif place.where == _OF_SHEET:
            expected = str(sheets.index(sheet)) if sheet in sheets else ""
        elif place.where == _COUNT:
            expected = str(told.get(title, ""))
        else:
            title = place.text if place.where == _TITLE else title
            expected = _WRITTEN_BY if place.where == _VERSION else ""
        if expected and place.text == expected:
            yield index


def _sheet_of(part: str) -> str:
    """The sheet whose repeated row a named part is; nothing if it is another part."""
    sheet = part.removesuffix(_REPEATED)
    return "" if sheet == part else sheet.removeprefix("'").removesuffix("'").replace("''", "'")
