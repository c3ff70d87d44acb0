"""Reading `skapital.toml`, with every reference inside it checked before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from skapital.config import names
from skapital.config.checked import Table, read_document
from skapital.config.findings import nearest
from skapital.config.settings import Baseline, Round, Settings

REPORT_LANGUAGES = ("da", "en")
EXPECTED_RESPONSE_PERCENT = 75.0
"""Where the settings do not say: about what municipalities report of workplace assessments."""


def read_settings(workspace: Path) -> Settings:
    """Read and check ``skapital.toml`` of a workspace.

    Raises
    ------
    ConfigurationError
        With every problem of the file.
    """
    document = read_document(workspace / "skapital.toml")
    top = document.top
    municipality, organisation, privacy = (top.table(key) for key in ("municipality", "organisation", "privacy"))
    rounds = _rounds(top)
    found = Settings(
        municipality=municipality.text("name"),
        municipality_code=_unit_code(municipality),
        language=top.choice("language", REPORT_LANGUAGES),
        rounds=rounds,
        baseline=_baseline(top.table("baseline"), [entry.id for entry in rounds]),
        leader_levels=_leader_levels(organisation),
        report_levels=organisation.texts("report_levels"),
        workplace_level=organisation.text("workplace_level"),
        centre_level=organisation.text("centre_level"),
        link_rounds=privacy.flag("link_rounds", False),
        keep_raw_files=privacy.flag("keep_raw_files", False),
        retention_years=privacy.whole("retention_years", least=1),
        smallest_important_difference=top.table("verdicts").number("smallest_important_difference", least=0.1, most=50),
        expected_response=_expected_response(top),
        path=workspace,
    )
    if found.workplace_level and found.workplace_level == found.centre_level:
        organisation.note(
            "config-bad-value", "centre_level", "is the level of the workplaces; it must be one above them"
        )
    document.close()
    return found


def _expected_response(top: Table) -> float:
    """The share expected to answer; a workspace made before there was a rehearsal does not say it."""
    table = top.table("rehearsal", required=False)
    return table.number("expected_response_percent", EXPECTED_RESPONSE_PERCENT, least=1, most=100) / 100


def _rounds(top: Table) -> tuple[Round, ...]:
    tables = top.tables("rounds", called="id")
    rounds = tuple(_round(table) for table in tables)
    ids = [entry.id.casefold() for entry in rounds]
    for identifier in dict.fromkeys(name for name in ids if name and ids.count(name) > 1):
        top.note("config-duplicate", "rounds", f'the id "{identifier}" stands more than once')
    if "rounds" in top and not tables:
        top.note("config-bad-value", "rounds", "there is no round; write one [[rounds]] table for each measurement")
    for table, (earlier, later) in zip(tables[1:], pairwise(rounds), strict=True):
        if "" < later.fieldwork_from < earlier.fieldwork_from:
            table.note(
                "config-bad-value", "fieldwork_from", f'lies before that of "{earlier.id}"; put rounds in order of time'
            )
    return rounds


def _round(table: Table) -> Round:
    found = Round(
        id=table.text("id"),
        title=table.text("title"),
        instrument=table.text("instrument"),
        fieldwork_from=table.date("fieldwork_from"),
        fieldwork_to=table.date("fieldwork_to"),
        cut_off=table.date("cut_off"),
    )
    for key, fault in (
        ("id", names.fault_of_round(found.id)),
        ("instrument", names.fault_of_file_name(found.instrument)),
    ):
        if getattr(found, key) and fault:
            table.note("config-bad-value", key, fault)
    if "" < found.fieldwork_to < found.fieldwork_from:
        table.note("config-bad-value", "fieldwork_to", f"lies before fieldwork_from ({found.fieldwork_from})")
    if "" < found.fieldwork_to < found.cut_off:
        table.note("config-bad-value", "cut_off", "lies after the fieldwork; it is the day that decides who is invited")
    return found


def _baseline(table: Table, rounds: Sequence[str]) -> Baseline:
    found = Baseline(table.text("round"), table.text("hr_period"))
    if found.round and found.round not in rounds:
        message = f'there is no round "{found.round}"{nearest(found.round, rounds)}'
        table.note("config-unknown-word", "round", message)
    if found.hr_period and not names.is_hr_period(found.hr_period):
        table.note("config-bad-value", "hr_period", f'"{found.hr_period}" is no year (2013) and no quarter (2013Q4)')
    return found


def _leader_levels(organisation: Table) -> tuple[str, ...]:
    levels = organisation.texts("leader_levels")
    for fault in filter(None, map(names.fault_of_leader_level, levels)):
        organisation.note("config-bad-value", "leader_levels", fault)
    return levels


def _unit_code(municipality: Table) -> str:
    code = municipality.text("code")
    fault = names.fault_of_unit_code(code)
    if code and fault:
        municipality.note("config-bad-value", "code", fault)
    return code
