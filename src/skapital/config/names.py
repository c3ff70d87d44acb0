"""What codes may look like: of units, rounds, levels and measures, as paths, columns and populations need it."""

from __future__ import annotations

import re
from typing import Final

from skapital import columns as c

LONGEST: Final = 40
_SAFE = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST}}}")
_PUBLICATION = re.compile(r"\d{4}q[1-4]|latest(\.txt)?|evaluation-.*|.*-draft|.*-v\d+", re.IGNORECASE)
_HR_PERIOD = re.compile(r"\d{4}(Q[1-4])?")

SURVEY_COLUMNS: Final = ("respondent", "unit", "leader_level", "completed", "position_group", "seconds")
RESERVED_MEASURES: Final = frozenset((*SURVEY_COLUMNS, c.RESPONSE, c.POPULATION, c.GROUP, c.MEASURE))
RESERVED_OPTIONS: Final = frozenset(("floor", "ceiling", "problem", "missing"))
RESERVED_POPULATIONS: Final = frozenset((c.EMPLOYEES, c.LEADERS, c.ALL))


def fault_of_file_name(name: str) -> str | None:
    """Say why a name cannot be part of a path, or nothing."""
    if _SAFE.fullmatch(name) and name.strip("."):
        return None
    return f'"{name}" must be 1-{LONGEST} of the signs A-Z a-z 0-9 . _ - and not only dots'


def fault_of_round(name: str) -> str | None:
    """Say why a name cannot be a round's: its publication would be taken for another kind."""
    if _PUBLICATION.fullmatch(name):
        return f'"{name}" is what another kind of publication is called; name the round by its month, such as 2014-06'
    return fault_of_file_name(name)


def fault_of_unit_code(code: str) -> str | None:
    """Say why a text cannot be a unit's code, or nothing. Signs unsafe in paths are encoded there."""
    if len(code) <= LONGEST and code.isprintable() and code.strip().strip("."):
        return None
    return f"a unit's code has 1-{LONGEST} printable signs and is no row of dots"


def fault_of_measure(code: str) -> str | None:
    """Say why a text cannot be the code of an item or a scale, or nothing."""
    if code.casefold() in RESERVED_MEASURES:
        return f'"{code}" has a meaning of its own in skapital; choose another'
    if len(code) > LONGEST or not code.isprintable() or any(sign in code for sign in ' :+/"'):
        return f'"{code[:LONGEST]}" must have at most {LONGEST} signs, without space, colon, plus, slash and quotes'
    return None


def fault_of_leader_level(name: str) -> str | None:
    """Say why a word cannot be a leader level's: levels are populations, and merged ones are joined by a plus."""
    if name.casefold() in RESERVED_POPULATIONS:
        return f'"{name}" is a population of its own; choose another word'
    return f'"{name}" has a plus, which joins merged levels' if "+" in name else None


def is_hr_period(text: str) -> bool:
    """Say whether a text is a year (``2013``) or a quarter (``2013Q4``)."""
    return bool(_HR_PERIOD.fullmatch(text))
