"""The quarterly edition, as far as it needs no HR figures: the latest measurement, with its date."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.build_about import fieldwork, guide_section, method_section, withheld_section
from skapital.report.build_centres import centres_section
from skapital.report.build_response import response_section
from skapital.report.build_results import results_section
from skapital.report.build_target import target_section
from skapital.report.build_top import footer, subtitle, summary_of_latest
from skapital.report.facts import Facts
from skapital.report.model import Notice, ReportModel, Section
from skapital.report.numbers import quarter_end
from skapital.report.subject import Subject, level_word, when


def quarter_municipality(facts: Facts, quarter: str) -> ReportModel:
    """Return the municipality's quarterly report.

    Parameters
    ----------
    facts
        With the latest round as ``period``.
    quarter
        Such as ``2015Q3``.
    """
    subject = Subject(facts, facts.root.code, c.EMPLOYEES, "municipality")
    title = facts.texts.text("head.quarter", when=when(facts, quarter))
    return _report(subject, quarter, title, level_word(facts, facts.root.level), centres_section(subject))


def quarter_unit(facts: Facts, unit: str, quarter: str) -> ReportModel:
    """Return the quarterly report of a centre, a department or a workplace."""
    info = facts.unit(unit)
    is_workplace = info.members is not None or info.level == facts.settings.workplace_level
    voice = "workplace" if is_workplace else "branch"
    return _report(Subject(facts, unit, c.EMPLOYEES, voice), quarter, info.name, level_word(facts, info.level), None)


def _report(subject: Subject, quarter: str, title: str, level: str, extra: Section | None) -> ReportModel:
    facts = subject.facts
    sections = (
        _latest(subject, quarter),
        response_section(subject, _name(subject)),
        results_section(subject),
        target_section(subject),
        extra,
        withheld_section(subject),
        guide_section(subject),
        method_section(subject),
    )
    return ReportModel(
        kind="quarter",
        language=facts.language,
        kicker=facts.texts.text("head.kicker", municipality=facts.settings.municipality),
        title=title,
        subtitle=subtitle(facts, level, quarter),
        path=tuple(unit.name for unit in facts.above(subject.unit)),
        draft=facts.draft,
        summary=summary_of_latest(subject, quarter),
        key_figures=(),
        sections=tuple(section for section in sections if section is not None),
        footer=footer(facts),
        date=quarter_end(quarter),
        accent=facts.report_settings.accent,
    )


def _latest(subject: Subject, quarter: str) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    line = texts.line("quarter.latest", quarter=when(facts, quarter), round=when(facts, facts.period))
    notice = Notice(texts.text("quarter.latest_title"), (line, fieldwork(facts, facts.period)))
    return Section("kvartal", texts.text("quarter.heading"), (notice,))


def _name(subject: Subject) -> str:
    texts = subject.facts.texts
    return texts.text("word.municipality_employees") if subject.is_root else subject.facts.unit(subject.unit).name
