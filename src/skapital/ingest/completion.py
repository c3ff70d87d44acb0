"""Which rows of an export are completed, by the profile's rule."""

from __future__ import annotations

import pandas as pd

from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.profiles import Profile

NOT_COMPLETED = "not-completed"
UNKNOWN = "unknown-completed"
STATUS_UNCLEAR = "status-unclear"


def completion(raw: RawTable, profile: Profile, column: str | None, gathered: Gathered) -> pd.Series[str]:
    """Return for each row the empty string if it is completed, else ``not-completed`` or the slug it is rejected for.

    Parameters
    ----------
    raw, profile
        The export and its format.
    column
        The column that says whether a row is completed; without one every row is.
    gathered
        Takes a problem for each row that is rejected.
    """
    fate = pd.Series("", index=raw.cells.index, dtype=str)
    for names in profile.completed.exactly_one_of:
        if set(names) <= set(raw.columns):
            _check_status(raw, names, fate, gathered)
    return fate if column is None else _by_words(raw, profile, column, fate, gathered)


def _check_status(raw: RawTable, names: tuple[str, ...], fate: pd.Series[str], gathered: Gathered) -> None:
    ones = (raw.cells[list(names)].apply(lambda values: values.str.strip()) == "1").sum(axis=1)
    for row in ones.index[ones != 1]:
        message = f"{ones[row]} of {', '.join(names)} are 1; expected exactly one. Export the file again"
        gathered.note(STATUS_UNCLEAR, message, row=int(row))
    fate[ones != 1] = STATUS_UNCLEAR


def _by_words(raw: RawTable, profile: Profile, column: str, fate: pd.Series[str], gathered: Gathered) -> pd.Series[str]:
    rule = profile.completed
    words = dict.fromkeys(rule.no, NOT_COMPLETED) | dict.fromkeys(rule.yes, "")
    words |= {"": "" if rule.empty == "yes" else NOT_COMPLETED}
    written = raw.cells[column].str.strip().str.casefold()
    known = written.map(words)
    for row in written.index[known.isna() & (fate == "")]:
        text = f"{shown(written[row])} says neither completed ({', '.join(rule.yes)}) nor not ({', '.join(rule.no)})"
        gathered.note(UNKNOWN, text, row=int(row), column=column)
    return fate.mask(fate == "", known.fillna(UNKNOWN))
