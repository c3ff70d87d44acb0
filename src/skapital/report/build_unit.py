"""The report of a workplace, a department, a centre or a MED committee: its own figures, set against itself."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.build_about import (
    dialogue_section,
    guide_section,
    method_section,
    plan_section,
    withheld_section,
)
from skapital.report.build_answers import answers_section
from skapital.report.build_change import change_section
from skapital.report.build_counts import counts_section
from skapital.report.build_problems import problems_section, sensitive_section
from skapital.report.build_reference import reference_section
from skapital.report.build_response import response_section
from skapital.report.build_results import results_section
from skapital.report.build_stayers import stayers_section
from skapital.report.build_target import how_to_section, target_section
from skapital.report.build_top import footer, key_figures, report_date, subtitle, summary
from skapital.report.facts import Facts
from skapital.report.model import ReportModel, Section
from skapital.report.subject import Subject, level_word


def workplace(facts: Facts, unit: str) -> ReportModel:
    """Return the report of one workplace (or a combined unit): its employees' figures.

    Parameters
    ----------
    facts
        Of the publication.
    unit
        Code of a unit in the publication's own structure.

    Raises
    ------
    KeyError
        If the unit is not in the release.
    """
    return _report(facts, Subject(facts, unit, c.EMPLOYEES, "workplace"), "workplace")


def branch(facts: Facts, unit: str, tree: str | None = None) -> ReportModel:
    """Return the report of a department, a centre or a MED committee; its workplaces are counted, not named."""
    return _report(facts, Subject(facts, unit, c.EMPLOYEES, "branch", tree), "branch", tree)


def _report(facts: Facts, subject: Subject, kind: str, tree: str | None = None) -> ReportModel:
    unit = facts.unit(subject.unit, tree)
    above = facts.above(unit.code, tree)
    return ReportModel(
        kind=kind,
        language=facts.language,
        kicker=facts.texts.text("head.kicker", municipality=facts.settings.municipality),
        title=unit.name,
        subtitle=subtitle(facts, level_word(facts, unit.level)),
        path=tuple(entry.name for entry in above),
        draft=facts.draft,
        summary=summary(subject),
        key_figures=key_figures(subject),
        sections=_sections(subject, unit.name, kind),
        footer=footer(facts),
        date=report_date(facts),
        accent=facts.report_settings.accent,
    )


def _sections(subject: Subject, name: str, kind: str) -> tuple[Section, ...]:
    baseline = subject.facts.edition == "baseline"
    found = (
        response_section(subject, name),
        results_section(subject),
        None if baseline else change_section(subject),
        None if baseline else stayers_section(subject),
        counts_section(subject) if kind == "branch" and not baseline else None,
        how_to_section(subject) if baseline else target_section(subject),
        reference_section(subject),
        problems_section(subject),
        sensitive_section(subject),
        answers_section(subject),
        dialogue_section(subject),
        plan_section(subject),
        withheld_section(subject),
        guide_section(subject),
        method_section(subject),
    )
    return tuple(section for section in found if section is not None)
