"""What became of units, as data: the events of a file, checked against the trees before and after."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from skapital.config.lineage_check import faults
from skapital.config.organisation import LineageEvent, Organisation
from skapital.ingest import tidy
from skapital.ingest.intake import Intake, RawTable, Stored
from skapital.ingest.kinds import CODE, DATE, NUMBER, TEXT, Column, Form, Kind
from skapital.ingest.problems import Gathered
from skapital.ingest.tidy import Known

KINDS = ("rename", "merge", "split", "move", "close", "new")
LINEAGE = Kind(
    "lineage",
    (
        Form(
            "lineage",
            (
                Column("date", DATE),
                Column("kind", CODE, words=KINDS),
                Column("from", CODE, optional=True),
                Column("to", CODE, optional=True),
                Column("share", NUMBER, optional=True),
                Column("source", TEXT),
            ),
            key=("date", "kind", "from", "to"),
            covers=("date",),
        ),
    ),
)


def accept(raw: RawTable, stored: Sequence[Organisation], known: Sequence[LineageEvent] = ()) -> Intake:
    """Take in a lineage file. It is refused whole if any row is wrong; it replaces earlier events of its dates.

    Parameters
    ----------
    raw
        Columns ``date, kind, from, to, share?, source``; one row for each pair of ``from`` and ``to``.
    stored
        The organisations at hand: ``from`` stands in one before the date, ``to`` in one at the date.
    known
        The events at hand; those of this file's dates are replaced by it.

    Raises
    ------
    InputError
        All faults that ``config.lineage_check`` finds, or what tidy files are refused for.
    """
    named = tidy.with_our_names(raw, LINEAGE)
    form = tidy.form_of(named, LINEAGE)
    table = tidy.read_form(named, form, Known(None, (), b""))
    made = tidy.intake(table, form, "lineage", "")
    gathered = Gathered(raw.file, [problem for problem in made.problems if problem.row is not None])
    rows = made.stored["lineage"].rows
    events = {int(row): _event(values) for row, values in zip(rows.index, rows.to_dict("records"), strict=True)}
    for fault in faults(events, stored, known):
        gathered.note(fault.slug, fault.message, row=fault.row, column=fault.column)
    gathered.stop_if_any()
    renamed = rows.rename(columns={"from": "old", "to": "new"}).assign(place=range(len(rows)))
    stored_rows = Stored(renamed, pd.DataFrame({"date": renamed["date"].unique()}))
    return Intake("lineage", "", made.accounting, made.problems, {"lineage": stored_rows}, made.dropped)


def _event(values: Mapping[Hashable, Any]) -> LineageEvent:
    there: dict[Hashable, Any] = {name: None if pd.isna(value) else value for name, value in values.items()}
    return LineageEvent(there["date"], there["kind"], there["from"], there["to"], there["share"], there["source"])
