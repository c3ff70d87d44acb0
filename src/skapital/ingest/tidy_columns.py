"""The columns of a tidy file while its rows are judged: each cell as a value, or its row rejected with a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from skapital.ingest import kinds, screening
from skapital.ingest.intake import RawTable
from skapital.ingest.kinds import Column
from skapital.ingest.mapping import EMPLOYEE_WORDS
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.pseudonyms import PERSON, pseudonym
from skapital.ingest.values import READERS, Value

EMPTY_VALUE = "empty-value"
BAD_VALUE = "bad-value"
UNKNOWN_WORD = "unknown-word"
UNIT_UNKNOWN = "unit-not-in-organisation"
LEVEL_UNKNOWN = "unknown-leader-level"
PERSONAL_DATA = "personal-data"


@dataclass(frozen=True)
class Known:
    """What the words of a file are checked against.

    Attributes
    ----------
    units
        All unit codes of the organisations at hand; ``None`` where there is none yet, and units are not checked.
    leader_levels
        Of the settings, top down.
    key
        The workspace's secret, for persons.
    never_stored
        Words in a header that mark a column about who somebody is, as the tidy profile says.
    codes
        Payroll's codes that `definitions.toml` maps, by kind of column (``reason``, ``end_type``); of a kind that is
        not named none are checked.
    """

    units: Collection[str] | None
    leader_levels: Sequence[str]
    key: bytes
    never_stored: Sequence[str] = ()
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass
class Table:
    """A tidy file while its rows are judged. ``fate`` is empty for an accepted row, else its slug."""

    raw: RawTable
    fate: pd.Series[str]
    gathered: Gathered
    values: dict[str, pd.Series[Value]] = field(default_factory=dict)
    never_stored: Sequence[str] = ()

    def text(self, name: str) -> pd.Series[str]:
        """The cells of a column without blanks around them; empty where the file lacks it."""
        if name not in self.raw.cells.columns:
            return pd.Series("", index=self.raw.cells.index, dtype=str)
        return self.raw.cells[name].str.strip()

    def refuse(self, rows: pd.Series[bool], slug: str, column: str, said: Callable[[int], str]) -> None:
        """Reject rows of which nothing was said yet; ``said`` gives the message for a row."""
        wrong = rows & (self.fate == "")
        for row in wrong.index[wrong]:
            self.gathered.note(slug, said(int(row)), row=int(row), column=column)
        self.fate = self.fate.mask(wrong, slug)


def read_column(table: Table, column: Column, known: Known) -> pd.Series[Value]:
    """Return the values of a column, its default where a cell is empty; rows that cannot be read are rejected."""
    texts = table.text(column.name)
    if not column.optional:
        message = f"{column.name} is empty; every row needs it"
        table.refuse(texts == "", EMPTY_VALUE, column.name, lambda row: message)
    there = texts != ""
    read = _READERS.get(column.type, _code)
    found = read(table, column, texts, there, known)
    return found.where(there, column.default)


def _code(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    if column.words:
        wrong = there & ~texts.isin(column.words)
        text = f"is unknown; expected one of {', '.join(column.words)}"
        table.refuse(wrong, UNKNOWN_WORD, column.name, lambda row: f"{shown(texts[row])} {text}")
    return _text(table, column, texts, there, known)


def _text(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    personal = screening.personal_values(texts)
    message = "the text holds what looks like a CPR number, an e-mail or an IP address; take it out"
    table.refuse(personal, PERSONAL_DATA, column.name, lambda row: message)
    return texts.astype(object)


def _unit(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    if known.units is None:
        return texts.astype(object)
    codes = {code.casefold(): code for code in known.units}
    found = texts.str.casefold().map(codes)
    message = "is no unit of any organisation at hand; correct it, or ingest the organisation first"
    table.refuse(there & found.isna(), UNIT_UNKNOWN, column.name, lambda row: f"{shown(texts[row])} {message}")
    return found.astype(object)


def _level(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    words: Mapping[str, str | None] = {word.casefold(): word for word in known.leader_levels} | dict.fromkeys(
        EMPLOYEE_WORDS
    )
    lowered = texts.str.casefold()
    message = f"is no leader level (known are {', '.join(known.leader_levels)}; empty is employee)"
    table.refuse(there & ~lowered.isin(words), LEVEL_UNKNOWN, column.name, lambda row: f"{shown(texts[row])} {message}")
    return lowered.map(words).astype(object)


def _person(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    made = {person: pseudonym(known.key, PERSON, person) for person in texts.unique()}
    return texts.map(made).astype(object)


def _payroll_code(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    if column.type in known.codes:
        section = f"{column.type}_codes"
        text = f"is not mapped; add it to definitions.toml under [{section}], with the word of skapital it stands for"
        slug = f"unknown-{column.type.replace('_', '-')}-code"
        unknown = there & ~texts.isin(list(known.codes[column.type]))
        table.refuse(unknown, slug, column.name, lambda row: f"{shown(texts[row])} {text}")
    return _text(table, column, texts, there, known)


def _typed(
    table: Table, column: Column, texts: pd.Series[str], there: pd.Series[bool], known: Known
) -> pd.Series[Value]:
    read = READERS[column.type]
    found: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for text in texts[there].unique():
        try:
            found[text] = read(text)
        except ValueError as error:
            wrong[text] = str(error)
    table.refuse(texts.isin(wrong), BAD_VALUE, column.name, lambda row: f"{shown(texts[row])} {wrong[texts[row]]}")
    return texts.map(found).astype(object)


_READERS = {
    kinds.TEXT: _text,
    kinds.UNIT: _unit,
    kinds.LEVEL: _level,
    kinds.PERSON: _person,
    kinds.REASON: _payroll_code,
    kinds.END_TYPE: _payroll_code,
    **dict.fromkeys(READERS, _typed),
}
