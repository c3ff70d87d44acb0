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


# ---- what a new tree shows without a lineage


def unexplained(earlier: Organisation, later: Organisation, lineage: Sequence[LineageEvent]) -> list[LineageEvent]:
    """Return as events what changed between two trees and no event of the later one's date speaks of.

    A unit that vanished is drafted as closed and one that appeared as new: what really became of them is for a person
    to say.
    """
    there = [event for event in lineage if earlier.date < event.date <= later.date]
    old_told, new_told = {event.old for event in there}, {event.new for event in there}
    before, after = earlier.by_code, later.by_code
    closed = [code for code in before if code not in after and code not in old_told]
    appeared = [code for code in after if code not in before and code not in new_told]
    stayed = [code for code in before if code in after and code not in old_told]
    moved = [code for code in stayed if before[code].parent != after[code].parent]
    renamed = [code for code in stayed if code not in moved and before[code].name != after[code].name]
    return [
        *(LineageEvent(later.date, "close", code, None, None, "") for code in closed),
        *(LineageEvent(later.date, "new", None, code, None, "") for code in appeared),
        *(LineageEvent(later.date, "move", code, code, None, "") for code in moved),
        *(LineageEvent(later.date, "rename", code, code, None, "") for code in renamed),
    ]


def draft(events: Sequence[LineageEvent]) -> str:
    """Return events as the text of a lineage file, for a person to correct and to give a source."""
    lines = ["date,kind,from,to,share,source"]
    lines += [f"{event.date},{event.kind},{_quoted(event.old)},{_quoted(event.new)},," for event in events]
    return "\n".join(lines) + "\n"


def _quoted(code: str | None) -> str:
    text = (code or "").replace('"', '""')
    return f'"{text}"' if any(mark in text for mark in ',"') else text
