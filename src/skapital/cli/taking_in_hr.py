"""Absence and employment as payroll writes them: columns by a profile, codes by `definitions.toml`."""

from __future__ import annotations

from dataclasses import replace

from skapital.config.organisation import Organisation
from skapital.ingest import context, kinds, tidy
from skapital.ingest.intake import Intake, RawTable
from skapital.ingest.payroll_profiles import in_tidy_words
from skapital.ingest.tidy_columns import Known
from skapital.publication.workspace import Workspace

HR_KINDS = ("employment", "absence")


def accept(
    raw: RawTable, kind: str, workspace: Workspace, known: Known, organisations: list[Organisation], *, listed: bool
) -> tuple[Intake, str, str]:
    """Return the intake of an HR file, the SHA-256 of what it was understood by, and the name of its format.

    Parameters
    ----------
    listed
        Whether a file of months replaces only the units it lists.
    """
    definitions = workspace.definitions
    codes = {kinds.REASON: definitions.reason_codes, kinds.END_TYPE: definitions.end_type_codes}
    named, profile = in_tidy_words(raw, kind, workspace.payroll_profiles)
    made = tidy.accept(named, kinds.KINDS[kind], replace(known, codes=codes), listed_units=listed)
    levels = workspace.settings.leader_levels
    understood = (
        context.tidy_context(kind, organisations, levels),
        *(f"{code}={word}" for mapped in codes.values() for code, word in sorted(mapped.items())),
        profile.sha256 if profile else "",
        str(listed),
    )
    return made, context.sha256_of(*understood), profile.id if profile else "tidy"
