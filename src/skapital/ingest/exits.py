"""Takes in job-stop talks, from whatever they came as: completed ones only, in known words, without free text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from skapital.config.exits import ExitWords, codes_by_word
from skapital.ingest import kinds, screening, tidy
from skapital.ingest.intake import Accounting, Intake, RawTable, Stored
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.tidy_columns import Known, Table

NOT_HELD = "not-completed"
UNKNOWN_REASON = "unknown-reason"
UNKNOWN_HELD = "unknown-completed"
OUT_OF_BAND = "unknown-word"
_WITH_WORDS = ("type", "initiative", "seniority_band", "age_band", "main_reason", "recommend")
_FORM = kinds.EXITS.forms[0]


@dataclass(frozen=True)
class ExitKnown:
    """What a file of job-stop talks is checked against.

    Attributes
    ----------
    words
        The answers, as `exits.toml` has them.
    known
        Units, levels and what is never stored.
    position_groups
        Those of the employment records; empty where there are none yet, and they are not checked.
    """

    words: ExitWords
    known: Known
    position_groups: Collection[str] = ()


def accept(
    raw: RawTable,
    rules: ExitKnown,
    *,
    covers: Sequence[str] = ("month",),
    fate: pd.Series | None = None,
    gathered: Gathered | None = None,
) -> Intake:
    """Take in job-stop talks under our own column names.

    Parameters
    ----------
    raw
        Columns ``unit, month, type, initiative`` and any of ``position_group, seniority_band, age_band, reasons,
        main_reason, recommend, held, respondent``; reasons joined by ``;``. A cell may hold a code or any other word
        that `exits.toml` has for it.
    covers
        Earlier talks equal in these columns to one of the file are replaced.
    fate, gathered
        What was already found wrong with the rows.

    Returns
    -------
    Intake
        Table ``exits``. A talk that was not held, or in which nothing was answered, is not completed and not stored.

    Raises
    ------
    InputError
        ``missing-column``.
    """
    ours, spoken = _without_free_text(tidy.with_our_names(raw, kinds.EXITS), rules)
    tidy.form_of(ours, kinds.EXITS)
    held, unclear = _held(ours, rules.words)
    table = Table(ours, _start(fate, held, ours), gathered or Gathered(raw.file), never_stored=rules.known.never_stored)
    message = f"held says neither that the talk was held ({', '.join(_words(rules.words, True))}) nor that it was not"
    table.refuse(unclear, UNKNOWN_HELD, "held", lambda row: message)
    read = tidy.read_form(RawTable(raw.file, _in_codes(ours, rules.words)), _form(rules), rules.known)
    read.fate, read.gathered = _merged(table, read), table.gathered
    _refuse_unknown_reasons(read, ours, rules.words)
    made = _intake(read, ours, covers)
    return replace(made, dropped={**made.dropped, **spoken})


def _without_free_text(raw: RawTable, rules: ExitKnown) -> tuple[RawTable, dict[str, str]]:
    """Leave position groups behind that no employment record can vouch for and that read like people's own words."""
    name = "position_group"
    if rules.position_groups or name not in raw.columns or not screening.is_free_text(raw.cells[name]):
        return raw, {}
    return RawTable(raw.file, raw.cells.drop(columns=name), raw.encoding, raw.delimiter), {name: screening.FREE_TEXT}


def joined(parts: Sequence[Intake]) -> Intake:
    """Return several intakes of talks as one, each row and problem kept."""
    first, counts = parts[0], [part.accounting.as_json() for part in parts]
    rows = pd.concat([part.stored[_FORM.table].rows for part in parts], ignore_index=True)
    covers = pd.concat([part.stored[_FORM.table].covers for part in parts]).drop_duplicates()
    return replace(
        first,
        accounting=Accounting(**{name: sum(count[name] for count in counts) for name in counts[0]}),
        problems=tuple(problem for part in parts for problem in part.problems),
        stored={_FORM.table: Stored(tidy.with_types(rows, _FORM), covers)},
        dropped={name: why for part in parts for name, why in part.dropped.items()},
    )


def _held(raw: RawTable, words: ExitWords) -> tuple[pd.Series, pd.Series]:
    """Whether each talk was held and answered, and whether that cannot be told."""
    empty = pd.Series("", index=raw.cells.index, dtype=str)
    said = raw.cells["held"].str.strip().str.casefold() if "held" in raw.columns else empty
    answered = pd.Series(False, index=raw.cells.index)
    for name in ("reasons", "main_reason", "recommend"):
        answered |= (raw.cells[name].str.strip() != "") if name in raw.columns else False
    known = said.map(words.held)
    return answered & known.where(said != "", True).fillna(True).astype(bool), (said != "") & known.isna()


