"""How figures are written, in Danish and in English, on a page and in a workbook."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"

KINDS: Final = (
    "score", "difference", "points", "share", "share_difference", "count", "coefficient", "rate", "rate_difference",
    "percent", "plain",
)  # fmt: skip
"""``score`` on 0-100, ``difference`` of scores with a sign, ``points`` a distance without one, ``share`` 0-1 written as
percent, ``share_difference`` of two shares in percentage points, ``count`` of people or units, ``coefficient`` such as
alpha, ``rate`` such as days a full-time equivalent, ``rate_difference`` of two of them, ``percent`` of days, 0-100,
``plain`` a number of a data sheet as it stands."""

DECIMALS: Final[Mapping[str, int]] = {
    "score": 1,
    "difference": 1,
    "points": 1,
    "share": 0,
    "share_difference": 0,
    "count": 0,
    "coefficient": 2,
    "rate": 1,
    "rate_difference": 1,
    "percent": 1,
    "plain": 3,
}
_SIGNED: Final = ("difference", "share_difference", "rate_difference")
_RULES: Final[Mapping[str, str]] = {
    "difference": "score",
    "points": "score",
    "share_difference": "share",
    "rate_difference": "rate",
    "percent": "rate",
}

_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "da": (
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def decimals_of(kind: str, rounding: Mapping[str, int]) -> int:
    """Return the decimals a figure is written with, so that all the gate left is shown and no more.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    rounding
        The policy's decimals by ``score``, ``share``, ``rate`` and ``coefficient``; a share is rounded as 0-1.
    """
    if kind == "count":
        return 0
    rule = _RULES.get(kind, kind)
    kept = rounding.get(rule)
    if kept is None:
        return DECIMALS[kind]
    return max(0, kept - 2) if rule == "share" else kept


def write_number(value: float, kind: str, language: str, decimals: int | None = None, *, unit: bool = True) -> str:
    """Return a figure as a reader expects it: ``61,3``, ``+2,0``, ``15 %``, ``4.512`` in Danish.

    Parameters
    ----------
    value
        Finite. A share is 0-1.
    kind
        One of :data:`KINDS`.
    language
        ``da`` or ``en``.
    decimals
        As written; the kind's own by default.
    unit
        Without it the figure stands alone, where the head of its column says of what it is.

    Raises
    ------
    ValueError
        If the value is not finite, or the kind or language is unknown: a page never shows "nan".
    """
    if kind not in DECIMALS or language not in _MONTHS:
        raise ValueError(f"no way to write {kind!r} in {language!r}")
    if not math.isfinite(value):
        raise ValueError(f"a figure to be shown must be finite, not {value}")
    shown = value * 100 if kind in ("share", "share_difference") else value
    digits = f"{abs(shown):,.{DECIMALS[kind] if decimals is None else decimals}f}"
    sign = _sign(shown, digits, signed=kind in _SIGNED)
    return sign + _localised(digits, language) + (_unit(kind, language) if unit else "")


def excel_format(kind: str, decimals: int | None = None) -> str:
    """Return the number format of a workbook cell; the program that opens it puts in its own decimal sign."""
    if kind == "plain":
        return "General"
    places = DECIMALS[kind] if decimals is None else decimals
    digits = "0" + ("." + "0" * places if places else "")
    if kind == "share":
        return f"{digits}%"
    if kind == "share_difference":
        return f"+{digits}%;{MINUS}{digits}%;{digits}%"
    if kind in _SIGNED:
        return f"+{digits};{MINUS}{digits};{digits}"
    return "#,##0" if kind == "count" else digits


def _sign(value: float, digits: str, *, signed: bool) -> str:
    if not digits.strip("0.,"):
        return ""
    if value < 0:
        return MINUS
    return "+" if signed else ""


def _localised(digits: str, language: str) -> str:
    if language == "en":
        return digits
    return digits.translate({ord(","): ".", ord("."): ","})


def _unit(kind: str, language: str) -> str:
    if kind == "share_difference":
        return f"{NO_BREAK}%-point" if language == "da" else f"{NO_BREAK}pp"
    if kind not in ("share", "percent"):
        return ""
    return f"{NO_BREAK}%" if language == "da" else "%"


def write_date(iso: str, language: str) -> str:
    """Return ``25. november 2014`` or ``25 November 2014`` for ``2014-11-25``.

    Raises
    ------
    ValueError
        If the date is not ISO.
    """
    date = datetime.date.fromisoformat(iso)
    day = f"{date.day}." if language == "da" else f"{date.day}"
    return f"{day}{NO_BREAK}{_MONTHS[language][date.month - 1]} {date.year}"


def write_month(period: str, language: str) -> str:
    """Return ``juni 2014`` for ``2014-06`` or any ISO date in that month; other words come back as they are."""
    try:
        date = datetime.date.fromisoformat(period if len(period) > 7 else f"{period}-01")
    except ValueError:
        return period
    return f"{_MONTHS[language][date.month - 1]} {date.year}"


def write_quarter(period: str, language: str) -> str:
    """Return ``3. kvartal 2015`` or ``third quarter of 2015`` for ``2015Q3``.

    Raises
    ------
    ValueError
        If the period is no quarter.
    """
    year, _, quarter = period.partition("Q")
    if quarter not in ("1", "2", "3", "4") or not year.isdigit():
        raise ValueError(f"not a quarter: {period!r}")
    if language == "da":
        return f"{quarter}.{NO_BREAK}kvartal {year}"
    return f"{('first', 'second', 'third', 'fourth')[int(quarter) - 1]} quarter of {year}"


def quarter_end(period: str) -> str:
    """Return the ISO date of the last day of a quarter such as ``2015Q3``."""
    year, _, quarter = period.partition("Q")
    month = 3 * int(quarter)
    day = 31 if month in (3, 12) else 30
    return f"{year}-{month:02d}-{day}"
