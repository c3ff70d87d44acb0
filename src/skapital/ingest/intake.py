"""What ingest hands to the store: every row accounted for, what is wrong, and the tables to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from skapital.errors import InputError, Problem


@dataclass(frozen=True)
class RawTable:
    """One table as read: strings only, an empty cell as the empty string.

    Attributes
    ----------
    file
        The name that messages show, such as ``dataset.csv`` or ``export.xlsx [Dataset]``.
    cells
        Index ``row``: the row's number in the file (in CSV the physical line it starts on). Columns: the header.
    encoding, delimiter
        As found or stated; ``None`` for a workbook.
    """

    file: str
    cells: pd.DataFrame
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The header, in the order of the file."""
        return tuple(str(name) for name in self.cells.columns)


@dataclass(frozen=True)
class Accounting:
    """Where every row read went. ``rows_read`` is the sum of the four others, or this cannot be made."""

    rows_read: int
    rows_accepted: int
    rows_rejected: int = 0
    rows_not_completed: int = 0
    rows_duplicate: int = 0

    def __post_init__(self) -> None:
        parts = self.rows_accepted + self.rows_rejected + self.rows_not_completed + self.rows_duplicate
        if parts != self.rows_read:
            raise ValueError(f"{self.rows_read} rows were read, but {parts} are accounted for")

    def as_json(self) -> dict[str, int]:
        """Return the five numbers under the contract's keys."""
        return {
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_rejected": self.rows_rejected,
            "rows_not_completed": self.rows_not_completed,
            "rows_duplicate": self.rows_duplicate,
        }


@dataclass(frozen=True)
class Stored:
    """Rows for one table of the store, and which earlier rows they take the place of.

    Attributes
    ----------
    rows
        Columns as in the store's table, without ``import_id``.
    covers
        Earlier rows that equal one of these rows in all its columns are replaced. ``None`` replaces nothing; a frame
        without columns replaces every earlier row.
    """

    rows: pd.DataFrame
    covers: pd.DataFrame | None = None


REPLACES_ALL = pd.DataFrame(index=[0])


@dataclass(frozen=True)
class Intake:
    """One file, taken in but not yet stored.

    Attributes
    ----------
    kind
        ``survey``, ``organisation``, ``frame``, …
    scope
        The round, the tree and date, or nothing: what a second import of this kind is told apart by.
    problems
        All that was rejected, and all that was mended with a word of warning, in the order of the rows.
    dropped
        Column names that were not taken, with the reason (``personal``, ``free_text``, ``not_mapped``). Never values.
    stored
        Tables of the store by name.
    drafts
        Texts that the analyst may save and edit, by file name, such as a lineage draft.
    """

    kind: str
    scope: str
    accounting: Accounting
    problems: tuple[Problem, ...]
    stored: Mapping[str, Stored]
    dropped: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)

    def refuse_if_nothing_is_left(self, file: str) -> None:
        """Refuse a file of which every row was rejected: what is stored is not exchanged for nothing.

        Raises
        ------
        InputError
            ``nothing-accepted``, with the problems of the rows.
        """
        counted = self.accounting
        if counted.rows_rejected and not counted.rows_accepted:
            message = (
                f"{file}: every row was rejected ({counted.rows_rejected} of {counted.rows_read}), so nothing was "
                "taken in and what is stored stays; correct the file, or what it is read by, and ingest it again"
            )
            raise InputError(message, slug="nothing-accepted", problems=self.problems)
