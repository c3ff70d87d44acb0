"""Takes in a tidy file of any kind that is declared in `kinds.py`, with the same accounting as a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from skapital.config.findings import nearest
from skapital.errors import InputError
from skapital.ingest import kinds, screening
from skapital.ingest.intake import REPLACES_ALL, Accounting, Intake, RawTable, Stored
from skapital.ingest.kinds import Column, Form, Kind
from skapital.ingest.problems import Gathered
from skapital.ingest.tidy_columns import Known, Table, read_column

__all__ = ["Known", "accept", "form_of", "intake", "read_form", "replacing_other_forms", "with_our_names"]

ROW_TWICE = "row-twice"


def accept(raw: RawTable, kind: Kind, known: Known, *, scope: str = "", listed_units: bool = False) -> Intake:
    """Take in a tidy file.

    Parameters
    ----------
    raw
        The file as read.
    kind
        Its declaration; of several forms the one whose columns the header has.
    known
        What units, levels and persons are checked against.
    scope
        What a second import is told apart by, where the kind needs that.
    listed_units
        Whether a file of months replaces only the units it lists, and not its months for all units.

    Returns
    -------
    Intake
        One table of the store, typed; persons pseudonymised, free text of employees left out.

    Raises
    ------
    InputError
        ``missing-column`` if the header fits no form.
    """
    lowered = with_our_names(raw, kind)
    form = form_of(lowered, kind)
    if listed_units and form.covers is not None and "month" in form.covers and "unit" not in form.covers:
        form = replace(form, covers=("unit", *form.covers))
    table = read_form(lowered, form, known)
    return intake(table, form, kind.name, scope)


def with_our_names(raw: RawTable, kind: Kind) -> RawTable:
    """Return the table under our column names, whatever the case of its header."""
    ours = {column.name for form in kind.forms for column in form.columns}
    names = {
        name: name.casefold() for name in raw.columns if name.casefold() in ours and name.casefold() not in raw.columns
    }
    return RawTable(raw.file, raw.cells.rename(columns=names), raw.encoding, raw.delimiter)


def form_of(raw: RawTable, kind: Kind) -> Form:
    """Return the form whose required columns are all there.

    Raises
    ------
    InputError
        ``missing-column``, naming what lacks of the nearest form.
    """
    lacking = {form.table: [name for name in form.required if name not in raw.columns] for form in kind.forms}
    fitting = [form for form in kind.forms if not lacking[form.table]]
    if fitting:
        return fitting[0]
    best = min(kind.forms, key=lambda form: len(lacking[form.table]))
    names = lacking[best.table]
    hints = "".join(nearest(name, raw.columns) for name in names[:1] if len(raw.columns) < 40)
    expected = " or ".join(", ".join(_written(column) for column in form.columns) for form in kind.forms)
    raise InputError(
        f"{raw.file}: the header lacks {', '.join(names)}{hints} (expected for {kind.name}: {expected}; ? may lack)",
        slug="missing-column",
    )


def _written(column: Column) -> str:
    return f"{column.name}?" if column.optional else column.name


def read_form(raw: RawTable, form: Form, known: Known) -> Table:
    """Return the typed columns of a form and what became of each row, duplicates not yet told."""
    fate = pd.Series("", index=raw.cells.index, dtype=str)
    table = Table(raw, fate, Gathered(raw.file), never_stored=known.never_stored)
    for column in form.columns:
        if column.type != kinds.NOT_STORED:
            table.values[column.name] = read_column(table, column, known)
    return table


def intake(table: Table, form: Form, kind: str, scope: str, more: Mapping[str, str] | None = None) -> Intake:
    """Return what is to be stored of a judged table.

    Parameters
    ----------
    more
        Columns with one value for all rows, such as ``{"round": "2014-06"}``.
    """
    typed = pd.DataFrame(table.values, index=table.raw.cells.index)
    duplicate = _repeated(table, form, typed)
    kept = (table.fate == "") & ~duplicate
    rows = typed[kept].assign(**(more or {}))
    if form.month_of:
        rows = rows.assign(month=rows[form.month_of].astype("str").str[:7])
    taken = [column.name for column in form.columns if column.type != kinds.NOT_STORED]
    accounting = Accounting(
        rows_read=len(typed),
        rows_accepted=int(kept.sum()),
        rows_rejected=int((table.fate != "").sum()),
        rows_duplicate=int(duplicate.sum()),
    )
    covers = REPLACES_ALL if form.covers is None else rows[list(form.covers)].drop_duplicates()
    dropped = screening.not_taken(table.raw.cells, taken, table.never_stored)
    stored = {form.table: Stored(with_types(rows, form), covers)}
    return Intake(kind, scope, accounting, table.gathered.in_order(), stored, dropped)


def replacing_other_forms(made: Intake, kind: Kind, form: Form, more: Mapping[str, str]) -> Intake:
    """Return the intake so that it also replaces earlier rows of the kind's other forms with the values ``more``."""
    others = {other.table: Stored(pd.DataFrame(), pd.DataFrame([more])) for other in kind.forms if other is not form}
    return replace(made, stored={**made.stored, **others})


def _repeated(table: Table, form: Form, typed: pd.DataFrame) -> pd.Series[bool]:
    """Rows that repeat an accepted one. A row with the same key and other values is rejected."""
    open_rows = typed[table.fate == ""]
    whole = open_rows.duplicated()
    if form.key:
        same_key = open_rows.duplicated(list(form.key)) & ~whole
        message = f"an earlier row has the same {', '.join(form.key)} and other values; keep one of them"
        table.refuse(same_key.reindex(typed.index, fill_value=False), ROW_TWICE, form.key[0], lambda row: message)
    return whole.reindex(typed.index, fill_value=False) & (table.fate == "")


def with_types(rows: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return the rows with a pandas type for each column, so that an empty or all-missing one is stored as such."""
    types = {kinds.NUMBER: "Float64", kinds.WHOLE: "Int64", kinds.FLAG: "boolean"}
    wanted = {column.name: types.get(column.type, "str") for column in form.columns if column.name in rows.columns}
    return rows.astype(wanted)
