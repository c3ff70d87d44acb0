"""Which months a file of spells covers: as its export says, or else as its dates tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pandas as pd

from skapital.errors import InputError
from skapital.ingest.intake import Intake, Stored

SPELLS: Final = ("employment", "absence")
"""The store's tables of spells."""
COVERAGE: Final = "hr_coverage"
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_WRITTEN: Final = re.compile(rf"({_MONTH})(?:\.\.({_MONTH}))?")


def months_of(text: str) -> tuple[str, ...]:
    """Return the months of ``2015-07..2015-09``, or of one month.

    Raises
    ------
    InputError
        ``bad-covers``.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or (found[2] or found[1]) < found[1]:
        message = f'--covers: "{text}" is no period; write its first and last month, such as 2015-07..2015-09'
        raise InputError(message, slug="bad-covers")
    return tuple(str(month) for month in pd.period_range(found[1], found[2] or found[1], freq="M"))


def covering(made: Intake, months: tuple[str, ...]) -> Intake:
    """Return the intake of an HR file so that it replaces what it covers, and nothing else.

    A file of spells that states its months takes these from earlier files, which keep theirs; one that states none is
    the whole list. Files of days and of monthly totals cover the months they list.

    Raises
    ------
    InputError
        ``covers-not-spells`` if months are stated for a file that lists them.
    """
    (table, stored), *_ = made.stored.items()
    if table not in SPELLS:
        if months:
            message = f"--covers is for spells with start and end; this file covers the months it lists ({table})"
            raise InputError(message, slug="covers-not-spells")
        return made
    if not months:
        takes_all = Stored(pd.DataFrame(), pd.DataFrame({"kind": [made.kind]}))
        return replace(made, stored={**made.stored, COVERAGE: takes_all})
    rows = pd.DataFrame({"kind": made.kind, "month": list(months)})
    return replace(made, stored={**made.stored, table: replace(stored, covers=None), COVERAGE: Stored(rows, rows)})
