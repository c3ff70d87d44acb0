"""What tells who somebody is never reaches the store: columns by their header and by their values.

A CPR number is ten digits whose first six are a date, day before month, with or without a hyphen. Values are looked at
and never repeated: a report names the column alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

PERSONAL = "personal"
FREE_TEXT = "free_text"
NOT_MAPPED = "not_mapped"

_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_CPR = rf"(?<!\d){_DAY}{_MONTH}\d{{2}}[- ]?\d{{4}}(?!\d)"
_EMAIL = r"[^\s@;,<>]+@[^\s@;,<>]+\.[A-Za-z]{2,}"
_IP = r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
PERSONAL_VALUE = re.compile(f"{_CPR}|{_EMAIL}|{_IP}")

LONGEST_GROUP_NAME = 60
MOST_GROUPS = 200
_SENTENCE_FROM = 25


def has_personal_values(values: pd.Series[str]) -> bool:
    """Say whether any value holds what looks like a CPR number, an e-mail or an IP address."""
    return bool(personal_values(values).any())


def personal_values(values: pd.Series[str]) -> pd.Series[bool]:
    """Return for each value whether it holds what looks like a CPR number, an e-mail or an IP address."""
    unique = {value: bool(PERSONAL_VALUE.search(value)) for value in values.dropna().unique()}
    return values.map(unique).fillna(False).astype(bool)


def is_personal_header(header: str, words: Collection[str]) -> bool:
    """Say whether a header has one of ``words`` as a whole word; ``e-mail`` and ``E mail`` count as ``email``."""
    joined = re.sub(r"\be[- ]?(mail|post)\b", r"e\1", header.casefold())
    spread = re.sub(r"([a-zæøå])([A-ZÆØÅ])", r"\1 \2", header).casefold()
    found = set(re.findall(r"[a-zæøå]+", joined)) | set(re.findall(r"[a-zæøå]+", spread))
    return not found.isdisjoint(words)


def is_free_text(values: pd.Series[str]) -> bool:
    """Say whether a column holds texts in people's own words: a long one, or several words that hardly repeat."""
    there = values[values.str.strip() != ""]
    distinct = there.unique()
    longest = max((len(value) for value in distinct), default=0)
    spoken = any(len(value) >= _SENTENCE_FROM and " " in value for value in distinct)
    return longest > LONGEST_GROUP_NAME or (spoken and 2 * len(distinct) > len(there))


def may_be_groups(values: pd.Series[str]) -> bool:
    """Say whether a column can be the names of groups: no free text, and not nearly one value a person."""
    return not is_free_text(values) and values.nunique() <= MOST_GROUPS


def not_taken(cells: pd.DataFrame, taken: Collection[str], words: Collection[str]) -> dict[str, str]:
    """Return the columns that are left behind, with the reason: ``personal``, ``free_text`` or ``not_mapped``."""
    left = [str(name) for name in cells.columns if name not in set(taken)]
    return {name: reason_left(name, cells[name], words) for name in left}


def reason_left(name: str, values: pd.Series[str], words: Collection[str]) -> str:
    """Return why a column that nothing maps is left behind."""
    if is_personal_header(name, words) or has_personal_values(values):
        return PERSONAL
    return FREE_TEXT if is_free_text(values) else NOT_MAPPED


def told(dropped: Mapping[str, str]) -> list[str]:
    """Return one line for each reason, naming columns only."""
    words = {
        PERSONAL: "left behind because they tell who somebody is",
        FREE_TEXT: "left behind because they are free text",
        NOT_MAPPED: "not used",
    }
    lines = []
    for reason, text in words.items():
        names = [name for name, why in dropped.items() if why == reason]
        if names:
            lines.append(f"{len(names)} columns {text}: {', '.join(names)}")
    return lines
