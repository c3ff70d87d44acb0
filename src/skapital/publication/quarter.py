"""The quarter: which one is the latest, and which measurement is the latest one at its end."""

from __future__ import annotations

import pandas as pd

from skapital.errors import InputError
from skapital.indicators.periods import latest_complete, quarter
from skapital.publication.workspace import Workspace
from skapital.report.numbers import quarter_end
from skapital.store.database import Store, open_store

LATEST = "latest"


def quarter_and_round(workspace: Workspace, name: str) -> tuple[str, str]:
    """Return the quarter of that name, or the latest one, and the newest round that was over when it ended.

    Raises
    ------
    InputError
        ``bad-quarter``, ``no-complete-quarter`` or ``no-round-in-quarter``.
    """
    with open_store(workspace.path, write=False) as store:
        chosen = _latest_or_stop(store) if name == LATEST else quarter(name).name
        end = quarter_end(chosen)
        over = [entry for entry in workspace.settings.rounds if entry.fieldwork_to <= end]
        answered = [entry for entry in over if not store.answers(entry.id).empty]
    if not answered:
        message = f"no measurement with answers was over when {chosen} ended ({end}); choose a later quarter"
        raise InputError(message, slug="no-round-in-quarter")
    return chosen, max(answered, key=lambda entry: entry.fieldwork_to).id


def latest_quarter(store: Store) -> str | None:
    """Return the last quarter that every HR source at hand covers whole, from the data and not the clock."""
    covered = [months for name in ("employment", "absence") if (months := _months(store, name))]
    found = latest_complete(covered) if covered else None
    return found.name if found else None


def _latest_or_stop(store: Store) -> str:
    found = latest_quarter(store)
    if found is None:
        message = "no quarter is covered whole by employment and absence; name one (2015Q3) or take in the records"
        raise InputError(message, slug="no-complete-quarter")
    return found


def _months(store: Store, source: str) -> frozenset[pd.Period]:
    totals, spells = store.table(f"{source}_months"), store.table(source)
    months = {pd.Period(str(month), freq="M") for month in totals["month"]} if len(totals) else set()
    if len(spells):
        ends = pd.concat([spells["start"], spells["end"].dropna()])
        months |= set(pd.period_range(min(ends)[:7], max(ends)[:7], freq="M"))
    return frozenset(months)
