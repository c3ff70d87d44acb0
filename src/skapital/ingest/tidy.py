"""Takes in a tidy file of any kind that is declared in `kinds.py`, with the same accounting as a survey."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from skapital.config.checked import nearest
from skapital.errors import InputError
from skapital.ingest import kinds, screening
from skapital.ingest.intake import REPLACES_ALL, Accounting, Intake, RawTable, Stored
from skapital.ingest.kinds import Column, Form, Kind
from skapital.ingest.mapping import EMPLOYEE_WORDS
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.pseudonyms import PERSON, pseudonym
from skapital.ingest.values import READERS, Value

PERSONAL_HEADERS = ("cpr", "cprnr", "navn", "name", "fornavn", "efternavn", "email", "mail", "ip", "telefon", "adresse")
EMPTY_VALUE = "empty-value"
BAD_VALUE = "bad-value"
UNKNOWN_WORD = "unknown-word"
UNIT_UNKNOWN = "unit-not-in-organisation"
LEVEL_UNKNOWN = "unknown-leader-level"
PERSONAL_DATA = "personal-data"
ROW_TWICE = "row-twice"


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
    """

    units: Collection[str] | None
    leader_levels: Sequence[str]
    key: bytes


@dataclass
class Table:
    """A tidy file while its rows are judged. ``fate`` is empty for an accepted row, else its slug."""

    raw: RawTable
    fate: pd.Series[str]
    gathered: Gathered
    values: dict[str, pd.Series[Value]] = field(default_factory=dict)

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


def accept(raw: RawTable, kind: Kind, known: Known, *, scope: str = "") -> Intake:
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
    table = Table(raw, pd.Series("", index=raw.cells.index, dtype=str), Gathered(raw.file))
    for column in form.columns:
        if column.type != kinds.NOT_STORED:
            table.values[column.name] = _column(table, column, known)
    return table


def _column(table: Table, column: Column, known: Known) -> pd.Series[Value]:
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
    **dict.fromkeys(READERS, _typed),
}


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
    taken = [column.name for column in form.columns if column.type != kinds.NOT_STORED]
    accounting = Accounting(
        rows_read=len(typed),
        rows_accepted=int(kept.sum()),
        rows_rejected=int((table.fate != "").sum()),
        rows_duplicate=int(duplicate.sum()),
    )
    covers = REPLACES_ALL if form.covers is None else rows[list(form.covers)].drop_duplicates()
    dropped = screening.not_taken(table.raw.cells, taken, PERSONAL_HEADERS)
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
