"""All configuration files of a workspace: read once, checked whole, frozen."""

from __future__ import annotations

from pathlib import Path

from skapital.config.checked import Table, read_document
from skapital.config.findings import nearest
from skapital.config.policy import Policy
from skapital.config.read_instrument import read_instrument
from skapital.config.report_settings import ReportSettings, read_report_settings
from skapital.config.settings import Baseline, Round, Settings

__all__ = ["ReportSettings", "read_instrument", "read_policy", "read_report_settings", "read_settings"]

REPORT_LANGUAGES = ("da", "en")
SMALL_UNITS = ("in_parent", "left_out")
LEAST_MINIMUM = 5
"""Below five answers no figure is ever shown, whatever a policy says."""


def read_settings(workspace: Path) -> Settings:
    """Read and check ``skapital.toml`` of a workspace.

    Raises
    ------
    ConfigurationError
        With every problem of the file.
    """
    document = read_document(workspace / "skapital.toml")
    top = document.top
    municipality, organisation = top.table("municipality"), top.table("organisation")
    privacy, baseline = top.table("privacy"), top.table("baseline")
    rounds = tuple(_round(table) for table in top.tables("rounds", called="id"))
    ids = [entry.id for entry in rounds]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        top.note("config-duplicate", "rounds", f'the id "{name}" stands more than once')
    found = Settings(
        municipality=municipality.text("name"),
        municipality_code=municipality.text("code"),
        language=top.choice("language", REPORT_LANGUAGES),
        rounds=rounds,
        baseline=Baseline(baseline.text("round"), baseline.text("hr_period")),
        leader_levels=organisation.texts("leader_levels"),
        report_levels=organisation.texts("report_levels"),
        workplace_level=organisation.text("workplace_level"),
        centre_level=organisation.text("centre_level"),
        link_rounds=privacy.flag("link_rounds", False),
        keep_raw_files=privacy.flag("keep_raw_files", False),
        retention_years=privacy.whole("retention_years", least=1),
        smallest_important_difference=top.table("verdicts").number("smallest_important_difference", least=0.1, most=50),
        path=workspace,
    )
    if found.baseline.round and found.baseline.round not in ids:
        baseline.note(
            "config-unknown-word",
            "round",
            f'there is no round "{found.baseline.round}"{nearest(found.baseline.round, ids)}',
        )
    document.close()
    return found


def _round(table: Table) -> Round:
    found = Round(
        id=table.text("id"),
        title=table.text("title"),
        instrument=table.text("instrument"),
        fieldwork_from=table.date("fieldwork_from"),
        fieldwork_to=table.date("fieldwork_to"),
        cut_off=table.date("cut_off"),
    )
    if found.fieldwork_from and found.fieldwork_to and found.fieldwork_to < found.fieldwork_from:
        table.note("config-bad-value", "fieldwork_to", "lies before fieldwork_from")
    return found


def read_policy(path: Path) -> Policy:
    """Read and check a ``policy.toml``.

    Raises
    ------
    ConfigurationError
        With every problem of the file, a minimum below five among them.
    """
    document = read_document(path)
    top = document.top
    classes = ("scale", "distribution", "problem", "sensitive", "about_one_person", "comments")
    values, magnitude = top.table("values"), top.table("magnitude")
    found = Policy(
        minimum=top.whole_by_name("minimum", classes, least=LEAST_MINIMUM),
        difference=top.whole_by_name("difference", classes, least=LEAST_MINIMUM),
        pooled_leaders=top.whole("pooled_leaders", least=LEAST_MINIMUM),
        magnitude_base=magnitude.number("full_time_equivalents", least=5),
        magnitude_persons=magnitude.whole("persons", least=LEAST_MINIMUM),
        value_width=values.number("width", least=25, most=100),
        unanimity=values.flag("unanimity"),
        dominance_percent=magnitude.number("dominance_percent", least=1, most=100),
        dominance_n=magnitude.whole("dominance_n", least=1),
        dominance_k=magnitude.number("dominance_k", least=1, most=100),
        small_units=top.choice("small_units", SMALL_UNITS),
        decimals=top.whole_by_name("decimals", ("score", "share", "rate", "coefficient"), least=0, most=4),
        sha256=document.sha256,
    )
    document.close()
    return found
