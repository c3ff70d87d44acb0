"""The job-stop form as a filled workbook: where each answer stands in it, and how it is read back as one row.

The first sheet holds a key, a question and an answer a row, the key hidden; the second holds the lists of the
drop-downs with the codes behind them, so that a form filled before a rename is still understood.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from skapital.errors import InputError
from skapital.ingest.exits_mapping import COLUMNS
from skapital.ingest.intake import RawTable
from skapital.ingest.read import Source

SHEET: Final = "Job-stop"
LISTS: Final = "Lister"
MARK: Final = "skapital-job-stop-1"
"""Stands in the first cell of a form and says which layout it has."""

REASON: Final = "reason:"
YEAR: Final = "year"
MONTH_OF_YEAR: Final = "month_of_year"
CHOSEN: Final = "x"
QUESTIONS: Final = (
    "held",
    "unit",
    "position_group",
    YEAR,
    MONTH_OF_YEAR,
    "seniority_band",
    "age_band",
    "type",
    "initiative",
    "recommend",
)
"""Keys of the questions in the order of the form; the reasons and the main reason follow."""

_COLUMNS: Final = tuple(name for name in COLUMNS if name != "respondent")  # a form has no sender
_CHOSEN_WORDS: Final = ("x", "1", "ja", "yes")


def is_form(source: Source) -> bool:
    """Say whether a workbook is a job-stop form."""
    return {SHEET, LISTS} <= set(source.tables)


def read_form(source: Source, number: int = 1) -> RawTable:
    """Return a filled form as a table of one row under our column names.

    ``number`` is its place among several forms, which problems give as its row. An untouched form is a row without
    answers, which counts as not completed.

    Raises
    ------
    InputError
        ``form-changed`` if the form's keys are not where they belong; ``form-version`` if another version made it.
    """
    cells = source.read(SHEET, header=False).cells
    mark = str(cells.iloc[0, 0]).strip()
    if mark != MARK:
        message = f"{source.file}: the form says {mark[:30]!r}, this version reads {MARK}; make a new form"
        raise InputError(f"{message}: skapital exits form --out FILE.xlsx", slug="form-version")
    answers = {str(row[0]).strip(): str(row[2]).strip() for row in cells.itertuples(index=False) if len(row) > 2}
    lacking = [key for key in (*QUESTIONS, "main_reason") if key not in answers]
    if lacking:
        message = f"{source.file}: the form lacks its line for {lacking[0]}; something was removed. Fill in a new one"
        raise InputError(message, slug="form-changed")
    row = pd.DataFrame([_row(answers, _lists(source))], index=pd.Index([number], name="row"), dtype=str)
    return RawTable(source.file, row)


def _lists(source: Source) -> dict[tuple[str, str], str]:
    """Code by question and by the text that stands in its drop-down."""
    cells = source.read(LISTS, header=False).cells
    return {(str(row[0]), str(row[2]).strip()): str(row[1]) for row in cells.itertuples(index=False) if len(row) > 2}


def _row(answers: dict[str, str], lists: dict[tuple[str, str], str]) -> dict[str, str]:
    chosen = [key.removeprefix(REASON) for key in answers if key.startswith(REASON) and _is_chosen(answers[key])]
    found = {name: lists.get((name, answers.get(name, "")), answers.get(name, "")) for name in _COLUMNS}
    year, month = answers[YEAR], answers[MONTH_OF_YEAR]
    month = f"{year}-{month.zfill(2)}" if year and month else ""
    return {**found, "month": month, "reasons": ";".join(chosen), "held": found["held"] or "nej"}


def _is_chosen(answer: str) -> bool:
    return answer.casefold() in _CHOSEN_WORDS
