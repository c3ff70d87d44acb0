"""Payroll's extracts as data: how one is recognised by its header, and what its columns are called in tidy words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from skapital.config.checked import read_document
from skapital.config.instrument import Text
from skapital.errors import InputError
from skapital.ingest.intake import RawTable
from skapital.ingest.kinds import DATE, KINDS

KINDS_OF_PAYROLL = ("absence", "employment")


@dataclass(frozen=True)
class PayrollProfile:
    """A file of `configs/profiles/` with a ``kind``.

    Attributes
    ----------
    recognise
        Sets of header names; a header that holds all names of one set is of this extract.
    columns
        By our word, the names it may have; the first that is there counts.
    date_format
        As ``strptime`` writes it, such as ``%d-%m-%Y``; empty where dates are ISO dates.
    """

    id: str
    kind: str
    title: Text
    recognise: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    date_format: str
    sha256: str


def read_payroll_profiles(*folders: Path) -> dict[str, PayrollProfile]:
    """Return all profiles of payroll in the folders by id; of two with one id the one from the earlier folder.

    Raises
    ------
    ConfigurationError
        With every unknown key and wrong value of a file.
    """
    found: dict[str, PayrollProfile] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if "kind" in read_document(path).top:
                profile = _read(path)
                found.setdefault(profile.id, profile)
    return found


def _read(path: Path) -> PayrollProfile:
    document = read_document(path)
    top = document.top
    kind = top.choice("kind", KINDS_OF_PAYROLL)
    words = [column.name for form in KINDS[kind].forms for column in form.columns] if kind in KINDS else []
    names = top.table("columns")
    profile = PayrollProfile(
        id=top.text("id"),
        kind=kind,
        title=top.in_languages("title"),
        recognise=tuple(part.texts("header") for part in top.tables("recognise")),
        columns={word: names.texts(word) for word in dict.fromkeys(words) if word in names},
        date_format=top.text("date_format", default=""),
        sha256=document.sha256,
    )
    document.close()
    return profile


def in_tidy_words(
    raw: RawTable, kind: str, profiles: Mapping[str, PayrollProfile]
) -> tuple[RawTable, PayrollProfile | None]:
    """Return the table under tidy column names and the profile that fits its header, or as it is and None.

    Raises
    ------
    InputError
        ``profile-undecidable`` if several fit.
    """
    fitting = [one for one in profiles.values() if one.kind == kind and _fits(one, raw.columns)]
    if not fitting:
        return raw, None
    if len(fitting) > 1:
        names = ", ".join(one.id for one in fitting)
        message = f"{raw.file} fits several formats ({names}); make their headers under [[recognise]] differ"
        raise InputError(message, slug="profile-undecidable")
    profile = fitting[0]
    ours = {
        theirs: word
        for word, names in profile.columns.items()
        for theirs in [next((name for name in names if name in raw.columns), None)]
        if theirs is not None
    }
    cells = raw.cells.rename(columns=ours)
    dates = {column.name for form in KINDS[kind].forms for column in form.columns if column.type == DATE}
    if profile.date_format:
        cells = cells.assign(**{n: _as_iso(cells[n], profile.date_format) for n in dates if n in cells})
    return RawTable(raw.file, cells, raw.encoding, raw.delimiter), profile


def _fits(profile: PayrollProfile, header: Sequence[str]) -> bool:
    return any(set(names) <= set(header) for names in profile.recognise)


def _as_iso(texts: pd.Series[str], date_format: str) -> pd.Series[str]:
    """Dates as ISO dates; what is none in that format stays as it is, and its row is rejected with its text."""
    return texts.map({text: _iso(text, date_format) for text in texts.unique()})


def _iso(text: str, date_format: str) -> str:
    try:
        return datetime.strptime(text.strip(), date_format).date().isoformat()
    except ValueError:
        return text
