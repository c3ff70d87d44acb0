"""The kinds of value a TOML file can hold, as questions, and in words for messages."""

from __future__ import annotations

import datetime


def is_date(text: str) -> bool:
    """Say whether a text is an ISO date with ten characters that exists in the calendar."""
    try:
        return len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def described(found: object) -> str:
    """Return what a TOML value is, in words for a message."""
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, int | float):
        return f"the number {found}"
    if isinstance(found, str):
        return f'the text "{found[:40]}"'
    if isinstance(found, list | dict):
        return "a list" if isinstance(found, list) else "a table"
    return "a date or time"


def is_text(found: object) -> bool:
    """Say whether a value is a text."""
    return isinstance(found, str)


def is_flag(found: object) -> bool:
    """Say whether a value is true or false."""
    return isinstance(found, bool)


def is_whole(found: object) -> bool:
    """Say whether a value is a whole number."""
    return isinstance(found, int) and not isinstance(found, bool)


def is_number(found: object) -> bool:
    """Say whether a value is a number (true, false and nan are none)."""
    return isinstance(found, int | float) and not isinstance(found, bool) and found == found


def is_date_like(found: object) -> bool:
    """Say whether a value is a date, or a text that may be one."""
    return isinstance(found, str) or (isinstance(found, datetime.date) and not isinstance(found, datetime.datetime))


def is_texts(found: object) -> bool:
    """Say whether a value is a list of texts."""
    return isinstance(found, list) and all(isinstance(word, str) for word in found)


def is_numbers(found: object) -> bool:
    """Say whether a value is a list of numbers."""
    return isinstance(found, list) and all(is_number(one) for one in found)


def is_table(found: object) -> bool:
    """Say whether a value is a table."""
    return isinstance(found, dict)


def is_tables(found: object) -> bool:
    """Say whether a value is a list of tables."""
    return isinstance(found, list) and all(isinstance(part, dict) for part in found)