def _start(fate: pd.Series | None, held: pd.Series, raw: RawTable) -> pd.Series:
    found = pd.Series("", index=raw.cells.index, dtype=str) if fate is None else fate
    return found.mask((found == "") & ~held, NOT_HELD)


def _merged(table: Table, read: Table) -> pd.Series:
    """What was known of a row before it was read goes first; problems of rows that were not completed are not told."""
    told = table.fate == ""
    table.gathered.problems += [one for one in read.gathered.problems if one.row is None or told.get(one.row, False)]
    return table.fate.where(~told, read.fate)


def _words(words: ExitWords, meaning: bool) -> tuple[str, ...]:
    return tuple(word for word, held in words.held.items() if held is meaning)


def _form(rules: ExitKnown) -> kinds.Form:
    """The declared form with the words that `exits.toml` and the employment records know."""
    known: Mapping[str, tuple[str, ...]] = {
        **{name: tuple(choice.code for choice in rules.words.choices(name)) for name in _WITH_WORDS},
        "position_group": tuple(sorted(rules.position_groups)),
    }
    columns = tuple(replace(column, words=known.get(column.name, column.words)) for column in _FORM.columns)
    return replace(_FORM, columns=columns)


def _in_codes(raw: RawTable, words: ExitWords) -> pd.DataFrame:
    """The cells with every known word replaced by its code; unknown ones stay, to be refused."""
    cells = raw.cells.copy()
    for name in (*_WITH_WORDS, "reasons"):
        if name in cells.columns:
            codes = codes_by_word(words.choices(name))
            texts = cells[name].str.strip()
            cells[name] = texts.map(lambda text, c=codes, n=name: _coded(text, c, several=n == "reasons"))
    return cells


def _coded(text: str, codes: Mapping[str, str], *, several: bool) -> str:
    parts = [part.strip() for part in text.split(";") if part.strip()] if several else [text]
    return ";".join(dict.fromkeys(codes.get(part.casefold(), part) for part in parts))


def _refuse_unknown_reasons(table: Table, raw: RawTable, words: ExitWords) -> None:
    if "reasons" not in table.raw.columns:
        return
    known = set(words.reason_codes)
    unknown = table.raw.cells["reasons"].map(
        lambda text: [part for part in text.split(";") if part and part not in known]
    )
    how = "add it to exits.toml ([[reasons]], or `also` of a reason that means the same), or correct the file"
    table.refuse(
        unknown.map(bool),
        UNKNOWN_REASON,
        "reasons",
        lambda row: f"{_said(unknown[row])} is no known reason; {how}. Known are {', '.join(words.reason_codes)}",
    )


def _said(unknown: Sequence[str]) -> str:
    """The unknown words as far as they look like codes; anything longer may be free text and is not repeated."""
    return ", ".join(f'"{one}"' if one.isidentifier() and len(one) <= 24 else shown(one) for one in unknown)


def _intake(table: Table, ours: RawTable, covers: Sequence[str]) -> Intake:
    typed = pd.DataFrame(table.values, index=table.raw.cells.index)
    fine = table.fate == ""
    twice = fine & _twice(ours, typed[fine]).reindex(typed.index, fill_value=False)
    kept = typed[fine & ~twice]
    taken = [column.name for column in _FORM.columns if column.type != kinds.NOT_STORED]
    accounting = Accounting(
        rows_read=len(typed),
        rows_accepted=len(kept),
        rows_rejected=int((~fine & (table.fate != NOT_HELD)).sum()),
        rows_not_completed=int((table.fate == NOT_HELD).sum()),
        rows_duplicate=int(twice.sum()),
    )
    dropped = screening.not_taken(ours.cells, [*taken, "held", "respondent"], table.never_stored)
    stored = {_FORM.table: Stored(tidy.with_types(kept, _FORM), kept[list(covers)].drop_duplicates())}
    return Intake(kinds.EXITS.name, "", accounting, table.gathered.in_order(), stored, dropped)


def _twice(raw: RawTable, typed: pd.DataFrame) -> pd.Series:
    """Later talks of one respondent; where the file tells none apart, rows that repeat an earlier one."""
    if "respondent" not in raw.columns:
        return typed.duplicated()
    respondent = raw.cells.loc[typed.index, "respondent"].str.strip()
    twice: pd.Series[bool] = respondent.duplicated() & (respondent != "")
    return twice
