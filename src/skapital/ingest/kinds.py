"""The tidy kinds of input as declarations: columns, what stands in them, what makes a row the same, what it replaces.

A further kind, or a further form of one, is a declaration here and a table of the same columns in the store.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "text"
CODE = "code"
UNIT = "unit"
PERSON = "person"
DATE = "date"
MONTH = "month"
NUMBER = "number"
WHOLE = "whole"
FLAG = "flag"
LEVEL = "leader_level"
NOT_STORED = "not_stored"
REASON = "reason"
END_TYPE = "end_type"


@dataclass(frozen=True)
class Column:
    """One column of a tidy file.

    Attributes
    ----------
    name
        In the file and in the store.
    type
        ``text`` (own words of the project, screened), ``code`` (a short word), ``unit``, ``person`` (pseudonymised),
        ``date``, ``month``, ``number`` (not negative), ``whole`` (not negative), ``flag``, ``leader_level``, ``reason``
        and ``end_type`` (codes of payroll, mapped in `definitions.toml`), or ``not_stored`` (free text of employees,
        and what is only looked at).
    optional
        Whether the column may lack and its cells may be empty.
    words
        The only values allowed; empty allows all.
    default
        What an empty cell stands for; ``None`` is no value.
    """

    name: str
    type: str
    optional: bool = False
    words: tuple[str, ...] = ()
    default: str | float | bool | None = None


@dataclass(frozen=True)
class Form:
    """One shape of a kind.

    Attributes
    ----------
    table
        The store's table.
    columns
        In the order of the contract.
    key
        Rows equal in these are the same row: alike they are duplicates, else the later one is rejected. Empty compares
        whole rows, so that nothing but a repetition is refused.
    covers
        Earlier rows equal in these columns to a row of the file are replaced; ``None`` replaces all earlier rows of the
        table, so that the file is the whole list.
    month_of
        The date column whose month stands in the table's column ``month``; empty for none.
    """

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    covers: tuple[str, ...] | None = None
    month_of: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(column.name for column in self.columns if not column.optional)


@dataclass(frozen=True)
class Kind:
    """A kind of input and its forms; the form is told by the header."""

    name: str
    forms: tuple[Form, ...]


def _optional(name: str, kind: str = CODE, words: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, optional=True, words=words)


UNIT_COLUMN = Column("unit", UNIT)
MONTH_COLUMN = Column("month", MONTH)
INITIATIVES = ("employee", "employer", "other")
EVENT_KINDS = ("lockout", "strike", "system_change", "announcement", "reorganisation", "measure", "other")
SUGGESTION_KINDS = ("praise", "criticism", "proposal")
MILESTONE_STATUS = ("planned", "started", "done", "dropped")

EMPLOYMENT = Kind(
    "employment",
    (
        Form(
            "employment",
            (
                Column("person", PERSON),
                UNIT_COLUMN,
                Column("start", DATE),
                _optional("end", DATE),
                Column("fraction", NUMBER),
                _optional("position_group"),
                _optional("age_band"),
                _optional("leader_level", LEVEL),
                _optional("end_type", END_TYPE),
                _optional("initiative", words=INITIATIVES),
            ),
        ),
        Form(
            "employment_months",
            (
                UNIT_COLUMN,
                MONTH_COLUMN,
                Column("persons", NUMBER),
                Column("fte", NUMBER),
                _optional("joiners", NUMBER),
                _optional("leavers", NUMBER),
            ),
            key=("unit", "month"),
            covers=("unit", "month"),
        ),
    ),
)
ABSENCE = Kind(
    "absence",
    (
        Form(
            "absence",
            (
                Column("person", PERSON),
                UNIT_COLUMN,
                Column("start", DATE),
                Column("end", DATE),
                Column("reason", REASON),
                _optional("fraction", NUMBER),
            ),
        ),
        Form(
            "absence_days",
            (
                Column("person", PERSON),
                UNIT_COLUMN,
                Column("date", DATE),
                Column("reason", REASON),
                Column("hours", NUMBER),
                Column("planned", NUMBER),
            ),
            covers=("month",),
            month_of="date",
        ),
        Form(
            "absence_months",
            (
                UNIT_COLUMN,
                MONTH_COLUMN,
                Column("days", NUMBER),
                _optional("fte", NUMBER),
                _optional("persons", NUMBER),
            ),
            key=("unit", "month"),
            covers=("unit", "month"),
        ),
    ),
)
EXITS = Kind(
    "exits",
    (
        Form(
            "exits",
            (
                UNIT_COLUMN,
                MONTH_COLUMN,
                _optional("position_group"),
                _optional("seniority_band"),
                _optional("age_band"),
                Column("type", CODE),
                Column("initiative", CODE, words=INITIATIVES),
                _optional("reasons"),
                _optional("main_reason"),
                _optional("recommend"),
                _optional("held", NOT_STORED),
                _optional("respondent", NOT_STORED),
                _optional("text", NOT_STORED),
            ),
            covers=("month",),
        ),
    ),
)
BENCHMARKS = Kind(
    "benchmarks",
    (
        Form(
            "benchmarks",
            (
                Column("municipality", TEXT),
                Column("period", CODE),
                Column("measure", CODE),
                Column("value", NUMBER),
                Column("unit", CODE),
                Column("source", TEXT),
                Column("definition", TEXT),
                Column("population", TEXT),
            ),
            key=("municipality", "period", "measure", "source", "definition", "population"),
            covers=("municipality", "period", "measure", "source", "definition", "population"),
        ),
    ),
)
EVENTS = Kind(
    "events",
    (
        Form(
            "events",
            (
                Column("date", DATE),
                _optional("unit", UNIT),
                Column("kind", CODE),
                Column("text", TEXT),
                Column("break", FLAG, optional=True, default=False),
            ),
        ),
    ),
)
PILOTS = Kind(
    "pilots",
    (Form("pilots", (UNIT_COLUMN, Column("from", DATE), Column("pilot", TEXT)), key=("unit", "pilot")),),
)
MILESTONES = Kind(
    "milestones",
    (
        Form(
            "milestones",
            (
                Column("goal", CODE),
                Column("criterion", TEXT),
                Column("milestone", TEXT),
                Column("due", DATE),
                Column("status", CODE, words=MILESTONE_STATUS),
                Column("owner_role", TEXT),
            ),
            key=("goal", "criterion", "milestone"),
        ),
    ),
)
SUGGESTIONS = Kind(
    "suggestions",
    (
        Form(
            "suggestions",
            (
                Column("date", DATE),
                _optional("unit", UNIT),
                Column("kind", CODE, words=SUGGESTION_KINDS),
                Column("text", TEXT),
            ),
        ),
    ),
)
KINDS = {kind.name: kind for kind in (EMPLOYMENT, ABSENCE, EXITS, BENCHMARKS, EVENTS, PILOTS, MILESTONES, SUGGESTIONS)}
