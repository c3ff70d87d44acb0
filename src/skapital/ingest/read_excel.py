"""The sheets of a workbook as tables of strings, exact: text stays text, 3.0 is written 3, a date as ISO."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from skapital.errors import InputError
from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered
from skapital.ingest.read_csv import Record, table

_PART = re.compile(r"^(?P<stem>.*\S)\s*\((?P<number>\d+)\)$")


def read_workbook(data: bytes, file: str) -> Mapping[str, list[Record]]:
    """Return the records of each sheet that holds anything, by sheet name, in the workbook's order.

    Raises
    ------
    InputError
        ``workbook-unreadable`` if it is damaged or has a password; ``empty-file`` if no sheet holds anything.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: _records(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        raise InputError(
            f"{file}: the workbook cannot be read ({error}); open it in Excel, take off any password, save it as .xlsx",
            slug="workbook-unreadable",
        ) from None
    filled = {name: records for name, records in sheets.items() if records}
    if not filled:
        raise InputError(f"{file}: no sheet holds any value; expected a header row and data", slug="empty-file")
    return filled


def _records(rows: Sequence[Sequence[object]]) -> list[Record]:
    records = [(number, [as_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    return [(number, fields) for number, fields in records if any(field.strip() for field in fields)]


def as_text(cell: object) -> str:
    """Return a cell as the text it stands for.

    A whole float is written without decimals, any other with the fewest digits that give it back; true and false as 1
    and 0; a date as ``YYYY-MM-DD``, with the time only if the cell has one.
    """
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def sheet_tables(sheets: Sequence[str]) -> dict[str, list[str]]:
    """Return the tables of a workbook with their sheets in order: ``Dataset(1)``, ``Dataset(2)`` are ``Dataset``."""
    tables: dict[str, list[str]] = {}
    numbered = {name: found for name in sheets if (found := _PART.match(name))}
    for name in sheets:
        stem = numbered[name]["stem"] if name in numbered else name
        tables.setdefault(stem, []).append(name)
    return {
        stem: sorted(names, key=lambda name: int(numbered[name]["number"]) if name in numbered else 0)
        for stem, names in tables.items()
    }


def joined(sheets: Mapping[str, list[Record]], names: list[str], file: str, *, header: bool) -> RawTable:
    """Return sheets that continue each other side by side as one table.

    A column that stands on more than one of them, such as the respondent's number, must be equal there; it counts once.

    Raises
    ------
    InputError
        ``sheets-differ`` if the sheets have different rows, or a column with one name differs.
    """
    parts = [table(sheets[name], f"{file} [{name}]", None, None, header=header) for name in names]
    whole = parts[0].cells
    gathered = Gathered(file)
    for name, part in zip(names[1:], parts[1:], strict=True):
        if list(part.cells.index) != list(whole.index):
            message = (
                f"sheet {name} has {len(part.cells)} rows, {names[0]} has {len(whole)}, or they stand on other lines"
            )
            gathered.note("sheets-differ", message + "; export the sheets again")
            continue
        shared = [column for column in part.columns if column in whole.columns]
        for column in shared:
            if not part.cells[column].equals(whole[column]):
                message = f"the column differs between sheet {name} and an earlier one; export the sheets again"
                gathered.note("sheets-differ", message, column=column)
        whole = pd.concat([whole, part.cells.drop(columns=shared)], axis=1)
    gathered.stop_if_any()
    return RawTable(parts[0].file if len(names) == 1 else file, whole)
