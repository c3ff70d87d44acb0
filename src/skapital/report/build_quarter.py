"""The quarterly edition: absence and turnover against themselves, and the latest measurement beside them, dated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from skapital import columns as c
from skapital.report import build_beside, build_hr, build_hr_more, build_series
from skapital.report.build_about import fieldwork, withheld_section
from skapital.report.build_association import association_section
from skapital.report.build_benchmarks import benchmarks_section
from skapital.report.build_centres import centres_section
from skapital.report.build_exits import exits_section
from skapital.report.build_patterns import patterns_section
from skapital.report.build_quarter_about import guide_section, method_section
from skapital.report.build_quarter_top import key_figures, summary
from skapital.report.build_response import response_section
from skapital.report.build_results import results_section
from skapital.report.build_retention import retention_section
from skapital.report.build_target import target_section
from skapital.report.build_tidy import tidy_table
from skapital.report.build_top import footer, subtitle
from skapital.report.facts import Facts
from skapital.report.model import Notice, Paragraph, ReportModel, Section
from skapital.report.numbers import quarter_end
from skapital.report.subject import Subject, headline, level_word, when

Builder = Callable[[Subject], Section | None]

HR_SECTIONS: Final[tuple[Builder, ...]] = (
    build_hr_more.since_section,
    build_hr.absence_section,
    build_hr.turnover_section,
    build_hr_more.year_section,
    build_hr_more.targets_section,
    build_series.series_section,
    build_beside.own_limits_section,
    build_beside.centres_section,
    build_beside.workplaces_section,
    benchmarks_section,
    patterns_section,
    retention_section,
    exits_section,
    association_section,
)
"""What a quarterly page says of absence and turnover, in reading order; each gives None where it has nothing to say."""


def quarter_municipality(facts: Facts, quarter: str) -> ReportModel:
    """Return the municipality's quarterly report, for the main MED committee.

    Parameters
    ----------
    facts
        With the latest round as ``period``, and the HR part.
    quarter
        Such as ``2015Q3``.
    """
    subject = Subject(facts, facts.root.code, c.EMPLOYEES, "municipality")
    title = facts.texts.text("head.quarter", when=when(facts, quarter))
    return _report(subject, quarter, title, level_word(facts, facts.root.level))


def quarter_unit(facts: Facts, unit: str, quarter: str, tree: str | None = None) -> ReportModel:
    """Return the quarterly report of a centre, a department, a workplace or a MED committee."""
    info = facts.unit(unit, tree)
    is_workplace = info.members is not None or info.level == facts.settings.workplace_level
    voice = "workplace" if is_workplace else "branch"
    return _report(Subject(facts, unit, c.EMPLOYEES, voice, tree), quarter, info.name, level_word(facts, info.level))


def _report(subject: Subject, quarter: str, title: str, level: str) -> ReportModel:
    facts = subject.facts
    builders: tuple[Builder, ...] = (*HR_SECTIONS, *_latest_sections(subject), withheld_section, guide_section)
    sections = [section for builder in builders if (section := builder(subject)) is not None]
    sections.append(method_section(subject))
    return ReportModel(
        kind="quarter",
        language=facts.language,
        kicker=facts.texts.text("hr.kicker", municipality=facts.settings.municipality),
        title=title,
        subtitle=subtitle(facts, level, quarter),
        path=tuple(unit.name for unit in facts.above(subject.unit, subject.tree)),
        draft=facts.draft,
        summary=summary(subject),
        key_figures=key_figures(subject),
        sections=tuple(sections),
        footer=footer(facts),
        date=quarter_end(quarter),
        accent=facts.report_settings.accent,
        tidy=tidy_table(subject),
    )


def _latest_sections(subject: Subject) -> tuple[Builder, ...]:
    """The latest measurement; a unit that has no result of its own there is told where it is counted."""
    score = subject.score(headline(subject.facts).id)
    if score is None or score.value is None:
        return (_elsewhere,)
    more = (centres_section,) if subject.is_root else ()
    return (_latest, lambda one: response_section(one, _name(one)), results_section, target_section, *more)


def _latest(subject: Subject) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    quarter = facts.hr.quarter if facts.hr else ""
    line = texts.line("quarter.latest", quarter=when(facts, quarter), round=when(facts, facts.period))
    notice = Notice(texts.text("quarter.latest_title"), (line, fieldwork(facts, facts.period)))
    return Section("kvartal", texts.text("quarter.heading"), (notice,))


def _elsewhere(subject: Subject) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    line = texts.line("hr.no_result", round=when(facts, facts.period))
    return Section("kvartal", texts.text("quarter.heading"), (Paragraph(line),))


def _name(subject: Subject) -> str:
    texts = subject.facts.texts
    return texts.text("word.municipality_employees") if subject.is_root else subject.facts.unit(subject.unit).name
