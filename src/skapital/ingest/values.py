"""Cells of tidy files as values: what a cell must look like, said when it does not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

from skapital.ingest import kinds

Value = str | float | int | bool
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_FLAGS = {"1": True, "true": True, "yes": True, "ja": True, "0": False, "false": False, "no": False, "nej": False}


def as_date(text: str) -> str:
    """Return an ISO date; a time after it is left out.

    Raises
    ------
    ValueError
        With what was expected.
    """
    day = text[:10] if re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?", text) else text
    if len(day) != 10:
        raise ValueError("is no date; expected YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        raise ValueError("is no date; expected YYYY-MM-DD") from None


def as_month(text: str) -> str:
    """Return a month ``YYYY-MM``; of a date its month.

    Raises
    ------
    ValueError
        With what was expected.
    """
    month = text[:7] if len(text) > 7 and as_date(text) else text
    if not _MONTH.fullmatch(month):
        raise ValueError("is no month; expected YYYY-MM")
    return month


def as_number(text: str) -> float:
    """Return a number that is not negative, with a decimal point or comma and no thousands separator.

    Raises
    ------
    ValueError
        With what was expected.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError("is no number of 0 or more; expected digits such as 12.5 or 12,5, without thousands separator")
    return float(text.replace(",", "."))


def as_whole(text: str) -> int:
    """Return a whole number that is not negative.

    Raises
    ------
    ValueError
        With what was expected.
    """
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError("is no whole number of 0 or more; expected digits only")
    return int(text)


def as_flag(text: str) -> bool:
    """Return true or false.

    Raises
    ------
    ValueError
        With what was expected.
    """
    if text.casefold() not in _FLAGS:
        raise ValueError("is neither true nor false; expected true or false")
    return _FLAGS[text.casefold()]


READERS: Mapping[str, Callable[[str], Value]] = {
    kinds.DATE: as_date,
    kinds.MONTH: as_month,
    kinds.NUMBER: as_number,
    kinds.WHOLE: as_whole,
    kinds.FLAG: as_flag,
}
