"""The quarter: which one is asked for, and which measurement is the latest one at its end."""

from __future__ import annotations

from skapital.errors import InputError
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
        message = f"no measurement with answers was over when {chosen} ended ({end}); choose a later quarter"
        raise InputError(message, slug="no-round-in-quarter")
    return chosen, max(answered, key=lambda entry: entry.fieldwork_to).id


def latest_quarter(workspace: Workspace, store: Store) -> str | None:
    """Return the last quarter that every HR source at hand covers whole; None also while the records have faults."""
    try:
        return coverage(workspace, store).latest()
    except InputError:
        return None
