"""What was answered: the instrument's codes, only of what a person was asked."""

from __future__ import annotations

import pandas as pd

from skapital.config.instrument import Instrument, Item
from skapital.ingest import mapping as mappings
from skapital.ingest.completion import NOT_COMPLETED
from skapital.ingest.mapping import SurveyMapping
from skapital.ingest.survey_rows import CODE_UNKNOWN, NO_ANSWERS, Rows, refuse


def answers_of(rows: Rows, item: Item, mapping: SurveyMapping) -> pd.Series[str]:
    """The instrument's codes of one item; NA where nothing was answered."""
    if item.code not in rows.columns.items:
        return pd.Series(None, index=rows.cells.index, dtype=str)
    column = rows.columns.items[item.code]
    written = rows.cells[column].str.strip()
    became = mappings.translation(item.responses, mapping.codes.get(item.responses.id, {}))
    by_label = mappings.code_by_label(item.responses)
    known = {value: became.get(value, by_label.get(mappings.normalised(value))) for value in written.unique()}
    codes = written.map(known)
    wrong = codes.isna() & (written != "") & (rows.fate != NOT_COMPLETED)
    text = f"is no answer to {item.code} (known are {', '.join(mappings.code_list(item.responses))}); see [codes]"
    refuse(rows, wrong, CODE_UNKNOWN, text, column, written)
    return codes


def leave_out_not_asked(rows: Rows, instrument: Instrument, levels: pd.Series[str], unselected: str) -> None:
    """Answers to questions that the person was not asked are no answers; how many is told."""
    for item in instrument.items.values():
        codes = rows.answers[item.code]
        asked = ~levels.isin(item.not_for)
        if item.asked_if is not None:
            asked &= rows.answers[item.asked_if.item].isin(item.asked_if.codes)
        surplus = codes.notna() & ~asked
        rows.answers[item.code] = codes.where(asked)
        count = int((surplus & rows.open() & (codes != unselected)).sum())
        if count:
            message = f"{count} rows answer {item.code} without having been asked it; treated as not asked"
            rows.gathered.note("answered-not-asked", message, column=rows.columns.items[item.code])


def reject_empty(rows: Rows, codes: pd.DataFrame) -> None:
    """Reject completed rows without any answer."""
    empty = codes.isna().all(axis=1)
    refuse(rows, empty, NO_ANSWERS, "the row is completed but answers no item of the instrument", None)


def tell_missing_items(rows: Rows, instrument: Instrument) -> None:
    """Tell which items of the instrument the export has no column for."""
    lacking = [code for code in instrument.items if code not in rows.columns.items]
    if lacking:
        message = (
            f"{len(lacking)} items of the instrument have no column and count as not answered: {', '.join(lacking)}"
        )
        rows.gathered.note("items-without-column", message)
