"""The rows of an export while they are judged, and who answered: unit, leader level, position group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from skapital.config.organisation import Organisation
from skapital.errors import InputError
from skapital.ingest import screening
from skapital.ingest.mapping import EMPLOYEE_WORDS, Columns, SurveyMapping
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.profiles import Profile

ACCEPTED = ""
DUPLICATE = "duplicate"
UNIT_EMPTY = "unit-empty"
UNIT_UNKNOWN = "unit-not-in-organisation"
LEVEL_UNKNOWN = "unknown-leader-level"
CODE_UNKNOWN = "unknown-code"
NO_ANSWERS = "no-answers"


@dataclass
class Rows:
    """The rows while they are judged. ``fate`` is empty for an accepted row, else the slug of what became of it."""

    cells: pd.DataFrame
    columns: Columns
    fate: pd.Series[str]
    gathered: Gathered
    answers: dict[str, pd.Series[str]] = field(default_factory=dict)

    def values(self, ours: str) -> pd.Series[str]:
        """The values of a background column without blanks around them; empty where there is no such column."""
        if ours not in self.columns.background:
            return pd.Series("", index=self.cells.index, dtype=str)
        return self.cells[self.columns.background[ours]].str.strip()

    def open(self) -> pd.Series[bool]:
        """The rows that nothing has been said against."""
        return self.fate == ACCEPTED

    def reject(self, rows: pd.Series[bool], slug: str) -> None:
        """Reject rows; the first reason stays."""
        self.fate = self.fate.mask(rows & self.open(), slug)


def refuse(
    rows: Rows,
    wrong: pd.Series[bool],
    slug: str,
    text: str,
    column: str | None,
    values: pd.Series[str] | None = None,
) -> None:
    """Reject rows of which nothing wrong was said yet, each with a problem; only a value short as a code is shown."""
    for row in wrong.index[wrong & rows.open()]:
        said = text if values is None else f"{shown(values[row])} {text}"
        rows.gathered.note(slug, said, row=int(row), column=column)
    rows.reject(wrong, slug)


def units_of(rows: Rows, mapping: SurveyMapping, organisations: Sequence[Organisation]) -> pd.Series[str]:
    """Return the unit of each row, NA where there is none; rows whose unit is empty or unknown are rejected.

    Raises
    ------
    InputError
        ``no-organisation`` if there is a unit column and nothing to look it up in.
    """
    if "unit" not in rows.columns.background:
        message = "the export has no unit column; it is taken whole, and only figures for all can be made of it"
        rows.gathered.note("no-unit-column", message)
        return pd.Series(None, index=rows.cells.index, dtype=str)
    if not organisations:
        message = "no organisation is known at the round's date; first: skapital ingest organisation FILE --from DATE"
        raise InputError(f"{rows.gathered.file}: {message}", slug="no-organisation")
    written = rows.values("unit")
    known = {unit.code.casefold(): unit.code for unit in organisations[0].units}
    named = written.map(lambda value: mapping.units.get(value, value))
    units = named.map(lambda value: known.get(value.casefold()))
    column = rows.columns.background["unit"]
    refuse(rows, written == "", UNIT_EMPTY, "the unit is empty; expected a unit's code", column)
    text = f"is no unit of the tree {organisations[0].tree} of {organisations[0].date}; correct it, the tree or [units]"
    refuse(rows, units.isna() & (written != ""), UNIT_UNKNOWN, text, column, named)
    return units


def levels_of(rows: Rows, mapping: SurveyMapping, known: Sequence[str]) -> pd.Series[str]:
    """Return the leader level of each row, NA for an employee; rows with an unknown word are rejected."""
    written = rows.values("leader_level")
    words = {word.casefold(): word for word in known} | dict.fromkeys(EMPLOYEE_WORDS, "") | {"": ""}
    named = written.map(lambda value: mapping.levels.get(value, value).casefold())
    unknown = ~named.isin(words)
    text = f"is no leader level (known are {', '.join(known)}; empty is employee); add it to [levels]"
    refuse(rows, unknown, LEVEL_UNKNOWN, text, rows.columns.background.get("leader_level"), written)
    found = named.map(words)
    return found.where(found != "")


def seconds_of(rows: Rows) -> pd.Series[float]:
    """Return how long each respondent took, in seconds; NaN where the export has no time, or none that can be one."""
    written = rows.values("seconds").str.replace(",", ".", regex=False)
    seconds = pd.to_numeric(written, errors="coerce").astype(float)
    return seconds.where(seconds > 0)


def groups_of(rows: Rows, profile: Profile) -> pd.Series[str]:
    """Position groups; a column that tells who somebody is, or holds texts in own words, is left out with a word."""
    values = rows.values("position_group")
    column = rows.columns.background.get("position_group")
    if column is None:
        return values.where(values != "")
    personal = screening.reason_left(column, values, profile.never_stored) == screening.PERSONAL
    if personal or not screening.may_be_groups(values):
        message = "the column looks like free text or tells who somebody is; it is not stored as position group"
        rows.gathered.note("position-group-refused", message, column=column)
        return pd.Series(None, index=values.index, dtype=str)
    return values.where(values != "")
