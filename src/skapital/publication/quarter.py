"""The quarter: which measurement is the latest one at its end."""

from __future__ import annotations

from skapital.errors import InputError
from skapital.publication.workspace import Workspace
from skapital.report.numbers import quarter_end
from skapital.store.database import open_store


def latest_round_before(workspace: Workspace, quarter: str) -> str:
    """Return the newest round that has answers and whose fieldwork was over when the quarter ended.

    Raises
    ------
    InputError
        ``no-round-in-quarter``.
    """
    end = quarter_end(quarter)
    over = [entry for entry in workspace.settings.rounds if entry.fieldwork_to <= end]
    with open_store(workspace.path, write=False) as store:
        answered = [entry for entry in over if not store.answers(entry.id).empty]
    if not answered:
        message = f"no measurement with answers was over when {quarter} ended ({end}); choose a later quarter"
        raise InputError(message, slug="no-round-in-quarter")
    return max(answered, key=lambda entry: entry.fieldwork_to).id
