"""The quarter: which one is asked for, and which measurement is the latest one at its end."""

from __future__ import annotations

import pandas as pd

from skapital.errors import InputError
from skapital.indicators.periods import quarter_of
from skapital.publication.hr_inputs import coverage
from skapital.publication.workspace import Workspace
from skapital.report.numbers import quarter_end
from skapital.store.database import Store, open_store


def quarter_and_round(workspace: Workspace, name: str) -> tuple[str, str]:
    """Return the quarter of that name, or the latest one, and the newest round that was over when it ended.

    Raises
    ------
    InputError
        ``bad-quarter``, ``quarter-not-covered``, ``no-complete-quarter`` or ``no-round-in-quarter``.
    """
    settings = workspace.settings
    with open_store(workspace.path, write=False) as store:
        chosen = coverage(workspace, store).chosen(name).name
        end = quarter_end(chosen)
        over = [entry for entry in settings.rounds if entry.fieldwork_to <= end]
        answered = [entry for entry in over if not store.answers(entry.id).empty]
        if not answered:
            raise InputError(_too_early(workspace, store, chosen, end), slug="no-round-in-quarter")
    return chosen, max(answered, key=lambda entry: entry.fieldwork_to).id


def _too_early(workspace: Workspace, store: Store, chosen: str, end: str) -> str:
    """Say what a quarter before the first measurement waits for, and where its figures will stand."""
    first = min(workspace.settings.rounds, key=lambda entry: entry.fieldwork_to)
    begins = quarter_of(pd.Period(first.fieldwork_to[:7], freq="M")).name
    how = f"publish {begins} or a later quarter"
    if store.answers(first.id).empty:
        how = f"take in the answers of {first.id}, then {how}"
    period = workspace.settings.baseline.hr_period
    return (
        f"no measurement with answers was over when {chosen} ended ({end}), so no policy had been promised for it; "
        f"{how}: quarters before the measurement stand in its series, and {period} as its baseline"
    )


def latest_quarter(workspace: Workspace, store: Store) -> str | None:
    """Return the last quarter that every HR source at hand covers whole; None also while the records have faults."""
    try:
        return coverage(workspace, store).latest()
    except InputError:
        return None
