"""From a survey export of job-stop talks to rows under our own column names: the mapping says which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from skapital.config.checked import read_document
from skapital.config.exits import ExitWords, codes_by_word
from skapital.errors import InputError
from skapital.ingest.completion import completion
from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered, shown
from skapital.ingest.profiles import Export

COLUMNS: Final = (
    "respondent",
    "unit",
    "month",
    "position_group",
    "seniority_band",
    "age_band",
    "type",
    "initiative",
    "reasons",
    "main_reason",
    "recommend",
    "held",
)
_CHOSEN: Final = {"1": True, "x": True, "ja": True, "yes": True, "true": True, "": False, "0": False, "nej": False}
_NOT_CHOSEN: Final = {"no": False, "false": False}


@dataclass(frozen=True)
class ExitMapping:
    """A checked mapping of an export of job-stop talks.

    Attributes
    ----------
    columns
        Our word = the export's column.
    reasons
        The export's column = our reason, where each reason has a column of its own.
    values
        By our word: the export's value = our value.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sha256: str = ""


def read_exit_mapping(path: Path, words: ExitWords) -> ExitMapping:
    """Read and check a mapping of an export of job-stop talks.

    Raises
    ------
    ConfigurationError
        With every unknown column, reason and wrong value in the file.
    """
    document = read_document(path)
    top = document.top
    file = top.table("file", required=False)
    columns = top.table("columns")
    reasons = top.text_by_name("reasons", required=False)
    values = top.table("values", required=False)
    for column, reason in reasons.items():
        if reason not in words.reason_codes:
            known = ", ".join(words.reason_codes)
            top.note("config-unknown-word", f"reasons.{column}", f'"{reason}" is no reason; known are {known}')
    found = ExitMapping(
        columns={name: columns.text(name) for name in COLUMNS if name in columns},
        reasons=reasons,
        values={name: values.text_by_name(name) for name in COLUMNS if name in values},
        encoding=file.text("encoding", default="") or None,
        delimiter=file.text("delimiter", default="") or None,
        sha256=document.sha256,
    )
    document.close()
    return found


def mapped(export: Export, mapping: ExitMapping, words: ExitWords, gathered: Gathered) -> tuple[RawTable, pd.Series]:
    """Return an export's rows under our names, and for each row nothing or the slug it is rejected for.

    Not completed rows, by the rule of the export's format, say so in the column ``held``.

    Raises
    ------
    InputError
        ``missing-column`` if the export lacks a column that the mapping names.
    """
    raw = export.raw
    lacking = [name for name in (*mapping.columns.values(), *mapping.reasons) if name not in raw.columns]
    if lacking:
        listed = ", ".join(dict.fromkeys(lacking))
        raise InputError(
            f"{raw.file} has no column {listed}, which the mapping names; correct it", slug="missing-column"
        )
    cells = pd.DataFrame(index=raw.cells.index)
    for name, column in mapping.columns.items():
        cells[name] = _values(raw.cells[column], mapping.values.get(name, {}), export.labels.get(column, {}))
    fate = pd.Series("", index=cells.index, dtype=str)
    if "held" not in cells:
        by_words = next((name for name in export.profile.columns.get("completed", ()) if name in raw.columns), None)
        found = completion(raw, export.profile, by_words, gathered)
        cells["held"] = found.map({"not-completed": "0"}).fillna("1")
        fate = found.where(found != "not-completed", "")
    if mapping.reasons:
        cells["reasons"] = _chosen(raw, mapping.reasons, words, gathered, fate)
    return RawTable(raw.file, cells, raw.encoding, raw.delimiter), fate


def _values(values: pd.Series, ours: Mapping[str, str], labels: Mapping[str, str]) -> pd.Series:
    stripped = values.str.strip()
    return stripped.map(lambda value: ours.get(value, labels.get(value, value)))


def _chosen(
    raw: RawTable, columns: Mapping[str, str], words: ExitWords, gathered: Gathered, fate: pd.Series
) -> pd.Series:
    """The reasons of each row, joined by semicolons; a value that is neither chosen nor not rejects its row."""
    ours = codes_by_word(words.reasons)
    joined = pd.Series("", index=raw.cells.index, dtype=str)
    for column, reason in columns.items():
        known = {**_CHOSEN, **_NOT_CHOSEN, **{word: True for word, code in ours.items() if code == reason}}
        chosen = raw.cells[column].str.strip().str.casefold().map(known)
        for row in chosen.index[chosen.isna() & (fate == "")]:
            text = f"{shown(str(raw.cells.at[row, column]))} says neither chosen (1) nor not chosen (0)"
            gathered.note("unknown-word", text, row=int(row), column=column)
        fate[chosen.isna() & (fate == "")] = "unknown-word"
        joined = joined.where(~chosen.fillna(False).astype(bool), joined + reason + ";")
    return joined.str.rstrip(";")
