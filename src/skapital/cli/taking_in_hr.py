"""Absence and employment as payroll writes them: columns by a profile, codes by `definitions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skapital.config.organisation import Organisation
from skapital.indicators.in_force import months_told
from skapital.indicators.records import dated
from skapital.ingest import context, kinds, tidy
from skapital.ingest.covers import SPELLS, covering, months_of
from skapital.ingest.intake import Intake, RawTable
from skapital.ingest.payroll_profiles import in_tidy_words
from skapital.ingest.tidy_columns import Known
from skapital.publication.workspace import Workspace

HR_KINDS = ("employment", "absence")


def accept(
    raw: RawTable,
    kind: str,
    workspace: Workspace,
    known: Known,
    organisations: list[Organisation],
    *,
    listed: bool,
    covers: str | None = None,
) -> tuple[Intake, str, str]:
    """Return the intake of an HR file, the SHA-256 of what it was understood by, and the name of its format.

    Parameters
    ----------
    listed
        Whether a file of months replaces only the units it lists.
    covers
        The months that a file of spells covers, as its export says.
    """
    definitions = workspace.definitions
    codes = {kinds.REASON: definitions.reason_codes, kinds.END_TYPE: definitions.end_type_codes}
    named, profile = in_tidy_words(raw, kind, workspace.payroll_profiles)
    months = months_of(covers) if covers else ()
    made = covering(tidy.accept(named, kinds.KINDS[kind], replace(known, codes=codes), listed_units=listed), months)
    levels = workspace.settings.leader_levels
    understood = (
        context.tidy_context(kind, organisations, levels),
        *(f"{code}={word}" for mapped in codes.values() for code, word in sorted(mapped.items())),
        profile.sha256 if profile else "",
        str(listed),
        *months,
    )
    return made, context.sha256_of(*understood), profile.id if profile else "tidy"


def covered_by(made: Intake, covers: str | None) -> dict[str, object]:
    """Return under ``covers`` the first and last month that a file of spells covers, and whether that was stated."""
    (table, stored), *_ = made.stored.items()
    if table not in SPELLS:
        return {}
    told = sorted(months_of(covers) if covers else map(str, months_told(dated(stored.rows))))
    return {"covers": {"from": told[0], "to": told[-1], "stated": bool(covers)} if told else None}


def covered_in_words(record: Mapping[str, object]) -> str:
    """Return what is said of the months of a file of spells; nothing of other files."""
    covers = record.get("covers")
    if not isinstance(covers, Mapping):
        return ""
    months = f"{covers['from']} to {covers['to']}"
    if covers["stated"]:
        return f"\ncovers {months}; other months stay as they were"
    return f"\nthe whole list: its dates tell {months}; --covers FROM..TO takes in those months alone"
